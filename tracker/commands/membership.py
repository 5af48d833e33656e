"""Gives people their role in a programme, and takes it away."""

from typing import Any, ClassVar

from pydantic import Field
from sqlalchemy import select

from tracker.commands.installation import AccountCommand, InstallationWork
from tracker.commands.links import identity
from tracker.commands.rules import refuse
from tracker.model.account import Membership, MembershipPost, MembershipService, Role
from tracker.model.base import Key
from tracker.model.errors import UnknownProgrammeError, UnknownRecordError
from tracker.model.organisation import Partner, Post, Service
from tracker.model.programme import Programme
from tracker.storage.tables import table_of


class GrantRole(AccountCommand):
    """Make a person what they are in one programme, in place of what they were."""

    programme: Key
    role: Role
    # The services of a focal point, the posts of an owner, the partner of a partner account: by key.
    services: list[Key] = Field(default_factory=list, max_length=200)
    posts: list[Key] = Field(default_factory=list, max_length=200)
    partner: Key | None = None

    NEEDS: ClassVar = {Role.FOCAL_POINT: "services", Role.OWNER: "posts", Role.PARTNER: "partner"}

    def apply(self, work: InstallationWork) -> Membership:
        self._refuse_without_scope()
        account = work.account(self.login)
        programme_id = identity(_programme(work, self.programme))
        _withdraw(work, identity(account), programme_id)
        membership = Membership(
            account_id=identity(account),
            programme_id=programme_id,
            role=self.role,
            partner_id=_id_of(work, Partner, programme_id, self.partner) if self.partner else None,
        )
        work.session.add(membership)
        work.session.flush()
        for link, column, kind, keys in (
            (MembershipService, "service_id", Service, self.services),
            (MembershipPost, "post_id", Post, self.posts),
        ):
            for key in dict.fromkeys(keys):
                target: Any = {column: _id_of(work, kind, programme_id, key)}
                work.session.add(link(membership_id=identity(membership), **target))
        # Whoever holds this person's rights in memory sees that they are out of date.
        account.version += 1
        return membership

    def _refuse_without_scope(self) -> None:
        """A focal point without a service would see nothing, and a leader with one means a mistake."""
        for role, field in self.NEEDS.items():
            if (self.role is role) != bool(getattr(self, field)):
                key = "role_needs_scope" if self.role is role else "role_without_scope"
                raise refuse(key, field)


class WithdrawRole(AccountCommand):
    """Take a person out of a programme."""

    programme: Key

    def apply(self, work: InstallationWork) -> None:
        account = work.account(self.login)
        if not _withdraw(work, identity(account), identity(_programme(work, self.programme))):
            raise UnknownRecordError(kind="membership", key=self.programme, nearest=[])
        account.version += 1


def _withdraw(work: InstallationWork, account_id: int, programme_id: int) -> bool:
    """Remove what a person is in a programme; return whether they were anything."""
    held = work.all(Membership, account_id=account_id, programme_id=programme_id)
    for membership in held:
        work.remove_all(MembershipService, membership_id=membership.id)
        work.remove_all(MembershipPost, membership_id=membership.id)
        work.session.delete(membership)
        work.session.flush()
    return bool(held)


def _programme(work: InstallationWork, key: str) -> Programme:
    found = work.all(Programme, key=key)
    if not found:
        keys = work.session.execute(select(table_of(Programme).c.key)).scalars()
        raise UnknownProgrammeError(key=key, known=sorted(keys))
    programme: Programme = found[0]
    return programme


def _id_of(work: InstallationWork, kind: type[Service | Post | Partner], programme_id: int, key: str) -> int:
    found = work.all(kind, programme_id=programme_id, key=key)
    if not found:
        raise UnknownRecordError(kind=str(table_of(kind).name), key=key, nearest=[])
    return identity(found[0])
