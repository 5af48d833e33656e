"""The form that makes a programme of a file, and shows first what it holds and what has no place here."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Any, cast

import streamlit as st

from tracker.commands.load_programme import LoadProgramme
from tracker.exchange.content_of_snapshot import content_of
from tracker.exchange.mspdi_import_calendars import key_of_name
from tracker.exchange.problems import RefusedFileError
from tracker.exchange.programme_file import KINDS, read_programme_file
from tracker.i18n import Text
from tracker.model.errors import TrackerError
from tracker.storage import clock
from tracker.ui.components.forms.submission import forget_form, input_key, open_form, say_next
from tracker.ui.components.words import plain, say, sentence_list
from tracker.ui.programme import refused
from tracker.ui.screens import screen_named
from tracker.ui.session import programmes
from tracker.ui.visitor import reads

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

    from tracker.exchange.mspdi_import import Imported
    from tracker.i18n import Translator
    from tracker.ui.session import Reader

_FORM, _READ = "import", "import_read"
_MOST_FAULTS = 20


def import_programme(reader: Reader) -> None:
    """Open the form: a file, the key it gets, what it makes; then it is loaded in one transaction."""
    t = reader.t

    def draw() -> None:
        st.markdown(t.text("form.import.means"))
        file = st.file_uploader(
            t.text("form.import.file"),
            type=[kind.removeprefix(".") for kind in KINDS],
            key=input_key(_FORM, "file"),
        )
        if file is None:
            return
        stem = key_of_name(PurePath(file.name).stem, ())
        key = st.text_input(
            t.text("form.import.key"), value=stem, key=input_key(_FORM, f"key.{file.file_id}")
        ).strip()
        found = _read(reader, file, key)
        if isinstance(found, TrackerError):
            _show_faults(t, found)
        else:
            _show_preview(t, found, is_there=key in programmes())
            if st.button(
                t.text("form.import.do"), type=reader.main_button, icon=":material/check:", key="import-do"
            ):
                _load(reader, key, found)

    open_form(t.text("form.import"), draw)


def _read(reader: Reader, file: UploadedFile, key: str) -> Imported | TrackerError:
    """Read the file once for each key, language and state of the programme that it would be merged into."""
    there = programmes().get(key)
    asked = (file.file_id, key, reader.language, there.revision if there else None)
    kept, found = st.session_state.get(_READ, (None, None))
    if kept != asked:
        with st.spinner(reader.t.text("form.import.reading")):
            known = content_of(reads().snapshot(key)) if there else None
            today = clock.today(there.time_zone) if there else clock.today()
            try:
                found = read_programme_file(file.getvalue(), file.name, key, today, reader.t, known)
            except TrackerError as refusal:
                found = refusal
        st.session_state[_READ] = (asked, found)
    result: Any = found
    return result  # type: ignore[no-any-return]  # the session keeps anything


def _show_faults(t: Translator, refusal: TrackerError) -> None:
    problems = refusal.problems if isinstance(refusal, RefusedFileError) else ()
    lines = [say(t, problem.text) for problem in problems[:_MOST_FAULTS]]
    if len(problems) > _MOST_FAULTS:
        lines.append(t.plural("form.import.more_faults", len(problems) - _MOST_FAULTS))
    st.error(f"{say(t, refusal.text)}\n\n{sentence_list(lines)}", icon=":material/block:")


def _show_preview(t: Translator, found: Imported, *, is_there: bool) -> None:
    title = found.content.programme.title
    head = "form.import.merges" if is_there else "form.import.makes"
    made, *notes = found.report.sentences(with_fields=False)
    st.markdown(f"**{say(t, Text(head, {'title': title}))}** {say(t, made)}")
    if notes:
        st.markdown(t.text("form.import.no_place"))
        st.markdown(sentence_list([say(t, note) for note in notes]))
    fields = sorted(found.report.fields)
    if fields:
        with st.expander(t.plural("form.import.kept_fields", len(fields))):
            st.text(", ".join(fields))


def _load(reader: Reader, key: str, found: Imported) -> None:
    with st.spinner(reader.t.text("form.import.loading")):
        refusal = refused(LoadProgramme(programme=key, content=found.content))
    if refusal is not None:
        st.error(plain(reader.t(refusal.text)), icon=":material/block:")
        return
    st.session_state.pop(_READ, None)
    forget_form()
    say_next("form.import.done")
    # Whoever may load a programme may read it.
    st.switch_page(
        cast("st.Page", screen_named("roadmap")), query_params={"programme": key, "lang": reader.language}
    )
