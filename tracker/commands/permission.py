"""Which role may do what, and to whose work: the permission table, as plain values."""

from collections.abc import Mapping
from enum import StrEnum

from tracker.model.account import Role
from tracker.model.author import Author

__all__ = [
    "PERMISSIONS",
    "Permission",
    "Reach",
    "Role",
    "is_allowed",
    "is_allowed_everywhere",
    "may",
    "reach_of",
]


class Permission(StrEnum):
    """What may be granted in a programme; the last of them in the installation."""

    # The whole plan, with what is reported of it; not its journal.
    READ = "read"
    READ_JOURNAL = "read_journal"
    # What is being weighed: scenarios, and how the few people are used.
    READ_SCENARIOS = "read_scenarios"
    # Reviews with their agendas, those in preparation too.
    READ_REVIEWS = "read_reviews"
    # A partner's own part, as a link would show it: all that a partner account reads.
    READ_SHARED = "read_shared"
    REPORT_PROGRESS = "report_progress"
    RESCHEDULE = "reschedule"
    EDIT_PLAN = "edit_plan"
    MANAGE_PROGRAMME = "manage_programme"
    APPROVE_BASELINE = "approve_baseline"
    PROPOSE_CHANGE = "propose_change"
    APPROVE_CHANGE = "approve_change"
    # To record that a decision was taken or refused.
    DECIDE = "decide"
    SHARE = "share"
    # Dates in one's own calendar program, through an address that needs no sign-in.
    FOLLOW_CALENDAR = "follow_calendar"
    PREPARE_REVIEW = "prepare_review"
    # Of the agent of record: what is signed stays.
    SIGN_COMMENT = "sign_comment"
    # Of no role: who holds a link that allows it may.
    PROPOSE_THROUGH_SHARE = "propose_through_share"
    # Of the installation, not of one programme: who may sign in, and as what.
    MANAGE_ACCOUNTS = "manage_accounts"


class Reach(StrEnum):
    """To whose work a permission extends."""

    # A focal point: what its services lead or do. An owner: what its posts own. A partner: its own part.
    # A leader: the decisions asked of a post that carries the programme politically.
    OWN = "own"
    ALL = "all"


Grants = Mapping[Permission, Reach]


def _all(*permissions: Permission) -> dict[Permission, Reach]:
    return dict.fromkeys(permissions, Reach.ALL)


def _own(*permissions: Permission) -> dict[Permission, Reach]:
    return dict.fromkeys(permissions, Reach.OWN)


_OF_PROGRAMME = [
    permission
    for permission in Permission
    if permission
    not in (Permission.READ_SHARED, Permission.MANAGE_ACCOUNTS, Permission.PROPOSE_THROUGH_SHARE)
]
PERMISSIONS: Mapping[Role, Grants] = {
    Role.ADMINISTRATOR: _all(*_OF_PROGRAMME, Permission.MANAGE_ACCOUNTS),
    Role.TECHNICAL_LEAD: _all(*_OF_PROGRAMME),
    Role.OWNER: {
        **_all(
            Permission.READ, Permission.READ_SCENARIOS, Permission.PROPOSE_CHANGE, Permission.FOLLOW_CALENDAR
        ),
        **_own(Permission.REPORT_PROGRESS, Permission.RESCHEDULE),
    },
    Role.FOCAL_POINT: {
        **_all(Permission.READ, Permission.FOLLOW_CALENDAR),
        **_own(Permission.REPORT_PROGRESS, Permission.RESCHEDULE),
    },
    Role.LEADER: {
        **_all(
            Permission.READ,
            Permission.READ_SCENARIOS,
            Permission.READ_REVIEWS,
            Permission.READ_JOURNAL,
            Permission.FOLLOW_CALENDAR,
        ),
        **_own(Permission.DECIDE),
    },
    Role.PARTNER: _own(Permission.READ_SHARED, Permission.FOLLOW_CALENDAR),
}


def may(role: str, permission: Permission) -> bool:
    """Whether a role holds a permission, be it for its own work alone; an unknown role holds none."""
    return permission in _grants(role)


def reach_of(author: Author, permission: Permission, programme: str) -> Reach | None:
    """Return how far a permission of somebody extends in a programme; None: they do not hold it."""
    reaches = {_grants(role).get(permission) for role in author.roles_in(programme)}
    return Reach.ALL if Reach.ALL in reaches else Reach.OWN if Reach.OWN in reaches else None


def is_allowed(author: Author, permission: Permission, programme: str) -> bool:
    """Whether somebody holds a permission in a programme, be it for their own work alone."""
    return reach_of(author, permission, programme) is not None


def is_allowed_everywhere(author: Author, permission: Permission) -> bool:
    """Whether somebody holds a permission that no programme grants: one of the installation."""
    return any(may(role, permission) for role in author.roles_everywhere)


def _grants(role: str) -> Grants:
    return PERMISSIONS.get(Role(role), {}) if role in list(Role) else {}
