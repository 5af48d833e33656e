"""What may be done to a calendar feed: it is made, and revoked by its maker or whoever shares the roadmap."""

from typing import ClassVar

from pydantic import SecretStr
from sqlmodel import Field

from tracker.commands.command import Command, Work
from tracker.commands.links import identity
from tracker.commands.permission import Permission, is_allowed
from tracker.commands.record import edit
from tracker.commands.rules import refuse
from tracker.identity.tokens import new_token, token_hash
from tracker.model.base import InProgramme, Key
from tracker.model.calendar_feed import CalendarFeed, CalendarFeedFields, FeedScope
from tracker.model.errors import NotAllowedError
from tracker.model.organisation import Partner, Post, Service

_KINDS: dict[FeedScope, type[Service] | type[Post] | type[Partner]] = {
    FeedScope.SERVICE: Service,
    FeedScope.POST: Post,
    FeedScope.PARTNER: Partner,
}


class MakeCalendarFeed(CalendarFeedFields, Command):
    """Make an address for a calendar program; whoever gives the command holds its token, nobody else ever."""

    permission: ClassVar[Permission] = Permission.FOLLOW_CALENDAR
    # An address that has been given away cannot be taken back by an undo: it is revoked.
    is_undoable: ClassVar[bool] = False

    token: SecretStr = Field(default_factory=lambda: SecretStr(new_token()), exclude=True)

    def subject(self, work: Work) -> Partner | None:
        return _partner_of(work, self.scope, self.of)

    def apply(self, work: Work) -> CalendarFeed:
        kind = _KINDS.get(self.scope)
        if kind is None and self.of:
            raise refuse("feed_of_all", "of")
        if kind is not None:
            _named(work, kind, self.of)
        number = len(work.all(CalendarFeed)) + 1
        return work.add(
            CalendarFeed(
                programme_id=identity(work.programme),
                key=f"{self.of or self.scope.value}-{number}"[:60],
                scope=self.scope,
                of=self.of,
                language=self.language,
                made_by_id=work.context.author.account_id,
                token_hash=token_hash(self.token.get_secret_value()),
                created_at=work.context.at,
            )
        )


class RevokeCalendarFeed(Command):
    """End an address at once; the journal keeps that it was there."""

    permission: ClassVar[Permission] = Permission.FOLLOW_CALENDAR
    is_undoable: ClassVar[bool] = False

    key: Key
    version: int

    def subject(self, work: Work) -> Partner | None:
        feed = work.find_or_none(CalendarFeed, self.key)
        return None if feed is None else _partner_of(work, feed.scope, feed.of)

    def apply(self, work: Work) -> CalendarFeed:
        feed, author = work.find(CalendarFeed, self.key), work.context.author
        is_own = feed.made_by_id == author.account_id
        if not is_own and not is_allowed(author, Permission.SHARE, work.programme_key):
            raise NotAllowedError(command=type(self).__name__)
        if feed.revoked_at is not None:
            raise refuse("feed_revoked")
        edit(work, feed, self.version, {"revoked_at": work.context.at})
        return feed


def _named(work: Work, kind: type[InProgramme], key: str) -> None:
    if not key:
        raise refuse("feed_needs_whom", "of")
    work.find(kind, key)


def _partner_of(work: Work, scope: FeedScope, key: str) -> Partner | None:
    """Return the partner that a feed is about: a partner account follows its own part and no other."""
    return work.find_or_none(Partner, key) if scope is FeedScope.PARTNER else None
