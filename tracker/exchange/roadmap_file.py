"""Reads a roadmap file: a programme as text that a person can write and a diff can show."""

from __future__ import annotations

import re
import tomllib
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from tracker.exchange.problems import Findings, Problem, RefusedFileError, nearest
from tracker.exchange.roadmap_checks import check_draft
from tracker.exchange.roadmap_circles import check_circles
from tracker.exchange.roadmap_format import FORMAT, MAX_BYTES
from tracker.exchange.roadmap_plan import planned_dates
from tracker.exchange.roadmap_reader import Draft, read_draft
from tracker.exchange.roadmap_rules import check_rules
from tracker.model.base import Key
from tracker.model.content import BaselineDateContent, ProgrammeContent
from tracker.planning import PlanningError

_KEY = TypeAdapter(Key)
_PLACE = re.compile(r"\(at (?:line (\d+), column (\d+)|end of document)\)")
# The beginning of a parser's message and the name of our own sentence for it.
_TOML_FAULTS = {
    "Expected '='": "toml_equals",
    "Cannot overwrite": "toml_twice",
    "Cannot declare": "toml_twice",
    "Cannot mutate": "toml_twice",
    "Duplicate": "toml_twice",
    "Invalid value": "toml_value",
    "Invalid date": "toml_date",
    "Illegal character": "toml_text",
    "Unterminated": "toml_text",
    "Unescaped": "toml_text",
    "Unclosed": "toml_bracket",
    "Expected ']": "toml_bracket",
}


def read_roadmap(
    source: Path | bytes,
    today: date,
    *,
    key: str | None = None,
    start: date | None = None,
) -> ProgrammeContent:
    """Return the programme that a roadmap file describes.

    Args:
        source: the file, or its bytes.
        today: the day from which "months before today" counts; also the day after which nothing has
            happened yet, when the file fixes no status date.
        key: the programme's key; by default the file's name without its ending.
        start: the start the programme already has when it was loaded before. Dates in months then count
            from it, so that loading an unchanged file again changes nothing.

    Raises:
        RefusedFileError: the file is wrong; its `problems` say all that is, nothing else is kept of it.
    """
    name = source.name if isinstance(source, Path) else f"{key or 'programme'}.toml"
    findings = Findings(name)
    key = key or Path(name).stem
    check_key(findings, key)
    document = _document(findings, source)
    findings.raise_if_any()
    findings.document = document
    _check_format(findings, document)
    findings.raise_if_any()
    draft = read_draft(findings, document, today, start)
    as_of = (draft.programme and draft.programme.status_date) or today
    # The city's date may be one ahead of this machine's.
    check_draft(findings, draft, latest=max(as_of, today) + timedelta(days=1))
    check_rules(findings, draft)
    check_circles(findings, draft)
    findings.raise_if_any()
    return _content(findings, draft, key, as_of)


def check_key(findings: Findings, key: str) -> None:
    """Note a key that no programme can have."""
    try:
        _KEY.validate_python(key)
    except ValidationError:
        findings.add("bad_file_name", value=key[:80])


def check_roadmap(source: Path | bytes, today: date) -> tuple[Problem, ...]:
    """Return all that is wrong with a roadmap file, in the order of its lines; empty when it is right."""
    try:
        read_roadmap(source, today)
    except RefusedFileError as refusal:
        return refusal.problems
    return ()


def _document(findings: Findings, source: Path | bytes) -> dict[str, Any]:
    """Return the file as TOML has it; findings hold its text."""
    content = _bytes(findings, source)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        findings.add_at_line("not_utf8", content[: error.start].count(b"\n") + 1)
        return {}
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        _note_toml_fault(findings, text, str(error))
        return {}
    except (ValueError, RecursionError):
        # A number of thousands of digits, or lists within lists without end.
        findings.add("toml_beyond_reason")
        return {}
    findings.source = text
    return document


def _bytes(findings: Findings, source: Path | bytes) -> bytes:
    if isinstance(source, bytes):
        content = source
    else:
        try:
            with source.open("rb") as file:
                content = file.read(MAX_BYTES + 1)
        except OSError:
            findings.add("cannot_be_read")
            return b""
    if len(content) > MAX_BYTES:
        findings.add("file_too_big", limit=MAX_BYTES // 1024 // 1024)
        return b""
    return content


def _note_toml_fault(findings: Findings, text: str, message: str) -> None:
    place = _PLACE.search(message)
    last_line = text.count("\n") + 1
    line = int(place[1]) if place and place[1] else last_line
    column = place[2] if place and place[2] else "1"
    code = next((code for start, code in _TOML_FAULTS.items() if message.startswith(start)), "toml_other")
    findings.add_at_line(code, line, column=column)


def _check_format(findings: Findings, document: dict[str, Any]) -> None:
    """A file of a format this program does not know is not looked at any further."""
    if "format" not in document:
        close = nearest("format", document)
        findings.add("no_format", format=FORMAT, nearest=close)
    elif document["format"] != FORMAT or isinstance(document["format"], bool):
        findings.add("unknown_format", ("format",), value=str(document["format"])[:80], format=FORMAT)


def _content(findings: Findings, draft: Draft, key: str, as_of: date) -> ProgrammeContent:
    records = {name: [placed.content for placed in found] for name, found in draft.records.items()}
    content = ProgrammeContent(
        key=key,
        programme=draft.programme,  # type: ignore[arg-type]  # a file without a programme is refused before
        services=records.get("service", []),
        posts=records.get("post", []),
        partners=records.get("partner", []),
        initiatives=records.get("initiative", []),
        milestones=records.get("milestone", []),
        dependencies=records.get("dependency", []),
        updates=records.get("update", []),
        baselines=records.get("baseline", []),
        indicators=records.get("indicator", []),
        calendar_exceptions=records.get("calendar", []),
        stall_rules=records.get("stall_rule", []),
        work_calendars=records.get("work_calendar", []),
        decisions=records.get("asked", []),
        absences=records.get("absence", []),
        needs=records.get("need", []),
        foreign_elements=records.get("foreign", []),
    )
    _give_baselines_their_dates(findings, draft, content, as_of)
    return content


def _give_baselines_their_dates(
    findings: Findings, draft: Draft, content: ProgrammeContent, as_of: date
) -> None:
    """Compute the dates approved "as planned", and take over those of a baseline that another follows."""
    # Worked out in any case: what cannot be planned would be refused by every screen.
    planned = _planned(findings, content, as_of)
    by_key = {baseline.key: baseline for baseline in content.baselines}
    for baseline in content.baselines:
        dates = planned if baseline.key in draft.as_planned else []
        if baseline.key in draft.follows:
            dates = by_key[draft.follows[baseline.key]].dates
        own = {each.milestone for each in baseline.dates}
        baseline.dates += [each.model_copy() for each in dates if each.milestone not in own]
        baseline.dates.sort(key=lambda found: (found.finish, found.milestone))


def _planned(findings: Findings, content: ProgrammeContent, as_of: date) -> list[BaselineDateContent]:
    try:
        return planned_dates(content, as_of)
    except (PlanningError, ValidationError):
        findings.add("cannot_be_planned", field="")
        findings.raise_if_any()
        raise
