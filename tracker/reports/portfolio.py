"""Several programmes side by side: how each stands, what slips and stalls, what opens and is decided next.

In alphabetical order, always: cities differ in size, start and means, so nothing here ranks them or adds
them up to a score.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from tracker.analysis.verdict import verdict_of
from tracker.i18n import Text
from tracker.reports.council import NAMES_SHOWN, openings, verdict
from tracker.reports.progress_curve import curve_marks
from tracker.reports.recent import changes
from tracker.reports.stalls import stalled_items
from tracker.reports.style import STATUSES, status_name, status_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tracker.analysis import ProgrammeAnalysis
    from tracker.i18n import Translator
    from tracker.reports.progress_curve import CurveMark
    from tracker.reports.style import Status


@dataclass(frozen=True)
class NextDate:
    """What comes next of a kind in a programme; `on` None: no day is known."""

    title: str
    on: date | None


@dataclass(frozen=True)
class ProgrammeLine:
    """One programme of a portfolio, as it stands on its own day."""

    key: str
    title: str
    city: str
    revision: int
    as_of: date
    status: Status
    # Whether it is on course, as the Council screen says it.
    sentence: Text
    expected: date | None
    approved: date | None
    # Working days from the approved end to the expected one, positive is late; None: cannot be computed.
    slip_days: int | None
    # The items that have stopped moving, the longest first.
    stalled: tuple[str, ...]
    openings: tuple[NextDate, ...]
    # The decisions that the plan waits for, the one needed first before the others.
    decisions: tuple[NextDate, ...]
    # The day and the words of the last thing that happened in the last 30 days.
    last_on: date | None
    last: Text | None
    curve: tuple[CurveMark, ...]


def programme_line(analysis: ProgrammeAnalysis) -> ProgrammeLine:
    """Return a programme's line in a portfolio."""
    programme, found = analysis.snapshot.programme, verdict_of(analysis)
    said, latest = verdict(analysis), next(iter(changes(analysis)), None)
    return ProgrammeLine(
        key=programme.key,
        title=programme.title,
        city=programme.city,
        revision=analysis.snapshot.revision,
        as_of=analysis.as_of,
        status=said.status,
        sentence=said.sentence,
        expected=found.finish,
        approved=found.approved,
        slip_days=found.days,
        stalled=tuple(item.title for item in stalled_items(analysis) if item.key),
        openings=tuple(NextDate(opening.title, opening.expected) for opening in openings(analysis)),
        decisions=tuple(NextDate(one.title, one.needed_by) for one in analysis.decisions.awaited),
        last_on=latest.on if latest else None,
        last=latest.sentence if latest else None,
        curve=curve_marks(analysis),
    )


def alphabetical(lines: Iterable[ProgrammeLine]) -> tuple[ProgrammeLine, ...]:
    """Return programmes in the order of their titles, whatever their accents and capitals."""
    return tuple(sorted(lines, key=lambda line: (_plain(line.title), line.key)))


def _plain(title: str) -> str:
    apart = unicodedata.normalize("NFKD", title)
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).casefold()


def portfolio_sentence(lines: Sequence[ProgrammeLine]) -> Text:
    """Say how many programmes stand how, how much has stopped and is awaited, and what opens next."""
    counts = Counter(line.status for line in lines)
    standing = [
        Text(f"portfolio.count.{status_name(status)}", count=counts[status])
        for status in STATUSES
        if counts[status]
    ]
    stalled, decisions = sum(len(one.stalled) for one in lines), sum(len(one.decisions) for one in lines)
    values = {
        "standing": standing,
        "stalled": Text("portfolio.stalled", count=stalled) if stalled else Text("portfolio.stalled.none"),
        "decisions": Text("portfolio.decisions", count=decisions)
        if decisions
        else Text("portfolio.decisions.none"),
        "opening": _next_opening(lines),
    }
    return Text("portfolio.answer", values, count=len(lines))


def _next_opening(lines: Sequence[ProgrammeLine]) -> Text:
    # A worked example stands still on a day of its own, which may be long past.
    today = max((line.as_of for line in lines), default=date.min)
    ahead = [
        (one.on, line.city, one.title)
        for line in lines
        for one in line.openings
        if one.on is not None and one.on >= today
    ]
    if not ahead:
        return Text("portfolio.opening.none")
    on, city, title = min(ahead)
    return Text("portfolio.opening", {"date": on, "city": city, "title": title})


def line_texts(line: ProgrammeLine) -> tuple[Text, ...]:
    """Return what is said of one programme: stalls, what opens next, what is to be decided, the last news."""
    return (
        _named("stalled", [Text("council.quoted", {"title": title}) for title in line.stalled]),
        _named("openings", [_dated(one) for one in line.openings]),
        _named("decisions", [_dated(one) for one in line.decisions]),
        Text("portfolio.line.news", {"date": line.last_on, "news": line.last})
        if line.last
        else Text("portfolio.line.news.none"),
    )


def _named(kind: str, names: Sequence[Text]) -> Text:
    if not names:
        return Text(f"portfolio.line.{kind}.none")
    # One name and a count: a line is read in a glance.
    others = len(names) - 1
    values: dict[str, Any] = {"first": names[0]}
    if others:
        values["others"] = Text("council.others", count=others)
        return Text(f"portfolio.line.{kind}.more", values)
    return Text(f"portfolio.line.{kind}", values)


def _dated(one: NextDate) -> Text:
    if one.on is None:
        return Text("council.quoted", {"title": one.title})
    return Text("portfolio.dated", {"title": one.title, "date": one.on})


def slip_text(line: ProgrammeLine) -> Text:
    """Say by how many working days the expected end passes the approved one, or why that is not known."""
    if line.slip_days is None:
        return Text("portfolio.slip.unknown.end" if line.expected is None else "portfolio.slip.unknown.plan")
    if line.slip_days == 0:
        return Text("portfolio.slip.none")
    form = "later" if line.slip_days > 0 else "earlier"
    return Text(f"portfolio.slip.{form}", count=abs(line.slip_days))


def portfolio_rows(lines: Sequence[ProgrammeLine], t: Translator) -> dict[str, list[str]]:
    """Return the table: one row for each programme, in the order given."""

    def dates(kind: str) -> list[str]:
        found = [getattr(line, kind) for line in lines]
        return [t.value([_dated(one) for one in some[:NAMES_SHOWN]]) if some else "" for some in found]

    return {
        t.text("portfolio.column.programme"): [line.title for line in lines],
        t.text("portfolio.column.as_of"): [t.date(line.as_of) for line in lines],
        t.text("portfolio.column.status"): [t(status_text(line.status)) for line in lines],
        t.text("portfolio.column.expected"): [
            t.date(line.expected) if line.expected else "" for line in lines
        ],
        t.text("portfolio.column.slip"): [t(slip_text(line)) for line in lines],
        t.text("portfolio.column.stalled"): [t.number(len(line.stalled)) for line in lines],
        t.text("portfolio.column.openings"): dates("openings"),
        t.text("portfolio.column.decisions"): dates("decisions"),
        t.text("portfolio.column.news"): [t.date(line.last_on) if line.last_on else "" for line in lines],
    }
