"""What needs the leader: decisions that are due, calls for help, and what holds most of the work back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from tracker.analysis.decisions import DecisionOutcome
from tracker.analysis.facts import ComputedStatus, ItemState
from tracker.i18n import Text
from tracker.model.progress import DeclaredStatus
from tracker.model.scenario import ScenarioState
from tracker.reports.blocking import what_blocks
from tracker.reports.cost_of_waiting import cost_of_a_week
from tracker.reports.needed_by import needed_by
from tracker.reports.proposals import proposal_effect, proposal_text

if TYPE_CHECKING:
    from datetime import date

    from tracker.analysis import ProgrammeAnalysis
    from tracker.analysis.decisions import DecisionAnalysis
    from tracker.model.progress import ProgressUpdate

# How far ahead a decision is announced.
DECISION_HORIZON = timedelta(days=60)
BOTTLENECKS_SHOWN, BOTTLENECKS_LOOKED_AT = 3, 20
# How many a reader sees without asking for more.
NEEDS_SHOWN = 4
_CALLS_FOR_HELP = (DeclaredStatus.SUPPORT_NEEDED, DeclaredStatus.COMPROMISED)


@dataclass(frozen=True)
class Need:
    """Something the leader can act on; `item` is the key of what to look at.

    A milestone or an initiative; of a proposal, the scenario.
    """

    kind: str  # "decision", "help", "bottleneck", "proposal"
    item: str
    title: str
    sentence: Text
    # What blocks, and what waiting costs.
    more: tuple[Text, ...] = ()
    is_initiative: bool = False
    # Whether its sentences say what waiting costs.
    says_cost: bool = True
    # Id of the progress update that calls for help.
    update: int | None = None


def needs(analysis: ProgrammeAnalysis) -> tuple[Need, ...]:
    """Return what the leader can act on: proposals, decisions due, calls for help, what holds most back.

    What holds most back is always among the first that are shown.
    """
    holding = _bottlenecks(analysis)
    first: dict[str, Need] = {}
    for need in (*proposals(analysis), *_decisions(analysis), *_calls_for_help(analysis), *holding):
        first.setdefault(need.item, need)
    found = list(first.values())
    if holding:
        worst = first[holding[0].item]
        if worst in found[NEEDS_SHOWN:]:
            found.remove(worst)
            found.insert(NEEDS_SHOWN - 1, worst)
    return tuple(found)


def proposals(analysis: ProgrammeAnalysis) -> list[Need]:
    """Return the changes of the plan that wait for an answer, with what each would move."""
    return [
        Need("proposal", row.key, row.title, proposal_text(row), proposal_effect(analysis, row))
        for row in analysis.snapshot.scenarios
        if row.state == ScenarioState.PROPOSED
    ]


def _decisions(analysis: ProgrammeAnalysis) -> list[Need]:
    """Return the decisions that are due, or needed, within the horizon, the one due first at the head."""
    horizon = analysis.as_of + DECISION_HORIZON
    found = []
    for decision in analysis.decisions.awaited:
        due = decision.planned or decision.forecast
        needed = min((day for day in (due, decision.needed_by) if day is not None), default=None)
        if due is None or needed is None or needed > horizon:
            continue
        cost = cost_of_a_week(analysis, decision.key)
        said = _decide(decision, due, analysis.as_of)
        more = (*needed_by(decision, analysis.as_of), *cost)
        need = Need("decision", decision.key, decision.title, said, more, says_cost=bool(cost))
        found.append((due, need))
    return [need for _, need in sorted(found, key=lambda pair: pair[0])]


def decision_sentence(analysis: ProgrammeAnalysis, key: str) -> Text | None:
    """Say who is to decide something until when; None: it is no decision that is still open."""
    decision = analysis.decisions.by_key(key)
    due = (decision.planned or decision.forecast) if decision else None
    if decision is None or not decision.is_open or due is None:
        return None
    return _decide(decision, due, analysis.as_of)


def _decide(decision: DecisionAnalysis, due: date, as_of: date) -> Text:
    values = {"title": decision.title, "who": decision.asked_of, "due": due}
    if decision.outcome is DecisionOutcome.REFUSED:
        return Text("decisions.need.refused", {**values, "on": decision.answered_on}, len(decision.waiting))
    form = "overdue" if due < as_of else "due"
    by = "by" if decision.asked_of else "by_nobody"
    return Text(f"council.decide.{form}.{by}", values)


def _calls_for_help(analysis: ProgrammeAnalysis) -> list[Need]:
    """Return the open items whose latest declared status asks for help, the latest first."""
    snapshot = analysis.snapshot
    latest: dict[tuple[int | None, int | None], ProgressUpdate] = {}
    for update in snapshot.updates:
        if update.reported_on <= analysis.as_of and update.declared_status != DeclaredStatus.NOT_GIVEN:
            key = (update.milestone_id, update.initiative_id)
            if key not in latest or latest[key].reported_on <= update.reported_on:
                latest[key] = update
    calls = [update for update in latest.values() if update.declared_status in _CALLS_FOR_HELP]
    calls.sort(key=lambda update: update.reported_on, reverse=True)
    return [need for update in calls if (need := _call(analysis, update)) is not None]


def _call(analysis: ProgrammeAnalysis, update: ProgressUpdate) -> Need | None:
    milestone = analysis.snapshot.milestones.get(update.milestone_id)
    row = milestone or analysis.snapshot.initiatives.get(update.initiative_id)
    if row is None or _is_over(analysis, row.key):
        return None
    due = _due(analysis, row.key)
    values = {"title": row.title, "author": update.author, "date": update.reported_on, "due": due}
    blocked = what_blocks(update.blocked_by, update.could_unblock)
    why = (blocked,) if blocked else ()
    cost = cost_of_a_week(analysis, row.key) if milestone else ()
    form = "past" if due is not None and due < analysis.as_of else "ahead"
    sentence = Text(f"council.help.{update.declared_status}.{form}", values)
    return Need(
        "help",
        row.key,
        row.title,
        sentence,
        why + cost,
        is_initiative=milestone is None,
        says_cost=bool(cost),
        update=update.id,
    )


def _due(analysis: ProgrammeAnalysis, key: str) -> date | None:
    """Return the date that a milestone or an initiative was to hold."""
    if analysis.snapshot.milestones.by_key(key) is not None:
        return analysis.items.by_key(key).planned_finish
    return next((found.approved_finish for found in analysis.initiatives if found.key == key), None)


def _is_over(analysis: ProgrammeAnalysis, key: str) -> bool:
    if analysis.snapshot.milestones.by_key(key) is not None:
        return analysis.items.by_key(key).state in (ItemState.DONE, ItemState.CANCELLED)
    found = [initiative for initiative in analysis.initiatives if initiative.key == key]
    return not found or not found[0].is_planned or found[0].computed_status is ComputedStatus.DONE


def _bottlenecks(analysis: ProgrammeAnalysis) -> list[Need]:
    """Return the worst of the items that can act and have already lost time."""
    found = [
        bottleneck
        for bottleneck in analysis.bottlenecks[:BOTTLENECKS_LOOKED_AT]
        if bottleneck.is_actionable and bottleneck.days_lost > 0
    ]
    return [Need("bottleneck", one.item, one.title, one.sentence) for one in found[:BOTTLENECKS_SHOWN]]
