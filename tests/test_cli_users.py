"""`jalon user`: accounts from the command line, with no password in an argument or in an answer."""

import io
import json

import pytest

from tests.conftest import Jalon
from tests.identity.conftest import PASSWORD


@pytest.fixture
def typed(jalon: Jalon, monkeypatch: pytest.MonkeyPatch) -> Jalon:
    """Run `jalon` with a password on its input."""

    def run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))
        return jalon(*arguments)

    return run


def people(jalon: Jalon) -> dict[str, dict[str, object]]:
    return {row["login"]: row for row in json.loads(jalon("user", "list", "--json")[1])}


def test_people_are_added_changed_and_disabled(typed: Jalon) -> None:
    assert typed("user", "add", "Mayor", "--title", "Mayor", "--administrator")[0] == 0
    assert typed("user", "add", "relay@town.example", "--title", "Relay")[0] == 0
    assert typed("user", "edit", "relay@town.example", "--title", "Relay of IT", "--administrator")[0] == 0
    assert typed("user", "disable", "mayor")[0] == 0
    found = people(typed)
    assert (found["mayor"]["active"], found["relay@town.example"]["title"]) == (False, "Relay of IT")
    assert typed("user", "enable", "mayor")[0] == 0
    assert typed("user", "password", "mayor")[0] == 0
    assert "Relay of IT\tAdministrator" in typed("user", "list")[1]


def test_what_cannot_be_is_said_in_words(typed: Jalon) -> None:
    code, _, said = typed("user", "add", "relay", "--title", "Relay")
    assert (code, "must be an administrator" in said) == (2, True)
    assert "Small letters" in typed("user", "add", "not a login", "--title", "Mayor", "--administrator")[2]
    typed("user", "add", "mayor", "--title", "Mayor", "--administrator")
    assert typed("user", "disable", "mayor")[0] == 2
    assert typed("user", "disable", "nobody")[0] == 2
    assert typed("user", "password", "nobody")[0] == 2


def test_an_invitation_is_a_link_whose_token_no_server_logs(typed: Jalon) -> None:
    typed("user", "add", "mayor", "--title", "Mayor", "--administrator")
    code, out, _ = typed("user", "add", "relay", "--title", "Relay", "--invite")
    first = out.strip()
    assert (code, first.count("/invitation#")) == (0, 1)
    assert len(first.rpartition("#")[2]) == 43
    assert typed("user", "invite", "relay")[1].strip() != first


def test_roles_are_given_and_taken(typed: Jalon) -> None:
    typed("load", "roadmaps/seven-milestones.toml")
    typed("user", "add", "mayor", "--title", "Mayor", "--administrator")
    assert typed("user", "role", "mayor", "seven-milestones", "focal_point")[0] == 2
    assert typed("user", "role", "mayor", "seven-milestones", "focal_point", "--service", "it")[0] == 0
    assert people(typed)["mayor"]["roles"] == {"seven-milestones": "focal_point"}
    assert typed("user", "role", "mayor", "seven-milestones")[0] == 0
    assert people(typed)["mayor"]["roles"] == {}


def test_the_second_step_is_asked_or_taken_off(typed: Jalon) -> None:
    typed("user", "add", "mayor", "--title", "Mayor", "--administrator")
    assert "from now on" in typed("user", "second-step", "--required")[2]
    assert "own choice" in typed("user", "second-step", "--no-required")[2]
    assert typed("user", "second-step", "mayor")[0] == 0
