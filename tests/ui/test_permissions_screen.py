"""The permission table on the screen is that of the commands: each permission for each role, in words."""

from __future__ import annotations

import pytest

from tests.ui.opening import load_file, opened, words
from tracker.commands.labels import choice_label
from tracker.commands.permission import PERMISSIONS, Permission, Reach
from tracker.i18n import LANGUAGES, Text, translator
from tracker.model.account import Role
from tracker.model.author import Author, Mandate
from tracker.reports.permission_table import GROUPS, permission_line, permission_rows, reach_text

SEVEN = "seven-milestones"


@pytest.fixture(autouse=True)
def loaded(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JALON_DATABASE_URL", sqlite_url)
    load_file(sqlite_url, SEVEN)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_screen_shows_every_permission_and_how_far_it_reaches_for_every_role(language: str) -> None:
    page, t = opened("permissions", SEVEN, language), translator(language)
    shown = {}
    for table in page.table:
        column, *roles = table.value.columns
        assert roles == [t(choice_label(role)) for role in Role]
        for row in table.value.to_dict("records"):
            shown[row[column]] = [row[role] for role in roles]
    assert shown == {
        t.text(f"permission.{permission}"): [
            t(reach_text(PERMISSIONS[role].get(permission))) for role in Role
        ]
        for permission in Permission
    }


def test_every_permission_has_its_group_and_a_line_for_a_phone() -> None:
    placed = [permission for group in GROUPS.values() for permission in group]
    assert sorted(placed) == sorted(Permission)
    t = translator("en")
    lines = {
        row.permission: permission_line(row, t)[1] for rows in permission_rows().values() for row in rows
    }
    assert lines[Permission.RESCHEDULE] == (
        "● all: Administrator and Technical lead · ◐ own work: Focal point and Owner"
    )
    assert lines[Permission.PROPOSE_THROUGH_SHARE] == "– no role"


def test_glyph_and_word_tell_the_reaches_apart() -> None:
    for language in LANGUAGES:
        said = [translator(language)(reach_text(reach)) for reach in (Reach.ALL, Reach.OWN, None)]
        assert len(set(said)) == len({one[0] for one in said}) == 3


def test_who_neither_runs_the_programme_nor_gives_roles_is_not_offered_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    leader = Author(name="leader", mandates={SEVEN: Mandate(Role.LEADER)})
    monkeypatch.setattr("tracker.ui.visitor.SINGLE_USER", leader)
    assert translator("en")(Text("permission.answer")) not in words(opened("permissions", SEVEN))
