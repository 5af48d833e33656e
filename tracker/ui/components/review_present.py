"""A review presented one point at a time, in large words, on a phone or on the wall."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from tracker.commands.labels import choice_label
from tracker.commands.permission import Permission
from tracker.reports.council_trend import trend
from tracker.reports.since import since_sentence
from tracker.ui.components.filters import in_address, keep_in_address
from tracker.ui.components.forms.review import answer_decision, edit_point, said_of
from tracker.ui.components.review_agenda import POINT, badges_of, close_review
from tracker.ui.components.reviews import show_print
from tracker.ui.components.words import marked, paragraphs, plain, say, sentence_list
from tracker.ui.programme import can_change, run
from tracker.ui.since import since_last_review

if TYPE_CHECKING:
    from tracker.analysis import ProgrammeAnalysis
    from tracker.model.review import Review
    from tracker.reports.review_agenda import AgendaLine
    from tracker.ui.session import Reader


def presented(count: int) -> int | None:
    """Return which step is on show: 0 the opening, then the points, then the end; None: none is."""
    said = in_address(POINT)
    return min(int(said), count + 1) if said is not None and said.isdecimal() else None


def show_step(
    reader: Reader, analysis: ProgrammeAnalysis, row: Review, lines: tuple[AgendaLine, ...], step: int
) -> None:
    """Show one step and the way to the next."""
    if step == 0:
        _show_opening(reader, analysis, row, len(lines))
    elif step <= len(lines):
        _show_point(reader, lines[step - 1], len(lines))
    else:
        _show_end(reader, analysis, row, lines)
    _show_way(reader, step, len(lines))


def _show_opening(reader: Reader, analysis: ProgrammeAnalysis, row: Review, count: int) -> None:
    t = reader.t
    st.title(plain(row.title))
    st.markdown(marked(t, "review.for", kind=choice_label(row.kind), date=row.day))
    if row.word:
        st.markdown(paragraphs(row.word))
    since = since_last_review(reader, analysis)
    st.header(say(t, since_sentence(since)))
    st.markdown(sentence_list([say(t, line.sentence) for line in trend(analysis, since).lines]))
    st.markdown(f"**{t.plural('review.points.on_agenda', count)}**")


def _show_point(reader: Reader, line: AgendaLine, count: int) -> None:
    t = reader.t
    st.caption(t.text("review.point.of", number=line.number, count=count))
    st.title(plain(line.point.title))
    st.markdown(badges_of(line, t))
    for text in line.answer or (*line.facts, *line.cost):
        st.header(say(t, text))
    if line.options:
        st.markdown("  \n".join(say(t, text) for text in line.options))
    if line.point.word:
        st.markdown(f"**{t.text('review.point.word')}** {paragraphs(line.point.word)}")
    if can_change(reader, Permission.PREPARE_REVIEW):
        if line.is_answerable and st.button(
            t.text("review.answer"), icon=":material/gavel:", type=reader.main_button, key="review.answer"
        ):
            answer_decision(reader, line.point)
        _ask_outcome(reader, line)
    elif line.point.outcome:
        st.markdown(f"**{t.text('review.point.outcome')}** {paragraphs(line.point.outcome)}")


def _ask_outcome(reader: Reader, line: AgendaLine) -> None:
    """Let the lead write down what is agreed while everybody looks on."""
    t, point = reader.t, line.point
    with st.form(f"outcome.{point.id}.{point.version}", border=False):
        said = st.text_area(
            t.text("review.point.outcome"), value=point.outcome, height=96, key=f"outcome.{point.version}"
        )
        is_kept = st.form_submit_button(t.text("review.point.outcome.keep"), icon=":material/check:")
    if is_kept and run(reader, said_of(reader, point, {"outcome": said})):
        st.rerun()
    if st.button(t.text("review.point.say"), icon=":material/edit:", key="present.say", type="tertiary"):
        edit_point(reader, point)


def _show_end(
    reader: Reader, analysis: ProgrammeAnalysis, row: Review, lines: tuple[AgendaLine, ...]
) -> None:
    t = reader.t
    st.title(t.text("review.end"))
    agreed = [words for line in lines if (words := _agreed(reader, line))]
    st.markdown(sentence_list(agreed) or t.text("review.end.nothing"))
    show_print(reader)
    if can_change(reader, Permission.PREPARE_REVIEW):
        st.markdown(t.text("review.end.means"))
        if st.button(
            t.text("review.action.hold"),
            icon=":material/task_alt:",
            type=reader.main_button,
            key="review.hold",
        ):
            close_review(reader, analysis, row)


def _agreed(reader: Reader, line: AgendaLine) -> str:
    """Say what came of one point: the answer to its decision, and what was written down."""
    said = [say(reader.t, text) for text in line.answer]
    said += [plain(line.point.outcome)] if line.point.outcome else []
    return f"**{plain(line.point.title)}**  \n" + "  \n".join(said) if said else ""


def _show_way(reader: Reader, step: int, count: int) -> None:
    """Show the buttons that a thumb reaches: back, on, and out."""
    t = reader.t
    with st.container(horizontal=True):
        if step > 0:
            _go(t.text("review.present.back"), "arrow_back", step - 1)
        if step <= count:
            _go(t.text("review.present.on"), "arrow_forward", step + 1)
        _go(t.text("review.present.leave"), "close", None)


def _go(label: str, icon: str, step: int | None) -> None:
    name = "leave" if step is None else str(step)
    if st.button(label, icon=f":material/{icon}:", key=f"present.{name}"):
        keep_in_address(POINT, None if step is None else str(step))
        st.rerun()
