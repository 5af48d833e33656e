"""Takes out of a schedule's elements what the programme made of them does not say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tracker.exchange.import_report import ImportReport
from tracker.exchange.mspdi_form import ADDED_UP, COMPUTED
from tracker.exchange.mspdi_import_links import ImportedLinks
from tracker.exchange.mspdi_kept import Kept, fields_of, keep, node_of
from tracker.exchange.mspdi_keys import ALIAS, field_of_keys
from tracker.exchange.mspdi_outline import Outline
from tracker.exchange.mspdi_records import ScheduleRecord, TaskRecord
from tracker.exchange.mspdi_words import OTHER_FIELDS, PROJECT_FIELDS, TASK_FIELDS
from tracker.exchange.mspdi_written import Writing, link_words, resource_fields
from tracker.exchange.mspdi_xml import Element
from tracker.model.content import ProgrammeContent
from tracker.model.foreign import ForeignElementFields

FORMAT = "mspdi"
_SECTIONS = ("Calendars", "Tasks", "Resources", "Assignments")
_STRUCTURE = frozenset({"UID", "ID", "OutlineNumber", "OutlineLevel"})


@dataclass(frozen=True)
class Source:
    """A file that is read, what its elements became by unique id, and the report that says what is kept."""

    top: Element
    schedule: ScheduleRecord
    outline: Outline
    tasks: Mapping[int, str]
    calendars: Mapping[int, str]
    posts: Mapping[int, str]
    links: ImportedLinks
    report: ImportReport


def kept_elements(source: Source, content: ProgrammeContent) -> list[ForeignElementFields]:
    """Return what is kept of project, calendars, tasks, resources and assignments, in file order."""
    return _Keeper(source, content).elements()


class _Keeper:
    def __init__(self, source: Source, content: ProgrammeContent) -> None:
        self.source, self.content = source, content
        known = {each.key for each in content.work_calendars}
        self.calendars = {str(uid): key for uid, key in source.calendars.items() if key in known}
        self.writing = Writing(
            content,
            {key: str(uid) for uid, key in source.tasks.items()},
            {key: uid for uid, key in self.calendars.items()},
        )
        self.owners = {milestone.key: milestone.owner for milestone in content.milestones}
        self.key_field = field_of_keys(source.top)
        self.found: list[ForeignElementFields] = []

    def elements(self) -> list[ForeignElementFields]:
        self._project()
        for place, element in enumerate(self.source.top.all("Calendars", "Calendar")):
            self._calendar(element, place)
        for place, element in enumerate(self.source.top.all("Tasks", "Task")):
            self._task(element, place)
        for place, element in enumerate(self.source.top.all("Resources", "Resource")):
            self._resource(element, place)
        for place, element in enumerate(self.source.top.all("Assignments", "Assignment")):
            self._assignment(element, place)
        return self.found

    def _add(self, kind: str, uid: str, item: str, place: int, kept: Kept) -> None:
        self.found.append(
            ForeignElementFields(
                format=FORMAT, kind=kind, uid=uid, item=item, position=place, content=kept.as_text()
            )
        )
        names = [tag for tag, _theirs, _ours in kept.fields]
        self.source.report.fields.update(f"{kind}.{tag}" for tag in names)

    def _project(self) -> None:
        fields = fields_of(self.source.top, without=(*_SECTIONS, "FinishDate"))
        if self.key_field is not None:
            _without_keys(fields, "ExtendedAttributes")
        kept = keep(fields, self.writing.project(), {}, PROJECT_FIELDS)
        if not self.writing.default_calendar:
            kept.more["no_calendar"] = True
        self._add("project", "", "", 0, kept)

    def _calendar(self, element: Element, place: int) -> None:
        fields = fields_of(element)
        uid = str(fields.pop("UID")[0])
        key = self.calendars.get(uid, "")
        if not key:
            self.source.report.note("calendar_kept", str(fields.get("Name", [uid])[0])[:60])
        self._add("calendar", uid, key, place, keep(fields, self.writing.calendar(key), {}, OTHER_FIELDS))

    def _task(self, element: Element, place: int) -> None:
        uid = _number(element)
        task = self.source.schedule.tasks.get(uid)
        fields = fields_of(element, without=("PredecessorLink",))
        if task is None:
            # A blank line, or one without a number of its own.
            self.source.report.note("blank_line", str(uid))
            kept = keep(_less(fields, _STRUCTURE), {}, {}, TASK_FIELDS)
            kept.more["blank"] = str(fields.get("OutlineLevel", ["0"])[0])
            self._add("task", str(uid), "", place, kept)
            return
        self._leave_out_key(fields)
        item = self.source.tasks[uid]
        written, guards = self.writing.task(item)
        if item not in self.writing.rows:
            fields = _less(fields, ADDED_UP)
            self._note_summary(fields, task, is_inside=item not in self.writing.initiatives)
        # A task scheduled by hand has dates of its own making.
        computed = (
            COMPUTED - {"Start", "Finish"} if task.is_manual and item in self.writing.rows else COMPUTED
        )
        fields = _less(fields, computed)
        for tag in _TELLING_BY_ABSENCE:
            if tag not in fields and written.get(tag, _NOTHING[0]) not in _NOTHING:
                fields[tag] = []
        kept = keep(fields, written, guards, TASK_FIELDS)
        parent = self.source.outline.parent.get(uid)
        kept.more |= {"level": task.outline_level} if parent is None else {"parent": str(parent)}
        kept.more |= self._kept_links(element, uid)
        self._note_special(fields, task.name)
        self._add("task", str(uid), item if written else "", place, kept)

    def _leave_out_key(self, fields: dict[str, list[Any]]) -> None:
        if self.key_field is None or "ExtendedAttribute" not in fields:
            return
        others = [node for node in fields["ExtendedAttribute"] if ("FieldID", self.key_field) not in node]
        fields["ExtendedAttribute"] = others
        if not others:
            del fields["ExtendedAttribute"]

    def _note_summary(self, fields: Mapping[str, list[Any]], task: TaskRecord, *, is_inside: bool) -> None:
        name = task.name or f"task {task.uid}"
        if is_inside and task.outline_level:
            self.source.report.note("summary_inside", name[:60])
        if fields.get("ConstraintType", ["0"]) != ["0"]:
            self.source.report.note("summary_constraint", name[:60])
        if "Deadline" in fields:
            self.source.report.note("summary_deadline", name[:60])
        if "Baseline" in fields:
            self.source.report.note("summary_baseline", name[:60])

    def _note_special(self, fields: Mapping[str, list[Any]], name: str) -> None:
        for tag, note in _SPECIAL.items():
            if str(fields.get(tag, ["0"])[0]).lower() not in ("0", "false", ""):
                self.source.report.note(note, name[:60])

    def _kept_links(self, element: Element, uid: int) -> dict[str, Any]:
        """Return the links that we would write otherwise, each with the dependencies that it stands for."""
        kept = []
        for place, link in enumerate(element.all("PredecessorLink")):
            stands_for = self.source.links.of_link.get((uid, place), [])
            theirs, ours = node_of(link), [self.writing.link(each) for each in stands_for]
            if ours != [theirs]:
                kept.append([theirs, [link_words(each) for each in stands_for]])
        return {"links": kept} if kept else {}

    def _resource(self, element: Element, place: int) -> None:
        uid = _number(element)
        fields = fields_of(element, without=("UID", "ID"))
        item = self.source.posts.get(uid, "")
        post = next((each for each in self.content.posts if each.key == item), None)
        written = {} if post is None else resource_fields(post)
        self._add("resource", str(uid), item, place, keep(fields, written, {}, OTHER_FIELDS))

    def _assignment(self, element: Element, place: int) -> None:
        fields = fields_of(element)
        task, resource = (str(fields.get(name, [""])[0]) for name in ("TaskUID", "ResourceUID"))
        item = self.source.tasks.get(int(task), "") if task.isdigit() else ""
        post = self.source.posts.get(int(resource)) if resource.isdigit() else None
        kept = keep(fields, {}, {}, OTHER_FIELDS)
        if post is not None and post == self.owners.get(item):
            kept.more["owner"] = post
        elif post is not None:
            self.source.report.note("more_people", item)
        self._add("assignment", str(place), item, place, kept)


# What we write of these is no news to a file that had nothing to say.
_TELLING_BY_ABSENCE = ("CalendarUID", "ConstraintType", "ConstraintDate")
_NOTHING: tuple[list[Any], ...] = (["-1"], ["0"])
_SPECIAL = {
    "LevelingDelay": "levelled",
    "Recurring": "recurring",
    "IsSubproject": "subproject",
    "ExternalTask": "external",
    "StartText": "text_date",
    "FinishText": "text_date",
}


def _number(element: Element) -> int:
    uid = element.child("UID")
    return int(uid.text) if uid is not None and uid.text.isdigit() else -1


def _less(fields: Mapping[str, list[Any]], without: frozenset[str]) -> dict[str, list[Any]]:
    return {tag: nodes for tag, nodes in fields.items() if tag not in without}


def _without_keys(fields: dict[str, list[Any]], section: str) -> None:
    """Take the declaration of the field that carries our keys out of the project's extended attributes."""
    for nodes in fields.get(section, []):
        if isinstance(nodes, list):
            nodes[:] = [(tag, node) for tag, node in nodes if ("Alias", ALIAS) not in node]
    if fields.get(section) in ([[]], [""]):
        del fields[section]
