"""Says how much of a shared page one printed sheet holds: the soonest dates; the rest stays on the screen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import ceil
from typing import TYPE_CHECKING

from tracker.reports.static_page import plain_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.i18n import Text, Translator
    from tracker.reports.shared_page import SharedPage, SharedRow, SharedSection

# Of an A4 sheet with margins of 10 mm, in points (785 of them), with room to spare: another browser has
# other letters. The heights below are those that `page.css` prints.
SHEET_POINTS = 745
# Characters in a line of the whole width, of a heading and of one of the two columns.
_WIDE, _TITLE, _COLUMN = 120, 58, 60
_FEW_SECTIONS = 3
# Fewer dates than these are kept only when nothing else can give way.
_FEW_ROWS = 12


@dataclass(frozen=True)
class PrintRoom:
    """How many lines of each kind are printed, and the milestones that are, by key."""

    expected: int = 40
    waiting: int = 20
    changes: int = 12
    bars: int = 30
    sections: int = 40
    # What an initiative says beyond its dates.
    has_facts: bool = True
    has_reached: bool = True
    rows: frozenset[str] = frozenset()

    def shown(self, sections: tuple[SharedSection, ...]) -> tuple[SharedSection, ...]:
        """Return the initiatives that are printed."""
        kept = [one for one in sections if self.has_reached or one.status != "done"]
        return tuple(kept[: self.sections])

    def rows_left_out(self, page: SharedPage) -> int:
        """Return how many milestones stand on the page and not on the sheet, reached ones aside."""
        ahead = sum(row.is_open for section in page.sections for row in section.rows)
        shown = self.shown(page.sections)
        return ahead - sum(row.is_open and row.key in self.rows for one in shown for row in one.rows)


# What gives way, in this order: what is expected of the reader does so last.
_CUTS: tuple[Mapping[str, int | bool], ...] = (
    {}, {"has_facts": False}, {"has_reached": False}, {"bars": 14}, {"changes": 6, "waiting": 10},
    {"bars": 8}, {"expected": 20, "waiting": 5}, {"sections": 14}, {"expected": 12, "changes": 3},
    {"bars": 0}, {"sections": 6}, {"expected": 6, "waiting": 2},
)  # fmt: skip


def print_room(page: SharedPage, t: Translator) -> PrintRoom:
    """Return the widest room in which a page fits on one sheet."""
    sheet, room = _Sheet(page, t), PrintRoom()
    for room in _rooms(page):
        if sheet.height(room) <= SHEET_POINTS:
            return room
    return replace(room, sections=0, expected=3, waiting=1)


def _rooms(page: SharedPage) -> Iterator[PrintRoom]:
    ahead = [row for section in page.sections for row in section.rows if row.is_open]
    soonest = [row.key for row in sorted(ahead, key=lambda row: (row.on is None, row.on))]
    room = PrintRoom()
    for cut in _CUTS:
        room = replace(room, **cut)  # type: ignore[arg-type]  # each name has its own type
        for most in range(len(soonest), min(len(soonest), _FEW_ROWS) - 1, -1):
            yield replace(room, rows=frozenset(soonest[:most]))
    for most in (8, 4, 0):
        yield replace(room, rows=frozenset(soonest[:most]))


class _Sheet:
    """The heights of a page's parts, in points, each found once."""

    def __init__(self, page: SharedPage, t: Translator) -> None:
        self._page, self._t = page, t
        self._head = 130 + 16 * ceil(len(page.roadmap.partner) / _TITLE)
        self._head += sum(11 * self._lines(line, _WIDE) for line in page.answer)
        self._changes = [11.0 * self._lines(line, _WIDE) for line in page.changes]
        self._expected, self._waiting = ([*map(self._full, rows)] for rows in (page.expected, page.waiting))
        # By the width of their column: an initiative without its milestones, what it says, each milestone.
        self._parts = {
            width: [self._section(one, width) for one in page.sections] for width in (_WIDE, _COLUMN)
        }

    def height(self, room: PrintRoom) -> float:
        """Return how high the page prints."""
        lists = (
            self._changes[: room.changes],
            self._expected[: room.expected],
            self._waiting[: room.waiting],
        )
        bars = min(len(self._page.timeline.bars), room.bars) if self._page.timeline else 0
        return self._head + sum(map(sum, lists)) + (60 + 14.5 * bars if bars else 0) + self._sections(room)

    def _sections(self, room: PrintRoom) -> float:
        """Return the height of the initiatives, in one column or balanced over two."""
        shown = room.shown(self._page.sections)
        is_few = len(shown) <= _FEW_SECTIONS
        parts = self._parts[_WIDE if is_few else _COLUMN]
        heights = [
            head + facts * room.has_facts + sum(high for key, high in rows if key in room.rows)
            for one, (head, facts, rows) in zip(self._page.sections, parts, strict=True)
            if one in shown
        ]
        return sum(heights) if is_few else (sum(heights) + max(heights)) / 2

    def _full(self, row: SharedRow) -> float:
        more = sum(self._lines(line, _WIDE) for line in row.more)
        return 16 + 10.5 * self._lines(row.when, _WIDE) + 10 * more

    def _section(self, one: SharedSection, width: int) -> tuple[float, float, list[tuple[str, float]]]:
        head = 5 + 11.5 * ceil((len(one.title) + 16) / (width * 0.85)) + 10 * self._lines(one.when, width)
        facts = sum(10.5 * self._lines(fact, width * 0.7) for _, fact in one.facts)
        return head, facts, [(row.key, self._short(row, width)) for row in one.rows if row.is_open]

    def _short(self, row: SharedRow, width: int) -> float:
        words = len(row.title) + len(self._t(row.word)) + len(self._t(row.when)) + 6
        return 3.5 + 9.7 * ceil(words / width)

    def _lines(self, said: Text | str, width: float) -> int:
        return ceil(len(plain_text(said, self._t)) / width)
