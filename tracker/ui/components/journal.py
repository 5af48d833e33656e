"""The parts of the journal screen: who changed what, when, from, to; and the way to take it back."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import streamlit as st

from tracker.reports.journal import JournalChange, journal_changes
from tracker.ui.components.chart import ITEM
from tracker.ui.components.filters import in_address, keep_in_address
from tracker.ui.components.forms.choices import items_of
from tracker.ui.components.initiative import once
from tracker.ui.components.words import marked, plain
from tracker.ui.programme import last_known_entry
from tracker.ui.visitor import reads

if TYPE_CHECKING:
    from datetime import datetime

    from tracker.analysis import ProgrammeAnalysis
    from tracker.i18n import Translator
    from tracker.reports.journal import JournalLine
    from tracker.ui.session import Reader

PAGE = 25
LINES_SHOWN = 6
_PAGES = "journal_pages"


def choose_record(reader: Reader, analysis: ProgrammeAnalysis) -> str:
    """Let the reader see the changes of one item alone; the address may name any record by its key."""
    t, wanted = reader.t, in_address(ITEM) or ""
    items = once(reader, analysis, "items", lambda: items_of(analysis.snapshot))
    key = "filter.journal"
    st.session_state[key] = wanted
    st.selectbox(
        t.text("journal.about"),
        ["", *items] if wanted in items or not wanted else ["", wanted, *items],
        format_func=lambda found: items.get(found, found) or t.text("journal.everything"),
        key=key,
        on_change=lambda: keep_in_address(ITEM, st.session_state[key]),
    )
    return wanted


def changes_shown(
    reader: Reader, analysis: ProgrammeAnalysis, record: str
) -> tuple[tuple[JournalChange, ...], bool]:
    """Return the latest changes, and whether there are older ones."""
    count = PAGE * int(st.session_state.get(_PAGES, 1))
    found = once(
        reader, analysis, "journal", lambda: _changes(reader, analysis, record, count + 1), record, count
    )
    return found[:count], len(found) > count


def _changes(
    reader: Reader, analysis: ProgrammeAnalysis, record: str, count: int
) -> tuple[JournalChange, ...]:
    entries = reads().journal_by_command(
        reader.programme or "",
        commands=count,
        record_keys=[record] if record else (),
        last_entry=last_known_entry(reader),
    )
    return journal_changes(entries, analysis.snapshot, reader.t)


def show_answer(reader: Reader, changes: tuple[JournalChange, ...], record: str) -> None:
    """Say when the last change was made, by whom and which."""
    t = reader.t
    if changes:
        newest = changes[0]
        st.markdown(
            marked(
                t, "journal.answer", at=said_at(newest.at, t), author=newest.author, command=newest.command
            )
        )
    else:
        st.info(t.text("journal.empty_for" if record else "journal.empty", record=plain(record)))


def show_changes(reader: Reader, changes: tuple[JournalChange, ...]) -> None:
    """Show the changes day by day, the newest first; a long one is cut and opens."""
    for day, group in groupby(changes, key=lambda change: change.at.date()):
        st.header(plain(reader.t.date(day, "long")))
        for change in group:
            st.markdown(change_words(change, reader.t, with_day=False))
            if len(change.lines) > LINES_SHOWN:
                _show_rest(change, reader.t)


def _show_rest(change: JournalChange, t: Translator) -> None:
    rest = change.lines[LINES_SHOWN:]
    label = t.plural("journal.more_fields", len(rest))
    box = st.expander(label, key=f"journal.{change.command_id}", on_change="rerun")
    if box.open:
        box.markdown("\n".join(_line_words(line, t) for line in rest))


def offer_older(reader: Reader) -> None:
    if st.button(reader.t.text("journal.older"), icon=":material/expand_more:"):
        st.session_state[_PAGES] = st.session_state.get(_PAGES, 1) + 1
        st.rerun()


def said_at(at: datetime, t: Translator) -> str:
    return t.text("journal.when", day=at.date(), time=t.time(at))


def change_words(change: JournalChange, t: Translator, *, with_day: bool = True) -> str:
    """Say one command: when, what, about what, by whom and why; then field by field."""
    when = said_at(change.at, t) if with_day else t.time(change.at)
    head = f"**{plain(when)} · {plain(change.command)}** · {plain(change.subject)}"
    notes = [t.text("journal.by", author=change.author)]
    if change.reason or change.reason_kind:
        words = " – ".join(filter(None, (change.reason_kind, change.reason)))
        notes.append(t.text("journal.reason", reason=words))
    if change.untold:
        notes.append(t.plural("journal.untold", change.untold))
    undone = f" :gray-badge[{plain(t.text('journal.undone'))}]" if change.is_undone else ""
    lines = "\n".join(_line_words(line, t) for line in change.lines[:LINES_SHOWN])
    return f"{head}{undone}  \n:small[{plain(' '.join(notes))}]\n\n{lines}".strip()


def _line_words(line: JournalLine, t: Translator) -> str:
    form = "added" if not line.before else "removed" if not line.after else "changed"
    values = {"field": line.field, "before": line.before, "after": line.after}
    return f"- {marked(t, f'journal.field.{form}', **values)}"
