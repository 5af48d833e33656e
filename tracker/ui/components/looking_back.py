"""Lets the reader look at every screen as it was on an earlier day, says so, and leads back to today."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from tracker.model.base import EARLIEST
from tracker.ui.programme import current_known, today_of
from tracker.ui.session import programmes

if TYPE_CHECKING:
    from tracker.i18n import Translator
    from tracker.ui.session import Reader

AS_OF = "as_of"
_REFUSED = "as_of_refused"


def chosen_day(programme: str | None) -> date | None:
    """Return the day to look back to, of the address, else of this session; None: today.

    A day that is not over yet has nothing to look back on: it is refused, and said.
    """
    row = programmes().get(programme or "")
    if row is None:
        return None
    wish = st.query_params.get(AS_OF) or st.session_state.get(AS_OF)
    day = _day(wish)
    is_past = day is not None and EARLIEST <= day < today_of(row)
    st.session_state[_REFUSED] = bool(wish) and not is_past and day != today_of(row)
    if not is_past:
        st.query_params.pop(AS_OF, None)
        return None
    return day


def _day(wish: object) -> date | None:
    if isinstance(wish, date):
        return wish
    try:
        return date.fromisoformat(str(wish or ""))
    except ValueError:
        return None


def choose_day(t: Translator, programme: str, day: date | None) -> None:
    """Show the date to look back from; the address carries it."""
    st.session_state[AS_OF] = day
    st.date_input(
        t.text("past.choose"),
        value=None,
        format="DD/MM/YYYY",
        min_value=EARLIEST,
        max_value=today_of(programmes()[programme]),
        key=AS_OF,
        help=t.text("past.choose.help"),
        on_change=_look_back,
    )


def _look_back() -> None:
    day = st.session_state.get(AS_OF)
    if day is None:
        _back_to_today()
    else:
        st.query_params[AS_OF] = day.isoformat()


def _back_to_today() -> None:
    st.session_state[AS_OF] = None
    st.query_params.pop(AS_OF, None)


def show_banner(reader: Reader) -> None:
    """Say on which day the reader is, that nothing can be changed there, and lead back to today."""
    t, day = reader.t, reader.looks_back_to
    if st.session_state.pop(_REFUSED, False):
        st.warning(t.text("past.not_over"), icon=":material/event_busy:")
    if day is None:
        return
    known = current_known(reader)
    if known.is_recorded:
        st.info(t.text("past.banner", day=day), icon=":material/history:")
    else:
        st.warning(
            t.text("past.banner.unrecorded", day=day, since=known.first_day), icon=":material/history:"
        )
    st.button(t.text("past.back"), icon=":material/today:", on_click=_back_to_today, key="back_to_today")


def says_it_is_past(reader: Reader, about: str) -> bool:
    """Whether the reader looks back; then say, in place of what would be changed, where that is done."""
    if reader.looks_back_to:
        st.caption(reader.t.text(f"looking_back.{about}"))
    return reader.looks_back_to is not None
