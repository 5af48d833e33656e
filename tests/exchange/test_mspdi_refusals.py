"""Hostile and broken Microsoft Project files are refused whole, each fault located, in bounded time."""

from __future__ import annotations

import resource as limits
import tracemalloc
from pathlib import Path

import pytest

from tests.exchange.mspdi_examples import calendar, early, element, exception, fresh, link, project, task
from tracker.exchange import mspdi_xml
from tracker.exchange.mspdi_reader import parse_schedule, read_schedule
from tracker.exchange.problems import Problem, RefusedFileError
from tracker.i18n import LANGUAGES, Translator


def problems(content: bytes) -> list[Problem]:
    """Return what is wrong with a file; every problem can be said in every language."""
    with pytest.raises(RefusedFileError) as refused:
        fresh(content)
    for problem in refused.value.problems:
        for language in LANGUAGES:
            assert Translator(language)(problem.text)
    return list(refused.value.problems)


def places(content: bytes) -> list[tuple[str, str, str]]:
    return [(found.code, found.item, found.field) for found in problems(content)]


def hostile(*declared: str, text: str = "") -> bytes:
    doctype = f"<!DOCTYPE Project [{''.join(declared)}]>"
    return f'<?xml version="1.0"?>\n{doctype}\n<Project>{text}</Project>'.encode()


@pytest.mark.parametrize(
    "content",
    [
        hostile('<!ENTITY a "ha">', *(f'<!ENTITY a{n} "{"&a;" * 10}">' for n in range(9)), text="&a8;"),
        hostile('<!ENTITY file SYSTEM "file:///etc/hostname">', text="<Title>&file;</Title>"),
        hostile('<!ENTITY % out SYSTEM "http://localhost:9/x"> %out;'),
        b'<!DOCTYPE Project SYSTEM "http://localhost:9/x.dtd"><Project/>',
    ],
    ids=["bomb", "external entity", "parameter entity", "external document type"],
)
def test_a_document_type_is_refused_where_it_stands(content: bytes) -> None:
    (problem,) = problems(content)
    assert problem.code == "mspdi_document_type"
    assert problem.line in (1, 2)


@pytest.mark.parametrize(
    "content",
    [b"", b"not xml", b"<Project>", b"<Project>&unknown;</Project>", b"<Project><a></Project>", b"\xff\xfe<",
     b'<?xml version="1.0" encoding="no-such"?><Project/>', b"<Project>\x00</Project>"],
)  # fmt: skip
def test_what_is_not_xml_is_refused(content: bytes) -> None:
    assert [found.code for found in problems(content)] == ["mspdi_xml"]


def test_another_kind_of_xml_is_refused() -> None:
    assert places(b"<html><body/></html>") == [("mspdi_root", "html", "")]


def test_what_is_too_deep_or_too_many_or_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    deep = b"<Project>" + b"<a>" * 10_000 + b"</a>" * 10_000 + b"</Project>"
    assert [found.code for found in problems(deep)] == ["mspdi_deep"]
    inside = b"<Project>" + b"<TimephasedData>" * 10_000
    assert [found.code for found in problems(inside)] == ["mspdi_deep"]
    monkeypatch.setattr(mspdi_xml, "MOST_ELEMENTS", 100)
    assert [found.code for found in problems(b"<Project>" + b"<a/>" * 200)] == ["mspdi_many"]


@pytest.mark.parametrize(
    "content",
    [
        project(task(1, Name="n" * 10_000_000)),
        project(task(1, Name="<![CDATA[" + "n" * 10_000_000 + "]]>")),
        b"<Project><" + b"t" * 10_000_000 + b"/></Project>",
        b'<Project a="' + b"v" * 10_000_000 + b'"/>',
        b"<Project>" + b"<TimephasedData>" + b"n" * 10_000_000 + b"</TimephasedData></Project>",
    ],
    ids=["name", "cdata", "tag", "attribute", "passed over"],
)
def test_ten_megabytes_in_one_piece_are_refused_before_they_are_kept(content: bytes) -> None:
    tracemalloc.start()
    found = problems(content)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [problem.code for problem in found] == ["mspdi_long"]
    assert peak < 8_000_000


def test_a_name_of_a_few_thousand_letters_is_refused_at_its_task() -> None:
    assert places(project(task(1), task(2, Name="n" * 5_000))) == [("mspdi_long", "task 2", "Name")]


def test_a_file_that_is_too_large_is_not_even_parsed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "large.xml"
    path.write_bytes(project(task(1)))
    monkeypatch.setattr(mspdi_xml, "MOST_BYTES", 100)
    with pytest.raises(RefusedFileError) as refused:
        read_schedule(path)
    assert [found.code for found in refused.value.problems] == ["mspdi_size"]


@pytest.mark.parametrize(
    ("broken", "expected"),
    [
        (task(1, Duration="-PT8H0M0S"), ("mspdi_absurd_duration", "task 1", "Duration")),
        (task(1, Duration="PT999999999H0M0S"), ("mspdi_absurd_duration", "task 1", "Duration")),
        (task(1, Duration="P" + "9" * 400 + "D"), ("mspdi_duration", "task 1", "Duration")),
        (task(1, Duration="eight hours"), ("mspdi_duration", "task 1", "Duration")),
        (task(1, Duration="PT"), ("mspdi_duration", "task 1", "Duration")),
        (task(1, ActualStart="0001-01-01T08:00:00"), ("mspdi_years", "task 1", "ActualStart")),
        (task(1, Deadline="9999-12-31T17:00:00"), ("mspdi_years", "task 1", "Deadline")),
        (task(1, Deadline="10000-01-01T08:00:00"), ("mspdi_date", "task 1", "Deadline")),
        (task(1, Deadline="2026-02-30T08:00:00"), ("mspdi_date", "task 1", "Deadline")),
        (task(1, UID=""), ("mspdi_missing", "task ?", "UID")),
        (task(1, UID=-7), ("mspdi_missing", "task -7", "UID")),
        (task(1, UID="x"), ("mspdi_number", "task x", "UID")),
        (task(1, ConstraintType=9), ("mspdi_number", "task 1", "ConstraintType")),
        (task(1, CalendarUID=77), ("mspdi_unknown", "task 1", "CalendarUID")),
        (task(1, 1, link(99)), ("mspdi_unknown", "task 1", "PredecessorUID")),
        (task(1, 1, element("PredecessorLink", Type=1)), ("mspdi_missing", "task 1", "PredecessorUID")),
        (task(1, 1, link(1)), ("mspdi_circle", "task 1", "PredecessorLink")),
        (task(1, 1, link(1, 1, 10**12)), ("mspdi_number", "task 1", "LinkLag")),
        (task(1, LevelingDelay="inf"), ("mspdi_number", "task 1", "LevelingDelay")),
        (task(1, OutlineLevel="nan"), ("mspdi_number", "task 1", "OutlineLevel")),
    ],
)
def test_a_broken_value_is_named_with_its_task_and_field(broken: str, expected: tuple[str, str, str]) -> None:
    assert expected in places(project(broken))


def test_every_fault_is_found_and_in_the_order_of_the_lines() -> None:
    content = project(task(1, Duration="x"), "\n", task(2, Deadline="y"), "\n", task(2))
    found = problems(content)
    assert [(problem.line, problem.item, problem.field) for problem in found] == [
        (2, "task 1", "Duration"), (3, "task 2", "Deadline"), (4, "task 2", "UID")
    ]  # fmt: skip


def test_a_missing_or_absurd_project_start_is_refused() -> None:
    assert places(project(task(1), StartDate="")) == [("mspdi_missing", "Project", "StartDate")]
    assert places(project(task(1), StartDate="0001-01-01T00:00:00")) == [
        ("mspdi_years", "Project", "StartDate")
    ]


def test_tasks_in_a_circle_are_named() -> None:
    content = project(task(1, 1, link(3)), task(2, 1, link(1)), task(3, 1, link(2)))
    (problem,) = problems(content)
    assert problem.code == "mspdi_circle"
    assert problem.wrong.values["members"] in ("1, 2, 3, 1", "2, 3, 1, 2", "3, 1, 2, 3")


def test_a_circle_through_a_summary_is_named() -> None:
    summary = task(10, 1, link(2), Summary=1)
    assert places(project(summary, task(1, OutlineLevel=2), task(2, 1, link(1))))[0][0] == "mspdi_circle"


def test_calendars_that_inherit_in_a_circle_or_never_work_are_refused() -> None:
    circle = [calendar(2, {}, base=3), calendar(3, {}, base=2)]
    assert [place[0] for place in places(project(task(1), calendars=circle))] == ["mspdi_calendar_circle"] * 2
    never = calendar(2, dict.fromkeys(range(1, 8), ()))
    used = project(task(1, CalendarUID=2), calendars=[never])
    assert places(used) == [("mspdi_no_working_time", "calendar 2", "")]
    assert early(fresh(project(task(1), calendars=[never])), 1)[0] == "03-02 08:00"
    backwards = calendar(2, {2: ((17, 8),)})
    assert places(project(task(1), calendars=[backwards])) == [
        ("mspdi_working_times", "calendar 2", "WorkingTimes")
    ]


def test_work_that_would_never_end_is_refused() -> None:
    """One hour of work a year for ninety years of work."""
    once = element("Exceptions", exception("2026-03-02", "2026-03-02", ((8, 9),)))
    rare = calendar(2, dict.fromkeys(range(1, 8), ()), once)
    content = project(task(1, 1, CalendarUID=2, Duration="PT700000H0M0S"), calendars=[rare])
    assert [place[0] for place in places(content)] == ["mspdi_out_of_reach"]


def test_links_between_summaries_are_bounded() -> None:
    """Two families of 600 linked both ways round would be 360,000 links."""
    first = "".join(task(uid, OutlineLevel=2) for uid in range(1_000, 1_600))
    second = "".join(task(uid, OutlineLevel=2) for uid in range(2_000, 2_600))
    content = project(task(1, Summary=1), first, task(2, 1, link(1), Summary=1), second)
    assert places(content) == [("mspdi_many_links", "task 2", "PredecessorLink")]


def test_exceptions_of_a_calendar_are_bounded() -> None:
    closed = [exception(f"{year}-01-01", f"{year + 99}-12-31") for year in (1950, 2050)]
    content = project(task(1), calendars=[calendar(2, {}, element("Exceptions", *closed), base=1)])
    assert ("mspdi_many_exceptions", "calendar 2", "TimePeriod") in places(content)


def test_refusing_never_grows_the_program_without_bound() -> None:
    before = limits.getrusage(limits.RUSAGE_SELF).ru_maxrss
    with pytest.raises(RefusedFileError):
        parse_schedule(b"<Project>" + b"<a>x</a>" * 2_000_000, "many.xml")
    grown = limits.getrusage(limits.RUSAGE_SELF).ru_maxrss - before
    assert grown < 600_000
