"""The parts of the council screen, from the verdict down to where the figures come from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from tracker.analysis.facts import ComputedStatus
from tracker.i18n import Text
from tracker.reports.council import openings, tiles, verdict
from tracker.reports.indicator_rows import indicator_rows
from tracker.reports.needs import NEEDS_SHOWN, needs
from tracker.reports.progress_curve import (
    curve_chart,
    curve_marks,
    curve_rows,
    curve_sentence,
    named_day,
)
from tracker.reports.provenance import provenance
from tracker.reports.recent import changes
from tracker.reports.style import palette
from tracker.ui.components.chart import is_phone, kept, show_chart
from tracker.ui.components.links import link_to
from tracker.ui.components.tables import show_more, table_beside
from tracker.ui.components.tiles import show_tiles, status_badge, tile_words
from tracker.ui.components.words import marked, plain, say, sentence_list

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence
    from typing import TypeVar

    from tracker.analysis import ProgrammeAnalysis
    from tracker.i18n import Translator
    from tracker.reports.council import Opening, Verdict
    from tracker.reports.indicator_rows import IndicatorRow
    from tracker.reports.needs import Need
    from tracker.reports.progress_curve import CurveMark
    from tracker.reports.recent import Change
    from tracker.ui.session import Reader

    T = TypeVar("T")

CHANGES_SHOWN = 6
BOXES = {
    ComputedStatus.LATE: st.error,
    ComputedStatus.AT_RISK: st.warning,
    ComputedStatus.ON_COURSE: st.success,
    ComputedStatus.DONE: st.success,
}
_NEED_COLOURS = {"proposal": "green", "decision": "blue", "help": "orange", "bottleneck": "violet"}


def once(
    reader: Reader, analysis: ProgrammeAnalysis, name: str, build: Callable[[ProgrammeAnalysis], T]
) -> T:
    """Return what a report makes of the analysis, made once for all readers of this revision and day."""
    return kept((name, reader.programme, analysis.snapshot.revision, analysis.as_of), lambda: build(analysis))


def in_words(reader: Reader, analysis: ProgrammeAnalysis, name: str, build: Callable[[], T]) -> T:
    """Return what a part says, put into words once for all readers of this revision, day and language."""
    return kept(
        (name, "in words", reader.programme, analysis.snapshot.revision, analysis.as_of, reader.language),
        build,
    )


def chart_key(
    name: str, reader: Reader, analysis: ProgrammeAnalysis, *more: Hashable
) -> tuple[Hashable, ...]:
    """Return all that a chart depends on, to keep it under: its looks too."""
    looks = (reader.language, reader.is_dark, is_phone())
    return (name, reader.programme, analysis.snapshot.revision, analysis.as_of, *looks, *more)


def show_verdict(reader: Reader, analysis: ProgrammeAnalysis) -> None:
    found, t = once(reader, analysis, "verdict", verdict), reader.t
    is_vouched_for = found.has_news or found.status is not ComputedStatus.ON_COURSE
    box = BOXES.get(found.status, st.info) if found.status and is_vouched_for else st.info
    box(
        in_words(
            reader,
            analysis,
            "verdict",
            lambda: _verdict_words(found, t),
        )
    )
    said = [say(t, found.approved_again)] if found.approved_again else []
    if found.declared:
        warning = ":orange[:material/warning:] " if found.is_disagreement else ""
        said.append(warning + say(t, found.declared))
    if said:
        st.markdown("\n\n".join(said))


def _verdict_words(found: Verdict, t: Translator) -> str:
    supposed = f" {say(t, found.supposition)}" if found.supposition else ""
    return f"{status_badge(found.status, t)} **{say(t, found.sentence)}**{supposed}"


def show_figures(reader: Reader, analysis: ProgrammeAnalysis) -> None:
    show_tiles(
        in_words(reader, analysis, "tiles", lambda: [tile_words(tile, reader.t) for tile in tiles(analysis)])
    )


def show_needs(reader: Reader, analysis: ProgrammeAnalysis) -> None:
    t = reader.t
    found = once(reader, analysis, "needs", needs)
    st.header(t.text("council.needs"))
    if not found:
        st.markdown(t.text("council.needs.none", date=analysis.as_of))
    said = in_words(reader, analysis, "needs", lambda: [_need_words(need, t) for need in found])
    for need, words in zip(found[:NEEDS_SHOWN], said, strict=False):
        _show_need(need, words, reader)
    rest = said[NEEDS_SHOWN:]
    if rest:
        show_more(t.plural("council.needs.more", len(rest)), [sentence_list(rest)], key="needs.more")


def _need_words(need: Need, t: Translator) -> str:
    badge = f":{_NEED_COLOURS[need.kind]}-badge[{t.text(f'council.need.{need.kind}')}]"
    return " ".join([badge, *(say(t, sentence) for sentence in (need.sentence, *need.more))])


def _show_need(need: Need, words: str, reader: Reader) -> None:
    with st.container(border=True, gap="xsmall"):
        st.markdown(words)
        if need.kind == "proposal":
            link_to("scenario", reader.t.text("council.need.proposal.open"), reader, scenario=need.item)
            return
        if need.kind == "decision":
            link_to("decisions", reader.t.text("council.need.decision.open"), reader, item=need.item)
        found = {"initiative": need.item} if need.is_initiative else {"item": need.item}
        link_to("initiative", reader.t.text("council.need.open"), reader, **found)


def show_openings(reader: Reader, analysis: ProgrammeAnalysis) -> None:
    t = reader.t
    st.header(t.text("council.openings"))
    said = in_words(reader, analysis, "openings", lambda: _openings_words(openings(analysis), t))
    st.markdown(said or t.text("council.openings.none", date=analysis.as_of))


def _openings_words(found: tuple[Opening, ...], t: Translator) -> str:
    return sentence_list(
        [
            f"{status_badge(row.status, t)} "
            + marked(t, "council.opening", **_opening_values(row, t))
            + (f" · {say(t, row.original)}" if row.original else "")
            for row in found
        ]
    )


def _opening_values(row: Opening, t: Translator) -> dict[str, str | Text]:
    return {"title": row.title, "date": t.date(row.expected, "long"), "comparison": row.comparison}


def show_changes(reader: Reader, analysis: ProgrammeAnalysis) -> None:
    t = reader.t
    st.header(t.text("council.recent"))
    lines = in_words(
        reader,
        analysis,
        "changes",
        # What was reached stands with what it changed, in the page's own section.
        lambda: [_change_words(change, t) for change in changes(analysis) if change.kind != "reached"],
    )
    st.markdown(sentence_list(lines[:CHANGES_SHOWN]) or t.text("council.recent.none", date=analysis.as_of))
    if len(lines) > CHANGES_SHOWN:
        rest = lines[CHANGES_SHOWN:]
        show_more(t.plural("council.recent.more", len(rest)), [sentence_list(rest)], key="recent.more")


def _change_words(change: Change, t: Translator) -> str:
    said = f"**{plain(t.date(change.on))}** {say(t, change.sentence)}"
    if change.words:
        said += f". {marked(t, 'recent.words', author=change.author, words=change.words)}"
    return said


def show_curve(reader: Reader, analysis: ProgrammeAnalysis) -> None:
    t = reader.t
    st.header(t.text("curve.heading"))
    marks = once(reader, analysis, "curve", curve_marks)
    if not marks:
        st.markdown(t.text("curve.none"))
        return
    said = in_words(reader, analysis, "curve", lambda: _curve_words(marks, analysis, t))
    st.markdown(plain(said))
    is_narrow = is_phone()
    spec = kept(
        chart_key("curve chart", reader, analysis),
        lambda: curve_chart(marks, named_day(analysis), t, palette(reader.is_dark), is_narrow=is_narrow),
    )
    show_chart(spec, key="curve", alt=said)
    table_beside(t.text("curve.table"), lambda: curve_rows(marks, t), key="curve.beside")


def _curve_words(marks: Sequence[CurveMark], analysis: ProgrammeAnalysis, t: Translator) -> str:
    sentence = curve_sentence(marks, analysis.as_of)
    return t(sentence) if sentence else ""


def show_indicators(reader: Reader, analysis: ProgrammeAnalysis) -> None:
    t = reader.t
    st.header(t.text("indicator.heading"))
    st.markdown(in_words(reader, analysis, "indicators", lambda: _indicators_words(analysis, t)))


def _indicators_words(analysis: ProgrammeAnalysis, t: Translator) -> str:
    rows = indicator_rows(analysis)
    if not rows:
        return t.text("indicator.none")
    blank = [row.title for row in rows if row.is_blank]
    rest = say(t, Text("indicator.blank", {"names": blank}, count=len(blank))) if blank else ""
    told = sentence_list([indicator_words(row, t) for row in rows if not row.is_blank])
    return f"{told}\n\n{rest}"


def indicator_words(row: IndicatorRow, t: Translator) -> str:
    """Say one indicator in lines: its name, what was read, the target, and what was read before."""
    lines = [f"**{plain(row.title)}**"]
    if row.latest:
        contested = f"{t.text('indicator.contested')} " if row.is_contested else ""
        lines.append(contested + " · ".join(_reading_words(*reading, t) for reading in row.latest))
    lines.append(" · ".join(say(t, text) for text in (row.target, row.achievement) if text))
    if row.earlier:
        readings = " · ".join(f"{plain(t.value(value))} ({say(t, where)})" for value, where in row.earlier)
        lines.append(f":small[{t.text('indicator.earlier', readings=readings)}]")
    return "  \n  ".join(lines)


def _reading_words(value: Text | str, where: Text, t: Translator) -> str:
    return f"{plain(t.value(value))} :small[({say(t, where)})]"


def show_provenance(reader: Reader, analysis: ProgrammeAnalysis) -> None:
    t = reader.t
    told, sources = in_words(reader, analysis, "provenance", lambda: _provenance_words(analysis, t))
    st.header(t.text("provenance.heading"))
    st.markdown(told)
    if sources:
        show_more(t.text("provenance.sources"), [sources], key="provenance.sources")


def _provenance_words(analysis: ProgrammeAnalysis, t: Translator) -> tuple[str, str]:
    found = provenance(analysis)
    told = " ".join(say(t, sentence) for sentence in found.sentences)
    return told, sentence_list([plain(source) for source in found.sources])
