"""Who holds back the most: by service, owner, partner or kind of work, one by one; who waits for whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from tracker.analysis.facts import GroupBy
from tracker.reports.bottlenecks import (
    bottleneck_cards,
    bottleneck_rows,
    holder_rows,
    holders,
    holders_chart,
    holding_back,
)
from tracker.reports.service_waits import is_a_grid, wait_bars_chart, wait_cells, wait_rows, waits_chart
from tracker.reports.style import palette
from tracker.ui.components.chart import is_phone, kept, show_chart
from tracker.ui.components.choices import choose
from tracker.ui.components.council import chart_key, in_words, once
from tracker.ui.components.links import link_to
from tracker.ui.components.tables import show_more, table_beside
from tracker.ui.components.tiles import status_badge
from tracker.ui.components.words import plain, say, sentence_list

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.analysis import ProgrammeAnalysis
    from tracker.i18n import Translator
    from tracker.reports.bottlenecks import BottleneckCard, HolderBar
    from tracker.reports.service_waits import WaitCell
    from tracker.ui.session import Reader

CARDS_OPEN, HOLDERS_SHOWN, WAITS_SAID = 3, 12, 5


def show_holders(reader: Reader, analysis: ProgrammeAnalysis) -> None:
    t = reader.t
    st.header(t.text("bottlenecks.heading"))
    by = _grouping()
    choose(
        "by",
        t.text("holders.by"),
        {str(one.value): t.text(f"holders.by.{one.value}") for one in GroupBy},
        by.value,
    )
    found = once(reader, analysis, f"holders by {by}", lambda known: holders(known, by)[:HOLDERS_SHOWN])
    if not found:
        st.markdown(t.text("bottlenecks.none"))
        return
    said = in_words(reader, analysis, f"holders by {by}", lambda: t(found[0].sentence))
    st.markdown(f"**{plain(said)}**\n\n:small[{t.text('holders.legend')}]")
    is_narrow = is_phone()
    spec = kept(
        chart_key("holders chart", reader, analysis, by),
        lambda: holders_chart(found, t, palette(reader.is_dark), is_narrow=is_narrow),
    )
    picked = show_chart(spec, key=f"holders.{by}", alt=said, on_select="rerun")
    on_row = table_beside(
        t.text("holders.table"),
        lambda: holder_rows(found, by, t),
        key=f"holders.{by}.beside",
        keys=[holder.key for holder in found],
    )
    _show_picked_holder(found, picked if picked is not None else on_row, analysis, reader)


def _grouping() -> GroupBy:
    asked = st.query_params.get("by", "")
    return GroupBy(asked) if asked in list(GroupBy) else GroupBy.SERVICE


def _show_picked_holder(
    found: Sequence[HolderBar], key: str | None, analysis: ProgrammeAnalysis, reader: Reader
) -> None:
    holder = next((holder for holder in found if holder.key == key), None)
    if holder is None:
        return
    t = reader.t
    with st.container(border=True):
        st.markdown(say(t, holder.sentence))
        items = [analysis.items.by_key(item) for item in holder.items]
        st.markdown(
            sentence_list([f"{status_badge(item.computed_status, t)} {plain(item.title)}" for item in items])
        )


def show_bottlenecks(reader: Reader, analysis: ProgrammeAnalysis) -> None:
    t = reader.t
    cards = once(reader, analysis, "bottlenecks", bottleneck_cards)
    if not cards:
        return
    said = in_words(reader, analysis, "bottlenecks", lambda: [_words(card, t) for card in cards])
    st.header(t.text("bottlenecks.list"))
    for card, words in zip(cards[:CARDS_OPEN], said, strict=False):
        with st.container(border=True, gap="xsmall"):
            st.markdown(words)
            link_to("initiative", t.text("council.need.open"), reader, item=card.item)
    rest = said[CARDS_OPEN:]
    if rest:
        show_more(t.plural("stalls.more", len(rest)), rest, key="bottlenecks.more")
    total = once(reader, analysis, "bottlenecks counted", lambda known: len(holding_back(known)))
    table_beside(
        t.plural("bottlenecks.table", total),
        lambda: bottleneck_rows(analysis, t),
        key="bottlenecks.beside",
    )


def _words(card: BottleneckCard, t: Translator) -> str:
    can_act = t.text("bottlenecks.can_act" if card.is_actionable else "bottlenecks.must_wait")
    colour = "blue" if card.is_actionable else "gray"
    where = f" :small[{plain(card.service)}]" if card.service else ""
    head = f"**{card.rank}\\. {plain(card.title)}**{where} {status_badge(card.status, t)}"
    return f"{head} :{colour}-badge[{plain(can_act)}]\n\n{say(t, card.sentence)}"


def show_waits(reader: Reader, analysis: ProgrammeAnalysis) -> None:
    t = reader.t
    st.header(t.text("waits.heading"))
    cells = once(reader, analysis, "waits", wait_cells)
    if not cells:
        st.markdown(t.text("waits.none", date=analysis.as_of))
        return
    said = in_words(reader, analysis, "waits", lambda: [t(cell.sentence) for cell in cells[:WAITS_SAID]])
    st.markdown(sentence_list([plain(sentence) for sentence in said]))
    spec = kept(chart_key("waits chart", reader, analysis), lambda: _chart(cells, reader))
    picked = show_chart(spec, key="waits", alt=said[0], on_select="rerun")
    on_row = table_beside(
        t.text("waits.table"),
        lambda: wait_rows(cells, t),
        key="waits.beside",
        keys=[cell.key for cell in cells],
    )
    _show_picked_wait(cells, picked or on_row, analysis, t)


def _chart(cells: Sequence[WaitCell], reader: Reader) -> dict[str, object]:
    colours = palette(reader.is_dark)
    if is_phone() or not is_a_grid(cells):
        return wait_bars_chart(cells, reader.t, colours, is_narrow=is_phone())
    return waits_chart(cells, reader.t, colours)


def _show_picked_wait(
    cells: Sequence[WaitCell], key: str | None, analysis: ProgrammeAnalysis, t: Translator
) -> None:
    cell = next((cell for cell in cells if cell.key == key), None)
    if cell is None:
        return
    lines = [
        t.plural(
            "waits.item",
            days,
            waiting=analysis.items.by_key(waiting).title,
            holding=analysis.items.by_key(holding).title,
        )
        for waiting, holding, days in cell.items
    ]
    with st.container(border=True):
        st.markdown(f"{say(t, cell.sentence)}\n\n{sentence_list([plain(line) for line in lines])}")
