"""An analysis as JSON values, for other programs and for the command line."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from tracker.analysis import GroupBy

if TYPE_CHECKING:
    from tracker.analysis import ProgrammeAnalysis
    from tracker.analysis.facts import Bottleneck, BottleneckGroup, ItemAnalysis, Stall
    from tracker.i18n import Translator

_ITEM_DATES = (
    "early_start",
    "early_finish",
    "late_start",
    "late_finish",
    "approved_finish",
    "original_finish",
)


def analysis_as_json(
    analysis: ProgrammeAnalysis, t: Translator, *, target: str | None = None
) -> dict[str, Any]:
    """Return the analysis as plain JSON values; dates are ISO, durations working days.

    An early finish is the last working day of the work. Sentences are in the translator's language.

    Raises:
        UnknownRecordError: the target is no item of the programme.
    """
    return {
        "programme": analysis.snapshot.programme.key,
        "title": analysis.snapshot.programme.title,
        "as_of": analysis.as_of.isoformat(),
        "finish": _iso(analysis.finish),
        "progress": {"percent": analysis.progress.percent, "formula": t(analysis.progress.formula)},
        "critical_path": list(analysis.critical_path),
        "driving_path": list(analysis.driving_path(target)) if target else [],
        "items": [_item(item, t) for item in analysis.items],
        "stalls": [_stall(stall, t) for stall in analysis.stalls],
        "bottlenecks": [_bottleneck(bottleneck, t) for bottleneck in analysis.bottlenecks],
        "bottleneck_groups": {
            by.value: [_group(group, t) for group in analysis.bottleneck_groups(by)] for by in GroupBy
        },
        "waits": [
            {
                "waiting": wait.waiting,
                "holding": wait.holding,
                "working_days": wait.working_days,
                "sentence": t(wait.sentence),
            }
            for wait in analysis.waits
        ],
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _item(item: ItemAnalysis, t: Translator) -> dict[str, Any]:
    return {
        "id": item.key,
        "title": item.title,
        "service": item.service_key,
        **{name: _iso(getattr(item, name)) for name in _ITEM_DATES},
        "total_float_days": _whole(item.total_float_days),
        "free_float_days": _whole(item.free_float_days),
        "is_critical": item.is_critical,
        "state": item.state.value,
        "computed_status": item.computed_status.value if item.computed_status else None,
        "computed_because": t(item.reason),
        "declared_status": item.declared_status.value,
        "declared_on": _iso(item.declared_on),
        "disagreement": item.disagreement,
        "disagreement_text": t(item.disagreement_text) if item.disagreement_text else None,
        "variance_days": item.variance_days,
    }


def _whole(days: float | None) -> float | int | None:
    """Write whole days without a decimal point."""
    return int(days) if days is not None and float(days).is_integer() else days


def _stall(stall: Stall, t: Translator) -> dict[str, Any]:
    return {
        "rule": stall.rule.value,
        "item": stall.item,
        "since": stall.since.isoformat(),
        "working_days": stall.working_days,
        "because_of": stall.because_of,
        "sentence": t(stall.sentence),
    }


def _group(group: BottleneckGroup, t: Translator) -> dict[str, Any]:
    return {
        "key": group.key,
        "items": list(group.items),
        "downstream_items": list(group.downstream_items),
        "downstream_services": list(group.downstream_services),
        "days_lost": group.days_lost,
        "sentence": t(group.sentence),
    }


def _bottleneck(bottleneck: Bottleneck, t: Translator) -> dict[str, Any]:
    return {
        "rank": bottleneck.rank,
        "item": bottleneck.item,
        "title": bottleneck.title,
        "service": bottleneck.service,
        "downstream_items": list(bottleneck.downstream_items),
        "downstream_initiatives": list(bottleneck.downstream_initiatives),
        "downstream_services": list(bottleneck.downstream_services),
        "public_openings": list(bottleneck.public_openings),
        "days_lost": bottleneck.days_lost,
        "one_more_week": [
            {"item": move.item, "moves_days": move.moves_days, "new_finish": move.new_finish.isoformat()}
            for move in bottleneck.one_more_week
        ],
        "sentence": t(bottleneck.sentence),
    }
