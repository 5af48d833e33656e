"""How each part of a programme's content becomes rows: which columns tell a row from the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from tracker.commands.links import LINKS
from tracker.model.base import Fields, InProgramme
from tracker.model.baseline import Baseline, BaselineDate
from tracker.model.capacity import Absence, WorkNeed
from tracker.model.content import ProgrammeContent
from tracker.model.decision import Decision, DecisionOption
from tracker.model.foreign import ForeignElement
from tracker.model.indicator import Indicator, Reading
from tracker.model.initiative import Initiative, InitiativePartner, ParticipatingService
from tracker.model.milestone import Dependency, Milestone
from tracker.model.organisation import Partner, Post, Service
from tracker.model.programme import CalendarException, StallRuleSetting
from tracker.model.progress import ProgressUpdate
from tracker.model.work_calendar import OtherHours, WorkCalendar

Row = dict[str, Any]


class Gone(Enum):
    """Stands for the id of a record that the file names and the app has removed."""

    GONE = auto()


class Ids:
    """The ids of the programme's records by kind and key, as far as they are known."""

    def __init__(self) -> None:
        self._by_key: dict[type[InProgramme], dict[str, int]] = {}
        self._by_id: dict[type[InProgramme], dict[int, str]] = {}

    def learn(self, kind: type[InProgramme], keys: dict[str, int]) -> None:
        self._by_key[kind] = keys
        self._by_id[kind] = {identity: key for key, identity in keys.items()}

    def of(self, kind: type[InProgramme], key: str | None) -> int | Gone | None:
        return None if key is None else self._by_key[kind].get(key, Gone.GONE)

    def key_of(self, kind: type[InProgramme], identity: int | None) -> str | None:
        return None if identity is None else self._by_id[kind].get(identity)

    def ends(self, name: str, key: str) -> Row:
        """Return the two columns that say which milestone or which initiative is meant."""
        milestone, initiative = self.of(Milestone, key), self.of(Initiative, key)
        is_milestone = milestone is not Gone.GONE
        return {
            f"{name}_id": milestone if is_milestone else None,
            f"{name}_initiative_id": None if is_milestone else initiative,
        }


@dataclass(frozen=True)
class LoadTable:
    """One table: its rows as the file has them, and the columns that identify a row."""

    kind: type[InProgramme]
    identity: tuple[str, ...]
    rows: Callable[[ProgrammeContent, Ids], Iterable[Row]]
    # Columns by which a row whose identity changed in the file is still known, when only one fits.
    nearly: tuple[str, ...] = ()
    # Never changed once it is there: what was approved stays as it was approved.
    is_immutable: bool = False


def _keyed(kind: type[InProgramme], part: str, *, is_immutable: bool = False) -> LoadTable:
    def rows(content: ProgrammeContent, ids: Ids) -> Iterator[Row]:
        for record in getattr(content, part):
            yield _row(kind, record, ids)

    return LoadTable(kind, ("key",), rows, is_immutable=is_immutable)


def _row(kind: type[InProgramme], record: Fields, ids: Ids) -> Row:
    """Return a record's columns, each key of another record replaced by its id."""
    links = LINKS.get(kind, {})
    row: Row = {}
    for name in type(record).model_fields:
        value = getattr(record, name)
        if name in links:
            row[links[name].column] = ids.of(links[name].kind, value)
        elif not isinstance(value, list):
            row[name] = value
    return row


def _participating(content: ProgrammeContent, ids: Ids) -> Iterator[Row]:
    for initiative in content.initiatives:
        for key in initiative.also:
            yield {
                "initiative_id": ids.of(Initiative, initiative.key),
                "service_id": ids.of(Service, key),
            }


def _initiative_partners(content: ProgrammeContent, ids: Ids) -> Iterator[Row]:
    for initiative in content.initiatives:
        for partner in initiative.partners:
            yield {
                "initiative_id": ids.of(Initiative, initiative.key),
                "partner_id": ids.of(Partner, partner.partner),
                "contribution": partner.contribution,
            }


def _options(content: ProgrammeContent, ids: Ids) -> Iterator[Row]:
    for decision in content.decisions:
        for option in decision.options:
            yield {"milestone_id": ids.of(Milestone, decision.milestone), **option.model_dump()}


def _dependencies(content: ProgrammeContent, ids: Ids) -> Iterator[Row]:
    for dependency in content.dependencies:
        yield {
            **dependency.model_dump(exclude={"predecessor", "successor"}),
            **ids.ends("predecessor", dependency.predecessor),
            **ids.ends("successor", dependency.successor),
        }


def _updates(content: ProgrammeContent, ids: Ids) -> Iterator[Row]:
    for update in content.updates:
        item = ids.ends("item", update.item)
        yield {
            **update.model_dump(exclude={"item"}),
            "milestone_id": item["item_id"],
            "initiative_id": item["item_initiative_id"],
        }


def _children(
    kind: type[InProgramme], parents: str, children: str, column: str
) -> Callable[[ProgrammeContent, Ids], Iterator[Row]]:
    def rows(content: ProgrammeContent, ids: Ids) -> Iterator[Row]:
        for parent in getattr(content, parents):
            for child in getattr(parent, children):
                yield {column: ids.of(kind, parent.key), **_child(child, ids)}

    return rows


def _child(child: Fields, ids: Ids) -> Row:
    values: Mapping[str, Any] = {name: getattr(child, name) for name in type(child).model_fields}
    row = {name: value for name, value in values.items() if name != "milestone"}
    if "milestone" in values:
        row["milestone_id"] = ids.of(Milestone, values["milestone"])
    return row


_DEPENDENCY_ENDS = tuple(
    f"{end}_{column}" for end in ("predecessor", "successor") for column in ("id", "initiative_id")
)
# In an order in which what a row names is there before it.
LOAD_TABLES = (
    LoadTable(
        CalendarException,
        ("starts_on", "name"),
        lambda content, _ids: (each.model_dump() for each in content.calendar_exceptions),
    ),
    LoadTable(
        StallRuleSetting, ("rule",), lambda content, _ids: (each.model_dump() for each in content.stall_rules)
    ),
    _keyed(WorkCalendar, "work_calendars"),
    LoadTable(
        OtherHours,
        ("work_calendar_id", "starts_on", "name"),
        _children(WorkCalendar, "work_calendars", "other_hours", "work_calendar_id"),
        nearly=("work_calendar_id", "name"),
    ),
    _keyed(Service, "services"),
    _keyed(Post, "posts"),
    _keyed(Partner, "partners"),
    _keyed(Initiative, "initiatives"),
    LoadTable(ParticipatingService, ("initiative_id", "service_id"), _participating),
    LoadTable(InitiativePartner, ("initiative_id", "partner_id"), _initiative_partners),
    _keyed(Milestone, "milestones"),
    LoadTable(
        Absence,
        ("post_id", "starts_on", "reason"),
        lambda content, ids: (_row(Absence, each, ids) for each in content.absences),
        nearly=("post_id", "reason"),
    ),
    LoadTable(
        WorkNeed,
        ("milestone_id", "post_id"),
        lambda content, ids: (_row(WorkNeed, each, ids) for each in content.needs),
    ),
    LoadTable(
        Decision,
        ("milestone_id",),
        lambda content, ids: (_row(Decision, each, ids) for each in content.decisions),
    ),
    LoadTable(DecisionOption, ("milestone_id", "title"), _options, nearly=("milestone_id", "position")),
    LoadTable(Dependency, (*_DEPENDENCY_ENDS, "kind"), _dependencies, nearly=_DEPENDENCY_ENDS),
    _keyed(Baseline, "baselines", is_immutable=True),
    LoadTable(
        BaselineDate,
        ("baseline_id", "milestone_id"),
        _children(Baseline, "baselines", "dates", "baseline_id"),
        is_immutable=True,
    ),
    LoadTable(
        ProgressUpdate,
        (
            "milestone_id",
            "initiative_id",
            "reported_on",
            "author",
            "declared_status",
            "progress_percent",
            "text",
            "blocked_by",
            "could_unblock",
        ),
        _updates,
        is_immutable=True,
    ),
    _keyed(Indicator, "indicators"),
    LoadTable(
        Reading,
        ("indicator_id", "read_on", "value", "text", "source"),
        _children(Indicator, "indicators", "readings", "indicator_id"),
        nearly=("indicator_id", "read_on", "source"),
    ),
    LoadTable(
        ForeignElement,
        ("format", "kind", "uid"),
        lambda content, _ids: (each.model_dump() for each in content.foreign_elements),
    ),
)
