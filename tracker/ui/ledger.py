"""The slip ledger on screen: what each command moved is measured once, for all sessions and revisions."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

import streamlit as st

from tracker.analysis.slips import ledger_of, slips_of
from tracker.commands.permission import Permission
from tracker.ui.components.chart import kept
from tracker.ui.programme import current_revision, last_known_entry
from tracker.ui.session import database
from tracker.ui.visitor import reads

if TYPE_CHECKING:
    from tracker.analysis.slips import Slip
    from tracker.ui.session import Reader


class _Measured:
    """All that was ever moved in each programme, the newest first, up to a journal entry.

    What a command did never changes, so that a new revision costs only the commands that led to it.
    """

    def __init__(self) -> None:
        self._found: dict[str, tuple[int, tuple[Slip, ...]]] = {}
        # Held while measuring: who comes meanwhile would only do the same work.
        self._lock = Lock()

    def of(self, programme: str) -> tuple[Slip, ...]:
        with self._lock:
            until, known = self._found.get(programme, (0, ()))
            last = database().last_entry(programme)
            if last < until:
                # Another journal than the one that was read: the programme was made anew.
                until, known = 0, ()
            if last > until:
                known = slips_of(database().replans(programme, until, last)) + known
                self._found[programme] = last, known
            return known


@st.cache_resource(show_spinner=False)
def _measured() -> _Measured:
    return _Measured()


def slips_now(reader: Reader) -> tuple[Slip, ...]:
    """Return the ledger that the reader may see: on a past day what was known on it."""
    programme, last = reader.programme or "", last_known_entry(reader)
    reads().require(Permission.READ, programme)

    def standing() -> tuple[Slip, ...]:
        return ledger_of(_measured().of(programme), database().undone(programme, last), last)

    return kept(("slips", programme, current_revision(reader), last), standing)
