"""Says in sentences where people are short, what could be done, and what a levelled plan would move."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from tracker.analysis.levelling import NAMED, LevelledMove, LevellingProposal
from tracker.analysis.levers import Levers
from tracker.analysis.workload import MonthLoad
from tracker.i18n import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracker.model.snapshot import Snapshot


def month_text(month: date) -> Text:
    return Text("load.month", {"name": Text(f"load.month.{month.month}"), "year": str(month.year)})


def titles(snapshot: Snapshot, rows: Iterable[int]) -> list[Text]:
    """Return the titles of milestones, each in quotation marks."""
    return [Text("load.quoted", {"title": snapshot.milestones[row].title}) for row in rows]


def overload_text(snapshot: Snapshot, month: MonthLoad) -> Text:
    """Say who is asked for how much in a month, and which items compete."""
    is_whole = month.asked > month.available
    return Text(
        "load.over" if is_whole else "load.over.some_days",
        {
            "post": snapshot.posts[month.post].title,
            "month": month_text(month.month),
            "asked": round(month.asked),
            "available": round(month.available),
            "over": round(month.over),
            "items": titles(snapshot, [row for row, _ in month.asking[:NAMED]]),
        },
        count=len(month.asking),
    )


def lever_texts(snapshot: Snapshot, month: MonthLoad, levers: Levers) -> Iterator[Text]:
    """Say each lever with its effect, or that it does nothing here."""
    when = month_text(month.month)
    if levers.later is None:
        yield Text("load.lever.nothing_later", {})
    else:
        title = titles(snapshot, [levers.later])[0]
        yield Text("load.lever.later", {"item": title}, count=int(levers.later_days))
    people: dict[str, Any] = {
        "people": levers.missing_people,
        "days": round(levers.missing_days),
        "month": when,
    }
    yield Text(
        "load.lever.people", {**people, "post": snapshot.posts[month.post].title}, count=people["people"]
    )
    if levers.pause is not None:
        title = Text("load.quoted", {"title": snapshot.initiatives[levers.pause].title})
        yield Text("load.lever.pause", {"initiative": title, "days": round(levers.pause_days), "month": when})


def move_text(snapshot: Snapshot, move: LevelledMove) -> Text:
    """Say what a levelled plan moves and because of whom."""
    said = {
        "item": titles(snapshot, [move.item])[0],
        "start": move.start,
        "new_start": move.new_start,
        "finish": move.finish,
        "new_finish": move.new_finish,
    }
    if move.post is None:
        return Text("level.move.held" if move.is_held_back else "level.move.follows", said)
    return Text("level.move.short", {**said, "reason": reason_text(snapshot, move)})


def reason_text(snapshot: Snapshot, move: LevelledMove) -> Text:
    """Say on what the people that an item needs work until it starts."""
    if move.post is None:
        return Text("level.reason.people", {})
    post = snapshot.posts[move.post].title
    return Text("level.reason", {"post": post, "items": titles(snapshot, move.because_of)})


def proposal_texts(snapshot: Snapshot, proposal: LevellingProposal) -> Iterator[Text]:
    """Say what the proposal does as a whole, and what it could not do or prove."""
    held = sum(move.is_held_back for move in proposal.moves)
    if not proposal.moves:
        yield Text("level.nothing_moves", {})
    else:
        yield _moves(held, len(proposal.moves) - held)
    if proposal.new_finish == proposal.finish:
        yield Text("level.same_finish", {"finish": proposal.finish})
    else:
        yield Text("level.finish", {"finish": proposal.finish, "new_finish": proposal.new_finish})
    yield Text("level.proven" if proposal.is_proven else "level.not_proven", {"bound": proposal.bound})
    if proposal.still_over >= 1:
        yield Text("level.still_over", {"days": round(proposal.still_over)})
    if proposal.late_for_pinned:
        yield Text("level.late", {"items": titles(snapshot, proposal.late_for_pinned[:NAMED])})
    if proposal.levelled.was_stopped:
        yield Text("level.stopped", {})
    if not proposal.levelled.has_solver:
        yield Text("level.no_solver", {})


def _moves(held: int, followers: int) -> Text:
    """Return how many wait for people, and how many wait for these in their turn."""
    if not followers:
        return Text("level.moves.alone", count=held)
    return Text("level.moves", {"followers": Text("level.followers", count=followers)}, count=held)
