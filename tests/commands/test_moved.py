"""The slip ledger and the changes since a day, from commands given on known days."""

from contextlib import suppress
from datetime import date, timedelta
from random import Random
from typing import Any

from tests.commands.conftest import NOW, TODAY, City
from tests.commands.random_commands import Draws, begin
from tracker.analysis import ProgrammeAnalysis, analyse
from tracker.analysis.changes import ItemChange, changes_between
from tracker.analysis.slips import FILE, Slip, by_partner, by_reason, by_service, ledger_of, slips_of, sums_of
from tracker.commands import Command
from tracker.commands.baseline import ApproveBaseline
from tracker.commands.dependency import AddDependency
from tracker.commands.load_programme import LoadProgramme
from tracker.commands.milestone import (
    AddMilestone,
    CancelMilestone,
    RecordActual,
    RescheduleMilestone,
)
from tracker.commands.undo import UndoLastChange
from tracker.exchange.content_of_snapshot import content_of
from tracker.i18n import translator
from tracker.model.errors import TrackerError
from tracker.model.journal import ReasonKind
from tracker.reports.moved import slip_sentence
from tracker.storage import Database

DAY = timedelta(days=1)


def reschedule(city: City, key: str, **changes: Any) -> Command:
    return RescheduleMilestone(
        programme="city",
        key=key,
        version=city.version(key),
        changes=changes,
        reason="The supplier is late",
        reason_kind=ReasonKind.SUPPLIER,
    )


def approve(key: str, on: date) -> Command:
    return ApproveBaseline(programme="city", key=key, name=key, approved_on=on, approved_by="Mayor")


def ledger(city: City) -> tuple[Slip, ...]:
    return ledger_of(slips_of(city.database.replans("city")), city.database.undone("city"))


def changes(city: City, since: date, until: date) -> dict[tuple[str, str], ItemChange]:
    known = city.database.known("city", since)
    slips = [slip for slip in ledger(city) if slip.entry_id > known.last_entry]
    found = changes_between(analyse(known.snapshot, since), analyse(city.snapshot(), until), slips)
    return {(change.kind.value, change.item): change for change in found}


def test_a_moved_date_is_in_the_ledger_with_both_dates_and_its_reason(city: City) -> None:
    # On 20 February, work not begun starts that day: M2 follows M1's 20 working days.
    city.do(reschedule(city, "M2", work_days=40))
    (slip,) = ledger(city)
    assert (slip.item, slip.on, slip.author, slip.days) == ("M2", TODAY, "technical lead", 10)
    assert slip.finish_before is not None
    assert slip.finish_after == slip.finish_before + timedelta(days=14)
    assert (slip.service, slip.partner) == ("it", "provider")
    assert (slip.reason_kind, slip.reason) == (ReasonKind.SUPPLIER, "The supplier is late")


def test_each_slip_shows_what_its_own_command_did_alone(city: City) -> None:
    city.do(reschedule(city, "M1", work_days=25))
    city.do(reschedule(city, "M2", work_days=31), NOW + DAY)
    city.do(reschedule(city, "M2", work_days=30), NOW + 4 * DAY)
    assert [(slip.item, slip.days) for slip in ledger(city)] == [("M2", -1), ("M2", 1), ("M1", 5)]


def test_what_was_undone_and_what_is_reported_is_no_slip(city: City) -> None:
    moved = city.do(reschedule(city, "M1", work_days=25))
    city.do(UndoLastChange(programme="city", command_id=moved.command_id))
    began = {"actual_start": TODAY, "remaining_days": 12}
    city.do(RecordActual(programme="city", key="M3", version=city.version("M3"), changes=began))
    assert ledger(city) == ()


def test_a_date_that_a_file_moved_has_the_file_for_a_reason(city: City) -> None:
    content = content_of(city.snapshot()).model_copy(update={"key": "loaded"})
    city.do(LoadProgramme(programme="loaded", content=content))
    for one in content.milestones:
        one.work_days += 5 if one.key == "M1" else 0
    city.do(LoadProgramme(programme="loaded", content=content), NOW + DAY)
    (slip,) = slips_of(city.database.replans("loaded"))
    assert (slip.item, slip.days, slip.reason_kind) == ("M1", 5, None)
    assert [one.name for one in sums_of([slip], by_reason)] == [FILE]
    assert "loaded again" in translator("en")(slip_sentence(slip))


def test_an_undo_that_is_itself_undone_leaves_the_slip(city: City) -> None:
    moved = city.do(reschedule(city, "M1", work_days=25))
    undo = city.do(UndoLastChange(programme="city", command_id=moved.command_id))
    while_undone = city.database.last_entry("city")
    city.do(UndoLastChange(programme="city", command_id=undo.command_id))
    assert [slip.item for slip in ledger(city)] == ["M1"]
    measured = slips_of(city.database.replans("city"))
    assert ledger_of(measured, city.database.undone("city", while_undone), while_undone) == ()


def test_a_ledger_goes_on_from_the_journal_entry_where_it_stopped(city: City) -> None:
    city.do(reschedule(city, "M1", work_days=25))
    known, until = ledger(city), city.database.last_entry("city")
    city.do(reschedule(city, "M2", work_days=33), NOW + DAY)
    newer = slips_of(city.database.replans("city", after=until))
    assert [slip.item for slip in newer] == ["M2"]
    assert newer + known == ledger(city)
    assert slips_of(city.database.replans("city", last_entry=until)) == known


def test_both_dates_of_a_slip_are_those_of_the_whole_analysis(database: Database) -> None:
    city = City(database)
    begin(city)
    draws = Random(3)  # noqa: S311 - what it draws is no secret
    for number in range(40):
        at = NOW + number * DAY
        with suppress(TrackerError):
            city.do(Draws(draws, city, at.date()).command(), at)
    for replan in city.database.replans(city.key):
        for slip in slips_of([replan]):
            day = replan.after.programme.status_date or slip.on
            expected = [analyse(side, day).items for side in (replan.before, replan.after)]
            dates = [slip.finish_before, slip.finish_after]
            assert dates == [items.by_key(slip.item).early_finish for items in expected]
            assert slip.service == expected[1].by_key(slip.item).service_key


def test_a_new_dependency_in_an_approved_plan_is_a_slip_of_its_successor(city: City) -> None:
    city.do(approve("B1", TODAY))
    city.do(AddDependency(programme="city", predecessor="M4", successor="M7", reason="Same people"))
    (slip,) = ledger(city)
    assert (slip.item, slip.days, slip.reason) == ("M7", 15, "Same people")


def test_slips_add_up_by_reason_service_and_partner(city: City) -> None:
    city.do(reschedule(city, "M1", work_days=25))
    city.do(reschedule(city, "M2", work_days=33))
    slips = ledger(city)
    assert [(one.name, one.count, one.days) for one in sums_of(slips, by_reason)] == [("supplier", 2, 8)]
    assert {one.name: one.days for one in sums_of(slips, by_service)} == {"procurement": 5, "it": 3}
    assert {one.name: one.days for one in sums_of(slips, by_partner)} == {None: 5, "provider": 3}


def test_a_later_approval_hides_neither_the_first_date_nor_the_slip(city: City) -> None:
    city.do(approve("B1", TODAY))
    city.do(reschedule(city, "M1", work_days=25))
    city.do(approve("B2", TODAY + DAY), NOW + DAY)
    item = analyse(city.snapshot(), TODAY + DAY).items.by_key("M1")
    assert item.original_finish is not None
    assert item.approved_finish is not None
    assert item.original_finish < item.approved_finish
    assert [slip.item for slip in ledger(city)] == ["M1"]


def test_changes_since_a_day_name_what_finished_moved_came_and_ended(city: City) -> None:
    later = NOW + 3 * DAY
    city.do(AddMilestone(programme="city", key="M8", title="M8", initiative="portal", work_days=2), later)
    done = {"actual_start": TODAY, "actual_finish": TODAY + DAY}
    city.do(RecordActual(programme="city", key="M3", version=city.version("M3"), changes=done), later)
    cancel = CancelMilestone(programme="city", key="M7", version=city.version("M7"), reason="No money")
    city.do(cancel, later)
    city.do(reschedule(city, "M4", work_days=30), later)
    found = changes(city, TODAY, TODAY + 3 * DAY)
    assert {("added", "M8"), ("finished", "M3"), ("ended", "M7")} <= found.keys()
    moved = found["redated", "M4"]
    assert [slip.reason for slip in moved.slips] == ["The supplier is late"]
    assert found["redated", "M6"].slips == ()


def test_a_stall_that_begins_and_one_that_ends_are_told(city: City) -> None:
    before = analysed(city, TODAY)
    stalled = {item.key for item in before.items if before.stalls.is_own[item_row(before, item.key)]}
    assert "M1" in stalled
    began = {"actual_start": TODAY, "actual_finish": None, "remaining_days": 5}
    city.do(RecordActual(programme="city", key="M1", version=city.version("M1"), changes=began), NOW + DAY)
    found = changes(city, TODAY, TODAY + DAY)
    after = analysed(city, TODAY + DAY)
    is_stalled = bool(after.stalls.is_own[item_row(after, "M1")])
    assert (("recovered", "M1") in found) is not is_stalled


def analysed(city: City, day: date) -> ProgrammeAnalysis:
    return analyse(city.snapshot(), day)


def item_row(analysis: ProgrammeAnalysis, key: str) -> int:
    return analysis.snapshot.milestones.row_of_key[key]
