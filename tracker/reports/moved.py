"""Says what moved and why: the slip ledger and the changes since a day, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracker.analysis.changes import ChangeKind, ItemChange
from tracker.analysis.slips import FILE
from tracker.commands.labels import choice_label
from tracker.i18n import Text
from tracker.model.journal import ReasonKind

if TYPE_CHECKING:
    from datetime import date

    from tracker.analysis.facts import ItemAnalysis
    from tracker.analysis.slips import Slip, SlipSum
    from tracker.model.snapshot import Snapshot


def slip_sentence(slip: Slip) -> Text:
    """Say when a date was moved, from, to, by how much, by whom and why."""
    values: dict[str, Any] = {
        "on": slip.on,
        "title": slip.title,
        "before": _day(slip.finish_before),
        "after": _day(slip.finish_after),
        "why": why(slip),
        "author": slip.author,
    }
    return _by_days("slip", values, slip.days)


def why(slip: Slip) -> Text:
    """Say the reason and its kind, or that nobody gave one."""
    if slip.is_from_file and not slip.reason and slip.reason_kind is None:
        return Text("slip.why.file")
    if slip.reason_kind is None:
        return Text("slip.why.words", {"reason": slip.reason}) if slip.reason else Text("slip.why.none")
    kind = choice_label(slip.reason_kind)
    return Text("slip.why.both", {"kind": kind, "reason": slip.reason}) if slip.reason else kind


def sum_sentence(one: SlipSum, name: Text | str) -> Text:
    return _by_days("slip.sum", {"name": name, "times": Text("slip.times", count=one.count)}, one.days)


def sum_name(by: str, one: SlipSum, snapshot: Snapshot) -> Text | str:
    """Name the reason, service or partner that slips were added up by."""
    if one.name is None:
        return Text(f"slip.by.{by}.none")
    if by == "reason" and one.name == FILE:
        return Text("slip.why.file")
    if by == "reason":
        return choice_label(ReasonKind(one.name))
    row: Any = getattr(snapshot, f"{by}s").by_key(one.name)
    return one.name if row is None else str(row.name)


def three_dates(item: ItemAnalysis) -> Text:
    """Say the date first approved, the one approved now and the one expected, side by side."""
    return Text(
        "slip.three_dates",
        {
            "title": item.title,
            "original": _day(item.original_finish),
            "approved": _day(item.approved_finish),
            "forecast": _day(item.early_finish),
        },
    )


def change_sentence(change: ItemChange) -> Text:
    """Say what became of one item."""
    values: dict[str, Any] = {
        "title": change.title,
        "before": _day(change.finish_before),
        "after": _day(change.finish_after),
    }
    if change.kind is not ChangeKind.REDATED:
        return Text(f"change.{change.kind}", values)
    reasons = [why(slip) for slip in change.slips]
    values["why"] = reasons or [Text("change.redated.followed")]
    return _by_days("change.redated", values, change.days)


def _by_days(key: str, values: dict[str, Any], days: int | None) -> Text:
    if days is None:
        return Text(f"{key}.unknown", values)
    if days == 0:
        return Text(f"{key}.same", values)
    return Text(f"{key}.later" if days > 0 else f"{key}.earlier", values, count=abs(days))


def _day(day: date | None) -> date | Text:
    return Text("slip.no_date") if day is None else day
