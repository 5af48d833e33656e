"""Whose a record is: what a focal point's services do, an owner's posts answer for, a partner's own part."""

from sqlalchemy.orm import Session

from tracker.commands.permission import Permission, Reach, reach_of
from tracker.model.account import Role
from tracker.model.author import Author, Mandate
from tracker.model.base import Record
from tracker.model.initiative import Initiative
from tracker.model.milestone import Milestone
from tracker.model.organisation import Partner, Post, PostRole, Service
from tracker.model.snapshot import Snapshot


def is_own(session: Session, mandate: Mandate, record: Record | None) -> bool:
    """Whether a milestone or an initiative belongs to one of the services or posts of a mandate.

    A partner belongs to the mandate of its own account.

    A milestone without a service or an owner of its own belongs to those of its initiative. Of anything
    else nobody is the owner. A leader answers for what is asked of a sponsor's post itself, not for what
    that post's initiatives contain.
    """
    if mandate.role is Role.LEADER:
        return _is_asked_of_sponsor(session, record)
    if isinstance(record, Partner):
        return record.key == mandate.partner
    if not isinstance(record, (Milestone, Initiative)):
        return False
    service = session.get(Service, _inherited(session, record, "service_id"))
    post = session.get(Post, _inherited(session, record, "owner_id"))
    is_of_service = service is not None and service.key in mandate.services
    return is_of_service or (post is not None and post.key in mandate.posts)


def may_answer(author: Author, snapshot: Snapshot, milestone: Milestone) -> bool:
    """Whether somebody may record the answer to a decision, as the command will ask again."""
    reach = reach_of(author, Permission.DECIDE, snapshot.programme.key)
    owner = snapshot.posts.get(milestone.owner_id)
    is_asked = owner is not None and owner.role == PostRole.SPONSOR
    return reach is Reach.ALL or (reach is Reach.OWN and is_asked)


def _is_asked_of_sponsor(session: Session, record: Record | None) -> bool:
    if not isinstance(record, Milestone) or record.owner_id is None:
        return False
    return session.get_one(Post, record.owner_id).role is PostRole.SPONSOR


def _inherited(session: Session, record: Milestone | Initiative, column: str) -> int:
    own = getattr(record, column)
    if own is None and isinstance(record, Milestone) and record.initiative_id is not None:
        own = getattr(session.get_one(Initiative, record.initiative_id), column)
    # No row has this id.
    return 0 if own is None else int(own)
