"""What we write of each record of one programme: the same when a file is read, to know what to keep of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tracker.analysis.calendar import calendars_of, working_calendar
from tracker.exchange.mspdi_baselines import baseline_numbers
from tracker.exchange.mspdi_form import (
    NO_CALENDAR,
    Fields,
    baseline_node,
    calendar_fields,
    initiative_fields,
    instant_on,
    link_node,
    milestone_fields,
    milestone_guards,
    minutes_of,
)
from tracker.exchange.mspdi_kept import Node
from tracker.exchange.mspdi_words import date_text
from tracker.exchange.snapshot_of_content import snapshot_of
from tracker.model.content import DependencyContent, PostContent, ProgrammeContent
from tracker.planning import WorkingCalendar

# The name of the programme's own calendar in a file.
STANDARD = "Standard"


class Writing:
    """The records of a programme as fields; unique ids are given by the keys of tasks and of calendars."""

    def __init__(
        self, content: ProgrammeContent, tasks: Mapping[str, str], calendars: Mapping[str, str]
    ) -> None:
        self.content, self.tasks, self.calendar_uids = content, tasks, calendars
        self.snapshot = snapshot_of(content)
        self.calendars = calendars_of(self.snapshot)
        self.rows = {milestone.key: row for row, milestone in enumerate(content.milestones)}
        self.initiatives = {initiative.key: initiative for initiative in content.initiatives}
        self._baselines: dict[str, list[Node]] = {}
        numbers = baseline_numbers(content.baselines)
        for baseline in content.baselines:
            for each in baseline.dates if baseline.key in numbers else ():
                node = baseline_node(numbers[baseline.key], each, self.calendar_of(each.milestone))
                self._baselines.setdefault(each.milestone, []).append(node)
        for nodes in self._baselines.values():
            nodes.sort(key=lambda node: int(str(node[0][1])))

    def calendar_of(self, item: str) -> WorkingCalendar:
        """Return the calendar on which an item counts; an initiative counts on the programme's own."""
        row = self.rows.get(item)
        return (
            self.calendars.own if row is None else self.calendars.calendars[int(self.calendars.number[row])]
        )

    def project(self) -> Fields:
        """Return the fields of the project that are the programme's."""
        programme = self.content.programme
        fields: Fields = {
            "Title": [programme.title],
            "StartDate": [date_text(instant_on(programme.start, self.calendars.own, at_start=True))],
            "CalendarUID": [self.calendar_uids.get(self.default_calendar, NO_CALENDAR)],
        }
        if programme.city != programme.title:
            fields["Company"] = [programme.city]
        if programme.currency:
            fields["CurrencyCode"] = [programme.currency]
        return fields

    @property
    def default_calendar(self) -> str:
        """The key of the calendar that stands for the programme's own, empty when none does."""
        return next((each.key for each in self.content.work_calendars if each.is_default), "")

    def programme_calendar(self) -> Fields:
        """Return the fields of the programme's week, holidays and exceptions as a calendar."""
        return calendar_fields(STANDARD, self.calendars.own)

    def work_of(self, item: str) -> int:
        """Return the minutes of work of a milestone."""
        return minutes_of(self.content.milestones[self.rows[item]].work_days, self.calendar_of(item))

    def leaves_open(self, item: str) -> bool:
        """Whether a milestone has begun without saying how much is left."""
        milestone = self.content.milestones[self.rows[item]]
        return milestone.actual_finish is None and milestone.remaining_days is None

    def calendar(self, key: str) -> Fields:
        """Return the fields of a named calendar."""
        row = self.snapshot.work_calendars.by_key(key)
        return {} if row is None else calendar_fields(row.title, working_calendar(self.snapshot, row))

    def task(self, item: str) -> tuple[Fields, Fields]:
        """Return the fields of a milestone's or an initiative's task, and their guards."""
        if item in self.initiatives:
            return initiative_fields(self.initiatives[item]), {}
        if item not in self.rows:
            return {}, {}
        milestone = self.content.milestones[self.rows[item]]
        uid = NO_CALENDAR if milestone.calendar is None else self.calendar_uids.get(milestone.calendar, "?")
        fields = milestone_fields(milestone, self.calendar_of(item), uid)
        if item in self._baselines:
            fields["Baseline"] = self._baselines[item]
        return fields, milestone_guards(milestone, fields)

    def link(self, dependency: DependencyContent) -> Node:
        """Return the link of a dependency."""
        predecessor = self.tasks.get(dependency.predecessor, "?")
        return link_node(dependency, predecessor, self.calendar_of(dependency.successor))


def resource_fields(post: PostContent) -> Fields:
    """Return the fields of a post's resource."""
    return {"Name": [post.title], "Type": ["1"]}


def link_words(dependency: DependencyContent) -> Sequence[Any]:
    """Return what a dependency says, so that one that has changed since is known."""
    return [
        dependency.predecessor,
        dependency.successor,
        dependency.kind.value,
        dependency.lag,
        dependency.lag_unit.value,
    ]
