"""Opens a form over the screen and runs what it asks for; a refusal keeps the form and what was typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st
from pydantic import ValidationError

from tracker.commands.decision import AskDecision
from tracker.commands.initiative import AddInitiative
from tracker.commands.labels import choice_label
from tracker.commands.milestone import AddMilestone
from tracker.commands.programme import CreateProgramme
from tracker.commands.review import PrepareReview
from tracker.commands.scenario import KeepScenario
from tracker.commands.validation import validation_texts
from tracker.i18n import Text
from tracker.model.errors import DependencyLoopError, StaleRecordError
from tracker.model.journal import ReasonKind
from tracker.reports.initiative import title_of
from tracker.reports.moved_dates import moved_dates
from tracker.ui.components.words import plain, say, sentence_list
from tracker.ui.programme import current_analysis, refused
from tracker.ui.session import reader as settled_reader

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tracker.commands import Command
    from tracker.model.errors import TrackerError
    from tracker.ui.session import Reader

_SAID = "said_after_rerun"
_CLOSED = "forms_closed"
_ERRORS = "form_errors"
# Said by the form of the dates: then it is also said when none has moved.
RESCHEDULED = "form.rescheduled"


def open_form(title: str, draw: Callable[[], None]) -> None:
    """Open a dialog; `draw` is run again at each input, with what was known when it opened."""
    st.dialog(title, width="medium", on_dismiss=forget_form)(draw)()


def forget_form() -> None:
    """Let the next form begin afresh: what was typed and refused in this one is not kept."""
    st.session_state[_CLOSED] = st.session_state.get(_CLOSED, 0) + 1
    st.session_state.pop(_ERRORS, None)


def input_key(form: str, name: str) -> str:
    """Return the name of one input of a form, another one each time that the form is opened."""
    return f"{form}.{name}.{st.session_state.get(_CLOSED, 0)}"


def errors_of(form: str) -> Mapping[str, str]:
    """Return the sentences of the last refusal of a form, by field."""
    of_form, errors = st.session_state.get(_ERRORS, ("", {}))
    return errors if of_form == form else {}


def is_submitted(reader: Reader, label: str = "form.save") -> bool:
    return st.form_submit_button(reader.t.text(label), type=reader.main_button, icon=":material/check:")


def ask_why(reader: Reader, form: str) -> str:
    """Ask for the reason that the journal keeps; nobody is forced to give one."""
    why = st.text_input(reader.t.text("form.reason"), key=input_key(form, "why"))
    show_error(errors_of(form), "reason")
    return why


def ask_reason(reader: Reader, form: str, *, is_required: bool = False) -> dict[str, Any]:
    """Ask why a date moves, and of which kind the reason is; give both by the fields of a command."""
    t = reader.t
    kind = ask_reason_kind(reader, form, is_required=is_required)
    words = st.text_input(
        t.text("form.reason.words" if is_required else "form.reason"), key=input_key(form, "why")
    )
    show_error(errors_of(form), "reason")
    return {"reason_kind": kind, "reason": words}


def ask_reason_kind(reader: Reader, form: str, *, is_required: bool = False) -> ReasonKind | None:
    """Ask of which kind the reason is."""
    t = reader.t
    label = "form.reason_kind.required" if is_required else "form.reason_kind"
    kind: ReasonKind | None = st.selectbox(
        t.text(label),
        list(ReasonKind),
        index=None,
        format_func=lambda found: t(choice_label(found)),
        key=input_key(form, "why_kind"),
        placeholder=t.text("form.choose"),
    )
    show_error(errors_of(form), "reason_kind")
    return kind


def must_say_why(reader: Reader, form: str) -> str:
    """Ask for the reason without which nothing leaves the plan."""
    why = st.text_area(reader.t.text("form.reason_required"), height=96, key=input_key(form, "why"))
    show_error(errors_of(form), "reason")
    return why


def submit(
    reader: Reader,
    form: str,
    build: Callable[[], Command],
    done: str = "form.saved",
) -> None:
    """Run the command that a form asks for, then show the new state and say that it is kept.

    What is wrong with one field is said beside it; whatever else the programme refuses, under the button."""
    st.session_state.pop(_ERRORS, None)
    before = current_analysis(reader) if reader.programme else None
    try:
        command = build()
    except ValidationError as error:
        _keep_errors(form, {name: say(reader.t, text) for name, text in validation_texts(error).items()})
        st.rerun(scope="fragment")
    refusal = refused(command)
    if refusal is None:
        forget_form()
        st.session_state[_SAID] = (done, before)
        st.query_params.update(_shown_next(command))
        st.rerun()
    field = refusal.details.get("field")
    if field:
        _keep_errors(form, {field: say(reader.t, refusal.text)})
        st.rerun(scope="fragment")
    st.error(_refusal(reader, refusal), icon=":material/block:")


def _shown_next(command: Command) -> Mapping[str, str]:
    """Return what the screen's address says from then on: what has been added is shown."""
    if isinstance(command, CreateProgramme):
        return {"programme": command.programme}
    if isinstance(command, PrepareReview):
        return {"review": command.key}
    if isinstance(command, KeepScenario):
        return {"scenario": command.key}
    return {"item": command.key} if isinstance(command, (AddMilestone, AddInitiative, AskDecision)) else {}


def _keep_errors(form: str, errors: Mapping[str, str]) -> None:
    st.session_state[_ERRORS] = (form, errors)


def _refusal(reader: Reader, refusal: TrackerError) -> str:
    """Say why the programme refuses; a circle by the titles of its members, a stale form value by value."""
    t = reader.t
    if isinstance(refusal, DependencyLoopError):
        snapshot = current_analysis(reader).snapshot
        names = [f"{title_of(snapshot, key)} ({key})" for key in refusal.details["circle"]]
        return say(t, Text(refusal.key, {"circle": " → ".join(names)}))
    if isinstance(refusal, StaleRecordError) and refusal.details["differences"]:
        lines = [say(t, difference.text) for difference in refusal.details["differences"]]
        head = say(t, Text("form.stale", {"title": refusal.details["title"]}))
        return f"{head}\n\n{sentence_list(lines)}\n\n{t.text('form.stale.what_to_do')}"
    return say(t, refusal.text)


def say_next(done: str) -> None:
    """Let the next screen say what has been done."""
    st.session_state[_SAID] = (done, None)


def say_what_is_done(reader: Reader) -> None:
    """Say, once, what the form of the run before has done, and whether the programme's end has moved."""
    done, before = st.session_state.pop(_SAID, (None, None))
    if done is None:
        return
    said = reader.t.text(done)
    after = current_analysis(reader) if before and reader.programme else None
    if before and after and before.snapshot.programme.key == after.snapshot.programme.key:
        moved = moved_dates(before, after, is_asked=done == RESCHEDULED)
        said = f"{said} {reader.t(moved)}" if moved else said
    # A toast would be a dialog without a name to a screen reader; this stays in sight as well.
    with st.bottom:
        st.success(plain(said), icon=":material/check_circle:")


def show_error(errors: Mapping[str, str], name: str) -> None:
    """Show what is wrong with one field, under it."""
    if name in errors:
        st.markdown(f":red[:material/error: {errors[name]}]")


def show_left_over(errors: Mapping[str, str], asked: Mapping[str, Any]) -> None:
    """Show, over the button, the refusals of fields that the form does not draw; point to the others."""
    if any(name in asked or name == "reason" for name in errors):
        st.markdown(f":red[:material/error: {settled_reader().t.text('form.look_above')}]")
    for name, sentence in errors.items():
        if name not in asked and name != "reason":
            st.error(sentence if not name else f"{plain(name)}: {sentence}")
