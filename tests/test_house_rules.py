"""Rules of the house that no linter knows: what Streamlit is asked, what files name, how long they are."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tracker.i18n import LANGUAGES

ROOT = Path(__file__).parent.parent
LONGEST_MODULE = 350
# Ruff's banned-api sees `st.data_editor` but not `column.data_editor`.
BANNED_CALLS = {
    "altair_chart": "it converts under one lock for the whole process",
    "data_editor": "it enforces its limits only in the browser",
    "download_button": "its address needs no sign-in and can be stale",
    "link_button": "it follows javascript: addresses",
}
# Written in pieces, so that this file does not name what it forbids.
INDEX_HOSTS = re.compile(
    r"py[p]i\.org|python[h]osted\.org|registry\.npm[j]s|deb\.deb[i]an\.org", re.IGNORECASE
)
MACHINE_PATHS = re.compile(r"(^|[^\w.{}/-])/(work|farm|root|opt|home|Users|tmp)/\w")
LOCK_FILES = re.compile(r"(^|/)(uv\.lock|poetry\.lock|package-lock\.json|pylock\..*toml)$")
PYTHON = sorted([ROOT / "app.py", *(ROOT / "tracker").rglob("*.py")])


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tracked_files() -> Iterator[Path]:
    listed = subprocess.run(  # noqa: S603  # every word of the command is written here
        ["git", "-C", str(ROOT), "ls-files", "-z"],  # noqa: S607  # git is wherever the machine keeps it
        capture_output=True,
        check=True,
        text=True,
    )
    for name in listed.stdout.split("\0"):
        if name and (ROOT / name).is_file():
            yield ROOT / name


def said_in_tracked_files(pattern: re.Pattern[str]) -> list[str]:
    found = []
    for path in tracked_files():
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except UnicodeDecodeError:
            continue
        found += [
            f"{relative(path)}:{number}" for number, line in enumerate(lines, 1) if pattern.search(line)
        ]
    return found


def forbidden_in(source: str) -> list[str]:
    """Return what Python source asks of Streamlit that is refused here, each with its line and the reason."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and node.attr in BANNED_CALLS:
            found.append(f"{node.lineno}: {node.attr}: {BANNED_CALLS[node.attr]}")
        if isinstance(node, ast.keyword) and node.arg == "unsafe_allow_html":
            found.append(f"{node.value.lineno}: unsafe_allow_html: it runs scripts that users typed")
    return found


@pytest.mark.parametrize(
    "source",
    [
        "st.altair_chart(chart)",
        "st.sidebar.download_button('all')",
        "left.data_editor(rows)",
        "left.link_button('more', address)",
        "st.markdown(text, unsafe_allow_html=True)",
    ],
)
def test_what_streamlit_may_not_be_asked_is_seen(source: str) -> None:
    assert forbidden_in(source)


@pytest.mark.parametrize("module", PYTHON, ids=relative)
def test_streamlit_is_asked_for_nothing_unsafe(module: Path) -> None:
    assert forbidden_in(module.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("module", PYTHON, ids=relative)
def test_a_module_says_its_job_in_its_first_sentence(module: Path) -> None:
    docstring = ast.get_docstring(ast.parse(module.read_text(encoding="utf-8")))

    assert docstring, "open the module with one sentence: its job in the reader's words"
    assert docstring.split("\n\n")[0].rstrip().endswith("."), "the first paragraph is a sentence"


def test_no_module_is_too_long_to_read_at_once() -> None:
    # A migration is written once and tells a whole schema; nobody edits it again.
    modules = [path for path in PYTHON if "versions" not in path.parts]
    lengths = {relative(path): len(path.read_text(encoding="utf-8").splitlines()) for path in modules}

    assert {name: length for name, length in lengths.items() if length > LONGEST_MODULE} == {}


def test_the_languages_have_the_same_catalogues() -> None:
    catalogues = ROOT / "tracker" / "i18n"
    areas = {folder.name: {po.name for po in folder.glob("*.po")} for folder in catalogues.glob("??")}

    assert {"en", "fr"} <= areas.keys()
    assert areas["en"]
    assert all(areas[language] == areas["en"] for language in LANGUAGES), areas
    # Arabic speaks on the council page alone: tests/i18n/test_arabic.py holds what it must say.
    assert all(names <= areas["en"] for names in areas.values()), areas


def test_no_file_names_a_package_index_so_that_any_mirror_serves() -> None:
    assert said_in_tracked_files(INDEX_HOSTS) == []


def test_no_file_names_a_folder_of_somebodys_machine() -> None:
    assert said_in_tracked_files(MACHINE_PATHS) == []


def test_no_lock_file_records_a_host() -> None:
    assert [relative(path) for path in tracked_files() if LOCK_FILES.search(relative(path))] == []
