"""What a person may write in a roadmap file, and what it comes to."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.exchange.problems import RefusedFileError
from tracker.exchange.roadmap_dates import DateFormError, RoadmapDates, read_lag, read_start, write_lag
from tracker.exchange.roadmap_file import read_roadmap
from tracker.exchange.roadmap_writer import write_roadmap
from tracker.model.base import Basis
from tracker.model.content import MilestoneContent, ProgrammeContent
from tracker.model.milestone import MilestoneKind
from tracker.model.work_calendar import WEEKDAYS
from tracker.planning import ConstraintKind, DependencyKind, LagUnit

TODAY = date(2026, 11, 24)
HEAD = 'format = 1\n[programme]\ntitle = "Town"\ncity = "Town"\nstart = 2026-01-05\n'
WEEK = ("mon", "tue", "wed", "thu", "fri")


def read(body: str, head: str = HEAD) -> ProgrammeContent:
    return read_roadmap((head + body).encode(), TODAY, key="town")


def milestone(body: str) -> MilestoneContent:
    text = f'[[initiative]]\nid = "A"\ntitle = "A"\n[[initiative.milestone]]\nid = "M1"\ntitle = "M"\n{body}'
    return read(text).milestones[0]


def test_a_start_in_months_falls_on_the_monday_of_its_week() -> None:
    start = read_start({"months_before_today": 14}, TODAY)
    assert (start.on, start.months_before_today) == (date(2025, 9, 22), 14)


def test_a_programme_that_is_there_keeps_its_start() -> None:
    start = read_start({"months_before_today": 14}, TODAY, known=date(2025, 3, 3))
    assert (start.on, start.months_before_today) == (date(2025, 3, 3), 14)


def test_an_absolute_start_never_moves() -> None:
    assert read_start(date(2026, 1, 5), TODAY, known=date(2025, 3, 3)).on == date(2026, 1, 5)


@pytest.mark.parametrize("value", ["2026-01-05", 2026, {}, {"months": 3}, {"months_before_today": "3"}, True])
def test_a_start_in_another_form_is_refused(value: Any) -> None:
    with pytest.raises(DateFormError):
        read_start(value, TODAY)


def test_months_count_from_the_start_and_days_after_them() -> None:
    dates = RoadmapDates(date(2026, 1, 5), WEEK)
    assert dates.read({"month": 6}) == date(2026, 7, 6)  # 5 July is a Sunday
    assert dates.read({"month": 6, "day": 10}) == date(2026, 7, 15)
    assert dates.read({"day": 1}) == date(2026, 1, 6)
    assert dates.read({"month": -1}) == date(2025, 12, 5)
    assert dates.read(date(2026, 7, 5)) == date(2026, 7, 5)


def test_a_reckoned_date_falls_on_the_citys_own_week() -> None:
    assert RoadmapDates(date(2026, 1, 5), ("sun", "mon")).read({"month": 6}) == date(2026, 7, 5)


@pytest.mark.parametrize(
    ("text", "lag"),
    [
        ("10 working days", (10, LagUnit.WORKING_DAYS)),
        ("1 working day", (1, LagUnit.WORKING_DAYS)),
        ("-2.5 calendar days", (-2.5, LagUnit.CALENDAR_DAYS)),
        ("20 %", (20, LagUnit.PERCENT)),
        ("20%", (20, LagUnit.PERCENT)),
        ("10", None),
        ("ten working days", None),
        ("10 days", None),
        (10, None),
        ("99999 working days", None),
    ],
)
def test_a_lag_is_a_number_and_its_unit(text: Any, lag: tuple[float, LagUnit] | None) -> None:
    assert read_lag(text) == lag


@given(st.floats(-10_000, 10_000), st.sampled_from(LagUnit))
def test_a_lag_reads_as_it_was_written(lag: float, unit: LagUnit) -> None:
    assert read_lag(write_lag(lag, unit)) == (lag, unit)


def test_a_fact_with_a_source_is_sourced_and_one_without_is_an_assumption() -> None:
    found = read(
        '[[service]]\nid = "a"\nname = "A"\nsource = "Charter 2015"\n'
        '[[service]]\nid = "b"\nname = "B"\n'
        '[[service]]\nid = "c"\nname = "C"\nsource = "Method: guide"\nassumption = true\n'
    ).services
    assert [service.basis for service in found] == [Basis.SOURCED, Basis.ASSUMPTION, Basis.ASSUMPTION]
    assert found[2].source == "Method: guide"


def test_a_constraint_is_written_as_its_name_and_date() -> None:
    found = milestone("must_finish_on = 2026-03-02\ndeadline = { month = 3 }\n")
    assert (found.constraint, found.constraint_date) == (ConstraintKind.MUST_FINISH_ON, date(2026, 3, 2))
    assert found.deadline == date(2026, 4, 6)
    assert milestone("as_late_as_possible = true\n").constraint is ConstraintKind.AS_LATE_AS_POSSIBLE


def test_dependencies_are_said_after_or_apart() -> None:
    found = read(
        '[[decision]]\nid = "D1"\ntitle = "Vote"\n'
        '[[initiative]]\nid = "A"\ntitle = "A"\nafter = ["D1"]\n'
        '[[initiative]]\nid = "B"\ntitle = "B"\nafter = [{ id = "A", kind = "SS", lag = "20 %", '
        'reason = "r" }]\n'
        '[[dependency]]\npredecessor = "D1"\nsuccessor = "B"\nlag = "-3 calendar days"\n'
    ).dependencies
    said = [(d.predecessor, d.successor, d.kind, d.lag, d.lag_unit, d.reason) for d in found]
    assert said == [
        ("D1", "A", DependencyKind.FS, 0, LagUnit.WORKING_DAYS, ""),
        ("A", "B", DependencyKind.SS, 20, LagUnit.PERCENT, "r"),
        ("D1", "B", DependencyKind.FS, -3, LagUnit.CALENDAR_DAYS, ""),
    ]


def test_decisions_and_prerequisites_are_waited_for_without_work() -> None:
    found = read(
        '[[decision]]\nid = "D1"\ntitle = "Vote"\nawaited_from = "Council"\n'
        '[[prerequisite]]\nid = "P1"\ntitle = "Law"\n'
    ).milestones
    assert [(each.key, each.kind, each.work_days) for each in found] == [
        ("D1", MilestoneKind.DECISION, 0),
        ("P1", MilestoneKind.PREREQUISITE, 0),
    ]


def test_a_day_off_may_be_one_day() -> None:
    (found,) = read("[[calendar]]\nstarts_on = 2026-05-01\n").calendar_exceptions
    assert (found.starts_on, found.ends_on) == (date(2026, 5, 1), date(2026, 5, 1))


def test_a_byte_order_mark_and_windows_lines_are_accepted() -> None:
    text = (HEAD + '[[service]]\nid = "a"\nname = "A"\n').replace("\n", "\r\n")
    assert read_roadmap(b"\xef\xbb\xbf" + text.encode(), TODAY, key="town").services[0].key == "a"


WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n\t"), max_size=80)


@given(WORDS.filter(str.strip), WORDS, WORDS)
def test_any_text_reads_as_it_was_written(title: str, description: str, contribution: str) -> None:
    content = read(
        '[[partner]]\nid = "p"\nname = "P"\nkind = "vendor"\n'
        '[[initiative]]\nid = "A"\ntitle = "A"\npartners = ["p"]\n'
    )
    content.initiatives[0].title = title.strip()
    content.initiatives[0].description = description.strip()
    content.initiatives[0].partners[0].contribution = contribution.strip()
    assert read_roadmap(write_roadmap(content).encode(), TODAY, key="town") == content


@given(st.floats(-1e18, 1e18, allow_nan=False))
def test_any_number_reads_as_it_was_written(value: float) -> None:
    content = read('[[indicator]]\nid = "i"\ntitle = "I"\n')
    content.indicators[0].initial_value = value
    assert read_roadmap(write_roadmap(content).encode(), TODAY, key="town") == content


CALENDARS = """
[[work_calendar]]
id = "vendor"
title = "Vendor, Sunday to Thursday"
friday = ""
sunday = "9:00-13:00, 14:00-18:00"
holidays = "MA"

[[work_calendar.other_hours]]
starts_on = 2026-02-20
name = "Audit"

[[initiative]]
id = "A"
title = "A"

[[initiative.milestone]]
id = "M1"
title = "Delivered"
calendar = "vendor"
"""


def test_a_working_calendar_is_written_as_it_is_read() -> None:
    content = read(CALENDARS)
    (calendar,) = content.work_calendars
    assert (calendar.sunday, calendar.friday) == ("09:00-13:00 14:00-18:00", "")
    assert calendar.other_hours[0].ends_on == date(2026, 2, 20)
    assert content.milestones[0].calendar == "vendor"
    assert read_roadmap(write_roadmap(content).encode(), TODAY, key="town") == content


@pytest.mark.parametrize(
    ("wrong", "right", "code"),
    [
        ('calendar = "vendor"', 'calendar = "vendors"', "unknown_id_near"),
        ('"9:00-13:00, 14:00-18:00"', '"9 to 5"', "working_hours"),
        ('holidays = "MA"', 'holidays = "ZZ"', "no_holidays"),
        ("starts_on = 2026-02-20", "starts_on = 2026-02-20\nends_on = 2026-02-19", "finish_before_start"),
        ('friday = ""', "\n".join(f'{day} = ""' for day in WEEKDAYS[:5]), "calendar_never_works"),
    ],
)
def test_a_wrong_calendar_is_refused_where_it_is_wrong(wrong: str, right: str, code: str) -> None:
    body = CALENDARS.replace(wrong, right).replace(
        'sunday = "9:00', 'sunday = ""#"9:00' if code == "calendar_never_works" else 'sunday = "9:00'
    )
    with pytest.raises(RefusedFileError) as refusal:
        read(body)
    assert [problem.code for problem in refusal.value.problems] == [code]


PEOPLE = """
[[post]]
id = "it"
title = "IT team"
people = 2.5

[[absence]]
post = "it"
starts_on = 2026-03-02
ends_on = 2026-03-06
people = 0.5
reason = "Training"

[[initiative]]
id = "A"
title = "A"

[[initiative.milestone]]
id = "M1"
title = "Delivered"
work = 10

[[need]]
milestone = "M1"
post = "it"
people = 0.5
"""


def test_people_absences_and_needs_are_written_as_they_are_read() -> None:
    content = read(PEOPLE)
    assert content.posts[0].people == 2.5
    assert (content.absences[0].post, content.absences[0].people) == ("it", 0.5)
    assert (content.needs[0].milestone, content.needs[0].post, content.needs[0].people) == ("M1", "it", 0.5)
    assert read_roadmap(write_roadmap(content).encode(), TODAY, key="town") == content


@pytest.mark.parametrize(
    ("wrong", "right", "code"),
    [
        ('post = "it"\nstarts', 'post = "its"\nstarts', "unknown_id_near"),
        ('milestone = "M1"', 'milestone = "M2"', "unknown_id_near"),
        ("people = 0.5\n", "people = 0.5\ndays = 3\n", "unknown_field"),
        ("people = 0.5\nreason", "people = -1\nreason", "too_small"),
        ("2026-03-06", "2026-03-01", "finish_before_start"),
    ],
)
def test_wrong_people_are_refused_where_they_are_wrong(wrong: str, right: str, code: str) -> None:
    with pytest.raises(RefusedFileError) as refusal:
        read(PEOPLE.replace(wrong, right, 1))
    assert [problem.code for problem in refusal.value.problems] == [code]


def test_a_need_says_people_or_days() -> None:
    with pytest.raises(RefusedFileError) as refusal:
        read(f"{PEOPLE}days = 3\n")
    assert [problem.code for problem in refusal.value.problems] == ["people_or_days"]


def test_one_calendar_stands_for_all_others() -> None:
    twice = "".join(
        f'[[work_calendar]]\nid = "{key}"\ntitle = "{key}"\nis_default = true\n' for key in ("a", "b")
    )
    with pytest.raises(RefusedFileError) as refusal:
        read(twice)
    assert [problem.code for problem in refusal.value.problems] == ["said_twice"]


ESTIMATED = """
[[service]]
id = "S"
name = "Service"
[[initiative]]
id = "I"
title = "Initiative"
service = "S"
[[initiative.milestone]]
id = "M"
title = "Done"
work = 10
optimistic = 8
pessimistic = 20.5
"""


def test_a_three_point_estimate_is_written_as_it_is_read() -> None:
    content = read(ESTIMATED)
    only = content.milestones[0]
    assert (only.optimistic_days, only.work_days, only.pessimistic_days) == (8, 10, 20.5)
    assert read_roadmap(write_roadmap(content).encode(), TODAY, key="town") == content


@pytest.mark.parametrize(
    ("wrong", "right", "code"),
    [
        ("optimistic = 8\n", "", "estimate_needs_both"),
        ("pessimistic = 20.5\n", "", "estimate_needs_both"),
        ("work = 10\n", "", "estimate_needs_work"),
        ("work = 10", "work = 21", "estimate_not_rising"),
        ("optimistic = 8", "optimistic = 11", "estimate_not_rising"),
        ("pessimistic = 20.5", "pessimistic = -1", "too_small"),
        ("[[initiative.milestone]]", "[[decision]]", "work_on_decision"),
    ],
)
def test_a_wrong_estimate_is_refused_where_it_is_wrong(wrong: str, right: str, code: str) -> None:
    with pytest.raises(RefusedFileError) as refusal:
        read(ESTIMATED.replace(wrong, right))
    assert [problem.code for problem in refusal.value.problems][:1] == [code]
