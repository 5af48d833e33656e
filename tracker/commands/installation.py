"""The commands on the installation itself: they lock its one row and so follow one another."""

from __future__ import annotations

from typing import Any, ClassVar

from sqlalchemy import select

from tracker.commands.command import AnyCommand
from tracker.commands.permission import Permission, is_allowed_everywhere
from tracker.model.account import Account, Login
from tracker.model.author import Author
from tracker.model.errors import UnknownRecordError
from tracker.model.installation import Installation
from tracker.storage import WriteContext
from tracker.storage.session import WritingSession
from tracker.storage.tables import table_of


class InstallationWork:
    """What a command on the installation works with: its settings, locked to the end of the transaction."""

    def __init__(self, session: WritingSession, context: WriteContext) -> None:
        self.session = session
        self.context = context
        self.installation = session.execute(select(Installation).with_for_update()).scalar_one()

    def account(self, login: str) -> Account:
        """Return the account with this login.

        Raises:
            UnknownRecordError: there is none.
        """
        found = self.account_or_none(login)
        if found is None:
            raise UnknownRecordError(kind="account", key=login, nearest=[])
        return found

    def account_or_none(self, login: str) -> Account | None:
        query = select(Account).where(table_of(Account).c.login == login)
        return self.session.execute(query).scalar_one_or_none()

    def all(self, kind: Any, /, **fields: Any) -> list[Any]:
        """Return the records of a kind whose fields have these values, oldest first."""
        table = table_of(kind)
        query = select(kind).order_by(table.c.id)
        for name, value in fields.items():
            query = query.where(table.c[name] == value)
        return list(self.session.execute(query).scalars())

    def remove_all(self, kind: Any, /, **fields: Any) -> None:
        for record in self.all(kind, **fields):
            self.session.delete(record)
        self.session.flush()


class InstallationCommand(AnyCommand):
    """The input of one change that concerns no single programme; only administrators give them."""

    permission: ClassVar[Permission] = Permission.MANAGE_ACCOUNTS

    def apply(self, work: InstallationWork) -> Any:
        raise NotImplementedError

    def is_allowed(self, author: Author) -> bool:
        return is_allowed_everywhere(author, self.permission)

    def run(self, session: WritingSession, context: WriteContext) -> Any:
        return self.apply(InstallationWork(session, context))


class AccountCommand(InstallationCommand):
    """A change of one account."""

    # Whether people may give the command on their own account.
    is_for_oneself: ClassVar[bool] = False

    login: Login

    def is_allowed(self, author: Author) -> bool:
        is_own = author.account_id is not None and author.login == self.login
        return (self.is_for_oneself and is_own) or super().is_allowed(author)
