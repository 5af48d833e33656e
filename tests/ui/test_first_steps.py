"""A new programme leads its reader from the first service to the approved plan, on the screens they open."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from tests.builders import MONDAY, baseline, initiative, milestone, plan
from tests.ui.opening import load_content, opened
from tracker.model.organisation import ServiceFields

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

    from tracker.model.content import ProgrammeContent

SCREENS = ("council", "roadmap", "initiative")


@pytest.fixture
def address(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("JALON_DATABASE_URL", sqlite_url)
    return sqlite_url


def grown(steps: int) -> ProgrammeContent:
    """Return a programme that has taken so many of the four steps."""
    parts: dict[str, Any] = {
        "services": [ServiceFields(key="it", name="Computing")],
        "initiatives": [initiative("A")],
        "milestones": [milestone("A.1", 5, initiative="A")],
        "baselines": [baseline("first", MONDAY, {"A.1": (MONDAY, date(2026, 1, 9))})],
    }
    return plan([]).model_copy(update=dict(list(parts.items())[:steps]))


def next_steps(page: AppTest) -> list[str]:
    return [
        str(button.key)
        for button in page.button
        if str(button.key).startswith("start.") and not button.disabled
    ]


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        (0, ["start.service"]),
        (1, ["start.initiative"]),
        (2, ["start.milestone"]),
        (3, ["start.approve"]),
        (4, []),
    ],
)
def test_the_next_step_alone_can_be_pressed(
    address: str, screen: str, steps: int, expected: list[str]
) -> None:
    content = grown(steps)
    load_content(address, content)
    assert next_steps(opened(screen, content.key)) == expected


@pytest.mark.parametrize("steps", [0, 1, 2, 3])
def test_a_step_opens_its_form(address: str, steps: int) -> None:
    content = grown(steps)
    load_content(address, content)
    page = opened("council", content.key, "fr")
    before = len(page.text_input)
    page.button(next_steps(page)[0]).click().run()
    assert not page.exception
    assert len(page.text_input) > before


def test_nothing_is_offered_while_looking_back(address: str) -> None:
    content = grown(3)
    load_content(address, content)
    assert not next_steps(opened("council", content.key, as_of="2026-01-20"))
