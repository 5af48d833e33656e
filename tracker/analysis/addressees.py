"""Who is asked about an item, and who next when nobody answers: the people of a programme in steps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from tracker.model.account import Role
from tracker.model.author import Mandate
from tracker.model.organisation import Post, PostRole
from tracker.model.snapshot import Snapshot

# From the one who knows to the one who can decide.
STEPS = (PostRole.FOCAL_POINT, PostRole.OWNER, PostRole.TECHNICAL_LEAD, PostRole.SPONSOR)


@dataclass(frozen=True)
class Holder:
    """Somebody with an account and what they are in the programme; `address` is empty without a mailbox."""

    account_id: int
    title: str
    mandate: Mandate
    address: str = ""
    language: str = ""


@dataclass(frozen=True)
class Addressee:
    """One person, or one post that nobody with an account holds; `key` tells them apart for good."""

    key: str
    # A role title.
    name: str
    # Keys of the services that they speak for as a focal point, and of the posts that they hold.
    services: frozenset[str] = frozenset()
    posts: frozenset[str] = frozenset()
    # Of the programme as a whole: technical lead, sponsor.
    roles: frozenset[PostRole] = frozenset()
    address: str = ""
    language: str = ""


@dataclass(frozen=True)
class Step:
    """One step of the way up, and who stands on it."""

    level: PostRole
    people: tuple[Addressee, ...]


@dataclass(frozen=True)
class Addressees:
    """Everybody who can be asked in a programme. A vacant post is nobody."""

    people: tuple[Addressee, ...] = ()

    def way_up(self, service: str | None, post: str | None) -> tuple[Step, ...]:
        """Return the steps for an item of a service and of an owner's post: each has somebody new on it."""
        wanted: dict[PostRole, Iterable[Addressee]] = {
            PostRole.FOCAL_POINT: (one for one in self.people if service in one.services),
            PostRole.OWNER: (one for one in self.people if post in one.posts),
            PostRole.TECHNICAL_LEAD: (one for one in self.people if PostRole.TECHNICAL_LEAD in one.roles),
            PostRole.SPONSOR: (one for one in self.people if PostRole.SPONSOR in one.roles),
        }
        asked: set[str] = set()
        steps = []
        for level in STEPS:
            people = tuple(one for one in wanted[level] if one.key not in asked)
            asked |= {one.key for one in people}
            if people:
                steps.append(Step(level, people))
        return tuple(steps)


def addressees(snapshot: Snapshot, holders: Sequence[Holder]) -> Addressees:
    """Return who can be asked: the people with accounts, and the filled posts that none of them holds."""
    accounts, alone = [_of_account(holder) for holder in holders], []
    service_of = {row.id: row.key for row in snapshot.services}
    for post in snapshot.posts:
        if post.is_vacant:
            continue
        own = _of_post(post, service_of.get(post.service_id))
        if any(_stands_for(one, own) for one in accounts):
            accounts = [_joined(one, own) if _stands_for(one, own) else one for one in accounts]
        else:
            alone.append(own)
    return Addressees((*accounts, *alone))


_ROLES = {Role.TECHNICAL_LEAD: PostRole.TECHNICAL_LEAD, Role.LEADER: PostRole.SPONSOR}


def _of_account(holder: Holder) -> Addressee:
    role = _ROLES.get(holder.mandate.role)
    return Addressee(
        key=f"account:{holder.account_id}",
        name=holder.title,
        services=holder.mandate.services,
        posts=holder.mandate.posts,
        roles=frozenset({role} if role else ()),
        address=holder.address,
        language=holder.language,
    )


def _of_post(post: Post, service: str | None) -> Addressee:
    is_relay = post.role is PostRole.FOCAL_POINT and service is not None
    leads = post.role in (PostRole.TECHNICAL_LEAD, PostRole.SPONSOR)
    return Addressee(
        key=f"post:{post.key}",
        name=post.title,
        services=frozenset({service} if is_relay and service else ()),
        posts=frozenset({post.key}),
        roles=frozenset({post.role} if leads else ()),
    )


def _stands_for(person: Addressee, post: Addressee) -> bool:
    """Whether somebody with an account holds a post: it is theirs, or they do what it is for."""
    relays = bool(post.services) and post.services <= person.services
    return post.posts <= person.posts or relays or bool(post.roles & person.roles)


def _joined(person: Addressee, post: Addressee) -> Addressee:
    return replace(
        person,
        services=person.services | post.services,
        posts=person.posts | post.posts,
        roles=person.roles | post.roles,
    )
