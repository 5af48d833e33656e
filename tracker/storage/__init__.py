"""Where a programme is kept: the database, its journal, its migrations and its backup."""

from tracker.storage.database import Database
from tracker.storage.session import Author, WriteContext

__all__ = ["Author", "Database", "WriteContext"]
