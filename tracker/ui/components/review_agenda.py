"""The agenda of a review on screen: read, ordered by keyboard or thumb, worded, completed and closed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from tracker.commands.labels import choice_label, field_label
from tracker.commands.permission import Permission
from tracker.commands.review import DropReview, OrderAgenda, ProposeAgenda, RemoveAgendaPoint
from tracker.commands.review_closing import HoldReview
from tracker.model.review import AgendaKind
from tracker.reports.review_agenda import agenda_lines, points_of
from tracker.reports.review_files import review_files
from tracker.ui.components.chart import kept
from tracker.ui.components.filters import keep_in_address
from tracker.ui.components.forms import review as forms
from tracker.ui.components.forms.submission import say_next
from tracker.ui.components.links import link_to
from tracker.ui.components.reviews import REVIEW
from tracker.ui.components.tiles import status_badge
from tracker.ui.components.words import paragraphs, plain, say
from tracker.ui.programme import can_change, run
from tracker.ui.since import happened, since_last_review

if TYPE_CHECKING:
    from collections.abc import Callable

    from tracker.analysis import ProgrammeAnalysis
    from tracker.commands import Command
    from tracker.i18n import Translator
    from tracker.model.review import Review
    from tracker.reports.review_agenda import AgendaLine
    from tracker.ui.session import Reader

# Which point is presented: 0 is the opening, one beyond the last the end; absent: nothing is presented.
POINT = "point"
COLOURS = {
    AgendaKind.DECISION: "blue",
    AgendaKind.DISAGREEMENT: "orange",
    AgendaKind.NEW_STALL: "violet",
    AgendaKind.SLIP: "red",
    AgendaKind.OPENING: "green",
    AgendaKind.OTHER: "gray",
}


def lines_of(
    reader: Reader, analysis: ProgrammeAnalysis, row: Review, present: ProgrammeAnalysis | None = None
) -> tuple[AgendaLine, ...]:
    """Return the agenda as of an analysis; what was said of each point is as `present` has it."""
    of = (present or analysis).snapshot
    moment = next((one for one in of.review_moments if one.review_id == row.id), None)
    last_entry = moment.last_entry if moment else None
    return kept(
        ("agenda", reader.programme, of.revision, analysis.as_of, row.id),
        lambda: agenda_lines(analysis, happened(reader, analysis, last_entry), points_of(of, row)),
    )


def show_actions(reader: Reader, analysis: ProgrammeAnalysis, row: Review) -> None:
    """Show what can be done with a review in preparation; presenting it first, also for who only reads."""
    with st.container(horizontal=True):
        _button(reader, "present", "co_present", _present, type_=reader.main_button)
        if not can_change(reader, Permission.PREPARE_REVIEW):
            return
        _button(reader, "edit", "edit", lambda: forms.edit_review(reader, row))
        _button(reader, "add", "add", lambda: forms.add_point(reader, row))
        _button(reader, "complete", "playlist_add", lambda: _complete(reader, row))
        _button(reader, "hold", "task_alt", lambda: close_review(reader, analysis, row))
        _button(reader, "drop", "delete", lambda: _drop(reader, row))


def _button(
    reader: Reader, action: str, icon: str, act: Callable[[], None], type_: Any = "secondary"
) -> None:
    label = reader.t.text(f"review.action.{action}")
    if st.button(label, icon=f":material/{icon}:", key=f"review.{action}", type=type_):
        act()


def _present() -> None:
    keep_in_address(POINT, "0")
    st.rerun()


def _complete(reader: Reader, row: Review) -> None:
    if run(reader, ProposeAgenda(programme=reader.programme or "", key=row.key)):
        say_next("review.completed")
        st.rerun()


def _drop(reader: Reader, row: Review) -> None:
    if run(reader, DropReview(programme=reader.programme or "", key=row.key, version=row.version)):
        keep_in_address(REVIEW, None)
        say_next("review.dropped")
        st.rerun()


def close_review(reader: Reader, analysis: ProgrammeAnalysis, row: Review) -> None:
    """Make the report of this moment in every dress, and keep it with the review."""
    with st.spinner(reader.t.text("review.closing"), show_time=True):
        files = review_files(analysis, since_last_review(reader, analysis))
        command = HoldReview(
            programme=reader.programme or "",
            key=row.key,
            version=row.version,
            seen_revision=analysis.snapshot.revision,
            seen_as_of=analysis.as_of,
            kept=files,
        )
        is_held = run(reader, command)
    if is_held:
        keep_in_address(POINT, None)
        say_next("review.closed")
        st.rerun()


def show_agenda(reader: Reader, lines: tuple[AgendaLine, ...], row: Review, *, is_open: bool) -> None:
    """Show the points in their order; the buttons of each change it."""
    t = reader.t
    st.header(t.text("review.agenda"))
    if not lines:
        st.markdown(t.text("review.agenda.none"))
    is_changeable = is_open and can_change(reader, Permission.PREPARE_REVIEW)
    for line in lines:
        with st.container(border=True, gap="xsmall"):
            st.markdown(head_of(line, t))
            for words in said_of_point(line, t):
                st.markdown(words)
            with st.container(horizontal=True):
                if is_changeable:
                    _show_buttons(reader, lines, line, row)
                if line.is_there:
                    there = {"initiative" if line.is_initiative else "item": line.point.about}
                    link_to("initiative", t.text("council.need.open"), reader, **there)


def head_of(line: AgendaLine, t: Translator) -> str:
    return f"**{line.number}. {plain(line.point.title)}**  \n{badges_of(line, t)}"


def badges_of(line: AgendaLine, t: Translator) -> str:
    """Return why a point is on the agenda, or that its decision was answered, and where its item stands."""
    kind = AgendaKind(line.point.kind)
    why = field_label("agenda_point", "decided") if line.answer else choice_label(kind)
    status = f" {status_badge(line.status, t)}" if line.status else ""
    return f":{COLOURS[kind]}-badge[{say(t, why)}]{status}"


def said_of_point(line: AgendaLine, t: Translator) -> list[str]:
    """Return what there is to say of a point: facts, the cost of waiting, the lead's word, the outcome."""
    said = [" ".join(say(t, text) for text in (*line.facts, *line.cost))] if line.facts else []
    if line.answer:
        head, *rest = (say(t, text) for text in line.answer)
        said = ["  \n".join([f"**{head}**", *rest])]
    for name in ("word", "outcome"):
        text = getattr(line.point, name)
        if text:
            said.append(f"**{t.text(f'review.point.{name}')}** {paragraphs(text)}")
    return said


def _show_buttons(reader: Reader, lines: tuple[AgendaLine, ...], line: AgendaLine, row: Review) -> None:
    t, point = reader.t, line.point
    numbers = [one.point.id or 0 for one in lines]
    place = line.number - 1
    for step, name, icon in ((-1, "up", "arrow_upward"), (1, "down", "arrow_downward")):
        if 0 <= place + step < len(numbers) and st.button(
            t.text(f"review.point.{name}"), icon=f":material/{icon}:", key=f"point.{name}.{point.id}"
        ):
            order = list(numbers)
            order[place], order[place + step] = order[place + step], order[place]
            _do(reader, OrderAgenda(programme=reader.programme or "", key=row.key, points=order))
    if st.button(t.text("review.point.say"), icon=":material/edit:", key=f"point.say.{point.id}"):
        forms.edit_point(reader, point)
    if st.button(t.text("review.point.remove"), icon=":material/delete:", key=f"point.remove.{point.id}"):
        about: dict[str, Any] = {"point": point.id or 0, "version": point.version}
        _do(reader, RemoveAgendaPoint(programme=reader.programme or "", **about))


def _do(reader: Reader, command: Command) -> None:
    if run(reader, command):
        st.rerun()
