"""Reads what somebody has typed about items and not yet sent; nobody else's ever leaves the database."""

from collections.abc import Mapping

from sqlalchemy import select

from tracker.model.draft import AnswerDraft
from tracker.model.programme import Programme
from tracker.storage.database import Database
from tracker.storage.tables import table_of


def drafts_of(database: Database, account_id: int | None, programme: str) -> Mapping[str, AnswerDraft]:
    """Return the drafts of one account in a programme by the key of their item, read-only.

    Args:
        account_id: None for whoever sits at the machine, until somebody has an account.
    """
    draft, programmes = table_of(AnswerDraft), table_of(Programme)
    query = (
        select(draft)
        .join(programmes, draft.c.programme_id == programmes.c.id)
        .where(programmes.c.key == programme, draft.c.account_id.is_not_distinct_from(account_id))
    )
    with database.reading() as connection:
        return {row.item: row for row in connection.execute(query)}  # type: ignore[misc]  # rows read like records
