"""The ranges of a programme's dates as JSON values, for other programs and for the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from tracker.analysis.uncertainty import Driver, FinishRange, Uncertainty
    from tracker.i18n import Translator


def ranges_as_json(uncertainty: Uncertainty, targets: Sequence[str], t: Translator) -> dict[str, Any]:
    """Return ranges, what they rest on and what matters most as plain JSON values; dates are ISO.

    `likely` is the date by which half of the runs are finished, `safe` that of four in five, `chance` the
    share of the runs that hold the approved date. Without grounds for a range `reason` says why.

    Args:
        targets: the keys of the milestones whose range is asked for beside the programme's end.
    """
    analysis, grounds, reason = uncertainty.analysis, uncertainty.grounds, uncertainty.reason
    return {
        "programme": analysis.snapshot.programme.key,
        "title": analysis.snapshot.programme.title,
        "as_of": analysis.as_of.isoformat(),
        "runs": uncertainty.runs,
        "seed": uncertainty.seed,
        "reason": None if reason is None else t(reason),
        "grounds": {
            "estimated": grounds.estimated,
            "by_record": grounds.by_record,
            "as_planned": grounds.as_planned,
            "covered": round(grounds.covered, 4),
            "finished": len(grounds.record.ratios),
            "ratios": [round(ratio, 4) for ratio in grounds.record.ratios],
            "last_finish": _iso(grounds.record.last_finish),
        },
        "end": _range(uncertainty.end),
        "end_drivers": _drivers(uncertainty.drivers()),
        "targets": [
            {"id": key, "range": _range(uncertainty.of(key)), "drivers": _drivers(uncertainty.drivers(key))}
            for key in targets
        ],
        "criticality": {
            row.key: round(share, 4)
            for row in analysis.snapshot.milestones
            if (share := uncertainty.critical_share(row.key))
        },
    }


def _range(found: FinishRange | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "planned": _iso(found.planned),
        "likely": _iso(found.likely),
        "safe": _iso(found.safe),
        "approved": _iso(found.approved),
        "chance": None if found.chance is None else round(found.chance, 4),
    }


def _drivers(found: Sequence[Driver]) -> list[dict[str, Any]]:
    return [
        {
            "id": driver.key,
            "swing_days": round(driver.swing_days, 1),
            "cruciality": round(driver.cruciality, 4),
            "critical_share": round(driver.critical_share, 4),
        }
        for driver in found
    ]


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
