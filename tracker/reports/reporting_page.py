"""The reporting sheet as a page to print: what is known of each item, and room to write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.commands.labels import choice_label
from tracker.model.journal import ReasonKind
from tracker.model.progress import DeclaredStatus
from tracker.reports.static_page import static_page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.analysis import ProgrammeAnalysis
    from tracker.analysis.reporting import ItemToReport
    from tracker.i18n import Translator

# A few pages of paper; who has more items takes the workbook.
MOST_ITEMS = 60


def reporting_page(analysis: ProgrammeAnalysis, items: Sequence[ItemToReport], t: Translator) -> str:
    """Return a whole HTML page: only the items that need a word, when there are any."""
    asked = [one for one in items if one.calls] or list(items)
    return static_page(
        "reporting_sheet.html",
        t,
        programme=analysis.snapshot.programme,
        as_of=analysis.as_of,
        items=asked[:MOST_ITEMS],
        reasons=[choice_label(kind) for kind in ReasonKind],
        statuses=[choice_label(one) for one in DeclaredStatus if one is not DeclaredStatus.NOT_GIVEN],
    )
