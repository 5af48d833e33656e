"""The public page on the screen: what stands on it, where it is, and the switch."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from tracker.analysis.public import public_roadmap
from tracker.i18n import Text
from tracker.ui.components.forms.follow_up import publish
from tracker.ui.components.words import plain, say
from tracker.ui.session import origin

if TYPE_CHECKING:
    from tracker.analysis import ProgrammeAnalysis
    from tracker.ui.session import Reader


def show_public_page(reader: Reader, analysis: ProgrammeAnalysis) -> None:
    """Say whether anybody may read anything, what, and offer to change it."""
    t, programme = reader.t, analysis.snapshot.programme
    found = public_roadmap(analysis)
    titles = [*(one.title for one in found.initiatives), *(one.title for one in found.milestones)]
    st.header(t.text("follow_up.public"))
    st.markdown(say(t, Text("follow_up.public.on" if programme.is_published else "follow_up.public.off")))
    marked = Text("follow_up.public.marked", {"titles": titles}, count=len(titles))
    st.markdown(say(t, marked if titles else Text("follow_up.public.nothing")))
    if programme.is_published:
        st.markdown(f"[{plain(t.text('follow_up.public.open'))}]({origin()}/public/{programme.key})")
    if not reader.looks_back_to:
        is_on = programme.is_published
        icon = ":material/visibility_off:" if is_on else ":material/public:"
        label = t.text("follow_up.public.switch_off" if is_on else "follow_up.public.switch_on")
        if st.button(label, icon=icon, key="follow_up.public"):
            publish(reader, programme, titles)
