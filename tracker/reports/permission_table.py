"""The permission table in words: what each role may do, and whether for all work or its own alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.commands.labels import choice_label
from tracker.commands.permission import PERMISSIONS, Permission, Reach
from tracker.i18n import Text
from tracker.model.account import Role

if TYPE_CHECKING:
    from tracker.i18n import Translator

# By what people come to do; a permission in none of them is shown all the same, at the end.
GROUPS: Mapping[str, tuple[Permission, ...]] = {
    "reading": (
        Permission.READ,
        Permission.READ_SCENARIOS,
        Permission.READ_REVIEWS,
        Permission.READ_JOURNAL,
        Permission.READ_SHARED,
        Permission.FOLLOW_CALENDAR,
    ),
    "reporting": (Permission.REPORT_PROGRESS, Permission.RESCHEDULE),
    "planning": (Permission.EDIT_PLAN, Permission.MANAGE_PROGRAMME, Permission.PROPOSE_CHANGE),
    "deciding": (
        Permission.DECIDE,
        Permission.APPROVE_CHANGE,
        Permission.APPROVE_BASELINE,
        Permission.PREPARE_REVIEW,
        Permission.SIGN_COMMENT,
    ),
    "outside": (Permission.SHARE, Permission.PROPOSE_THROUGH_SHARE),
    "installation": (Permission.MANAGE_ACCOUNTS,),
}
_OTHER = "other"
# A glyph beside the word: nobody has to tell colours or read every word.
GLYPHS: Mapping[Reach | None, str] = {Reach.ALL: "●", Reach.OWN: "◐", None: "–"}


@dataclass(frozen=True)
class PermissionRow:
    """One permission: what it lets one do, and how far it reaches for each role; None: not at all."""

    permission: Permission
    reaches: Mapping[Role, Reach | None]

    @property
    def text(self) -> Text:
        return Text(f"permission.{self.permission}")


def permission_rows() -> Mapping[str, tuple[PermissionRow, ...]]:
    """Return every permission there is, by group, as the table of the commands grants it."""
    placed = {permission for group in GROUPS.values() for permission in group}
    left = tuple(permission for permission in Permission if permission not in placed)
    groups = {**GROUPS, **({_OTHER: left} if left else {})}
    return {name: tuple(_row(permission) for permission in group) for name, group in groups.items()}


def _row(permission: Permission) -> PermissionRow:
    return PermissionRow(permission, {role: PERMISSIONS[role].get(permission) for role in Role})


def group_text(group: str) -> Text:
    return Text(f"permission.group.{group}")


def reach_text(reach: Reach | None) -> Text:
    """Return how far a permission reaches: a glyph and its word."""
    word = Text(f"permission.reach.{reach}" if reach else "permission.reach.none")
    return Text("permission.cell", {"glyph": GLYPHS[reach], "word": word})


def permission_columns(rows: tuple[PermissionRow, ...], t: Translator) -> dict[str, list[str]]:
    """Return the table of one group: a row for each permission, a column for each role."""
    columns = {t.text("permission.column"): [t(row.text) for row in rows]}
    for role in Role:
        columns[t(choice_label(role))] = [t(reach_text(row.reaches[role])) for row in rows]
    return columns


def permission_line(row: PermissionRow, t: Translator) -> tuple[str, str]:
    """Return one permission for a narrow screen: what it lets one do, and who may."""
    said = []
    for reach in (Reach.ALL, Reach.OWN):
        roles = [t(choice_label(role)) for role in Role if row.reaches[role] is reach]
        if roles:
            said.append(t.text("permission.line", reach=reach_text(reach), roles=roles))
    return t(row.text), " · ".join(said) or t.text("permission.line.nobody")
