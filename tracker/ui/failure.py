"""What the reader sees when the code is wrong: a sentence, and an id that finds the cause in the log."""

from __future__ import annotations

import logging
import secrets

import streamlit as st

from tracker.i18n import Text, translator
from tracker.model.errors import TrackerError
from tracker.ui.components.words import say
from tracker.ui.session import chosen_language

_LOG = logging.getLogger(__name__)


def show_failure(error: Exception) -> bool:
    """Show an error that no screen expected; return True, which tells Streamlit that it has been shown."""
    st.error(say(translator(chosen_language()), _sentence(error)))
    return True


def _sentence(error: Exception) -> Text:
    if isinstance(error, TrackerError):
        return error.text
    identifier = secrets.token_hex(4)
    _LOG.error("failure %s", identifier, exc_info=error)
    return Text("ui.failure", {"identifier": identifier})
