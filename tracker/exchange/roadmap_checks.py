"""Checks the parts of a roadmap file against each other: ids, what is said twice, and the order of dates."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Sequence
from datetime import date
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from tracker.analysis.calendar import public_holidays
from tracker.exchange import roadmap_format as form
from tracker.exchange.problems import Findings, nearest
from tracker.exchange.roadmap_fields import FileField, Section
from tracker.exchange.roadmap_reader import Draft, Placed
from tracker.exchange.toml_positions import Path
from tracker.planning import DependencyKind

# Tables whose ids must differ from each other: an item is named without saying which table it stands in.
_ITEMS = ("initiative", "milestone", "decision", "prerequisite")
_NAMED = ("service", "post", "partner", "baseline", "indicator", "work_calendar")


class _Ids:
    """Every id a file declares, whether its table is right or not: one fault is not said twice."""

    def __init__(self, findings: Findings, document: dict[str, Any]) -> None:
        self.findings = findings
        self.known: dict[str, dict[str, Path]] = {name: {} for name in ("item", *_ITEMS, *_NAMED)}
        for name, table, path in _tables(document):
            if isinstance(table.get("id"), str):
                self._declare(name, table["id"], path)

    def _declare(self, name: str, key: str, path: Path) -> None:
        space = "item" if name in _ITEMS else name
        first = self.known[space].setdefault(key, path)
        if first is not path:
            line = str(self.findings.line_of(first))
            self.findings.add("duplicate_id", (*path, "id"), id=key, line=line)
        if name in _ITEMS:
            self.known[name].setdefault(key, path)

    def of(self, names: str) -> Collection[str]:
        """Return the ids a field may name; a baseline's dates are those of milestones of any kind."""
        return self._milestones if names == "milestone" else self.known[names]

    @cached_property
    def _milestones(self) -> set[str]:
        return {key for name in _ITEMS[1:] for key in self.known[name]}


def _tables(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any], Path]]:
    """Yield every table that declares an id, with its section's name."""
    for name in (*_ITEMS, *_NAMED):
        for place, table in enumerate(_list(document, name)):
            yield name, table, (name, place)
            if name == "initiative":
                for child, milestone in enumerate(_list(table, "milestone")):
                    yield "milestone", milestone, (name, place, "milestone", child)


def _list(table: dict[str, Any], name: str) -> list[dict[str, Any]]:
    found = table.get(name)
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def check_draft(findings: Findings, draft: Draft, latest: date) -> None:
    """Check what no single table can tell; nothing has happened after `latest`."""
    ids = _Ids(findings, draft.document)
    for section, placed in _referring(draft):
        _check_references(findings, ids, section, placed)
    _check_dependencies(findings, draft)
    _check_repetitions(findings, draft)
    _check_dates(findings, draft, latest)
    _check_past(findings, draft, latest)
    _check_programme(findings, draft, latest)


def _referring(draft: Draft) -> Iterator[tuple[Section, Placed[Any]]]:
    sections = (
        form.POST,
        form.ASKED,
        form.ABSENCE,
        form.NEED,
        form.INITIATIVE,
        form.UPDATE,
        form.BASELINE_DATE,
        form.INDICATOR,
    )
    for section in sections:
        for placed in draft.records[section.name]:
            yield section, placed
    for placed in draft.records["milestone"]:
        yield (form.MILESTONE if len(placed.path) == 4 else form.DECISION_ITEM), placed
    for placed in draft.records["dependency"]:
        yield (form.DEPENDENCY if placed.path[0] == "dependency" else form.AFTER), placed


def _check_references(findings: Findings, ids: _Ids, section: Section, placed: Placed[Any]) -> None:
    for field in section.fields:
        if not field.names:
            continue
        value = getattr(placed.content, field.model_name)
        for place, key in enumerate(value if isinstance(value, list) else [value]):
            steps: Path = (field.name, place) if isinstance(value, list) else (field.name,)
            if key is not None and key not in ids.of(field.names):
                _unknown_id(findings, ids, field, key, (*placed.path, *steps))
    if section is form.INITIATIVE:
        for place, partner in enumerate(placed.content.partners):
            if partner.partner not in ids.of("partner"):
                named = FileField("partners", names="partner")
                _unknown_id(findings, ids, named, partner.partner, (*placed.path, "partners", place))


def _unknown_id(findings: Findings, ids: _Ids, field: FileField, key: str, path: Path) -> None:
    close = nearest(key, ids.of(field.names))
    # An id in a list stands as a plain word: its line is known, its field is the list's.
    name = next((step for step in reversed(path) if isinstance(step, str) and step != "id"), field.name)
    code = "unknown_id_near" if close else "unknown_id"
    findings.add(code, path, field=name, id=key, nearest=close, kind=field.names)


def _check_dependencies(findings: Findings, draft: Draft) -> None:
    initiative_of = {placed.content.key: placed.content.initiative for placed in draft.records["milestone"]}
    for placed in draft.records["dependency"]:
        first, last = placed.content.predecessor, placed.content.successor
        field = "predecessor" if placed.path[0] == "dependency" else "after"
        if first == last:
            findings.add("self_dependency", placed.path, field=field, id=last)
        elif initiative_of.get(last) == first or initiative_of.get(first) == last:
            findings.add("own_initiative", placed.path, field=field, id=first, successor=last)


def _check_repetitions(findings: Findings, draft: Draft) -> None:
    """What the programme can hold only once; ids are checked apart."""
    of = draft.records
    _refuse_twice(findings, [(p.content.starts_on, p.content.name, p.path) for p in of["calendar"]])
    _refuse_twice(
        findings,
        [((p.content.starts_on, p.content.name), p.path[:2], p.path) for p in of["other_hours"]],
    )
    absent = [((p.content.post, p.content.starts_on), p.content.reason, p.path) for p in of["absence"]]
    _refuse_twice(findings, absent)
    _refuse_twice(findings, [(p.content.milestone, p.content.post, p.path) for p in of["need"]])
    _refuse_twice(findings, [(p.content.title, p.path[:2], p.path) for p in of["option"]])
    _refuse_twice(
        findings,
        [((p.content.format, p.content.kind), p.content.uid, p.path) for p in of["foreign"]],
    )
    _refuse_twice(findings, [("", "", p.path) for p in of["work_calendar"] if p.content.is_default])
    _refuse_twice(findings, [(p.content.rule, "", p.path) for p in of["stall_rule"]])
    _refuse_twice(
        findings,
        [
            ((p.content.predecessor, p.content.successor), DependencyKind(p.content.kind), p.path)
            for p in of["dependency"]
        ],
    )
    _refuse_twice(findings, [(p.content.model_dump_json(), "", p.path) for p in of["update"]])
    _refuse_twice(findings, [(p.content.milestone, p.path[:2], p.path) for p in of["date"]])
    _refuse_twice(findings, [(p.content.model_dump_json(), p.path[:2], p.path) for p in of["reading"]])
    for placed in of["initiative"]:
        keys = [partner.partner for partner in placed.content.partners]
        _refuse_twice(findings, [(key, "", (*placed.path, "partners", n)) for n, key in enumerate(keys)])
        also = [(key, "", (*placed.path, "also", n)) for n, key in enumerate(placed.content.also)]
        _refuse_twice(findings, also)


def _refuse_twice(findings: Findings, entries: Sequence[tuple[Hashable, Hashable, Path]]) -> None:
    seen: dict[tuple[Hashable, Hashable], Path] = {}
    for what, more, path in entries:
        first = seen.setdefault((what, more), path)
        if first is not path:
            findings.add("said_twice", path, line=str(findings.line_of(first)))


# What can only have happened.
_PAST = (
    (form.UPDATE, "reported_on", "future_update"),
    (form.ASKED, "asked_on", "future_answer"),
    (form.ASKED, "refused_on", "future_answer"),
)
_SPANS = (
    ("calendar", "starts_on", "ends_on"),
    ("other_hours", "starts_on", "ends_on"),
    ("absence", "starts_on", "ends_on"),
    ("date", "start", "finish"),
)


def _check_dates(findings: Findings, draft: Draft, latest: date) -> None:
    for placed in draft.records["milestone"]:
        milestone = placed.content
        started, finished = milestone.actual_start, milestone.actual_finish
        if started and finished and finished < started:
            findings.add(
                "finish_before_start", (*placed.path, "actual_finish"), start=started, finish=finished
            )
        for name in ("actual_start", "actual_finish"):
            _refuse_future(findings, getattr(milestone, name), latest, (*placed.path, name), "future_actual")
    for name, first, last in _SPANS:
        for placed in draft.records[name]:
            start, finish = getattr(placed.content, first), getattr(placed.content, last)
            if finish < start:
                findings.add("finish_before_start", (*placed.path, last), start=start, finish=finish)


def _check_past(findings: Findings, draft: Draft, latest: date) -> None:
    for section, name, code in _PAST:
        for placed in draft.records[section.name]:
            on = getattr(placed.content, name)
            _refuse_future(findings, on, latest, (*placed.path, section.file_name(name)), code)


def _refuse_future(findings: Findings, on: date | None, latest: date, path: Path, code: str) -> None:
    if on is not None and on > latest:
        findings.add(code, path, on=on, latest=latest)


def _check_programme(findings: Findings, draft: Draft, latest: date) -> None:
    programme = draft.programme
    if programme is None:
        return
    path: Path = ("programme",)
    for place, language in enumerate(programme.languages):
        if not (2 <= len(language) <= 3 and language.isascii() and language.islower()):
            findings.add("bad_language", (*path, "languages", place), value=language[:80])
    if not programme.languages:
        findings.add("bad_language", (*path, "languages"), value="")
    if not _is_time_zone(programme.time_zone):
        findings.add("bad_time_zone", (*path, "time_zone"), value=programme.time_zone)
    country = programme.holidays_country
    _check_holidays(findings, path, country, latest)
    for placed in draft.records["work_calendar"]:
        _check_holidays(findings, placed.path, placed.content.holidays_country, latest)


def _check_holidays(findings: Findings, path: Path, country: str, latest: date) -> None:
    if country and not public_holidays(country, latest.year, latest.year):
        findings.add("no_holidays", (*path, "holidays"), value=country)


def _is_time_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ValueError, OSError, LookupError):
        return False
    return True
