"""Proposes a plan that fits the people: searched beside the screen, shown with reasons, kept if wished."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import streamlit as st

from tracker.analysis.levelling import LevellingProposal, propose_levelling
from tracker.analysis.levelling_words import move_text, proposal_texts
from tracker.commands.level_plan import changes_of_levelling
from tracker.commands.scenario import KeepScenario
from tracker.planning import LevellingProgress
from tracker.ui.components.links import link_to
from tracker.ui.components.tables import show_more
from tracker.ui.components.words import plain, say, sentence_list
from tracker.ui.programme import current_analysis, run
from tracker.ui.scenario import SCENARIO

if TYPE_CHECKING:
    from collections.abc import Hashable

    from tracker.analysis import ProgrammeAnalysis
    from tracker.ui.session import Reader

SECONDS = 20.0
MOVES_SHOWN = 6
_SEARCH, _KEPT = "levelling", "levelling.kept"
_LOOK_AGAIN_SECONDS = 0.7


@dataclass
class Search:
    """One session's search: a thread that knows no screen, ended by its time, by `stop`, or by itself."""

    analysis: ProgrammeAnalysis
    of: Hashable
    stop: threading.Event = field(default_factory=threading.Event)
    progress: LevellingProgress | None = None
    proposal: LevellingProposal | None = None
    failure: Exception | None = None

    def start(self, turns: threading.Semaphore) -> None:
        threading.Thread(target=self._run, args=(turns,), daemon=True).start()

    def _run(self, turns: threading.Semaphore) -> None:
        with turns:
            try:
                self.proposal = propose_levelling(
                    self.analysis, SECONDS, is_stopped=self.stop.is_set, on_progress=self._tell
                )
            except Exception as failure:  # noqa: BLE001 - said by the screen, in the session's own thread
                self.failure = failure

    def _tell(self, progress: LevellingProgress) -> None:
        self.progress = progress


@st.cache_resource(show_spinner=False)
def _turns() -> threading.Semaphore:
    """Return what lets one search run at a time: the screens of all others need the machine too."""
    return threading.Semaphore(1)


def offer_levelling(reader: Reader, analysis: ProgrammeAnalysis) -> None:
    """Offer a levelled plan; while it is searched show how far it is, afterwards what it would change."""
    t = reader.t
    st.header(t.text("level.heading"))
    of = (reader.programme, analysis.snapshot.revision, analysis.as_of)
    search: Search | None = st.session_state.get(_SEARCH)
    if search is not None and search.of != of:
        search.stop.set()
        search = st.session_state[_SEARCH] = None
    if search is None:
        if key := st.session_state.pop(_KEPT, None):
            st.success(plain(t.text("level.kept", **key)), icon=":material/check_circle:")
            link_to("scenario", t.text("level.open"), reader, **{SCENARIO: key["key"]})
        _offer_start(reader, analysis, of)
    elif search.failure is not None:
        st.session_state[_SEARCH] = None
        raise search.failure
    elif search.proposal is None:
        _watch(reader)
    else:
        _show_proposal(reader, search.proposal)


def _offer_start(reader: Reader, analysis: ProgrammeAnalysis, of: Hashable) -> None:
    t = reader.t
    st.markdown(t.text("level.means"))
    if st.button(t.text("level.propose"), type=reader.main_button, icon=":material/balance:"):
        search = st.session_state[_SEARCH] = Search(analysis, of)
        search.start(_turns())
        st.rerun()


@st.fragment(run_every=_LOOK_AGAIN_SECONDS)
def _watch(reader: Reader) -> None:
    """Show the progress of this session's search, and the button that ends it with what it has."""
    t = reader.t
    search: Search | None = st.session_state.get(_SEARCH)
    if search is None or search.proposal is not None or search.failure is not None:
        st.rerun()
    progress = search.progress
    said = t.text("level.waiting")
    if progress is not None:
        # Slots are working days from the day of the analysis.
        days = search.analysis.calendar.add_working_days(search.analysis.as_of, max(progress.finish - 1, 0))
        said = t.text("level.searching", finish=days)
    st.progress(min(progress.seconds / progress.allowed, 1.0) if progress else 0.0, text=plain(said))
    if st.button(t.text("level.stop"), icon=":material/stop_circle:"):
        search.stop.set()


def _show_proposal(reader: Reader, proposal: LevellingProposal) -> None:
    t, analysis = reader.t, current_analysis(reader)
    snapshot = analysis.snapshot
    st.markdown("\n\n".join(say(t, text) for text in proposal_texts(snapshot, proposal)))
    before, after = st.columns(2)
    before.metric(
        t.text("level.metric.finish"),
        t.date(proposal.new_finish),
        _delta(reader, proposal),
        delta_color="off",
    )
    after.metric(
        t.text("level.metric.over"),
        t.number(proposal.still_over, 0),
        t.number(proposal.still_over - proposal.over_before, 0),
        delta_color="inverse",
    )
    lines = [say(t, move_text(snapshot, move)) for move in proposal.moves]
    st.markdown(sentence_list(lines[:MOVES_SHOWN]))
    if len(lines) > MOVES_SHOWN:
        more = t.plural("level.more", len(lines) - MOVES_SHOWN)
        show_more(more, [sentence_list(lines[MOVES_SHOWN:])], key="level.more")
    if proposal.moves:
        _offer_to_keep(reader, proposal)
    if st.button(t.text("level.drop"), icon=":material/close:"):
        st.session_state[_SEARCH] = None
        st.rerun()


def _delta(reader: Reader, proposal: LevellingProposal) -> str:
    days = current_analysis(reader).calendar.working_days_between(proposal.finish, proposal.new_finish)
    return reader.t.plural("level.metric.later", days)


def _offer_to_keep(reader: Reader, proposal: LevellingProposal) -> None:
    t, snapshot = reader.t, current_analysis(reader).snapshot
    with st.form("level.keep"):
        title = st.text_input(t.text("level.keep.title"), value=t.text("level.keep.default"), max_chars=200)
        is_kept = st.form_submit_button(
            t.text("level.keep"), icon=":material/bookmark_add:", type=reader.main_button
        )
    if not is_kept:
        return
    if not title.strip():
        st.error(t.text("level.keep.needs_title"))
        return
    taken = set(snapshot.scenarios.column("key"))
    key = next(key for number in range(1, len(taken) + 2) if (key := f"S-{number}") not in taken)
    command = KeepScenario(
        programme=snapshot.programme.key,
        key=key,
        title=title,
        note=" ".join(t(text) for text in proposal_texts(snapshot, proposal))[:1000],
        changes=changes_of_levelling(snapshot, proposal, t),
    )
    if run(reader, command):
        st.session_state[_SEARCH], st.session_state[_KEPT] = None, {"key": key, "title": title}
        st.rerun()
