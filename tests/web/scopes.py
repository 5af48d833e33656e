"""Two planted programmes and everybody who may knock at one of them, with what each may be shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from pydantic import SecretStr
from sqlalchemy import event

from tests.builders import baseline, depends, initiative, milestone, plan, update
from tests.identity.conftest import MACHINE, PASSWORD_HASH
from tests.planting import Marks, Place, plant
from tracker.commands import execute
from tracker.commands.account import AddAccount
from tracker.commands.calendar_feed import MakeCalendarFeed, RevokeCalendarFeed
from tracker.commands.load_programme import LoadProgramme
from tracker.commands.membership import GrantRole
from tracker.commands.partner_proposal import ProposeThroughShare
from tracker.commands.share import RevokeShare, ShareRoadmap
from tracker.commands.share_access import live_share, note_visit
from tracker.model.account import Role
from tracker.model.content import ProgrammeContent, WorkCalendarContent
from tracker.model.initiative import Period
from tracker.model.share import ProposalKind
from tracker.model.snapshot import TABLES, Snapshot
from tracker.model.work_calendar import OtherHoursFields
from tracker.storage import Author, Database, clock
from tracker.storage.accounts import account_with_secrets, author_with_account

OURS, THEIRS = "our-town-zqkey", "their-town-zqkey"
LEAD = Author(name="lead", role="technical_lead")
# Of the plan alone; the rest is planted once there are links and accounts.
PLAN = frozenset(
    {"programme", "service", "post", "partner", "initiative", "initiative_partner", "milestone"}
)  # fmt: skip

Allowed = Callable[[Place], bool]


def nothing(_place: Place) -> bool:
    return False


@dataclass(frozen=True)
class Link:
    """One link: its token and what it may show."""

    token: str
    may_show: Allowed


@dataclass(frozen=True)
class Scopes:
    """The installation: its marks, its links and its accounts by what they are."""

    database: Database
    marks: Marks
    links: Mapping[str, Link]
    # Addresses for calendar programs, by who made them.
    feeds: Mapping[str, Link]
    # By what somebody is: the name to sign in with.
    logins: Mapping[str, str]
    ids: Ids

    def of_plan(self, programme: str) -> Allowed:
        """Return whether a place is a programme's own plan: what every member reads, not what is weighed."""
        identity = self.identity(programme)
        tables = {"programme", *(kind.__tablename__ for name, kind in TABLES.items() if name != "scenarios")}
        return lambda place: place.programme == identity and place.table in tables

    def of_programme(self, programme: str) -> Allowed:
        """Return whether a place is anything of a programme."""
        identity = self.identity(programme)
        return lambda place: place.programme == identity

    def identity(self, programme: str) -> int:
        return next(row.id or 0 for row in self.database.programmes() if row.key == programme)


@dataclass(frozen=True)
class Ids:
    """Rows of our programme by the keys they had before they were planted."""

    snapshot: Snapshot

    def __call__(self, table: str, key: str) -> int:
        found = getattr(self.snapshot, table).by_key(key)
        assert found is not None
        return int(found.id)


def town(key: str, today: date) -> ProgrammeContent:
    """Return a small plan in which the partner's part touches the rest on both sides."""
    start = today - timedelta(days=40)
    content = plan(
        [
            milestone("before", 5, initiative="rest", service="hr", owner="chief"),
            milestone("own", 30, initiative="shared", service="it", partner="provider", owner="head"),
            milestone("begun", 40, initiative="shared", service="it", actual_start=start),
            milestone("beside", 10, initiative="shared", service="hr", owner="chief", awaited_from="X"),
            milestone("after", 10, initiative="rest", service="hr", is_public_opening=True),
            milestone("other", 10, initiative="second", service="hr", partner="university"),
            milestone("decided", kind="decision", awaited_from="X"),
        ],
        [depends("own", "before", "decided"), depends("beside", "own"), depends("after", "own")],
        key=key,
        start=start,
        initiatives=[
            initiative("shared", service="it", owner="head", cost=1, partners=[{"partner": "provider"}]),
            initiative("rest", service="hr", owner="chief", cost=1),
            initiative("second", service="hr", partners=[{"partner": "university"}]),
            initiative("past", service="hr", period=Period.HISTORY),
        ],
        updates=[
            update(item, today - timedelta(days=9), text="X", blocked_by="X")
            for item in ("own", "shared", "after")
        ],
        baselines=[baseline("plan", start, {"own": (start, today), "after": (today, today)})],
    )
    christmas = OtherHoursFields(starts_on=today, ends_on=today, hours="09:00-12:00", name="X")
    content.work_calendars = [WorkCalendarContent(key="week", title="X", other_hours=[christmas])]
    return content


def planted_town(address: str) -> Scopes:
    """Plant two programmes in the empty database at an address, with everybody who may come."""
    database = Database(address)
    # Nothing here has to survive the machine.
    event.listen(
        database.engine, "connect", lambda opened, _record: opened.execute("PRAGMA synchronous = OFF")
    )
    database.migrate()
    marks, now = Marks(), clock.now() - timedelta(days=5)
    for key in (OURS, THEIRS):
        execute(database, LoadProgramme(programme=key, content=town(key, now.date())), LEAD, now)
    ids = Ids(database.snapshot(OURS))
    _plant(database, marks, only=PLAN)
    logins = _people(database, marks, ids)
    links, feeds = _links(database, marks, ids), _feeds(database, marks, ids, logins)
    found = Scopes(database, marks, links, feeds, logins, ids)
    _plant(database, marks, besides=PLAN)
    for key in (OURS, THEIRS):
        row = next(row for row in database.programmes() if row.key == key)
        marks.found_there[key] = Place("programme", "key", row.id or 0, row.id or 0)
    plans = {key: Scopes.of_plan(found, key) for key in (OURS, THEIRS)}
    may_show = {"partner": shown(ids), "focal_point": plans[OURS], "technical_lead": plans[THEIRS]}
    feeds.update({name: Link(link.token, may_show.get(name, nothing)) for name, link in feeds.items()})
    return found


def _plant(database: Database, marks: Marks, **which: frozenset[str]) -> None:
    with database.engine.begin() as connection:
        for programme in database.programmes():
            plant(connection, programme.id or 0, marks, **which)


def _people(database: Database, marks: Marks, ids: Ids) -> dict[str, str]:
    own: dict[str, dict[str, Any]] = {
        "partner": {"programme": OURS, "partner": marks.of("partner", "key", ids("partners", "provider"))},
        "focal_point": {"programme": OURS, "services": [marks.of("service", "key", ids("services", "it"))]},
        "technical_lead": {"programme": THEIRS},
    }
    root = AddAccount(login="root@zqlogin.example", title="Root", is_administrator=True)
    execute(database, root, MACHINE, clock.now())
    logins = {}
    for role, scope in own.items():
        logins[role] = f"{role.replace('_', '-')}@zqlogin.example"
        added = AddAccount(login=logins[role], title=role, password_hash=PASSWORD_HASH)
        execute(database, added, MACHINE, clock.now())
        grant: dict[str, Any] = {"login": logins[role], "role": Role(role), **scope}
        execute(database, GrantRole.model_validate(grant), MACHINE, clock.now())
    return logins


def _links(database: Database, marks: Marks, ids: Ids) -> dict[str, Link]:
    """Return a link of each kind; the ones that are over show nothing."""
    provider = marks.of("partner", "key", ids("partners", "provider"))
    second = marks.of("initiative", "key", ids("initiatives", "second"))
    kinds: dict[str, tuple[dict[str, Any], Allowed]] = {
        "bare": ({"partner": provider}, shown(ids)),
        "people": ({"partner": provider, "shows_people": True}, shown(ids, people=True)),
        "money": ({"partner": provider, "shows_money": True}, shown(ids, money=True)),
        "notes": ({"partner": provider, "shows_notes": True}, shown(ids, notes=True)),
        "proposing": ({"partner": provider, "may_propose": True}, shown(ids)),
        "selection": (
            {"initiatives": [second]},
            shown(ids, initiative="second", items=("other",), partner=None, service="hr"),
        ),
        "locked": ({"partner": provider, "password": SecretStr("open the fibre drawer")}, nothing),
        "revoked": ({"partner": provider}, nothing),
        "expired": ({"partner": provider}, nothing),
    }
    links, now = {}, clock.now()
    for key, (fields, may_show) in kinds.items():
        made = {
            "programme": OURS,
            "key": key,
            "recipient": "X",
            "expires_on": now.date() + timedelta(days=30),
        }
        command = ShareRoadmap.model_validate({"language": "en", **made, **fields})
        execute(database, command, LEAD, now)
        links[key] = Link(command.token.get_secret_value(), may_show)
    _visit_and_propose(database, marks, ids, links)
    execute(database, RevokeShare(programme=OURS, key="revoked", version=1), LEAD, now)
    with database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE share SET expires_on = '2026-01-01' WHERE key = 'expired'")
    return links


def _feeds(database: Database, marks: Marks, ids: Ids, logins: Mapping[str, str]) -> dict[str, Link]:
    """Return a calendar feed of each account, and one that is over."""
    provider = marks.of("partner", "key", ids("partners", "provider"))
    asked: dict[str, tuple[str, str, dict[str, str]]] = {
        "partner": ("partner", OURS, {"scope": "partner", "of": provider}),
        "focal_point": ("focal_point", OURS, {}),
        "technical_lead": ("technical_lead", THEIRS, {}),
        "revoked": ("focal_point", OURS, {}),
    }
    feeds, now = {}, clock.now()
    for name, (role, programme, fields) in asked.items():
        account = account_with_secrets(database, logins[role])
        author = author_with_account(database, account.id or 0) if account else None
        assert author is not None
        command = MakeCalendarFeed.model_validate({"programme": programme, **fields})
        made = execute(database, command, author, now).result
        feeds[name] = Link(command.token.get_secret_value(), nothing)
        if name == "revoked":
            revoked = RevokeCalendarFeed(programme=programme, key=made.key, version=made.version)
            execute(database, revoked, author, now)
    return feeds


def _visit_and_propose(database: Database, marks: Marks, ids: Ids, links: Mapping[str, Link]) -> None:
    """Open the links on another day, so that their pages tell what has changed; propose through two."""
    earlier = clock.now() - timedelta(days=2)
    own = marks.of("milestone", "key", ids("milestones", "own"))
    for link in links.values():
        with database.reading() as connection:
            found = live_share(connection, link.token, earlier)
        assert found is not None
        note_visit(database, found, earlier.date(), earlier)
        if found.may_propose:
            proposal = ProposeThroughShare(
                programme=OURS,
                token=SecretStr(link.token),
                milestone=own,
                kind=ProposalKind.NEW_DATE,
                on=clock.today() + timedelta(days=90),
                evidence="X",
            )
            execute(database, proposal, Author(name="partner"), clock.now())


def shown(
    ids: Ids,
    *,
    initiative: str = "shared",
    items: tuple[str, ...] = ("own", "begun", "beside"),
    partner: str | None = "provider",
    service: str = "it",
    people: bool = False,
    money: bool = False,
    notes: bool = False,
) -> Allowed:
    """Return what a link may show: written by hand, not read from the product."""
    first = ids("initiatives", initiative)
    milestones = [ids("milestones", item) for item in items]
    allowed = {Place("programme", name, int(ids.snapshot.programme.id or 0)) for name in ("title", "city")}
    allowed |= {
        Place("initiative", name, first) for name in ("key", "title", "why_it_matters", "description")
    }
    allowed |= {Place("milestone", name, row) for name in ("key", "title") for row in milestones}
    allowed |= {Place("service", "name", ids("services", service))}
    if partner:
        allowed |= {Place("partner", "name", ids("partners", partner))}
        parts = ids.snapshot.initiative_partners
        allowed |= {
            Place("initiative_partner", "contribution", row.id or 0)
            for row in parts
            if row.initiative_id == first
        }
        # What was proposed through the link, and the answer to it.
        allowed |= {Place("partner_proposal", name, 1) for name in ("evidence", "answer")}
    if people:
        allowed |= {Place("post", "title", row.id or 0) for row in ids.snapshot.posts}
        allowed |= {Place("service", "name", row.id or 0) for row in ids.snapshot.services}
        allowed |= {Place("milestone", "awaited_from", row) for row in milestones}
    if money:
        allowed |= {Place("initiative", name, first) for name in ("cost", "funding")}
    if notes:
        inside = {("milestone_id", row) for row in milestones} | {("initiative_id", first)}
        for row in ids.snapshot.updates:
            if inside & {("milestone_id", row.milestone_id), ("initiative_id", row.initiative_id)}:
                allowed |= {Place("progress_update", name, row.id or 0) for name in ("text", "blocked_by")}
    keys = {place[:3] for place in allowed}
    return lambda place: place[:3] in keys
