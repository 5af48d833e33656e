"""What the sheet of the council costs: fitted and set, small programmes and one of 300 initiatives."""

from __future__ import annotations

from statistics import median
from time import perf_counter

from tests.reports.council_pages import LARGE, page_of
from tracker.i18n import PAGE_LANGUAGES, translator
from tracker.reports.council_pdf import council_pdf

PROGRAMMES = ("seven-milestones", "caloocan", LARGE)
RUNS = 5
# The sheet is handed out while somebody waits.
AIM_SECONDS = 2.0


def main() -> None:
    """Print the median seconds of a sheet, and of the first one of a process, which lays out the fonts."""
    first = _seconds("caloocan", "fr")
    print(f"  the first sheet of a process: {first:.2f} s (aim: under {AIM_SECONDS:.0f} s)")
    for programme in PROGRAMMES:
        taken = [median(_seconds(programme, language) for _ in range(RUNS)) for language in PAGE_LANGUAGES]
        said = ", ".join(
            f"{language} {seconds:.2f} s" for language, seconds in zip(PAGE_LANGUAGES, taken, strict=True)
        )
        print(f"  {programme}: {said}")


def _seconds(programme: str, language: str) -> float:
    page, t = page_of(programme), translator(language)
    begun = perf_counter()
    council_pdf(page, t)
    return perf_counter() - begun
