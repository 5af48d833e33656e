"""`/healthz` tells a monitor whether the tracker can be used."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import OperationalError
from starlette.applications import Starlette
from starlette.testclient import TestClient

from tracker.web.health import MigratedDatabase, health_route


class DatabaseAt:
    """A database at some migration, or out of reach."""

    def __init__(self, current: str | None, error: Exception | None = None) -> None:
        self.current, self.error = current, error

    def migration_level(self) -> tuple[str | None, str]:
        if self.error:
            raise self.error
        return self.current, "0002"


def answer(database: MigratedDatabase) -> tuple[int, object]:
    client = TestClient(Starlette(routes=[health_route(lambda: database)]))
    response = client.get("/healthz")
    return response.status_code, response.json()


def test_a_database_at_the_right_migration_is_ok() -> None:
    migration = {"current": "0002", "expected": "0002"}
    assert answer(DatabaseAt("0002")) == (
        200,
        {"status": "ok", "database": "reachable", "migration": migration},
    )


@pytest.mark.parametrize("current", ["0001", None])
def test_a_database_behind_the_program_is_unavailable(current: str | None) -> None:
    migration = {"current": current, "expected": "0002"}
    assert answer(DatabaseAt(current)) == (
        503,
        {"status": "unavailable", "database": "reachable", "migration": migration},
    )


def test_a_database_out_of_reach_is_unavailable_and_tells_nothing_more() -> None:
    lost = OperationalError("SELECT secret", None, Exception("password"))
    assert answer(DatabaseAt("0002", lost)) == (
        503,
        {"status": "unavailable", "database": "unreachable", "migration": None},
    )
