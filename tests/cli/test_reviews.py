"""`jalon review` prepares, holds and replays a review without a browser."""

import json
from pathlib import Path

import pytest

from tests.conftest import Jalon
from tests.test_cli import ROADMAPS


@pytest.fixture
def loaded(jalon: Jalon) -> str:
    assert jalon("load", str(ROADMAPS / "caloocan.toml"))[0] == 0
    return "caloocan"


def test_a_review_from_its_agenda_to_the_report_made_again(jalon: Jalon, loaded: str, tmp_path: Path) -> None:
    assert "No review has been held yet" in jalon("review", "list", loaded, "--lang", "en")[1]
    code, out, err = jalon(
        "review", "prepare", loaded, "spring", "--title", "Spring",
        "--present", "Mayor", "--lang", "en",
    )  # fmt: skip
    assert (code, err) == (0, "")
    assert "Spring (In preparation)" in out
    assert "Present: Mayor" in out
    agenda = json.loads(jalon("review", "show", loaded, "spring", "--json")[1])["agenda"]
    assert agenda
    assert all(point["says"] for point in agenda)
    assert jalon("review", "hold", loaded, "spring")[0] == 0
    # The plan moves on; the report of that day does not.
    assert jalon("scenario", "keep", loaded, "S-1", "--title", "Late", "--delay", "CAL-8.3=10")[0] == 0
    code, out, _ = jalon("review", "show", loaded, "spring", "--out", str(tmp_path / "kept"), "--lang", "en")
    assert (code, out.count("it is the same file"), out.count("differs")) == (0, 6, 0)
    assert (tmp_path / "kept" / "council-fr.pdf").read_bytes().startswith(b"%PDF")
    rows = json.loads(jalon("review", "list", loaded, "--json")[1])
    assert [(row["key"], row["state"]) for row in rows] == [("spring", "held")]
    code, _, err = jalon("review", "hold", loaded, "spring")
    assert code == 2
    assert "Prepare another review" in err or "Préparez une autre revue" in err


def test_a_review_that_is_not_there_is_said(jalon: Jalon, loaded: str) -> None:
    code, _, err = jalon("review", "show", loaded, "nowhere")
    assert code == 2
    assert "nowhere" in err
