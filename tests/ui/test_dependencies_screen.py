"""The dependencies screen as its reader sees it: through `main.py`, on a real database."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.builders import depends, initiative, milestone, plan
from tests.reports.specs import marks, rows
from tests.ui.opening import load_content, load_file, opened

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest


@pytest.fixture
def seven(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("JALON_DATABASE_URL", sqlite_url)
    load_file(sqlite_url, "seven-milestones")
    return "seven-milestones"


def boxes(page: AppTest) -> dict[str, dict[str, Any]]:
    (chart,) = page.get("vega_lite_chart")
    return {box["key"]: box for box in rows(marks(json.loads(chart.proto.spec))[-1])}


@pytest.mark.parametrize(
    ("language", "answer"),
    [("en", "The path to the end of the programme"), ("fr", "Le chemin vers la fin du programme")],
)
def test_the_critical_path_is_said_and_drawn(seven: str, language: str, answer: str) -> None:
    page = opened("dependencies", seven, language)
    assert answer in page.markdown[0].value
    standing_out = {key for key, box in boxes(page).items() if box["width"] > 2}
    assert standing_out == {"M1", "M2", "M4", "M6"}


def test_the_path_to_a_target_is_said_and_drawn(seven: str) -> None:
    page = opened("dependencies", seven, target="M7")
    assert "Fibre contract signed and Town-hall network live" in page.markdown[0].value
    assert {key for key, box in boxes(page).items() if box["width"] > 2} == {"M1", "M2", "M7"}


def test_a_chosen_target_is_written_into_the_address(seven: str) -> None:
    page = opened("dependencies", seven)
    page.selectbox(key="filter.target").set_value("M5").run()
    assert page.query_params["target"] == "M5"
    assert "PCs delivered" in page.markdown[0].value


def test_an_item_in_the_address_shows_its_detail(seven: str) -> None:
    labels = [button.label for button in opened("dependencies", seven, item="M2").button]
    assert any("Fibre contract" in label for label in labels)


def test_a_plan_without_dependencies_says_what_to_do(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JALON_DATABASE_URL", sqlite_url)
    load_content(sqlite_url, plan([milestone("A", 5)]))
    assert "no dependency yet" in opened("dependencies", "test").info[0].value


@pytest.fixture
def many(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Give a programme of eight initiatives with ten milestones each, all in one chain."""
    monkeypatch.setenv("JALON_DATABASE_URL", sqlite_url)
    initiatives = [initiative(f"I{number}") for number in range(8)]
    milestones = [milestone(f"A{at}", 5, initiative=f"I{at // 10}", position=at) for at in range(80)]
    chain = [depends(f"A{at}", f"A{at - 1}") for at in range(1, 80)]
    load_content(sqlite_url, plan(milestones, chain, initiatives=initiatives))
    return "test"


def test_a_large_plan_begins_with_its_initiatives(many: str) -> None:
    assert set(boxes(opened("dependencies", many))) == {f"I{number}" for number in range(8)}


def test_picking_an_initiative_of_a_large_plan_shows_its_neighbourhood(many: str) -> None:
    shown = set(boxes(opened("dependencies", many, item="I3")))
    assert shown == {f"A{at}" for at in range(29, 41)}


def test_the_neighbourhood_grows_by_steps(many: str) -> None:
    assert set(boxes(opened("dependencies", many, item="A40", depth="3"))) == {
        f"A{at}" for at in range(37, 44)
    }


@pytest.fixture
def scattered(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Give 70 items of no initiative: one that 65 others wait for, and a chain beside them."""
    monkeypatch.setenv("JALON_DATABASE_URL", sqlite_url)
    waiting = [milestone(f"W{at}", 5, position=at) for at in range(4)]
    chain = [milestone(f"C{at}", 5, position=at) for at in range(65)]
    links = [depends(f"W{at}", "FIRST") for at in range(4)]
    links += [depends(f"C{at}", f"C{at - 1}") for at in range(1, 65)]
    load_content(sqlite_url, plan([milestone("FIRST", 5), *waiting, *chain], links))
    return "test"


def test_a_large_plan_without_initiatives_begins_around_what_holds_back_the_most(scattered: str) -> None:
    page = opened("dependencies", scattered)
    assert set(boxes(page)) == {"C0", "C1", "C2"}
    assert "too many to draw at once: here is what stands around “C0 reached”" in page.markdown[1].value


def test_another_middle_is_chosen_and_written_into_the_address(scattered: str) -> None:
    page = opened("dependencies", scattered)
    page.selectbox(key="filter.item").set_value("FIRST").run()
    assert page.query_params["item"] == "FIRST"
    assert set(boxes(page)) == {"FIRST", "W0", "W1", "W2", "W3"}


def test_an_address_out_of_date_shows_what_is_usual(scattered: str) -> None:
    assert set(boxes(opened("dependencies", scattered, item="GONE"))) == {"C0", "C1", "C2"}
