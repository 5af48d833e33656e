"""Reads the tables of a roadmap file, one section after another, into a draft of the programme."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, TypeVar

from tracker.exchange import roadmap_format as form
from tracker.exchange.problems import Findings, nearest
from tracker.exchange.roadmap_dates import DateFormError, RoadmapDates, Start, read_lag, read_start
from tracker.exchange.roadmap_fields import Section
from tracker.exchange.roadmap_table import TableReader
from tracker.exchange.toml_positions import Path
from tracker.model.content import DecisionContent, DependencyContent
from tracker.model.milestone import MilestoneKind
from tracker.model.programme import WORKING_WEEK, ProgrammeFields
from tracker.planning import ConstraintKind

C = TypeVar("C")
# What says how much work there is, as the model and as the file name it.
_OF_WORK = {
    "work_days": "work",
    "optimistic_days": "optimistic",
    "pessimistic_days": "pessimistic",
    "remaining_days": "remaining",
}


@dataclass(frozen=True)
class Placed(Generic[C]):
    """A record of the content and where it stands in the file."""

    content: C
    path: Path


@dataclass
class Draft:
    """What a file says, before its parts are checked against each other."""

    document: dict[str, Any]
    programme: ProgrammeFields | None = None
    # By the section's name; milestones, decisions and prerequisites together under "milestone".
    records: dict[str, list[Placed[Any]]] = field(default_factory=lambda: defaultdict(list))
    # Keys of the baselines whose dates are computed from the plan, and of those that follow another.
    as_planned: set[str] = field(default_factory=set)
    follows: dict[str, str] = field(default_factory=dict)


def read_draft(findings: Findings, document: dict[str, Any], today: date, known_start: date | None) -> Draft:
    """Read every section of a file; faults go to the findings."""
    return _Reader(findings, document, today, known_start).draft


class _Reader:
    def __init__(
        self, findings: Findings, document: dict[str, Any], today: date, known_start: date | None
    ) -> None:
        self.findings = findings
        self.draft = Draft(document)
        self._refuse_unknown_sections()
        programme = self._programme_table()
        start = self._start(programme, today, known_start)
        week = programme.get("working_week", WORKING_WEEK)
        days = [day for day in week if isinstance(day, str)] if isinstance(week, list) else []
        self.tables = TableReader(findings, RoadmapDates(start.on, days))
        self._read_programme(programme, start)
        for section in form.LISTS:
            for table, path in self._listed(document, section, ()):
                self._read(section, table, path)

    def _refuse_unknown_sections(self) -> None:
        known = ["format", "programme", *(section.name for section in form.LISTS)]
        for name in self.draft.document:
            if name not in known:
                close = nearest(name, known)
                code = "unknown_section_near" if close else "unknown_section"
                self.findings.add(code, (name,), field="", name=name, nearest=close, known=known)

    def _programme_table(self) -> dict[str, Any]:
        table = self.draft.document.get("programme")
        if table is None:
            self.findings.add("missing_programme")
        elif not isinstance(table, dict):
            self.findings.add("not_one_table", ("programme",), field="", name="programme")
        return table if isinstance(table, dict) else {}

    def _start(self, programme: dict[str, Any], today: date, known_start: date | None) -> Start:
        if "start" not in programme:
            return Start(today)
        try:
            return read_start(programme["start"], today, known_start)
        except DateFormError as error:
            code = "bad_start" if str(error) == "bad_date" else str(error)
            self.findings.add(code, ("programme", "start"), value=str(programme["start"])[:80])
            return Start(today)

    def _read_programme(self, table: dict[str, Any], start: Start) -> None:
        # A table that is missing or no table is told already; an empty one misses its fields.
        if not isinstance(self.draft.document.get("programme"), dict):
            return
        more: dict[str, Any] = {"months_before_today": start.months_before_today}
        if "start" in table:
            more["start"] = start.on
        self.draft.programme = self.tables.record(form.PROGRAMME, table, ("programme",), **more)

    def _listed(self, table: dict[str, Any], section: Section, path: Path) -> Iterator[tuple[Any, Path]]:
        """Yield the tables of a list of tables with their paths."""
        found = table.get(section.name, [])
        path = (*path, section.name)
        if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
            self.findings.add("not_a_list_of_tables", path, field="", name=".".join(_words(path)))
            return
        for place, each in enumerate(found):
            yield each, (*path, place)

    def _read(self, section: Section, table: dict[str, Any], path: Path) -> None:
        if section is form.INITIATIVE:
            self._read_initiative(table, path)
        elif section in (form.DECISION, form.PREREQUISITE):
            self._read_milestone(section, table, path, MilestoneKind(section.name))
        elif section is form.DEPENDENCY:
            self._read_dependency(form.DEPENDENCY, table, path)
        elif section is form.BASELINE:
            self._read_baseline(table, path)
        elif section is form.INDICATOR:
            readings = self._children(form.READING, table, path)
            self._keep(section, self.tables.record(section, table, path, readings=readings), path)
        elif section is form.WORK_CALENDAR:
            other_hours = self._children(form.OTHER_HOURS, table, path)
            self._keep(section, self.tables.record(section, table, path, other_hours=other_hours), path)
        else:
            table = _with_last_day(section, table)
            self._keep(section, self.tables.record(section, table, path), path)

    def _keep(self, section: Section, record: Any, path: Path) -> None:
        if record is not None:
            self.draft.records[section.name].append(Placed(record, path))

    def _children(self, section: Section, table: dict[str, Any], path: Path) -> list[Any]:
        records = []
        for each, child_path in self._listed(table, section, path):
            record = self.tables.record(section, _with_last_day(section, each), child_path)
            if record is not None:
                self.draft.records[section.name].append(Placed(record, child_path))
                records.append(record)
        return records

    def _read_initiative(self, table: dict[str, Any], path: Path) -> None:
        partners = [
            self.tables.record(form.INITIATIVE_PARTNER, each, each_path)
            for each, each_path in self._entries(table, path, "partners")
        ]
        more = {"partners": [each for each in partners if each is not None], "position": path[-1]}
        self._keep(form.INITIATIVE, self.tables.record(form.INITIATIVE, table, path, **more), path)
        self._read_after(table, path)
        for each, child_path in self._listed(table, form.MILESTONE, path):
            self._read_milestone(form.MILESTONE, each, child_path, MilestoneKind.MILESTONE, table.get("id"))

    def _read_milestone(
        self, section: Section, table: dict[str, Any], path: Path, kind: MilestoneKind, initiative: Any = None
    ) -> None:
        values = self.tables.values(section, table, path)
        asked = {name: values.pop(name) for name in DecisionContent.model_fields if name in values}
        values |= self._constraint(values, path)
        values |= {"kind": kind, "position": path[-1]}
        if kind is MilestoneKind.MILESTONE:
            values["initiative"] = initiative if isinstance(initiative, str) else None
        elif given := [name for attribute, name in _OF_WORK.items() if attribute in values]:
            self.findings.add("work_on_decision", (*path, given[0]))
        record = self.tables.build(section, table, values, path)
        if record is not None:
            self.draft.records["milestone"].append(Placed(record, path))
            if section is form.DECISION:
                self._read_asked(record.key, table, asked, path)
        self._read_after(table, path)

    def _read_asked(self, key: str, table: dict[str, Any], asked: dict[str, Any], path: Path) -> None:
        """Keep what is asked of whoever decides, where the table of the decision says any of it."""
        options = [
            option.model_copy(update={"position": place})
            for place, option in enumerate(self._children(form.OPTION, table, path))
        ]
        if asked or options:
            values = {**asked, "milestone": key, "options": options}
            self._keep(form.ASKED, self.tables.build(form.ASKED, table, values, path), path)

    def _constraint(self, values: dict[str, Any], path: Path) -> dict[str, Any]:
        """Take the constraints out of a table's values; more than one is a fault."""
        given = {name: values.pop(name) for name in form.CONSTRAINTS if name in values}
        if values.pop(form.AS_LATE_AS_POSSIBLE, False):
            given[form.AS_LATE_AS_POSSIBLE] = None
        if len(given) > 1:
            self.findings.add("two_constraints", (*path, list(given)[1]), names=list(given))
        return next(
            ({"constraint": ConstraintKind(name), "constraint_date": on} for name, on in given.items()), {}
        )

    def _entries(self, table: dict[str, Any], path: Path, name: str) -> Iterator[tuple[dict[str, Any], Path]]:
        """Yield the entries of a list that takes ids and tables with an id, all as tables."""
        found = table.get(name, [])
        if not isinstance(found, list):
            self.findings.add("not_a_list_of_ids", (*path, name))
            return
        for place, each in enumerate(found):
            each_path = (*path, name, place)
            if isinstance(each, str):
                yield {"id": each}, each_path
            elif isinstance(each, dict):
                yield each, each_path
            else:
                self.findings.add("not_a_list_of_ids", each_path)

    def _read_after(self, table: dict[str, Any], path: Path) -> None:
        successor = table.get("id")
        for each, each_path in self._entries(table, path, "after"):
            self._read_dependency(
                form.AFTER, each, each_path, successor if isinstance(successor, str) else "?"
            )

    def _read_dependency(
        self, section: Section, table: dict[str, Any], path: Path, successor: str | None = None
    ) -> None:
        values = self.tables.values(section, table, path)
        if successor is not None:
            values["successor"] = successor
        if "lag" in table:
            lag = read_lag(table["lag"])
            if lag is None:
                self.findings.add("bad_lag", (*path, "lag"), value=str(table["lag"])[:80])
            else:
                values["lag"], values["lag_unit"] = lag
        # An id that is no id is said once, at the table it stands in.
        record = None if successor == "?" else self.tables.build(section, table, values, path)
        if isinstance(record, DependencyContent):
            self.draft.records["dependency"].append(Placed(record, path))

    def _read_baseline(self, table: dict[str, Any], path: Path) -> None:
        dates, children = table.get("dates"), self._children(form.BASELINE_DATE, table, path)
        key = str(table.get("id"))
        if dates not in (None, form.AS_PLANNED, []):
            self.findings.add("bad_baseline_dates", (*path, "dates"), value=str(dates)[:80])
        elif (dates is None) == ("date" not in table):
            self.findings.add("no_baseline_dates", path, field="dates")
        elif dates == form.AS_PLANNED:
            self.draft.as_planned.add(key)
        if "follows" in table:
            self._read_follows(table, path, key)
        self._keep(form.BASELINE, self.tables.record(form.BASELINE, table, path, dates=children), path)

    def _read_follows(self, table: dict[str, Any], path: Path, key: str) -> None:
        earlier = [placed.content.key for placed in self.draft.records["baseline"]]
        if table["follows"] in earlier:
            self.draft.follows[key] = table["follows"]
        else:
            self.findings.add("follows_nothing", (*path, "follows"), value=str(table["follows"])[:80])


def _with_last_day(section: Section, table: dict[str, Any]) -> dict[str, Any]:
    """A single day says only when it begins."""
    is_span = section in (form.CALENDAR, form.OTHER_HOURS, form.ABSENCE) and "starts_on" in table
    return {**table, "ends_on": table.get("ends_on", table["starts_on"])} if is_span else table


def _words(path: Path) -> list[str]:
    return [step for step in path if isinstance(step, str)]
