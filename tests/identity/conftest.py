"""An installation with one administrator and one focal point, on a real database of each kind."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from tracker.commands import execute
from tracker.commands.account import AddAccount
from tracker.commands.command import AnyCommand
from tracker.identity.passwords import hashed
from tracker.model.account import Account
from tracker.storage import Author, Database
from tracker.storage.accounts import account_with_secrets, author_with_account

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
MACHINE = Author(name="command line", role="administrator")
PASSWORD = "four unrelated words here"  # of nobody  # noqa: S105  # of nobody
PASSWORD_HASH = hashed(PASSWORD, "nobody")


@dataclass
class Town:
    """The installation, and the hands of whoever acts in it."""

    database: Database

    def do(self, command: AnyCommand, author: Author = MACHINE, at: datetime = NOW) -> object:
        return execute(self.database, command, author, at).result

    def account(self, login: str) -> Account:
        found = account_with_secrets(self.database, login)
        assert found is not None
        return found

    def author(self, login: str) -> Author:
        found = author_with_account(self.database, self.account(login).id or 0)
        assert found is not None
        return found


def later(**much: float) -> datetime:
    return NOW + timedelta(**much)


@pytest.fixture
def town(database_url: str) -> Iterator[Town]:
    database = Database(database_url)
    database.migrate()
    town = Town(database)
    town.do(AddAccount(login="mayor", title="Mayor", is_administrator=True, password_hash=PASSWORD_HASH))
    town.do(AddAccount(login="relay@town.example", title="Relay of IT", password_hash=PASSWORD_HASH))
    yield town
    database.close()
