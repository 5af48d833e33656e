"""Whom to remind today, with the message ready to send, and who was reminded lately."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from tracker.analysis.reminders import digests, questions
from tracker.analysis.reporting import Scope, items_to_report
from tracker.commands.labels import choice_label
from tracker.commands.reminder import past_reminders, record_of
from tracker.i18n import Text
from tracker.model.reminder import ReminderChannel
from tracker.reports.reminder_letter import reminder_letter, reminder_mailto
from tracker.ui.components.chart import kept
from tracker.ui.components.tables import table_beside
from tracker.ui.components.words import plain, say
from tracker.ui.programme import run
from tracker.ui.session import origin
from tracker.ui.visitor import reads

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tracker.analysis import ProgrammeAnalysis
    from tracker.analysis.reminders import Digest
    from tracker.model.reminder import SentReminder
    from tracker.ui.session import Reader

_LATEST = 20


def show_reminders(reader: Reader, analysis: ProgrammeAnalysis) -> None:
    """Say how many people are to be reminded, show each message, and keep that it was sent."""
    t, snapshot = reader.t, analysis.snapshot
    sent = reads().reminders(snapshot.programme.key)
    key = ("to remind", snapshot.programme.key, snapshot.revision, analysis.as_of)
    found = kept(key, lambda: items_to_report(analysis, Scope(is_all=True)))
    asked = questions(analysis, reads().addressees(snapshot), found)
    due = digests(asked, past_reminders(sent, analysis.as_of), analysis.as_of)
    st.header(t.text("follow_up.reminders"))
    answer = Text("follow_up.due", count=len(due)) if due else Text("follow_up.nobody_due")
    st.info(say(t, answer), icon=":material/notifications:")
    for digest in due:
        _show_digest(reader, analysis, digest)
    if sent:
        table_beside(t.text("follow_up.sent"), lambda: _sent_columns(reader, sent), key="follow_up.sent")


def _show_digest(reader: Reader, analysis: ProgrammeAnalysis, digest: Digest) -> None:
    t, programme = reader.t, analysis.snapshot.programme
    count = Text("follow_up.items", {"name": digest.person.name}, count=len(digest.reminders))
    box = st.expander(say(t, count), key=f"remind.{digest.person.key}", on_change="rerun")
    if not box.open:
        return
    with box:
        letter = reminder_letter(digest, programme, origin())
        st.text(f"{letter.subject}\n\n{letter.text}")
        mail = reminder_mailto(digest, programme, origin())
        st.markdown(f"[{plain(t.text('follow_up.open_mail'))}]({mail})")
        if not letter.address:
            st.caption(say(t, Text("follow_up.no_address")))
        if (
            not reader.looks_back_to
            and st.button(
                t.text("follow_up.was_sent"), icon=":material/check:", key=f"sent.{digest.person.key}"
            )
            and run(reader, record_of(digest, programme.key, ReminderChannel.MAILTO))
        ):
            st.rerun()


def _sent_columns(reader: Reader, sent: Sequence[SentReminder]) -> Mapping[str, Sequence[object]]:
    t, latest = reader.t, list(reversed(sent))[:_LATEST]
    return {
        t.text("follow_up.column.on"): [t.date(row.sent_on) for row in latest],
        t.text("follow_up.column.whom"): [row.name for row in latest],
        t.text("follow_up.column.as"): [t(choice_label(row.level)) for row in latest],
        t.text("follow_up.column.items"): [", ".join(row.items) for row in latest],
        t.text("follow_up.column.how"): [t(choice_label(row.channel)) for row in latest],
    }
