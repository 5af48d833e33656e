"""Says what records the figures of the council page are made of, with their source and their date."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from tracker.i18n import Text
from tracker.model.base import Basis

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from tracker.model.snapshot import Snapshot
    from tracker.reports.council_line import Line, Record

# Of a figure made of more records, the first are named and the others counted.
RECORDS_NAMED = 4
# The day that a record is of, by its table.
_DAYS = {"updates": "reported_on", "readings": "read_on", "baselines": "approved_on", "signed_comments": "on"}


_WITHOUT_KEY = ("updates", "readings", "signed_comments")


@dataclass(frozen=True)
class Reference:
    """One entry of the list that a figure refers to by its number."""

    number: int
    records: tuple[Record, ...]
    sentence: Text


def references_of(lines: Iterable[Line], snapshot: Snapshot) -> tuple[Reference, ...]:
    """Return one reference for each set of records that a line stands on, as the page first names them."""
    sets = dict.fromkeys(line.all_records for line in lines if line.all_records)
    return tuple(
        Reference(number, records, _sentence(records, snapshot)) for number, records in enumerate(sets, 1)
    )


def _sentence(records: Sequence[Record], snapshot: Snapshot) -> Text:
    ordered = sorted(records, key=lambda record: record.table)
    parts = [
        _part(table, list(own), snapshot) for table, own in groupby(ordered, key=lambda record: record.table)
    ]
    return Text("page.reference", {"parts": parts})


def _part(table: str, records: list[Record], snapshot: Snapshot) -> Text:
    keys: list[str | Text] = [record.key for record in records[:RECORDS_NAMED]]
    if len(records) > RECORDS_NAMED:
        keys.append(Text("council.others", count=len(records) - RECORDS_NAMED))
    named = Text(
        "page.reference.named", {"what": Text(f"page.table.{table}", count=len(records)), "keys": keys}
    )
    said = list(_said(records[0], snapshot)) if len(records) == 1 else []
    if not said:
        return named
    both = said[0] if len(said) == 1 else Text("page.reference.both", {"day": said[0], "where": said[1]})
    return Text("page.reference.said", {"named": named, "said": both})


def _said(record: Record, snapshot: Snapshot) -> Iterator[Text | date]:
    """Give the day of one record and where it comes from."""
    row = _row(record, snapshot)
    if row is None:
        return
    if record.table in _DAYS:
        yield getattr(row, _DAYS[record.table])
    basis = getattr(row, "basis", None)
    if basis == Basis.ASSUMPTION:
        yield Text("page.reference.assumption")
    elif getattr(row, "source", ""):
        yield Text("page.reference.source", {"source": row.source})


def _row(record: Record, snapshot: Snapshot) -> Any:
    if record.table == "programme":
        return snapshot.programme
    rows = getattr(snapshot, record.table, None)
    if rows is None:
        return None
    found = rows.by_key(record.key) if record.table not in _WITHOUT_KEY else None
    return found or (rows.get(int(record.key)) if record.key.isdecimal() else None)
