"""What has stopped: each item that has to move, and how long work under way has been silent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from tracker.i18n import Text
from tracker.reports.council import named
from tracker.reports.silences import cadence, silence_rows, silences, silences_chart, silences_sentence
from tracker.reports.stalls import stall_rows, stalled_items, stalls_sentence
from tracker.reports.style import palette
from tracker.ui.components.chart import kept, show_chart
from tracker.ui.components.council import chart_key, in_words, once
from tracker.ui.components.links import link_to
from tracker.ui.components.tables import show_more, table_beside
from tracker.ui.components.tiles import status_badge
from tracker.ui.components.words import plain, say, say_marked, sentence_list

if TYPE_CHECKING:
    from tracker.analysis import ProgrammeAnalysis
    from tracker.i18n import Translator
    from tracker.reports.stalls import StalledItem
    from tracker.ui.session import Reader

STALLS_SHOWN, SILENCES_SHOWN, LONG_LIST = 6, 15, 3
NAMES_SHOWN = 4


def show_answer(reader: Reader, analysis: ProgrammeAnalysis) -> None:
    st.markdown(
        in_words(
            reader,
            analysis,
            "stalls answer",
            lambda: say_marked(reader.t, stalls_sentence(analysis, _stalled(reader, analysis))),
        )
    )


def _stalled(reader: Reader, analysis: ProgrammeAnalysis) -> tuple[StalledItem, ...]:
    return once(reader, analysis, "stalled", stalled_items)


def is_long(reader: Reader, analysis: ProgrammeAnalysis) -> bool:
    """Whether the list of what has stalled leaves room for more beside it."""
    return len(_stalled(reader, analysis)) >= LONG_LIST


def show_stalled(reader: Reader, analysis: ProgrammeAnalysis) -> None:
    t = reader.t
    found = _stalled(reader, analysis)
    st.header(t.text("stalls.heading"))
    said = in_words(reader, analysis, "stalled", lambda: [_words(item, t) for item in found])
    for item, words in zip(found[:STALLS_SHOWN], said, strict=False):
        _show_stalled_item(item, words, reader)
    if len(found) > STALLS_SHOWN:
        show_more(t.plural("stalls.more", len(found) - STALLS_SHOWN), said[STALLS_SHOWN:], key="stalls.more")
    if not found:
        st.markdown(t.text("stalls.none"))
    else:
        table_beside(t.text("stalls.table"), lambda: stall_rows(analysis, t), key="stalls.beside")


def _show_stalled_item(item: StalledItem, words: str, reader: Reader) -> None:
    with st.container(border=True, gap="xsmall"):
        st.markdown(words)
        if item.key:
            link_to("initiative", reader.t.text("council.need.open"), reader, item=item.key)


def _words(item: StalledItem, t: Translator) -> str:
    where = " · ".join(plain(name) for name in (item.initiative, item.service) if name)
    head = f"**{plain(item.title)}** {status_badge(item.status, t)}"
    if where:
        head += f"  \n:small[{where}]"
    lines = [f":violet-badge[{say(t, line.rule_name)}] {say(t, line.sentence)}" for line in item.lines]
    if not lines and item.key:
        lines = [t.text("stalls.not_itself")]
    if item.blocked:
        lines.append(say(t, item.blocked))
    if item.waiting:
        lines.append(f":small[{say(t, _waiting(item))}]")
    return f"{head}\n\n{sentence_list(lines)}"


def _waiting(item: StalledItem) -> Text:
    return Text("stalls.waiting", {"names": named(item.waiting, NAMES_SHOWN)}, count=len(item.waiting))


def show_silences(reader: Reader, analysis: ProgrammeAnalysis) -> None:
    t = reader.t
    found = once(reader, analysis, "silences", silences)
    limit = once(reader, analysis, "cadence", cadence)
    said = in_words(reader, analysis, "silences", lambda: t(silences_sentence(found, limit)))
    st.header(t.text("silences.heading"))
    st.markdown(plain(said))
    if not found:
        return
    spec = kept(
        chart_key("silences chart", reader, analysis),
        lambda: silences_chart(found[:SILENCES_SHOWN], limit, t, palette(reader.is_dark)),
    )
    show_chart(spec, key="silences", alt=said)
    table_beside(t.text("silences.table"), lambda: silence_rows(found, t), key="silences.beside")
