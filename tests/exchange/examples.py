"""The example programmes as tests read them, on one fixed day."""

from datetime import date
from functools import lru_cache
from pathlib import Path

from tracker.exchange.roadmap_file import read_roadmap
from tracker.model.content import ProgrammeContent

ROADMAPS = sorted((Path(__file__).parents[2] / "roadmaps").glob("*.toml"))
CITIES = ("antipolo", "caloocan", "fes", "muntinlupa", "tagaytay", "ville-moyenne")
TODAY = date(2026, 11, 23)


@lru_cache(maxsize=16)
def _read(name: str) -> ProgrammeContent:
    return read_roadmap(next(path for path in ROADMAPS if path.stem == name), TODAY)


def example(name: str) -> ProgrammeContent:
    """Return a copy of an example's content, free to be changed."""
    return _read(name).model_copy(deep=True)
