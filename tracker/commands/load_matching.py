"""Finds which record of the programme each row of a loaded file means."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from tracker.commands.links import identity
from tracker.commands.load_tables import LoadTable, Row
from tracker.storage.session import plain


def match(
    table: LoadTable, rows: Sequence[Row], records: Sequence[Any], bases: Mapping[int, Row]
) -> tuple[list[tuple[Row, Any]], list[Any]]:
    """Return each row with its record (None when it is new), and the records that no row means.

    A record is known by what identifies it now; else by what identified it when it was last loaded, for
    the app may have changed that; else, when the file changed it, by the only record that nearly fits.
    """
    left = {identity(record): record for record in records}
    found: dict[int, Any] = {}
    now = {_values(record, table.identity): place for place, record in left.items()}
    loaded = {_values(bases[place], table.identity): place for place in left if place in bases}
    for known in (now, loaded):
        for number, row in enumerate(rows):
            place = known.get(_values(row, table.identity))
            if number not in found and place in left:
                found[number] = left.pop(place)
    if table.nearly:
        _match_nearly(table.nearly, rows, found, left)
    return [(row, found.get(number)) for number, row in enumerate(rows)], list(left.values())


def _match_nearly(
    columns: tuple[str, ...], rows: Sequence[Row], found: dict[int, Any], left: dict[int, Any]
) -> None:
    candidates: defaultdict[tuple[Any, ...], list[int]] = defaultdict(list)
    for place, record in left.items():
        candidates[_values(record, columns)].append(place)
    wanted: defaultdict[tuple[Any, ...], list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        if number not in found:
            wanted[_values(row, columns)].append(number)
    for values, numbers in wanted.items():
        if len(numbers) == len(candidates[values]) == 1:
            found[numbers[0]] = left.pop(candidates[values][0])


def _values(found: Any, columns: tuple[str, ...]) -> tuple[Any, ...]:
    """Return the columns of a row or a record as the journal keeps them."""
    if isinstance(found, Mapping):
        return tuple(plain(found.get(name)) for name in columns)
    return tuple(plain(getattr(found, name)) for name in columns)
