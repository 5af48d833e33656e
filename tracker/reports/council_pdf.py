"""The council's page on paper: one A4 sheet, cut by rule where a programme says more than it holds."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from tracker.i18n import Text
from tracker.reports.council_line import Group, Line, Section
from tracker.reports.council_sheet import is_opening, sheet_content
from tracker.reports.typesetting import measured, typeset

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.i18n import Translator
    from tracker.reports.council_page import CouncilPage

_TEMPLATE = "council.typ"


@dataclass(frozen=True)
class Room:
    """How much a sheet takes: at most so many lines of a section.

    `dates` is how many dates each service keeps; `name` to how many characters names are cut.
    """

    most: Mapping[str, int]
    dates: int = 3
    name: int | None = None
    # Of the letters, in points: they grow where there is room.
    size: float = 8.75


# In this order: a section keeps at most so many lines (of dates: services), a service so many dates.
_CUTS: tuple[tuple[str, float], ...] = (
    ("date", 2), ("moved", 4), ("dates", 10), ("late", 7), ("date", 1), ("finished", 4), ("dates", 8),
    ("moved", 3), ("late", 6), ("dates", 6), ("finished", 3), ("late", 5), ("size", 8.5), ("name", 90),
    ("moved", 2), ("dates", 5), ("finished", 2), ("late", 4), ("name", 60), ("dates", 4), ("late", 3),
    ("needs", 4), ("moved", 1), ("finished", 1), ("dates", 3), ("late", 2), ("needs", 3), ("name", 40),
    ("dates", 2), ("late", 1),
)  # fmt: skip
_SHARED = ("page.late.same_cause", "page.moved.as_much")
_LARGER_SIZES = (9, 9.25, 9.5, 10, 10.5)


def _rooms() -> tuple[Room, ...]:
    """Return every room from the widest to the tightest: what needs the reader gives way last."""
    room = Room({})
    rooms = [room]
    for name, most in _CUTS:
        if name == "size":
            room = replace(room, size=most)
        elif name == "date":
            room = replace(room, dates=int(most))
        elif name == "name":
            room = replace(room, name=int(most))
        else:
            room = replace(room, most={**room.most, name: int(most)})
        rooms.append(room)
    return tuple(rooms)


_ROOMS = _rooms()


def council_pdf(page: CouncilPage, t: Translator) -> bytes:
    """Return the page as one tagged A4 sheet (PDF/UA-1) in the translator's language."""
    return typeset(_TEMPLATE, fitted_sheet(page, t), page.as_of)


def fitted_sheet(page: CouncilPage, t: Translator) -> dict[str, Any]:
    """Return what the sheet says: as much of the page as one sheet holds, in letters as large as it holds."""

    def sheet(room: Room) -> dict[str, Any]:
        return sheet_content(page, shortened(page, room), room.size, t)

    def fits(room: Room) -> bool:
        return bool(measured(_TEMPLATE, sheet(room), "end") == 1)

    # Each room holds less than the one before it, and each size less than a smaller one: halve to the edge.
    room = _ROOMS[bisect_left(range(len(_ROOMS) - 1), True, key=lambda place: fits(_ROOMS[place]))]
    larger = [size for size in _LARGER_SIZES if size > room.size]
    too_large = bisect_left(larger, True, key=lambda size: not fits(replace(room, size=size)))
    return sheet(replace(room, size=larger[too_large - 1]) if too_large else room)


def shortened(page: CouncilPage, room: Room) -> tuple[Section, ...]:
    """Return the sections of a page with no more than a room takes; each says what it leaves out."""
    return tuple(_shortened(section, room) for section in page.sections)


def _shortened(section: Section, room: Room) -> Section:
    most = room.most.get(section.name)
    lines, groups = section.lines[:most], section.groups[:most]
    left = sum(map(_told_by, section.lines[len(lines) :])) + len(section.groups) - len(groups)
    return replace(
        section,
        lines=tuple(_named_shortly(line, room.name) for line in lines),
        groups=tuple(
            Group(
                _clipped(group.title, room.name),
                tuple(_named_shortly(line, room.name) for line in _dated(group, room.dates)),
            )
            for group in groups
        ),
        left_out=_left_out(section, left, room),
    )


def _told_by(line: Line) -> int:
    """Return how many things a line tells of: itself, and those that it says share its cause."""
    return 1 + sum(int(more.sentence.count or 0) for more in line.more if more.sentence.key in _SHARED)


def _dated(group: Group, most: int) -> list[Line]:
    """Return the first dates of a service, and its next opening to citizens wherever that stands."""
    opening = next((line for line in group.lines if is_opening(line)), None)
    return [line for place, line in enumerate(group.lines) if place < most or line is opening]


def _left_out(section: Section, left: int, room: Room) -> Line | None:
    """Say how much is left out in all: by the page already, and by the sheet."""
    said = [Line(Text("pdf.dates.fewer", count=room.dates))] if _has_fewer_dates(section, room) else []
    if left:
        before = section.left_out.sentence.count if section.left_out is not None else None
        said.insert(0, Line(Text(f"page.{section.name}.more", count=(before or 0) + left)))
    elif section.left_out is not None:
        said.insert(0, section.left_out)
    return replace(said[0], more=tuple(said[1:])) if said else None


def _has_fewer_dates(section: Section, room: Room) -> bool:
    return any(len(group.lines) > len(_dated(group, room.dates)) for group in section.groups)


def _named_shortly(line: Line, longest: int | None) -> Line:
    if longest is None:
        return line
    more = tuple(_named_shortly(one, longest) for one in line.more)
    return replace(line, sentence=_clipped(line.sentence, longest), more=more)


def _clipped(value: Any, longest: int | None) -> Any:
    """Return a sentence whose names end in "…" where they are longer than so many characters."""
    if isinstance(value, Text):
        values = {name: _clipped(inner, longest) for name, inner in value.values.items()}
        return replace(value, values=values)
    if isinstance(value, (list, tuple)):
        return [_clipped(inner, longest) for inner in value]
    if isinstance(value, str) and longest is not None and len(value) > longest:
        return value[: longest - 1].rstrip() + "…"
    return value
