"""Makes the snapshot of a programme that is in no database, so that a file is analysed as it stands."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, time
from typing import Any, cast

from tracker.model.base import Fields, Record
from tracker.model.content import ProgrammeContent
from tracker.model.programme import Programme
from tracker.model.snapshot import TABLES, Rows, Snapshot

_Row = dict[str, Any]
_PROGRAMME_ID = 1


def snapshot_of(content: ProgrammeContent) -> Snapshot:
    """Return the content as a snapshot, ids counted from 1 in the order of each list, revision 0."""
    # Scenarios are no part of a content: they stay with the city that keeps them.
    rows = rows_of(content)
    programme = {**content.programme.model_dump(), "id": _PROGRAMME_ID, "key": content.key}
    tables: dict[str, Any] = {name: _as_rows(record, rows.get(name, ())) for name, record in TABLES.items()}
    return Snapshot(programme=cast("Programme", _as_rows(Programme, [programme])[0]), date_moves={}, **tables)


def _as_rows(record: type[Record], rows: Iterable[_Row]) -> Rows[Any]:
    columns = record.__table__.columns  # type: ignore[attr-defined]  # SQLModel sets it on tables
    names = list(columns.keys())
    kind = namedtuple(record.__name__, names)  # type: ignore[misc]  # the names are the table's
    defaults = {column.key: column.default.arg if column.default is not None else None for column in columns}
    defaults |= {"version": 1, "revision": 0}
    return Rows([kind(*({**defaults, **row}[name] for name in names)) for row in rows], names)


def rows_of(content: ProgrammeContent) -> dict[str, list[_Row]]:
    """Return the rows of every table of a snapshot, keys replaced by ids."""
    services, posts, partners = (_ids(found) for found in (content.services, content.posts, content.partners))
    initiatives, milestones = _ids(content.initiatives), _ids(content.milestones)
    calendars = _ids(content.work_calendars)
    named = {
        "service": services,
        "owner": posts,
        "post": posts,
        "asked_by": posts,
        "partner": partners,
        "initiative": initiatives,
        "milestone": milestones,
        "calendar": calendars,
    }
    rows = {
        "services": _plain_rows(content.services, named),
        "posts": _plain_rows(content.posts, named),
        "partners": _plain_rows(content.partners, named),
        "initiatives": _plain_rows(content.initiatives, named),
        "participating_services": [
            {"initiative_id": initiatives[initiative.key], "service_id": services[key]}
            for initiative in content.initiatives
            for key in initiative.also
        ],
        "initiative_partners": [
            {"initiative_id": initiatives[initiative.key], **_named_row(partner, named)}
            for initiative in content.initiatives
            for partner in initiative.partners
        ],
        "milestones": _plain_rows(content.milestones, named),
        "decisions": _plain_rows(content.decisions, named),
        "decision_options": [
            {"milestone_id": milestones[decision.milestone], **option.model_dump()}
            for decision in content.decisions
            for option in decision.options
        ],
        "dependencies": _dependency_rows(content, initiatives, milestones),
        "updates": _update_rows(content, initiatives, milestones),
        "baselines": _plain_rows(content.baselines, named),
        "baseline_dates": _child_rows(content.baselines, "dates", "baseline_id", named),
        "indicators": _plain_rows(content.indicators, named),
        "readings": _child_rows(content.indicators, "readings", "indicator_id", named),
        "calendar_exceptions": _plain_rows(content.calendar_exceptions, named),
        "stall_rule_settings": _plain_rows(content.stall_rules, named),
        "absences": _plain_rows(content.absences, named),
        "work_needs": _plain_rows(content.needs, named),
        "foreign_elements": _plain_rows(content.foreign_elements, named),
        "work_calendars": _plain_rows(content.work_calendars, named),
        "other_hours": _child_rows(content.work_calendars, "other_hours", "work_calendar_id", named),
    }
    return {name: _numbered(found) for name, found in rows.items()}


def _numbered(rows: list[_Row]) -> list[_Row]:
    return [{**row, "id": place, "programme_id": _PROGRAMME_ID} for place, row in enumerate(rows, start=1)]


def _ids(records: Iterable[Any]) -> dict[str, int]:
    return {record.key: place for place, record in enumerate(records, start=1)}


def _plain_rows(records: Iterable[Fields], named: Mapping[str, Mapping[str, int]]) -> list[_Row]:
    return [_named_row(record, named) for record in records]


def _named_row(record: Fields, named: Mapping[str, Mapping[str, int]]) -> _Row:
    """Return a record's fields, each key of another record replaced by that record's id."""
    row: _Row = {}
    for name in type(record).model_fields:
        value = getattr(record, name)
        if name in named:
            row[f"{name}_id"] = None if value is None else named[name][value]
        elif not isinstance(value, list):
            row[name] = value
    return row


def _child_rows(
    parents: Iterable[Any], children: str, parent_id: str, named: Mapping[str, Mapping[str, int]]
) -> list[_Row]:
    return [
        {parent_id: place, **_named_row(child, named)}
        for place, parent in enumerate(parents, start=1)
        for child in getattr(parent, children)
    ]


def _dependency_rows(
    content: ProgrammeContent, initiatives: Mapping[str, int], milestones: Mapping[str, int]
) -> list[_Row]:
    rows = []
    for dependency in content.dependencies:
        row = dependency.model_dump(exclude={"predecessor", "successor"})
        for end in ("predecessor", "successor"):
            key = getattr(dependency, end)
            row[f"{end}_id"] = milestones.get(key)
            row[f"{end}_initiative_id"] = None if key in milestones else initiatives[key]
        rows.append(row)
    return rows


def _update_rows(
    content: ProgrammeContent, initiatives: Mapping[str, int], milestones: Mapping[str, int]
) -> list[_Row]:
    return [
        {
            **update.model_dump(exclude={"item"}),
            "milestone_id": milestones.get(update.item),
            "initiative_id": None if update.item in milestones else initiatives[update.item],
            "recorded_at": datetime.combine(update.reported_on, time(12), UTC),
        }
        for update in content.updates
    ]
