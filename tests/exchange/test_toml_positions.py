"""The line of each table, key and list element of a TOML text."""

import tomllib
from pathlib import Path

import pytest

from tests.exchange.examples import ROADMAPS
from tracker.exchange.toml_positions import line_numbers

TRICKY = '''# a comment with [brackets] and "quotes
format = 1
[programme]
title = """a [x]
[[no]] b\\""""
x.y = 'z' # k
[[initiative]]
id = "A" # [[no]]
after = [ "M1", # "]
  { id = "M2", lag = "1" },
 2026-01-02 07:00:00,
]
[[initiative.milestone]]
id = "A1"
[[initiative.milestone]]
id = "A2"
[[initiative]]
"id" = "B"
[[initiative.milestone]]
d = """"q"""""
e = \'\'\'
[[k]]
\'\'\'
f = 1
g = { a = [ ], b = "}" }'''


def test_tables_keys_and_elements_are_found_on_their_lines() -> None:
    lines = line_numbers(TRICKY)
    assert lines["programme", "x", "y"] == 6
    assert lines["initiative", 0, "after", 1, "lag"] == 10
    assert lines["initiative", 0, "after", 2] == 11
    assert lines["initiative", 0, "milestone", 1, "id"] == 16
    assert lines["initiative", 1] == 17
    assert lines["initiative", 1, "id"] == 18
    assert lines["initiative", 1, "milestone", 0, "d"] == 20
    assert lines["initiative", 1, "milestone", 0, "f"] == 24
    assert lines["initiative", 1, "milestone", 0, "g", "b"] == 25


def places(found: object, path: tuple[str | int, ...] = ()) -> set[tuple[str | int, ...]]:
    """Return the path of everything a parsed document holds."""
    if isinstance(found, dict):
        return {path}.union(*(places(value, (*path, key)) for key, value in found.items()))
    if isinstance(found, list):
        return {path}.union(*(places(value, (*path, place)) for place, value in enumerate(found)))
    return {path}


@pytest.mark.parametrize("path", ROADMAPS, ids=lambda path: str(path.stem))
def test_everything_a_parser_sees_has_a_line(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    lines = line_numbers(text)
    assert places(tomllib.loads(text)) == set(lines)
    written = text.splitlines()
    keys = [(steps, line) for steps, line in lines.items() if steps and isinstance(steps[-1], str)]
    assert all(str(steps[-1]) in written[line - 1] for steps, line in keys)


def test_everything_a_parser_sees_in_a_tricky_text_has_a_line() -> None:
    assert places(tomllib.loads(TRICKY)) - {("programme", "x")} == set(line_numbers(TRICKY))
