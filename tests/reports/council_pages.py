"""The council pages that the dresses are tried on: every example, and one of 300 initiatives."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from pathlib import Path

from tests.bench.generated import ITEMS_AN_INITIATIVE, generated_programme
from tracker.analysis import ProgrammeAnalysis, analyse
from tracker.analysis.since import Since
from tracker.exchange.roadmap_file import read_roadmap
from tracker.exchange.snapshot_of_content import snapshot_of
from tracker.model.content import ProgrammeContent
from tracker.model.snapshot import Snapshot
from tracker.reports.council_page import CouncilPage, council_page

ROADMAPS = Path(__file__).parents[2] / "roadmaps"
TODAY = date(2026, 11, 28)
LARGE = "300 initiatives"
PROGRAMMES = (*sorted(path.stem for path in ROADMAPS.glob("*.toml")), LARGE)
LOOKED_BACK = timedelta(days=30)


def content_of(programme: str) -> ProgrammeContent:
    if programme == LARGE:
        return generated_programme(300 * ITEMS_AN_INITIATIVE)
    return read_roadmap(ROADMAPS / f"{programme}.toml", TODAY)


@cache
def analysed(programme: str) -> tuple[ProgrammeAnalysis, ProgrammeAnalysis]:
    """Return a programme as of its day, and what the same records say of thirty days before."""
    return _analysed(snapshot_of(content_of(programme)))


@cache
def page_of(programme: str) -> CouncilPage:
    return _page(*analysed(programme))


def page_of_snapshot(snapshot: Snapshot) -> CouncilPage:
    return _page(*_analysed(snapshot))


def _analysed(snapshot: Snapshot) -> tuple[ProgrammeAnalysis, ProgrammeAnalysis]:
    as_of = snapshot.programme.status_date or TODAY
    return analyse(snapshot, as_of), analyse(snapshot, as_of - LOOKED_BACK)


def _page(now: ProgrammeAnalysis, then: ProgrammeAnalysis) -> CouncilPage:
    return council_page(now, Since(then.as_of, then))
