"""Forms for scenarios: keep one under a name, rename it, propose it, accept or refuse the proposal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from tracker.commands.scenario import (
    AcceptProposal,
    EditScenario,
    KeepScenario,
    ProposeScenario,
    RefuseProposal,
)
from tracker.model.scenario import ScenarioFields
from tracker.ui.components.forms.fields import Sheet
from tracker.ui.components.forms.opening import open_sheet
from tracker.ui.components.forms.submission import ask_reason, must_say_why
from tracker.ui.components.words import plain
from tracker.ui.programme import current_analysis

if TYPE_CHECKING:
    from tracker.commands.planned_changes import PlannedChange
    from tracker.model.scenario import Scenario
    from tracker.model.snapshot import Snapshot
    from tracker.ui.session import Reader

_NAMED = ("title", "note")


def keep_scenario(reader: Reader, changes: list[PlannedChange]) -> None:
    """Open the form that keeps a list of changes under a name; the plan stays as it is."""
    snapshot = current_analysis(reader).snapshot
    form, key = "keep.scenario", _next_key(snapshot)
    sheet = Sheet(reader.t, form, "scenario", ScenarioFields, {"title": "", "note": ""})

    def ask() -> dict[str, Any]:
        st.markdown(reader.t.text("form.scenario.keep.means"))
        return sheet.ask(*_NAMED)

    open_sheet(
        reader,
        form,
        reader.t.text("form.scenario.keep"),
        ask,
        lambda held: KeepScenario(
            programme=snapshot.programme.key,
            key=key,
            title=held["title"],
            note=held["note"],
            changes=changes,
        ),
        button="form.scenario.keep.confirm",
        done="form.scenario.kept",
    )


def _next_key(snapshot: Snapshot) -> str:
    taken = set(snapshot.scenarios.column("key"))
    return next(key for number in range(1, len(taken) + 2) if (key := f"S-{number}") not in taken)


def rename_scenario(reader: Reader, row: Scenario) -> None:
    """Open the form of a scenario's name and note."""
    form = f"rename.{row.key}"
    values = {name: getattr(row, name) for name in _NAMED}
    sheet = Sheet(reader.t, form, "scenario", ScenarioFields, values)
    open_sheet(
        reader,
        form,
        reader.t.text("form.edit", title=plain(row.title)),
        lambda: sheet.ask(*_NAMED),
        lambda held: EditScenario(**_of(reader, row), changes=sheet.changes(held)),
    )


def propose_scenario(reader: Reader, row: Scenario) -> None:
    """Open the form that turns a scenario into a proposal; it asks why the plan should change."""
    form = f"propose.{row.key}"

    def ask() -> dict[str, Any]:
        st.markdown(reader.t.text("form.scenario.propose.means"))
        return {"why": must_say_why(reader, form)}

    open_sheet(
        reader,
        form,
        reader.t.text("form.scenario.propose", title=plain(row.title)),
        ask,
        lambda held: ProposeScenario(**_of(reader, row), reason=held["why"]),
        button="form.scenario.propose.confirm",
        done="form.scenario.proposed",
    )


def accept_proposal(reader: Reader, row: Scenario) -> None:
    """Open the form that changes the plan as proposed, all of it or nothing."""
    form = f"accept.{row.key}"

    def ask() -> dict[str, Any]:
        st.markdown(reader.t.plural("form.scenario.accept.means", len(row.changes)))
        return ask_reason(reader, form)

    open_sheet(
        reader,
        form,
        reader.t.text("form.scenario.accept", title=plain(row.title)),
        ask,
        lambda held: AcceptProposal(**_of(reader, row), **held),
        button="form.scenario.accept.confirm",
        done="form.scenario.accepted",
    )


def refuse_proposal(reader: Reader, row: Scenario) -> None:
    """Open the form that leaves the plan as it is; it asks why."""
    form = f"refuse.{row.key}"
    open_sheet(
        reader,
        form,
        reader.t.text("form.scenario.refuse", title=plain(row.title)),
        lambda: {"why": must_say_why(reader, form)},
        lambda held: RefuseProposal(**_of(reader, row), reason=held["why"]),
        button="form.scenario.refuse.confirm",
        done="form.scenario.refused",
    )


def _of(reader: Reader, row: Scenario) -> dict[str, Any]:
    return {"programme": reader.programme or "", "key": row.key, "version": row.version}
