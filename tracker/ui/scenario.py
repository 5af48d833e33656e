"""The scenario on screen: its list of changes in the session, computed once for all who look at the same."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import streamlit as st

from tracker.analysis import ProgrammeAnalysis, analyse
from tracker.analysis.comparison import Comparison, compare
from tracker.commands.rehearsal import rehearse
from tracker.commands.scenario import accepted_changes, opened_scenario, visible_scenarios
from tracker.model.errors import TrackerError
from tracker.storage import clock
from tracker.ui.components.filters import in_address
from tracker.ui.programme import last_known_entry
from tracker.ui.session import database
from tracker.ui.visitor import visitor_now

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.commands.planned_changes import Altered, PlannedChange
    from tracker.model.scenario import Scenario
    from tracker.ui.session import Reader

SCENARIO = "scenario"
# What is not kept yet has no key.
NEW = ""
_DRAFTS = "scenario_drafts"
_NO_CHANGES = "[]"


@dataclass(frozen=True)
class Supposed:
    """A list of changes and what it makes of the plan; `refusal` instead, when it cannot be carried out."""

    plan: ProgrammeAnalysis
    scenario: ProgrammeAnalysis
    comparison: Comparison
    altered: tuple[Altered, ...]
    refusal: TrackerError | None = None


@st.cache_resource(show_spinner=False, max_entries=32)
def _shared(programme: str, revision: int, as_of: Any, changes: str, _plan: ProgrammeAnalysis) -> Supposed:  # noqa: ARG001 - part of the key
    if changes == _NO_CHANGES:
        return Supposed(_plan, _plan, compare(_plan, _plan), ())
    try:
        found = rehearse(_plan.snapshot, json.loads(changes), clock.now())
    except TrackerError as refusal:
        return Supposed(_plan, _plan, compare(_plan, _plan), (), refusal)
    scenario = analyse(found.snapshot, _plan.as_of)
    return Supposed(_plan, scenario, compare(_plan, scenario), found.altered)


def supposed(plan: ProgrammeAnalysis, changes: Sequence[PlannedChange]) -> Supposed:
    """Return what changes make of the plan; computed once for all sessions, and written nowhere."""
    programme = plan.snapshot.programme
    return _shared(programme.key, programme.revision, plan.as_of, json.dumps(changes, sort_keys=True), plan)


def shown_scenario(reader: Reader, plan: ProgrammeAnalysis) -> Scenario | None:
    """Return the kept scenario that the address names, None for a new one or somebody else's draft."""
    key, present = in_address(SCENARIO) or NEW, visitor_now()
    row = opened_scenario(plan.snapshot, key, present.author) if key and present else None
    drafts = _drafts(reader)
    if row is not None and drafts.get(NEW) == row.changes:
        # It has just been kept: the next new one begins afresh.
        del drafts[NEW]
    return row


@st.cache_resource(show_spinner=False, max_entries=32)
def _shared_accepted(programme: str, revision: int, key: str, last_entry: int | None) -> tuple[Altered, ...]:  # noqa: ARG001 - part of the key
    return accepted_changes(
        database().journal_by_command(programme, record_keys={key}, last_entry=last_entry)
    )


def as_accepted(reader: Reader, plan: ProgrammeAnalysis, row: Scenario) -> Supposed:
    """Return what a scenario changed when it was accepted, as the journal tells; nothing is computed anew."""
    programme = plan.snapshot.programme
    found = _shared_accepted(programme.key, programme.revision, row.key, last_known_entry(reader))
    return Supposed(plan, plan, compare(plan, plan), found)


def names_unseen_scenario(row: Scenario | None) -> bool:
    """Whether the address names a scenario that is not there for whoever looks at this moment."""
    return row is None and bool(in_address(SCENARIO))


def scenarios_found(plan: ProgrammeAnalysis) -> list[Scenario]:
    """Return the scenarios that whoever looks at this moment finds in lists."""
    present = visitor_now()
    return visible_scenarios(plan.snapshot, present.author) if present else []


def changes_shown(reader: Reader, row: Scenario | None) -> list[PlannedChange]:
    """Return the list as the reader has it: as kept, or as changed in this session."""
    kept = list(row.changes) if row is not None else []
    return list(_drafts(reader).get(row.key if row is not None else NEW, kept))


def set_changes(reader: Reader, row: Scenario | None, changes: list[PlannedChange]) -> None:
    """Keep a list in the session; one that is as it was kept is no draft any more."""
    drafts, key = _drafts(reader), row.key if row is not None else NEW
    drafts[key] = changes
    if row is not None and changes == row.changes:
        del drafts[key]


def has_unkept_changes(reader: Reader, row: Scenario | None) -> bool:
    return row is not None and changes_shown(reader, row) != row.changes


def _drafts(reader: Reader) -> dict[str, list[PlannedChange]]:
    every: dict[str, dict[str, list[PlannedChange]]] = st.session_state.setdefault(_DRAFTS, {})
    return every.setdefault(reader.programme or "", {})
