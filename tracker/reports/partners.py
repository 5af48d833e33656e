"""Who sees which part of the roadmap through a link, how often they looked, and what they propose."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from tracker.commands.share_access import SharesOfProgramme
from tracker.i18n import Text
from tracker.model.share import ProposalKind, ProposalState

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.model.share import PartnerProposal, Share
    from tracker.model.snapshot import Snapshot


@dataclass(frozen=True)
class ShareLine:
    """One link: for whom, what it shows, until when, and how often it was opened."""

    id: int
    key: str
    version: int
    title: Text
    # What it shows, beyond titles and dates, and what it lets the partner do.
    shows: Text
    until: Text
    openings: Text
    is_live: bool
    has_password: bool


@dataclass(frozen=True)
class ProposalLine:
    """A proposal that waits for an answer."""

    id: int
    version: int
    milestone: str
    milestone_version: int
    sentence: Text
    evidence: str


def share_lines(found: SharesOfProgramme, snapshot: Snapshot, today: date) -> tuple[ShareLine, ...]:
    """Return the links, those that work first."""
    lines = [_line(share, found, snapshot, today) for share in found.shares]
    return tuple(sorted(lines, key=lambda line: not line.is_live))


def partners_answer(found: SharesOfProgramme, today: date) -> tuple[Text, ...]:
    """Say in a sentence or two who looks at the roadmap and whether somebody waits for an answer."""
    live = [share for share in found.shares if _is_live(share, today)]
    if not live:
        return (Text("partners.answer.none"),)
    looked = {visit.share_id for visit in found.visits} & {share.id for share in live}
    waiting = sum(one.state == ProposalState.OPEN for one in found.proposals)
    return (
        Text("partners.answer.live", count=len(live)),
        Text("partners.answer.looked", count=len(looked)) if looked else Text("partners.answer.unseen"),
        Text("partners.answer.waiting", count=waiting) if waiting else Text("partners.answer.nothing_waits"),
    )


def proposal_lines(found: SharesOfProgramme, snapshot: Snapshot) -> tuple[ProposalLine, ...]:
    """Return what waits for an answer, the oldest first."""
    shares = {share.id: share for share in found.shares}
    waiting = [one for one in reversed(found.proposals) if one.state == ProposalState.OPEN]
    return tuple(_proposal(one, shares[one.share_id], snapshot) for one in waiting)


def _is_live(share: Share, today: date) -> bool:
    return share.revoked_at is None and share.expires_on >= today


def _line(share: Share, found: SharesOfProgramme, snapshot: Snapshot, today: date) -> ShareLine:
    return ShareLine(
        id=share.id or 0,
        key=share.key,
        version=share.version,
        title=_title(share, snapshot),
        shows=Text("partners.shows", {"parts": list(_shown(share, snapshot))}),
        until=_until(share, today),
        openings=_openings(share, found),
        is_live=_is_live(share, today),
        has_password=share.id in found.with_password,
    )


def _title(share: Share, snapshot: Snapshot) -> Text:
    partner = snapshot.partners.get(share.partner_id)
    name = share.recipient or (partner.name if partner else "")
    return Text("partners.link.for", {"name": name}) if name else Text("partners.link.anonymous")


def _shown(share: Share, snapshot: Snapshot) -> Iterator[Text]:
    partner = snapshot.partners.get(share.partner_id)
    if share.initiatives:
        yield Text("partners.shows.chosen", count=len(share.initiatives))
    elif partner is not None:
        yield Text("partners.shows.of_partner", {"partner": partner.name})
    for name in ("shows_people", "shows_money", "shows_notes", "shows_council", "may_propose"):
        if getattr(share, name):
            yield Text(f"partners.{name}")


def _until(share: Share, today: date) -> Text:
    if share.revoked_at is not None:
        return Text("partners.until.revoked", {"date": share.revoked_at.date()})
    form = "open" if share.expires_on >= today else "expired"
    return Text(f"partners.until.{form}", {"date": share.expires_on})


def _openings(share: Share, found: SharesOfProgramme) -> Text:
    own = [visit for visit in found.visits if visit.share_id == share.id]
    if not own:
        return Text("partners.openings.none")
    return Text(
        "partners.openings",
        {"last": max(visit.on for visit in own)},
        count=sum(visit.visits for visit in own),
    )


def _proposal(one: PartnerProposal, share: Share, snapshot: Snapshot) -> ProposalLine:
    milestone = snapshot.milestones.by_id(one.milestone_id)
    values = {
        "who": _title(share, snapshot),
        "title": milestone.title,
        "date": one.on,
        "shown": one.seen_finish or Text("partners.proposal.no_date"),
    }
    return ProposalLine(
        id=one.id or 0,
        version=one.version,
        milestone=milestone.key,
        milestone_version=milestone.version,
        sentence=Text(f"partners.proposal.{ProposalKind(one.kind).value}", values),
        evidence=one.evidence,
    )
