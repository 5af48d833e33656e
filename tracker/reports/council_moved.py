"""What moved since the last review, and why; what merely follows is told once for all that move as much."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracker.analysis.changes import ChangeKind
from tracker.i18n import Text
from tracker.reports.council_line import Line, Record, Section, more_line, of_milestones
from tracker.reports.moved import change_sentence, why

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tracker.analysis import ProgrammeAnalysis
    from tracker.analysis.changes import ItemChange
    from tracker.analysis.since import Since

MOVED_SHOWN = 6


def moved(analysis: ProgrammeAnalysis, changes: Sequence[ItemChange], since: Since) -> Section:
    """Return what moved and why: first what somebody moved, then what citizens wait for, then the rest."""
    found = [change for change in changes if change.kind is not ChangeKind.FINISHED]
    order = list(ChangeKind)
    openings = {row.key for row in analysis.snapshot.milestones if row.is_public_opening}

    def weight(change: ItemChange) -> tuple[bool, bool, int, int]:
        days = -abs(change.days or 0)
        return not change.slips, change.item not in openings, order.index(change.kind), days

    groups = list(_groups(sorted(found, key=weight)))
    left = [change for group in groups[MOVED_SHOWN:] for change in group]
    return Section(
        "moved",
        Text("page.moved.heading"),
        tuple(_line(group) for group in groups[:MOVED_SHOWN]),
        left_out=more_line(left, "page.moved.more"),
        nothing=Line(Text("page.moved.none", {"day": since.day})),
    )


def _groups(changes: Sequence[ItemChange]) -> Iterator[list[ItemChange]]:
    """Give each change alone, but those that nobody made together with the others that move as much."""
    following: dict[int, list[ItemChange]] = {}
    for change in changes:
        if change.kind is not ChangeKind.REDATED or change.slips or change.days is None:
            yield [change]
            continue
        is_first = change.days not in following
        group = following.setdefault(change.days, [])
        group.append(change)
        if is_first:
            # Filled while the rest is read: the caller takes them all before it looks.
            yield group


def _line(group: Sequence[ItemChange]) -> Line:
    first, *others = group
    records = tuple(_records(first))
    more: tuple[Line, ...] = ()
    if others:
        same = Text("page.moved.as_much", count=len(others))
        more = (Line(same, first.item, of_milestones(change.item for change in others)),)
    return Line(_sentence(first), first.item, records, more=more)


def _sentence(change: ItemChange) -> Text:
    if change.kind is not ChangeKind.REDATED or not change.days:
        return change_sentence(change)
    form = "later" if change.days > 0 else "earlier"
    values: dict[str, Any] = {
        "title": change.title,
        "before": change.finish_before,
        "after": change.finish_after,
    }
    if not change.slips:
        return Text(f"page.moved.followed.{form}", values, count=abs(change.days))
    values["why"] = [why(slip) for slip in change.slips]
    return Text(f"page.moved.{form}", values, count=abs(change.days))


def _records(change: ItemChange) -> Iterator[Record]:
    yield Record("milestones", change.item)
    yield from (Record("journal", str(slip.entry_id)) for slip in change.slips)
