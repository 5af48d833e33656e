"""Stored dates, of the file or of a CSV, are compared with fresh ones; each difference has its cause."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.exchange.mspdi_examples import link, project, task
from tracker.exchange.mspdi_causes import RULES
from tracker.exchange.mspdi_verify import Verification, verify
from tracker.exchange.problems import RefusedFileError
from tracker.i18n import LANGUAGES, Translator

FIRST: dict[str, object] = {"EarlyStart": "2026-03-02T08:00:00", "EarlyFinish": "2026-03-02T17:00:00"}
SECOND: dict[str, object] = {"EarlyStart": "2026-03-03T08:00:00", "EarlyFinish": "2026-03-03T17:00:00"}
Verified = Callable[..., Verification]
HEADING = "uid,name,summary,early_start,early_finish,total_slack_min\n"


@pytest.fixture
def verified(tmp_path: Path) -> Verified:
    """Give a function that verifies the content of a file, against a table when there is one."""

    def run(content: bytes, table: str | None = None) -> Verification:
        path, against = tmp_path / "example.xml", tmp_path / "dates.csv"
        path.write_bytes(content)
        if table is not None:
            against.write_text(table, encoding="utf-8")
        return verify(path, against if table is not None else None)

    return run


def rules(found: Verification) -> list[tuple[int, str, str]]:
    for difference in found.differences:
        for language in LANGUAGES:
            assert f"[{difference.rule}]" in Translator(language)(difference.text)
    return [(difference.task, difference.field, difference.rule) for difference in found.differences]


def test_a_file_that_agrees_says_so(verified: Verified) -> None:
    found = verified(project(task(1, 1, **FIRST), task(2, 1, link(1), TotalSlack=0, **SECOND)))
    assert found.line == "LEAVES 2, EARLY 2, FLOAT 2"
    assert found.differences == ()


def test_dates_in_a_csv_stand_in_for_those_of_the_file(verified: Verified) -> None:
    table = (
        "1,One,False,2026-03-02T08:00,2026-03-02T17:00,0.0\n"
        "9,All,True,,,\n2,Two,False,2026-03-04T08:00,2026-03-04T17:00,480.0\n"
    )
    found = verified(project(task(1), task(2, 1, link(1))), HEADING + table)
    assert found.line == "LEAVES 2, EARLY 1, FLOAT 1"
    assert [(difference.found, difference.stored) for difference in found.differences] == [
        ("2026-03-03T08:00", "2026-03-04T08:00"), ("2026-03-03T17:00", "2026-03-04T17:00"), ("0", "480")
    ]  # fmt: skip


def test_a_difference_is_handed_on_and_says_from_where(verified: Verified) -> None:
    late: dict[str, object] = {"EarlyStart": "2026-03-04T08:00:00", "EarlyFinish": "2026-03-04T17:00:00"}
    found = verified(project(task(1, 1, **SECOND), task(2, 1, link(1), **late)))
    assert ("EARLY 0" in found.line, "FLOAT 2" in found.line) == (True, True)
    assert rules(found) == [
        (1, "early_start", "unexplained"), (1, "early_finish", "unexplained"),
        (2, "early_start", "inherited"), (2, "early_finish", "inherited"),
    ]  # fmt: skip
    assert found.differences[2].other == 1


@pytest.mark.parametrize(
    ("values", "rule"),
    [
        ({"EarlyStart": "2026-03-02T08:00:00", "EarlyFinish": "2026-03-05T17:00:00"}, "interrupted"),
        ({"Active": 0, **SECOND}, "inactive"),
        ({"Manual": 1, "Start": "2026-03-02T08:00:00", "Finish": "2026-03-02T17:00:00", **SECOND}, "manual"),
        ({"ActualStart": "2026-03-02T08:00:00", **SECOND}, "progress"),
        ({"LevelingDelay": 14400, "LevelingDelayFormat": 8, **FIRST}, "leveling"),
        ({"ConstraintType": 1, **SECOND}, "as_late_as_possible"),
        (SECOND, "unexplained"),
    ],
)
def test_the_cause_of_a_difference_is_a_named_rule(
    verified: Verified, values: dict[str, object], rule: str
) -> None:
    found = verified(project(task(1, 1, **values)))
    named = {name for _, field, name in rules(found) if field != "total_float"}
    assert named == {rule}
    assert rule in RULES


def test_dates_that_contradict_the_file_s_own_links_were_not_recalculated(verified: Verified) -> None:
    found = verified(project(task(1, 1, **FIRST), task(2, 1, link(1), **FIRST)))
    assert rules(found)[0] == (2, "early_start", "not_recalculated")


def test_a_table_may_order_its_columns_and_lines_as_it_likes(verified: Verified) -> None:
    """With a mark at its beginning, other line ends, further columns, a line for the project itself."""
    heading = "\ufefftotal_slack_min,note,early_finish,early_start,summary,uid\r\n"
    lines = (
        "0.0,é,2026-03-02T17:00,2026-03-02T08:00,FALSE,1\r\n"
        "480,,2026-03-02T17:00,2026-03-02T08:00,False,0\r\n"
    )
    content = project(task(0, 1, OutlineLevel=0), task(1), task(2))
    assert verified(content, heading + lines).line == "LEAVES 1, EARLY 1, FLOAT 1"


def test_leaves_without_stored_dates_are_named_and_not_counted(verified: Verified) -> None:
    found = verified(project(task(1, 1, **FIRST), task(2), task(3)))
    assert found.line == "LEAVES 1, EARLY 1, FLOAT 1"
    assert found.differences == ()
    assert [Translator("en")(said) for said in found.remarks] == [
        "2 leaves have no stored dates to compare with and are not counted: tasks 2, 3"
    ]
    assert found.as_json()["uncompared"] == [2, 3]


def test_what_waits_for_an_inactive_task_says_so(verified: Verified) -> None:
    later: dict[str, object] = {"EarlyStart": "2026-03-04T08:00:00", "EarlyFinish": "2026-03-04T17:00:00"}
    found = verified(project(task(1, 1, Active=0, **FIRST), task(2, 1, link(1), **later)))
    assert (2, "early_start", "inactive") in rules(found)


def test_a_leaf_without_stored_dates_is_not_counted_as_equal(verified: Verified) -> None:
    found = verified(project(task(1)))
    assert found.line == "LEAVES 1, EARLY 0, FLOAT 0"
    assert {rule for _, _, rule in rules(found)} == {"not_stored"}


def test_a_csv_is_refused_with_its_lines(verified: Verified) -> None:
    with pytest.raises(RefusedFileError) as refused:
        verified(project(task(1)), "uid,summary\n")
    assert [problem.field for problem in refused.value.problems] == [
        "early_finish", "early_start", "total_slack_min"
    ]  # fmt: skip
    with pytest.raises(RefusedFileError) as refused:
        verified(project(task(1)), HEADING + "1,One,False,soon,2026-03-02T17:00,0\nx,Two,False,,,\n")
    assert [(problem.line, problem.field) for problem in refused.value.problems] == [
        (2, "early_start"),
        (3, "uid"),
    ]
