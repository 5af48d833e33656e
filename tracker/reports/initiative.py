"""One initiative: what stands in a sentence, who carries it, and what it is made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from tracker.analysis.facts import ItemState
from tracker.commands.labels import choice_label, field_label
from tracker.i18n import Text
from tracker.model.base import Basis
from tracker.model.initiative import InitiativeStatus
from tracker.model.organisation import PostRole
from tracker.model.progress import DeclaredStatus
from tracker.reports.council import against_approved
from tracker.reports.links import links_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tracker.analysis import ProgrammeAnalysis
    from tracker.analysis.facts import InitiativeAnalysis, ItemAnalysis
    from tracker.model.initiative import Initiative
    from tracker.model.organisation import Post
    from tracker.model.snapshot import Snapshot

# Stands for the milestones, decisions and prerequisites that belong to no initiative.
OUTSIDE = "-"
_CLOSED = (ItemState.DONE, ItemState.CANCELLED)


@dataclass(frozen=True)
class Fact:
    """One line about the initiative: what it is called and what is known."""

    label: Text
    value: Any


def subjects(snapshot: Snapshot) -> Mapping[str, str | Text]:
    """Return what the screen can be about, by key: the initiatives in their order, then what has none."""
    rows = sorted(snapshot.initiatives, key=lambda row: (row.position, row.key))
    found: dict[str, str | Text] = {row.key: row.title for row in rows}
    if any(row.initiative_id is None for row in snapshot.milestones):
        found[OUTSIDE] = Text("initiative.outside" if rows else "initiative.outside.all")
    return found


def title_of(snapshot: Snapshot, key: str) -> str:
    """Return the title of a milestone or an initiative; the key itself when it is neither."""
    row = snapshot.milestones.by_key(key) or snapshot.initiatives.by_key(key)
    return row.title if row else key


def subject_of(analysis: ProgrammeAnalysis, item: str | None) -> str | None:
    """Return the subject that an item belongs to, else what is under way; None for an empty programme."""
    snapshot = analysis.snapshot
    known = subjects(snapshot)
    if item in known:
        return item
    milestone = snapshot.milestones.by_key(item or "")
    if milestone is None:
        return next((key for key in known if _is_under_way(analysis, key)), next(iter(known), None))
    initiative = snapshot.initiatives.get(milestone.initiative_id)
    return initiative.key if initiative else OUTSIDE


def _is_under_way(analysis: ProgrammeAnalysis, subject: str) -> bool:
    standing = standing_of(analysis, subject)
    return standing is not None and standing.is_planned and standing.next_milestone is not None


def standing_of(analysis: ProgrammeAnalysis, subject: str) -> InitiativeAnalysis | None:
    """Return how an initiative fares, None for what belongs to no initiative."""
    row = analysis.snapshot.initiatives.row_of_key.get(subject)
    return None if row is None else analysis.initiatives[row]


def milestones_of(analysis: ProgrammeAnalysis, subject: str) -> tuple[ItemAnalysis, ...]:
    """Return the milestones of a subject in the order of their dates, of one day in the plan's order."""
    standing, items = standing_of(analysis, subject), analysis.items
    if standing is not None:
        own = [items.by_key(key) for key in standing.milestones]
    else:
        rows = [row for row in analysis.snapshot.milestones if row.initiative_id is None]
        own = [items.by_key(row.key) for row in sorted(rows, key=lambda row: (row.position, row.key))]
    return tuple(sorted(own, key=lambda item: item.early_finish or date.max))


def answer(analysis: ProgrammeAnalysis, subject: str) -> tuple[Text, ...]:
    """Say how the subject fares, when it ends against the approval, and what it waits for or holds back."""
    standing = standing_of(analysis, subject)
    own = milestones_of(analysis, subject)
    return (*(() if standing is None else _fares(standing, own)), *_waits(analysis, own))


def _fares(standing: InitiativeAnalysis, own: Sequence[ItemAnalysis]) -> tuple[Text, ...]:
    sentences = [_reason(standing, own)]
    if standing.finish and standing.is_planned:
        is_over = standing.progress.counted and standing.progress.reached == standing.progress.counted
        comparison = against_approved(standing.approved_finish, standing.variance_days)
        sentences.append(
            Text(
                f"initiative.answer.{'ended' if is_over else 'expected'}",
                {"finish": standing.finish, "comparison": comparison},
            )
        )
    return tuple(sentences)


def _reason(standing: InitiativeAnalysis, own: Sequence[ItemAnalysis]) -> Text:
    """Name the milestone that makes the initiative fare as it does, where the reason does not."""
    reason = standing.reason
    title = next((item.title for item in own if item.reason == reason), None)
    if title is None or "title" in reason.values:
        return reason
    return Text("initiative.answer.because_of", {"title": title, "reason": reason})


def declared(standing: InitiativeAnalysis) -> Text:
    """Say what its people declare; `standing.disagreement` tells whether the dates say worse."""
    if standing.declared_status is DeclaredStatus.NOT_GIVEN or standing.declared_on is None:
        return Text("initiative.declared.nobody")
    level = Text(f"declared.{standing.declared_status}")
    key = "disagreement" if standing.disagreement else "as"
    return Text(f"initiative.declared.{key}", {"level": level, "day": standing.declared_on})


def _waits(analysis: ProgrammeAnalysis, own: Sequence[ItemAnalysis]) -> tuple[Text, ...]:
    """Say which open items of others stand before the own ones, and which after."""
    open_keys = {item.key for item in own if item.state not in _CLOSED}
    own_keys = {item.key for item in own}
    links = [
        link for link in links_of(analysis) if (link.predecessor in own_keys) != (link.successor in own_keys)
    ]
    before = _open(analysis, [link.predecessor for link in links if link.successor in open_keys])
    after = _open(analysis, [link.successor for link in links if link.predecessor in open_keys])
    sentences = []
    if before:
        sentences.append(Text("initiative.answer.waits", {"items": _named(before)}))
    if after:
        sentences.append(Text("initiative.answer.holds", {"items": _named(after)}))
    return tuple(sentences)


def _open(analysis: ProgrammeAnalysis, keys: Iterable[str]) -> list[str]:
    milestones = analysis.snapshot.milestones.row_of_key
    found = [analysis.items.by_key(key) for key in dict.fromkeys(keys) if key in milestones]
    return [item.title for item in found if item.state not in _CLOSED]


def _named(titles: list[str], shown: int = 2) -> list[Text]:
    named = [Text("initiative.quoted", {"title": title}) for title in titles[:shown]]
    rest = len(titles) - shown
    return [*named, Text("council.others", count=rest)] if rest > 0 else named


def facts(analysis: ProgrammeAnalysis, key: str) -> tuple[Fact, ...]:
    """Return what is recorded of an initiative, gaps left out."""
    snapshot = analysis.snapshot
    row = snapshot.initiatives.by_id(analysis.initiatives[snapshot.initiatives.row_of_key[key]].id)
    found = [*_people(snapshot, row), *_money(snapshot, row), *_origin(row)]
    return tuple(fact for fact in found if fact.value)


def _label(name: str) -> Text:
    return field_label("initiative", name)


def _people(snapshot: Snapshot, row: Initiative) -> list[Fact]:
    service, owner = snapshot.services.get(row.service_id), snapshot.posts.get(row.owner_id)
    also = [found for found in snapshot.participating_services if found.initiative_id == row.id]
    relays = [
        post
        for post in snapshot.posts
        if post.role == PostRole.FOCAL_POINT and post.service_id == row.service_id is not None
    ]
    return [
        Fact(_label("axis"), row.axis),
        Fact(_label("service"), service.name if service else Text("initiative.none_named")),
        Fact(_label("also"), [snapshot.services.by_id(found.service_id).name for found in also]),
        Fact(_label("owner"), _post(owner) if owner else Text("initiative.none_named")),
        Fact(choice_label(PostRole.FOCAL_POINT), [_post(post) for post in relays]),
        Fact(_label("partners"), _partners(snapshot, row)),
    ]


def _post(post: Post) -> str | Text:
    return Text("initiative.vacant", {"post": post.title}) if post.is_vacant else post.title


def _partners(snapshot: Snapshot, row: Initiative) -> list[str | Text]:
    found: list[str | Text] = []
    for part in snapshot.initiative_partners:
        if part.initiative_id == row.id:
            name = snapshot.partners.by_id(part.partner_id).name
            values = {"partner": name, "contribution": part.contribution}
            found.append(Text("initiative.partner", values) if part.contribution else name)
    return found


def _money(snapshot: Snapshot, row: Initiative) -> list[Fact]:
    values = {"cost": row.cost, "currency": snapshot.programme.currency}
    unknown = Text("initiative.cost.unknown")
    return [
        Fact(Text("initiative.cost"), unknown if row.cost is None else Text("initiative.cost.known", values)),
        Fact(_label("funding"), row.funding),
        Fact(_label("free_tool"), row.free_tool),
    ]


def _origin(row: Initiative) -> list[Fact]:
    status = choice_label(InitiativeStatus(row.status))
    reasoned = Text("initiative.status.why", {"status": status, "reason": row.status_reason})
    return [
        Fact(Text("initiative.decided"), reasoned if row.status_reason else status),
        Fact(Text("initiative.origin"), origin(row.basis, row.source)),
    ]


def origin(basis: str, source: str) -> Text:
    """Say whether a fact is vouched for and by what."""
    kind = "sourced" if basis == Basis.SOURCED else "assumed"
    return Text(f"initiative.origin.{kind}{'.source' if source else ''}", {"source": source})
