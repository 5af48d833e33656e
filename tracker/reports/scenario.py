"""What a scenario would change, in sentences a councillor understands, then as tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tracker.i18n import Text
from tracker.reports.council import named

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from tracker.analysis.comparison import Comparison, DateMove, RankMove
    from tracker.i18n import Translator

OPENINGS_SAID, STALLS_SAID = 6, 3


@dataclass(frozen=True)
class ComparisonWords:
    """A comparison in sentences: the answer, what it brings, what it costs, and what else changes."""

    answer: Text
    gains: tuple[Text, ...]
    costs: tuple[Text, ...]
    others: tuple[Text, ...]


def comparison_words(found: Comparison) -> ComparisonWords:
    """Say what would change: the end first, then every opening, then what else moves."""
    gains, costs, others = _openings(found)
    later = [move for move in found.items if (move.days or 0) > 0]
    earlier = [move for move in found.items if (move.days or 0) < 0]
    lost = [move for move in found.items if move.is_lost]
    new = [move for move in found.items if move.is_new]
    gains += _about("earlier", earlier)
    costs += [*_about("later", later), *_about("lost", lost)]
    others += [*_about("new", new), *_bottleneck(found.ranks), *_critical(found)]
    side = _load(found)
    gains += side[0]
    costs += side[1]
    costs += [
        Text("scenario.stall.new", {"sentence": stall.sentence}) for stall in found.new_stalls[:STALLS_SAID]
    ]
    gains += [
        Text("scenario.stall.ended", {"sentence": stall.sentence})
        for stall in found.ended_stalls[:STALLS_SAID]
    ]
    return ComparisonWords(_answer(found), tuple(gains), tuple(costs), tuple(others))


def _answer(found: Comparison) -> Text:
    if found.moves_nothing:
        return Text("scenario.answer.nothing", {"finish": found.finish_before} if found.finish_before else {})
    if found.finish_days is None:
        return Text("scenario.answer.no_end")
    values = {"before": found.finish_before, "after": found.finish_after}
    if found.finish_days == 0:
        return Text("scenario.answer.same", values)
    form = "later" if found.finish_days > 0 else "earlier"
    return Text(f"scenario.answer.{form}", values, count=abs(found.finish_days))


def _openings(found: Comparison) -> tuple[list[Text], list[Text], list[Text]]:
    gains: list[Text] = []
    costs: list[Text] = []
    moved = found.moved_openings
    for move in moved[:OPENINGS_SAID]:
        values = {"title": move.title, "before": move.before, "after": move.after}
        if move.is_lost:
            costs.append(Text("scenario.opening.lost", values | {"after": ""}))
        elif move.is_new:
            gains.append(Text("scenario.opening.new", values | {"before": ""}))
        else:
            days = move.days or 0
            side, form = (costs, "later") if days > 0 else (gains, "earlier")
            side.append(Text(f"scenario.opening.{form}", values, count=abs(days)))
    kept = [move for move in found.openings if move not in moved]
    others = [Text("scenario.openings.same", count=len(kept))] if kept and not found.moves_nothing else []
    if len(moved) > OPENINGS_SAID:
        others.append(Text("scenario.openings.more", count=len(moved) - OPENINGS_SAID))
    return gains, costs, others


def _about(form: str, moves: Sequence[DateMove]) -> list[Text]:
    if not moves:
        return []
    most = max(abs(move.days or 0) for move in moves)
    days = Text("common.working_days", count=most)
    values = {"names": named([move.title for move in moves]), "days": days}
    return [Text(f"scenario.items.{form}", values, count=len(moves))]


def _load(found: Comparison) -> tuple[list[Text], list[Text]]:
    """Say whether people would be asked for more than they have, among gains or costs."""
    before, after = found.overload_before, found.overload_after
    if before is None or after is None or round(before) == round(after):
        return [], []
    values = {"before": round(before), "after": round(after)}
    if after < before:
        return [Text("scenario.load.less", values)], []
    return [], [Text("scenario.load.more", values)]


def _bottleneck(ranks: Sequence[RankMove]) -> list[Text]:
    """Say who comes first among those that hold others back, when it is another one."""
    now = next((rank for rank in ranks if rank.after == 1), None)
    then = next((rank for rank in ranks if rank.before == 1), None)
    if now is None or then is None or now.item == then.item:
        return []
    return [Text("scenario.bottleneck", {"now": now.title, "then": then.title})]


def _critical(found: Comparison) -> list[Text]:
    forms = {"newly": found.newly_critical, "no_longer": found.no_longer_critical}
    return [
        Text(f"scenario.critical.{form}", {"names": named(list(keys))}, count=len(keys))
        for form, keys in forms.items()
        if keys
    ]


def date_rows(found: Comparison, t: Translator) -> Mapping[str, list[Any]]:
    """Return every opening, then every other item that moves, with both dates, as columns."""
    moves = [*found.openings, *found.items]
    return {
        t.text("scenario.column.item"): [move.title for move in moves],
        t.text("scenario.column.before"): [_day(move.before, t) for move in moves],
        t.text("scenario.column.after"): [_day(move.after, t) for move in moves],
        t.text("scenario.column.moves"): [move_words(move, t) for move in moves],
        t.text("scenario.column.float_before"): [move.float_before for move in moves],
        t.text("scenario.column.float_after"): [move.float_after for move in moves],
    }


def move_words(move: DateMove, t: Translator) -> str:
    """Say how a date moves in two words: for a table, and beside a mark."""
    if move.is_lost:
        return t.text("scenario.move.lost")
    if move.is_new:
        return t.text("scenario.move.new")
    if not move.days:
        return t.text("scenario.move.same")
    form = "later" if move.days > 0 else "earlier"
    return t.plural(f"scenario.move.{form}", abs(move.days))


def _day(day: date | None, t: Translator) -> str:
    return t.date(day) if day else "–"


def rank_rows(found: Comparison, t: Translator) -> Mapping[str, list[Any]]:
    """Return the worst bottlenecks of both sides with their ranks, as columns."""
    absent = t.text("scenario.rank.none")
    return {
        t.text("scenario.column.item"): [rank.title for rank in found.ranks],
        t.text("scenario.column.rank_before"): [_rank(rank.before, absent) for rank in found.ranks],
        t.text("scenario.column.rank_after"): [_rank(rank.after, absent) for rank in found.ranks],
    }


def _rank(rank: int | None, absent: str) -> str:
    return absent if rank is None else str(rank)
