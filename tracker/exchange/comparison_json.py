"""A comparison of a scenario with the plan as JSON values, for other programs and for the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date

    from tracker.analysis.comparison import Comparison, DateMove
    from tracker.i18n import Translator


def comparison_as_json(found: Comparison, t: Translator) -> dict[str, Any]:
    """Return a comparison as plain JSON values; dates are ISO, days are working days, positive = later.

    Sentences are in the translator's language.
    """
    return {
        "finish": {
            "plan": _iso(found.finish_before),
            "scenario": _iso(found.finish_after),
            "days": found.finish_days,
        },
        "overload_days": {"plan": found.overload_before, "scenario": found.overload_after},
        "openings": [_move(move) for move in found.openings],
        "items": [_move(move) for move in found.items],
        "bottlenecks": [
            {"item": rank.item, "title": rank.title, "plan": rank.before, "scenario": rank.after}
            for rank in found.ranks
        ],
        "new_stalls": [{"item": stall.item, "sentence": t(stall.sentence)} for stall in found.new_stalls],
        "ended_stalls": [{"item": stall.item, "sentence": t(stall.sentence)} for stall in found.ended_stalls],
    }


def _move(move: DateMove) -> dict[str, Any]:
    return {
        "id": move.item,
        "title": move.title,
        "plan": _iso(move.before),
        "scenario": _iso(move.after),
        "days": move.days,
        "float_plan": move.float_before,
        "float_scenario": move.float_after,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
