"""The parts of the reviews screen: the list, a review with its agenda, what was kept of it, and comments."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import streamlit as st

from tracker.commands.labels import choice_label
from tracker.commands.permission import Permission
from tracker.model.review import ReviewState
from tracker.reports.council_trend import trend
from tracker.reports.kept_links import kept_links
from tracker.reports.review_agenda import review_rows, reviews_sentence
from tracker.reports.review_files import replay_differences
from tracker.reports.since import since_groups, since_sentence
from tracker.ui.components.chart import kept
from tracker.ui.components.filters import in_address
from tracker.ui.components.forms import review as forms
from tracker.ui.components.links import link_to
from tracker.ui.components.tables import show_more
from tracker.ui.components.words import marked, paragraphs, plain, say, sentence_list
from tracker.ui.programme import can_change
from tracker.ui.since import happened, since_last_review

if TYPE_CHECKING:
    from tracker.analysis import ProgrammeAnalysis
    from tracker.model.review import Review, ReviewMoment
    from tracker.model.snapshot import Snapshot
    from tracker.ui.session import Reader

REVIEW = "review"
# How much of one kind of news is read without asking for more.
_SHOWN = 4
_COMMENTS_SHOWN = 3


def shown_review(snapshot: Snapshot) -> Review | None:
    """Return the review that the address names."""
    return snapshot.reviews.by_key(in_address(REVIEW) or "")


def moment_of(snapshot: Snapshot, review: Review) -> ReviewMoment | None:
    """Return when a review was held; None: it is in preparation."""
    return next((row for row in snapshot.review_moments if row.review_id == review.id), None)


def show_list(reader: Reader, analysis: ProgrammeAnalysis) -> None:
    """Say which review was the last and which is next, and lead to each."""
    t, rows = reader.t, review_rows(analysis.snapshot)
    wanted = in_address(REVIEW)
    if wanted and analysis.snapshot.reviews.by_key(wanted) is None:
        st.warning(marked(t, "review.unknown", wanted=wanted[:60]))
    st.markdown(say(t, reviews_sentence(rows)) if rows else t.text("review.first"))
    if can_change(reader, Permission.PREPARE_REVIEW) and st.button(
        t.text("review.prepare"), icon=":material/add:", type=reader.main_button, key="review.prepare"
    ):
        forms.prepare_review(reader)
    for row in rows:
        with st.container(border=True, gap="xsmall"):
            st.markdown(
                f"{state_badge(reader, row.state)} **{plain(row.title)}** · {plain(t.date(row.day, 'long'))}"
                f" · {t.plural('review.points', row.points)}"
            )
            link_to("reviews", t.text("review.open"), reader, review=row.key)


def state_badge(reader: Reader, state: ReviewState) -> str:
    colour = "green" if state is ReviewState.HELD else "blue"
    return f":{colour}-badge[{say(reader.t, choice_label(state))}]"


def show_head(reader: Reader, row: Review, moment: ReviewMoment | None) -> None:
    """Say what review this is, for when, who is there, and what the lead says ahead of it."""
    t = reader.t
    link_to("reviews", t.text("review.all"), reader)
    st.title(plain(row.title))
    when = marked(t, "review.for", kind=choice_label(row.kind), date=row.day)
    st.markdown(f"{state_badge(reader, ReviewState(row.state))} {when}")
    if moment is not None:
        st.info(marked(t, "review.held", by=moment.held_by, as_of=moment.as_of), icon=":material/lock:")
    present = ", ".join(map(plain, row.present)) or t.text("review.present.nobody")
    st.markdown(f"**{t.text('review.present')}** {present}")
    if row.word:
        st.markdown(f"> {paragraphs(row.word)}".replace("\n\n", "\n>\n> "))


def show_since(reader: Reader, analysis: ProgrammeAnalysis, last_entry: int | None = None) -> None:
    """Say what has happened since the review before, the trend first."""
    t = reader.t
    st.header(t.text("since.heading"))
    revision, day = analysis.snapshot.revision, analysis.as_of
    said, groups = kept(
        ("since in words", reader.programme, revision, day, last_entry, reader.language),
        lambda: _since_words(reader, analysis, last_entry),
    )
    st.markdown(said)
    for name, heading, sentences in groups:
        st.markdown(f"**{heading}**\n\n{sentence_list(sentences[:_SHOWN])}")
        rest = sentences[_SHOWN:]
        if rest:
            show_more(t.plural("council.recent.more", len(rest)), [sentence_list(rest)], key=f"since.{name}")


def _since_words(
    reader: Reader, analysis: ProgrammeAnalysis, last_entry: int | None
) -> tuple[str, list[tuple[str, str, list[str]]]]:
    """Return the trend, and each kind of news by name with its heading and its sentences."""
    t = reader.t
    since = since_last_review(reader, analysis, last_entry)
    groups = [
        (group.name, say(t, group.heading), [say(t, sentence) for sentence in group.sentences])
        for group in since_groups(analysis, happened(reader, analysis, last_entry))
    ]
    trend_lines = sentence_list([say(t, line.sentence) for line in trend(analysis, since).lines])
    nothing = "" if groups else f"\n\n{t.text('since.nothing')}"
    return f"{say(t, since_sentence(since))}\n\n{trend_lines}{nothing}", groups


def show_comments(reader: Reader, analysis: ProgrammeAnalysis, row: Review | None) -> None:
    """Show what was signed, the latest first, and let the agent of record sign another."""
    t = reader.t
    own = [one for one in analysis.snapshot.signed_comments if row is None or one.review_id == row.id]
    may_sign = can_change(reader, Permission.SIGN_COMMENT)
    if not own and not may_sign:
        return
    st.header(t.text("comment.heading"))
    if not own:
        st.markdown(t.text("comment.none"))
    said = [
        f"{paragraphs(one.text)}\n\n:small[{marked(t, 'comment.signed', author=one.author, date=one.on)}]"
        for one in reversed(own)
    ]
    for words in said[:_COMMENTS_SHOWN]:
        with st.container(border=True):
            st.markdown(words)
    if len(said) > _COMMENTS_SHOWN:
        show_more(t.text("comment.earlier"), said[_COMMENTS_SHOWN:], key="comments.earlier")
    if may_sign and st.button(t.text("comment.sign"), icon=":material/draw:", key="comment.sign"):
        forms.sign_comment(reader, row)


def show_print(reader: Reader) -> None:
    """Lead to the sheet to lay on the table today."""
    t = reader.t
    sheet = f"/council/{quote(reader.programme or '')}.pdf?lang={t.language}"
    st.markdown(f":material/print: [{t.text('review.print')}]({sheet})")


def show_kept(reader: Reader, row: Review, moment: ReviewMoment, then: ProgrammeAnalysis) -> None:
    """Lead to the report as it was on the day of the review, and offer to make it again to compare."""
    t = reader.t
    st.header(t.text("kept.heading"))
    links = kept_links(reader.programme or "", row.key, moment.kept)
    if not links:
        st.markdown(t.text("kept.none"))
        return
    st.markdown(t.text("kept.means"))
    st.markdown(sentence_list([f"[{say(t, name)}]({address})" for address, name in links]))
    if st.button(t.text("kept.compare"), icon=":material/compare:", key="kept.compare"):
        with st.spinner(t.text("kept.comparing"), show_time=True):
            differing = replay_differences(then, since_last_review(reader, then, moment.last_entry), moment)
        if differing:
            st.warning(marked(t, "kept.some_differ", names=differing), icon=":material/difference:")
        else:
            st.success(t.plural("kept.all_same", len(moment.kept)), icon=":material/verified:")
