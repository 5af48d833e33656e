"""`jalon analyse`: what a programme means on a day, in sentences or as JSON."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tracker.analysis import analyse as analyse_programme
from tracker.cli.shared import Json, Lang, app, is_file, open_database, print_json, snapshot_named, speaker
from tracker.exchange.analysis_json import analysis_as_json
from tracker.i18n import Text
from tracker.model.base import EARLIEST, LATEST
from tracker.model.errors import DayOutOfRangeError, DelayFormatError, DelayOfFinishedError
from tracker.planning import FinishedActivityError
from tracker.storage import clock

if TYPE_CHECKING:
    from tracker.analysis import ProgrammeAnalysis
    from tracker.i18n import Translator
    from tracker.model.snapshot import Snapshot
    from tracker.storage import Known

LONGEST_DELAY_DAYS = 100_000


@app.command()
def analyse(
    programme: Annotated[str, typer.Argument(help="A programme's key, or a roadmap file.")],
    as_of: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Read as of this day.")] = None,
    target: Annotated[str | None, typer.Option(help="Show the driving path to this item.")] = None,
    delay: Annotated[list[str] | None, typer.Option(help="ID=WORKING_DAYS; may be repeated.")] = None,
    as_json: Json = False,
    lang: Lang = "",
) -> None:
    """Say what a programme means on a day, as it was known that day. Writes nothing."""
    t = speaker(lang)
    given = as_of.date() if as_of else None
    if given and not EARLIEST <= given <= LATEST:
        raise DayOutOfRangeError(given=given.isoformat())
    known = open_database().known(programme, given) if given and not is_file(programme) else None
    snapshot = known.snapshot if known else snapshot_named(programme)
    day = given or snapshot.programme.status_date or clock.today(snapshot.programme.time_zone)
    analysis = _analysed(snapshot, day, delays_of(delay or []))
    if as_json:
        print_json(analysis_as_json(analysis, t, target=target) | (_as_known(known, t) if known else {}))
    else:
        _print_analysis(analysis, t, target, known)


def _analysed(snapshot: Snapshot, day: date, delays: dict[str, float]) -> ProgrammeAnalysis:
    try:
        return analyse_programme(snapshot, day, delays=delays)
    except FinishedActivityError:
        finished = [row.key for row in snapshot.milestones if row.actual_finish and row.actual_finish <= day]
        raise DelayOfFinishedError(keys=[key for key in delays if key in finished]) from None


def _as_known(known: Known, t: Translator) -> dict[str, Any]:
    return {
        "known": {
            "recorded_since": known.first_day.isoformat(),
            "is_recorded": known.is_recorded,
            "sentence": t(known_sentence(known)),
        }
    }


def known_sentence(known: Known) -> Text:
    """Say whether what follows is what was known on the day, or stands in for what nobody knew yet."""
    if known.is_recorded:
        return Text("past.known", {"day": known.day})
    return Text("past.unrecorded", {"since": known.first_day})


def delays_of(delays: list[str]) -> dict[str, float]:
    """Read `ID=WORKING_DAYS` pairs; those of one id add up.

    Raises:
        DelayFormatError: a pair cannot be read.
    """
    read: dict[str, float] = {}
    for pair in delays:
        key, _, days = pair.rpartition("=")
        try:
            read[key] = read.get(key, 0.0) + float(days)
        except ValueError:
            raise DelayFormatError(given=pair) from None
        if not key or not abs(read[key]) <= LONGEST_DELAY_DAYS:
            raise DelayFormatError(given=pair)
    return read


def _print_analysis(
    analysis: ProgrammeAnalysis, t: Translator, target: str | None, known: Known | None
) -> None:
    driving_path = analysis.driving_path(target) if target else ()
    print(t.text("cli.analysis.title", title=analysis.snapshot.programme.title, as_of=analysis.as_of))
    if known:
        print(t(known_sentence(known)))
    finish: Any = analysis.finish or t.text("cli.analysis.no_finish")
    print(t.text("cli.analysis.finish", finish=finish))
    print(t.text("cli.analysis.critical_path", path=" - ".join(analysis.critical_path)))
    if target:
        print(t.text("cli.analysis.driving_path", target=target, path=" - ".join(driving_path)))
    for heading, sentences in (
        ("cli.analysis.stalls", [stall.sentence for stall in analysis.stalls]),
        ("cli.analysis.bottlenecks", [bottleneck.sentence for bottleneck in analysis.bottlenecks]),
    ):
        print(f"\n{t.plural(heading, len(sentences))}")
        for sentence in sentences:
            print(f"- {t(sentence)}")
