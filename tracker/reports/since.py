"""What has happened since the last review, in sentences grouped by what they are good for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.i18n import Text
from tracker.reports.moved import change_sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.analysis import ProgrammeAnalysis
    from tracker.analysis.facts import Stall
    from tracker.analysis.since import Happened, Since


@dataclass(frozen=True)
class SinceGroup:
    """One kind of news: its heading and its sentences."""

    name: str
    heading: Text
    sentences: tuple[Text, ...]


def since_sentence(since: Since) -> Text:
    """Say from when on things are told: since which review, or that none was held."""
    if since.review:
        return Text("since.review", {"title": since.review, "date": since.day})
    if since.recorded_from is not None:
        return Text("since.recorded", {"date": since.recorded_from})
    return Text("since.none", {"date": since.day})


def since_groups(analysis: ProgrammeAnalysis, happened: Happened) -> tuple[SinceGroup, ...]:
    """Return what happened, what matters most first; a kind of which there is nothing is left out."""
    openings = {change.item for change in happened.openings}
    decisions = {change.item for change in happened.decisions}
    finished = [change for change in happened.finished if change.item not in openings | decisions]
    groups = {
        "openings": map(change_sentence, happened.openings),
        "decisions": map(change_sentence, happened.decisions),
        "refused": (
            Text("since.refused.item", {"title": analysis.items.by_key(key).title})
            for key in happened.refused
        ),
        "released": _released(analysis, happened),
        "finished": map(change_sentence, finished),
        "slipped": map(change_sentence, happened.slipped),
        "new_stalls": (stall.sentence for stall in happened.new_stalls),
        "ended_stalls": (_ended(analysis, stall) for stall in happened.ended_stalls),
    }
    found = [(name, tuple(sentences)) for name, sentences in groups.items()]
    return tuple(
        SinceGroup(name, Text(f"since.{name}", count=len(sentences)), sentences)
        for name, sentences in found
        if sentences
    )


def _released(analysis: ProgrammeAnalysis, happened: Happened) -> Iterator[Text]:
    for key in happened.released:
        item = analysis.items.by_key(key)
        yield Text("since.released.item", {"title": item.title})


def _ended(analysis: ProgrammeAnalysis, stall: Stall) -> Text:
    title = analysis.items.by_key(stall.item).title if stall.item else ""
    return Text(
        "since.ended.item" if title else "since.ended.programme", {"title": title, "since": stall.since}
    )
