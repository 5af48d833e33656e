"""Writes a programme as a Microsoft Project XML file, with what an earlier import kept of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from tracker.exchange.mspdi_dates import TaskDates, dates_of, span_fields
from tracker.exchange.mspdi_form import Fields
from tracker.exchange.mspdi_import_calendars import ELAPSED
from tracker.exchange.mspdi_import_kept import FORMAT
from tracker.exchange.mspdi_kept import Kept, Node, as_node, read_kept
from tracker.exchange.mspdi_keys import TEXT_FIELDS, key_attribute, key_definition, plain_key
from tracker.exchange.mspdi_task_order import TaskOrder, TaskPlace, is_summary
from tracker.exchange.mspdi_words import (
    NAMESPACE,
    OTHER_FIELDS,
    PROJECT_FIELDS,
    TASK_FIELDS,
    length_text,
    xml_of,
)
from tracker.exchange.mspdi_written import Writing, link_words, resource_fields
from tracker.i18n import Text
from tracker.model.content import DependencyContent, ProgrammeContent

Merged = dict[str, Sequence[Node]]
# What Microsoft Project expects of a project that was never its own.
_NEW_PROJECT: Fields = {
    "SaveVersion": ["14"],
    "ScheduleFromStart": ["1"],
    "DefaultStartTime": ["08:00:00"],
    "DefaultFinishTime": ["17:00:00"],
    "MinutesPerDay": ["480"],
    "MinutesPerWeek": ["2400"],
    "DaysPerMonth": ["20"],
}
# The parts of a programme that such a file has no words for, and the text that counts each.
_UNSAID = ("services", "partners", "updates", "indicators", "stall_rules")


@dataclass(frozen=True)
class WrittenSchedule:
    """The text of a file, and a sentence for each part of the programme that is not in it."""

    text: str
    left_out: list[Text] = field(default_factory=list)


def write_mspdi(content: ProgrammeContent, as_of: date) -> WrittenSchedule:
    """Return a programme as a Microsoft Project XML file; reading it gives the same plan.

    Args:
        as_of: what happened later is not known yet.

    Raises:
        PlanningError: the plan cannot be laid out in time.
    """
    lines = [
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>',
        f'<Project xmlns="{NAMESPACE}">',
        *_Writer(content, as_of).lines(),
        "</Project>",
    ]
    left_out = [
        Text(f"export.left_out.{name}", count=len(getattr(content, name)))
        for name in _UNSAID
        if getattr(content, name)
    ]
    return WrittenSchedule("\n".join(lines) + "\n", left_out)


class _Writer:
    def __init__(self, content: ProgrammeContent, as_of: date) -> None:
        self.content = content
        self.kept: dict[str, dict[str, tuple[str, Kept]]] = {}
        for row in content.foreign_elements:
            if row.format == FORMAT:
                self.kept.setdefault(row.kind, {})[row.uid] = (row.item, read_kept(row.content))
        self.tasks = TaskOrder(content, FORMAT)
        self.calendars = self._uids("calendar", [each.key for each in content.work_calendars])
        self.resources = self._uids("resource", [each.key for each in content.posts])
        self.own_calendar = str(max([0, *map(int, self.calendars.values())]) + 1)
        self.writing = Writing(content, self.tasks.uid_of, self.calendars)
        _, project = self.kept.get("project", {}).get("", ("", Kept()))
        # Else a named calendar stands for it, or the file it came from named none either.
        self.has_own_calendar = not self.writing.default_calendar and "no_calendar" not in project.more
        self.dates = dates_of(content, as_of)
        self.key_field = self._field_for_keys()
        self.links: dict[str, list[DependencyContent]] = {}
        for dependency in content.dependencies:
            self.links.setdefault(dependency.successor, []).append(dependency)

    def _uids(self, kind: str, items: list[str]) -> dict[str, str]:
        """Return a unique id for each record of a kind: the one it came with, else the next free one."""
        kept = self.kept.get(kind, {})
        found = {item: uid for uid, (item, _) in kept.items() if item in items}
        number = max([0, *(int(uid) for uid in kept if uid.isdigit())])
        for item in items:
            if item not in found:
                number += 1
                found[item] = str(number)
        return found

    def _field_for_keys(self) -> tuple[str, str] | None:
        """Return the text field that carries our keys, None when no task needs it."""
        if all(plain_key(int(uid)) == item for item, uid in self.tasks.uid_of.items()):
            return None
        _, kept = self.kept.get("project", {}).get("", ("", Kept()))
        taken = str([theirs for tag, theirs, _ in kept.fields if tag == "ExtendedAttributes"])
        return next((pair for pair in TEXT_FIELDS.items() if pair[1] not in taken), None)

    def lines(self) -> Iterator[str]:
        yield from self._project_lines()
        yield from self._section("Calendars", self._calendars(), OTHER_FIELDS)
        yield from self._section("Tasks", self._tasks(), TASK_FIELDS)
        yield from self._section("Resources", self._resources(), OTHER_FIELDS)
        yield from self._section("Assignments", self._assignments(), OTHER_FIELDS)

    def _section(self, name: str, elements: Iterator[Merged], order: Sequence[str]) -> Iterator[str]:
        yield f"  <{name}>"
        for fields in elements:
            yield from xml_of(name[:-1], fields, order, 2)
        yield f"  </{name}>"

    def _project_lines(self) -> Iterator[str]:
        item = self.kept.get("project", {}).get("")
        written = self.writing.project()
        fields = dict(item[1].over(written, {}) if item else {**_NEW_PROJECT, **written})
        if self.has_own_calendar:
            fields["CalendarUID"] = [self.own_calendar]
        if self.dates:
            last = max(self.dates.values(), key=lambda dates: dates.finish)
            fields["FinishDate"] = last.fields()["Finish"]
        if self.key_field is not None:
            declared = [child for nodes in fields.get("ExtendedAttributes", ()) for child in nodes]
            fields["ExtendedAttributes"] = [[*declared, key_definition(*self.key_field)]]  # type: ignore[list-item]
        lines = list(xml_of("Project", fields, PROJECT_FIELDS, 0))
        yield from lines[1:-1]

    def _calendars(self) -> Iterator[Merged]:
        kept = self.kept.get("calendar", {})
        for uid, (item, own) in kept.items():
            if not item or item in self.calendars:
                written = self.writing.calendar(item)
                yield {"UID": [uid], **own.over(written, {})}
        for key, uid in self.calendars.items():
            if uid not in kept and (key != ELAPSED or self._is_named(uid)):
                yield {"UID": [uid], **self.writing.calendar(key)}
        if self.has_own_calendar:
            yield {"UID": [self.own_calendar], **self.writing.programme_calendar()}

    def _is_named(self, uid: str) -> bool:
        """Whether a task still names a calendar: elapsed time is written as such, without a calendar."""
        return any([uid] == list(self._task(place).get("CalendarUID", ())) for place in self.tasks)

    def _tasks(self) -> Iterator[Merged]:
        for number, place in enumerate(self.tasks):
            fields = self._task(place)
            fields |= {"UID": [place.uid], "ID": [str(number)], "OutlineLevel": [str(place.level)]}
            if not place.is_blank:
                fields["Summary"] = [str(int(is_summary(place, self.writing.initiatives)))]
                dates = dict(self._dates(place, fields))
                if "Start" in fields:
                    # Scheduled by hand: its dates are its own, and a finish only where it has one.
                    dates.pop("Finish", None)
                fields = {**dates, **fields}
            fields["PredecessorLink"] = list(self._links(place))
            if self.key_field is not None and place.item not in ("", plain_key(int(place.uid))):
                mark = key_attribute(self.key_field[1], place.item)
                fields["ExtendedAttribute"] = [*fields.get("ExtendedAttribute", ()), mark]
            yield fields

    def _task(self, place: TaskPlace) -> Merged:
        written, guards = self.writing.task(place.item)
        dates = self.dates.get(place.item)
        if dates is not None and dates.remaining is not None and self.writing.leaves_open(place.item):
            done = self.writing.work_of(place.item) - dates.remaining
            written["RemainingDuration"] = [length_text(dates.remaining)]
            written["ActualDuration"] = [length_text(max(done, 0))]
        return place.kept.over(written, guards)

    def _dates(self, place: TaskPlace, fields: Merged) -> Mapping[str, Sequence[Node]]:
        if place.item in self.writing.rows:
            found = self.dates.get(place.item)
            return _as_happened(fields) if found is None else found.fields()
        spans = self._spans.get(place.uid, [])
        if not spans:
            return {}
        start, finish = min(each.start for each in spans), max(each.finish for each in spans)
        return span_fields(start, finish, self.writing.calendars.own.work_between(start, finish))

    @cached_property
    def _spans(self) -> Mapping[str, list[TaskDates]]:
        """The dates of the milestones below each summary; of the project's own summary, all of them."""
        found: dict[str, list[TaskDates]] = {}
        tops = [place.uid for place in self.tasks.places.values() if not place.level]
        for key, dates in self.dates.items():
            for uid in (*self.tasks.above(self.tasks.uid_of[key]), *tops):
                found.setdefault(uid, []).append(dates)
        return found

    def _links(self, place: TaskPlace) -> Iterator[Node]:
        """Yield the kept links that still stand for what they stood for, then those of other dependencies."""
        for theirs, stands_for in place.kept.more.get("links", []):
            if self._stands(stands_for):
                yield as_node(theirs)
        for dependency in self.links.get(place.item, ()) if place.item else ():
            if tuple(link_words(dependency)) not in self._covered:
                yield self.writing.link(dependency)

    def _stands(self, stands_for: list[list[object]]) -> bool:
        return all(tuple(words) in self._said for words in stands_for)

    @cached_property
    def _said(self) -> set[tuple[object, ...]]:
        return {tuple(link_words(each)) for each in self.content.dependencies}

    @cached_property
    def _covered(self) -> set[tuple[object, ...]]:
        """The dependencies that a kept link stands for."""
        return {
            tuple(words)
            for place in self.tasks.places.values()
            for _theirs, stands_for in place.kept.more.get("links", [])
            if self._stands(stands_for)
            for words in stands_for
        }

    def _resources(self) -> Iterator[Merged]:
        posts = {post.key: post for post in self.content.posts}
        kept = self.kept.get("resource", {})
        uids = [uid for uid, (item, _) in kept.items() if not item or item in posts]
        uids += [uid for uid in self.resources.values() if uid not in kept]
        items = {uid: key for key, uid in self.resources.items()}
        for number, uid in enumerate(uids):
            post = posts.get(items.get(uid, ""))
            written: Fields = {} if post is None else resource_fields(post)
            own = kept[uid][1].over(written, {}) if uid in kept else written
            yield {"UID": [uid], "ID": [str(number)], **own}

    def _assignments(self) -> Iterator[Merged]:
        owners = {each.key: each.owner for each in self.content.milestones}
        tasks = {place.uid for place in self.tasks}
        assigned: set[tuple[str, str]] = set()
        last = 0
        for item, kept in self.kept.get("assignment", {}).values():
            fields = kept.over({}, {})
            uid, task, resource = (
                str(next(iter(fields.get(tag, [""])), "")) for tag in ("UID", "TaskUID", "ResourceUID")
            )
            owner = kept.more.get("owner")
            if task in tasks and (owner is None or owners.get(item) == owner) and self._has(resource):
                assigned.add((task, resource))
                last = max(last, int(uid)) if uid.isdigit() else last
                yield fields
        for number, (key, owner) in enumerate(owners.items(), start=last + 1):
            pair = (self.tasks.uid_of[key], self.resources.get(owner or "", ""))
            if owner is not None and pair not in assigned:
                work = length_text(self.writing.work_of(key))
                yield {
                    "UID": [str(number)],
                    "TaskUID": [pair[0]],
                    "ResourceUID": [pair[1]],
                    "Units": ["1"],
                    "Work": [work],
                }

    def _has(self, resource: str) -> bool:
        """Whether a resource is written: those without a record always are."""
        kept = self.kept.get("resource", {}).get(resource)
        return kept is None or not kept[0] or kept[0] in self.resources


def _as_happened(fields: Merged) -> Merged:
    """Return the dates of what is out of the plan: those on which it happened, where it did."""
    start, finish = fields.get("ActualStart"), fields.get("ActualFinish")
    happened: Merged = {"Start": start or finish or (), "Finish": finish or ()}
    return {tag: nodes for tag, nodes in happened.items() if nodes}
