"""The marks of the roadmap, finished: pixels, day numbers, colours and words, ready to be drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tracker.i18n import Text, Translator
from tracker.reports.roadmap_layout import Layout, Measures, day_number
from tracker.reports.style import Palette, glyph, mixed, status_colour, status_rest, status_text

if TYPE_CHECKING:
    from datetime import date

    from tracker.reports.links import Link
    from tracker.reports.roadmap import RoadmapBar
    from tracker.reports.roadmap_layout import PlacedBar, PlacedGroup
    from tracker.reports.time_axis import TimeFrame

Row = dict[str, Any]
# What the keys of folded headings begin with: no item's key holds a colon.
FOLDED = "initiative:"
# What a tooltip says, beside the key that a click picks.
TOLD = ("item", "service", "dates", "status", "float")


@dataclass(frozen=True)
class NamedDay:
    """The day of the analysis and what it is called: today, or the day that a worked example stands on."""

    day: date
    name: Text


@dataclass(frozen=True)
class Drawing:
    """All that the layers share: who reads, on what, and where each row lies."""

    t: Translator
    palette: Palette
    measures: Measures
    layout: Layout
    frame: TimeFrame

    @property
    def days(self) -> tuple[int, int]:
        """The first day number shown and the one after the last."""
        return day_number(self.frame.first), day_number(self.frame.after)


def tick_rows(drawing: Drawing) -> list[Row]:
    strong = mixed(drawing.palette.line, drawing.palette.background, 0.55)
    return [
        {
            "x": day_number(tick.day),
            "month": tick.month,
            "year": tick.year,
            "colour": strong if tick.is_new_year else drawing.palette.grid,
        }
        for tick in drawing.frame.ticks
    ]


def heading_row(place: PlacedGroup, drawing: Drawing) -> Row:
    group, measures, t = place.group, drawing.measures, drawing.t
    bottom = place.top + measures.heading - 6
    line = place.top + (15 if measures.is_phone else (measures.heading - 6) / 2)
    bar = place.top + 29 if measures.is_phone else line - 3
    title = t(group.title) if isinstance(group.title, Text) else group.title
    dates = t.text("roadmap.no_date")
    if group.start and group.finish:
        dates = t.text("roadmap.from_to", start=group.start, finish=group.finish)
    return {
        "key": f"{FOLDED}{group.key}",
        "title": title if group.is_open else f"▸ {title} ({len(group.bars)})",
        "top": place.top,
        "bottom": bottom,
        "line": line,
        "x": day_number(group.start) if group.start else None,
        "x2": day_number(group.finish) + 1 if group.finish else None,
        "bar": bar,
        "bar2": bar + 6,
        "finish": t.date(group.finish) if group.finish else "",
        "item": title,
        "service": "",
        "dates": dates,
        "status": t(status_text(group.status)),
        "float": "",
    }


def bar_row(place: PlacedBar, drawing: Drawing) -> Row:
    """The bar of one milestone that has dates, with its progress and its approved ends."""
    bar, measures, palette = place.bar, drawing.measures, drawing.palette
    begin, end = place.span or (0.0, 0.0)
    top = place.top + measures.bar_top
    colour, rest = status_colour(bar.status, palette), status_rest(bar.status, palette)
    return {
        "x": begin,
        "x2": end,
        "done": begin + (end - begin) * (bar.share_done or 0),
        "y": top,
        "y2": top + measures.bar_height,
        "middle": top + measures.bar_height / 2,
        "tick": top - 3,
        "tick2": top + measures.bar_height + 3,
        "approved": _end_of_day(bar.approved_finish),
        "original": _end_of_day(bar.original_finish),
        "colour": colour,
        "rest": rest,
        "fill": colour if bar.share_done == 1 else rest,
        "edge": palette.critical if bar.is_critical else colour,
        "outline": palette.critical if bar.is_critical else "transparent",
        "is_event": bar.is_event,
    }


def _end_of_day(day: date | None) -> int | None:
    return day_number(day) + 1 if day else None


def words_row(place: PlacedBar, drawing: Drawing) -> Row:
    """The words of one row: glyph, title, finish, and how far that is from what was approved."""
    bar, t, measures = place.bar, drawing.t, drawing.measures
    middle = place.top + measures.bar_top + measures.bar_height / 2
    days = bar.variance_days or 0
    return {
        "line": place.top + 15 if measures.is_phone else middle,
        "glyph": glyph(bar.status),
        "colour": status_colour(bar.status, drawing.palette),
        "title": bar.title,
        "finish": t.date(bar.finish) if bar.finish else t.text("roadmap.no_date"),
        "variance": t.text("roadmap.days_short", days=f"{days:+d}".replace("-", "−")) if days else "",
        "variance_colour": drawing.palette.critical if days > 0 else drawing.palette.muted,
    }


def touch_row(place: PlacedBar, drawing: Drawing) -> Row:
    """What a touch on a row picks, and what is told of it on the way."""
    bar, t = place.bar, drawing.t
    return {
        "key": bar.key,
        "top": place.top,
        "bottom": place.top + drawing.measures.row - 1,
        "item": bar.title,
        "service": bar.service,
        "dates": spoken_dates(bar, t),
        "status": t(status_text(bar.status)),
        "float": t.number(bar.float_days) if bar.float_days is not None else "–",
    }


def ends_row(link: Link, palette: Palette) -> Row:
    return {
        "from": link.predecessor,
        "to": link.successor,
        "colour": palette.critical if link.is_critical else palette.line,
        "width": 1.8 if link.is_critical else 1.2,
    }


def spoken_dates(bar: RoadmapBar, t: Translator) -> str:
    """Say when a milestone's work runs, or the day of an event."""
    if bar.finish is None:
        return t.text("roadmap.no_date")
    if bar.is_event or bar.start is None or bar.start == bar.finish:
        return t.date(bar.finish)
    return t.text("roadmap.from_to", start=bar.start, finish=bar.finish)
