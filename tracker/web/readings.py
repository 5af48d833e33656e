"""Keeps the latest analyses for the pages that are served beside the screens, shared by all their readers."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING

from tracker.analysis import ProgrammeAnalysis, analyse

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from tracker.storage import Database

_Place = tuple[str, int, "date"]


class Readings:
    """Analyses by programme, revision and day; the least recently read goes first."""

    def __init__(self, database: Callable[[], Database], most: int = 16) -> None:
        self._database, self._most = database, most
        self._kept: OrderedDict[_Place, ProgrammeAnalysis] = OrderedDict()
        self._lock = threading.Lock()

    def analysis(self, programme: str, as_of: date) -> ProgrammeAnalysis:
        """Return the analysis of a programme's present revision on a day.

        Raises:
            UnknownProgrammeError: no programme has this key.
        """
        revision = self._database().revision(programme)
        place = (programme, revision or 0, as_of)
        with self._lock:
            if place in self._kept:
                self._kept.move_to_end(place)
                return self._kept[place]
        found = analyse(self._database().snapshot(programme), as_of)
        with self._lock:
            self._kept[place] = found
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return found
