"""Which role may do what: the permission table, as plain values."""

from collections.abc import Mapping
from enum import StrEnum

from tracker.model.account import Role
from tracker.model.author import Author

__all__ = ["PERMISSIONS", "Permission", "Role", "is_allowed", "is_allowed_everywhere", "may"]


class Permission(StrEnum):
    READ = "read"
    MANAGE_PROGRAMME = "manage_programme"
    EDIT_PLAN = "edit_plan"
    REPORT_PROGRESS = "report_progress"
    APPROVE_BASELINE = "approve_baseline"
    PROPOSE_CHANGE = "propose_change"
    APPROVE_CHANGE = "approve_change"
    # Of the installation, not of one programme: who may sign in, and as what.
    MANAGE_ACCOUNTS = "manage_accounts"


PERMISSIONS: Mapping[Role, frozenset[Permission]] = {
    Role.ADMINISTRATOR: frozenset(Permission),
    Role.TECHNICAL_LEAD: frozenset(Permission) - {Permission.MANAGE_ACCOUNTS},
    Role.LEADER: frozenset({Permission.READ}),
}


def may(role: str, permission: Permission) -> bool:
    """Whether a role holds a permission; an unknown role holds none."""
    return permission in PERMISSIONS.get(Role(role), frozenset()) if role in list(Role) else False


def is_allowed(author: Author, permission: Permission, programme: str) -> bool:
    """Whether somebody holds a permission in a programme, by its key."""
    return any(may(role, permission) for role in author.roles_in(programme))


def is_allowed_everywhere(author: Author, permission: Permission) -> bool:
    """Whether somebody holds a permission that no programme grants: one of the installation."""
    return any(may(role, permission) for role in author.roles_everywhere)
