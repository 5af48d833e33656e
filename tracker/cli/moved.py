"""`jalon slips` and `jalon changes`: what moved, when, by how much and why."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tracker.analysis import analyse
from tracker.analysis.changes import ItemChange, changes_between
from tracker.analysis.slips import (
    SUMS,
    Slip,
    ledger_of,
    slips_of,
    sums_of,
)
from tracker.cli.analysing import known_sentence
from tracker.cli.shared import Json, Lang, app, open_database, print_json, speaker
from tracker.model.base import EARLIEST, LATEST
from tracker.model.errors import DayOutOfRangeError
from tracker.reports.moved import change_sentence, slip_sentence, sum_name, sum_sentence, three_dates
from tracker.storage import clock

if TYPE_CHECKING:
    from tracker.analysis.facts import ItemAnalysis
    from tracker.i18n import Translator
    from tracker.model.snapshot import Snapshot
    from tracker.storage import Database


@app.command()
def slips(programme: str, as_json: Json = False, lang: Lang = "") -> None:
    """Print the slip ledger: every date that was moved, with its reason, and the sums."""
    t, database = speaker(lang), open_database()
    snapshot = database.snapshot(programme)
    found = _ledger(database, programme)
    sums = {name: sums_of(found, by) for name, by in SUMS.items()}
    items = [item for item in analyse(snapshot, _today(snapshot)).items if item.early_finish]
    if as_json:
        print_json(
            {
                "programme": programme,
                "slips": [_slip(slip, t) for slip in found],
                "sums": {name: [asdict(one) for one in group] for name, group in sums.items()},
                "items": [_dates(item) for item in items],
            }
        )
        return
    for line in (*map(slip_sentence, found), *map(three_dates, items)):
        print(f"- {t(line)}")
    for name, group in sums.items() if found else ():
        print(f"\n{t.text(f'slip.by.{name}')}")
        for one in group:
            print(f"- {t(sum_sentence(one, sum_name(name, one, snapshot)))}")
    if not found:
        print(t.text("slip.none"))


@app.command()
def changes(
    programme: str,
    since: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="Compare with the end of this day.")],
    as_json: Json = False,
    lang: Lang = "",
) -> None:
    """Print what finished, was re-dated, added, ended, newly stalled or recovered since a day."""
    t, database, day = speaker(lang), open_database(), since.date()
    if not EARLIEST <= day <= LATEST:
        raise DayOutOfRangeError(given=day.isoformat())
    known, snapshot = database.known(programme, day), database.snapshot(programme)
    today = _today(snapshot)
    ledger = [slip for slip in _ledger(database, programme) if slip.entry_id > known.last_entry]
    before, after = analyse(known.snapshot, min(day, today)), analyse(snapshot, today)
    found = changes_between(before, after, ledger)
    if as_json:
        print_json(
            {
                "programme": programme,
                "since": day.isoformat(),
                "is_recorded": known.is_recorded,
                "recorded_since": known.first_day.isoformat(),
                "changes": [_change(change, t) for change in found],
            }
        )
        return
    if not known.is_recorded:
        print(t(known_sentence(known)))
    for change in found:
        print(f"- {t(change_sentence(change))}")
    if not found:
        print(t.text("change.none", since=day))


def _ledger(database: Database, programme: str) -> tuple[Slip, ...]:
    return ledger_of(slips_of(database.replans(programme)), database.undone(programme))


def _today(snapshot: Snapshot) -> date:
    return snapshot.programme.status_date or clock.today(snapshot.programme.time_zone)


def _slip(slip: Slip, t: Translator) -> dict[str, Any]:
    return {name: _plain(value) for name, value in asdict(slip).items()} | {
        "sentence": t(slip_sentence(slip))
    }


def _change(change: ItemChange, t: Translator) -> dict[str, Any]:
    values = {name: _plain(value) for name, value in asdict(change).items()}
    return {
        **values,
        "slips": [_slip(slip, t) for slip in change.slips],
        "sentence": t(change_sentence(change)),
    }


def _dates(item: ItemAnalysis) -> dict[str, Any]:
    names = ("original_finish", "approved_finish", "early_finish")
    return {"item": item.key, **{name: _plain(getattr(item, name)) for name in names}}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
