"""Each broken file says in its first lines which faults it has; exactly those are found, where they stand."""

import re
from datetime import date
from pathlib import Path

import pytest

from tracker.exchange.problems import RefusedFileError
from tracker.exchange.roadmap_file import check_roadmap, read_roadmap
from tracker.exchange.roadmap_format import MAX_BYTES
from tracker.i18n import translator

REFUSED = sorted((Path(__file__).parents[1] / "programmes" / "refused").glob("*.toml"))
TODAY = date(2026, 2, 2)
EXPECTS = re.compile(r"^# expects: line (\d+) \| (.*?) ?\| (.*?) ?\| (\w+) \| (.+)$", re.MULTILINE)


def expected(path: Path) -> list[tuple[int, str, str, str, str]]:
    found = EXPECTS.findall(path.read_text(encoding="utf-8", errors="replace"))
    return [(int(line), *rest) for line, *rest in found]


def test_there_are_enough_broken_files() -> None:
    assert len(REFUSED) >= 20
    assert all(expected(path) for path in REFUSED)


@pytest.mark.parametrize("path", REFUSED, ids=lambda path: str(path.stem))
def test_a_broken_file_is_refused_with_exactly_its_faults(path: Path) -> None:
    problems = check_roadmap(path, TODAY)
    places = [(problem.line, problem.item, problem.field, problem.code) for problem in problems]
    assert sorted(places) == sorted(place[:4] for place in expected(path))
    assert {problem.file for problem in problems} == {path.name}


@pytest.mark.parametrize("path", REFUSED, ids=lambda path: str(path.stem))
def test_each_fault_is_said_in_both_languages(path: Path) -> None:
    fragments = {(line, field, code): fragment for line, _, field, code, fragment in expected(path)}
    for problem in check_roadmap(path, TODAY):
        english, french = translator("en")(problem.text), translator("fr")(problem.text)
        assert fragments[problem.line, problem.field, problem.code] in english
        assert f"ligne {problem.line}" in french
        assert french != english


def refusal(content: str | bytes) -> RefusedFileError:
    given = content if isinstance(content, bytes) else content.encode()
    with pytest.raises(RefusedFileError) as refused:
        read_roadmap(given, TODAY)
    return refused.value


def test_a_refusal_counts_its_faults() -> None:
    found = refusal('format = 1\n[programme]\ntitle = ""\ncity = ""\nstart = 2026-01-05\n')
    assert translator("en")(found.text) == "programme.toml is refused whole, because of 2 faults."


def test_a_file_that_is_too_large_is_not_read() -> None:
    found = refusal(b"#" * (MAX_BYTES + 1))
    assert [problem.code for problem in found.problems] == ["file_too_big"]


def test_lists_without_end_are_refused() -> None:
    found = refusal("a = " + "[" * 100_000)
    assert [problem.code for problem in found.problems] == ["toml_beyond_reason"]


def test_a_number_of_thousands_of_digits_is_refused() -> None:
    found = refusal("a = " + "9" * 10_000)
    assert [problem.code for problem in found.problems] == ["toml_beyond_reason"]


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    problems = check_roadmap(tmp_path / "absent.toml", TODAY)
    assert [problem.code for problem in problems] == ["cannot_be_read"]


def test_a_file_name_must_be_a_key(tmp_path: Path) -> None:
    path = tmp_path / "my plan (2).toml"
    path.write_text('format = 1\n[programme]\ntitle = "T"\ncity = "C"\nstart = 2026-01-05\n')
    assert [problem.code for problem in check_roadmap(path, TODAY)] == ["bad_file_name"]


def test_no_text_of_a_broken_file_can_break_its_own_report() -> None:
    found = refusal('format = 1\n[programme]\n"{0}" = 1\n"{wrong}" = "{remedy}"\n')
    for language in ("en", "fr"):
        said = [translator(language)(problem.text) for problem in found.problems]
        assert any("{wrong}" in sentence for sentence in said)
