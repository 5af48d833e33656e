"""Where a programme is kept: the database, its journal, its migrations and its backup."""

from tracker.model.author import Author, Mandate
from tracker.storage.database import Database
from tracker.storage.past import Known
from tracker.storage.session import WriteContext

__all__ = ["Author", "Database", "Known", "Mandate", "WriteContext"]
