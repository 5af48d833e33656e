"""`jalon level`: a plan that fits the people there are, or a published test network levelled."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tracker.analysis import analyse
from tracker.analysis.levelling import LevellingProposal, propose_levelling
from tracker.analysis.levelling_words import move_text, overload_text, proposal_texts
from tracker.cli.shared import AUTHOR, Json, Lang, app, open_database, print_json, snapshot_named, speaker
from tracker.commands import execute
from tracker.commands.level_plan import changes_of_levelling
from tracker.commands.scenario import KeepScenario
from tracker.exchange.psplib import read_psplib
from tracker.model.base import EARLIEST, LATEST
from tracker.model.errors import DayOutOfRangeError
from tracker.planning import level as level_problem
from tracker.storage import clock

if TYPE_CHECKING:
    from tracker.analysis import ProgrammeAnalysis
    from tracker.i18n import Translator
    from tracker.planning import Levelled

LONGEST_SECONDS = 3600


@app.command()
def level(
    subjects: Annotated[list[str], typer.Argument(help="A programme's key or roadmap file; or .sm files.")],
    psplib: Annotated[bool, typer.Option("--psplib", help="Level PSPLIB test networks (.sm).")] = False,
    seconds: Annotated[float, typer.Option(min=0.1, max=LONGEST_SECONDS, help="Time for each.")] = 10.0,
    as_of: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Read as of this day.")] = None,
    keep: Annotated[str, typer.Option(help="Keep the proposal as a scenario of this title.")] = "",
    as_json: Json = False,
    lang: Lang = "",
) -> None:
    """Propose a plan that fits the people there are; say what starts later and why. The plan stays."""
    t = speaker(lang)
    if psplib:
        _level_networks([Path(subject) for subject in subjects], seconds, t, as_json=as_json)
        return
    for subject in subjects:
        snapshot = snapshot_named(subject)
        default = snapshot.programme.status_date or clock.today(snapshot.programme.time_zone)
        day = as_of.date() if as_of else default
        if not EARLIEST <= day <= LATEST:
            raise DayOutOfRangeError(given=day.isoformat())
        _level_programme(analyse(snapshot, day), seconds, t, keep, as_json=as_json)


def _level_programme(
    analysis: ProgrammeAnalysis, seconds: float, t: Translator, keep: str, *, as_json: bool
) -> None:
    if not analysis.workload.posts:
        sentence = t.text("level.no_capacity")
        if as_json:
            print_json({"programme": analysis.snapshot.programme.key, "why_not": sentence})
        else:
            print(sentence)
        return
    proposal = propose_levelling(analysis, seconds)
    kept = _keep(analysis, proposal, t, keep) if keep and proposal.moves else None
    if as_json:
        print_json(_proposal_json(analysis, proposal, t) | {"scenario": kept})
        return
    for month in analysis.workload.overloads:
        print(f"- {t(overload_text(analysis.snapshot, month))}")
    for text in proposal_texts(analysis.snapshot, proposal):
        print(t(text))
    for move in proposal.moves:
        print(f"- {t(move_text(analysis.snapshot, move))}")
    if kept:
        print(t.text("level.kept", key=kept, title=keep))


def _keep(analysis: ProgrammeAnalysis, proposal: LevellingProposal, t: Translator, title: str) -> str:
    """Keep the proposal as a scenario; return its key."""
    key = _free_key(analysis)
    changes = changes_of_levelling(analysis.snapshot, proposal, t)
    programme = analysis.snapshot.programme.key
    note = " ".join(t(sentence) for sentence in proposal_texts(analysis.snapshot, proposal))
    command = KeepScenario(programme=programme, key=key, title=title, note=note, changes=changes)
    execute(open_database(), command, AUTHOR, clock.now())
    return key


def _free_key(analysis: ProgrammeAnalysis) -> str:
    taken = set(analysis.snapshot.scenarios.column("key"))
    return next(key for number in range(1, len(taken) + 2) if (key := f"S-{number}") not in taken)


def _proposal_json(analysis: ProgrammeAnalysis, proposal: LevellingProposal, t: Translator) -> dict[str, Any]:
    snapshot = analysis.snapshot
    keys = snapshot.milestones.column("key")
    return {
        "programme": snapshot.programme.key,
        "as_of": analysis.as_of.isoformat(),
        "finish": proposal.finish.isoformat(),
        "levelled_finish": proposal.new_finish.isoformat(),
        "lower_bound": proposal.bound.isoformat(),
        "is_proven": proposal.is_proven,
        "overload_days": round(proposal.over_before, 2),
        "overload_days_left": round(proposal.still_over, 2),
        "overloads": [t(overload_text(snapshot, month)) for month in analysis.workload.overloads],
        "sentences": [t(sentence) for sentence in proposal_texts(snapshot, proposal)],
        "moves": [
            {
                "item": keys[move.item],
                "start": move.start.isoformat(),
                "new_start": move.new_start.isoformat(),
                "finish": move.finish.isoformat(),
                "new_finish": move.new_finish.isoformat(),
                "moves_days": move.moves_days,
                "waits_for_people": move.is_held_back,
                "post": None if move.post is None else snapshot.posts[move.post].key,
                "because_of": [keys[row] for row in move.because_of],
                "sentence": t(move_text(snapshot, move)),
            }
            for move in proposal.moves
        ],
        "seconds": round(proposal.levelled.seconds, 2),
        "has_solver": proposal.levelled.has_solver,
    }


def _level_networks(files: list[Path], seconds: float, t: Translator, *, as_json: bool) -> None:
    rows = []
    for file in files:
        found = level_problem(read_psplib(file).levelling_problem(), seconds)
        rows.append(_row(file.name, found))
        if not as_json:
            print(t.text("cli.level.psplib", **_words(rows[-1], t)))
    if as_json:
        print_json(rows)


def _row(name: str, found: Levelled) -> dict[str, Any]:
    return {
        "file": name,
        "makespan": found.finish,
        "lower_bound": found.lower_bound,
        "gap_percent": round(100 * found.gap, 2),
        "is_proven": found.is_proven,
        "bound_by": found.bound_by.value,
        "seconds": round(found.seconds, 2),
        "schedules_tried": found.schedules_tried,
        "has_solver": found.has_solver,
    }


def _words(row: dict[str, Any], t: Translator) -> dict[str, Any]:
    proven = t.text("cli.level.proven" if row["is_proven"] else "cli.level.not_proven")
    solver = "" if row["has_solver"] else f" {t.text('cli.level.no_solver')}"
    return {**row, "proven": proven + solver, "bound_by": t.text(f"choice.BoundKind.{row['bound_by']}")}
