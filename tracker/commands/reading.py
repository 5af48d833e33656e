"""What a user may read: each read asks for its permission, and finds nothing of another's programme."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from tracker.analysis.sharing import ShareScope, initiatives_of_partner
from tracker.commands.feed_access import feeds_of
from tracker.commands.kept_files import kept_report
from tracker.commands.last_review import since_last_review
from tracker.commands.permission import Permission, is_allowed, is_allowed_everywhere
from tracker.commands.reminder import people_of, sent_reminders
from tracker.commands.share_access import SharesOfProgramme, shares_of
from tracker.model.errors import NotReadableError, UnknownProgrammeError
from tracker.storage import Known
from tracker.storage.accounts import accounts, installation_journal, mandates
from tracker.storage.drafts import drafts_of

if TYPE_CHECKING:
    from tracker.analysis import ProgrammeAnalysis
    from tracker.analysis.addressees import Addressees
    from tracker.analysis.since import Since
    from tracker.model.account import Account
    from tracker.model.author import Author, Mandate
    from tracker.model.calendar_feed import CalendarFeed
    from tracker.model.draft import AnswerDraft
    from tracker.model.journal import InstallationEntry, JournalEntry
    from tracker.model.programme import Programme
    from tracker.model.reminder import SentReminder
    from tracker.model.review import KeptReport
    from tracker.model.snapshot import Snapshot
    from tracker.storage import Database


@dataclass(frozen=True)
class Reads:
    """The reads of one author: what is not theirs is refused as if it were not there."""

    database: Database
    author: Author

    def programmes(self) -> Sequence[Programme]:
        """Return the programmes in which the author is anything, in the order of their titles."""
        return [row for row in self.database.programmes() if self.author.roles_in(row.key)]

    def portfolio(self) -> Sequence[Programme]:
        """Return the programmes whose plan the author may read; no other leaves the database."""
        if is_allowed_everywhere(self.author, Permission.READ):
            return self.database.programmes()
        keys = [key for key in self.author.mandates if is_allowed(self.author, Permission.READ, key)]
        return self.database.programmes(keys)

    def snapshot(self, programme: str) -> Snapshot:
        """Return the whole plan.

        Raises:
            UnknownProgrammeError: there is none with this key, or it is not theirs to know of.
            NotReadableError: they are of the programme, and may not read its plan.
        """
        self.require(Permission.READ, programme)
        return self.database.snapshot(programme)

    def known(self, programme: str, day: date) -> Known:
        """Return the plan as it was known at the end of a day; raises as `snapshot` does."""
        self.require(Permission.READ, programme)
        return self.database.known(programme, day)

    def since(self, programme: str, analysis: ProgrammeAnalysis, *, last_entry: int | None = None) -> Since:
        """Return what has happened since the last review, see `last_review`; raises as `snapshot` does."""
        self.require(Permission.READ, programme)
        return since_last_review(self.database, analysis, last_entry=last_entry)

    def kept_report(self, programme: str, review: str, name: str) -> KeptReport:
        """Return a file as it was on the day of a review.

        Raises:
            UnknownProgrammeError, NotReadableError: as `snapshot` does.
            UnknownRecordError: there is no such review, or it kept no such file.
        """
        self.require(Permission.READ_REVIEWS, programme)
        return kept_report(self.database, programme, review, name)

    def journal(self, programme: str, limit: int = 200) -> Sequence[JournalEntry]:
        """Return the latest changes; raises as `snapshot` does."""
        self.require(Permission.READ_JOURNAL, programme)
        return self.database.journal(programme, limit=limit)

    def journal_by_command(
        self,
        programme: str,
        *,
        commands: int = 25,
        record_keys: Collection[str] = (),
        last_entry: int | None = None,
    ) -> Sequence[JournalEntry]:
        """Return the changes of the latest commands; raises as `snapshot` does."""
        self.require(Permission.READ_JOURNAL, programme)
        return self.database.journal_by_command(
            programme, commands=commands, record_keys=record_keys, last_entry=last_entry
        )

    def shares(self, programme: str) -> SharesOfProgramme:
        """Return the links of a programme and what came through them; raises as `snapshot` does."""
        self.require(Permission.SHARE, programme)
        return shares_of(self.database, programme)

    def calendar_feeds(self, programme: str) -> Sequence[CalendarFeed]:
        """Return the calendar feeds that are live: one's own, or all for who shares; raises as `snapshot`."""
        self.require(Permission.FOLLOW_CALENDAR, programme)
        return feeds_of(self.database, programme, self.author)

    def reminders(self, programme: str) -> Sequence[SentReminder]:
        """Return who was reminded of what, the oldest first; raises as `snapshot` does."""
        self.require(Permission.MANAGE_PROGRAMME, programme)
        return sent_reminders(self.database, programme)

    def addressees(self, snapshot: Snapshot) -> Addressees:
        """Return who can be reminded in a programme that was read; raises as `snapshot` does."""
        self.require(Permission.MANAGE_PROGRAMME, snapshot.programme.key)
        return people_of(self.database, snapshot)

    def own_part(self, programme: str) -> tuple[Snapshot, ShareScope]:
        """Return what a partner account's page is made of: the scope is all of it that may be shown.

        Raises:
            UnknownProgrammeError, NotReadableError: as `snapshot` does.
        """
        self.require(Permission.READ_SHARED, programme)
        mandate = self.author.mandates.get(programme)
        snapshot = self.database.snapshot(programme)
        partner = snapshot.partners.by_key(mandate.partner or "") if mandate else None
        if partner is None or partner.id is None:
            return snapshot, ShareScope(frozenset())
        return snapshot, ShareScope(initiatives_of_partner(snapshot, partner.id), partner.id)

    def drafts(self, programme: str) -> Mapping[str, AnswerDraft]:
        """Return what the author has typed and not yet sent, by item; raises as `snapshot` does."""
        self.require(Permission.REPORT_PROGRESS, programme)
        return drafts_of(self.database, self.author.account_id, programme)

    def accounts(self) -> Sequence[Account]:
        """Return who may sign in.

        Raises:
            NotReadableError: the author does not manage accounts.
        """
        self._require_everywhere()
        return accounts(self.database)

    def mandates(self, account_id: int) -> dict[str, Mandate]:
        """Return what an account is in each programme; raises as `accounts` does."""
        self._require_everywhere()
        return mandates(self.database, account_id)

    def installation_journal(self, limit: int = 200) -> Sequence[InstallationEntry]:
        """Return the latest changes of accounts; raises as `accounts` does."""
        self._require_everywhere()
        return installation_journal(self.database, limit)

    def require(self, permission: Permission, programme: str) -> None:
        """Refuse what the author may not read.

        Raises:
            UnknownProgrammeError, NotReadableError: as `snapshot` does.
        """
        if not self.author.roles_in(programme):
            raise UnknownProgrammeError(key=programme, known=[row.key for row in self.programmes()])
        if not is_allowed(self.author, permission, programme):
            raise NotReadableError

    def _require_everywhere(self) -> None:
        if not is_allowed_everywhere(self.author, Permission.MANAGE_ACCOUNTS):
            raise NotReadableError
