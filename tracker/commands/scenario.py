"""What may be done with a scenario: kept, edited, shared, proposed, accepted or refused, and discarded."""

from collections.abc import Sequence
from typing import Annotated, Any, ClassVar

from tracker.commands.command import Command, Work
from tracker.commands.initiative import Why
from tracker.commands.moved_values import moved_values
from tracker.commands.partial import PartOf
from tracker.commands.permission import Permission, is_allowed
from tracker.commands.planned_changes import Altered, altered, carry_out, replaced_values
from tracker.commands.record import add, edit, refuse_stale, values_of
from tracker.commands.rehearsal import rehearse
from tracker.commands.rules import refuse
from tracker.model.base import Key
from tracker.model.errors import NotAllowedError, PlanMovedError
from tracker.model.journal import JournalEntry
from tracker.model.scenario import Scenario, ScenarioFields, ScenarioState
from tracker.model.snapshot import Snapshot
from tracker.storage import Author


def visible_scenarios(snapshot: Snapshot, author: Author) -> list[Scenario]:
    """Return what somebody finds: what is not put away; a draft is for its author and for who decides."""
    decides = is_allowed(author, Permission.APPROVE_CHANGE, snapshot.programme.key)
    return [
        row
        for row in snapshot.scenarios
        if row.state != ScenarioState.DISCARDED and (decides or _is_open_to(row, author))
    ]


def opened_scenario(snapshot: Snapshot, key: str, author: Author) -> Scenario | None:
    """Return the scenario that an address names, None when there is none or it is somebody else's draft."""
    row = snapshot.scenarios.by_key(key)
    decides = is_allowed(author, Permission.APPROVE_CHANGE, snapshot.programme.key)
    return row if row is not None and (decides or _is_open_to(row, author)) else None


def accepted_changes(entries: Sequence[JournalEntry]) -> tuple[Altered, ...]:
    """Return what the last acceptance changed in the plan, one journal entry after another.

    Args:
        entries: of commands that touched the scenario, whole and the newest first.
    """
    last = next((entry.command_id for entry in entries if entry.command == AcceptProposal.__name__), None)
    of_plan = [
        entry for entry in reversed(entries) if entry.command_id == last and entry.record_kind != "scenario"
    ]
    return tuple(altered(number, entry) for number, entry in enumerate(of_plan))


def _is_open_to(row: Scenario, author: Author) -> bool:
    return row.author == author.name or row.state not in (ScenarioState.DRAFT, ScenarioState.DISCARDED)


class KeepScenario(ScenarioFields, Command):
    """Keep a list of changes under a name; they have been rehearsed, and the plan stays as it is."""

    permission: ClassVar[Permission] = Permission.PROPOSE_CHANGE

    def apply(self, work: Work) -> Scenario:
        values = values_of(self, ScenarioFields) | {"author": work.context.author.name}
        return add(work, Scenario, values | _held_against(work, self.changes))


class EditScenario(Command):
    """Rename a scenario or change its list; a list that is kept anew is held against the plan of that moment.

    What has been proposed or refused is a shared scenario again once its list is another one.
    """

    permission: ClassVar[Permission] = Permission.PROPOSE_CHANGE

    key: Key
    version: int
    changes: Annotated[dict[str, Any], PartOf(ScenarioFields, without=("key",))]

    def apply(self, work: Work) -> Scenario:
        scenario = _found(work, self)
        refuse_stale(work, scenario, self.version, self.changes)
        _refuse_over(scenario)
        values = dict(self.changes)
        if "changes" in values:
            values |= _held_against(work, values["changes"])
            if scenario.state in (ScenarioState.PROPOSED, ScenarioState.REFUSED):
                values |= {"state": ScenarioState.SHARED}
        edit(work, scenario, self.version, values)
        return scenario


class ShareScenario(Command):
    """Let everybody in the city see a scenario; until then it is its author's."""

    permission: ClassVar[Permission] = Permission.PROPOSE_CHANGE

    key: Key
    version: int

    def apply(self, work: Work) -> Scenario:
        return _moved_on(work, self, ScenarioState.SHARED, (ScenarioState.DRAFT,))


class ProposeScenario(Command):
    """Ask that the plan be changed as a scenario says, and say why."""

    permission: ClassVar[Permission] = Permission.PROPOSE_CHANGE

    key: Key
    version: int
    reason: Why

    def apply(self, work: Work) -> Scenario:
        asked = {"proposal": self.reason, "proposed_by": work.context.author.name, "proposed_on": work.today}
        before = (ScenarioState.DRAFT, ScenarioState.SHARED, ScenarioState.REFUSED)
        return _moved_on(work, self, ScenarioState.PROPOSED, before, asked)


class AcceptProposal(Command):
    """Change the plan as proposed: all changes in this one transaction, under this one decision.

    Raises, beside what each change may be refused for:
        PlanMovedError: a value that a change replaces is no longer the one seen; nothing is changed.
    """

    permission: ClassVar[Permission] = Permission.APPROVE_CHANGE

    key: Key
    version: int

    def apply(self, work: Work) -> Scenario:
        scenario = work.find(Scenario, self.key)
        decision = f"{scenario.key} {scenario.title}: {scenario.proposal}"
        decision = " – ".join(filter(None, (decision, self.reason)))
        work.session.because(decision, self.reason_kind)
        _moved_on(work, self, ScenarioState.ACCEPTED, (ScenarioState.PROPOSED,), _answer(work, self))
        moved = moved_values(work.snapshot(), scenario.seen)
        if moved:
            raise PlanMovedError(title=scenario.title, moved=moved)
        carry_out(work, scenario.changes, decision, self.reason_kind)
        return scenario


class RefuseProposal(Command):
    """Leave the plan as it is, and say why."""

    permission: ClassVar[Permission] = Permission.APPROVE_CHANGE

    key: Key
    version: int
    reason: Why

    def apply(self, work: Work) -> Scenario:
        return _moved_on(work, self, ScenarioState.REFUSED, (ScenarioState.PROPOSED,), _answer(work, self))


class DiscardScenario(Command):
    """Put a scenario away; the plan never knew of it, and the journal keeps it."""

    permission: ClassVar[Permission] = Permission.PROPOSE_CHANGE

    key: Key
    version: int

    def apply(self, work: Work) -> Scenario:
        open_states = tuple(state for state in ScenarioState if not state.is_over)
        return _moved_on(work, self, ScenarioState.DISCARDED, open_states)


_NOT_NOW = {
    ScenarioState.SHARED: "scenario_shared_already",
    ScenarioState.PROPOSED: "scenario_proposed_already",
    ScenarioState.ACCEPTED: "scenario_not_proposed",
    ScenarioState.REFUSED: "scenario_not_proposed",
}
Step = ShareScenario | ProposeScenario | AcceptProposal | RefuseProposal | DiscardScenario


def _found(work: Work, step: Step | EditScenario) -> Scenario:
    """Return the scenario that a step is about.

    Raises:
        NotAllowedError: it is a draft of somebody else, of whom the author decides nothing.
    """
    scenario, author = work.find(Scenario, step.key), work.context.author
    if not (is_allowed(author, Permission.APPROVE_CHANGE, step.programme) or _is_open_to(scenario, author)):
        raise NotAllowedError(command=type(step).__name__)
    return scenario


def _moved_on(
    work: Work,
    step: Step,
    state: ScenarioState,
    before: tuple[ScenarioState, ...],
    more: dict[str, Any] | None = None,
) -> Scenario:
    """Bring a scenario from one of some states to the next."""
    scenario = _found(work, step)
    refuse_stale(work, scenario, step.version, {"state": state})
    _refuse_over(scenario)
    if scenario.state not in before:
        raise refuse(_NOT_NOW[state], None, title=scenario.title)
    edit(work, scenario, step.version, {"state": state, **(more or {})})
    return scenario


def _refuse_over(scenario: Scenario) -> None:
    if scenario.state.is_over:
        is_accepted = scenario.state is ScenarioState.ACCEPTED
        raise refuse("scenario_is_accepted" if is_accepted else "scenario_is_discarded", title=scenario.title)


def _answer(work: Work, step: AcceptProposal | RefuseProposal) -> dict[str, Any]:
    return {"decision": step.reason, "decided_by": work.context.author.name, "decided_on": work.today}


def _held_against(work: Work, changes: list[dict[str, Any]]) -> dict[str, Any]:
    """Rehearse the changes on the plan as it is; return which of its values they replace."""
    snapshot = work.snapshot()
    found = rehearse(snapshot, changes, work.context.at).altered
    return {"seen": replaced_values(found), "base_revision": snapshot.revision}
