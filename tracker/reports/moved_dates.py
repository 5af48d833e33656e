"""What a change has moved: the programme's end, other expected dates, or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.i18n import Text

if TYPE_CHECKING:
    from tracker.analysis import ProgrammeAnalysis


def moved_dates(before: ProgrammeAnalysis, after: ProgrammeAnalysis, *, is_asked: bool) -> Text | None:
    """Say which expected dates differ; `is_asked` when it is worth saying that none does."""
    if before.finish is None or after.finish is None:
        return None
    if before.finish != after.finish:
        return Text("form.end_moved", {"before": before.finish, "after": after.finish})
    expected = {item.key: item.early_finish for item in before.items}
    moved = sum(item.early_finish != expected.get(item.key, item.early_finish) for item in after.items)
    if moved:
        return Text("form.dates_moved", {"finish": after.finish}, count=moved)
    return Text("form.nothing_moved", {"finish": after.finish}) if is_asked else None
