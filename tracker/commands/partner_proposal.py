"""What a partner may propose through a link, and what is answered; until then nothing changes."""

from typing import Any, ClassVar

from pydantic import SecretStr
from sqlmodel import Field

from tracker.analysis import analyse
from tracker.analysis.sharing import shared_roadmap
from tracker.commands.command import Command, Work
from tracker.commands.links import identity
from tracker.commands.milestone import change_open, held_until, reached_on
from tracker.commands.permission import Permission
from tracker.commands.record import add, refuse_stale, values_of
from tracker.commands.rules import not_in_the_future, refuse
from tracker.commands.share_access import LiveShare, live_share, scope_of
from tracker.model.author import Author
from tracker.model.base import Key, Remark
from tracker.model.errors import NotAllowedError, UnknownRecordError
from tracker.model.milestone import Milestone
from tracker.model.share import PartnerProposal, PartnerProposalFields, ProposalKind, ProposalState

# What waits for an answer through one link: more is refused, so that nobody fills the list.
MOST_OPEN = 30


class ProposeThroughShare(PartnerProposalFields, Command):
    """Propose a new date or say "done" through a link; possession of the link is the permission.

    The link is read again inside the transaction: revoked, expired or closed to proposals, it refuses.
    """

    permission: ClassVar[Permission] = Permission.PROPOSE_THROUGH_SHARE
    is_undoable: ClassVar[bool] = False

    token: SecretStr = Field(exclude=True)
    milestone: Key

    def is_allowed(self, author: Author) -> bool:  # noqa: ARG002 - the link decides, inside the transaction
        return True

    def apply(self, work: Work) -> PartnerProposal:
        share = self._share(work)
        snapshot = work.snapshot()
        roadmap = shared_roadmap(analyse(snapshot, work.today), scope_of(share, snapshot))
        shown = next((one for one in roadmap.milestones if one.key == self.milestone), None)
        if shown is None:
            raise UnknownRecordError(kind="milestone", key=self.milestone, nearest=[])
        if not shown.is_open:
            raise refuse("proposal_on_ended", "milestone", title=shown.title)
        if self.kind is ProposalKind.DONE:
            not_in_the_future(work, "on", self.on)
        elif self.on < work.today:
            raise refuse("proposal_in_the_past", "on", today=work.today)
        open_ones = work.all(PartnerProposal, share_id=share.id, state=ProposalState.OPEN)
        if len(open_ones) >= MOST_OPEN:
            raise refuse("proposals_full")
        milestone = work.find(Milestone, self.milestone)
        return add(
            work,
            PartnerProposal,
            {
                **values_of(self, PartnerProposalFields),
                "share_id": share.id,
                "milestone_id": identity(milestone),
                "seen_finish": shown.finish,
                "proposed_at": work.context.at,
            },
        )

    def _share(self, work: Work) -> LiveShare:
        found = live_share(work.session.connection(), self.token.get_secret_value(), work.context.at)
        if found is None or found.programme != self.programme or not found.may_propose:
            raise NotAllowedError(command=type(self).__name__)
        return found


class AcceptPartnerProposal(Command):
    """Let the plan follow what a partner proposed: the milestone is done, or held to no earlier a date."""

    permission: ClassVar[Permission] = Permission.EDIT_PLAN

    proposal_id: int
    version: int
    # The milestone as the person who accepts has seen it.
    milestone_version: int
    answer: Remark = ""

    def apply(self, work: Work) -> PartnerProposal:
        proposal = _open_proposal(work, self.proposal_id, self.version)
        milestone = work.session.get_one(Milestone, proposal.milestone_id)
        change_open(work, milestone, self.milestone_version, _changes(proposal, milestone))
        return _answered(work, proposal, ProposalState.ACCEPTED, self.answer)


class RefusePartnerProposal(Command):
    """Leave the plan as it is, and tell the partner why."""

    permission: ClassVar[Permission] = Permission.EDIT_PLAN

    proposal_id: int
    version: int
    answer: Remark = Field(min_length=1)

    def apply(self, work: Work) -> PartnerProposal:
        proposal = _open_proposal(work, self.proposal_id, self.version)
        return _answered(work, proposal, ProposalState.REFUSED, self.answer)


def _changes(proposal: PartnerProposal, milestone: Milestone) -> dict[str, Any]:
    is_new_date = proposal.kind is ProposalKind.NEW_DATE
    return held_until(proposal.on) if is_new_date else reached_on(milestone, proposal.on)


def _open_proposal(work: Work, proposal_id: int, version: int) -> PartnerProposal:
    found = next(iter(work.all(PartnerProposal, id=proposal_id)), None)
    if found is None:
        raise UnknownRecordError(kind="partner_proposal", key=str(proposal_id), nearest=[])
    refuse_stale(work, found, version, {})
    if found.state is not ProposalState.OPEN:
        raise refuse("proposal_answered")
    return found


def _answered(work: Work, proposal: PartnerProposal, state: ProposalState, answer: str) -> PartnerProposal:
    proposal.state, proposal.answer, proposal.answered_on = state, answer, work.today
    return proposal
