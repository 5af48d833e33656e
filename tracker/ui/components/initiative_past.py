"""What has been said and done about one initiative: reports, stalls, indicators, and every change."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from tracker.commands.permission import Permission
from tracker.model.journal import FROM_FILES
from tracker.model.progress import DeclaredStatus
from tracker.reports.indicator_rows import indicator_rows
from tracker.reports.initiative import milestones_of, standing_of
from tracker.reports.initiative_updates import UpdateLine, update_lines
from tracker.reports.journal import journal_changes
from tracker.ui.components.council import indicator_words
from tracker.ui.components.initiative import once
from tracker.ui.components.journal import change_words
from tracker.ui.components.links import link_to
from tracker.ui.components.words import paragraphs, plain, say, sentence_list
from tracker.ui.programme import last_known_entry
from tracker.ui.visitor import reads, visitor

if TYPE_CHECKING:
    from tracker.analysis import ProgrammeAnalysis
    from tracker.i18n import Translator
    from tracker.ui.session import Reader

UPDATES_SHOWN, CHANGES_SHOWN = 4, 6
_LEVELS = {
    DeclaredStatus.ON_COURSE: "blue",
    DeclaredStatus.ATTENTION: "orange",
    DeclaredStatus.SUPPORT_NEEDED: "violet",
    DeclaredStatus.COMPROMISED: "red",
    DeclaredStatus.NOT_GIVEN: "gray",
}


def show_updates(reader: Reader, analysis: ProgrammeAnalysis, subject: str) -> None:
    """Show what its people have reported, the newest first."""
    t = reader.t
    st.header(t.text("initiative.heading.updates"))
    found = once(
        reader,
        analysis,
        "updates of",
        lambda: [_words(line, t) for line in update_lines(analysis, subject)],
        subject,
    )
    if not found:
        st.markdown(t.text("initiative.empty.updates"))
        return
    st.markdown("\n\n".join(found[:UPDATES_SHOWN]))
    if found[UPDATES_SHOWN:]:
        label = t.plural("initiative.updates.older", len(found) - UPDATES_SHOWN)
        with st.expander(label):
            st.markdown("\n\n".join(found[UPDATES_SHOWN:]))


def _words(line: UpdateLine, t: Translator) -> str:
    head = [f"**{plain(t.date(line.on))}**", plain(line.author)]
    if line.about:
        head.append(plain(t.text("initiative.quoted", title=line.about)))
    marks = []
    if line.level is not DeclaredStatus.NOT_GIVEN:
        marks.append(f":{_LEVELS[line.level]}-badge[{say(t, line.declared)}]")
    if line.percent is not None:
        marks.append(plain(t.percent(line.percent / 100)))
    if line.is_assumption:
        marks.append(f":gray-badge[{plain(t.text('initiative.assumption'))}]")
    said = [" · ".join(head) + " " + " ".join(marks)]
    if line.text:
        said.append(paragraphs(line.text))
    if line.blocked:
        said.append(f":orange[:material/block:] {say(t, line.blocked)}")
    return "  \n".join(said)


def show_stalls(reader: Reader, analysis: ProgrammeAnalysis, subject: str) -> None:
    """Show what has stopped in the initiative, and since when."""
    standing, t = standing_of(analysis, subject), reader.t
    if standing is not None and standing.stalls:
        st.header(t.text("initiative.heading.stalls"))
        st.markdown(sentence_list([say(t, stall.sentence) for stall in standing.stalls]))
        link_to("stalls", t.text("council.see.stalls"), reader)


def show_indicators(reader: Reader, analysis: ProgrammeAnalysis, subject: str) -> None:
    """Show what the initiative is measured by."""
    row, t = analysis.snapshot.initiatives.by_key(subject), reader.t
    if row is None:
        return
    found = [
        indicator_words(said, t)
        for said, indicator in zip(
            once(reader, analysis, "indicator rows", lambda: indicator_rows(analysis)),
            analysis.snapshot.indicators,
            strict=True,
        )
        if indicator.initiative_id == row.id
    ]
    if found:
        st.header(t.text("indicator.heading"))
        st.markdown(sentence_list(found))


def show_history(reader: Reader, analysis: ProgrammeAnalysis, subject: str) -> None:
    """Show the last changes of the initiative and of its milestones, to who may read the journal."""
    if not visitor().may(Permission.READ_JOURNAL, reader.programme or ""):
        return
    t = reader.t
    st.header(t.text("initiative.heading.history"))
    found = once(reader, analysis, "history of", lambda: _history(reader, analysis, subject), subject)
    st.markdown("\n\n".join(found) if found else t.text("initiative.empty.history"))
    if analysis.snapshot.initiatives.by_key(subject):
        link_to("journal", t.text("initiative.see.journal"), reader, item=subject)


def _history(reader: Reader, analysis: ProgrammeAnalysis, subject: str) -> list[str]:
    keys = [subject, *(item.key for item in milestones_of(analysis, subject))]
    entries = reads().journal_by_command(
        reader.programme or "",
        commands=CHANGES_SHOWN,
        record_keys=keys,
        last_entry=last_known_entry(reader),
    )
    # Of a file that was loaded, only that it touched the initiative: the screen shows the rest.
    own = [entry for entry in entries if entry.command not in FROM_FILES or entry.record_key in keys]
    loads = {entry.command_id for entry in own if entry.command in FROM_FILES}
    changes = journal_changes(own, analysis.snapshot, reader.t)
    told = [replace(change, lines=()) if change.command_id in loads else change for change in changes]
    return [change_words(change, reader.t) for change in told]
