"""What people last reported of each item, up to the day of the analysis."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from tracker.analysis.columns import NO_ROW, Floats, codes, days_of, floats, linked_rows
from tracker.model.progress import DeclaredStatus
from tracker.model.snapshot import Rows, Snapshot
from tracker.planning.instants import NONE, Bools, Ints, day_of

NOT_GIVEN = list(DeclaredStatus).index(DeclaredStatus.NOT_GIVEN)


@dataclass(frozen=True, eq=False)
class News:
    """By row: code and day of the latest declared status, day of the last update, progress in percent.

    `unchanged` counts the latest updates of a row that give the same progress; `unchanged_since` is the
    day of the first of them. `begun_on` is the day of the first update that gives any progress at all.
    """

    declared: npt.NDArray[np.int8]
    declared_on: Ints
    last_on: Ints
    progress: Floats
    begun_on: Ints
    unchanged: Ints
    unchanged_since: Ints


def news_of_milestones(snapshot: Snapshot, as_of: date) -> News:
    """Return the news of each milestone.

    An update of its initiative counts as one of the milestone for the cadence; its declared status is
    the milestone's when the milestone has none of its own.
    """
    own = _news(snapshot, as_of, "milestone_id", snapshot.milestones)
    if not len(snapshot.updates):
        return own
    above = news_of_initiatives(snapshot, as_of)
    initiative = linked_rows(snapshot.milestones, "initiative_id", snapshot.initiatives)
    if not len(snapshot.initiatives):
        return own
    has_one = initiative != NO_ROW
    takes = has_one & (own.declared_on == NONE)
    return News(
        np.where(takes, above.declared[initiative], own.declared),
        np.where(takes, above.declared_on[initiative], own.declared_on),
        np.where(has_one, np.maximum(own.last_on, above.last_on[initiative]), own.last_on),
        own.progress,
        own.begun_on,
        own.unchanged,
        own.unchanged_since,
    )


def news_of_initiatives(snapshot: Snapshot, as_of: date) -> News:
    """Return the news of each initiative, from the updates given on the whole of it."""
    return _news(snapshot, as_of, "initiative_id", snapshot.initiatives)


def _news(snapshot: Snapshot, as_of: date, end: str, reported: Rows[Any]) -> News:
    count = len(reported)
    news = News(
        declared=np.full(count, NOT_GIVEN, np.int8),
        declared_on=np.full(count, NONE, np.int64),
        last_on=np.full(count, NONE, np.int64),
        progress=np.full(count, np.nan),
        begun_on=np.full(count, NONE, np.int64),
        unchanged=np.zeros(count, np.int64),
        unchanged_since=np.full(count, NONE, np.int64),
    )
    updates = snapshot.updates
    if not len(updates):
        return news
    row, when = linked_rows(updates, end, reported), days_of(updates, "reported_on")
    chosen = (row != NO_ROW) & (when <= day_of(as_of))
    if not chosen.any():
        return news
    # In the order in which they were said: of several assignments to one row the last one stays.
    order = np.lexsort((np.arange(len(row)), when))
    order = order[chosen[order]]
    news.last_on[row[order]] = when[order]
    declared = codes(updates.column("declared_status"), DeclaredStatus)
    given = order[declared[order] != NOT_GIVEN]
    news.declared[row[given]] = declared[given]
    news.declared_on[row[given]] = when[given]
    progress = floats(updates.column("progress_percent"))
    measured = order[~np.isnan(progress[order])]
    news.progress[row[measured]] = progress[measured]
    some = measured[progress[measured] > 0][::-1]
    news.begun_on[row[some]] = when[some]
    _count_unchanged(news, row[measured], when[measured], progress[measured])
    return news


def _count_unchanged(news: News, row: Ints, when: Ints, progress: Floats) -> None:
    by_row = np.argsort(row, kind="stable")
    row, when, progress = row[by_row], when[by_row], progress[by_row]
    if not len(row):
        return
    begins: Bools = np.append(True, (row[1:] != row[:-1]) | (progress[1:] != progress[:-1]))
    run = np.cumsum(begins) - 1
    news.unchanged[row] = np.bincount(run)[run]
    news.unchanged_since[row] = when[begins][run]
