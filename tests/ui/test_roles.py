"""Each role sees its own screens, offers what it may do, and reads nothing of another's."""

from __future__ import annotations

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from tests.ui.opening import ROOT, load_file, opened, words
from tracker.model.account import Role
from tracker.model.author import Author, Mandate

SEVEN = "seven-milestones"
MANDATES = {
    "leader": Mandate(Role.LEADER),
    "focal_point": Mandate(Role.FOCAL_POINT, services=frozenset({"it"})),
    "partner": Mandate(Role.PARTNER, partner="internet-provider"),
}


@pytest.fixture(autouse=True)
def loaded(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give a database that holds two programmes; people have a role in one of them."""
    monkeypatch.setenv("JALON_DATABASE_URL", sqlite_url)
    load_file(sqlite_url, SEVEN)
    load_file(sqlite_url, "fes")


def as_role(role: str, monkeypatch: pytest.MonkeyPatch) -> None:
    author = Author(name=role, mandates={SEVEN: MANDATES[role]})
    monkeypatch.setattr("tracker.ui.visitor.SINGLE_USER", author)


def landed(**query: str) -> AppTest:
    """Return what somebody sees who opens the bare address."""
    st.cache_resource.clear()
    page = AppTest.from_file(str(ROOT / "tracker/ui/main.py"), default_timeout=30)
    page.query_params.update({"lang": "en", **query})
    page.run()
    assert not page.exception, page.exception[0].message
    return page


def test_a_leader_lands_on_the_council_screen_and_is_offered_nothing_to_change(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    as_role("leader", monkeypatch)
    assert landed().title[0].value == "Council"
    keys = {str(button.key) for button in opened("initiative", SEVEN, item="M2").button}
    assert keys & {"report.milestone", "dates.milestone", "edit.milestone"} == set()


def test_a_focal_point_may_report_but_not_edit(monkeypatch: pytest.MonkeyPatch) -> None:
    as_role("focal_point", monkeypatch)
    keys = {str(button.key) for button in opened("initiative", SEVEN, item="M2").button}
    assert {"report.milestone", "dates.milestone"} <= keys
    assert "edit.milestone" not in keys


def test_a_partner_lands_on_its_own_part_and_reads_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    as_role("partner", monkeypatch)
    said = words(landed())
    assert "What the city and Internet provider do together" in said
    assert "Town-hall network live" in said
    assert "Registry software configured" not in said


@pytest.mark.parametrize("role", MANDATES)
def test_another_programme_is_not_there(role: str, monkeypatch: pytest.MonkeyPatch) -> None:
    as_role(role, monkeypatch)
    page = landed(programme="fes")
    assert "There is no programme “fes” here" in " ".join(str(one.value) for one in page.warning)
    assert list(page.selectbox("programme").options) == ["Seven milestones"]


@pytest.mark.parametrize(
    "asked", [{"item": "M7"}, {"service": "it"}, {"initiative": "x"}, {"as_of": "2026-10-01"}]
)
def test_a_partner_reads_its_part_whatever_its_address_asks_for(
    asked: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    as_role("partner", monkeypatch)
    page = landed(**asked)
    assert "What the city and Internet provider do together" in words(page)
    assert not page.error
    assert not page.warning
