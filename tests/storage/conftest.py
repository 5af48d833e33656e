"""A migrated database of each kind, and a way to write to it as a command would."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime

import pytest

from tracker.model.milestone import Milestone
from tracker.model.programme import Programme
from tracker.storage import Author, Database, WriteContext
from tracker.storage.session import WritingSession

NOW = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = Database(database_url)
    opened.migrate()
    yield opened
    opened.close()


def as_lead(
    database: Database, command: str = "TestCommand", at: datetime = NOW
) -> AbstractContextManager[WritingSession]:
    author = Author(name="technical lead", role="technical_lead")
    return database.writing(WriteContext(author=author, command=command, command_id=command, at=at))


def add_programme(database: Database, key: str = "city", milestones: int = 1) -> None:
    with as_lead(database, "AddEverything") as session:
        programme = Programme(key=key, title="A city", city="City", start=date(2026, 1, 5))
        session.add(programme)
        session.flush()
        assert programme.id is not None
        for number in range(1, milestones + 1):
            session.add(Milestone(programme_id=programme.id, key=f"M{number}", title=f"Milestone {number}"))
