"""A programme as it stands at one revision: every row of it, read-only and detached from the database."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from operator import itemgetter
from typing import Any, Generic, TypeVar, cast

from tracker.model.base import InProgramme
from tracker.model.baseline import Baseline, BaselineDate
from tracker.model.capacity import Absence, WorkNeed
from tracker.model.decision import Decision, DecisionOption
from tracker.model.foreign import ForeignElement
from tracker.model.indicator import Indicator, Reading
from tracker.model.initiative import Initiative, InitiativePartner, ParticipatingService
from tracker.model.milestone import Dependency, Milestone
from tracker.model.organisation import Partner, Post, Service
from tracker.model.programme import CalendarException, Programme, StallRuleSetting
from tracker.model.progress import ProgressUpdate
from tracker.model.review import AgendaPoint, Review, ReviewMoment, SignedComment
from tracker.model.scenario import Scenario
from tracker.model.work_calendar import OtherHours, WorkCalendar

R = TypeVar("R", bound=InProgramme)
T = TypeVar("T")


class Rows(Sequence[R], Generic[R]):
    """The rows of one table in id order: records to read by attribute, and columns for the engine.

    A row is what the database cursor gave (attribute access, immutable): building a record object for
    each of 100,000 rows costs more than the whole analysis.
    """

    def __init__(self, rows: Sequence[Sequence[Any]], names: Sequence[str]) -> None:
        self._rows = rows
        self._place = {name: place for place, name in enumerate(names)}
        self._columns: dict[str, list[Any]] = {}
        self._kept: dict[Hashable, Any] = {}

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, place: Any) -> Any:
        return self._rows[place]

    def __iter__(self) -> Iterator[R]:
        return cast("Iterator[R]", iter(self._rows))

    @property
    def names(self) -> list[str]:
        """The names of the fields, in the order in which a row holds them."""
        return list(self._place)

    def column(self, name: str) -> list[Any]:
        """Return one field of every row, in the rows' order."""
        found = self._columns.get(name)
        if found is None:
            found = self._columns[name] = list(map(itemgetter(self._place[name]), self._rows))
        return found

    def changed(self, row: int, **values: Any) -> Rows[R]:
        """Return these rows with some fields of one of them as they might be."""
        kind = namedtuple("Changed", list(self._place))  # type: ignore[misc]  # the names are the table's
        before = dict(zip(self._place, self._rows[row], strict=True))
        rows = list(self._rows)
        rows[row] = kind(**{**before, **values})
        return Rows(rows, list(self._place))

    def as_dicts(self) -> list[dict[str, Any]]:
        """Return every row as a dict of its fields."""
        names = list(self._place)
        return [dict(zip(names, row, strict=True)) for row in self._rows]

    def kept(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what is made of these rows under a key, made only once: the rows never change."""
        if key not in self._kept:
            self._kept[key] = make()
        return cast("T", self._kept[key])

    @cached_property
    def row_of_id(self) -> Mapping[int, int]:
        """Row number of each id."""
        return {identity: row for row, identity in enumerate(self.column("id"))}

    def by_id(self, identity: int) -> R:
        return cast("R", self._rows[self.row_of_id[identity]])

    def get(self, identity: int | None) -> R | None:
        row = None if identity is None else self.row_of_id.get(identity)
        return None if row is None else cast("R", self._rows[row])

    @cached_property
    def row_of_key(self) -> Mapping[str, int]:
        """Row number of each key, for the tables that have one."""
        return {key: row for row, key in enumerate(self.column("key"))}

    def by_key(self, key: str) -> R | None:
        row = self.row_of_key.get(key)
        return None if row is None else cast("R", self._rows[row])


@dataclass(frozen=True)
class Snapshot:
    """All that is kept of one programme, of its journal only the count of date moves. One query a table."""

    programme: Programme
    services: Rows[Service]
    posts: Rows[Post]
    partners: Rows[Partner]
    initiatives: Rows[Initiative]
    participating_services: Rows[ParticipatingService]
    initiative_partners: Rows[InitiativePartner]
    milestones: Rows[Milestone]
    dependencies: Rows[Dependency]
    updates: Rows[ProgressUpdate]
    baselines: Rows[Baseline]
    baseline_dates: Rows[BaselineDate]
    indicators: Rows[Indicator]
    readings: Rows[Reading]
    calendar_exceptions: Rows[CalendarException]
    stall_rule_settings: Rows[StallRuleSetting]
    # What might be changed: no part of the plan, and no analysis reads it.
    scenarios: Rows[Scenario]
    work_calendars: Rows[WorkCalendar]
    other_hours: Rows[OtherHours]
    absences: Rows[Absence]
    work_needs: Rows[WorkNeed]
    foreign_elements: Rows[ForeignElement]
    decisions: Rows[Decision]
    decision_options: Rows[DecisionOption]
    # What was said of the plan, and when: no part of it either.
    reviews: Rows[Review]
    agenda_points: Rows[AgendaPoint]
    review_moments: Rows[ReviewMoment]
    signed_comments: Rows[SignedComment]
    # How often each milestone, by id, was put off; a file does not tell.
    date_moves: Mapping[int, int] = field(default_factory=dict)

    @property
    def revision(self) -> int:
        return self.programme.revision


TABLES: Mapping[str, type[InProgramme]] = {
    "services": Service,
    "posts": Post,
    "partners": Partner,
    "initiatives": Initiative,
    "participating_services": ParticipatingService,
    "initiative_partners": InitiativePartner,
    "milestones": Milestone,
    "dependencies": Dependency,
    "updates": ProgressUpdate,
    "baselines": Baseline,
    "baseline_dates": BaselineDate,
    "indicators": Indicator,
    "readings": Reading,
    "calendar_exceptions": CalendarException,
    "stall_rule_settings": StallRuleSetting,
    "scenarios": Scenario,
    "work_calendars": WorkCalendar,
    "other_hours": OtherHours,
    "absences": Absence,
    "work_needs": WorkNeed,
    "foreign_elements": ForeignElement,
    "decisions": Decision,
    "decision_options": DecisionOption,
    "reviews": Review,
    "agenda_points": AgendaPoint,
    "review_moments": ReviewMoment,
    "signed_comments": SignedComment,
}
