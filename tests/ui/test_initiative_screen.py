"""The initiative and journal screens, as their readers see them on the real programmes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ui.opening import ROOT, load_file, opened, words
from tracker.model.journal import ReasonKind

PROGRAMMES = sorted(path.stem for path in Path(ROOT / "roadmaps").glob("*.toml"))


@pytest.fixture
def address(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Give the address of the database that the screens read."""
    monkeypatch.setenv("JALON_DATABASE_URL", sqlite_url)
    return sqlite_url


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_every_programme_has_its_screens_in_both_languages(address: str, programme: str) -> None:
    load_file(address, programme)
    for language, milestones, loaded in (
        ("en", "Milestones", "Load a roadmap file"),
        ("fr", "Jalons", "Charger un fichier de feuille de route"),
    ):
        page = opened("initiative", programme, language)
        assert milestones in [header.value for header in page.header]
        assert loaded in words(opened("journal", programme, language))


def test_the_answer_names_what_is_waited_for_and_held_back(address: str) -> None:
    load_file(address, "seven-milestones")
    said = words(opened("initiative", "seven-milestones", item="M4"))
    assert "It waits for “Town-hall network live”." in said
    assert "It holds back “Online birth-certificate service open”" in said


def test_a_milestone_in_the_address_opens_its_initiative_and_is_chosen(address: str) -> None:
    load_file(address, "caloocan")
    page = opened("initiative", "caloocan", item="CAL-4.2")
    assert page.selectbox("shown.subject").value == "CAL-4"
    assert "**City hall connected**" in words(page)
    assert "Internet provider: Fibre, routers and maintenance" in words(page)


def test_what_is_declared_and_blocked_is_read_under_its_signature(address: str) -> None:
    load_file(address, "caloocan")
    said = words(opened("initiative", "caloocan", item="CAL-4"))
    assert "Head of the MIS department" in said
    assert "support needed" in said
    assert "What blocks: No vote on the budget yet." in said


def test_on_a_phone_milestones_are_a_list(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    load_file(address, "caloocan")
    monkeypatch.setattr("tracker.ui.components.initiative_milestones.is_phone", lambda: True)
    page = opened("initiative", "caloocan", item="CAL-4")
    assert not page.dataframe
    (listed,) = [radio for radio in page.radio if str(radio.key).startswith("milestones.")]
    assert any("All annexes connected" in option for option in listed.options)
    listed.set_value("CAL-4.3").run()
    assert page.query_params["item"] == "CAL-4.3"


def test_the_journal_of_one_item_leaves_the_others_out(address: str) -> None:
    load_file(address, "seven-milestones")
    page = opened("initiative", "seven-milestones", item="M3")
    page.button("dates.milestone").click().run()
    page.number_input("reschedule.M3.work_days.0").set_value(26.0)
    next(box for box in page.selectbox if "why_kind" in str(box.key)).set_value(ReasonKind.SUPPLIER)
    next(line for line in (*page.text_input, *page.text_area) if ".why." in str(line.key)).set_value("Tender")
    next(button for button in page.button if str(button.key).startswith("FormSubmitter")).click()
    page.button("dates.milestone").click().run()
    assert "from 25 to **26**" in words(opened("journal", "seven-milestones", item="M3"))
    assert "from 25 to **26**" not in words(opened("journal", "seven-milestones", item="M4"))
    assert "Nothing has been changed" in opened("journal", "seven-milestones", item="nowhere").info[0].value
