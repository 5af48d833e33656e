"""The part of My reporting off the platform: the sheet to fill in, and the preview of one that came back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import streamlit as st

from tracker.exchange.filled_sheet import FilledSheet, read_filled_sheet
from tracker.exchange.sheet_preview import CellNews, SheetPreview, preview_sheet
from tracker.i18n import Text
from tracker.model.errors import TrackerError
from tracker.storage import clock
from tracker.ui.components.forms.submission import say_next
from tracker.ui.components.words import marked, plain, say, sentence_list
from tracker.ui.programme import run
from tracker.ui.visitor import visitor

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

    from tracker.analysis import ProgrammeAnalysis
    from tracker.ui.session import Reader

_READ = "sheet_read"
_HEADINGS = {
    CellNews.WRONG: "reporting.sheet.wrong",
    CellNews.CHANGED_MEANWHILE: "reporting.sheet.moved",
    CellNews.WILL_CHANGE: "reporting.sheet.good",
}


def show_sheets(reader: Reader, analysis: ProgrammeAnalysis, service: str | None) -> None:
    """Offer the sheet to take away, and take one back."""
    t = reader.t
    box = st.expander(
        t.text("reporting.sheet"), icon=":material/table_view:", key="reporting.sheets", on_change="rerun"
    )
    if not box.open:
        return
    with box:
        st.markdown(t.text("reporting.sheet.means"))
        words = {"programme": reader.programme or "", "lang": reader.language, "service": service or ""}
        query = urlencode({name: word for name, word in words.items() if word})
        st.markdown(
            f"[{plain(t.text('reporting.sheet.fill_in'))}](/reporting-sheet.xlsx?{query})"
            f" · [{plain(t.text('reporting.sheet.print'))}](/reporting-sheet.html?{query})"
        )
        file = st.file_uploader(t.text("reporting.sheet.back"), type=["xlsx"], key="reporting.file")
        if file is not None:
            _show_back(reader, analysis, file)


def _show_back(reader: Reader, analysis: ProgrammeAnalysis, file: UploadedFile) -> None:
    t = reader.t
    filled = _read(reader, file)
    if isinstance(filled, TrackerError):
        st.error(say(t, filled.text), icon=":material/block:")
        return
    if filled.programme != reader.programme:
        st.error(marked(t, "reporting.sheet.other", programme=filled.programme), icon=":material/block:")
        return
    found = preview_sheet(analysis, filled, visitor().author, clock.now())
    for news, heading in _HEADINGS.items():
        messages = found.of(news)
        if messages:
            st.markdown(f"**{t.plural(heading, len(messages))}**")
            st.markdown(sentence_list([say(t, message.placed) for message in messages]))
    _offer(reader, found)


def _offer(reader: Reader, found: SheetPreview) -> None:
    t, command = reader.t, found.command()
    if found.read_before:
        st.markdown(t.plural("reporting.sheet.before", len(found.read_before)))
    if command is None:
        st.markdown(t.text("reporting.sheet.nothing"))
    elif st.button(
        t(Text("reporting.sheet.apply", count=len(found.rows))),
        type=reader.main_button,
        icon=":material/check:",
        key="sheet.apply",
    ) and run(reader, command):
        say_next("reporting.sheet.applied")
        st.rerun()


def _read(reader: Reader, file: UploadedFile) -> FilledSheet | TrackerError:
    """Read a file once: what it says does not depend on the programme."""
    kept, found = st.session_state.get(_READ, (None, None))
    if kept != file.file_id:
        with st.spinner(reader.t.text("reporting.sheet.reading")):
            try:
                found = read_filled_sheet(file.getvalue())
            except TrackerError as refusal:
                found = refusal
        st.session_state[_READ] = (file.file_id, found)
    result: Any = found
    return result  # type: ignore[no-any-return]  # the session keeps anything
