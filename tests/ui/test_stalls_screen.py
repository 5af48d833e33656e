"""The stalls screen as its reader sees it, and the rules that the technical lead tunes there."""

from __future__ import annotations

from datetime import date

import pytest

from tests.builders import depends, milestone, plan, seven_milestones
from tests.ui.opening import load_content, load_file, opened, words
from tracker.model.programme import StallRule
from tracker.storage import Database

START, DAY = date(2026, 1, 5), date(2026, 2, 20)


@pytest.fixture
def address(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Give the address of the database that the screens read."""
    monkeypatch.setenv("JALON_DATABASE_URL", sqlite_url)
    return sqlite_url


@pytest.fixture
def seven(address: str) -> str:
    """Keep the worked example as of 20 February, M1 and M3 begun and not finished."""
    changed = {key: {"actual_start": START} for key in ("M1", "M3")}
    load_content(address, seven_milestones(changed=changed, status_date=DAY))
    return "seven-milestones"


@pytest.mark.parametrize(
    ("language", "title", "answer"),
    [
        ("en", "Stalls and bottlenecks", "**2 milestones have to move.**"),
        ("fr", "Blocages", "**2\xa0jalons doivent repartir.**"),
    ],
)
def test_the_answer_stands_above_everything(seven: str, language: str, title: str, answer: str) -> None:
    page = opened("stalls", seven, language)
    assert page.title[0].value == title
    assert page.markdown[0].value.startswith(answer)


def test_each_stall_says_its_rule_and_who_waits_behind(seven: str) -> None:
    said = words(opened("stalls", seven))
    assert "15 working days overdue" in said
    assert "Waiting for it: M2 reached" in said


def test_the_grouping_comes_from_the_address(seven: str) -> None:
    by_service = words(opened("stalls", seven))
    by_partner = words(opened("stalls", seven, by="partner"))
    assert "**Procurement: 15 working days lost" in by_service
    assert "**Procurement: 15 working days lost" not in by_partner


def test_an_unknown_grouping_in_the_address_is_ignored(seven: str) -> None:
    assert "**Procurement:" in words(opened("stalls", seven, by="colour"))


def test_who_waits_for_whom_is_said_in_days(seven: str) -> None:
    assert "It waits for Procurement: 2 items up to 15 working days later than planned." in words(
        opened("stalls", seven)
    )


def test_a_rule_is_switched_off_and_its_stalls_are_gone(seven: str, address: str) -> None:
    page = opened("stalls", seven)
    assert "15 working days overdue" in words(page)
    page.session_state["rules.change"] = True
    page.run()
    page.selectbox(key="rules.rule").select(StallRule.OVERDUE).run()
    (switch,) = (toggle for toggle in page.toggle if toggle.label == "The rule is switched on")
    switch.set_value(False)
    (save,) = (button for button in page.button if button.label == "Save the rule")
    save.click().run()
    assert not page.exception
    (setting,) = Database(address).snapshot(seven).stall_rule_settings
    assert (setting.rule, setting.is_on) == (StallRule.OVERDUE, False)
    (entry, *_) = Database(address).journal(seven)
    assert entry.command == "SetStallRule"
    assert "should have been reached" not in words(page)


def test_nothing_stalled_without_news_is_not_called_good(address: str) -> None:
    load_content(address, plan([milestone("A", 60)], status_date=date(2026, 1, 6)))
    said = words(opened("stalls", "test"))
    assert "nobody has reported progress yet" in said
    assert "no rule that is switched on finds a stall" in said
    assert "no silence of more than 20 working days, but 1 has never given news" in said


@pytest.mark.parametrize("programme", ["caloocan", "fes", "ville-moyenne"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_real_programmes_are_shown_in_both_languages(address: str, programme: str, language: str) -> None:
    load_file(address, programme)
    page = opened("stalls", programme, language)
    assert page.get("vega_lite_chart")
    assert len(page.header) >= 4


def test_several_services_that_wait_are_shown_as_a_grid(address: str) -> None:
    content = plan(
        [
            milestone("A", 5, service="one", actual_start=START),
            milestone("B", 5, service="two", actual_start=START),
            milestone("C", 5, service="three"),
            milestone("D", 5, service="four"),
        ],
        [depends("C", "A"), depends("D", "B")],
        status_date=DAY,
    )
    load_content(address, content)
    assert "Three waits for One" in words(opened("stalls", "test"))
