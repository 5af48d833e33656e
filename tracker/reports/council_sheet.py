"""What stands on the council's sheet of paper: the words of the page, said in a language, ready to be set."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tracker.i18n import Text
from tracker.reports.progress_curve import SERIES, curve_sentence
from tracker.reports.style import LIGHT, glyph, status_colour, status_text, status_tint
from tracker.reports.typesetting import own_words, plain, runs

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from tracker.i18n import Translator
    from tracker.reports.council_line import Group, Line, Section
    from tracker.reports.council_page import CouncilPage
    from tracker.reports.style import Status
    from tracker.reports.typesetting import Run

_COLUMNS = ("service", "date", "milestone", "status", "against")
# Forward runs with the reading.
_MIRRORED = {"→": "←"}


class SheetWords:
    """Says the lines of one page in one language; a reference is the number of the records it stands on."""

    def __init__(self, page: CouncilPage, t: Translator) -> None:
        self.page, self.t = page, t

    def said(self, text: Text | str) -> list[Run]:
        """Return a sentence of ours, or words that somebody typed, in pieces."""
        if isinstance(text, Text):
            return runs(self.t(text), self.page.language, self.t)
        return own_words(text, self.page.language, self.t)

    def mark(self, status: Status) -> dict[str, Any]:
        sign = glyph(status)
        return {
            "glyph": _MIRRORED.get(sign, sign) if self.t.is_right_to_left else sign,
            "word": plain(self.t(status_text(status))),
            "colour": status_colour(status, LIGHT),
        }

    def line(self, line: Line) -> dict[str, Any]:
        return {
            "status": self.mark(line.status) if line.has_status else None,
            "said": self.said(line.sentence),
            "reference": self.page.number_of(line),
            "more": [self.line(more) for more in line.more],
        }

    def section(self, section: Section) -> dict[str, Any]:
        lines = list(section.lines)
        is_empty = not lines and not section.groups
        if is_empty and section.nothing is not None:
            lines = [section.nothing]
        return {
            "name": section.name,
            "heading": plain(self.t(section.heading)),
            "is_empty": is_empty,
            "lines": [self.line(line) for line in lines],
            "rows": [self.group(group) for group in section.groups],
            "left_out": self.line(section.left_out) if section.left_out is not None else None,
        }

    def group(self, group: Group) -> dict[str, Any]:
        return {"service": self.said(group.title), "rows": [self.row(line) for line in group.lines]}

    def row(self, line: Line) -> dict[str, Any]:
        """Return a dated line as the cells of a table: what its sentence says, a cell each."""
        values = line.sentence.values
        title = self.said(values["title"])
        if is_opening(line):
            title += self.said(Text("pdf.opening"))
        return {
            "date": plain(self.t.value(values["date"])),
            "title": title,
            "status": self.mark(line.status),
            "comparison": self.said(_in_a_cell(values["comparison"])),
            "reference": self.page.number_of(line),
        }


def is_opening(line: Line) -> bool:
    """Whether a dated line is the opening of a service to citizens."""
    return line.sentence.key == "page.date.opening"


def _in_a_cell(comparison: Text) -> Text:
    """Return how a date compares with the approved one, without the words that the column's name says."""
    return replace(comparison, key=f"pdf.against.{comparison.key.rsplit('.', 1)[-1]}")


def sheet_content(
    page: CouncilPage, sections: tuple[Section, ...], size: float, t: Translator
) -> dict[str, Any]:
    """Return all that the template of the sheet places.

    Args:
        sections: those of the page, shortened to what the sheet has room for.
        size: of the letters, in points.
    """
    words = SheetWords(page, t)
    day = Text("page.dated", {"as_of": page.as_of})
    return {
        "lang": t.language,
        "title": plain(t(Text("page.title", {"city": page.city}))),
        "author": plain(page.city),
        "day": typst_day(page.as_of),
        "size": size,
        "kicker": words.said(Text("pdf.kicker", {"city": page.city, "programme": page.title})),
        "dated": words.said(day),
        "footer": words.said(Text("pdf.footer", {"programme": page.title, "as_of": page.as_of})),
        "references": words.said(Text("pdf.references")),
        "verdict": words.mark(page.status),
        "sections": [words.section(section) for section in sections],
        "dates_header": [plain(t.text(f"pdf.dates.{column}")) for column in _COLUMNS],
        "band": _band(page, words),
        "curve": _curve(page, t),
    }


def typst_day(day: date) -> dict[str, int]:
    return {"year": day.year, "month": day.month, "day": day.day}


def _band(page: CouncilPage, words: SheetWords) -> dict[str, Any] | None:
    """Return the band of the statuses; None without a milestone. Its sentence is the alternative text."""
    if not page.counts:
        return None
    parts = [
        {**words.mark(status), "count": count, "tint": status_tint(status, LIGHT)}
        for status, count in page.counts
    ]
    counted = next(line for line in page.section("status").lines if line.sentence.key == "page.counts")
    return {"counts": parts, "alt": plain(words.t(counted.sentence))}


def _curve(page: CouncilPage, t: Translator) -> dict[str, Any] | None:
    """Return the curve's lines as percents of its width and height; None without two points or a sentence."""
    sentence = curve_sentence(page.curve, page.as_of)
    days = sorted({mark.month_end for mark in page.curve})
    if sentence is None or len(days) < 2:
        return None

    def across(day: date) -> float:
        share = (day - days[0]).days / (days[-1] - days[0]).days
        return round(min(max(share, 0), 1) * 100, 2)

    series = [
        {
            "name": name,
            "word": plain(t.text(f"curve.{name}")),
            "points": [
                {"x": across(mark.month_end), "y": round(mark.percent, 2)}
                for mark in page.curve
                if mark.series == name
            ],
        }
        for name in SERIES
    ]
    return {
        "alt": plain(t(sentence)),
        "today": across(page.as_of),
        "none": plain(t.percent(0)),
        "all": plain(t.percent(1)),
        "first": plain(t.date(days[0])),
        "last": plain(t.date(days[-1])),
        "series": [one for one in series if len(one["points"]) > 1],
    }


def sentences_of(content: Mapping[str, Any]) -> list[str]:
    """Return every sentence and every cell of a sheet as it is read, from its title to its last line."""
    found = [content["title"]]
    for section in content["sections"]:
        found.append(section["heading"])
        for group in section["rows"]:
            found.append(_joined(group["service"]))
            for row in group["rows"]:
                found += [row["date"], _joined(row["title"]), _joined(row["comparison"])]
        for line in [*section["lines"], *([section["left_out"]] if section["left_out"] else [])]:
            found += _sentences(line)
    return found


def _sentences(line: Mapping[str, Any]) -> list[str]:
    return [_joined(line["said"]), *(said for more in line["more"] for said in _sentences(more))]


def _joined(pieces: list[Run]) -> str:
    return "".join(piece["text"] for piece in pieces)
