"""`jalon scenario` computes without writing, and keeps, proposes and decides in words."""

import json
from pathlib import Path

import pytest

from tests.conftest import Jalon
from tests.test_cli import ROADMAPS, SEVEN


@pytest.fixture
def loaded(jalon: Jalon) -> str:
    assert jalon("load", SEVEN)[0] == 0
    return "seven-milestones"


def test_trying_says_what_moves_and_writes_nothing(jalon: Jalon, loaded: str, tmp_path: Path) -> None:
    # SQLite marks its readers in the third file, which is memory on the disk.
    kept = [tmp_path / "jalon.db", tmp_path / "jalon.db-wal"]
    files = [path.read_bytes() for path in kept]
    code, out, err = jalon(
        "scenario", "try", loaded, "--delay", "M1=10", "--end", "M7", "--json", "--lang", "en"
    )
    assert (code, err) == (0, "")
    found = json.loads(out)
    assert found["finish"]["days"] == 10
    assert {move["id"]: move["days"] for move in found["openings"]} == {"M6": 10, "M7": None}
    assert found["changes"][0]["command"] == "RescheduleMilestone"
    assert [path.read_bytes() for path in kept] == files


def test_a_file_is_tried_without_a_database(jalon: Jalon) -> None:
    code, out, _ = jalon("scenario", "try", str(ROADMAPS / "caloocan.toml"), "--drop-link", "CAL-4.1:CAL-4.2")
    assert code == 0
    assert "No longer:" in out


def test_what_was_printed_as_json_is_tried_again_from_a_file(
    jalon: Jalon, loaded: str, tmp_path: Path
) -> None:
    _, printed, _ = jalon("scenario", "try", loaded, "--delay", "M1=10", "--json")
    (tmp_path / "changes.json").write_text(printed, encoding="utf-8")
    _, again, _ = jalon("scenario", "try", loaded, "--changes", str(tmp_path / "changes.json"), "--json")
    assert json.loads(again) == json.loads(printed)


def test_from_keeping_to_accepting(jalon: Jalon, loaded: str) -> None:
    assert jalon("scenario", "keep", loaded, "S-1", "--title", "Late", "--delay", "M1=10")[0] == 0
    assert json.loads(jalon("scenario", "list", loaded, "--json")[1])[0]["state"] == "draft"
    before = json.loads(jalon("scenario", "show", loaded, "S-1", "--json")[1])
    assert before["finish"]["days"] == 10
    assert jalon("scenario", "share", loaded, "S-1")[0] == 0
    assert jalon("scenario", "propose", loaded, "S-1", "--reason", "The tender failed")[0] == 0
    assert jalon("scenario", "refuse", loaded, "S-1", "--reason", "Not yet")[0] == 0
    assert jalon("scenario", "propose", loaded, "S-1", "--reason", "Now")[0] == 0
    code, out, _ = jalon("scenario", "accept", loaded, "S-1", "--reason", "Agreed")
    assert (code, out.strip()) == (0, "S-1: Accepted.")
    entries = json.loads(jalon("journal", loaded, "--limit", "2", "--json")[1])
    assert [entry["record_key"] for entry in entries] == ["M1", "S-1"]
    assert {entry["command"] for entry in entries} == {"AcceptProposal"}


def test_what_is_put_away_is_listed_no_more(jalon: Jalon, loaded: str) -> None:
    jalon("scenario", "keep", loaded, "S-1", "--title", "Late", "--delay", "M1=10")
    assert jalon("scenario", "discard", loaded, "S-1")[0] == 0
    assert json.loads(jalon("scenario", "list", loaded, "--json")[1]) == []


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--delay", "M1"), "cannot be read"),
        (("--delay", "M9=3"), "Nothing in this programme is called M9"),
        (("--drop-link", "M1"), "PREDECESSOR:SUCCESSOR"),
        (("--drop-link", "M1:M7"), "M1:M7"),
        (("--end", "M9"), "M9"),
        ((), "at least one change"),
    ],
)
def test_what_cannot_be_tried_is_refused_in_a_sentence(
    jalon: Jalon, loaded: str, arguments: tuple[str, ...], sentence: str
) -> None:
    code, out, err = jalon("scenario", "try", loaded, *arguments)
    assert (code, out) == (2, "")
    assert sentence in err


@pytest.mark.parametrize("content", ["", "[1]", '{"changes": 3}', '[{"command": "Drop", "fields": {}}]'])
def test_a_file_that_holds_no_changes_is_refused(
    jalon: Jalon, loaded: str, tmp_path: Path, content: str
) -> None:
    (tmp_path / "changes.json").write_text(content, encoding="utf-8")
    code, _, err = jalon("scenario", "try", loaded, "--changes", str(tmp_path / "changes.json"))
    assert code == 2
    assert "Traceback" not in err


def test_a_name_that_no_key_can_have_is_said_in_words(jalon: Jalon, loaded: str) -> None:
    code, _, err = jalon("scenario", "keep", loaded, "my key", "--title", "Late", "--delay", "M1=10")
    assert code == 2
    assert "letters" in err
