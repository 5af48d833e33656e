"""An address that names what the programme does not have is said, and the screen still shows."""

import pytest

from tests.ui.opening import load_file, opened

SEVEN = "seven-milestones"


@pytest.fixture(autouse=True)
def _address(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JALON_DATABASE_URL", sqlite_url)
    load_file(sqlite_url, SEVEN)


@pytest.mark.parametrize("screen", ["council", "roadmap", "dependencies", "initiative", "scenario"])
@pytest.mark.parametrize(
    ("name", "language", "sentence"),
    [
        ("item", "en", "There is no milestone or initiative “M99”"),
        ("item", "fr", "Il n’y a ni jalon ni initiative «\N{NO-BREAK SPACE}M99\N{NO-BREAK SPACE}»"),
        ("initiative", "en", "There is no initiative “M99”"),
        ("service", "fr", "Il n’y a pas de service «\N{NO-BREAK SPACE}M99\N{NO-BREAK SPACE}»"),
    ],
)
def test_what_is_not_there_is_said(screen: str, name: str, language: str, sentence: str) -> None:
    page = opened(screen, SEVEN, language, **{name: "M99"})
    assert [warning.value for warning in page.warning if warning.value.startswith(sentence)]


@pytest.mark.parametrize(("name", "key"), [("item", "M1"), ("service", "it")])
def test_what_is_there_is_not_said(name: str, key: str) -> None:
    assert not opened("roadmap", SEVEN, **{name: key}).warning


def test_the_journal_says_itself_what_it_knows_nothing_about() -> None:
    assert not [said for said in opened("journal", SEVEN, item="M99").warning if "M99" in said.value]
