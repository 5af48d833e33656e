"""The journal screen: who changed what, when, from, to; and the way to take the last change back."""

import streamlit as st

from tracker.commands.labels import command_label
from tracker.commands.undo import UndoLastChange, last_redoable, last_undoable
from tracker.reports.journal import JournalChange, journal_changes
from tracker.ui.components.words import marked, paragraphs, plain
from tracker.ui.programme import current_analysis, run
from tracker.ui.session import database, reader

PAGE = 25
READER = reader()
T = READER.t
PROGRAMME = READER.programme or ""


def offer_undo() -> None:
    """Show what the last change was, with one button to take it back and one to do it again."""
    last, redo = last_undoable(database(), PROGRAMME), last_redoable(database(), PROGRAMME)
    with st.container(horizontal=True):
        for found, verb in ((last, "undo"), (redo, "redo")):
            if found is None:
                continue
            label = T.text(f"journal.{verb}", command=command_label(found.command), record=found.record_key)
            if st.button(label, icon=f":material/{verb}:", key=verb):
                command = UndoLastChange(programme=PROGRAMME, command_id=found.command_id)
                if run(READER, command):
                    st.rerun()


def show(change: JournalChange) -> None:
    """Show one command: its line is read at a glance, its fields on demand."""
    title = marked(T, "journal.line", at=change.at, command=change.command, subject=change.subject)
    done = "" if not change.is_undone else f" ({T.text('journal.undone')})"
    with st.expander(f"{title}{done}"):
        st.markdown(marked(T, "journal.by", author=change.author))
        if change.reason:
            st.markdown(paragraphs(T.text("journal.reason", reason=change.reason)))
        if change.lines:
            headings = [T.text(f"journal.column.{name}") for name in ("record", "field", "before", "after")]
            rows = [(line.record, line.field, line.before, line.after) for line in change.lines]
            columns = {
                heading: [plain(row[place]) for row in rows] for place, heading in enumerate(headings)
            }
            st.table(columns, border="horizontal", hide_index=True)
        if change.untold:
            st.markdown(T.plural("journal.untold", change.untold))


st.title(T.text("ui.screen.journal"))
record_key = st.text_input(
    T.text("journal.about"), value=st.query_params.get("item", ""), placeholder=T.text("journal.about.hint")
).strip()
if record_key != st.query_params.get("item", ""):
    st.query_params["item"] = record_key
pages = st.session_state.get("journal_pages", 1)
entries = database().journal_by_command(PROGRAMME, commands=PAGE * pages + 1, record_key=record_key)
changes = journal_changes(entries, current_analysis(READER).snapshot, T)
if changes:
    newest = changes[0]
    st.markdown(
        marked(T, "journal.answer", at=newest.at, author=newest.author, command=newest.command)
    )
    offer_undo()
else:
    st.info(T.text("journal.empty" if not record_key else "journal.empty_for", record=plain(record_key)))
for shown in changes[: PAGE * pages]:
    show(shown)
if len(changes) > PAGE * pages and st.button(T.text("journal.older")):
    st.session_state["journal_pages"] = pages + 1
    st.rerun()
