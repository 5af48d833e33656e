"""Writes what a link shows as files of exactly the same scope: JSON, a workbook and a calendar feed."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from enum import Enum
from typing import Any

from tracker.analysis.facts import ItemState
from tracker.analysis.sharing import SharedMilestone, SharedRoadmap
from tracker.exchange.calendar_feed import CalendarEvent, Edition, write_calendar
from tracker.exchange.spreadsheet import Sheet, write_workbook
from tracker.i18n import Text, Translator

_COLUMNS = (
    "initiative", "key", "title", "status", "start", "finish", "approved", "variance",
    "yours", "opening", "waits_for", "waits_for_others", "people", "note",
)  # fmt: skip


def shared_json(roadmap: SharedRoadmap, valid_until: date) -> dict[str, Any]:
    """Return the roadmap as JSON values: dates in ISO form, choices as words, what is missing as null."""
    return {**_plain(asdict(roadmap)), "valid_until": valid_until.isoformat()}


def shared_workbook(roadmap: SharedRoadmap, valid_until: date, t: Translator) -> bytes:
    """Return the roadmap as an XLSX file: sheets of milestones, of initiatives, of its date and origin."""
    return write_workbook(
        [_milestones(roadmap, t), _initiatives(roadmap, t), _about(roadmap, valid_until, t)],
        title=t.text("share.page.title", city=roadmap.city),
    )


def shared_calendar(roadmap: SharedRoadmap, share: str, t: Translator, edition: Edition) -> bytes:
    """Return the milestones as an iCalendar feed.

    Args:
        share: the link's own identity, so that two links never claim one event.
        edition: which reading of the programme it is.
    """
    events = [_event(one, share, roadmap, t) for one in roadmap.milestones if _day(one) is not None]
    name = t.text("share.page.title", city=roadmap.city)
    return write_calendar(name, events, edition, t.language)


def _event(one: SharedMilestone, share: str, roadmap: SharedRoadmap, t: Translator) -> CalendarEvent:
    names = [Text("council.quoted", {"title": roadmap.by_key(key).title}) for key in one.waits_for]
    lines = [
        _status(one, t),
        t.text("share.waits_for", titles=names) if names else "",
        t.plural("share.waits_for_others", one.waits_for_others) if one.waits_for_others else "",
    ]
    return CalendarEvent(
        identity=(share, one.key),
        on=_day(one) or roadmap.as_of,
        title=one.title,
        description="\n".join(line for line in lines if line),
        is_certain=one.state is ItemState.DONE,
        is_cancelled=one.state is ItemState.CANCELLED,
    )


def _day(one: SharedMilestone) -> date | None:
    """Return the day of a milestone; of one given up the day it was approved for."""
    return one.finish or (one.approved_finish if one.state is ItemState.CANCELLED else None)


def _status(one: SharedMilestone, t: Translator) -> str:
    status = "done" if one.state is ItemState.DONE else one.status.value if one.status else "not_computed"
    return t.text(f"status.{status}")


def _milestones(roadmap: SharedRoadmap, t: Translator) -> Sheet:
    rows = [
        [
            initiative.title,
            one.key,
            one.title,
            _status(one, t),
            one.start,
            one.finish,
            one.approved_finish,
            one.variance_days,
            _mark(one.is_expected_of_partner, t),
            _mark(one.is_public_opening, t),
            ", ".join(roadmap.by_key(key).title for key in one.waits_for) or None,
            one.waits_for_others or None,
            ", ".join(one.people) or None,
            one.note.text if one.note else None,
        ]
        for initiative in roadmap.initiatives
        for one in initiative.milestones
    ]
    return Sheet(
        t.text("share.sheet.milestones"), [t.text(f"share.column.{name}") for name in _COLUMNS], rows
    )


def _mark(is_so: bool, t: Translator) -> str | None:
    return t.text("share.yes") if is_so else None


def _initiatives(roadmap: SharedRoadmap, t: Translator) -> Sheet:
    names = (
        "key",
        "title",
        "start",
        "finish",
        "approved",
        "variance",
        "service",
        "contribution",
        "cost",
        "funding",
    )
    rows = [
        [
            one.key,
            one.title,
            one.start,
            one.finish,
            one.approved_finish,
            one.variance_days,
            one.service or None,
            one.contribution or None,
            one.cost,
            one.funding or None,
        ]
        for one in roadmap.initiatives
    ]
    return Sheet(t.text("share.sheet.initiatives"), [t.text(f"share.column.{name}") for name in names], rows)


def _about(roadmap: SharedRoadmap, valid_until: date, t: Translator) -> Sheet:
    said = {
        "programme": roadmap.programme,
        "city": roadmap.city,
        "as_of": roadmap.as_of,
        "valid_until": valid_until,
        "origin": t.text("share.page.origin", as_of=roadmap.as_of, valid_until=valid_until),
    }
    rows = [[t.text(f"share.about.{name}"), value] for name, value in said.items()]
    return Sheet(t.text("share.sheet.about"), ["", ""], rows)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value
