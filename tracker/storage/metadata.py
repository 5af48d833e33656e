"""All tables of the product, gathered once for the migrations and their test."""

from tracker.model import (
    account,
    baseline,
    calendar_feed,
    capacity,
    draft,
    foreign,
    indicator,
    initiative,
    installation,
    journal,
    milestone,
    organisation,
    programme,
    progress,
    reminder,
    review,
    scenario,
    share,
    sign_in,
    work_calendar,
)
from tracker.model.base import Record

SUBJECTS = (
    programme,
    work_calendar,
    organisation,
    initiative,
    milestone,
    capacity,
    progress,
    baseline,
    indicator,
    foreign,
    scenario,
    review,
    journal,
    installation,
    account,
    sign_in,
    share,
    reminder,
    draft,
    calendar_feed,
)
METADATA = Record.metadata

for _table in METADATA.tables.values():
    # Else SQLite gives the id of a removed row to the next one, and the journal takes the two for one.
    _table.dialect_options["sqlite"]["autoincrement"] = True
