"""An update is added and never rewritten; "done" is one act."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.commands.conftest import NOW, TODAY, City
from tracker.commands import Command
from tracker.commands.milestone import CancelMilestone, EditMilestone
from tracker.commands.progress import ReportProgress
from tracker.model.errors import RuleError, StaleRecordError, UnknownRecordError
from tracker.model.progress import DeclaredStatus

REPORT: dict[str, Any] = {"programme": "city", "reported_on": TODAY, "author": "Head of procurement"}


def test_done_is_one_act_in_the_journal(city: City) -> None:
    outcome = city.do(
        ReportProgress(
            **REPORT,
            item="M1",
            declared_status=DeclaredStatus.ON_COURSE,
            text="Signed",
            actuals={"actual_start": date(2026, 1, 5), "actual_finish": date(2026, 2, 19)},
        )
    )
    milestone = city.snapshot().milestones.by_key("M1")
    assert milestone is not None
    assert (milestone.actual_finish, milestone.remaining_days) == (date(2026, 2, 19), 0)
    (update,) = city.snapshot().updates
    assert (update.milestone_id, update.text, update.recorded_at) == (milestone.id, "Signed", NOW)
    assert [(entry.record_kind, entry.change) for entry in city.entries(outcome)] == [
        ("progress_update", "added"),
        ("milestone", "changed"),
    ]


def test_an_initiative_is_reported_on_as_a_whole(city: City) -> None:
    city.do(ReportProgress(**REPORT, item="portal", progress_percent=40, blocked_by="No server"))
    (update,) = city.snapshot().updates
    portal = city.snapshot().initiatives.by_key("portal")
    assert portal is not None
    assert (update.initiative_id, update.milestone_id, update.progress_percent) == (portal.id, None, 40)


def test_updates_add_up_and_none_is_rewritten(city: City) -> None:
    for text in ("Waiting for offers", "Offers are in"):
        city.do(ReportProgress(**REPORT, item="M1", text=text))
    assert [row.text for row in city.snapshot().updates] == ["Waiting for offers", "Offers are in"]


@pytest.mark.parametrize(
    ("command", "rule"),
    [
        (ReportProgress(**{**REPORT, "reported_on": TODAY + timedelta(days=1)}, item="M1"), "in_the_future"),
        (ReportProgress(**{**REPORT, "author": " "}, item="M1"), "author_needed"),
        (ReportProgress(**REPORT, item="portal", actuals={"actual_start": TODAY}), "actuals_of_milestone"),
    ],
    ids=["future", "unsigned", "initiative"],
)
def test_a_report_that_cannot_be_is_refused(city: City, command: Command, rule: str) -> None:
    with pytest.raises(RuleError) as refused:
        city.do(command)
    assert refused.value.text.key == f"rule.{rule}"
    assert len(city.snapshot().updates) == 0


def test_a_refused_date_takes_the_update_with_it(city: City) -> None:
    city.do(CancelMilestone(programme="city", key="M1", version=1, reason="Not needed"))
    with pytest.raises(RuleError):
        city.do(ReportProgress(**REPORT, item="M1", actuals={"actual_finish": TODAY}))
    assert len(city.snapshot().updates) == 0


def test_a_report_that_knows_its_version_overwrites_no_newer_date(city: City) -> None:
    city.do(EditMilestone(programme="city", key="M1", version=1, changes={"actual_start": TODAY}))
    with pytest.raises(StaleRecordError):
        city.do(ReportProgress(**REPORT, item="M1", version=1, actuals={"actual_start": date(2026, 1, 5)}))


def test_a_report_on_nothing_is_refused(city: City) -> None:
    with pytest.raises(UnknownRecordError):
        city.do(ReportProgress(**REPORT, item="M99"))
