"""The stalls screen: what has stopped, since when, because of what, and who holds back the most."""

import streamlit as st

from tracker.ui.components import bottlenecks, stalls
from tracker.ui.components.chart import is_phone
from tracker.ui.components.ranges import show_drivers
from tracker.ui.components.stall_rules import show_rules
from tracker.ui.programme import current_analysis
from tracker.ui.session import reader

now = reader()
analysis = current_analysis(now)
st.title(now.t.text("ui.screen.stalls"))
stalls.show_answer(now, analysis)
is_narrow = is_phone()
has_room_beside = not is_narrow and stalls.is_long(now, analysis)
stopped, silent = (st.container(), st.container()) if is_narrow else st.columns([3, 2], gap="large")
with stopped:
    stalls.show_stalled(now, analysis)
with silent:
    stalls.show_silences(now, analysis)
    if has_room_beside:
        show_rules(now, analysis)
bottlenecks.show_holders(now, analysis)
bottlenecks.show_bottlenecks(now, analysis)
bottlenecks.show_waits(now, analysis)
hangs_on = st.container()
if not has_room_beside:
    show_rules(now, analysis)
# Last, so that nothing else waits for its runs.
with hangs_on:
    show_drivers(now, analysis)
