"""`jalon forecast`: in which range dates are to be expected, and what matters most to them."""

from __future__ import annotations

from datetime import datetime
from difflib import get_close_matches
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.analysis import analyse
from tracker.analysis.uncertainty import Uncertainty
from tracker.cli.shared import Json, Lang, app, is_file, open_database, print_json, snapshot_named, speaker
from tracker.exchange.ranges_json import ranges_as_json
from tracker.model.base import EARLIEST, LATEST
from tracker.model.errors import DayOutOfRangeError, UnknownRecordError
from tracker.reports.finish_ranges import driver_sentence, of_end, of_milestone, rests_on
from tracker.storage import clock

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.i18n import Translator
    from tracker.model.snapshot import Snapshot

MOST_RUNS, LARGEST_SEED = 100_000, 2**63 - 1
_CRITICAL_SHOWN = 10


@app.command()
def forecast(
    programme: Annotated[str, typer.Argument(help="A programme's key, or a roadmap file.")],
    runs: Annotated[int | None, typer.Option(min=1, max=MOST_RUNS, help="How many runs.")] = None,
    seed: Annotated[
        int | None, typer.Option(min=0, max=LARGEST_SEED, help="The same seed, the same runs.")
    ] = None,
    target: Annotated[
        list[str] | None, typer.Option(help="A milestone to show too; may be repeated.")
    ] = None,
    as_of: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Read as of this day.")] = None,
    as_json: Json = False,
    lang: Lang = "",
) -> None:
    """Say by when a programme is to be expected, as a range, and whose work matters most. Writes nothing."""
    t = speaker(lang)
    given = as_of.date() if as_of else None
    if given and not EARLIEST <= given <= LATEST:
        raise DayOutOfRangeError(given=given.isoformat())
    if given and not is_file(programme):
        snapshot = open_database().known(programme, given).snapshot
    else:
        snapshot = snapshot_named(programme)
    day = given or snapshot.programme.status_date or clock.today(snapshot.programme.time_zone)
    targets = _known(snapshot, target) if target else _openings(snapshot)
    found = Uncertainty(analyse(snapshot, day), runs, seed, tuple(targets))
    if as_json:
        print_json(ranges_as_json(found, targets, t))
    else:
        _print_ranges(found, targets, t)


def _known(snapshot: Snapshot, targets: Sequence[str]) -> list[str]:
    rows = snapshot.milestones.row_of_key
    for key in targets:
        if key not in rows:
            raise UnknownRecordError(kind="milestone", key=key, nearest=get_close_matches(key, list(rows), 3))
    return list(targets)


def _openings(snapshot: Snapshot) -> list[str]:
    return [row.key for row in snapshot.milestones if row.is_public_opening]


def _print_ranges(found: Uncertainty, targets: Sequence[str], t: Translator) -> None:
    analysis, milestones = found.analysis, found.analysis.snapshot.milestones
    title = analysis.snapshot.programme.title
    print(
        t.text("cli.forecast.title", title=title, as_of=analysis.as_of, runs=found.runs, seed=str(found.seed))
    )
    print("\n".join(t(text) for text in of_end(found)))
    if found.end is None:
        return
    print(t.text("cli.forecast.planned", planned=found.end.planned))
    for key in targets:
        said = " ".join(t(text) for text in of_milestone(found, key))
        if said:
            named = milestones[milestones.row_of_key[key]].title
            print(t.text("cli.forecast.target", key=key, title=named, said=said))
    print("\n" + "\n".join(t(text) for text in rests_on(found)))
    print(f"\n{t.text('cli.forecast.drivers')}")
    for driver in found.drivers():
        print(f"- {t(driver_sentence(driver, milestones[milestones.row_of_key[driver.key]].title))}")
    print(f"\n{t.text('cli.forecast.critical')}")
    shares = {row.key: share for row in milestones if (share := found.critical_share(row.key))}
    for key in sorted(shares, key=lambda one: -shares[one])[:_CRITICAL_SHOWN]:
        print(f"- {t.percent(shares[key])} {key}")
