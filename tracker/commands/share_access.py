"""Says whether a link still opens and what it shows, read from its row at every request."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, insert, select, update

from tracker.analysis.sharing import ShareScope, initiatives_of_partner
from tracker.commands.permission import Permission, is_allowed
from tracker.identity.tokens import token_hash
from tracker.model.programme import Programme
from tracker.model.share import PartnerProposal, Share, ShareVisit
from tracker.model.snapshot import Snapshot
from tracker.storage import Database
from tracker.storage.accounts import author_of
from tracker.storage.tables import table_of

_SHARE, _PROGRAMME, _VISIT = table_of(Share), table_of(Programme), table_of(ShareVisit)
# What a screen may know of a link.
_SHOWN = [column for column in _SHARE.c if column.name not in Share.secrets]
# A token is 43 characters; whatever is longer is not looked for.
_LONGEST_TOKEN = 100
# How many proposals a partner reads again.
_LATEST = 20


@dataclass(frozen=True)
class LiveShare:
    """A link that opens at this moment, with the rights its row gives."""

    id: int
    key: str
    programme: str
    programme_id: int
    time_zone: str
    recipient: str
    language: str
    partner_id: int | None
    initiatives: tuple[str, ...]
    shows_people: bool
    shows_money: bool
    shows_notes: bool
    shows_council: bool
    may_propose: bool
    expires_on: date
    # None: nothing is asked before the page is shown.
    password_hash: str | None


def live_share(connection: Connection, token: str, at: datetime) -> LiveShare | None:
    """Return the link of a token; None when there is none or it is over, whatever the reason.

    A link is over once it is revoked, past its last day in the city's time zone, or when the account that
    made it may no longer share.
    """
    return _live(connection, _SHARE.c.token_hash == token_hash(token[:_LONGEST_TOKEN]), at)


def live_share_by_id(connection: Connection, identity: int, at: datetime) -> LiveShare | None:
    """Return a link by its row, for who may look at it without its token; None when it is over."""
    return _live(connection, _SHARE.c.id == identity, at)


def _live(connection: Connection, which: ColumnElement[bool], at: datetime) -> LiveShare | None:
    query = (
        select(_SHARE, _PROGRAMME.c.key.label("programme_key"), _PROGRAMME.c.time_zone)
        .join(_PROGRAMME, _SHARE.c.programme_id == _PROGRAMME.c.id)
        .where(which)
    )
    row = connection.execute(query).one_or_none()
    if row is None or row.revoked_at is not None:
        return None
    if row.expires_on < at.astimezone(ZoneInfo(row.time_zone)).date():
        return None
    if row.made_by_id is not None:
        maker = author_of(connection, row.made_by_id)
        if maker is None or not is_allowed(maker, Permission.SHARE, row.programme_key):
            return None
    return LiveShare(
        programme=row.programme_key,
        initiatives=tuple(row.initiatives),
        **{name: getattr(row, name) for name in _KEPT},
    )


_KEPT = (
    "id", "key", "programme_id", "time_zone", "recipient", "language", "partner_id", "shows_people",
    "shows_money", "shows_notes", "shows_council", "may_propose", "expires_on", "password_hash",
)  # fmt: skip


def scope_of(share: LiveShare | Share, snapshot: Snapshot) -> ShareScope:
    """Return what a link shows of a programme as it is now; initiatives that are gone are passed over."""
    if share.initiatives:
        found = (snapshot.initiatives.by_key(key) for key in share.initiatives)
        ids = frozenset(row.id for row in found if row is not None and row.id is not None)
    else:
        ids = frozenset() if share.partner_id is None else initiatives_of_partner(snapshot, share.partner_id)
    return ShareScope(
        initiative_ids=ids,
        partner_id=share.partner_id,
        shows_people=share.shows_people,
        shows_money=share.shows_money,
        shows_notes=share.shows_notes,
    )


def last_visit(connection: Connection, share: LiveShare, today: date) -> date | None:
    """Return the last day before today on which a link was opened; None on the first day."""
    query = (
        select(_VISIT.c.on)
        .where(_VISIT.c.share_id == share.id, _VISIT.c.on < today)
        .order_by(_VISIT.c.on.desc())
        .limit(1)
    )
    return connection.execute(query).scalar_one_or_none()


def note_visit(database: Database, share: LiveShare, today: date, at: datetime) -> None:
    """Count one opening of a link."""
    with database.at_the_door() as connection:
        of_today = (_VISIT.c.share_id == share.id) & (_VISIT.c.on == today)
        more = update(_VISIT).where(of_today).values(visits=_VISIT.c.visits + 1, last_at=at)
        if connection.execute(more).rowcount == 0:
            values = {"share_id": share.id, "programme_id": share.programme_id, "on": today, "last_at": at}
            connection.execute(insert(_VISIT).values(visits=1, **values))


def proposals_through(connection: Connection, share: LiveShare) -> Sequence[PartnerProposal]:
    """Return what was proposed through a link, the newest first."""
    table = table_of(PartnerProposal)
    query = select(table).where(table.c.share_id == share.id).order_by(table.c.id.desc()).limit(_LATEST)
    return connection.execute(query).all()  # type: ignore[return-value]  # rows read like records


@dataclass(frozen=True)
class SharesOfProgramme:
    """What the technical lead sees of the links of a programme: rows without secrets, openings, proposals."""

    shares: Sequence[Share]
    visits: Sequence[ShareVisit]
    proposals: Sequence[PartnerProposal]
    # Ids of the links that ask for a password.
    with_password: frozenset[int]


def shares_of(database: Database, programme: str) -> SharesOfProgramme:
    """Return the links of a programme, the newest first, with what came through them."""
    proposal = table_of(PartnerProposal)
    with database.reading() as connection:
        identity = select(_PROGRAMME.c.id).where(_PROGRAMME.c.key == programme).scalar_subquery()
        found = (
            select(*columns).where(table.c.programme_id == identity).order_by(table.c.id.desc())
            for table, columns in ((_SHARE, _SHOWN), (_VISIT, _VISIT.c), (proposal, proposal.c))
        )
        shares, visits, proposals = (connection.execute(query).all() for query in found)
        asked = select(_SHARE.c.id).where(
            _SHARE.c.programme_id == identity, _SHARE.c.password_hash.is_not(None)
        )
        with_password = frozenset(connection.execute(asked).scalars())
    return SharesOfProgramme(shares, visits, proposals, with_password)  # type: ignore[arg-type]  # rows read like records
