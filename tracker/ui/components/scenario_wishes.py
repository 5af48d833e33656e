"""Asks for one supposition in friendly words, and puts it in the scenario's list when the rules allow it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st
from pydantic import ValidationError

from tracker.commands.dependency import AddDependency, EditDependency, RemoveDependency
from tracker.commands.labels import choice_label, field_label
from tracker.commands.milestone import EditMilestone, RescheduleMilestone
from tracker.commands.planned_changes import as_change
from tracker.commands.validation import validation_texts
from tracker.commands.what_if import delayed, ended
from tracker.i18n import Text
from tracker.model.base import EARLIEST, LATEST
from tracker.model.errors import DependencyLoopError, TrackerError
from tracker.planning import ConstraintKind
from tracker.reports.initiative import title_of
from tracker.reports.initiative_links import sentence_of
from tracker.ui.components.chart import ITEM
from tracker.ui.components.choices import choose
from tracker.ui.components.filters import in_address
from tracker.ui.components.forms.choices import items_of, links_of
from tracker.ui.components.words import say
from tracker.ui.scenario import set_changes, supposed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tracker.commands.planned_changes import PlannedChange
    from tracker.model.scenario import Scenario
    from tracker.ui.scenario import Supposed
    from tracker.ui.session import Reader

    Wish = Callable[[], list[PlannedChange]]

# What `choose` keeps in the address.
WISH = "wish"
_CONSTRAINTS = (
    ConstraintKind.START_NO_EARLIER_THAN,
    ConstraintKind.FINISH_NO_EARLIER_THAN,
    ConstraintKind.MUST_START_ON,
    ConstraintKind.MUST_FINISH_ON,
    ConstraintKind.AS_SOON_AS_POSSIBLE,
)
_ANY_VERSION = 1
USUAL_DELAY_DAYS = 10.0


def ask_for_change(reader: Reader, now: Supposed, row: Scenario | None, changes: list[PlannedChange]) -> None:
    """Show the kinds of change, and the short form of the chosen one."""
    t = reader.t
    with st.container(border=True):
        asked = st.query_params.get(WISH, "")
        kind = asked if asked in _WISHES else next(iter(_WISHES))
        choose(
            WISH, t.text("scenario.wish"), {name: t.text(f"scenario.wish.{name}") for name in _WISHES}, kind
        )
        with st.form(f"wish.{kind}.{len(changes)}", border=False):
            wish = _WISHES[kind](reader, now)
            is_asked = st.form_submit_button(
                t.text("scenario.wish.add"), type=reader.main_button, icon=":material/add:"
            )
        if is_asked:
            _add(reader, now, row, changes, wish)


def _add(
    reader: Reader, now: Supposed, row: Scenario | None, changes: list[PlannedChange], wish: Wish
) -> None:
    """Put a wish at the end of the list; what the rules refuse is said, and the list stays as it is."""
    try:
        longer = [*changes, *wish()]
    except ValidationError as error:
        for sentence in validation_texts(error).values():
            st.error(say(reader.t, sentence), icon=":material/error:")
        return
    except TrackerError as refusal:
        st.error(refusal_words(reader, now, refusal), icon=":material/block:")
        return
    if len(longer) == len(changes):
        st.error(reader.t.text("scenario.wish.incomplete"), icon=":material/error:")
        return
    refusal_then = supposed(now.plan, longer).refusal
    if refusal_then is not None:
        st.error(refusal_words(reader, now, refusal_then), icon=":material/block:")
        return
    set_changes(reader, row, longer)
    st.rerun()


def refusal_words(reader: Reader, now: Supposed, refusal: TrackerError) -> str:
    """Say why changes cannot be made; a circle by the titles of its members."""
    cause = refusal.__cause__
    if isinstance(cause, DependencyLoopError):
        snapshot = now.scenario.snapshot
        names = [f"{title_of(snapshot, key)} ({key})" for key in cause.details["circle"]]
        return say(reader.t, Text(cause.key, {"circle": " → ".join(names)}))
    return say(reader.t, refusal.text)


def _delay(reader: Reader, now: Supposed) -> Wish:
    item = _ask_milestone(reader, now, "delay")
    days = st.number_input(
        reader.t.text("scenario.wish.days"), value=USUAL_DELAY_DAYS, step=1.0, format="%g", key="wish.days"
    )
    st.markdown(f":small[{reader.t.text('scenario.wish.days.means')}]")
    return lambda: [delayed(now.scenario, item, days)] if item and days else []


def _date(reader: Reader, now: Supposed) -> Wish:
    t = reader.t
    item = _ask_milestone(reader, now, "date")
    kind = st.selectbox(
        t.text("scenario.wish.how"),
        _CONSTRAINTS,
        format_func=lambda choice: t(choice_label(choice)),
        key="wish.constraint",
    )
    day = st.date_input(
        t.text("scenario.wish.day"),
        value=None,
        format="DD/MM/YYYY",
        min_value=EARLIEST,
        max_value=LATEST,
        key="wish.day",
    )

    def wish() -> list[PlannedChange]:
        is_free = kind is ConstraintKind.AS_SOON_AS_POSSIBLE
        if not item or (day is None and not is_free):
            return []
        changes = {"constraint": kind, "constraint_date": None if is_free else day}
        return [as_change(RescheduleMilestone(**_on(now, item), changes=changes))]

    return wish


def _who(reader: Reader, now: Supposed) -> Wish:
    titles = links_of(now.scenario.snapshot)
    item = _ask_milestone(reader, now, "who")
    asked = {name: _ask_whom(reader, name, titles[name]) for name in ("owner", "service", "partner")}
    chosen = {name: key for name, key in asked.items() if key}
    return lambda: [as_change(EditMilestone(**_on(now, item), changes=chosen))] if item and chosen else []


def _ask_whom(reader: Reader, name: str, titles: Mapping[str, str]) -> str:
    keys: list[str] = ["", *titles]
    return st.selectbox(
        reader.t(field_label("milestone", name)),
        keys,
        format_func=lambda key: titles.get(key) or reader.t.text("scenario.wish.as_now"),
        key=f"wish.{name}",
    )


def _link(reader: Reader, now: Supposed) -> Wish:
    t, items = reader.t, items_of(now.scenario.snapshot)
    successor, predecessor = (_ask_end(reader, role, items) for role in ("successor", "predecessor"))
    lag = st.number_input(t.text("scenario.wish.lag"), value=0.0, step=1.0, format="%g", key="wish.lag")
    programme = now.plan.snapshot.programme.key

    def wish() -> list[PlannedChange]:
        if predecessor is None or successor is None:
            return []
        command = AddDependency(programme=programme, predecessor=predecessor, successor=successor, lag=lag)
        return [as_change(command)]

    return wish


def _ask_end(reader: Reader, role: str, items: Mapping[str, str]) -> str | None:
    first, keys = _asked(items, role), list(items)
    chosen: str | None = st.selectbox(
        reader.t.text(f"form.dependency.{role}"),
        keys,
        index=keys.index(first) if first else None,
        format_func=lambda key: items[key],
        key=f"wish.{role}",
        placeholder=reader.t.text("form.choose"),
    )
    return chosen


def _asked(items: Mapping[str, str], role: str) -> str | None:
    item = in_address(ITEM)
    return item if role == "successor" and item in items else None


def _unlink(reader: Reader, now: Supposed) -> Wish:
    t, item = reader.t, in_address(ITEM)
    there = now.scenario.snapshot.dependencies.row_of_id
    known = {
        row.id: t(sentence_of(now.plan, row)) for row in now.plan.snapshot.dependencies if row.id in there
    }
    about = title_of(now.plan.snapshot, item) if item else ""
    order = sorted(known, key=lambda found: (about not in known[found], known[found]))
    chosen = st.selectbox(
        t.text("scenario.wish.which"),
        order,
        index=None,
        format_func=lambda found: known[found],
        key="wish.dependency",
        placeholder=t.text("form.choose"),
    )
    is_kept = st.radio(
        t.text("scenario.wish.then"),
        (False, True),
        format_func=lambda kept: t.text("scenario.wish.other_lag" if kept else "scenario.wish.remove"),
        key="wish.keep",
    )
    lag = st.number_input(t.text("scenario.wish.lag"), value=0.0, step=1.0, format="%g", key="wish.new_lag")
    about_it: dict[str, Any] = {
        "programme": now.plan.snapshot.programme.key,
        "dependency_id": chosen,
        "version": _ANY_VERSION,
    }

    def wish() -> list[PlannedChange]:
        if chosen is None:
            return []
        if is_kept:
            return [as_change(EditDependency(**about_it, changes={"lag": lag}))]
        return [as_change(RemoveDependency(**about_it))]

    return wish


def _end(reader: Reader, now: Supposed) -> Wish:
    t, items = reader.t, items_of(now.scenario.snapshot)
    asked = in_address(ITEM)
    item = st.selectbox(
        t.text("scenario.wish.what"),
        list(items),
        index=list(items).index(asked) if asked in items else None,
        format_func=lambda key: items[key],
        key="wish.end",
        placeholder=t.text("form.choose"),
    )
    why = st.text_input(t.text("scenario.wish.why"), key="wish.why")
    return lambda: [ended(now.scenario.snapshot, item, why)] if item else []


def _ask_milestone(reader: Reader, now: Supposed, form: str) -> str | None:
    """Let the reader choose an open milestone; the one that the address names is chosen."""
    open_rows = now.scenario.items.is_open.tolist()
    rows = zip(now.scenario.snapshot.milestones, open_rows, strict=True)
    titles = {row.key: f"{row.key} · {row.title}" for row, is_open in rows if is_open}
    asked = in_address(ITEM)
    chosen: str | None = st.selectbox(
        reader.t.text("scenario.wish.milestone"),
        list(titles),
        index=list(titles).index(asked) if asked in titles else None,
        format_func=lambda key: titles[key],
        key=f"wish.{form}.item",
        placeholder=reader.t.text("form.choose"),
    )
    return chosen


def _on(now: Supposed, item: str) -> dict[str, Any]:
    return {"programme": now.plan.snapshot.programme.key, "key": item, "version": _ANY_VERSION}


_WISHES: Mapping[str, Callable[[Reader, Supposed], Wish]] = {
    "delay": _delay,
    "date": _date,
    "who": _who,
    "link": _link,
    "unlink": _unlink,
    "end": _end,
}
