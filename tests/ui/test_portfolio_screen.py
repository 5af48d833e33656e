"""The portfolio shows just the programmes of who looks, in pages when there are many."""

from __future__ import annotations

import pytest

from tests.builders import milestone, plan
from tests.ui.opening import load_content, opened, words
from tracker.model.account import Role
from tracker.model.author import Author, Mandate


@pytest.fixture
def many(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep fourteen programmes."""
    monkeypatch.setenv("JALON_DATABASE_URL", sqlite_url)
    for number in range(14):
        content = plan([milestone("A", 5)], key=f"p{number:02}")
        programme = content.programme.model_copy(update={"title": f"Programme {number:02}"})
        load_content(sqlite_url, content.model_copy(update={"programme": programme}))


def as_member(monkeypatch: pytest.MonkeyPatch, **roles: Role) -> None:
    mandates = {key: Mandate(role) for key, role in roles.items()}
    monkeypatch.setattr("tracker.ui.visitor.SINGLE_USER", Author(name="member", mandates=mandates))


def test_a_person_sees_the_programmes_whose_plan_is_theirs_to_read(
    many: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_member(monkeypatch, p03=Role.LEADER, p05=Role.FOCAL_POINT, p07=Role.PARTNER)
    said = words(opened("portfolio", "p03"))
    assert "You follow 2 programmes" in said
    assert "Programme 03" in said
    assert "Programme 05" in said
    assert "Programme 07" not in said
    assert "without a ranking or a score" in said


def test_with_one_programme_there_is_nothing_to_compare(many: None, monkeypatch: pytest.MonkeyPatch) -> None:
    as_member(monkeypatch, p03=Role.LEADER)
    # A screen that is nobody's leads to the one they land on.
    assert opened("portfolio", "p03").title[0].value == "Council"


def test_many_programmes_come_page_by_page(many: None) -> None:
    first = words(opened("portfolio", "p03"))
    assert "You follow 14 programmes" in first
    assert "**Programme 08**" in first
    assert "**Programme 09**" not in first
    second = words(opened("portfolio", "p03", page="2"))
    assert "**Programme 09**" in second
    assert "**Programme 08**" not in second
