"""The worked example in a real database, for what is read back from files into a programme."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commands.conftest import City, city, open_database, seeded_postgres, seeded_sqlite

__all__ = ["city", "seeded_postgres", "seeded_sqlite", "sqlite_city"]


@pytest.fixture
def sqlite_city(seeded_sqlite: Path, tmp_path: Path) -> Iterator[City]:
    """Give the worked example in a SQLite database, where one kind of database is enough."""
    path = shutil.copyfile(seeded_sqlite, tmp_path / "sheet.sqlite")
    for database in open_database(f"sqlite:///{path}"):
        yield City(database)
