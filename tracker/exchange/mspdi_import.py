"""Turns a Microsoft Project schedule into a programme's content, and keeps what has no place in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from pydantic import ValidationError

from tracker.analysis import analyse
from tracker.exchange.import_completion import completed
from tracker.exchange.import_report import ImportReport
from tracker.exchange.mspdi_activities import activities_of
from tracker.exchange.mspdi_baselines import baselines_of
from tracker.exchange.mspdi_fields import date_of
from tracker.exchange.mspdi_import_calendars import ImportedCalendars, key_of_name, monday_first
from tracker.exchange.mspdi_import_kept import FORMAT, Source, kept_elements
from tracker.exchange.mspdi_import_links import LinkImporter
from tracker.exchange.mspdi_import_tasks import TaskImporter, notes_of, title_of
from tracker.exchange.mspdi_keys import OUTSIDE, task_keys
from tracker.exchange.mspdi_outline import outline_of
from tracker.exchange.mspdi_reader import schedule_of
from tracker.exchange.mspdi_records import ScheduleRecord
from tracker.exchange.mspdi_xml import Element, parse_document
from tracker.exchange.problems import Findings
from tracker.exchange.snapshot_of_content import snapshot_of
from tracker.i18n import Translator
from tracker.model.content import InitiativeContent, MilestoneContent, PostContent, ProgrammeContent
from tracker.model.programme import WORKING_WEEK, ProgrammeFields, Weekday
from tracker.planning import PlanningError


@dataclass(frozen=True)
class Imported:
    """A programme's content made of a file, and the report on it."""

    content: ProgrammeContent
    report: ImportReport


def import_mspdi(
    document: bytes, file: str, key: str, today: date, t: Translator, known: ProgrammeContent | None = None
) -> Imported:
    """Return the content that a schedule makes; it can be loaded like that of a roadmap file.

    Args:
        document: the file's bytes; `file` is the name that errors give.
        t: for the few titles that no file has (the calendar of elapsed time, why a task is out of the plan).
        known: the programme as it stands when it was imported before; tasks keep the keys they have in it.

    Raises:
        RefusedFileError: everything that is wrong with the file, each fault with its line, item and field.
    """
    top = parse_document(document, file)
    importer = _Importer(top, schedule_of(top, file), file, today, t, known)
    return importer.imported(key)


class _Importer:
    def __init__(
        self,
        top: Element,
        schedule: ScheduleRecord,
        file: str,
        today: date,
        t: Translator,
        known: ProgrammeContent | None,
    ) -> None:
        self.top, self.schedule, self.file, self.t = top, schedule, file, t
        self.today, self.known = today, known
        self.findings, self.report = Findings(file), ImportReport()
        self.outline = outline_of(schedule)
        # Refuses circles of links, and calendars that inherit in a circle or never work.
        activities_of(schedule)
        mapped = _mapped(known)
        self.names = {} if known is None else {post.title: post.key for post in known.posts}
        self.keys = task_keys(top, schedule, mapped.get("task", {}))
        self.calendars = ImportedCalendars(
            schedule, self.findings, _calendar_keys(schedule, known), t.text("import.around_the_clock")
        )
        self.calendar_of = {uid: self.calendars.of_task(schedule.tasks[uid]) for uid in self._leaves()}
        self.posts = self._posts(mapped.get("resource", {}))
        self.elements = {
            int(uid.text): element
            for element in top.all("Tasks", "Task")
            if (uid := element.child("UID")) is not None and uid.text.isdigit()
        }

    def imported(self, key: str) -> Imported:
        try:
            content = self._content(key)
        except ValidationError as error:
            fault = error.errors()[0]
            place = ".".join(map(str, fault["loc"]))
            self.findings.add_in_file("bad_value", 1, "", place, value=str(fault["input"])[:80])
            self.findings.raise_if_any()
            raise
        self.findings.raise_if_any()
        self._refuse_unplannable(content)
        source = Source(
            self.top,
            self.schedule,
            self.outline,
            self.keys,
            self.calendars.keys,
            self.posts,
            self.links,
            self.report,
        )
        content.foreign_elements = kept_elements(source, content)
        self.report.count(content)
        if known := self.known:
            content = completed(content, known)
        self.report.counts = {"computed": len(self.keys), "time_phased": self.top.passed_over}
        return Imported(content, self.report)

    def _leaves(self) -> list[int]:
        return list(self.outline.initiative_of)

    def _content(self, key: str) -> ProgrammeContent:
        programme = self._programme()
        milestones = self._milestones()
        self.links = LinkImporter(
            self.schedule,
            self.outline,
            self.keys,
            lambda uid: self.calendars.minutes_per_day(self.calendar_of.get(uid)),
            self.findings,
            self.report,
        ).links()
        approved_on = min(programme.start, self.today)
        return ProgrammeContent(
            key=key,
            programme=programme,
            posts=[
                PostContent(key=post, title=self.schedule.resources[uid].name[:200])
                for uid, post in self.posts.items()
            ],
            initiatives=self._initiatives(),
            milestones=milestones,
            dependencies=list(self.links.dependencies.values()),
            baselines=baselines_of(
                self.elements, self.schedule, self.keys, self._minutes, approved_on, self.findings
            ),
            work_calendars=self.calendars.content(),
        )

    def _minutes(self, uid: int) -> int:
        return self.calendars.minutes_per_day(self.calendar_of.get(uid))

    def _programme(self) -> ProgrammeFields:
        schedule = self.schedule
        if not schedule.is_from_start:
            self.report.note("from_finish", self.file)
        company = self.top.child("Company")
        if company is None or not company.text:
            self.report.note("no_city", self.file)
        title = (schedule.title or self.file.rpartition(".")[0] or self.file)[:200]
        currency = self.top.child("CurrencyCode")
        code = currency.text if currency is not None else ""
        return ProgrammeFields(
            title=title,
            city=company.text[:200] if company is not None and company.text else title,
            start=date_of(schedule.start),
            languages=[self.t.language],
            currency=code if len(code) == 3 and code.isascii() and code.isalpha() and code.isupper() else "",
            working_week=self._working_week(),
        )

    def _working_week(self) -> list[str]:
        week = monday_first(self.calendars.working.project)
        worked = [day.value for day, shape in zip(Weekday, week, strict=True) if shape]
        return worked or list(WORKING_WEEK)

    def _initiatives(self) -> list[InitiativeContent]:
        found = []
        for place, uid in enumerate(self.outline.initiatives):
            task, element = self.schedule.tasks[uid], self.elements[uid]
            found.append(
                InitiativeContent(
                    key=self.keys[uid],
                    title=title_of(task, self.report),
                    description=notes_of(element, task, self.report),
                    position=place,
                )
            )
        if any(initiative is None for initiative in self.outline.initiative_of.values()):
            title = (self.schedule.title or self.file)[:200]
            found.append(InitiativeContent(key=OUTSIDE, title=title, position=len(found)))
        return found

    def _milestones(self) -> list[MilestoneContent]:
        latest = self.today + timedelta(days=1)
        tasks = TaskImporter(self.findings, self.report, latest, self.t.text("import.inactive"))
        found = []
        for place, (uid, initiative) in enumerate(self.outline.initiative_of.items()):
            task = self.schedule.tasks[uid]
            values = tasks.milestone(task, self.elements[uid], self._minutes(uid))
            found.append(
                MilestoneContent(
                    key=self.keys[uid],
                    initiative=OUTSIDE if initiative is None else self.keys[initiative],
                    calendar=self.calendar_of[uid],
                    owner=self._owner(uid),
                    position=place,
                    **values,
                )
            )
        return found

    def _owner(self, uid: int) -> str | None:
        assigned = [
            self.posts[each.resource]
            for each in self.calendars.by_task.get(uid, [])
            if each.resource in self.posts
        ]
        return next(iter(assigned), None)

    def _posts(self, known: Mapping[str, str]) -> dict[int, str]:
        found: dict[int, str] = {}
        for uid, resource in self.schedule.resources.items():
            if resource.name and resource.is_work:
                found[uid] = self._post_key(uid, resource.name, known, found)
            elif resource.name:
                self.report.note("no_post", resource.name[:60])
        return found

    def _post_key(self, uid: int, name: str, known: Mapping[str, str], taken: Mapping[int, str]) -> str:
        before = known.get(str(uid)) or self.names.get(name, "")
        return before if before and before not in taken.values() else key_of_name(name, taken.values())

    def _refuse_unplannable(self, content: ProgrammeContent) -> None:
        try:
            analyse(snapshot_of(content), self.today)
        except PlanningError:
            self.findings.add_in_file("cannot_be_planned", 1, "", "")
            self.findings.raise_if_any()


def _calendar_keys(schedule: ScheduleRecord, known: ProgrammeContent | None) -> dict[str, str]:
    """Return the key that each calendar has in the programme: by its unique id, else by its name."""
    mapped = _mapped(known).get("calendar", {})
    titles = {} if known is None else {each.title: each.key for each in known.work_calendars}
    found: dict[str, str] = {}
    for uid, record in schedule.calendars.items():
        key = mapped.get(str(uid)) or titles.get(record.name, "")
        if key and key not in found.values():
            found[str(uid)] = key
    return found


def _mapped(known: ProgrammeContent | None) -> dict[str, dict[str, str]]:
    """Return which record each element of an earlier import became, by kind and unique id."""
    found: dict[str, dict[str, str]] = {}
    for element in known.foreign_elements if known is not None else ():
        if element.format == FORMAT and element.item:
            found.setdefault(element.kind, {})[element.uid] = element.item
    return found
