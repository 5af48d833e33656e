"""How far `jalon level` stays from the best finish known, or from its own lower bound."""

from __future__ import annotations

import csv
from pathlib import Path

from tests.planning.random_projects import psplib_like
from tracker.exchange.psplib import read_psplib
from tracker.planning import LevellingProblem, level

SAMPLES = Path(__file__).parents[2].parent / "shared" / "samples" / "psplib"
SECONDS = 10.0
# Activities, dependencies an activity, share of resources used, and how plentiful these are.
GENERATED = ((30, 1.8, 0.75, 0.2), (60, 1.8, 0.75, 0.2), (90, 2.1, 0.5, 0.2), (120, 1.5, 0.5, 0.3),
             (120, 1.8, 0.75, 0.2), (120, 2.1, 1.0, 0.1))  # fmt: skip


def main() -> None:
    if SAMPLES.is_dir():
        with (SAMPLES / "best_known.csv").open(encoding="utf-8") as rows:
            for row in csv.DictReader(rows):
                name = Path(row["file"]).name
                _print(name, read_psplib(SAMPLES / name).levelling_problem(), int(row["best_ub"]))
    for seed, parameters in enumerate(GENERATED):
        _print(f"generated {parameters}", psplib_like(*parameters, seed=seed), None)


def _print(name: str, problem: LevellingProblem, best: int | None) -> None:
    found = level(problem, SECONDS)
    proven = "proven" if found.is_proven else "not proven"
    beside = "" if best is None else f", best known {best}, gap to it {100 * (found.finish / best - 1):.1f} %"
    print(
        f"  {name}: finish {found.finish}, lower bound {found.lower_bound} ({found.bound_by}), "
        f"gap to the bound {100 * found.gap:.1f} % ({proven}), {found.seconds:.1f} s{beside}"
    )
