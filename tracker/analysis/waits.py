"""Which service waits for which (or for a body outside), and by how many working days."""

from __future__ import annotations

import numpy as np

from tracker.analysis.awaited import Acting
from tracker.analysis.columns import NO_ROW
from tracker.analysis.facts import ServiceWait
from tracker.analysis.holding import Holding
from tracker.analysis.items import Items
from tracker.i18n import Text


def waits_of(items: Items, holding: Holding) -> tuple[ServiceWait, ...]:
    """Return the pairs of different services of which one waits for the other, the longest wait first.

    An item waits by as many working days as it is forecast to begin later than planned; work begun whose
    end alone is held, to be reached later. It counts once, for the item to which its wait belongs however
    far back it is; a pair's days are those of its longest wait, because items that follow one another
    wait for the same days.
    """
    acting = items.acting
    services = acting.places
    rows = np.flatnonzero(holding.days_pushed[: len(items)] > 0)
    pairs: dict[tuple[int, int], list[int]] = {}
    for row in rows.tolist():
        pair = int(services[row]), int(services[holding.root[row]])
        if NO_ROW not in pair and pair[0] != pair[1]:
            pairs.setdefault(pair, []).append(row)
    found = [_wait(pair, of_pair, acting, holding) for pair, of_pair in pairs.items()]
    return tuple(sorted(found, key=lambda wait: (-wait.working_days, wait.holding, wait.waiting)))


def _wait(pair: tuple[int, int], rows: list[int], acting: Acting, holding: Holding) -> ServiceWait:
    keys = acting.snapshot.milestones.column("key")
    (waiting, waiting_name), (holder, holder_name) = map(acting.named, pair)
    working_days = max(int(holding.days_pushed[row]) for row in rows)
    values = {
        "waiting": waiting_name,
        "holding": holder_name,
        "items": Text("wait.items", count=len(rows)),
    }
    return ServiceWait(
        waiting=waiting,
        holding=holder,
        working_days=working_days,
        items=tuple((keys[row], keys[holding.root[row]], int(holding.days_pushed[row])) for row in rows),
        sentence=Text("wait.sentence", values, count=working_days),
    )
