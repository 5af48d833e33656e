"""What there is to know of one milestone, beside the chart in which the reader has picked it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from tracker.model.progress import DeclaredStatus
from tracker.reports.roadmap import roadmap_bars
from tracker.reports.roadmap_marks import spoken_dates
from tracker.reports.style import glyph
from tracker.ui.components.chart import ITEM, is_phone, kept, picked_item
from tracker.ui.components.filters import keep_in_address
from tracker.ui.components.forms import edit_milestone, report_progress, reschedule_milestone
from tracker.ui.components.links import link_to
from tracker.ui.components.tiles import status_badge
from tracker.ui.components.words import plain, say
from tracker.ui.programme import can_change

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from tracker.analysis import ProgrammeAnalysis
    from tracker.analysis.facts import ItemAnalysis
    from tracker.i18n import Translator
    from tracker.reports.links import Link
    from tracker.reports.roadmap import RoadmapBar
    from tracker.ui.session import Reader

ASKED_FOR = "form_asked_for"
# What each button under the detail opens.
_FORMS = {
    "report": (report_progress, ":material/campaign:"),
    "dates": (reschedule_milestone, ":material/event:"),
    "edit": (edit_milestone, ":material/edit:"),
}


def show_item(reader: Reader, analysis: ProgrammeAnalysis, key: str, links: Sequence[Link]) -> None:
    """Show one milestone: status, dates, float, what it waits for and what waits for it."""
    t = reader.t
    bars = _bars_by_key(reader, analysis)
    if key not in bars:
        _show_other(reader, analysis, key)
        return
    item, bar = analysis.items.by_key(key), bars[key]
    st.markdown(f"**{plain(item.title)}**")
    st.markdown(_standing(item, t))
    st.markdown(_facts(item, bar, t))
    _neighbours(t.text("item.waits_for"), [link.predecessor for link in links if link.successor == key], bars)
    _neighbours(t.text("item.opens"), [link.successor for link in links if link.predecessor == key], bars)
    link_to("initiative", t.text("item.open"), reader, item=key)
    if not can_change(reader):
        return
    link_to("scenario", t.text("scenario.what_if"), reader, item=key)
    with st.container(horizontal=True, gap="xsmall"):
        for form, (_, icon) in _FORMS.items():
            label = t.text(f"initiative.action.{form}.milestone")
            if st.button(label, icon=icon, key=f"item.{form}"):
                # A form over the detail of a phone would be a dialog in a dialog: it comes in its place.
                st.session_state[ASKED_FOR] = (form, key)
                st.rerun()


def show_beside(
    draw: Callable[[], None],
    reader: Reader,
    analysis: ProgrammeAnalysis,
    links: Sequence[Link],
    offset: int = 0,
) -> None:
    """Draw a chart and, when an item is picked, its detail: beside the chart, or over it on a phone.

    `offset` is how many pixels below the top of the chart the picked mark lies.
    """
    asked = st.session_state.pop(ASKED_FOR, None)
    picked = picked_item()
    if not picked or is_phone():
        draw()
    else:
        chart, detail = st.columns([0.72, 0.28])
        with chart:
            draw()
        with detail:
            if offset:
                st.space(offset)
            with st.container(border=True, gap="xsmall"):
                show_item(reader, analysis, picked, links)
                st.button(reader.t.text("item.close"), on_click=forget_item, key="item.close")
    if asked:
        form, key = asked
        _FORMS[form][0](reader, key)
    elif picked and is_phone():
        _show_over(reader, analysis, links)


def _show_over(reader: Reader, analysis: ProgrammeAnalysis, links: Sequence[Link]) -> None:
    """Show the picked item over the chart; it follows the reader from item to item until it is closed."""

    @st.dialog(reader.t.text("roadmap.field.item"), on_dismiss=forget_item)
    def over() -> None:
        show_item(reader, analysis, picked_item() or "", links)

    over()


def forget_item() -> None:
    """Close the detail: nothing is picked any more."""
    keep_in_address(ITEM, None)


def _bars_by_key(reader: Reader, analysis: ProgrammeAnalysis) -> Mapping[str, RoadmapBar]:
    key = ("bars by key", reader.programme, analysis.snapshot.revision, analysis.as_of)
    return kept(key, lambda: {bar.key: bar for bar in roadmap_bars(analysis)})


def _show_other(reader: Reader, analysis: ProgrammeAnalysis, key: str) -> None:
    """Show what is no milestone of the plan: an initiative that has none yet, or an address out of date."""
    initiative = analysis.snapshot.initiatives.by_key(key)
    if initiative is None:
        st.markdown(plain(reader.t.text("item.unknown", item=key)))
    else:
        st.markdown(f"**{plain(initiative.title)}**\n\n{plain(reader.t.text('item.no_milestones'))}")
        link_to("initiative", reader.t.text("item.open"), reader, initiative=key)


def _standing(item: ItemAnalysis, t: Translator) -> str:
    """Say how the item fares by rule, what its owner declared, and where the two disagree."""
    lines = [f"{status_badge(item.computed_status, t)}  \n:small[{say(t, item.reason)}]"]
    if item.declared_status is not DeclaredStatus.NOT_GIVEN:
        word = t.text(f"declared.{item.declared_status.value}")
        lines.append(f":small[{plain(t.text('item.declared', level=word, day=item.declared_on))}]")
    if item.disagreement_text:
        lines.append(f":orange[:material/warning:] :small[{say(t, item.disagreement_text)}]")
    return "\n\n".join(lines)


def _facts(item: ItemAnalysis, bar: RoadmapBar, t: Translator) -> str:
    facts = {
        "roadmap.field.service": bar.service,
        "roadmap.field.initiative": bar.initiative or "",
        "roadmap.field.dates": spoken_dates(bar, t),
        "roadmap.field.approved": t.date(bar.approved_finish) if bar.approved_finish else "",
        "item.variance": _variance(item, t),
        "item.float": t.plural("common.working_days", bar.float_days) if bar.float_days is not None else "",
        "item.progress": t.percent(bar.share_done) if bar.share_done is not None else "",
    }
    return "  \n".join(
        f":small[:gray[{t.text(key)}] {plain(words)}]" for key, words in facts.items() if words
    )


def _variance(item: ItemAnalysis, t: Translator) -> str:
    if not item.variance_days:
        return ""
    kind = "late" if item.variance_days > 0 else "early"
    return t.plural(f"item.variance.{kind}", abs(item.variance_days))


def _neighbours(label: str, keys: Iterable[str], bars: Mapping[str, RoadmapBar]) -> None:
    """Show the items on the other end of dependencies; touching one shows it in turn."""
    known = [key for key in dict.fromkeys(keys) if key in bars]
    if not known:
        return
    st.markdown(f":small[:gray[{plain(label)}]]")
    for key in known:
        st.button(
            f"{plain(glyph(bars[key].status))} {plain(bars[key].title)}",
            type="tertiary",
            key=f"item.{label}.{key}",
            on_click=keep_in_address,
            args=(ITEM, key),
        )
