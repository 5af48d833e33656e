"""What a screen knows of its reader: language, programme and palette; and the database they all share."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

import streamlit as st

from tracker.i18n import LANGUAGES, Translator, translator
from tracker.ui.database import database as database  # noqa: PLC0414  # the screens ask for it here
from tracker.ui.visitor import own_language, reads

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from tracker.model.programme import Programme

LANGUAGE_COOKIE = "jalon_language"
_READER = "reader"
_PROGRAMMES = "programmes_seen"


@dataclass(frozen=True)
class Reader:
    """Who reads: `programme` is a programme's key, None while there is none; `is_dark` is their palette.

    `looks_back_to` is the past day whose end they see the programme at, None for the present.
    """

    language: str
    programme: str | None
    is_dark: bool
    looks_back_to: date | None = None

    @property
    def t(self) -> Translator:
        return translator(self.language)

    @property
    def main_button(self) -> Literal["primary", "secondary"]:
        """The type of the button that matters: white cannot be read on the light blue of the dark palette."""
        return "secondary" if self.is_dark else "primary"


def reader() -> Reader:
    """Return the reader of this session, as `main.py` has settled it in this run."""
    settled: Reader = st.session_state[_READER]
    return settled


def settle_reader(reader: Reader) -> None:
    """Keep the reader for the screen, its fragments and its callbacks."""
    st.session_state[_READER] = reader


def programmes() -> Mapping[str, Programme]:
    """Return the programmes that are the visitor's to see by key, each at its present revision."""
    seen: Mapping[str, Programme] | None = st.session_state.get(_PROGRAMMES)
    return _programmes_now() if seen is None else seen


def _programmes_now() -> Mapping[str, Programme]:
    return {found.key: found for found in reads().programmes()}


@contextmanager
def one_look_at_programmes() -> Iterator[None]:
    """Ask for the programmes once: all parts of a rerun show the same revision, for one query.

    A form's own rerun lies outside, and asks for itself.
    """
    st.session_state[_PROGRAMMES] = _programmes_now()
    try:
        yield
    finally:
        look_again()


def look_again() -> None:
    """Forget the programmes as they were: something has been written."""
    st.session_state.pop(_PROGRAMMES, None)


def origin() -> str:
    """Return the address by which the reader reaches us, which is what links given to others begin with."""
    there = urlsplit(st.context.url or "")
    return f"{there.scheme}://{there.netloc}"


def is_dark() -> bool:
    """Return whether the reader's browser shows the dark palette."""
    return st.context.theme.type == "dark"


def chosen_language() -> str:
    """Return the language of the address, else of this session, the account, the last visit, the browser."""
    own = own_language()
    for wish in (st.query_params.get("lang"), st.session_state.get("lang"), own):
        if wish in LANGUAGES:
            return str(wish)
    return language_of_browser()


def language_of_browser() -> str:
    """Return the language of the last visit, else of the browser, else English.

    Cookies and headers cost more than the rest of the shell together: they are read on the first run alone.
    """
    wishes = (st.context.cookies.get(LANGUAGE_COOKIE), (st.context.locale or "")[:2])
    return next((str(wish) for wish in wishes if wish in LANGUAGES), "en")


def chosen_programme(known: Sequence[str]) -> str | None:
    """Return the programme of the address, else of this session, else the first; None when there is none."""
    wishes = (st.query_params.get("programme"), st.session_state.get("programme"), *known)
    return next((str(wish) for wish in wishes if wish in known), None)
