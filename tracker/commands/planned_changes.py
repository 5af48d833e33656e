"""Changes to the plan written down to be carried out later: commands without their programme and version."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from sqlalchemy import select

from tracker.commands.capacity import (
    AddAbsence,
    AddWorkNeed,
    EditAbsence,
    EditWorkNeed,
    RemoveAbsence,
    RemoveWorkNeed,
)
from tracker.commands.command import Command, Work
from tracker.commands.dependency import AddDependency, EditDependency, RemoveDependency
from tracker.commands.initiative import AddInitiative, EditInitiative, EndInitiative, ReopenInitiative
from tracker.commands.labels import command_label
from tracker.commands.links import identity
from tracker.commands.milestone import (
    AddMilestone,
    CancelMilestone,
    EditMilestone,
    ReopenMilestone,
    RescheduleMilestone,
)
from tracker.commands.organisation import EditPost
from tracker.commands.record import numbered
from tracker.commands.rules import refuse
from tracker.commands.validation import validation_texts
from tracker.model.base import Versioned
from tracker.model.capacity import Absence, WorkNeed
from tracker.model.errors import RefusedChangeError, TrackerError
from tracker.model.initiative import Initiative
from tracker.model.journal import Change, JournalEntry, ReasonKind
from tracker.model.milestone import Dependency, Milestone
from tracker.model.organisation import Post
from tracker.storage.tables import table_of

PlannedChange = dict[str, Any]
COMMAND, FIELDS = "command", "fields"
# The commands that a scenario may hold, with the record whose version each of them names (None: it names
# none). What has happened (reports, actual dates, approved plans) is no matter of supposing.
PLANNABLE: Mapping[type[Command], type[Versioned] | None] = {
    AddMilestone: None,
    EditMilestone: Milestone,
    RescheduleMilestone: Milestone,
    CancelMilestone: Milestone,
    ReopenMilestone: Milestone,
    AddInitiative: None,
    EditInitiative: Initiative,
    EndInitiative: Initiative,
    ReopenInitiative: Initiative,
    AddDependency: None,
    EditDependency: Dependency,
    RemoveDependency: Dependency,
    EditPost: Post,
    AddAbsence: None,
    EditAbsence: Absence,
    RemoveAbsence: Absence,
    AddWorkNeed: None,
    EditWorkNeed: WorkNeed,
    RemoveWorkNeed: WorkNeed,
}
_BY_NAME = {kind.__name__: kind for kind in PLANNABLE}
# Given when the change is carried out: a scenario is held to values, not to the versions of records.
_GIVEN_LATER = {"programme", "version"}
_ANY_VERSION = 1
# What the session itself moves or gives: no value of the plan.
_BOOKKEEPING = frozenset({"id", "programme_id", "version", "revision"})


@dataclass(frozen=True)
class Altered:
    """What one change did to one record, as the journal tells it."""

    # The place of the change in its list, from 0.
    number: int
    kind: str
    record_id: int
    record_key: str
    change: Change
    before: Mapping[str, Any]
    after: Mapping[str, Any]


def as_change(command: Command) -> PlannedChange:
    """Write a command down; its programme and version are given when it is carried out.

    Raises:
        KeyError: a scenario cannot hold such a command.
    """
    name = _BY_NAME[type(command).__name__].__name__
    fields = command.model_dump(mode="json", exclude=_GIVEN_LATER, exclude_unset=True, warnings=False)
    return {COMMAND: name, FIELDS: fields}


def command_of(change: Mapping[str, Any], programme: str, version: int = _ANY_VERSION) -> Command:
    """Return the command that a change stands for.

    Raises:
        RuleError: it cannot be read; the sentence says what is wrong with which field.
    """
    kind = _BY_NAME.get(str(change.get(COMMAND)))
    fields = change.get(FIELDS)
    if kind is None or not isinstance(fields, dict) or _GIVEN_LATER & fields.keys():
        raise refuse("change_not_read", "changes", known=sorted(_BY_NAME))
    given: dict[str, Any] = {"programme": programme, **({"version": version} if PLANNABLE[kind] else {})}
    try:
        return kind(**fields, **given)
    except ValidationError as error:
        name, sentence = next(iter(validation_texts(error).items()))
        raise refuse("change_field", "changes", name=name, fault=sentence) from error


def carry_out(
    work: Work,
    changes: Sequence[Mapping[str, Any]],
    reason: str = "",
    reason_kind: ReasonKind | None = None,
) -> tuple[Altered, ...]:
    """Carry out changes one after another in one transaction, each by its own command and its rules.

    Args:
        reason: what the journal says of each, followed by the reason of the change itself.
        reason_kind: of which kind the reason is, where a change does not say its own.

    Raises:
        RefusedChangeError: a change is refused; its number from 1 and the refusal are in its details.
    """
    found: list[Altered] = []
    last = _last_entry(work)
    for number, change in enumerate(changes):
        try:
            command = _command_now(work, change)
            _refuse_own_addition(command, found)
            words = " – ".join(filter(None, (reason, command.reason)))
            work.session.because(words, command.reason_kind or reason_kind)
            command.apply(work)
            work.session.flush()
        except TrackerError as refusal:
            name = str(change.get(COMMAND))
            verb = command_label(name) if name in _BY_NAME else name
            raise RefusedChangeError(number=number + 1, change=verb, refusal=refusal.text) from refusal
        entries = _entries_after(work, last)
        found += [altered(number, entry) for entry in entries]
        last = entries[-1].id if entries else last
    return tuple(found)


def _command_now(work: Work, change: Mapping[str, Any]) -> Command:
    """Return the command with the version that its record has at this place of the list."""
    command = command_of(change, work.programme_key)
    kind = PLANNABLE[type(command)]
    if kind is None:
        return command
    number = _number_in(command)
    record: Any = work.find(kind, command.key) if number is None else numbered(work, kind, number)  # type: ignore[attr-defined]  # what has no number names a key
    return command.model_copy(update={"version": record.version})


def _number_in(command: Command) -> int | None:
    """Return the number by which a command names its record, for the kinds that have no key."""
    kind = PLANNABLE[type(command)]
    found = getattr(command, f"{table_of(kind).name}_id", None) if kind is not None else None
    return None if found is None else int(found)


def _refuse_own_addition(command: Command, altered: Sequence[Altered]) -> None:
    """Refuse to edit by number what the list itself adds: the plan will give it another number."""
    number, kind = _number_in(command), PLANNABLE[type(command)]
    if number is None or kind is None:
        return
    added = [
        one.record_id for one in altered if one.change is Change.ADDED and one.kind == table_of(kind).name
    ]
    if number in added:
        raise refuse("change_of_own_addition", "changes")


def _last_entry(work: Work) -> int:
    entries = table_of(JournalEntry)
    query = select(entries.c.id).where(entries.c.programme_id == identity(work.programme))
    return work.session.execute(query.order_by(entries.c.id.desc()).limit(1)).scalar_one_or_none() or 0


def _entries_after(work: Work, last: int) -> Sequence[Any]:
    entries = table_of(JournalEntry)
    query = select(entries).where(
        entries.c.programme_id == identity(work.programme),
        entries.c.command_id == work.context.command_id,
        entries.c.id > last,
    )
    return work.session.execute(query.order_by(entries.c.id)).all()


def altered(number: int, entry: Any) -> Altered:
    """Return what one journal entry tells; `number` is the place of its change in the list."""
    return Altered(
        number=number,
        kind=entry.record_kind,
        record_id=entry.record_id,
        record_key=entry.record_key,
        change=entry.change,
        before=entry.before or {},
        after=entry.after or {},
    )


def replaced_values(altered: Sequence[Altered]) -> list[dict[str, Any]]:
    """Return the plan's own values that the changes replace: by record, each field as it was at first.

    What the changes themselves add to the plan is not in it.
    """
    found: dict[tuple[str, int], dict[str, Any]] = {}
    own: set[tuple[str, int]] = set()
    for one in altered:
        place = (one.kind, one.record_id)
        if one.change is Change.ADDED:
            own.add(place)
        if place in own:
            continue
        seen = found.setdefault(place, {})
        for name, value in one.before.items():
            if name not in _BOOKKEEPING:
                seen.setdefault(name, value)
    return [{"kind": kind, "id": record_id, "values": values} for (kind, record_id), values in found.items()]
