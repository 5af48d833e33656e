"""Every form runs its command, and what was typed ends in the journal."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from tests.ui.opening import load_file, opened, words
from tracker.model.journal import ReasonKind
from tracker.model.progress import DeclaredStatus
from tracker.storage import Database
from tracker.ui.components.forms.choices import zone_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from streamlit.testing.v1 import AppTest

    from tracker.model.snapshot import Snapshot

SEVEN = "seven-milestones"
MORE, ADD, MORE_OF_MILESTONE = "menu.more.initiative", "menu.add.initiative", "menu.more.milestone"


@pytest.fixture
def address(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Give the address of a database that holds the worked example."""
    monkeypatch.setenv("JALON_DATABASE_URL", sqlite_url)
    load_file(sqlite_url, SEVEN)
    return sqlite_url


def opened_at(item: str, **query: str) -> AppTest:
    return opened("initiative", SEVEN, item=item, **query)


WHY = {"why_kind": ReasonKind.SUPPLIER, "why": "Tender again"}


def press(page: AppTest, button: str, **typed: Any) -> AppTest:
    """Open a form by its button, type into its inputs and submit it."""
    return _fill(page, lambda: page.button(button).click(), typed)


def pick(page: AppTest, menu: str, action: str | int | None, **typed: Any) -> AppTest:
    """Open a form from a menu, type into its inputs and submit it."""
    return _fill(page, lambda: page.menu_button(menu).click(action), typed)


def _fill(page: AppTest, ask_for_form: Callable[[], Any], typed: dict[str, Any]) -> AppTest:
    fill(page, ask_for_form, typed)
    assert not page.exception, page.exception[0].message
    return page


def fill(page: AppTest, ask_for_form: Callable[[], Any], typed: dict[str, Any]) -> None:
    ask_for_form()
    page.run()
    for name, value in typed.items():
        _field(page, name).set_value(value)
    submit = next(button for button in page.button if str(button.key).startswith("FormSubmitter"))
    submit.click()
    # A test runs the whole script, not the form alone: the form has to be asked for again.
    ask_for_form()
    page.run()


def _field(page: AppTest, name: str) -> Any:
    """Return an input of the open form by the name of its field; a key is `form.field.opening`."""
    kinds = (
        page.text_input,
        page.text_area,
        page.number_input,
        page.date_input,
        page.selectbox,
        page.multiselect,
        page.checkbox,
        page.radio,
    )
    return next(shown for kind in kinds for shown in kind if str(shown.key).split(".")[-2:-1] == [name])


def last_commands(address: str, programme: str = SEVEN) -> list[tuple[str, str, str]]:
    """Return command, record and reason of the latest journal entries, the newest first."""
    database = Database(address)
    entries = [(entry.command, entry.record_key, entry.reason) for entry in database.journal(programme)]
    database.close()
    return entries


def snapshot(address: str, programme: str = SEVEN) -> Snapshot:
    database = Database(address)
    found = database.snapshot(programme)
    database.close()
    return found


def test_new_dates_are_kept_with_their_reason_and_the_moved_end_is_said(address: str) -> None:
    page = press(opened_at("M3"), "dates.milestone", work_days=60.0, **WHY)
    assert last_commands(address)[0] == ("RescheduleMilestone", "M3", "Tender again")
    opened = Database(address)
    assert opened.journal(SEVEN, limit=1)[0].reason_kind is ReasonKind.SUPPLIER
    opened.close()
    assert "May 1, 2026" in page.success[0].value


def test_council_adds_moved_dates_up_by_reason_and_on_demand_by_service(address: str) -> None:
    press(opened_at("M3"), "dates.milestone", work_days=60.0, **WHY)
    council = opened("council", SEVEN)
    said = words(council)
    assert "Supplier: 1 date" in said
    assert any(shown.label == "By service and by partner" for shown in council.expander)


@pytest.mark.parametrize(
    ("said", "missing"),
    [
        ({}, "of which kind"),
        ({"why": "Tender again"}, "of which kind"),
        ({"why_kind": ReasonKind.SUPPLIER}, "Say in a few words"),
    ],
)
def test_a_date_moved_without_a_reason_and_its_kind_is_refused(
    address: str, said: dict[str, Any], missing: str
) -> None:
    before = last_commands(address)
    page = opened_at("M3")
    fill(page, lambda: page.button("dates.milestone").click(), {"work_days": 60.0, **said})
    assert last_commands(address) == before
    # What stands beside the field once the form alone is run again, which a test of this kind cannot do.
    assert missing in str(page.session_state["form_errors"])


def test_nothing_can_be_written_while_looking_back(address: str) -> None:
    page = opened_at("M3", as_of="2026-02-20")
    assert "Nothing can be changed here" in page.warning[0].value
    assert not [button for button in page.button if button.key in ("dates.milestone", "undo")]
    page.button("back_to_today").click().run()
    assert not page.warning
    page.button("dates.milestone").click().run()
    assert not page.exception


def test_work_left_is_asked_of_what_has_begun_and_moves_its_date(address: str) -> None:
    untouched = opened_at("M4")
    untouched.button("dates.milestone").click().run()
    assert not [field for field in untouched.number_input if "remaining_days" in str(field.key)]
    press(opened_at("M1"), "report.milestone", actual_start=date(2026, 1, 5))
    page = press(opened_at("M1"), "dates.milestone", remaining_days=40.0, **WHY)
    assert "The end of the programme moves" in page.success[0].value
    found = snapshot(address).milestones.by_key("M1")
    assert found is not None
    assert found.remaining_days == 40


def test_dates_that_move_short_of_the_end_are_counted(address: str) -> None:
    page = press(opened_at("M7"), "dates.milestone", work_days=16.0, **WHY)
    assert "1 expected date moves; the end of the programme stays on" in page.success[0].value
    assert last_commands(address)[0][:2] == ("RescheduleMilestone", "M7")


def test_an_edit_changes_only_what_was_typed(address: str) -> None:
    before = snapshot(address).milestones.by_key("M3")
    press(opened_at("M3"), "edit.milestone", title="PCs in place")
    after = snapshot(address).milestones.by_key("M3")
    assert before is not None
    assert after is not None
    assert (after.title, after.work_days, after.service_id) == (
        "PCs in place",
        before.work_days,
        before.service_id,
    )
    assert last_commands(address)[0][:2] == ("EditMilestone", "M3")


def test_a_report_is_kept_with_the_level_that_was_declared(address: str) -> None:
    page = press(
        opened_at("M1"),
        "report.milestone",
        declared_status=DeclaredStatus.ATTENTION,
        text="The offers are in",
        progress_percent=40.0,
    )
    assert last_commands(address)[0][0] == "ReportProgress"
    assert "The offers are in" in words(page)
    assert "effort needed" in words(page)


def test_a_milestone_leaves_the_plan_only_with_a_reason_and_comes_back(address: str) -> None:
    pick(opened_at("M5"), MORE_OF_MILESTONE, "cancel", why="Trained elsewhere")
    assert last_commands(address)[0] == ("CancelMilestone", "M5", "Trained elsewhere")
    opened_at("M5").menu_button(MORE_OF_MILESTONE).click("reopen").run()
    assert last_commands(address)[0][:2] == ("ReopenMilestone", "M5")


def test_an_initiative_ends_with_a_reason_and_is_taken_up_again(address: str) -> None:
    page = pick(opened_at("S2"), MORE, "end", why="Merged with the county's")
    assert "superseded" in words(page).lower() or "replaced" in page.info[0].value.lower()
    assert last_commands(address)[0] == ("EndInitiative", "S2", "Merged with the county's")
    opened_at("S2").menu_button(MORE).click("reopen").run()
    assert last_commands(address)[0][:2] == ("ReopenInitiative", "S2")


@pytest.mark.parametrize(
    ("action", "command", "key"),
    [
        ("milestone", "AddMilestone", "S1.1"),
        ("initiative", "AddInitiative", "S4"),
    ],
)
def test_what_is_added_gets_the_next_key_and_is_shown(
    address: str, action: str, command: str, key: str
) -> None:
    page = pick(opened_at("S1"), ADD, action, title="Something new")
    assert last_commands(address)[0][:2] == (command, key)
    assert page.query_params["item"] == key


def test_a_decision_is_asked_for_taken_asked_again_and_refused(address: str) -> None:
    """One decision through its whole life on the initiative screen, and what the screen of decisions says."""
    of = {"title": "Rent or buy", "awaited_from": "City council", "holds_back": ["M3"], "option_1": "Rent"}
    page = pick(opened_at("S1"), ADD, "decision", **of)
    assert page.query_params["item"] == "S1-D1"
    (record,) = snapshot(address).decisions
    assert record.asked_on == snapshot(address).programme.status_date
    press(opened_at("S1-D1"), "decision.edit.S1-D1", question="Does the city rent?", option_2="Buy")
    assert [option.title for option in snapshot(address).decision_options] == ["Rent", "Buy"]
    press(opened_at("S1-D1"), "decision.take.S1-D1", option=2, effect="PCs are bought")
    assert ("TakeDecision", "S1-D1") in [found[:2] for found in last_commands(address)]
    assert [option.title for option in snapshot(address).decision_options if option.is_chosen] == ["Buy"]
    opened_at("S1-D1").button("decision.again.S1-D1").click().run()
    assert last_commands(address)[0][0] == "AskDecisionAgain"
    press(opened_at("S1-D1"), "decision.refuse.S1-D1", why="No money", effect="The old PCs stay")
    assert snapshot(address).decisions[0].refused_on == record.asked_on
    page = opened("decisions", SEVEN, item="S1-D1")
    assert "Refused on" in words(page)
    assert "No money" in words(page)
    assert "The old PCs stay" in words(page)


def test_a_dependency_is_added_edited_and_removed(address: str) -> None:
    press(opened_at("M7"), "add.predecessor", there="M3", lag=5.0)
    added = snapshot(address).dependencies[-1]
    assert (added.lag, last_commands(address)[0][0]) == (5, "AddDependency")
    pick(opened_at("M7"), "edit.dependency", added.id, lag=3.0)
    assert snapshot(address).dependencies[-1].lag == 3
    page = opened_at("M7")
    page.menu_button("edit.dependency").click(added.id).run()
    next(button for button in page.button if "Remove" in button.label).click()
    page.menu_button("edit.dependency").click(added.id).run()
    assert last_commands(address)[0][0] == "RemoveDependency"


def test_a_circle_is_refused_with_the_titles_of_its_members(address: str) -> None:
    before = last_commands(address)
    page = press(opened_at("M1"), "add.predecessor", there="M6")
    (refusal,) = page.error
    assert r"Registry software configured (M4) → Online birth-certificate" in refusal.value
    assert refusal.value.count("Registry software configured") == 1
    assert last_commands(address) == before


def test_the_plan_is_approved_under_the_name_that_was_typed(address: str) -> None:
    pick(opened_at("S1"), MORE, "approve", name="Second plan", approved_by="Mayor")
    assert snapshot(address).baselines[-1].name == "Second plan"
    assert {command for command, _, _ in last_commands(address)[:8]} == {"ApproveBaseline"}


@pytest.mark.parametrize(
    ("kind", "typed", "command", "key"),
    [
        ("service", {"name": "État civil"}, "AddService", "etat-civil"),
        ("post", {"title": "Head of Archives"}, "AddPost", "head-of-archives"),
        ("partner", {"name": "Regional university"}, "AddPartner", "regional-university"),
    ],
)
def test_who_takes_part_is_added_under_a_key_made_of_the_name(
    address: str, kind: str, typed: dict[str, str], command: str, key: str
) -> None:
    page = opened_at("S1")
    page.menu_button(MORE).click("people").run()
    page.segmented_control("people.kind.0").set_value(kind)
    pick(page, MORE, "people", **typed)
    assert last_commands(address)[0][:2] == (command, key)


def test_the_programme_is_given_another_week_and_another_name(address: str) -> None:
    pick(opened_at("network"), MORE, "settings", title="Renamed", working_week=["Monday", "Sunday"])
    assert last_commands(address)[0][0] == "EditProgramme"
    programme = snapshot(address).programme
    assert (programme.title, programme.working_week) == ("Renamed", ["mon", "sun"])


def test_days_off_are_added_and_taken_away_and_the_plan_follows(address: str) -> None:
    page = opened_at("network")
    page.menu_button(MORE).click("settings").run()
    page.segmented_control("settings.part.0").set_value("days")
    pick(page, MORE, "settings", name="Town fair", starts_on=date(2026, 3, 2))
    (day,) = snapshot(address).calendar_exceptions
    assert (day.name, day.starts_on, day.ends_on, day.is_working) == (
        "Town fair",
        date(2026, 3, 2),
        date(2026, 3, 2),
        False,
    )
    page.menu_button(MORE).click("settings").run()
    page.segmented_control("settings.part.1").set_value("days")
    page.menu_button(MORE).click("settings")
    page.run()
    page.button(f"settings.day.{day.id}.remove.1").click()
    page.menu_button(MORE).click("settings")
    page.run()
    assert not page.exception
    assert len(snapshot(address).calendar_exceptions) == 0


def test_the_last_change_is_undone_and_done_again(address: str) -> None:
    page = press(opened_at("M3"), "dates.milestone", work_days=60.0, **WHY)
    page.button("undo").click().run()
    found = snapshot(address).milestones.by_key("M3")
    assert found is not None
    assert found.work_days == 25
    page.button("redo").click().run()
    found = snapshot(address).milestones.by_key("M3")
    assert found is not None
    assert found.work_days == 60


def test_a_new_programme_is_shown_as_soon_as_it_exists(address: str) -> None:
    page = opened("initiative", SEVEN, "fr")

    def ask() -> None:
        next(button for button in page.button if button.label == "Nouveau programme").click()

    page = _fill(page, ask, {"title": "Ville de demain", "city": "Sidi Exemple", "country": "MA"})
    assert snapshot(address, "ville-de-demain").programme.holidays_country == "MA"
    assert snapshot(address, "ville-de-demain").programme.time_zone == "Africa/Casablanca"
    assert page.query_params["programme"] == "ville-de-demain"


def test_a_country_gives_the_time_zone_unless_it_has_several() -> None:
    assert [zone_of(country, "UTC") for country in ("PH", "US", "")] == ["Asia/Manila", None, "UTC"]
