"""What changed in the shared part of a roadmap between two days, in sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from tracker.analysis.facts import ItemState
from tracker.analysis.sharing import SharedMilestone, SharedRoadmap
from tracker.i18n import Text

# Working days from one date to another.
Between = Callable[[date, date], int]


def shared_changes(before: SharedRoadmap, after: SharedRoadmap, days_between: Between) -> tuple[Text, ...]:
    """Return what a reader of both would notice: reached, moved, added and ended milestones, in that order.

    Both are cut to the same scope, so that nothing outside it can be told.
    """
    known = {one.key: one for one in before.milestones}
    pairs = [(known.get(one.key), one) for one in after.milestones]
    gone = [one for one in before.milestones if one.key not in {now.key for _, now in pairs}]
    return (
        *_reached(pairs),
        *_moved(pairs, days_between),
        *(_added(one) for old, one in pairs if old is None and one.is_open),
        *_ended(pairs),
        *(Text("share.change.ended", {"title": one.title}) for one in gone),
    )


_Pairs = list[tuple[SharedMilestone | None, SharedMilestone]]


def _reached(pairs: _Pairs) -> Iterator[Text]:
    for old, one in pairs:
        if one.state is ItemState.DONE and (old is None or old.state is not ItemState.DONE):
            yield Text("share.change.reached", {"title": one.title, "date": one.finish})


def _moved(pairs: _Pairs, days_between: Between) -> Iterator[Text]:
    for old, one in pairs:
        if old is None or not one.is_open or old.finish is None or one.finish is None:
            continue
        days = days_between(old.finish, one.finish)
        if days:
            form = "later" if days > 0 else "earlier"
            values = {"title": one.title, "date": one.finish}
            yield Text(f"share.change.{form}", values, count=abs(days))


def _added(one: SharedMilestone) -> Text:
    if one.finish is None:
        return Text("share.change.added.undated", {"title": one.title})
    return Text("share.change.added", {"title": one.title, "date": one.finish})


def _ended(pairs: _Pairs) -> Iterator[Text]:
    for old, one in pairs:
        if one.state is ItemState.CANCELLED and (old is None or old.state is not ItemState.CANCELLED):
            yield Text("share.change.ended", {"title": one.title})
