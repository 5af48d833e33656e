"""Offers to take back the last change, in one line under what has been written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from tracker.commands.labels import command_label
from tracker.commands.undo import UndoLastChange, last_redoable, last_undoable
from tracker.ui.components.chart import kept
from tracker.ui.components.words import plain
from tracker.ui.programme import can_change, current_revision, run
from tracker.ui.session import database

if TYPE_CHECKING:
    from tracker.commands.undo import LastChange
    from tracker.ui.session import Reader


def offer_undo(reader: Reader) -> None:
    """Show what the last change was, with one button to take it back and one to do it again."""
    if not can_change(reader):
        return
    programme = reader.programme or ""
    found = kept(("last changes", programme, current_revision(reader)), lambda: _last(programme))
    if not any(found):
        return
    with st.container(horizontal=True):
        for last, verb in zip(found, ("undo", "redo"), strict=True):
            if last is not None:
                _offer(reader, last, verb)


def _last(programme: str) -> tuple[LastChange | None, LastChange | None]:
    return last_undoable(database(), programme), last_redoable(database(), programme)


def _offer(reader: Reader, last: LastChange, verb: str) -> None:
    key = f"journal.{verb}" if last.record_key else f"journal.{verb}.bare"
    label = reader.t.text(key, command=command_label(last.command), record=last.record_key)
    if st.button(plain(label), icon=f":material/{verb}:", key=verb, type="tertiary"):
        command = UndoLastChange(programme=reader.programme or "", command_id=last.command_id)
        if run(reader, command):
            st.rerun()
