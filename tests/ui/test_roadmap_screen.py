"""The roadmap screen as its reader sees it: through `main.py`, on a real database."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.builders import milestone, plan
from tests.reports.specs import marks, rows
from tests.ui.opening import load_content, load_file, opened, words

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest


@pytest.fixture
def seven(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Give the key of the worked example, kept in the database that the screens read."""
    monkeypatch.setenv("JALON_DATABASE_URL", sqlite_url)
    load_file(sqlite_url, "seven-milestones")
    return "seven-milestones"


def charts(page: AppTest) -> list[dict[str, Any]]:
    return [json.loads(chart.proto.spec) for chart in page.get("vega_lite_chart")]


def rows_of(page: AppTest) -> set[str]:
    """Return the keys of the rows that can be touched in the first chart."""
    return {row["key"] for row in rows(marks(charts(page)[0])[-1])}


@pytest.mark.parametrize(
    ("language", "title", "answer"),
    [("en", "Roadmap", "The programme ends on"), ("fr", "Feuille de route", "Le programme se termine le")],
)
def test_the_answer_stands_above_the_chart(seven: str, language: str, title: str, answer: str) -> None:
    page = opened("roadmap", seven, language)
    assert page.title[0].value == title
    assert answer in page.markdown[0].value
    assert rows_of(page) == {f"M{number}" for number in range(1, 8)}


def test_months_and_days_are_in_the_readers_language(seven: str) -> None:
    spec = json.dumps(charts(opened("roadmap", seven, "fr")), ensure_ascii=False)
    assert "janv." in spec
    assert "févr." in spec


def test_a_filter_in_the_address_is_applied_and_can_be_taken_back(seven: str) -> None:
    page = opened("roadmap", seven, service="procurement")
    assert rows_of(page) == {"M1", "M3"}
    page.selectbox(key="filter.service").set_value("").run()
    assert len(rows_of(page)) == 7
    assert "service" not in page.query_params


def test_a_choice_is_written_into_the_address(seven: str) -> None:
    page = opened("roadmap", seven)
    page.toggle(key="filter.critical").set_value(True).run()
    assert page.query_params["critical"] == "1"
    assert rows_of(page) == {"M1", "M2", "M4", "M6"}


def test_filters_that_leave_nothing_say_so_and_offer_the_way_back(seven: str) -> None:
    page = opened("roadmap", seven, initiative="", service="communication", critical="1")
    assert "No milestone matches" in page.info[0].value
    page.button[0].click().run()
    assert len(rows_of(page)) == 7


def test_an_item_in_the_address_shows_its_detail_and_its_mark(seven: str) -> None:
    page = opened("roadmap", seven, item="M4")
    labels = [button.label for button in page.button]
    assert any("PCs delivered" in label for label in labels)
    assert any("Online birth" in label for label in labels)
    (pick,) = [param for param in charts(page)[0]["params"] if param["name"] == "pick"]
    assert pick["value"] == [{"key": "M4"}]


def test_the_neighbours_of_an_item_lead_to_theirs(seven: str) -> None:
    page = opened("roadmap", seven, item="M4")
    next(button for button in page.button if "PCs delivered" in button.label).click().run()
    assert page.query_params["item"] == "M3"
    assert "PCs delivered" in words(page)


def test_closing_the_detail_forgets_the_item(seven: str) -> None:
    page = opened("roadmap", seven, item="M4")
    page.button(key="item.close").click().run()
    assert "item" not in page.query_params


def test_an_item_that_is_not_there_is_said(seven: str) -> None:
    assert "“M99” is not in the plan" in words(opened("roadmap", seven, item="M99"))


def test_arrows_can_be_put_away(seven: str) -> None:
    page = opened("roadmap", seven, arrows="0")
    with_arrows = opened("roadmap", seven)
    assert "line" in {mark["mark"]["type"] for mark in marks(charts(with_arrows)[0])}
    assert "line" not in {mark["mark"]["type"] for mark in marks(charts(page)[0])}


def test_a_phone_has_the_words_above_the_bars(seven: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracker.ui.components.roadmap.is_phone", lambda: True)
    phone = marks(charts(opened("roadmap", seven))[0])[-1]
    assert phone["encoding"]["x"] == {"value": 0}


def test_a_plan_without_milestones_says_what_to_do(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JALON_DATABASE_URL", sqlite_url)
    load_content(sqlite_url, plan([]))
    page = opened("roadmap", "test")
    assert "programme is empty" in page.markdown[0].value
    assert "cannot be computed" in page.markdown[1].value
    assert "no milestone yet" in page.info[0].value


@pytest.mark.parametrize("language", ["fr", "en"])
def test_history_has_a_heading_and_an_axis_of_its_own(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setenv("JALON_DATABASE_URL", sqlite_url)
    load_file(sqlite_url, "fes")
    page = opened("roadmap", "fes", language)
    assert page.header[0].value == {"fr": "Ce qui s’est passé avant", "en": "What happened before"}[language]
    present, past = charts(page)
    assert "2004" not in json.dumps(present)
    assert "2004" in json.dumps(past)


def test_a_titles_own_marks_are_shown_as_typed(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JALON_DATABASE_URL", sqlite_url)
    load_content(sqlite_url, plan([milestone("A", 5, title="A *bold* [link](http://x)")]))
    shown = words(opened("roadmap", "test", item="A"))
    assert r"\*bold\*" in shown
    assert "[link](http" not in shown
