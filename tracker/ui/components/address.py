"""Says what the address of a screen names and the programme does not have: an old link, or one mistyped."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from tracker.reports.initiative import OUTSIDE
from tracker.ui.components.chart import ITEM
from tracker.ui.components.filters import in_address
from tracker.ui.components.initiative import INITIATIVE
from tracker.ui.components.words import marked
from tracker.ui.programme import current_analysis

if TYPE_CHECKING:
    from tracker.model.snapshot import Snapshot
    from tracker.ui.session import Reader

SERVICE = "service"
# The longest that is said again of what an address asks for.
_SAID = 60


def say_unknown(reader: Reader) -> None:
    """Say each item, initiative and service that the address names in vain; the screen shows without it."""
    asked = {name: in_address(name) for name in (ITEM, INITIATIVE, SERVICE)}
    if not any(asked.values()):
        return
    snapshot = current_analysis(reader).snapshot
    for name, wanted in asked.items():
        if wanted and not _is_known(snapshot, name, wanted):
            st.warning(marked(reader.t, f"address.unknown.{name}", wanted=wanted[:_SAID]))


def _is_known(snapshot: Snapshot, name: str, wanted: str) -> bool:
    if name == SERVICE:
        return wanted in snapshot.services.row_of_key
    if wanted in snapshot.initiatives.row_of_key:
        return True
    return name == ITEM and (wanted == OUTSIDE or wanted in snapshot.milestones.row_of_key)
