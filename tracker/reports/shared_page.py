"""What a partner reads behind a link: what is expected of whom, what is waited for, what has changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from tracker.analysis.facts import ComputedStatus, ItemState
from tracker.i18n import Text
from tracker.model.milestone import MilestoneKind
from tracker.model.progress import DeclaredStatus
from tracker.reports.blocking import what_blocks
from tracker.reports.council import against_approved
from tracker.reports.shared_print import print_room
from tracker.reports.shared_size import LIGHTER, ROWS_SHOWN, lightened
from tracker.reports.shared_timeline import Timeline, timeline_of
from tracker.reports.static_page import LARGEST_PAGE_BYTES, static_page
from tracker.reports.style import glyph, status_name, status_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tracker.analysis.sharing import SharedInitiative, SharedMilestone, SharedNote, SharedRoadmap
    from tracker.i18n import Translator
    from tracker.reports.style import Status


@dataclass(frozen=True)
class SharedRow:
    """One milestone as a line of the page: what, how it fares, when, and what it waits for or opens."""

    key: str
    title: str
    status: str
    glyph: str
    word: Text
    when: Text
    # The day of `when`; None: undated.
    on: date | None
    is_open: bool
    more: tuple[Text | str, ...] = ()


@dataclass(frozen=True)
class SharedSection:
    """One initiative of the page."""

    title: str
    status: str
    glyph: str
    word: Text
    when: Text
    why: str
    facts: tuple[tuple[Text, Text | str], ...]
    rows: tuple[SharedRow, ...]


@dataclass(frozen=True)
class SharedPage:
    """The finished content of the page, in the order in which it is read."""

    roadmap: SharedRoadmap
    valid_until: date
    answer: tuple[Text, ...]
    expected: tuple[SharedRow, ...]
    waiting: tuple[SharedRow, ...]
    # What moved since the reader's last visit; None: this is the first.
    changes: tuple[Text, ...]
    changed_since: date | None
    timeline: Timeline | None
    sections: tuple[SharedSection, ...]
    rows_left_out: int


def shared_page(
    roadmap: SharedRoadmap,
    valid_until: date,
    t: Translator,
    changes: Sequence[Text] = (),
    changed_since: date | None = None,
) -> SharedPage:
    """Return what the page says of a shared roadmap.

    Args:
        changes: sentences about what the scope, and it alone, has seen since `changed_since`.
    """
    sections, left_out = _sections(roadmap)
    return SharedPage(
        roadmap=roadmap,
        valid_until=valid_until,
        answer=_answer(roadmap),
        expected=tuple(_row(one, _in_full(one, roadmap)) for one in roadmap.expected),
        waiting=tuple(_awaited(one, roadmap) for one in roadmap.waiting),
        changes=tuple(changes),
        changed_since=changed_since,
        timeline=timeline_of(roadmap, t),
        sections=sections,
        rows_left_out=left_out,
    )


def shared_page_html(page: SharedPage, t: Translator, **links: object) -> str:
    """Return the page as HTML without a script, as light as a slow telephone needs it.

    `links` are the addresses that the template offers. A page that would be too heavy says less: its lists
    are cut, and each says how much is left to the files.
    """
    html = ""
    for most in LIGHTER:
        shown = lightened(page, most)
        values = {"page": shown, "whole": page, "room": print_room(shown, t), "roadmap": page.roadmap}
        html = static_page("shared_roadmap.html", t, **values, links=links)
        if len(html.encode()) < LARGEST_PAGE_BYTES:
            break
    return html


def _answer(roadmap: SharedRoadmap) -> tuple[Text, ...]:
    """Say in two sentences what the reader came for."""
    if not roadmap.milestones:
        return (Text("share.answer.nothing"),)
    expected = roadmap.expected
    if expected:
        first = expected[0]
        own = Text("share.answer.expected", {"title": first.title, "date": first.finish}, count=len(expected))
    elif roadmap.partner:
        own = Text("share.answer.nothing_expected")
    else:
        own = _next_of(roadmap)
    held = Text("share.answer.held", count=len(roadmap.waiting)) if roadmap.waiting else None
    late = sum(one.status in (ComputedStatus.LATE, ComputedStatus.STALLED) for one in roadmap.milestones)
    trouble = Text("share.answer.late", count=late) if late else Text("share.answer.none_late")
    return tuple(text for text in (own, held, trouble) if text is not None)


def _next_of(roadmap: SharedRoadmap) -> Text:
    ahead = [one for one in roadmap.milestones if one.is_open and one.finish is not None]
    if not ahead:
        return Text("share.answer.all_reached")
    first = min(ahead, key=lambda one: one.finish or date.max)
    return Text("share.answer.next", {"title": first.title, "date": first.finish})


def _sections(roadmap: SharedRoadmap) -> tuple[tuple[SharedSection, ...], int]:
    left, sections, left_out = ROWS_SHOWN, [], 0
    for initiative in roadmap.initiatives:
        shown = initiative.milestones[:left]
        left -= len(shown)
        left_out += len(initiative.milestones) - len(shown)
        sections.append(_section(initiative, shown, roadmap))
    return tuple(sections), left_out


def _section(
    initiative: SharedInitiative, shown: Sequence[SharedMilestone], roadmap: SharedRoadmap
) -> SharedSection:
    return SharedSection(
        title=initiative.title,
        status=status_name(initiative.status),
        glyph=glyph(initiative.status),
        word=status_text(initiative.status),
        when=_ends(initiative),
        why=initiative.why_it_matters or initiative.description,
        facts=_facts(initiative, roadmap.currency),
        rows=tuple(_row(one, _in_short(one, roadmap)) for one in shown),
    )


def _ends(initiative: SharedInitiative) -> Text:
    if initiative.finish is None:
        return Text("share.undated")
    form = "share.ended" if initiative.status is ComputedStatus.DONE else "share.ends"
    comparison = against_approved(initiative.approved_finish, initiative.variance_days)
    return Text(form, {"date": initiative.finish, "comparison": comparison})


def _facts(initiative: SharedInitiative, currency: str) -> tuple[tuple[Text, Text | str], ...]:
    cost = (
        Text("share.cost.known", {"cost": initiative.cost, "currency": currency})
        if initiative.cost is not None
        else ""
    )
    facts: tuple[tuple[str, Text | str], ...] = (
        ("share.service", initiative.service),
        ("share.contribution", initiative.contribution),
        ("share.cost", cost),
        ("share.funding", initiative.funding),
        ("share.note", _note(initiative.note) or ""),
    )
    return tuple((Text(label), fact) for label, fact in facts if fact)


def _row(one: SharedMilestone, more: Iterable[Text | None]) -> SharedRow:
    status = _status(one)
    return SharedRow(
        key=one.key,
        title=one.title,
        status=status_name(status),
        glyph=glyph(status),
        word=status_text(status),
        when=_when(one),
        on=one.finish,
        is_open=one.is_open,
        more=tuple(line for line in more if line is not None),
    )


def _status(one: SharedMilestone) -> Status:
    return ComputedStatus.DONE if one.state is ItemState.DONE else one.status


def _when(one: SharedMilestone) -> Text:
    if one.state is ItemState.CANCELLED or one.finish is None:
        return Text("share.undated")
    form = "share.reached" if one.state is ItemState.DONE else "share.expected_on"
    return Text(
        form, {"date": one.finish, "comparison": against_approved(one.approved_finish, one.variance_days)}
    )


def _in_full(one: SharedMilestone, roadmap: SharedRoadmap) -> Iterator[Text | None]:
    """Say of a partner's own milestone what it waits for, what follows it, who is in charge, what is said."""
    yield Text("share.is_opening") if one.is_public_opening else None
    yield _waits(one, roadmap)
    yield _others(one)
    yield Text("share.holds", {"titles": _quoted(one.holds, roadmap)}) if one.holds else None
    yield Text("share.opens", count=one.opens) if one.opens else None
    yield Text("share.people", {"people": list(one.people)}) if one.people else None
    yield _note(one.note)


def _in_short(one: SharedMilestone, roadmap: SharedRoadmap) -> Iterator[Text | None]:
    """Say of any milestone what it is and what it waits for."""
    yield Text("share.is_opening") if one.is_public_opening else None
    yield None if one.kind is MilestoneKind.MILESTONE else Text(f"share.kind.{one.kind.value}")
    if one.is_expected_of_partner and one.is_open:
        yield Text("share.yours")
        return
    yield _waits(one, roadmap)
    yield _others(one)
    yield _note(one.note)


def _awaited(one: SharedMilestone, roadmap: SharedRoadmap) -> SharedRow:
    """Say what one milestone waits for that is somebody else's, each with its date."""
    dated = [
        Text("share.awaits", {"title": other.title, "when": _when(other)})
        for key in one.waits_for
        if not (other := roadmap.by_key(key)).is_expected_of_partner
    ]
    return _row(one, [*dated, _others(one)])


def _waits(one: SharedMilestone, roadmap: SharedRoadmap) -> Text | None:
    return Text("share.waits_for", {"titles": _quoted(one.waits_for, roadmap)}) if one.waits_for else None


def _others(one: SharedMilestone) -> Text | None:
    if not one.waits_for_others:
        return None
    if one.others_expected is None:
        return Text("share.waits_for_others", count=one.waits_for_others)
    return Text("share.waits_for_others.dated", {"date": one.others_expected}, count=one.waits_for_others)


def _quoted(keys: Iterable[str], roadmap: SharedRoadmap) -> list[Text]:
    return [Text("council.quoted", {"title": roadmap.by_key(key).title}) for key in keys]


def _note(note: SharedNote | None) -> Text | None:
    if note is None:
        return None
    who = Text("share.note.by", {"author": note.author, "date": note.on}) if note.author else note.on
    said = [Text(f"declared.{note.status}")] if note.status is not DeclaredStatus.NOT_GIVEN else []
    blocked = what_blocks(note.blocked_by, note.could_unblock)
    words: list[Text | str] = [
        *said,
        *([note.text] if note.text else []),
        *([blocked] if blocked else []),
    ]
    if not words:
        return None
    return Text("share.note.said", {"who": who, "words": Text("share.note.words", {"words": _joined(words)})})


def _joined(words: Sequence[Text | str]) -> Text | str:
    first, *rest = words
    return first if not rest else Text("share.note.joined", {"first": first, "rest": _joined(rest)})
