"""`jalon portfolio`: how several programmes stand, side by side and never ranked."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

from tracker.analysis import analyse
from tracker.cli.shared import AUTHOR, Json, Lang, app, open_database, print_json, speaker
from tracker.commands.reading import Reads
from tracker.reports.portfolio import (
    alphabetical,
    line_texts,
    portfolio_sentence,
    programme_line,
    slip_text,
)
from tracker.reports.style import status_text
from tracker.storage import clock

if TYPE_CHECKING:
    from tracker.i18n import Translator
    from tracker.reports.portfolio import ProgrammeLine


@app.command()
def portfolio(as_json: Json = False, lang: Lang = "") -> None:
    """Say how each programme stands, slips and stalls, what opens and is decided next; no ranking."""
    database, t = open_database(), speaker(lang)
    lines = alphabetical(
        programme_line(analyse(database.snapshot(row.key), row.status_date or clock.today(row.time_zone)))
        for row in Reads(database, AUTHOR).portfolio()
    )
    if as_json:
        print_json([_as_json(line, t) for line in lines])
    elif not lines:
        print(t.text("cli.portfolio.none"))
    else:
        print(t(portfolio_sentence(lines)))
        print(t.text("portfolio.not_ranked"))
        for line in lines:
            print(f"\n{line.title} ({line.key}, {t.date(line.as_of)}): {t(status_text(line.status))}")
            print(f"  {t(line.sentence)}")
            for text in line_texts(line):
                print(f"  {t(text)}")


def _as_json(line: ProgrammeLine, t: Translator) -> dict[str, Any]:
    def dated(kind: str) -> list[dict[str, Any]]:
        return [{**asdict(one), "on": _iso(one.on)} for one in getattr(line, kind)]

    return {
        "programme": line.key,
        "title": line.title,
        "city": line.city,
        "as_of": _iso(line.as_of),
        "status": line.status.value if line.status else None,
        "sentence": t(line.sentence),
        "expected_end": _iso(line.expected),
        "approved_end": _iso(line.approved),
        "slip_working_days": line.slip_days,
        "slip": t(slip_text(line)),
        "stalled": list(line.stalled),
        "openings": dated("openings"),
        "decisions": dated("decisions"),
        "last_news": {"on": _iso(line.last_on), "text": t(line.last)} if line.last else None,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
