"""A city's seven milestones, built through commands on a real database of each kind."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.services.postgres import fresh_database
from tracker.commands import Command, Outcome, execute
from tracker.commands.dependency import AddDependency
from tracker.commands.initiative import AddInitiative
from tracker.commands.milestone import AddMilestone
from tracker.commands.organisation import AddPartner, AddPost, AddService
from tracker.commands.programme import CreateProgramme
from tracker.model.journal import JournalEntry
from tracker.model.milestone import Nature
from tracker.model.organisation import PartnerKind, PostRole
from tracker.model.snapshot import TABLES, Snapshot
from tracker.storage import Author, Database

NOW = datetime(2026, 2, 20, 9, 30, tzinfo=UTC)
TODAY = NOW.date()
LEAD = Author(name="technical lead", role="technical_lead")
# Moves with every write and is no fact about the programme.
BOOKKEEPING = {"version", "revision"}

Picture = dict[str, dict[int, dict[str, Any]]]


@dataclass(frozen=True)
class City:
    """One programme and the person who works on it."""

    database: Database
    key: str = "city"
    author: Author = LEAD

    def do(self, command: Command, at: datetime = NOW) -> Outcome:
        return execute(self.database, command, self.author, at)

    def snapshot(self) -> Snapshot:
        return self.database.snapshot(self.key)

    def journal(self) -> list[JournalEntry]:
        """Return what has been written, the oldest first."""
        return list(reversed(self.database.journal(self.key, limit=100_000)))

    def entries(self, outcome: Outcome) -> list[JournalEntry]:
        """Return what one command wrote in the journal."""
        return [entry for entry in self.journal() if entry.command_id == outcome.command_id]

    def version(self, milestone: str) -> int:
        found = self.snapshot().milestones.by_key(milestone)
        assert found is not None
        return found.version


def picture(snapshot: Snapshot) -> Picture:
    """Return every fact of a programme by table and id."""
    tables: Picture = {
        "programme": {snapshot.programme.id or 0: _facts(snapshot.programme)},
    }
    for name, kind in TABLES.items():
        tables[str(kind.__tablename__)] = {row.id: _facts(row) for row in getattr(snapshot, name)}
    return tables


def _facts(row: Any) -> dict[str, Any]:
    return {name: value for name, value in row._mapping.items() if name not in BOOKKEEPING}


def open_database(address: str) -> Iterator[Database]:
    opened = Database(address)
    opened.migrate()
    yield opened
    opened.close()


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    yield from open_database(database_url)


MILESTONES = [
    ("M1", "Fibre contract signed", "network", "procurement", 20, None, Nature.CONTRACT, False),
    ("M2", "Town-hall network live", "network", "it", 30, "provider", Nature.NETWORK, False),
    ("M3", "PCs delivered to registry", "registry", "procurement", 25, None, Nature.CONTRACT, False),
    ("M4", "Registry software configured", "registry", "it", 15, "university", Nature.SOFTWARE, False),
    ("M5", "Registry agents trained", "registry", "hr", 10, None, Nature.SKILL, False),
    ("M6", "Online birth-certificate service open", "registry", "registry", 10, None, Nature.OTHER, True),
    ("M7", "Open-data portal open", "portal", "communication", 15, None, Nature.OTHER, True),
]
DEPENDENCIES = [
    ("M1", "M2"),
    ("M2", "M4"),
    ("M3", "M4"),
    ("M3", "M5"),
    ("M4", "M6"),
    ("M5", "M6"),
    ("M2", "M7"),
]
SERVICES = {
    "procurement": "Procurement",
    "it": "IT",
    "hr": "Human resources",
    "registry": "Registry",
    "communication": "Communication",
}
INITIATIVES = {
    "network": ("Town-hall network", "it"),
    "registry": ("Online registry", "registry"),
    "portal": ("Open data", "communication"),
}


def seven_milestones(key: str = "city") -> Iterator[Command]:
    """Return the commands that build the worked example."""
    yield CreateProgramme(programme=key, title="Seven milestones", city="Example", start=date(2026, 1, 5))
    for service, name in SERVICES.items():
        yield AddService(programme=key, key=service, name=name)
    yield AddPost(programme=key, key="registrar", title="Head of registry", role=PostRole.OWNER)
    for partner, kind in (("provider", PartnerKind.VENDOR), ("university", PartnerKind.UNIVERSITY)):
        yield AddPartner(programme=key, key=partner, name=partner.title(), kind=kind)
    for initiative, (title, service) in INITIATIVES.items():
        yield AddInitiative(programme=key, key=initiative, title=title, service=service)
    for name, title, initiative, service, days, contributor, nature, opens in MILESTONES:
        yield AddMilestone(
            programme=key,
            key=name,
            title=title,
            initiative=initiative,
            service=service,
            work_days=days,
            partner=contributor,
            nature=nature,
            is_public_opening=opens,
        )
    for predecessor, successor in DEPENDENCIES:
        yield AddDependency(programme=key, predecessor=predecessor, successor=successor)


@pytest.fixture(scope="session")
def seeded_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a SQLite file that holds the worked example, to be copied: each commit waits for the disk."""
    path = tmp_path_factory.mktemp("seven") / "seven.sqlite"
    for database in open_database(f"sqlite:///{path}"):
        _build(City(database))
    return path


@pytest.fixture(scope="session")
def seeded_postgres(postgres_url: str) -> Iterator[str]:
    """Give a PostgreSQL database that holds the worked example, to be copied."""
    with fresh_database(postgres_url) as address:
        for database in open_database(address):
            _build(City(database))
        yield address


def _build(city: City) -> None:
    for command in seven_milestones():
        city.do(command)


@pytest.fixture(params=["sqlite", "postgresql"])
def city(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[City]:
    """Give the worked example, on 2026-02-20 with nothing reported yet."""
    if request.param == "sqlite":
        path = shutil.copyfile(request.getfixturevalue("seeded_sqlite"), tmp_path / "city.sqlite")
        for database in open_database(f"sqlite:///{path}"):
            yield City(database)
        return
    seeded = request.getfixturevalue("seeded_postgres")
    with fresh_database(request.getfixturevalue("postgres_url"), seeded) as address:
        for database in open_database(address):
            yield City(database)
