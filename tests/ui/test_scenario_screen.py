"""The scenario screen as its reader sees it: built, compared, kept, proposed and decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.ui.opening import load_file, opened, words
from tracker.analysis import analyse
from tracker.commands import execute
from tracker.commands.milestone import RescheduleMilestone
from tracker.commands.scenario import AcceptProposal, KeepScenario, ProposeScenario
from tracker.commands.what_if import delayed, ended
from tracker.storage import Author, Database, clock

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

SEVEN = "seven-milestones"
LEAD = Author(name="technical lead", role="technical_lead")


@pytest.fixture
def address(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Give the address of the database that the screens read, with the worked example in it."""
    monkeypatch.setenv("JALON_DATABASE_URL", sqlite_url)
    load_file(sqlite_url, SEVEN)
    return sqlite_url


def do(address: str, *commands: Any) -> None:
    database = Database(address)
    for command in commands:
        execute(database, command, LEAD, clock.now())
    database.close()


def keep(address: str, key: str = "S-1", *, is_proposed: bool = False) -> None:
    """Keep a scenario in which the contract takes ten days longer."""
    database = Database(address)
    snapshot = database.snapshot(SEVEN)
    database.close()
    assert snapshot.programme.status_date is not None
    change = delayed(analyse(snapshot, snapshot.programme.status_date), "M1", 10)
    do(address, KeepScenario(programme=SEVEN, key=key, title="A late contract", changes=[change]))
    if is_proposed:
        do(address, ProposeScenario(programme=SEVEN, key=key, version=1, reason="The tender failed"))


def revision(address: str) -> int | None:
    database = Database(address)
    found = database.revision(SEVEN)
    database.close()
    return found


def said(page: AppTest) -> str:
    boxes = (*page.success, *page.info, *page.warning, *page.error)
    return "\n".join([words(page), *(str(box.value) for box in boxes)])


def add_delay(page: AppTest, days: float) -> None:
    page.number_input(key="wish.days").set_value(days)
    submit = next(
        button for button in page.button if button.label in ("Add to the scenario", "Ajouter au scénario")
    )
    submit.click().run()
    assert not page.exception


@pytest.mark.parametrize(
    ("language", "answer"),
    [
        ("en", "The programme would end 10 working days later: on May 1, 2026 instead of Apr 17, 2026."),
        ("fr", "Le programme se terminerait 10\xa0jours"),
    ],
)
def test_a_delay_is_answered_at_once_and_nothing_is_written(address: str, language: str, answer: str) -> None:
    before = revision(address)
    page = opened("scenario", SEVEN, language, item="M1")
    add_delay(page, 10)
    assert answer.replace("\xa0", " ") in said(page).replace("\xa0", " ")
    assert revision(address) == before


def test_a_change_is_moved_up_and_taken_out(address: str) -> None:
    page = opened("scenario", SEVEN, item="M1")
    add_delay(page, 10)
    add_delay(page, 5)
    assert "15 working days later" in said(page)
    page.button(key="change.up.1").click().run()
    page.button(key="change.remove.0").click().run()
    assert "What is supposed" in said(page)
    page.button(key="change.remove.0").click().run()
    assert "**What if?**" in said(page)


def test_what_the_rules_refuse_is_said_and_the_list_stays(address: str) -> None:
    page = opened("scenario", SEVEN, item="M1", wish="link")
    page.selectbox(key="wish.predecessor").set_value("M6")
    next(button for button in page.button if button.label == "Add to the scenario").click().run()
    assert any("M6" in str(error.value) and "M1" in str(error.value) for error in page.error)
    assert "Nothing yet." in said(page)


def test_an_empty_form_adds_nothing_and_says_so(address: str) -> None:
    page = opened("scenario", SEVEN)
    next(button for button in page.button if button.label == "Add to the scenario").click().run()
    assert [str(error.value)[:22] for error in page.error] == ["Fill in the form first"]


@pytest.mark.parametrize("wish", ["delay", "date", "who", "link", "unlink", "end"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_form_is_drawn(address: str, wish: str, language: str) -> None:
    page = opened("scenario", SEVEN, language, wish=wish, item="M3")
    assert len(page.selectbox) >= 2


def test_a_kept_scenario_is_found_by_its_address(address: str) -> None:
    keep(address)
    page = opened("scenario", SEVEN, scenario="S-1")
    assert "10 working days later" in said(page)
    assert [button.key for button in page.button if str(button.key).startswith("scenario.")] == [
        "scenario.propose",
        "scenario.share",
        "scenario.rename",
        "scenario.discard",
    ]


def test_a_proposal_is_said_on_the_council_screen_with_what_it_moves(address: str) -> None:
    keep(address, is_proposed=True)
    council = said(opened("council", SEVEN))
    assert "Proposed by the technical lead on " in council
    assert "The programme would end 10 working days later" in council


def test_a_plan_that_moved_is_said_before_anybody_accepts(address: str) -> None:
    keep(address, is_proposed=True)
    do(address, RescheduleMilestone(programme=SEVEN, key="M1", version=1, changes={"work_days": 22}))
    page = opened("scenario", SEVEN, scenario="S-1")
    keys = [button.key for button in page.button]
    assert "was 20, now 22" in said(page)
    assert "scenario.rebase" in keys
    assert "scenario.accept" not in keys
    page.button(key="scenario.rebase").click().run()
    assert not page.exception
    assert "scenario.propose" in [button.key for button in page.button]


def test_two_scenarios_stand_side_by_side(address: str) -> None:
    keep(address)
    keep(address, "S-2")
    page = opened("scenario", SEVEN)
    assert any(box.label == "All scenarios side by side" for box in page.expander)


def test_what_cannot_be_carried_out_any_more_is_said(address: str) -> None:
    keep(address)
    database = Database(address)
    snapshot = database.snapshot(SEVEN)
    database.close()
    found = ended(snapshot, "M1", "No money")
    do(address, KeepScenario(programme=SEVEN, key="S-2", title="Without", changes=[found]))
    do(address, ProposeScenario(programme=SEVEN, key="S-2", version=1, reason="No money"))
    do(address, AcceptProposal(programme=SEVEN, key="S-2", version=2))
    page = opened("scenario", SEVEN, scenario="S-1")
    assert "cannot be made" in said(page)
    accepted = opened("scenario", SEVEN, scenario="S-2")
    assert "they are the plan now" in said(accepted)


def test_an_accepted_scenario_names_each_change_in_a_sentence(address: str) -> None:
    keep(address, is_proposed=True)
    do(address, AcceptProposal(programme=SEVEN, key="S-1", version=2))
    page = opened("scenario", programme=SEVEN, scenario="S-1")
    assert "“Fibre contract signed” takes 10 working days longer (30 instead of 20)." in said(page)


def test_an_address_that_names_no_scenario_says_so_and_leaves_the_form(address: str) -> None:
    page = opened("scenario", programme=SEVEN, scenario="S-9")
    assert "This scenario is not there for you" in said(page)
    assert page.number_input(key="wish.days").value == 10
