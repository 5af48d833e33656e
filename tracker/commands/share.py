"""What may be done to a shared roadmap: a link is made, changed, given another password, and revoked."""

from datetime import date, timedelta
from typing import Annotated, Any, ClassVar

from pydantic import SecretStr
from sqlmodel import Field

from tracker.commands.command import Command, Work
from tracker.commands.links import identity
from tracker.commands.partial import PartOf
from tracker.commands.permission import Permission
from tracker.commands.record import add, edit, refuse_stale, values_of
from tracker.commands.rules import refuse
from tracker.identity.passwords import hashed
from tracker.identity.tokens import new_token, token_hash
from tracker.model.base import Key
from tracker.model.initiative import Initiative
from tracker.model.organisation import Partner
from tracker.model.share import Share, ShareFields

GOOD_FOR = timedelta(days=90)
LONGEST = timedelta(days=730)


class ShareContent(ShareFields):
    """A link as its form shows it; `partner` is the key of the partner it is for."""

    partner: Key | None = None


class ShareRoadmap(ShareContent, Command):
    """Make a link to a part of the roadmap; whoever gives the command holds its token, nobody else ever."""

    permission: ClassVar[Permission] = Permission.SHARE
    # A link that has been given away cannot be taken back by an undo: it is revoked.
    is_undoable: ClassVar[bool] = False

    password: SecretStr | None = Field(default=None, exclude=True)
    token: SecretStr = Field(default_factory=lambda: SecretStr(new_token()), exclude=True)

    def apply(self, work: Work) -> Share:
        partner = None if self.partner is None else work.find(Partner, self.partner)
        _check(work, self.partner is not None or self.shows_council, self.initiatives, self.expires_on)
        return add(
            work,
            Share,
            {
                **values_of(self, ShareFields),
                "partner_id": None if partner is None else identity(partner),
                "made_by_id": work.context.author.account_id,
                "token_hash": token_hash(self.token.get_secret_value()),
                "password_hash": _hashed(self.password, self.recipient),
                "created_at": work.context.at,
            },
        )


class EditShare(Command):
    """Change what a link shows, to whom, or until when; its address stays."""

    permission: ClassVar[Permission] = Permission.SHARE
    is_undoable: ClassVar[bool] = False

    key: Key
    version: int
    changes: Annotated[dict[str, Any], PartOf(ShareFields, without=("key",))]

    def apply(self, work: Work) -> Share:
        share = open_share(work, self.key)
        refuse_stale(work, share, self.version, self.changes)
        after = {**values_of(share, ShareFields), **self.changes}
        has_scope = share.partner_id is not None or after["shows_council"]
        _check(work, has_scope, after["initiatives"], after["expires_on"])
        edit(work, share, self.version, self.changes)
        return share


class SetSharePassword(Command):
    """Ask for a password before a link shows anything, for another one, or for none."""

    permission: ClassVar[Permission] = Permission.SHARE
    is_undoable: ClassVar[bool] = False

    key: Key
    version: int
    password: SecretStr | None = Field(default=None, exclude=True)

    def apply(self, work: Work) -> Share:
        share = open_share(work, self.key)
        refuse_stale(work, share, self.version, {})
        share.password_hash = _hashed(self.password, share.recipient)
        return share


class RevokeShare(Command):
    """End a link at once; the journal keeps that it was there."""

    permission: ClassVar[Permission] = Permission.SHARE
    is_undoable: ClassVar[bool] = False

    key: Key
    version: int

    def apply(self, work: Work) -> Share:
        share = open_share(work, self.key)
        edit(work, share, self.version, {"revoked_at": work.context.at})
        return share


def open_share(work: Work, key: str) -> Share:
    """Return a link that has not been revoked.

    Raises:
        UnknownRecordError: there is none with this key.
        RuleError: it has been revoked; a new one is made.
    """
    share = work.find(Share, key)
    if share.revoked_at is not None:
        raise refuse("share_revoked")
    return share


def _check(work: Work, has_scope: bool, initiatives: list[str], expires_on: date) -> None:
    if not has_scope and not initiatives:
        raise refuse("share_needs_scope", "initiatives")
    for key in initiatives:
        work.find(Initiative, key)
    if expires_on < work.today:
        raise refuse("share_expired", "expires_on", today=work.today)
    if expires_on > work.today + LONGEST:
        raise refuse("share_too_long", "expires_on", latest=work.today + LONGEST)


def _hashed(password: SecretStr | None, recipient: str) -> str | None:
    return None if password is None else hashed(password.get_secret_value(), recipient)
