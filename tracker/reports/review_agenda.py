"""The agenda of a review in sentences: what each point is about on that day, and what it costs to wait."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.analysis.decisions import DecisionOutcome
from tracker.analysis.released import released_by
from tracker.i18n import Text
from tracker.model.review import AgendaKind, ReviewState
from tracker.reports.cost_of_waiting import cost_of_a_week
from tracker.reports.council import named
from tracker.reports.decisions import decision_row, option_texts
from tracker.reports.moved import change_sentence
from tracker.reports.needed_by import needed_text
from tracker.reports.needs import decision_sentence

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from tracker.analysis import ProgrammeAnalysis
    from tracker.analysis.changes import ItemChange
    from tracker.analysis.facts import InitiativeAnalysis, ItemAnalysis
    from tracker.analysis.released import Released
    from tracker.analysis.since import Happened
    from tracker.model.review import AgendaPoint, Review
    from tracker.model.snapshot import Snapshot
    from tracker.reports.style import Status


@dataclass(frozen=True)
class AgendaLine:
    """One point as it is read out: its number from 1, where its item stands, and what there is to say."""

    number: int
    point: AgendaPoint
    # None: it is about no item of the plan, or about one that has gone.
    status: Status
    is_initiative: bool
    is_there: bool
    facts: tuple[Text, ...]
    cost: tuple[Text, ...]
    # What was answered here to the decision it is about, and what that sets free.
    answer: tuple[Text, ...]
    # The decision waits for an answer.
    is_answerable: bool
    # What it may be answered with.
    options: tuple[Text, ...]


@dataclass(frozen=True)
class ReviewRow:
    """A review in the list: the last one first."""

    key: str
    title: str
    day: date
    state: ReviewState
    points: int


def review_rows(snapshot: Snapshot) -> tuple[ReviewRow, ...]:
    """Return the reviews of a programme, those in preparation first, then the latest."""
    points = [point.review_id for point in snapshot.agenda_points]
    rows = [
        ReviewRow(row.key, row.title, row.day, ReviewState(row.state), points.count(row.id or 0))
        for row in snapshot.reviews
    ]
    rows.sort(key=lambda row: row.day, reverse=True)
    return tuple(sorted(rows, key=lambda row: row.state is ReviewState.HELD))


def reviews_sentence(rows: Sequence[ReviewRow]) -> Text:
    """Say which review was the last and which comes next."""
    held = next((row for row in rows if row.state is ReviewState.HELD), None)
    coming = [row for row in rows if row.state is ReviewState.IN_PREPARATION]
    following = min(coming, key=lambda row: row.day, default=None)
    values = {
        "last": Text("review.last", {"title": held.title, "date": held.day})
        if held
        else Text("review.last.none"),
        "next": Text("review.next", {"title": following.title, "date": following.day})
        if following
        else Text("review.next.none"),
    }
    return Text("review.both", values)


def points_of(snapshot: Snapshot, review: Review) -> list[AgendaPoint]:
    """Return the points of a review in their order."""
    own = [point for point in snapshot.agenda_points if point.review_id == review.id]
    return sorted(own, key=lambda point: (point.position, point.id or 0))


def agenda_lines(
    analysis: ProgrammeAnalysis, happened: Happened, points: Sequence[AgendaPoint]
) -> tuple[AgendaLine, ...]:
    """Return the points as they are to be read out on the day of the analysis."""
    initiatives = {found.key: found for found in analysis.initiatives}
    lines = []
    for number, point in enumerate(points, 1):
        item = _item(analysis, point.about)
        initiative = initiatives.get(point.about)
        subject = item or initiative
        lines.append(
            AgendaLine(
                number=number,
                point=point,
                status=subject.computed_status if subject else None,
                is_initiative=item is None and initiative is not None,
                is_there=subject is not None,
                facts=_facts(analysis, happened, point, subject),
                cost=cost_of_a_week(analysis, point.about) if item else (),
                answer=_answer(analysis, point.decided) if point.decided and item else (),
                is_answerable=_is_answerable(analysis, point),
                options=_options(analysis, point),
            )
        )
    return tuple(lines)


def _item(analysis: ProgrammeAnalysis, key: str) -> ItemAnalysis | None:
    return None if analysis.snapshot.milestones.by_key(key) is None else analysis.items.by_key(key)


def _facts(
    analysis: ProgrammeAnalysis,
    happened: Happened,
    point: AgendaPoint,
    subject: ItemAnalysis | InitiativeAnalysis | None,
) -> tuple[Text, ...]:
    """Say what the plan says of a point, by what put it on the agenda; else where its item stands."""
    if subject is None:
        return (Text("review.point.gone", {"title": point.title}),) if point.about else ()
    decision = analysis.decisions.by_key(point.about)
    if point.kind is AgendaKind.DECISION and decision is not None and decision.is_open:
        sentence = decision_sentence(analysis, point.about)
        return (*filter(None, [sentence]), needed_text(decision, analysis.as_of))
    found: Text | None
    if point.kind is AgendaKind.DISAGREEMENT:
        found = subject.disagreement_text
    elif point.kind is AgendaKind.NEW_STALL:
        found = next((s.sentence for s in analysis.stalls.of_item(point.about) if s.because_of is None), None)
    else:
        found = _change_of(happened.changes, point.about)
    return (found or subject.reason,)


def _is_answerable(analysis: ProgrammeAnalysis, point: AgendaPoint) -> bool:
    decision = analysis.decisions.by_key(point.about)
    return decision is not None and decision.outcome is DecisionOutcome.AWAITED


def _options(analysis: ProgrammeAnalysis, point: AgendaPoint) -> tuple[Text, ...]:
    decision = analysis.decisions.by_key(point.about)
    return tuple(option_texts(decision)) if decision is not None and decision.is_open else ()


def _answer(analysis: ProgrammeAnalysis, key: str) -> tuple[Text, ...]:
    """Say what was decided, then of each item behind it whether it can go on or what it still waits for."""
    decision = analysis.decisions.by_key(key)
    if decision is None or decision.answered_on is None:
        return ()
    said = decision_row(analysis, decision).answer
    return (*said, *map(_set_free, released_by(analysis, key)))


def _set_free(found: Released) -> Text:
    if found.is_free:
        return Text("review.sets_free", {"title": found.title})
    return Text("review.still_waits", {"title": found.title, "names": named(found.waits_for)})


def _change_of(changes: Sequence[ItemChange], key: str) -> Text | None:
    return next((change_sentence(change) for change in changes if change.item == key), None)
