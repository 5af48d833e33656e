"""In which range dates are to be expected, in words that need no statistics, and the table beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracker.i18n import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.analysis import ProgrammeAnalysis
    from tracker.analysis.uncertainty import Driver, FinishRange, Uncertainty
    from tracker.i18n import Translator

# Beyond these, chances in ten would read as never or always.
_RARE, _SURE = 0.05, 0.95
RANGE_COLUMNS = ("what", "approved", "planned", "likely", "safe", "chance")


def expected(found: FinishRange) -> Text:
    """Say by when something is to be expected."""
    if found.is_certain:
        return Text("range.certain", {"planned": found.planned})
    return Text("range.expected", {"likely": found.likely, "safe": found.safe})


def chance_words(chance: float) -> Text:
    """Say a chance in tenths."""
    if chance < _RARE:
        return Text("range.chance.rare")
    if chance > _SURE:
        return Text("range.chance.sure")
    return Text("range.chance.tenths", count=min(9, max(1, round(10 * chance))))


def held(found: FinishRange) -> Text | None:
    """Say how likely the approved date is held; None when none was approved."""
    if found.approved is None or found.chance is None:
        return None
    return Text("range.held", {"approved": found.approved, "chance": chance_words(found.chance)})


def of_end(uncertainty: Uncertainty) -> tuple[Text, ...]:
    """Say when the whole programme ends, or why that cannot be computed, and what to do."""
    if uncertainty.end is None:
        return (Text("range.none", {"reason": uncertainty.reason or Text("uncertainty.nothing_left")}),)
    end = uncertainty.end
    values = {"planned": end.planned, "likely": end.likely, "safe": end.safe}
    said = (Text("range.end.certain" if end.is_certain else "range.end", values), held(end))
    return tuple(text for text in said if text is not None)


def of_milestone(uncertainty: Uncertainty, key: str) -> tuple[Text, ...]:
    """Say when one milestone is to be expected; nothing of what is reached or out of the plan."""
    item = uncertainty.analysis.items.by_key(key)
    if item.actual_finish is not None or item.early_finish is None:
        return ()
    found = uncertainty.of(key)
    if found is None:
        reason = uncertainty.reason
        return (Text("range.none", {"reason": reason}),) if reason is not None else ()
    return tuple(text for text in (expected(found), held(found)) if text is not None)


def rests_on(uncertainty: Uncertainty) -> tuple[Text, ...]:
    """Say what the ranges rest on, how many milestones that is, and on which day."""
    grounds, record = uncertainty.grounds, uncertainty.grounds.record
    said = [Text("range.runs", {"date": uncertainty.analysis.as_of, "runs": uncertainty.runs})]
    if grounds.estimated:
        said.append(Text("range.estimated", count=grounds.estimated))
    if grounds.by_record:
        told = {
            "finished": len(record.ratios),
            "last": record.last_finish,
            "ratio": _ratio(record.median),
            "least": round(100 * record.ratios[0]),
            "most": round(100 * record.ratios[-1]),
        }
        said.append(Text("range.by_record", told, count=grounds.by_record))
    if grounds.as_planned:
        said.append(Text("range.as_planned", count=grounds.as_planned))
    return (*said, Text("range.shared"))


def _ratio(median: float) -> Text:
    percent = round(100 * (median - 1))
    if percent == 0:
        return Text("range.ratio.same")
    return Text("range.ratio.longer" if percent > 0 else "range.ratio.shorter", {"percent": abs(percent)})


def driver_sentence(driver: Driver, title: str) -> Text:
    """Say what one milestone's work does to the end."""
    values = {"title": title, "share": int(100 * driver.critical_share)}
    return Text("range.driver", values, count=max(1, round(driver.swing_days)))


def ranges_shown(analysis: ProgrammeAnalysis) -> tuple[tuple[str, FinishRange], ...]:
    """Return title and range of each public opening to come, the soonest first; the whole has no title."""
    uncertainty = analysis.uncertainty
    found = [
        (row.title, one)
        for row in analysis.snapshot.milestones
        if row.is_public_opening and (one := uncertainty.of(row.key)) is not None
    ]
    found.sort(key=lambda pair: (pair[1].likely, pair[1].safe))
    return (*found, ("", uncertainty.end)) if uncertainty.end is not None else tuple(found)


def range_columns(found: Sequence[tuple[str, FinishRange]], t: Translator) -> dict[str, list[str]]:
    """Return the table beside the chart: one row a finish."""
    rows = [range_row(title, one, t) for title, one in found]
    return {
        t.text(f"range.column.{name}"): [row[place] for row in rows]
        for place, name in enumerate(RANGE_COLUMNS)
    }


def range_row(title: str, one: FinishRange, t: Translator) -> tuple[str, ...]:
    """Return what each of `RANGE_COLUMNS` says of one finish."""
    return (
        title or t.text("range.whole"),
        "" if one.approved is None else t.date(one.approved),
        t.date(one.planned),
        t.date(one.likely),
        t.date(one.safe),
        "" if one.chance is None else t(chance_words(one.chance)),
    )


def criticality_columns(analysis: ProgrammeAnalysis, t: Translator) -> dict[str, list[Any]]:
    """Return each unfinished milestone's range and how often it was critical, the most often first."""
    uncertainty = analysis.uncertainty
    found = [
        (row.title, one, uncertainty.critical_share(row.key) or 0.0)
        for row in analysis.snapshot.milestones
        if (one := uncertainty.of(row.key)) is not None
    ]
    found.sort(key=lambda each: (-each[2], each[1].likely))
    return {
        t.text("range.column.what"): [title for title, _, _ in found],
        t.text("range.column.critical"): [t.percent(share) for _, _, share in found],
        t.text("range.column.planned"): [t.date(one.planned) for _, one, _ in found],
        t.text("range.column.likely"): [t.date(one.likely) for _, one, _ in found],
        t.text("range.column.safe"): [t.date(one.safe) for _, one, _ in found],
    }
