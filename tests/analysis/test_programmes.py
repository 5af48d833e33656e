"""Tiny programme files that state their own expected result: a bug report becomes one more of them."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.builders import snapshot_of
from tracker.analysis import ProgrammeAnalysis, Stall, analyse
from tracker.exchange.roadmap_file import read_roadmap

FOLDER = Path(__file__).parents[1] / "programmes"
FILES = sorted(FOLDER.glob("*.toml"))


def read(path: Path) -> tuple[ProgrammeAnalysis, dict[str, Any]]:
    """Return the analysis of the file's programme, and what the rest of the file expects of it."""
    text = path.read_text(encoding="utf-8")
    expected = tomllib.loads(text)["expected"]
    programme, _ = text.split("\n[expected]\n")
    content = read_roadmap(programme.encode(), expected["as_of"], key=path.stem)
    return analyse(snapshot_of(content), expected["as_of"]), expected


def written(stall: Stall) -> str:
    because = f" because of {stall.because_of}" if stall.because_of else ""
    return f"{stall.rule} {stall.item} {stall.working_days}{because}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_programme_gives_what_it_states(path: Path) -> None:
    analysis, expected = read(path)
    assert analysis.finish == expected["finish"]
    assert list(analysis.critical_path) == expected["critical_path"]
    for column in ("early_finish", "total_float_days"):
        for key, value in expected.get(column, {}).items():
            assert getattr(analysis.items.by_key(key), column) == value, key
    assert sorted(map(written, analysis.stalls)) == sorted(expected["stalls"])
    if "first_bottleneck" in expected:
        first = analysis.bottlenecks[0]
        assert first.item == expected["first_bottleneck"]
        moves = [f"{move.item} {move.new_finish}" for move in first.one_more_week]
        assert moves == expected.get("one_more_week", moves)
