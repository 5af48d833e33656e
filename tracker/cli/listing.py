"""`jalon programmes` and `jalon journal`: what is kept, and who changed what."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

import typer

from tracker.cli.shared import Json, app, open_database, print_json


@app.command()
def programmes(as_json: Json = False) -> None:
    """List the programmes of this installation."""
    rows = open_database().programmes()
    if as_json:
        print_json([{"programme": row.key, "title": row.title, "city": row.city} for row in rows])
    for row in [] if as_json else rows:
        print(f"{row.key}\t{row.title}")


@app.command()
def journal(
    programme: str,
    limit: Annotated[int, typer.Option(min=1, help="How many changes at the most.")] = 50,
    as_json: Json = False,
) -> None:
    """Print who changed what, when, from, to; the newest first."""
    database = open_database()
    database.snapshot(programme)
    entries = database.journal(programme, limit=limit)
    if as_json:
        fields = (
            "at",
            "author",
            "command",
            "reason",
            "reason_kind",
            "record_kind",
            "record_key",
            "change",
            "before",
            "after",
        )
        print_json([{name: plain(getattr(entry, name)) for name in fields} for entry in entries])
        return
    for entry in entries:
        change = f"{entry.record_kind} {entry.record_key or entry.record_id} {entry.change.value}"
        print(f"{entry.at:%Y-%m-%d %H:%M}\t{entry.author}\t{entry.command}\t{change}")
        for name in sorted({*(entry.before or {}), *(entry.after or {})}):
            print(f"\t{name}: {(entry.before or {}).get(name)} -> {(entry.after or {}).get(name)}")


def plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, (date, datetime)) else value
