"""The form that approves a baseline: the dates of today become the promise that later dates are held to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from tracker.commands.baseline import ApproveBaseline
from tracker.model.baseline import BaselineFields
from tracker.ui.components.forms.fields import Sheet
from tracker.ui.components.forms.submission import errors_of, is_submitted, open_form, show_left_over, submit
from tracker.ui.programme import current_analysis, current_as_of

if TYPE_CHECKING:
    from tracker.ui.session import Reader


def approve_baseline(reader: Reader) -> None:
    """Open the approval; what is approved is never changed afterwards, only followed by another."""
    snapshot, t, form = current_analysis(reader).snapshot, reader.t, "approve.baseline"
    number = len(snapshot.baselines) + 1
    values = {
        **{name: field.default for name, field in BaselineFields.model_fields.items()},
        "key": f"baseline-{number}",
        "name": t.text("form.baseline.name", number=number),
        "approved_on": current_as_of(reader),
        "approved_by": "",
    }

    def draw() -> None:
        sheet = Sheet(t, "baseline", BaselineFields, values, {}, errors_of(form))
        with st.form(form, border=False):
            st.markdown(t.text("form.baseline.means"))
            held = {
                **sheet.ask("name"),
                **sheet.ask_beside("approved_by", "approved_on"),
                **sheet.ask("note"),
            }
            show_left_over(sheet.errors, held)
            if is_submitted(reader, "form.baseline.approve"):
                submit(
                    reader,
                    form,
                    lambda: ApproveBaseline(programme=snapshot.programme.key, key=str(values["key"]), **held),
                    done="form.baseline.done",
                )

    open_form(t.text("form.baseline"), draw)
