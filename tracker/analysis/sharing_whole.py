"""Takes out of a whole programme what a link does not show, before anything is made of it."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from tracker.model.snapshot import TABLES, Rows, Snapshot

if TYPE_CHECKING:
    from tracker.analysis.slips import Slip

_Hide = Callable[[Any], Any]


@dataclass(frozen=True)
class Shown:
    """What a page shows beyond titles, dates and figures.

    `unnamed` and `untold` stand for a person and for words that are there and not shown: that somebody is
    named stays true, who it is does not leave.
    """

    people: bool = True
    money: bool = True
    notes: bool = True
    unnamed: str = ""
    untold: str = ""

    @property
    def is_all(self) -> bool:
        return self.people and self.money and self.notes


def shown_of(snapshot: Snapshot, shown: Shown) -> Snapshot:
    """Return the programme without what is not shown; proposals and scenarios are never shown to others."""
    if shown.is_all:
        return snapshot
    hidden: dict[str, dict[str, _Hide]] = {}
    for is_shown, columns in (
        (shown.people, _people(shown)),
        (shown.money, _MONEY),
        (shown.notes, _notes(shown)),
    ):
        for table, own in {} if is_shown else columns.items():
            hidden.setdefault(table, {}).update(own)
    tables: dict[str, Any] = {table: _without(getattr(snapshot, table), own) for table, own in hidden.items()}
    left_out = (*_NEVER, *(() if shown.people else _OF_PEOPLE), *(() if shown.notes else _OF_NOTES))
    tables |= {table: _none_of(getattr(snapshot, table)) for table in left_out}
    programme: Any = snapshot.programme
    if not shown.notes:
        (programme,) = _without(Rows([programme], list(programme._fields)), _PROGRAMME)
    return replace(snapshot, programme=programme, **tables)


# What nothing on the page is made of: whole tables stay behind.
_NEVER = ("scenarios", "agenda_points", "foreign_elements")
_OF_PEOPLE = ("absences", "work_needs")
_OF_NOTES = ("signed_comments", "decision_options")
_PROGRAMME: Mapping[str, _Hide] = {"description": lambda _words: "", "source": lambda _words: ""}


def slips_shown(slips: tuple[Slip, ...], shown: Shown) -> tuple[Slip, ...]:
    """Return what moved without the words and the names that are not shown."""
    return tuple(
        replace(
            slip,
            author=slip.author if shown.people else shown.unnamed,
            reason=slip.reason if shown.notes or not slip.reason else shown.untold,
        )
        for slip in slips
    )


def _people(shown: Shown) -> Mapping[str, Mapping[str, _Hide]]:
    name = _stands_for(shown.unnamed)
    return {
        "updates": {"author": name, "could_unblock": name},
        "milestones": {"awaited_from": name},
        "baselines": {"approved_by": name},
        "posts": {"title": name},
        "signed_comments": {"author": name},
        "review_moments": {"held_by": name},
        "reviews": {"present": lambda _present: []},
    }


_MONEY: Mapping[str, Mapping[str, _Hide]] = {
    "initiatives": {"cost": lambda _cost: None, "funding": lambda _words: ""}
}


def _notes(shown: Shown) -> Mapping[str, Mapping[str, _Hide]]:
    words = _stands_for(shown.untold)
    said: dict[str, dict[str, _Hide]] = {
        "updates": dict.fromkeys(("text", "blocked_by", "could_unblock"), words),
        "milestones": dict.fromkeys(("description", "end_reason"), words),
        "initiatives": dict.fromkeys(("description", "why_it_matters", "status_reason"), words),
        "baselines": {"note": words},
        "indicators": {"note": words},
        "readings": {"text": words},
        "partners": {"contribution": words},
        "initiative_partners": {"contribution": words},
        "dependencies": {"reason": words},
        "decisions": dict.fromkeys(("question", "effect", "why"), words),
        "reviews": {"word": words},
        "calendar_exceptions": {"name": words},
        "other_hours": {"name": words},
    }
    # Where a fact comes from is told in the words of whoever recorded it.
    for table, kind in TABLES.items():
        if "source" in kind.model_fields:
            said.setdefault(table, {})["source"] = words
    return said


def _stands_for(words: str) -> _Hide:
    return lambda value: words if value else value


def _without(rows: Rows[Any], hidden: Mapping[str, _Hide]) -> Rows[Any]:
    found = rows.as_dicts()
    if not found:
        return rows
    names = list(found[0])
    kind = namedtuple("Row", names)  # type: ignore[misc]  # the names are the table's
    made = (
        kind(*(hidden[name](value) if name in hidden else value for name, value in row.items()))
        for row in found
    )
    return Rows(list(made), names)


def _none_of(rows: Rows[Any]) -> Rows[Any]:
    return Rows([], rows.names)
