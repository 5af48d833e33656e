"""Which role may do what: the permission table, as plain values."""

from collections.abc import Mapping
from enum import StrEnum


class Role(StrEnum):
    TECHNICAL_LEAD = "technical_lead"
    LEADER = "leader"


class Permission(StrEnum):
    READ = "read"
    MANAGE_PROGRAMME = "manage_programme"
    EDIT_PLAN = "edit_plan"
    REPORT_PROGRESS = "report_progress"
    APPROVE_BASELINE = "approve_baseline"


PERMISSIONS: Mapping[Role, frozenset[Permission]] = {
    Role.TECHNICAL_LEAD: frozenset(Permission),
    Role.LEADER: frozenset({Permission.READ}),
}


def may(role: str, permission: Permission) -> bool:
    """Whether a role holds a permission; an unknown role holds none."""
    return permission in PERMISSIONS.get(Role(role), frozenset()) if role in list(Role) else False
