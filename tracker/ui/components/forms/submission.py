"""Opens a form over the screen and runs what it asks for; a refusal keeps the form and what was typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st
from pydantic import ValidationError

from tracker.commands.validation import validation_texts
from tracker.ui.components.words import plain, say
from tracker.ui.programme import refused

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tracker.commands import Command
    from tracker.ui.session import Reader

_SAID = "said_after_rerun"


def open_form(title: str, draw: Callable[[], None]) -> None:
    """Open a dialog; `draw` is run again at each input, with what was known when it opened."""
    st.dialog(title, width="medium")(draw)()


def errors_of(form: str) -> Mapping[str, str]:
    """Return the sentences of the last refusal of a form, by field."""
    errors: Mapping[str, str] = st.session_state.get(f"errors.{form}", {})
    return errors


def is_submitted(reader: Reader, label: str = "form.save") -> bool:
    return st.form_submit_button(reader.t.text(label), type="primary", icon=":material/check:")


def submit(reader: Reader, form: str, build: Callable[[], Command], done: str = "form.saved") -> None:
    """Run the command that a form asks for, then show the new state and say that it is kept.

    What the declarations refuse is said beside the field; what the programme refuses above the button.
    """
    errors = f"errors.{form}"
    st.session_state.pop(errors, None)
    try:
        command = build()
    except ValidationError as error:
        sentences = {name: say(reader.t, text) for name, text in validation_texts(error).items()}
        st.session_state[errors] = sentences
        st.rerun(scope="fragment")
    refusal = refused(command)
    if refusal is None:
        st.session_state[_SAID] = reader.t.text(done)
        st.rerun()
    st.error(plain(reader.t(refusal.text)), icon=":material/block:")


def say_what_is_done() -> None:
    """Say, once, what the form of the run before has done."""
    said: Any = st.session_state.pop(_SAID, None)
    if said:
        st.toast(said, icon=":material/check_circle:")


def show_left_over(errors: Mapping[str, str], asked: Mapping[str, Any]) -> None:
    """Show the refusals of fields that the form does not draw."""
    for name, sentence in errors.items():
        if name not in asked:
            st.error(sentence if not name else f"{plain(name)}: {sentence}")
