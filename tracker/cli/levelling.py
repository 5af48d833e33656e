"""`jalon level`: a plan that fits the people there are, or a published test network levelled."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tracker.cli.shared import Json, Lang, app, print_json, speaker
from tracker.exchange.psplib import read_psplib
from tracker.planning import level as level_problem

if TYPE_CHECKING:
    from tracker.planning import Levelled

LONGEST_SECONDS = 3600


@app.command()
def level(
    subjects: Annotated[list[str], typer.Argument(help="With --psplib, the .sm files.")],
    psplib: Annotated[bool, typer.Option("--psplib", help="Level PSPLIB test networks.")] = False,
    seconds: Annotated[float, typer.Option(min=0.1, max=LONGEST_SECONDS, help="Time for each.")] = 10.0,
    as_json: Json = False,
    lang: Lang = "",
) -> None:
    """Level work that shares few people; say the finish, a bound below it, and whether it is proven."""
    t = speaker(lang)
    if not psplib:
        raise typer.BadParameter(t.text("cli.level.psplib_only"))
    rows = []
    for file in map(Path, subjects):
        found = level_problem(read_psplib(file).levelling_problem(), seconds)
        rows.append(_row(file.name, found))
        if not as_json:
            print(t.text("cli.level.psplib", **_words(rows[-1], t.text)))
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


def _words(row: dict[str, Any], say: Any) -> dict[str, Any]:
    proven = "cli.level.proven" if row["is_proven"] else "cli.level.not_proven"
    solver = "" if row["has_solver"] else " " + say("cli.level.no_solver")
    return {**row, "proven": say(proven) + solver, "bound_by": say(f"choice.BoundKind.{row['bound_by']}")}
