"""The parts of the scenario screen: which one, what it changes, what that brings and costs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import streamlit as st

from tracker.commands.labels import change_label, choice_label
from tracker.commands.moved_values import moved_values
from tracker.i18n import Text
from tracker.model.scenario import Scenario, ScenarioState
from tracker.reports.proposals import author_text
from tracker.reports.scenario import comparison_words, date_rows, rank_rows
from tracker.reports.scenario_changes import change_sentences
from tracker.reports.scenario_chart import moves_chart
from tracker.reports.style import palette
from tracker.ui.components.chart import is_phone, kept, show_chart
from tracker.ui.components.council import chart_key
from tracker.ui.components.filters import keep_in_address
from tracker.ui.components.scenario_wishes import refusal_words
from tracker.ui.components.tables import table_beside
from tracker.ui.components.words import plain, say, sentence_list
from tracker.ui.scenario import NEW, SCENARIO, has_unkept_changes, scenarios_found, set_changes, supposed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from tracker.analysis import ProgrammeAnalysis
    from tracker.commands.planned_changes import PlannedChange
    from tracker.i18n import Translator
    from tracker.ui.scenario import Supposed
    from tracker.ui.session import Reader

STATE_COLOURS = {
    ScenarioState.DRAFT: "gray",
    ScenarioState.SHARED: "blue",
    ScenarioState.PROPOSED: "orange",
    ScenarioState.ACCEPTED: "green",
    ScenarioState.REFUSED: "red",
    ScenarioState.DISCARDED: "gray",
}


def choose_scenario(reader: Reader, plan: ProgrammeAnalysis, row: Scenario | None) -> None:
    """Let the reader go to a kept scenario or begin a new one; none is asked while none is kept."""
    t = reader.t
    titles = {
        found.key: f"{found.key} · {found.title} ({t(choice_label(ScenarioState(found.state)))})"
        for found in scenarios_found(plan)
    }
    if not titles:
        return
    key = "filter.scenario"
    st.session_state[key] = row.key if row is not None else NEW
    st.selectbox(
        t.text("scenario.which"),
        [NEW, *titles] if row is None or row.key in titles else [NEW, row.key, *titles],
        format_func=lambda found: titles.get(found, found) or t.text("scenario.new"),
        key=key,
        on_change=lambda: keep_in_address(SCENARIO, st.session_state[key]),
    )


def show_answer(reader: Reader, now: Supposed, changes: Sequence[PlannedChange]) -> None:
    """Say what the changes would do to the plan, in a sentence."""
    t = reader.t
    if not changes:
        st.markdown(t.text("scenario.empty"))
        return
    if now.refusal is not None:
        st.error(refusal_words(reader, now, now.refusal), icon=":material/block:")
        return
    days = now.comparison.finish_days or 0
    box = st.warning if days > 0 else st.success if days < 0 else st.info
    box(f"**{say(t, comparison_words(now.comparison).answer)}** {plain(t.text('scenario.not_written'))}")


def show_standing(reader: Reader, plan: ProgrammeAnalysis, row: Scenario) -> None:
    """Say how far a kept scenario has come, why it is proposed and what was answered."""
    t = reader.t
    state = ScenarioState(row.state)
    word = plain(t(choice_label(state)))
    lines = [f":{STATE_COLOURS[state]}-badge[{word}] **{plain(row.title)}**"]
    if row.note:
        lines.append(plain(row.note))
    if row.proposal:
        values = {"by": author_text(row.proposed_by), "on": row.proposed_on, "why": row.proposal}
        lines.append(say(t, Text("scenario.proposed", values)))
    if state in (ScenarioState.ACCEPTED, ScenarioState.REFUSED):
        values = {"by": author_text(row.decided_by), "on": row.decided_on, "why": row.decision}
        form = f"scenario.{state.value}" + ("" if row.decision else ".bare")
        lines.append(say(t, Text(form, values)))
    st.markdown("\n\n".join(lines))
    if not state.is_over:
        _show_moved(reader, plan, row)


def _show_moved(reader: Reader, plan: ProgrammeAnalysis, row: Scenario) -> None:
    """Say which of the values that the scenario replaces are no longer what they were."""
    moved = moved_values(plan.snapshot, row.seen)
    if moved:
        lines = sentence_list([say(reader.t, one.text) for one in moved])
        st.warning(f"{reader.t.text('scenario.moved')}\n\n{lines}", icon=":material/sync_problem:")


def is_out_of_date(plan: ProgrammeAnalysis, row: Scenario) -> bool:
    return bool(moved_values(plan.snapshot, row.seen))


def show_changes(reader: Reader, now: Supposed, row: Scenario | None, changes: list[PlannedChange]) -> None:
    """Show what is supposed, one change under another; each can be moved up and taken out."""
    t = reader.t
    st.header(t.text("scenario.changes"))
    if not changes:
        st.markdown(t.text("scenario.changes.none"))
    said = change_sentences(now.plan, now.scenario, now.altered)
    if row is not None and row.state == ScenarioState.ACCEPTED and said:
        st.markdown(sentence_list([say(t, one) for sentences in said.values() for one in sentences]))
        return
    is_open = row is None or not ScenarioState(row.state).is_over
    for number, change in enumerate(changes):
        sentences = said.get(number) or (change_label(change),)
        with st.container(border=True, gap="xsmall"):
            st.markdown(f"{number + 1}\\. " + " ".join(say(t, sentence) for sentence in sentences))
            if is_open:
                _show_moves(reader, row, changes, number)
    if has_unkept_changes(reader, row):
        st.markdown(f":orange[:material/edit:] {t.text('scenario.unkept')}")


def _show_moves(reader: Reader, row: Scenario | None, changes: list[PlannedChange], number: int) -> None:
    t = reader.t
    rest = [*changes[:number], *changes[number + 1 :]]
    with st.container(horizontal=True, gap="xsmall"):
        st.button(
            t.text("scenario.change.remove", number=number + 1),
            icon=":material/close:",
            key=f"change.remove.{number}",
            type="tertiary",
            on_click=set_changes,
            args=(reader, row, rest),
        )
        if number:
            earlier = [*rest[: number - 1], changes[number], *rest[number - 1 :]]
            st.button(
                t.text("scenario.change.up", number=number + 1),
                icon=":material/arrow_upward:",
                key=f"change.up.{number}",
                type="tertiary",
                on_click=set_changes,
                args=(reader, row, earlier),
            )


def show_effects(reader: Reader, now: Supposed) -> None:
    """Say what the changes bring, what they cost and what else they do."""
    t, words = reader.t, comparison_words(now.comparison)
    for name in ("costs", "gains", "others"):
        sentences = getattr(words, name)
        if sentences:
            st.header(t.text(f"scenario.heading.{name}"))
            st.markdown(sentence_list([say(t, sentence) for sentence in sentences]))


def show_openings(reader: Reader, now: Supposed, changes: Sequence[PlannedChange]) -> None:
    """Draw each opening as in the plan and as in the scenario, with the table of all dates that move."""
    t, found = reader.t, now.comparison
    st.header(t.text("scenario.openings"))
    if not found.openings:
        st.markdown(t.text("scenario.openings.none"))
    else:
        is_narrow = is_phone()
        key = chart_key("scenario openings", reader, now.plan, json.dumps(changes, sort_keys=True))
        spec = kept(key, lambda: moves_chart(found.openings, t, palette(reader.is_dark), is_narrow=is_narrow))
        words = comparison_words(found)
        alt = " ".join(t(one) for one in (words.answer, *words.costs[:3], *words.gains[:3]))
        show_chart(spec, key="scenario.openings", alt=alt)
    table_beside(t.text("scenario.table"), lambda: date_rows(found, t), key="scenario.dates")
    table_beside(t.text("scenario.ranks"), lambda: rank_rows(found, t), key="scenario.ranks")


def show_side_by_side(reader: Reader, plan: ProgrammeAnalysis) -> None:
    """Show the plan and each scenario that is still open in one table: the end and every opening."""
    rows = [row for row in scenarios_found(plan) if not ScenarioState(row.state).is_over]
    if len(rows) > 1:
        label = reader.t.text("scenario.side_by_side")
        table_beside(label, lambda: _side_by_side(reader.t, plan, rows), key="scenario.all")


def _side_by_side(t: Translator, plan: ProgrammeAnalysis, rows: Sequence[Scenario]) -> dict[str, list[str]]:
    found = {f"{row.key} · {row.title}": supposed(plan, list(row.changes)) for row in rows}
    moves = [move for one in found.values() for move in one.comparison.openings]
    openings = {move.item: move.title for move in moves}
    sides = {t.text("scenario.column.before"): plan} | {title: one.scenario for title, one in found.items()}
    dates = {
        title: [_shown(t, side.finish), *(_shown(t, _finish(side, key)) for key in openings)]
        for title, side in sides.items()
    }
    return {t.text("scenario.column.item"): [t.text("scenario.end"), *openings.values()], **dates}


def _finish(analysis: ProgrammeAnalysis, key: str) -> date | None:
    if key not in analysis.snapshot.milestones.row_of_key:
        return None
    return analysis.items.by_key(key).early_finish


def _shown(t: Translator, day: date | None) -> str:
    return t.date(day) if day else "–"
