"""Says whose request it is, as the database has it at that moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.storage import Author, Database
from tracker.storage.accounts import author_with_account
from tracker.web.door import visitor_of

if TYPE_CHECKING:
    from starlette.requests import Request

# Whoever sits at the machine, until somebody has an account.
_SINGLE_USER = Author(name="technical lead", role="technical_lead")


def author_of_request(request: Request, database: Database) -> Author | None:
    """Return who asks; None: nobody who may see the screens."""
    visitor = visitor_of(request)
    if visitor is None or not visitor.may_see_screens:
        return None
    return (
        _SINGLE_USER if visitor.session is None else author_with_account(database, visitor.session.account_id)
    )
