"""The files of a report that a review keeps, byte for byte, and their hashes."""

import hashlib
from typing import Annotated, cast

from pydantic import StringConstraints
from sqlalchemy import select
from sqlmodel import Field

from tracker.model.base import Fields
from tracker.model.errors import UnknownRecordError
from tracker.model.programme import Programme
from tracker.model.review import KeptReport, Review
from tracker.storage import Database
from tracker.storage.tables import table_of

# What a page, a text and a PDF weigh, many times over.
MOST_BYTES = 5_000_000


class KeptFile(Fields):
    """One file of a report: for instance `council-fr.html`."""

    name: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9.-]*$", max_length=60)]
    media_type: str = Field(max_length=60)
    content: bytes = Field(max_length=MOST_BYTES, repr=False)


def kept_report(database: Database, programme: str, review: str, name: str) -> KeptReport:
    """Return a file that was kept of a review, read-only.

    Raises:
        UnknownRecordError: there is no such review, or it kept no file of this name.
    """
    files, reviews, programmes = table_of(KeptReport), table_of(Review), table_of(Programme)
    of_review = (programmes.c.key == programme) & (reviews.c.key == review)
    query = (
        select(files)
        .join(reviews, files.c.review_id == reviews.c.id)
        .join(programmes, reviews.c.programme_id == programmes.c.id)
        .where(of_review, files.c.name == name)
    )
    with database.reading() as connection:
        found = connection.execute(query).one_or_none()
    if found is None:
        raise UnknownRecordError(kind="kept_report", key=f"{review}/{name}", nearest=[])
    return cast("KeptReport", found)


def sha256_of(content: bytes) -> str:
    """Return the hash that vouches for a file, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()
