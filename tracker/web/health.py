"""Tells whoever watches the server whether the database answers and is at the right migration."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse
from starlette.routing import Route

from tracker.model.errors import TrackerError

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request


class MigratedDatabase(Protocol):
    """A database that knows the migration it is at and the one the program expects."""

    def migration_level(self) -> tuple[str | None, str | None]: ...


def health(open_database: Callable[[], MigratedDatabase]) -> dict[str, Any]:
    """Return the state in words a monitor can compare; `status` is "ok" or "unavailable"."""
    try:
        current, head = open_database().migration_level()
    except (SQLAlchemyError, OSError, TrackerError):
        return {"status": "unavailable", "database": "unreachable", "migration": None}
    return {
        "status": "ok" if current == head else "unavailable",
        "database": "reachable",
        "migration": {"current": current, "expected": head},
    }


def health_route(open_database: Callable[[], MigratedDatabase]) -> Route:
    """Return `/healthz`: 200 when the tracker can be used, else 503."""

    async def answer(_request: Request) -> JSONResponse:
        state = await run_in_threadpool(health, open_database)
        return JSONResponse(state, status_code=200 if state["status"] == "ok" else 503)

    return Route("/healthz", answer)
