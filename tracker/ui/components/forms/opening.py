"""Opens a form of one button: it draws its inputs, and what they hold becomes one command."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from tracker.ui.components.forms.submission import (
    errors_of,
    input_key,
    is_submitted,
    open_form,
    show_left_over,
    submit,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tracker.commands import Command
    from tracker.ui.session import Reader

    Held = Mapping[str, Any]


def open_sheet(
    reader: Reader,
    form: str,
    title: str,
    ask: Callable[[], Held],
    build: Callable[[Held], Command],
    *,
    button: str = "form.save",
    done: str = "form.saved",
) -> None:
    """Open a form under a title.

    `ask` draws the inputs and returns what they hold by the names of their fields, the reason as `why`;
    `build` makes the command of it. `button` and `done` are what the button and the screen afterwards say.
    """

    def draw() -> None:
        with st.form(input_key(form, "form"), border=False):
            held = ask()
            show_left_over(errors_of(form), held)
            if is_submitted(reader, button):
                submit(reader, form, lambda: build(held), done)

    open_form(title, draw)
