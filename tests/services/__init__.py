"""What the tests need that is no Python package: a Chromium, a PostgreSQL server and a LibreOffice."""

from tests.services.chromium import find_chromium, get_chromium
from tests.services.libreoffice import find_libreoffice, get_libreoffice
from tests.services.missing import MissingServiceError
from tests.services.postgres import fresh_database, get_postgres, running_postgres

__all__ = [
    "MissingServiceError",
    "find_chromium",
    "find_libreoffice",
    "fresh_database",
    "get_chromium",
    "get_libreoffice",
    "get_postgres",
    "running_postgres",
]
