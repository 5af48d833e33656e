"""Every route and every parameter, asked by everybody who may knock: nothing outside their scope comes back.

The routes are those of the front door itself, the parameters those that its code asks for while it runs, the
marks those of every column of every table: what is added later is tried by being there.
"""

from __future__ import annotations

import asyncio
import itertools
import re
from collections import defaultdict
from collections.abc import Coroutine, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote, urlencode

import pytest
from httpx2 import ASGITransport, AsyncClient
from starlette.applications import Starlette
from starlette.datastructures import ImmutableMultiDict
from starlette.routing import Mount, Route

from tests.planting import YEARS, Marks, Place
from tests.web.answers import text_of
from tests.web.conftest import ADDRESS, THIS_MACHINE
from tests.web.scopes import OURS, THEIRS, Allowed, Scopes, nothing, planted_town, shown
from tracker.identity.sign_in import enter
from tracker.storage import clock
from tracker.storage.accounts import account_with_secrets
from tracker.web import front_door
from tracker.web.address import PublicAddress
from tracker.web.visitors import Visitors

if TYPE_CHECKING:
    from starlette.routing import BaseRoute

# What a part of a path is: the column that holds it. A new name takes its place here, else its route would
# be asked for nothing; what is in no column is no key to anything.
PATH_PARTS: Mapping[str, tuple[str, str]] = {
    "token": ("", ""),
    "anything": ("", ""),
    "screen": ("", ""),
    "path": ("", ""),
    "programme": ("programme", "key"),
    "review": ("review", "key"),
    "name": ("kept_report", "name"),
}
# What says nothing about the scope: a password takes long to compare, a language is tried with all the rest.
NOT_OF_SCOPE = frozenset({"cookie", "password", "lang", "jalon_language", "jalon_shared"})
JUNK = (
    "", "x", "0", "-1", "../../etc/passwd", "..%2f..%2fjalon.db", "%00", "\x00", "\u202e", "' OR 1=1 --",
    "<script>alert(1)</script>", "{{7*7}}", "9" * 400, "fr", "en", "FR", "xlsx", "json", "pdf", "proposed",
    "2026-11-01", "1999-01-01", "9999-12-31", "soon",
)  # fmt: skip


@dataclass(frozen=True)
class Caller:
    """Somebody at the door: the links they hold, and what each kind of page may show them."""

    name: str
    client: AsyncClient
    token: str
    may_show: Allowed
    # On which paths they must find something: a fuzz that is refused everywhere proves nothing.
    must_see: frozenset[str] = frozenset()
    # Who has an account: the name to sign in with.
    login: str = ""
    # Not even the days of anybody's plan but the shared one.
    reads_no_plan: bool = True
    # Tries every value alone under every name; the others have one door in common and try them together.
    is_thorough: bool = False


@dataclass
class Asked:
    """The names that the routes ask of a query or a form, as they run."""

    names: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    route: str = ""

    def listen(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for method in ("get", "__getitem__", "__contains__", "getlist"):
            kept = getattr(ImmutableMultiDict, method)

            def heard(these: Any, key: Any, *more: Any, kept: Any = kept) -> Any:
                self.names[self.route].add(str(key))
                return kept(these, key, *more)

            monkeypatch.setattr(ImmutableMultiDict, method, heard)


@pytest.fixture(scope="module")
def scopes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scopes]:
    found = planted_town(f"sqlite:///{tmp_path_factory.mktemp('scopes') / 'jalon.db'}")
    yield found
    found.database.close()


@pytest.fixture
def front(scopes: Scopes, monkeypatch: pytest.MonkeyPatch) -> Starlette:
    """Give the front door as `app.py` puts it together, on the planted database."""
    visitors = Visitors(lambda: scopes.database, PublicAddress())
    monkeypatch.setattr(front_door, "_database", lambda: scopes.database)
    monkeypatch.setattr(front_door, "_visitors", lambda: visitors)
    return Starlette(routes=front_door.routes(), middleware=front_door.middleware())


@pytest.fixture
def callers(scopes: Scopes, front: Starlette) -> list[Caller]:
    def browser() -> AsyncClient:
        door = ASGITransport(app=front, client=THIS_MACHINE, raise_app_exceptions=False)
        own = {"origin": ADDRESS, "accept": "text/html"}
        return AsyncClient(transport=door, base_url=ADDRESS, headers=own)

    found = [
        Caller(
            f"link {name}",
            browser(),
            link.token,
            link.may_show,
            _of_link(link.may_show),
            is_thorough=name == "bare",
        )
        for name, link in scopes.links.items()
    ]
    found += [
        Caller(
            f"link of feed {name}",
            browser(),
            feed.token,
            feed.may_show,
            frozenset() if feed.may_show is nothing else frozenset({"/calendar/{token}.ics"}),
            reads_no_plan=name == "partner",
        )
        for name, feed in scopes.feeds.items()
    ]
    nobodys, revoked = "A" * 43, scopes.links["revoked"].token
    found.append(Caller("anonymous", browser(), nobodys, nothing, is_thorough=True))
    for role, login in scopes.logins.items():
        may_show, pages = _of_role(scopes, role), _pages_of(role)
        found.append(
            Caller(role, browser(), revoked, may_show, pages, login, role == "partner", is_thorough=True)
        )
    return found


def _sign_in(client: AsyncClient, scopes: Scopes, login: str) -> None:
    """Give a browser the cookie of somebody who has signed in."""
    account = account_with_secrets(scopes.database, login)
    assert account is not None
    client.cookies.set("jalon_8501", enter(scopes.database, account, clock.now()).token)


def _of_link(may_show: Allowed) -> frozenset[str]:
    page = "/shared/{token}"
    files = (page, f"{page}/roadmap.json", f"{page}/roadmap.xlsx", f"{page}/calendar.ics")
    return frozenset() if may_show is nothing else frozenset(files)


def _pages_of(role: str) -> frozenset[str]:
    sheets = ("/reporting-sheet.html", "/reporting-sheet.xlsx")
    return frozenset({"/account"} if role == "partner" else {"/account", *sheets})


def _of_role(scopes: Scopes, role: str) -> Allowed:
    """Return what somebody with an account may read on the routes beside the screens."""
    own_account = scopes.marks.found_there[scopes.logins[role]].row

    def of_oneself(place: Place) -> bool:
        return place.table == "account" and place.row == own_account

    if role == "partner":
        # The key of its programme stands in its addresses.
        of_link, programme = shown(scopes.ids), scopes.marks.found_there[OURS]
        return lambda place: of_oneself(place) or of_link(place) or place == programme
    mine = scopes.of_programme(THEIRS) if role == "technical_lead" else scopes.of_plan(OURS)
    return lambda place: of_oneself(place) or mine(place)


@dataclass
class Fuzz:
    """The whole run: what was asked, what came back that should not, and who found anything at all."""

    scopes: Scopes
    asked: Asked
    tried: int = 0
    leaks: list[str] = field(default_factory=list)
    seen: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    async def run(self, callers: list[Caller], routes: list[BaseRoute]) -> None:
        values = _values(self.scopes)
        for caller in callers:
            for route, method in _routes(routes):
                # Without a token, who holds a link is anybody; with one, so is who is signed in.
                if ("{token}" in route) != caller.name.startswith("link") and caller.name != "anonymous":
                    continue
                self.asked.route = route
                if caller.login:
                    # Some of the forms that are sent end the session.
                    _sign_in(caller.client, self.scopes, caller.login)
                for path, data in _requests(route, method, caller, values, self.asked, self.scopes.marks):
                    answer = await caller.client.request(method, path, data=data)
                    self._read(caller, route, f"{method} {unquote(path)} {data}", text_of(answer))

    def _read(self, caller: Caller, route: str, sent: str, text: str) -> None:
        self.tried += 1
        if text.startswith("5"):
            self.leaks.append(f"{caller.name}: {sent[:200]} ends in a failure")
        # What the caller has said itself tells nobody anything.
        found = self.scopes.marks.seen_in(text) - self.scopes.marks.seen_in(sent)
        if found:
            self.seen[caller.name].add(route)
        outside = [str(place) for place in found if not caller.may_show(place)]
        if caller.reads_no_plan:
            outside += [
                f"a planted day of {year}" for year in set(YEARS.findall(text)) - set(YEARS.findall(sent))
            ]
        self.leaks += [f"{caller.name}: {sent[:200]} shows {what}" for what in outside]


def test_no_route_gives_away_what_is_outside_the_scope(
    scopes: Scopes,
    front: Starlette,
    callers: list[Caller],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    fuzz = Fuzz(scopes, Asked())
    fuzz.asked.listen(monkeypatch)
    run_apart(fuzz.run(callers, front.routes))
    with capsys.disabled():
        marks = len(scopes.marks.places)
        print(f"\nFUZZ {fuzz.tried} requests, {marks} marks, {len(fuzz.leaks)} leaks")  # noqa: T201  # what it is asked to say
    assert not fuzz.leaks, "\n".join(fuzz.leaks[:40])
    for caller in callers:
        assert caller.must_see <= fuzz.seen[caller.name], caller.name


def test_what_leaks_is_caught(
    scopes: Scopes, front: Starlette, callers: list[Caller], monkeypatch: pytest.MonkeyPatch
) -> None:
    # A note to the developer, left behind in a header of every file of a link.
    neighbour = scopes.marks.of("milestone", "title", scopes.ids("milestones", "after"))
    monkeypatch.setattr("tracker.web.shared._PRIVATE", {"X-Note": neighbour.upper()})
    fuzz = Fuzz(scopes, Asked())
    (bare,) = (caller for caller in callers if caller.name == "link money")
    run_apart(fuzz.run([bare], [route for route in front.routes if "json" in _path_of(route)]))
    assert any("milestone" in leak and "title" in leak for leak in fuzz.leaks)


def run_apart(work: Coroutine[Any, Any, None]) -> None:
    """Run in a thread of its own: the browser tests leave an event loop running in the first one."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, work).result()


def _routes(routes: list[BaseRoute]) -> Iterator[tuple[str, str]]:
    """Return each path of the front door with each of its methods, and one that it does not take.

    Raises:
        AssertionError: a route is of a kind, or its path has a part, that this fuzz does not know.
    """
    for path, found in itertools.groupby(sorted(routes, key=_path_of), key=_path_of):
        methods = {method for route in found for method in _methods_of(route)}
        unknown = set(re.findall(r"{(\w+)", path)) - set(PATH_PARTS)
        assert not unknown, f"{path}: say in PATH_PARTS what {unknown} may be"
        for method in sorted(methods | {"DELETE"}):
            yield path, method


def _path_of(route: BaseRoute) -> str:
    assert isinstance(route, (Route, Mount)), route
    return route.path + "/{path}" * isinstance(route, Mount)


def _methods_of(route: BaseRoute) -> set[str]:
    return set(getattr(route, "methods", None) or {"GET"})


def _values(scopes: Scopes) -> list[str]:
    """Return what parameters are given: keys inside and outside the scope, days, formats, nonsense."""
    keyed = ("service", "partner", "initiative", "milestone", "post", "baseline", "share", "scenario")
    by_table: dict[tuple[str, int], list[str]] = defaultdict(list)
    for mark, place in scopes.marks.places.items():
        if place.table in keyed and place.column == "key":
            by_table[place.table, place.programme].append(mark)
    # The first and the last of each kind: those of the partner's part, and others.
    keys = {key for found in by_table.values() for key in (found[0], found[-1])}
    days = [(clock.today() - timedelta(days=days)).isoformat() for days in (1, 4, 40)]
    return [OURS, THEIRS, *sorted(keys), *scopes.logins.values(), *days, *JUNK]


def _requests(
    route: str, method: str, caller: Caller, values: list[str], asked: Asked, marks: Marks
) -> Iterator[tuple[str, dict[str, str]]]:
    """Return addresses and forms: plain, then every name that the route has asked for by then, bent paths."""
    paths = list(_paths(route, caller.token, marks))
    for path in paths[:2]:
        yield path, {}
    if method in ("HEAD", "DELETE"):
        return
    names = sorted(asked.names[route] - NOT_OF_SCOPE)
    given = [value for value in values if value not in JUNK] if caller.login else values
    given = given if caller.is_thorough else given[:6]
    for value in given if names else given[:2]:
        # Everything at once, names that no route knows among them.
        every = dict.fromkeys([*names, "programme", "service", "item", "as_of", "format", "key"], value)
        yield _sent(paths[0], method, {**every, "lang": "fr"})
    for place, name in enumerate(names if caller.is_thorough else ()):
        # Each name alone with a part of the values, the next one with the next part.
        for value in given[place % 5 :: 5]:
            yield _sent(paths[0], method, {name: value})
    if caller.name == "anonymous":
        twice = urlencode([("lang", "fr"), ("lang", "en"), ("lang[]", values[0])])
        ends = ("/", "%2f..%2f", ".json", ";x=1", f"?{twice}")
        bent = [paths[0].upper(), *(f"{paths[0]}{end}" for end in ends)]
        for path in (*paths[1:], *bent):
            yield path, {}


def _sent(path: str, method: str, values: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    return (path, dict(values)) if method == "POST" else (f"{path}?{urlencode(values)}", {})


_PART = re.compile(r"{(\w+)(?::\w+)?}")


def _paths(route: str, token: str, marks: Marks) -> Iterator[str]:
    """Return a route's path with keys of our programme, of the other, then what else may stand there."""
    parts = _PART.findall(route)
    for keys in _keys_of(marks):
        yield "/".join(_filled(part, {**keys, "token": token}) for part in route.split("/"))
        if not set(parts) & {name for name, (table, _) in PATH_PARTS.items() if table}:
            break
    bent = (*JUNK, f"{token}x", f"{token}%00", quote(f"{token}/../x", safe=""), "preview.1.9999999999.00")
    for value in bent if parts else ():
        yield _PART.sub(quote(value, safe="%").replace("\\", "/"), route)


def _filled(part: str, keys: Mapping[str, str]) -> str:
    name = _PART.search(part)
    return part if name is None else _PART.sub(keys.get(name[1], "roadmap"), part)


def _keys_of(marks: Marks) -> Iterator[dict[str, str]]:
    """Return what may stand in a path, of each programme in turn, by the part's name."""
    programmes = {key: place.programme for key, place in marks.found_there.items() if place.column == "key"}
    for key, identity in programmes.items():
        found = {"programme": key}
        for mark, place in marks.places.items():
            for name, (table, column) in PATH_PARTS.items():
                if (place.table, place.column, place.programme) == (table, column, identity):
                    found.setdefault(name, mark)
        yield found
