"""Which service waits for which, and by how many working days that puts its work off."""

from __future__ import annotations

import numpy as np

from tracker.analysis.columns import NO_ROW
from tracker.analysis.facts import ServiceWait
from tracker.analysis.holding import Holding
from tracker.analysis.items import Items
from tracker.i18n import Text


def waits_of(items: Items, holding: Holding) -> tuple[ServiceWait, ...]:
    """Return the pairs of different services of which one waits for the other, the longest wait first.

    An item waits by as many working days as it is forecast to begin later than planned. It counts once,
    for the item to which its wait belongs however far back it is; a pair's days are those of its longest
    wait, because items that follow one another wait for the same days.
    """
    services = items.service_rows()
    rows = np.flatnonzero(holding.days_pushed[: len(items)] > 0)
    pairs: dict[tuple[int, int], list[int]] = {}
    for row in rows.tolist():
        pair = int(services[row]), int(services[holding.root[row]])
        if NO_ROW not in pair and pair[0] != pair[1]:
            pairs.setdefault(pair, []).append(row)
    found = [_wait(pair, of_pair, items, holding) for pair, of_pair in pairs.items()]
    return tuple(sorted(found, key=lambda wait: (-wait.working_days, wait.holding, wait.waiting)))


def _wait(pair: tuple[int, int], rows: list[int], items: Items, holding: Holding) -> ServiceWait:
    snapshot = items.snapshot
    keys = snapshot.milestones.column("key")
    waiting, holder = (snapshot.services[row] for row in pair)
    working_days = max(int(holding.days_pushed[row]) for row in rows)
    values = {
        "waiting": waiting.name,
        "holding": holder.name,
        "items": Text("wait.items", count=len(rows)),
    }
    return ServiceWait(
        waiting=waiting.key,
        holding=holder.key,
        working_days=working_days,
        items=tuple((keys[row], keys[holding.root[row]], int(holding.days_pushed[row])) for row in rows),
        sentence=Text("wait.sentence", values, count=working_days),
    )
