"""Writes a programme as a roadmap file: the same text for the same programme, easy to read and compare."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import tomlkit

from tracker.exchange import roadmap_format as form
from tracker.exchange.roadmap_dates import write_lag
from tracker.exchange.roadmap_fields import FileField, Kind, Section
from tracker.model.base import Basis, Provenance
from tracker.model.content import (
    DependencyContent,
    InitiativeContent,
    InitiativePartnerContent,
    MilestoneContent,
    ProgrammeContent,
)
from tracker.model.milestone import MilestoneKind
from tracker.planning import ConstraintKind, DependencyKind

_WIDTH = 100


def write_roadmap(content: ProgrammeContent) -> str:
    """Return the text of a roadmap file; all its dates are calendar dates.

    Reading it gives an equal content, whatever the day.
    """
    return "\n\n".join("\n".join(block) for block in _Blocks(content)) + "\n"


class _Blocks:
    """The tables of a file one after another, each as its lines."""

    def __init__(self, content: ProgrammeContent) -> None:
        self.content = content
        self.after: defaultdict[str, list[DependencyContent]] = defaultdict(list)
        for dependency in content.dependencies:
            self.after[dependency.successor].append(dependency)
        self.milestones: defaultdict[str, list[MilestoneContent]] = defaultdict(list)
        for milestone in content.milestones:
            if milestone.kind is MilestoneKind.MILESTONE:
                self.milestones[milestone.initiative or ""].append(milestone)

    def __iter__(self) -> Iterator[list[str]]:
        content = self.content
        yield [f"format = {form.FORMAT}"]
        yield ["[programme]", *self._fields(form.PROGRAMME, content.programme)]
        yield from self._listed(form.CALENDAR, content.calendar_exceptions)
        for calendar in content.work_calendars:
            yield from self._listed(form.WORK_CALENDAR, [calendar])
            yield from self._listed(form.OTHER_HOURS, calendar.other_hours, "work_calendar.")
        yield from self._listed(form.STALL_RULE, content.stall_rules)
        yield from self._listed(form.SERVICE, content.services)
        yield from self._listed(form.POST, content.posts)
        yield from self._listed(form.ABSENCE, content.absences)
        yield from self._listed(form.PARTNER, content.partners)
        yield from self._decisions()
        yield from self._listed(form.PREREQUISITE, self._of_kind(MilestoneKind.PREREQUISITE))
        for initiative in content.initiatives:
            yield from self._listed(form.INITIATIVE, [initiative])
            yield from self._listed(form.MILESTONE, self.milestones[initiative.key], "initiative.")
        yield from self._listed(form.NEED, content.needs)
        for baseline in content.baselines:
            yield from self._listed(form.BASELINE, [baseline])
            yield from self._listed(form.BASELINE_DATE, baseline.dates, "baseline.")
        yield from self._listed(form.UPDATE, content.updates)
        for indicator in content.indicators:
            yield from self._listed(form.INDICATOR, [indicator])
            yield from self._listed(form.READING, indicator.readings, "indicator.")
        yield from self._listed(form.FOREIGN, content.foreign_elements)

    def _of_kind(self, kind: MilestoneKind) -> list[MilestoneContent]:
        return [each for each in self.content.milestones if each.kind is kind]

    def _decisions(self) -> Iterator[list[str]]:
        """Yield each decision with what is asked in the same table, its options after it."""
        asked = {each.milestone: each for each in self.content.decisions}
        for milestone in self._of_kind(MilestoneKind.DECISION):
            (block,) = self._listed(form.DECISION_ITEM, [milestone])
            record = asked.get(milestone.key)
            if record is None:
                yield block
                continue
            yield [*block, *self._fields(form.ASKED, record)]
            yield from self._listed(form.OPTION, record.options, "decision.")

    def _listed(self, section: Section, records: Iterable[Any], inside: str = "") -> Iterator[list[str]]:
        for record in records:
            yield [f"[[{inside}{section.name}]]", *self._fields(section, record)]

    def _fields(self, section: Section, record: Any) -> Iterator[str]:
        """Yield a line for each field that says more than its default."""
        for field in section.fields:
            if field.kind is Kind.SPECIAL:
                yield from self._special(field, record)
            elif field.name in form.CONSTRAINTS or field.name == form.AS_LATE_AS_POSSIBLE:
                yield from _constraint(field, record)
            elif field.kind is not Kind.TABLES and _says_something(record, field.model_name):
                yield f"{field.name} = {_value(getattr(record, field.model_name))}"
        if section.has_provenance:
            yield from _provenance(record)

    def _special(self, field: FileField, record: Any) -> Iterator[str]:
        if field.name == "start":
            yield f"start = {_start(record.start, record.months_before_today)}"
        elif field.name == "dates" and not record.dates:
            # A plan of nothing was approved; without this word the reader takes it for an oversight.
            yield "dates = []"
        elif field.name == "partners":
            yield from _list_of("partners", [_partner(each) for each in record.partners])
        elif field.name == "after" and isinstance(record, (InitiativeContent, MilestoneContent)):
            yield from _list_of("after", [_after(each) for each in self.after[record.key]])


def _says_something(record: Any, name: str) -> bool:
    declared = type(record).model_fields[name]
    value = getattr(record, name)
    return declared.is_required() or bool(value != declared.get_default(call_default_factory=True))


def _constraint(field: FileField, record: MilestoneContent) -> Iterator[str]:
    if record.constraint == field.name:
        is_dateless = record.constraint is ConstraintKind.AS_LATE_AS_POSSIBLE
        if is_dateless or record.constraint_date is not None:
            yield f"{field.name} = {_value(True if is_dateless else record.constraint_date)}"


def _provenance(record: Provenance) -> Iterator[str]:
    if record.source:
        yield f"source = {_value(record.source)}"
    if (record.basis is Basis.SOURCED) != bool(record.source):
        yield f"assumption = {_value(record.basis is Basis.ASSUMPTION)}"


def _start(start: date, months_before_today: int | None) -> str:
    if months_before_today is None:
        return _value(start)
    return f"{{ on = {_value(start)}, months_before_today = {months_before_today} }}"


def _partner(partner: InitiativePartnerContent) -> str:
    return _entry(partner.partner, {"contribution": partner.contribution or None})


def _after(dependency: DependencyContent) -> str:
    lag = write_lag(dependency.lag, dependency.lag_unit)
    return _entry(
        dependency.predecessor,
        {
            "kind": None if dependency.kind is DependencyKind.FS else dependency.kind,
            "lag": lag
            if _says_something(dependency, "lag") or _says_something(dependency, "lag_unit")
            else None,
            "reason": dependency.reason or None,
        },
    )


def _entry(key: str, more: dict[str, Any]) -> str:
    """Write an id, with what else is said of it when there is any."""
    said = [f"{name} = {_value(value)}" for name, value in more.items() if value is not None]
    return f"{{ {', '.join([f'id = {_value(key)}', *said])} }}" if said else _value(key)


def _list_of(name: str, entries: list[str]) -> Iterator[str]:
    line = f"{name} = [{', '.join(entries)}]"
    if not entries:
        return
    if len(line) <= _WIDTH and not any(entry.startswith("{") for entry in entries):
        yield line
    else:
        yield "\n".join([f"{name} = [", *(f"  {entry}," for entry in entries), "]"])


def _value(value: Any) -> str:
    """Write a value as TOML."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    if isinstance(value, str):
        # A str subclass (a choice) is written as its word.
        return str(tomlkit.string(str(value), multiline="\n" in value).as_string())
    return str(tomlkit.item(value).as_string())
