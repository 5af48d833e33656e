"""Every text exists in every language, asks for the same values, and every key in the code has one."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tracker.i18n import LANGUAGES, catalogue_keys

TRACKER = Path(__file__).parents[2] / "tracker"
KEY = re.compile(r"^[a-z_]+(\.[A-Za-z0-9_]+)+$")
SAID_IN_TEMPLATES = re.compile(r"(?:say|plural)\(\"([a-z_.]+)\"")
SAYS = {"text", "plural", "Text", "has"}


def placeholders(forms: tuple[str, ...]) -> set[str]:
    return {name for form in forms for name in re.findall(r"{(\w+)}", form)} - {"count"}


def keys_in_code() -> Iterator[tuple[str, str]]:
    """Give each literal key that is said, or declared as an error's `key`, with its file."""
    for path in TRACKER.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for literal in _literals(node):
                if KEY.match(literal):
                    yield literal, str(path.relative_to(TRACKER))

    for path in TRACKER.rglob("templates/*.html"):
        for literal in SAID_IN_TEMPLATES.findall(path.read_text(encoding="utf-8")):
            yield literal, str(path.relative_to(TRACKER))


def _literals(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Call) and node.args:
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        first = node.args[0]
        if name in SAYS and isinstance(first, ast.Constant) and isinstance(first.value, str):
            yield first.value
    if isinstance(node, ast.ClassDef):
        yield from (value for statement in node.body if (value := _error_key(statement)))


def _error_key(statement: ast.stmt) -> str | None:
    """Return what a class declares as its `key`: the sentence of an error."""
    if not isinstance(statement, (ast.Assign, ast.AnnAssign)):
        return None
    targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
    is_key = any(isinstance(target, ast.Name) and target.id == "key" for target in targets)
    value = statement.value
    return (
        value.value if is_key and isinstance(value, ast.Constant) and isinstance(value.value, str) else None
    )


def test_both_languages_have_the_same_keys() -> None:
    french, english = (set(catalogue_keys(language)) for language in ("fr", "en"))
    assert french - english == set()
    assert english - french == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_empty(language: str) -> None:
    empty = [
        key for key, forms in catalogue_keys(language).items() if not all(form.strip() for form in forms)
    ]
    assert empty == []


def test_both_languages_ask_for_the_same_values() -> None:
    french, english = catalogue_keys("fr"), catalogue_keys("en")
    different = [
        key for key in french if key in english and placeholders(french[key]) != placeholders(english[key])
    ]
    assert different == []


def test_every_key_in_the_code_has_a_text() -> None:
    known = set(catalogue_keys("en"))
    missing = sorted({(key, file) for key, file in keys_in_code() if key not in known})
    assert missing == []


def test_french_keeps_its_typography() -> None:
    """A colon, semicolon, question or exclamation mark has a space before it in French."""
    wrong = [
        form
        for forms in catalogue_keys("fr").values()
        for form in forms
        if re.search(r"[a-zéèàê)»}][;:!?](\s|$)", form)
    ]
    assert wrong == []
