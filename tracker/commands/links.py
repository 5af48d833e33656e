"""Turns the keys people write into the records they mean, and back."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tracker.commands.command import Work
from tracker.model.base import InProgramme, Record
from tracker.model.calendar_feed import CalendarFeed
from tracker.model.capacity import Absence, WorkNeed
from tracker.model.decision import Decision
from tracker.model.indicator import Indicator
from tracker.model.initiative import Initiative
from tracker.model.milestone import Dependency, Milestone
from tracker.model.organisation import Partner, Post, Service
from tracker.model.programme import Programme
from tracker.model.reminder import SentReminder
from tracker.model.share import PartnerProposal, Share
from tracker.model.snapshot import TABLES
from tracker.model.work_calendar import WorkCalendar
from tracker.storage.tables import table_of


@dataclass(frozen=True)
class Link:
    """A field that names another record: by key in a form or a file, by id in the table."""

    kind: type[InProgramme]
    column: str


_SERVICE, _OWNER = Link(Service, "service_id"), Link(Post, "owner_id")
LINKS: Mapping[type[Record], Mapping[str, Link]] = {
    Post: {"service": _SERVICE},
    Initiative: {"service": _SERVICE, "owner": _OWNER},
    Milestone: {
        "initiative": Link(Initiative, "initiative_id"),
        "service": _SERVICE,
        "owner": _OWNER,
        "partner": Link(Partner, "partner_id"),
        "calendar": Link(WorkCalendar, "calendar_id"),
    },
    Decision: {"milestone": Link(Milestone, "milestone_id"), "asked_by": Link(Post, "asked_by_id")},
    Absence: {"post": Link(Post, "post_id")},
    WorkNeed: {"milestone": Link(Milestone, "milestone_id"), "post": Link(Post, "post_id")},
    Indicator: {"initiative": Link(Initiative, "initiative_id")},
}

# Journalled with the programme, but no part of its snapshot.
_BESIDE_THE_PLAN: tuple[type[InProgramme], ...] = (Share, PartnerProposal, SentReminder, CalendarFeed)
KINDS: Mapping[str, type[Record]] = {
    "programme": Programme,
    **{str(table_of(kind).name): kind for kind in [*TABLES.values(), *_BESIDE_THE_PLAN]},
}


def columns(work: Work, kind: type[Record], values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values as the table holds them: a link's key becomes the id of the record it names.

    Raises:
        UnknownRecordError: a key names nothing.
    """
    links = LINKS.get(kind, {})
    found: dict[str, Any] = {}
    for name, value in values.items():
        link = links.get(name)
        if link is None:
            found[name] = value
        else:
            found[link.column] = None if value is None else identity(work.find(link.kind, value))
    return found


def value_now(work: Work, record: Record, name: str) -> Any:
    """Return a field as a form shows it: a link as the key of the record it names."""
    link = LINKS.get(type(record), {}).get(name)
    if link is None:
        return getattr(record, name)
    there = getattr(record, link.column)
    return None if there is None else _key_of(work.session.get(link.kind, there))


def _key_of(record: Any) -> str:
    return str(record.key)


def identity(record: Any) -> int:
    """Return the id of a saved record."""
    if record.id is None:
        raise ValueError("the record has not been saved")
    return int(record.id)


def name_of(record: Any) -> str:
    """Return what people call a record: its title, its name, else its key."""
    return str(getattr(record, "title", "") or getattr(record, "name", "") or getattr(record, "key", ""))


def item(work: Work, key: str) -> Milestone | Initiative:
    """Return the milestone or the initiative with this key; one programme uses a key for one of them.

    Raises:
        UnknownRecordError: there is neither.
    """
    initiative = work.find_or_none(Initiative, key)
    return initiative if initiative is not None else work.find(Milestone, key)


def ends(work: Work, predecessor: str, successor: str) -> dict[str, Any]:
    """Return a dependency's two ends as its table holds them: a milestone's id or an initiative's.

    Raises:
        UnknownRecordError: a key names neither.
    """
    found: dict[str, Any] = {}
    for role, key in (("predecessor", predecessor), ("successor", successor)):
        end = item(work, key)
        is_initiative = isinstance(end, Initiative)
        found[f"{role}_id"] = None if is_initiative else end.id
        found[f"{role}_initiative_id"] = end.id if is_initiative else None
    return found


def end_of(work: Work, dependency: Dependency, role: str) -> Milestone | Initiative:
    """Return the record at one end ("predecessor" or "successor") of a dependency."""
    milestone_id = getattr(dependency, f"{role}_id")
    if milestone_id is not None:
        return work.session.get_one(Milestone, milestone_id)
    return work.session.get_one(Initiative, getattr(dependency, f"{role}_initiative_id"))
