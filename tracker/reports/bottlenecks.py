"""What holds the most work of others back: each item with its price, and the same by who holds it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tracker.analysis.facts import ComputedStatus, GroupBy
from tracker.i18n import Text
from tracker.reports.labelled_bars import LabelledBar, bars_chart
from tracker.reports.style import status_colour, status_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.analysis import ProgrammeAnalysis
    from tracker.analysis.facts import Bottleneck
    from tracker.i18n import Translator
    from tracker.reports.style import Palette, Status

CARDS_SHOWN = 8


@dataclass(frozen=True)
class BottleneckCard:
    """One bottleneck as a leader reads it; `sentence` holds what one more week moves."""

    rank: int
    item: str
    title: str
    service: str | None
    status: Status
    is_actionable: bool
    sentence: Text
    held_items: int
    held_services: tuple[str, ...]
    days_lost: int


@dataclass(frozen=True)
class HolderBar:
    """All that one service, owner, partner or nature holds back; `days_lost` in working days."""

    key: str
    title: str | Text
    items: tuple[str, ...]
    held_items: int
    days_lost: int
    openings_moved_days: int
    sentence: Text


def bottleneck_cards(analysis: ProgrammeAnalysis, *, count: int = CARDS_SHOWN) -> tuple[BottleneckCard, ...]:
    """Return the worst items that hold others back, in their rank."""
    names = {service.key: service.name for service in analysis.snapshot.services}
    return tuple(
        BottleneckCard(
            rank=found.rank,
            item=found.item,
            title=found.title,
            service=names.get(found.service or ""),
            status=analysis.items.by_key(found.item).computed_status,
            is_actionable=found.is_actionable,
            sentence=found.sentence,
            held_items=len(found.downstream_items),
            held_services=tuple(names.get(key, key) for key in found.downstream_services),
            days_lost=found.days_lost,
        )
        for found in holding_back(analysis)[:count]
    )


def holding_back(analysis: ProgrammeAnalysis) -> tuple[Bottleneck, ...]:
    """Return every open item that others wait for, in its rank."""
    return tuple(found for found in analysis.bottlenecks if found.downstream_items)


def bottleneck_rows(analysis: ProgrammeAnalysis, t: Translator) -> dict[str, list[Any]]:
    """Return the table of every item that holds others back; it says nothing that asks for a rerun."""
    names = {service.key: service.name for service in analysis.snapshot.services}
    found = holding_back(analysis)
    statuses = [analysis.items.by_key(one.item).computed_status for one in found]
    return {
        t.text("bottlenecks.column.rank"): [one.rank for one in found],
        t.text("stalls.column.item"): [one.title for one in found],
        t.text("council.column.service"): [names.get(one.service or "", "") for one in found],
        t.text("council.column.status"): [t(status_text(status)) for status in statuses],
        t.text("bottlenecks.column.can_act"): [
            t.text("bottlenecks.can_act" if one.is_actionable else "bottlenecks.must_wait") for one in found
        ],
        t.text("holders.column.held"): [len(one.downstream_items) for one in found],
        t.text("holders.column.lost"): [one.days_lost for one in found],
    }


def holders(analysis: ProgrammeAnalysis, by: GroupBy) -> tuple[HolderBar, ...]:
    """Return the bottlenecks grouped, the group that holds most back first."""
    return tuple(
        HolderBar(
            key=group.key or "",
            title=group.title,
            items=group.items,
            held_items=len(group.downstream_items),
            days_lost=group.days_lost,
            openings_moved_days=group.openings_moved_days,
            sentence=group.sentence,
        )
        for group in analysis.bottleneck_groups(by)
        if group.downstream_items
    )


def holders_chart(
    found: Sequence[HolderBar], t: Translator, palette: Palette, *, is_narrow: bool
) -> dict[str, Any]:
    """Return one bar for each holder: how many items wait behind it, and the days already lost."""
    lost = status_colour(ComputedStatus.LATE, palette)
    calm = status_colour(ComputedStatus.TO_COME, palette)
    bars = [
        LabelledBar(
            key=holder.key,
            label=t.value(holder.title),
            length=holder.held_items,
            said=_said(holder, t, is_narrow=is_narrow),
            colour=lost if holder.days_lost else calm,
        )
        for holder in found
    ]
    return bars_chart(bars, t, palette, is_narrow=is_narrow)


def _said(holder: HolderBar, t: Translator, *, is_narrow: bool) -> str:
    length = "short" if is_narrow else "long"
    held = t.plural(f"holders.held.{length}", holder.held_items)
    return f"{held} · {t.plural('holders.lost', holder.days_lost)}" if holder.days_lost else held


def holder_rows(found: Sequence[HolderBar], by: GroupBy, t: Translator) -> dict[str, list[Any]]:
    """Return the table beside the bars."""
    return {
        t.text(f"holders.by.{by.value}"): [t.value(holder.title) for holder in found],
        t.text("holders.column.items"): [len(holder.items) for holder in found],
        t.text("holders.column.held"): [holder.held_items for holder in found],
        t.text("holders.column.lost"): [holder.days_lost for holder in found],
        t.text("holders.column.openings"): [holder.openings_moved_days for holder in found],
    }
