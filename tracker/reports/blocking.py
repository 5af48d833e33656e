"""Says what blocks an item and who could unblock it, in the words of those who reported it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.analysis.blocking import standing_blocks
from tracker.i18n import Text

if TYPE_CHECKING:
    from tracker.analysis import ProgrammeAnalysis


def what_blocks(what: str, who: str) -> Text | None:
    """Return the sentence beside a report whose author and day are shown already; None: it says neither."""
    if what and who:
        return Text("blocking.both", {"what": what, "who": who})
    if what:
        return Text("blocking.what", {"what": what})
    return Text("blocking.who", {"who": who}) if who else None


def what_is_said_to_block(analysis: ProgrammeAnalysis, milestone_id: int) -> Text | None:
    """Return the sentence that says who has said what blocks a milestone; None: nobody says so now."""
    said = standing_blocks(analysis.snapshot, analysis.as_of).get(milestone_id)
    if said is None:
        return None
    form = "both" if said.blocked_by and said.could_unblock else "what" if said.blocked_by else "who"
    values = {"author": said.author, "date": said.reported_on}
    return Text(f"blocking.said.{form}", {**values, "what": said.blocked_by, "who": said.could_unblock})
