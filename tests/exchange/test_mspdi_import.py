"""A Microsoft Project schedule becomes a programme; what has no place in one is kept or named."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.exchange.mspdi_examples import calendar, element, exception, link, project, task
from tracker.exchange.import_report import ImportReport
from tracker.exchange.mspdi_import import Imported, import_mspdi
from tracker.exchange.problems import RefusedFileError
from tracker.i18n import LANGUAGES, translator
from tracker.model.content import DependencyContent, MilestoneContent, ProgrammeContent
from tracker.planning import ConstraintKind, DependencyKind, LagUnit

TODAY = date(2026, 11, 24)
ENGLISH = translator("en")
DAYLONG = dict.fromkeys(range(1, 8), ((0, 24),))
SUNDAY_TO_THURSDAY = {weekday: ((8, 12), (13, 17)) if weekday <= 5 else () for weekday in range(1, 8)}


def imported(*tasks: str, known: ProgrammeContent | None = None, **values: Any) -> Imported:
    document = project(*tasks, **values)
    return import_mspdi(document, "example.xml", "example", TODAY, ENGLISH, known)


def summary(uid: int, level: int = 1, /, *links: str, **values: object) -> str:
    return task(uid, 0, *links, Summary=1, OutlineLevel=level, **values)


def milestone(found: Imported, key: str = "T1") -> MilestoneContent:
    return next(each for each in found.content.milestones if each.key == key)


def only_link(found: Imported) -> DependencyContent:
    (dependency,) = found.content.dependencies
    return dependency


def codes(*tasks: str, **values: Any) -> list[tuple[str, str, str]]:
    with pytest.raises(RefusedFileError) as refusal:
        imported(*tasks, **values)
    return [(each.code, each.item, each.field) for each in refusal.value.problems]


def test_summaries_become_initiatives_and_leaves_their_milestones() -> None:
    found = imported(
        summary(1), task(2, 3, OutlineLevel=2), summary(3), task(4, 0.5, OutlineLevel=2, Notes="Why")
    ).content
    assert [(each.key, each.title) for each in found.initiatives] == [("T1", "Task 1"), ("T3", "Task 3")]
    assert [(each.key, each.initiative, each.work_days, each.description) for each in found.milestones] == [
        ("T2", "T1", 3, ""),
        ("T4", "T3", 0.5, "Why"),
    ]


def test_below_one_summary_of_the_whole_the_next_level_is_that_of_initiatives() -> None:
    found = imported(
        summary(1),
        task(2, 1, OutlineLevel=2),
        summary(3, 2),
        task(4, 1, OutlineLevel=3),
        summary(5, 2),
        summary(6, 3),
        task(7, 1, OutlineLevel=4),
    )
    assert {each.key: each.initiative for each in found.content.milestones} == {
        "T2": "T1",
        "T4": "T3",
        "T7": "T5",
    }
    assert found.report.notes["summary_inside"] == ["Task 6"]


def test_a_task_outside_any_summary_gets_an_initiative_of_the_projects_name() -> None:
    found = imported(task(1)).content
    assert [(each.key, each.title) for each in found.initiatives] == [("outside", "Example")]


@pytest.mark.parametrize(
    ("kind", "lag", "lag_format", "expected"),
    [
        (1, 0, 7, (DependencyKind.FS, 0, LagUnit.WORKING_DAYS)),
        (3, 9600, 7, (DependencyKind.SS, 2, LagUnit.WORKING_DAYS)),
        (0, -2400, 5, (DependencyKind.FF, -0.5, LagUnit.WORKING_DAYS)),
        (2, 10, 3, (DependencyKind.SF, 1 / 480, LagUnit.WORKING_DAYS)),
        (1, 24000, 9, (DependencyKind.FS, 5, LagUnit.WORKING_DAYS)),
        (1, 28800, 8, (DependencyKind.FS, 2, LagUnit.CALENDAR_DAYS)),
        (1, 600, 6, (DependencyKind.FS, 1 / 24, LagUnit.CALENDAR_DAYS)),
        (1, 50, 19, (DependencyKind.FS, 50, LagUnit.PERCENT)),
        (1, 50, 20, (DependencyKind.FS, 1 / 6, LagUnit.CALENDAR_DAYS)),
    ],
)
def test_links_keep_their_type_and_their_lag_to_the_minute(
    kind: int, lag: int, lag_format: int, expected: tuple[DependencyKind, float, LagUnit]
) -> None:
    found = only_link(imported(task(1), task(2, 1, link(1, kind, lag, lag_format))))
    assert (found.kind, found.lag_unit) == (expected[0], expected[2])
    assert found.lag == pytest.approx(expected[1])


def test_a_link_of_a_whole_initiative_is_one_dependency() -> None:
    found = imported(
        summary(1), task(2, 1, OutlineLevel=2), summary(3, 1, link(1)), task(4, 1, OutlineLevel=2)
    )
    assert (only_link(found).predecessor, only_link(found).successor) == ("T1", "T3")


def test_a_link_of_a_summary_inside_holds_every_task_in_it_and_is_written_back_as_one() -> None:
    found = imported(
        summary(1),
        summary(2, 2),
        task(3, 1, OutlineLevel=3),
        task(4, 1, OutlineLevel=3),
        summary(5),
        task(6, 1, link(2), OutlineLevel=2),
    )
    assert {(each.predecessor, each.successor) for each in found.content.dependencies} == {
        ("T3", "T6"),
        ("T4", "T6"),
    }
    assert found.report.notes["link_of_summary"] == ["2 → 6"]


def test_links_that_mean_nothing_here_are_named() -> None:
    outside = element("PredecessorLink", PredecessorUID=9, Type=1, CrossProject=1)
    found = imported(summary(1), task(2, 1, link(1), outside, OutlineLevel=2), task(3, OutlineLevel=2))
    assert found.content.dependencies == []
    assert set(found.report.notes) >= {"link_in_family", "link_outside"}


@pytest.mark.parametrize(("code", "kind"), list(enumerate(ConstraintKind)))
def test_all_eight_constraints_are_taken(code: int, kind: ConstraintKind) -> None:
    numbers = {
        ConstraintKind.AS_SOON_AS_POSSIBLE: 0,
        ConstraintKind.AS_LATE_AS_POSSIBLE: 1,
        ConstraintKind.MUST_START_ON: 2,
        ConstraintKind.MUST_FINISH_ON: 3,
        ConstraintKind.START_NO_EARLIER_THAN: 4,
        ConstraintKind.START_NO_LATER_THAN: 5,
        ConstraintKind.FINISH_NO_EARLIER_THAN: 6,
        ConstraintKind.FINISH_NO_LATER_THAN: 7,
    }
    dated = {"ConstraintDate": "2026-03-10T09:30:00"} if code > 1 else {}
    found = milestone(imported(task(1, 1, ConstraintType=numbers[kind], **dated)))
    assert found.constraint is kind
    assert found.constraint_date == (date(2026, 3, 10) if dated else None)


def test_a_task_keeps_the_calendar_of_its_own_or_of_who_works_on_it() -> None:
    found = imported(
        task(1, 1, CalendarUID=2),
        task(2, 1),
        task(3, 1),
        calendars=[calendar(2, DAYLONG), calendar(3, SUNDAY_TO_THURSDAY), calendar(4, {}, base=3)],
        resources=[element("Resource", UID=1, Name="Vendor", Type=1, CalendarUID=4)],
        assignments=[element("Assignment", UID=1, TaskUID=2, ResourceUID=1, Units=1, Work="PT8H0M0S")],
    )
    assert [milestone(found, key).calendar for key in ("T1", "T2", "T3")] == [
        "calendar-2",
        "calendar-4",
        None,
    ]
    assert milestone(found, "T1").work_days == pytest.approx(1 / 3)
    assert milestone(found, "T2").owner == "vendor"
    by_key = {each.key: each for each in found.content.work_calendars}
    assert by_key["calendar-1"].is_default
    assert by_key["calendar-4"].sunday == "08:00-12:00 13:00-17:00"
    assert by_key["calendar-4"].friday == ""


def test_exceptions_of_a_calendar_become_days_of_other_hours() -> None:
    own = element(
        "Exceptions", exception("2026-04-06", "2026-04-08"), exception("2026-05-02", "2026-05-02", ((9, 12),))
    )
    found = imported(task(1), calendars=[calendar(2, SUNDAY_TO_THURSDAY, own)]).content
    other = next(each for each in found.work_calendars if each.key == "calendar-2").other_hours
    assert [(each.starts_on, each.ends_on, each.hours) for each in other] == [
        (date(2026, 4, 6), date(2026, 4, 8), ""),
        (date(2026, 5, 2), date(2026, 5, 2), "09:00-12:00"),
    ]


def test_elapsed_work_is_counted_around_the_clock() -> None:
    found = imported(task(1, Duration="PT48H0M0S", DurationFormat=8))
    assert (milestone(found).calendar, milestone(found).work_days) == ("around-the-clock", 2)


def test_progress_is_taken_as_actual_dates_and_what_is_left() -> None:
    found = imported(
        task(1, 4, PercentComplete=25, ActualStart="2026-03-03T08:00:00", RemainingDuration="PT24H0M0S"),
        task(
            2, 1, PercentComplete=100, ActualStart="2026-03-03T08:00:00", ActualFinish="2026-03-04T17:00:00"
        ),
        task(3, 2, PercentComplete=50, Start="2026-03-05T08:00:00"),
        task(4, 2, PercentComplete=100, Start="2026-03-05T08:00:00", Finish="2026-03-06T17:00:00"),
    )
    taken = [
        (each.actual_start, each.actual_finish, each.remaining_days) for each in found.content.milestones
    ]
    assert taken == [
        (date(2026, 3, 3), None, 3),
        (date(2026, 3, 3), date(2026, 3, 4), 0),
        (date(2026, 3, 5), None, 1),
        (date(2026, 3, 5), date(2026, 3, 6), 0),
    ]
    assert found.report.notes["start_taken"] == ["Task 3", "Task 4"]
    assert found.report.notes["finish_taken"] == ["Task 4"]


def test_manual_tasks_must_start_on_their_date_and_text_dates_are_named() -> None:
    found = imported(
        task(1, 1, Manual=1, Start="2026-03-12T08:00:00"), task(2, 1, Manual=1, StartText="in spring")
    )
    assert milestone(found).constraint is ConstraintKind.MUST_START_ON
    assert milestone(found).constraint_date == date(2026, 3, 12)
    assert milestone(found, "T2").constraint is ConstraintKind.AS_SOON_AS_POSSIBLE
    assert set(found.report.notes) >= {"manual", "manual_without_date", "text_date"}


def test_an_inactive_task_is_out_of_the_plan() -> None:
    found = imported(task(1, Active=0))
    assert milestone(found).is_cancelled
    assert milestone(found).end_reason


def test_baselines_become_approved_plans_the_plain_one_last() -> None:
    dates = {"Start": "2026-03-02T08:00:00", "Finish": "2026-03-03T17:00:00", "Duration": "PT16H0M0S"}
    found = imported(
        task(1, 2, element("Baseline", Number=0, **dates), element("Baseline", Number=3, **dates))
    )
    assert [each.key for each in found.content.baselines] == ["B3", "B0"]
    (approved,) = found.content.baselines[1].dates
    assert (approved.milestone, approved.start, approved.finish, approved.work_days) == (
        "T1",
        date(2026, 3, 2),
        date(2026, 3, 3),
        2,
    )


def test_materials_and_unnamed_resources_are_no_posts() -> None:
    found = imported(
        task(1),
        resources=[
            element("Resource", UID=0, Type=1),
            element("Resource", UID=1, Name="Concrete", Type=0),
            element("Resource", UID=2, Name="Registrar", Type=1),
        ],
    )
    assert [each.title for each in found.content.posts] == ["Registrar"]
    assert found.report.notes["no_post"] == ["Concrete"]
    assert [each.uid for each in found.content.foreign_elements if each.kind == "resource"] == ["0", "1", "2"]


@pytest.mark.parametrize(
    "tasks",
    [
        (),
        (summary(1),),
        (task(0, 0, OutlineLevel=0, Summary=1), task(1)),
        (element("Task", UID=5, IsNull=1), task(1), element("Task", UID=6, IsNull=1)),
        (task(1, 1, Deadline="2026-01-05T17:00:00"),),
        (task(1, 1, IsSubproject=1, ExternalTask=1, Recurring=1),),
        (task(1), task(2, 1, link(1, 1, -48000))),
    ],
    ids=["no task", "only a summary", "project summary", "blank lines", "deadline", "special", "lead"],
)
def test_odd_files_are_imported(tasks: tuple[str, ...]) -> None:
    assert imported(*tasks).content.key == "example"


@pytest.mark.parametrize(
    ("tasks", "expected"),
    [
        ((task(1, 1, link(2)), task(2, 1, link(1))), ("mspdi_circle", "task 1", "PredecessorLink")),
        ((task(1, 1, Duration="PT-5H0M0S"),), ("mspdi_duration", "task 1", "Duration")),
        ((task(1, 1, Duration="-PT8H0M0S"),), ("mspdi_absurd_duration", "task 1", "Duration")),
        ((task(1, 20_000),), ("too_big", "task 1", "Duration")),
        ((element("Task", Name="No number"),), ("mspdi_missing", "task ?", "UID")),
        ((task(1, 1, ConstraintType=4, ConstraintDate="0001-01-01T00:00:00"),),
         ("mspdi_years", "task 1", "ConstraintDate")),
        ((task(1, 1, Deadline="9999-12-31T00:00:00"),), ("mspdi_years", "task 1", "Deadline")),
        ((task(1), task(2, 1, link(1, 1, 200_000_000))), ("too_big", "task 2", "PredecessorLink")),
        ((task(1, 1, ActualStart="2027-01-01T08:00:00"),), ("future_actual", "task 1", "ActualStart")),
        ((task(1, 1, PercentComplete=40),), ("mspdi_missing", "task 1", "ActualStart")),
        ((task(1), task(2, 1, link(7))), ("mspdi_unknown", "task 2", "PredecessorUID")),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_where_it_stands(
    tasks: tuple[str, ...], expected: tuple[str, str, str]
) -> None:
    assert expected in codes(*tasks)


def test_the_report_is_said_in_every_language() -> None:
    report = ImportReport(made={"milestones": 2}, counts={"computed": 3, "time_phased": 1})
    names = [
        "from_finish", "no_city", "no_post", "more_people", "calendar_kept", "blank_line", "summary_inside",
        "summary_constraint", "summary_deadline", "summary_baseline", "link_outside", "link_in_family",
        "link_of_nothing", "link_of_summary", "link_twice", "lag_elapsed_percent", "manual",
        "manual_without_date", "text_date", "inactive", "inactive_done", "start_taken", "finish_taken",
        "unnamed", "shortened", "levelled", "recurring", "subproject", "external",
    ]  # fmt: skip
    for name in names:
        report.note(name, "Task 1")
    report.fields["task.Priority"] = 2
    for language in LANGUAGES:
        assert len([translator(language)(sentence) for sentence in report.sentences()]) == len(names) + 4
