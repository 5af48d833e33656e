"""Who is to act on each item: a service, or the body outside from which a decision or a law is awaited."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.model.milestone import Milestone, MilestoneKind
from tracker.model.snapshot import Snapshot
from tracker.planning.instants import Ints


@dataclass(frozen=True, eq=False)
class Acting:
    """By milestone row, who is to act: a row of `snapshot.services`, beyond its end one of the bodies."""

    snapshot: Snapshot
    places: Ints
    bodies: tuple[str, ...]

    def named(self, place: int) -> tuple[str, str]:
        """Return the key and the name of one place; a body outside is known by its name alone."""
        services = self.snapshot.services
        if place >= len(services):
            body = self.bodies[place - len(services)]
            return body, body
        return services[place].key, services[place].name


def acting_on(snapshot: Snapshot, services: Ints) -> Acting:
    """Return who is to act on each milestone; `services` are the rows of their own or inherited services.

    An item has its own service; without one, who it is awaited from, and that may be a service by name;
    a decision, whom it is asked of; else its initiative's service, or none (NO_ROW). The city council
    does not become late work of the service that leads the initiative.
    """
    awaited = [name.strip() for name in snapshot.milestones.column("awaited_from")]
    for row, kind in enumerate(snapshot.milestones.column("kind")):
        if kind == MilestoneKind.DECISION and not awaited[row]:
            awaited[row] = asked_of(snapshot, snapshot.milestones[row])
    own = snapshot.milestones.column("service_id")
    rows = [row for row, name in enumerate(awaited) if name and own[row] is None]
    if not rows:
        return Acting(snapshot, services, ())
    known = {service.name.casefold(): place for place, service in enumerate(snapshot.services)}
    places, bodies = services.copy(), list[str]()
    for row in rows:
        name = awaited[row]
        if name.casefold() not in known:
            known[name.casefold()] = len(snapshot.services) + len(bodies)
            bodies.append(name)
        places[row] = known[name.casefold()]
    return Acting(snapshot, places, tuple(bodies))


def asked_of(snapshot: Snapshot, milestone: Milestone) -> str:
    """Return the name of whom a decision is asked of, as its milestone says it; empty: of nobody.

    A body outside in words, else a partner, else a post, else a service: its own, not its initiative's.
    """
    partner = snapshot.partners.get(milestone.partner_id)
    post = snapshot.posts.get(milestone.owner_id)
    service = snapshot.services.get(milestone.service_id)
    names = (
        milestone.awaited_from.strip(),
        partner.name if partner else "",
        post.title if post else "",
        service.name if service else "",
    )
    return next((name for name in names if name), "")
