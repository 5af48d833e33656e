"""Whatever stands in a file, it is read or refused with its faults located; nothing else ever happens."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.exchange.examples import ROADMAPS, TODAY
from tracker.exchange.roadmap_file import check_roadmap, read_roadmap
from tracker.exchange.roadmap_writer import write_roadmap
from tracker.i18n import translator

LINES = [
    line
    for path in ROADMAPS
    if path.stem in ("antipolo", "seven-milestones")
    for line in path.read_text(encoding="utf-8").splitlines()
]
SEVEN = next(path for path in ROADMAPS if path.stem == "seven-milestones").read_text(encoding="utf-8")
ODD_VALUES = (
    '""', '"x"', "0", "-1", "1e400", "nan", "true", "[]", "[[]]", "[1]", '["M1"]', "{}", "{ month = 3 }",
    '{ id = "M1" }', "2026-01-05", "2026-01-05T10:00:00Z", "10:00:00", "0001-01-01", "9999-12-31",
    "99999999999999999999", '"\\u0000"', '"as planned"', '[{ id = "M1", lag = "1 working day" }]', '"{x}"',
)  # fmt: skip


def read_or_refuse(content: bytes) -> None:
    problems = check_roadmap(content, TODAY)
    assert all(1 <= problem.line <= content.count(b"\n") + 1 for problem in problems)
    assert all(translator("fr")(problem.text) for problem in problems)
    if not problems:
        programme = read_roadmap(content, TODAY)
        assert read_roadmap(write_roadmap(programme).encode(), TODAY) == programme


@given(st.binary(max_size=300))
def test_any_bytes(content: bytes) -> None:
    read_or_refuse(content)


@given(st.lists(st.sampled_from(LINES), max_size=40))
def test_any_lines_of_good_files(lines: list[str]) -> None:
    read_or_refuse("\n".join(["format = 1", *lines]).encode())


@settings(max_examples=300)
@given(st.data())
def test_any_value_in_any_field(data: Any) -> None:
    lines = SEVEN.splitlines()
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(lines) - 1))
        name, equals, _ = lines[place].partition(" = ")
        if equals:
            lines[place] = f"{name} = {data.draw(st.sampled_from(ODD_VALUES))}"
    read_or_refuse("\n".join(lines).encode())


@given(st.data())
def test_any_lines_left_out_said_twice_or_swapped(data: Any) -> None:
    lines = SEVEN.splitlines()
    for _ in range(data.draw(st.integers(1, 6))):
        first, last = (data.draw(st.integers(0, len(lines) - 1)) for _ in range(2))
        change = data.draw(st.sampled_from(["leave out", "twice", "over"]))
        line = lines.pop(first) if change == "leave out" else lines[first]
        if change == "twice":
            lines.insert(last, line)
        elif change == "over":
            lines[last] = line
    read_or_refuse("\n".join(lines).encode())
