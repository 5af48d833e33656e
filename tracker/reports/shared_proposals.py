"""What a partner may propose on a shared page, and what became of what it proposed before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.i18n import Text
from tracker.model.share import ProposalKind, ProposalState

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tracker.analysis.sharing import SharedRoadmap
    from tracker.model.share import PartnerProposal


@dataclass(frozen=True)
class ProposalForm:
    """The form and what has been typed into it: what can be chosen, by key and title."""

    milestones: tuple[tuple[str, str], ...]
    kinds: tuple[tuple[str, Text], ...]
    typed: Mapping[str, str]


def proposal_form(roadmap: SharedRoadmap, typed: Mapping[str, str] | None) -> ProposalForm | None:
    """Return the form for what is still open, the partner's own first; None when nothing is."""
    own = {one.key for one in roadmap.expected}
    open_ones = [one for one in roadmap.milestones if one.is_open]
    if not open_ones:
        return None
    open_ones.sort(key=lambda one: one.key not in own)
    return ProposalForm(
        milestones=tuple((one.key, one.title) for one in open_ones),
        kinds=tuple((kind.value, Text(f"share.propose.{kind.value}")) for kind in ProposalKind),
        typed=typed or {"milestone": "", "kind": ProposalKind.NEW_DATE.value, "on": "", "evidence": ""},
    )


def proposal_lines(proposals: Sequence[PartnerProposal], roadmap: SharedRoadmap) -> tuple[Text, ...]:
    """Say each proposal that came through the link, the newest first, and its answer."""
    titles = {one.id: one.title for one in roadmap.milestones}
    return tuple(_line(one, titles[one.milestone_id]) for one in proposals if one.milestone_id in titles)


def _line(one: PartnerProposal, title: str) -> Text:
    said = Text(f"share.proposed.{ProposalKind(one.kind).value}", {"title": title, "date": one.on})
    state = ProposalState(one.state)
    if state is ProposalState.OPEN:
        return Text("share.proposed.open", {"said": said})
    form = f"share.proposed.{state.value}" + (".with_words" if one.answer else "")
    return Text(form, {"said": said, "date": one.answered_on, "answer": one.answer})
