"""When a declared status is too old to count: a word that nobody has repeated is no news any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tracker.analysis.news import NOT_GIVEN
from tracker.analysis.stalls import DEFAULT_THRESHOLDS
from tracker.model.programme import StallRule
from tracker.planning import NONE

if TYPE_CHECKING:
    from datetime import date

    from tracker.analysis.programme import ProgrammeAnalysis
    from tracker.model.snapshot import Snapshot
    from tracker.planning.instants import Bools


def fades_after(snapshot: Snapshot) -> int:
    """Return after how many working days without any update a declared status stops counting.

    It is the cadence that the programme sets itself for the rule of silence (20 working days unless told
    otherwise), whether or not that rule is switched on: an old word is old in either case.
    """
    for setting in snapshot.stall_rule_settings:
        if setting.rule == StallRule.NO_UPDATE and setting.threshold is not None:
            return int(setting.threshold)
    return DEFAULT_THRESHOLDS[StallRule.NO_UPDATE]


def faded(analysis: ProgrammeAnalysis) -> Bools:
    """Return by milestone row where a declared status has faded.

    Any later update repeats it, "nothing has changed" too; an update of the initiative counts as one of
    its milestones.
    """
    situation = analysis.situation
    news = situation.news
    has_word = (news.declared != NOT_GIVEN) & (news.last_on != NONE)
    silent = situation.since(np.where(news.last_on == NONE, 0, news.last_on))
    return np.asarray(has_word & (silent > fades_after(analysis.snapshot)))


def last_news(analysis: ProgrammeAnalysis) -> date | None:
    """Return the day of the last report known on the day of the analysis."""
    days = (row.reported_on for row in analysis.snapshot.updates if row.reported_on <= analysis.as_of)
    return max(days, default=None)


def has_fresh_news(analysis: ProgrammeAnalysis) -> bool:
    """Whether anybody has reported anything recently enough to count on the day of the analysis."""
    last = last_news(analysis)
    if last is None:
        return False
    silent = analysis.calendar.working_days_between(last, analysis.as_of)
    return bool(silent <= fades_after(analysis.snapshot))
