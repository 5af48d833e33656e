"""Every screen at every address, on planted programmes: nothing outside the reader's scope is delivered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.ui.opening import ROOT, opened
from tests.web.scopes import OURS, THEIRS, Scopes, planted_town
from tracker.storage import clock
from tracker.storage.accounts import account_with_secrets, author_with_account

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

SCREENS = sorted(path.stem for path in (ROOT / "tracker/ui/views").glob("[a-z]*.py"))


@pytest.fixture(scope="module")
def scopes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scopes]:
    found = planted_town(f"sqlite:///{tmp_path_factory.mktemp('scopes') / 'jalon.db'}")
    yield found
    found.database.close()


@pytest.mark.parametrize(
    ("role", "own", "other"), [("focal_point", OURS, THEIRS), ("technical_lead", THEIRS, OURS)]
)
def test_no_screen_and_no_address_delivers_what_is_not_the_readers(
    scopes: Scopes, monkeypatch: pytest.MonkeyPatch, role: str, own: str, other: str
) -> None:
    account = account_with_secrets(scopes.database, scopes.logins[role])
    assert account is not None
    monkeypatch.setenv("JALON_DATABASE_URL", str(scopes.database.engine.url))
    monkeypatch.setattr(
        "tracker.ui.visitor.SINGLE_USER", author_with_account(scopes.database, account.id or 0)
    )
    # Streamlit's test client cannot sign in: the person sits at the machine instead.
    monkeypatch.setattr("tracker.ui.visitor.has_accounts", lambda _database: False)
    foreign = scopes.of_programme(other)
    asked = asked_of(scopes, other)
    # Whoever asks for something by its key has the key already.
    typed = scopes.marks.seen_in(f"{other} {' '.join(asked.values())}")
    # A past day of somebody else's programme.
    past = {"as_of": (clock.today() - timedelta(days=2)).isoformat()}
    leaks, telling = [], set()
    for screen in SCREENS:
        for programme, query in ((own, asked), (other, past)):
            seen = scopes.marks.seen_in(delivered(opened(screen, programme, **query)))
            telling |= {screen for place in seen if scopes.of_programme(own)(place)}
            is_foreign = (place for place in seen - typed if foreign(place) or place.programme == 0)
            leaks += [f"{screen} {programme}: {place}" for place in is_foreign]
    # A reader who is shown nothing at all proves nothing.
    assert len(telling) > 8, telling
    assert leaks == []


def asked_of(scopes: Scopes, programme: str) -> dict[str, str]:
    """Return the choices of an address, each naming something of a programme that is not the reader's."""
    identity = scopes.identity(programme)
    keys = {
        place.table: mark
        for mark, place in scopes.marks.places.items()
        if place.programme == identity and place.column == "key"
    }
    names = ("service", "initiative", "scenario", "review", "partner")
    return {name: keys[name] for name in names if name in keys} | {"item": keys["milestone"]}


def delivered(page: AppTest) -> str:
    """Return every text in what was sent to the browser: words, specifications of charts, tables."""
    return "\n".join(sent.SerializeToString().decode(errors="ignore") for sent in _sent(page._tree))


def _sent(node: Any) -> Iterator[Any]:
    if getattr(node, "proto", None) is not None:
        yield node.proto
    for child in getattr(node, "children", {}).values():
        yield from _sent(child)
