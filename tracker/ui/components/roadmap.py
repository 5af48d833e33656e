"""The parts of the roadmap screen: its answer, its filters, its chart and table, and the history apart."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import streamlit as st

from tracker.i18n import Text
from tracker.model.initiative import Period
from tracker.reports.links import Link, links_of
from tracker.reports.roadmap import (
    RoadmapBar,
    RoadmapFilter,
    RoadmapGroup,
    Window,
    filtered,
    roadmap_bars,
    roadmap_groups,
)
from tracker.reports.roadmap_answer import history_answer, roadmap_alt, roadmap_answer
from tracker.reports.roadmap_chart import roadmap_chart
from tracker.reports.roadmap_layout import BESIDE, PHONE, WIDE, Measures, placed
from tracker.reports.roadmap_marks import FOLDED, NamedDay
from tracker.reports.roadmap_table import roadmap_columns
from tracker.reports.style import STATUSES, badge_colour, glyph, palette, status_name, status_text
from tracker.reports.time_axis import time_frame
from tracker.ui.components.chart import (
    ITEM,
    is_phone,
    kept,
    picked_item,
    show_chart,
    show_picking_chart,
    show_picking_table,
)
from tracker.ui.components.filters import (
    choose_one,
    choose_several,
    in_address,
    keep_in_address,
    switch,
)
from tracker.ui.components.item import show_beside
from tracker.ui.components.words import plain, say

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from tracker.analysis import ProgrammeAnalysis
    from tracker.i18n import Translator
    from tracker.reports.style import Status
    from tracker.ui.session import Reader

FILTERS = ("status", "service", "initiative", "period", "critical")


def plan_key(name: str, reader: Reader, analysis: ProgrammeAnalysis, *more: Hashable) -> tuple[Hashable, ...]:
    return (name, reader.programme, analysis.snapshot.revision, analysis.as_of, *more)


def plan_bars(reader: Reader, analysis: ProgrammeAnalysis) -> tuple[RoadmapBar, ...]:
    return kept(plan_key("plan bars", reader, analysis), lambda: roadmap_bars(analysis))


def plan_links(reader: Reader, analysis: ProgrammeAnalysis) -> tuple[Link, ...]:
    return kept(plan_key("plan links", reader, analysis), lambda: links_of(analysis))


def show_answer(reader: Reader, analysis: ProgrammeAnalysis) -> None:
    bars, t = plan_bars(reader, analysis), reader.t
    key = plan_key("roadmap answer", reader, analysis, reader.language)
    st.markdown(kept(key, lambda: " ".join(say(t, text) for text in roadmap_answer(analysis, bars))))


def ask_filter(reader: Reader, analysis: ProgrammeAnalysis) -> RoadmapFilter:
    """Let the reader say what to see; the statuses to choose from are the legend of the chart too."""
    t, bars = reader.t, plan_bars(reader, analysis)
    by_name: dict[str, Status] = {status_name(status): status for status in STATUSES}
    names = choose_several("status", t.text("status.heading"), _status_words(bars, t))
    place = st.popover(t.text("roadmap.filters"), icon=":material/tune:") if is_phone() else st.container()
    with place, st.container(horizontal=True, vertical_alignment="bottom"):
        everything = t.text("roadmap.everything")
        services = {row.key: row.name for row in analysis.snapshot.services}
        service = choose_one("service", t.text("roadmap.field.service"), services, everything)
        initiatives = {found.key: found.title for found in analysis.initiatives if found.is_planned}
        initiative = choose_one("initiative", t.text("roadmap.field.initiative"), initiatives, everything)
        windows = {
            window.value: t.text(f"roadmap.window.{window}") for window in (Window.QUARTER, Window.YEAR)
        }
        window = choose_one("period", t.text("roadmap.window"), windows, t.text("roadmap.window.all"))
        with st.container(width="content", gap="xsmall"):
            is_critical_only = switch("critical", t.text("roadmap.critical_only"))
            switch("arrows", t.text("roadmap.arrows"), is_on=not is_phone())
    return RoadmapFilter(
        service=service,
        initiative=initiative,
        statuses=frozenset(by_name[name] for name in names),
        is_critical_only=is_critical_only,
        window=Window(window or Window.ALL),
        opened=_opened(),
    )


def _status_words(bars: Sequence[RoadmapBar], t: Translator) -> dict[str, str]:
    counts = Counter(bar.status for bar in bars)
    return {
        status_name(status): f":{badge_colour(status)}[{plain(glyph(status))}] {say(t, status_text(status))}"
        f" ({counts[status]})"
        for status in STATUSES
        if counts[status]
    }


def _opened() -> frozenset[str]:
    """Return the initiatives that the reader has unfolded; touching a folded heading unfolds it."""
    opened = set(filter(None, (in_address("open") or "").split(",")))
    picked = picked_item() or ""
    if picked.startswith(FOLDED):
        opened ^= {picked.removeprefix(FOLDED)}
        keep_in_address("open", ",".join(sorted(opened)))
        keep_in_address(ITEM, None)
    return frozenset(opened)


def show_plan(reader: Reader, analysis: ProgrammeAnalysis, wishes: RoadmapFilter) -> None:
    t = reader.t
    key = plan_key("roadmap", reader, analysis, reader.language, str(wishes))
    every_bar = plan_bars(reader, analysis)
    bars = kept((*key, "bars"), lambda: filtered(every_bar, wishes, analysis.as_of))
    if not bars:
        _say_nothing_to_show(t, has_plan=bool(every_bar))
        return
    groups = kept((*key, "groups"), lambda: roadmap_groups(bars, analysis.initiatives, wishes.opened))
    links = plan_links(reader, analysis)
    arrows = links if _has_arrows() else ()
    measures = _measures()
    spec = kept(
        (*key, reader.is_dark, measures.left, bool(arrows)),
        lambda: _spec(groups, arrows, reader, analysis, measures),
    )
    alt = kept((*key, "alt"), lambda: t(roadmap_alt(groups)))

    def draw() -> None:
        show_picking_chart(spec, chart="roadmap", alt=alt)
        st.caption(t.text("roadmap.legend"))

    show_beside(draw, reader, analysis, links, offset=_offset(groups))
    columns = kept((*key, "table"), lambda: roadmap_columns(bars, t))
    show_picking_table(
        columns,
        [bar.key for bar in bars],
        table="roadmap.table",
        label=t.text("roadmap.table"),
        days=_day_columns(t),
    )


def _day_columns(t: Translator) -> list[str]:
    return [t.text(f"roadmap.field.{name}") for name in ("start", "finish", "original", "approved")]


def _has_arrows() -> bool:
    return bool(st.session_state["filter.arrows"])


def _spec(
    groups: Sequence[RoadmapGroup],
    links: Sequence[Link],
    reader: Reader,
    analysis: ProgrammeAnalysis,
    measures: Measures,
    *,
    is_history: bool = False,
) -> dict[str, Any]:
    days = [day for group in groups for day in (group.start, group.finish) if day]
    days += [bar.approved_finish for group in groups for bar in group.bars if bar.approved_finish]
    frame = time_frame(days or [analysis.as_of], reader.language, measures.most_ticks)
    return roadmap_chart(
        groups,
        links,
        frame,
        day=None if is_history else _named_day(analysis),
        t=reader.t,
        palette=palette(reader.is_dark),
        measures=measures,
    )


def _measures() -> Measures:
    if is_phone():
        return PHONE
    return BESIDE if picked_item() else WIDE


def _named_day(analysis: ProgrammeAnalysis) -> NamedDay:
    is_fixed = analysis.snapshot.programme.status_date is not None
    return NamedDay(
        analysis.as_of, Text("roadmap.as_of" if is_fixed else "roadmap.today", {"day": analysis.as_of})
    )


def _offset(groups: Sequence[RoadmapGroup]) -> int:
    """Return how far down the picked bar lies, so that its detail stands beside it."""
    picked = picked_item()
    layout = placed(groups, WIDE)
    top = next((row.top for row in layout.bars if row.bar.key == picked), 0)
    return max(min(top - 60, layout.height - 480), 0)


def _say_nothing_to_show(t: Translator, *, has_plan: bool) -> None:
    if not has_plan:
        st.info(t.text("roadmap.empty.plan"))
        return
    st.info(t.text("roadmap.empty.filter"))
    st.button(t.text("roadmap.show_everything"), on_click=_forget_filters)


def _forget_filters() -> None:
    for name in FILTERS:
        keep_in_address(name, None)


def show_history(reader: Reader, analysis: ProgrammeAnalysis) -> None:
    """Show what happened before the plan, on an axis of its own: decades beside months would mislead."""
    t = reader.t
    key = plan_key("history", reader, analysis, reader.language)
    bars = kept(key, lambda: roadmap_bars(analysis, Period.HISTORY))
    if not bars:
        return
    groups = kept((*key, "groups"), lambda: roadmap_groups(bars, analysis.initiatives, frozenset()))
    st.header(t.text("roadmap.history"))
    answer = t(history_answer(bars))
    st.markdown(plain(answer))
    measures = PHONE if is_phone() else WIDE
    spec = kept(
        (*key, reader.is_dark, measures.left),
        lambda: _spec(groups, (), reader, analysis, measures, is_history=True),
    )
    show_chart(spec, key="roadmap.history", alt=answer)
    columns = kept((*key, "table"), lambda: roadmap_columns(bars, t))
    show_picking_table(
        columns, (), table="roadmap.history.table", label=t.text("roadmap.table"), days=_day_columns(t)
    )
