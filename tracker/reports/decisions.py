"""Decisions in words: who is asked what, by when, what waiting costs, what came of it and what it frees."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.analysis.decisions import DecisionOutcome
from tracker.i18n import Text
from tracker.reports.cost_of_waiting import cost_of_a_week
from tracker.reports.needed_by import needed_text

if TYPE_CHECKING:
    from tracker.analysis import ProgrammeAnalysis
    from tracker.analysis.decided import Release
    from tracker.analysis.decisions import DecisionAnalysis

MOVES_SHOWN = 4


@dataclass(frozen=True)
class DecisionRow:
    """One decision as a screen or a list shows it."""

    decision: DecisionAnalysis
    asked: Text
    # Of one that the plan waits for: by when it is needed, who waits, what a week costs.
    needed: tuple[Text, ...]
    # Of one that was answered: when, what, what it changes and why.
    answer: tuple[Text, ...]


def decision_rows(analysis: ProgrammeAnalysis) -> tuple[DecisionRow, ...]:
    """Return the decisions awaited, the one needed first at the head; then those taken, the latest first."""
    decisions = analysis.decisions
    taken = [one for one in decisions.answered if one.outcome is DecisionOutcome.TAKEN]
    return tuple(decision_row(analysis, one) for one in (*decisions.awaited, *taken))


def decision_row(analysis: ProgrammeAnalysis, decision: DecisionAnalysis) -> DecisionRow:
    return DecisionRow(
        decision,
        asked_text(decision),
        tuple(_needed(analysis, decision)) if decision.is_open else (),
        tuple(_answer(decision)),
    )


def answer_text(analysis: ProgrammeAnalysis) -> Text:
    """Say in one sentence how many decisions the plan waits for, and which is needed first."""
    awaited = analysis.decisions.awaited
    if not awaited:
        return Text("decisions.none_awaited")
    late = [one for one in awaited if one.needed_by is not None and one.needed_by < analysis.as_of]
    if late:
        return Text("decisions.some_late", {"late": Text("decisions.late", count=len(late))}, len(awaited))
    first = awaited[0]
    if first.needed_by is None:
        return Text("decisions.awaited", count=len(awaited))
    values = {"title": first.title, "date": first.needed_by}
    return Text("decisions.awaited_first", values, len(awaited))


def asked_text(decision: DecisionAnalysis) -> Text:
    """Say of whom a decision is asked, by whom and since when, as far as it is written down."""
    form = "of" if decision.asked_of else "of_nobody"
    form += "_by" if decision.asked_by else ""
    form += "_on" if decision.asked_on else ""
    values = {"who": decision.asked_of, "by": decision.asked_by, "on": decision.asked_on}
    return Text(f"decisions.asked.{form}", values)


def _needed(analysis: ProgrammeAnalysis, decision: DecisionAnalysis) -> list[Text]:
    said = [needed_text(decision, analysis.as_of)]
    opening, nothing = decision.last_days.openings, decision.last_days.nothing
    if opening is not None and nothing is not None and opening > nothing and opening >= analysis.as_of:
        said.append(Text("decisions.needed.opening", {"date": opening}))
    if decision.waiting:
        said.append(_waiting(analysis, decision))
    return [*said, *cost_of_a_week(analysis, decision.key)]


def _waiting(analysis: ProgrammeAnalysis, decision: DecisionAnalysis) -> Text:
    snapshot = analysis.snapshot
    names = [snapshot.services.by_key(key) for key in decision.services]
    partners = [snapshot.partners.by_key(key) for key in decision.partners]
    who = [row.name for row in (*names, *partners) if row is not None]
    values = {"items": titles(analysis, decision.waiting), "who": who}
    return Text("decisions.waiting_who" if who else "decisions.waiting", values, len(decision.waiting))


def _answer(decision: DecisionAnalysis) -> list[Text]:
    if decision.answered_on is None:
        return []
    values = {"on": decision.answered_on, "option": decision.chosen.title if decision.chosen else ""}
    form = decision.outcome.value + ("_option" if decision.chosen else "")
    said = [Text(f"decisions.answer.{form}", values)]
    if decision.effect:
        said.append(Text("decisions.answer.effect", {"effect": decision.effect}))
    if decision.why:
        said.append(Text("decisions.answer.why", {"why": decision.why}))
    return said


def option_texts(decision: DecisionAnalysis) -> list[Text]:
    """Name the options in their order, each with what it would mean."""
    return [
        Text(
            "decisions.option" if option.meaning else "decisions.option.bare",
            {"number": str(number), "title": option.title, "meaning": option.meaning},
        )
        for number, option in enumerate(decision.options, start=1)
    ]


def release_texts(analysis: ProgrammeAnalysis, release: Release) -> tuple[Text, ...]:
    """Say what a decision taken on a day would set free, and which dates it would move."""
    if not release.released and not release.moves:
        return (Text("decisions.release.nothing", {"on": release.on}),)
    said = []
    if release.released:
        values = {"on": release.on, "items": titles(analysis, release.released)}
        said.append(Text("decisions.release.free", values, len(release.released)))
    for move in release.moves[:MOVES_SHOWN]:
        form = "earlier" if move.moves_days < 0 else "later"
        values = {"title": move.title, "date": move.new_finish}
        said.append(Text(f"decisions.release.{form}", values, abs(move.moves_days)))
    others = len(release.moves) - MOVES_SHOWN
    return (*said, Text("decisions.release.others", count=others)) if others > 0 else tuple(said)


def titles(analysis: ProgrammeAnalysis, keys: tuple[str, ...]) -> list[str]:
    """Name items by their titles, as many as a sentence holds."""
    snapshot, shown = analysis.snapshot, keys[:MOVES_SHOWN]
    rows = [snapshot.milestones.by_key(key) or snapshot.initiatives.by_key(key) for key in shown]
    return [row.title for row in rows if row is not None]
