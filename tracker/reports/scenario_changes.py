"""Says each change of a scenario in a sentence: what it is about, what it was, what it would be."""

from __future__ import annotations

from itertools import groupby
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from tracker.commands.labels import choice_label, field_label, kind_label, value_shown
from tracker.commands.links import name_of
from tracker.i18n import Text
from tracker.model.initiative import InitiativeStatus
from tracker.model.journal import Change
from tracker.model.snapshot import TABLES
from tracker.planning import ConstraintKind
from tracker.reports.initiative_links import sentence_of
from tracker.storage.tables import table_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tracker.analysis import ProgrammeAnalysis
    from tracker.commands.planned_changes import Altered

_WORK = ("work_days", "remaining_days")
_UNSAID = frozenset({"status_reason", "end_reason", "constraint_date"})


def change_sentences(
    plan: ProgrammeAnalysis, scenario: ProgrammeAnalysis, altered: Sequence[Altered]
) -> Mapping[int, tuple[Text, ...]]:
    """Return what each change does, by its place in the list from 0; what alters nothing has no entry."""
    return {
        number: tuple(sentence for one in group for sentence in _said(plan, scenario, one))
        for number, group in groupby(altered, key=lambda one: one.number)
    }


def _said(plan: ProgrammeAnalysis, scenario: ProgrammeAnalysis, one: Altered) -> Iterator[Text]:
    if one.kind == "dependency":
        yield _dependency(plan, scenario, one)
    elif one.change is Change.CHANGED:
        yield from _fields(scenario, one)
    else:
        form = "added" if one.change is Change.ADDED else "removed"
        yield Text(f"scenario.change.{form}", {"title": _title(plan, scenario, one)})


def _dependency(plan: ProgrammeAnalysis, scenario: ProgrammeAnalysis, one: Altered) -> Text:
    before = plan.snapshot.dependencies.get(one.record_id)
    after = scenario.snapshot.dependencies.get(one.record_id)
    if one.change is Change.ADDED:
        row: Any = after or SimpleNamespace(**one.after)
        return Text("scenario.change.link_added", {"link": sentence_of(scenario, row)})
    if one.change is Change.REMOVED or before is None or after is None:
        row = before or SimpleNamespace(**one.before)
        return Text("scenario.change.link_removed", {"link": sentence_of(plan, row)})
    both = {"before": sentence_of(plan, before), "after": sentence_of(scenario, after)}
    return Text("scenario.change.link_changed", both)


def _fields(scenario: ProgrammeAnalysis, one: Altered) -> Iterator[Text]:
    title = _title(scenario, scenario, one)
    for name, after in one.after.items():
        before = one.before.get(name)
        if name in _WORK and after is not None:
            yield _work(title, name, before, after)
        elif name == "constraint":
            yield _constraint(title, after, one.after.get("constraint_date"), scenario, one)
        elif name == "is_cancelled" or (name == "status" and InitiativeStatus(after).is_ended):
            yield Text("scenario.change.ended" if after else "scenario.change.back", {"title": title})
        elif name not in _UNSAID or (name == "constraint_date" and "constraint" not in one.after):
            then, now = (value_shown(one.kind, name, found, scenario.snapshot) for found in (before, after))
            values = {"title": title, "field": field_label(one.kind, name), "before": then, "after": now}
            yield Text("scenario.change.field", values)


def _work(title: str | Text, name: str, before: float | None, after: float) -> Text:
    if before is None:
        return Text("scenario.change.left", {"title": title}, count=after)
    form = "longer" if after > before else "shorter"
    values = {"title": title, "before": before, "after": after}
    return Text(f"scenario.change.{name}.{form}", values, count=abs(after - before))


def _constraint(
    title: str | Text, constraint: str, day: str | None, scenario: ProgrammeAnalysis, one: Altered
) -> Text:
    label = choice_label(ConstraintKind(constraint))
    if day is None:
        return Text("scenario.change.unbound", {"title": title, "constraint": label})
    shown = value_shown(one.kind, "constraint_date", day, scenario.snapshot)
    return Text("scenario.change.bound", {"title": title, "constraint": label, "day": shown})


def _title(plan: ProgrammeAnalysis, scenario: ProgrammeAnalysis, one: Altered) -> str | Text:
    """Name a record by its title; what has none, by its kind and whom it is about."""
    tables = {str(table_of(kind).name): name for name, kind in TABLES.items()}
    for side in (scenario, plan):
        row = getattr(side.snapshot, tables[one.kind]).get(one.record_id)
        if row is not None and name_of(row):
            return name_of(row)
    post = scenario.snapshot.posts.get(one.after.get("post_id", one.before.get("post_id")))
    if post is not None:
        return Text("scenario.change.of_post", {"kind": kind_label(one.kind), "post": post.title})
    return one.record_key or kind_label(one.kind)
