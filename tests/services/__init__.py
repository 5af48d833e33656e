"""What the tests need that is no Python package: a Chromium and a PostgreSQL server."""

from tests.services.chromium import find_chromium, get_chromium
from tests.services.missing import MissingServiceError
from tests.services.postgres import fresh_database, get_postgres, running_postgres

__all__ = [
    "MissingServiceError",
    "find_chromium",
    "fresh_database",
    "get_chromium",
    "get_postgres",
    "running_postgres",
]
