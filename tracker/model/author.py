"""Who acts: the identity that commands and queries read permissions from, and the journal a name."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tracker.model.account import Role


@dataclass(frozen=True)
class Mandate:
    """What somebody is in one programme, and for whom: everything by key."""

    role: Role
    # The services a focal point speaks for.
    services: frozenset[str] = frozenset()
    # The posts an owner holds.
    posts: frozenset[str] = frozenset()
    # The partner that a partner account belongs to.
    partner: str | None = None


@dataclass(frozen=True)
class Author:
    """A person with an account, or whoever sits at the machine: the command line, the single user.

    `role` is held in every programme and by the machine's own user alone; people hold `mandates`, by the
    key of the programme. An administrator of the installation is one in every programme.
    """

    name: str
    role: str = ""
    account_id: int | None = None
    login: str = ""
    is_administrator: bool = False
    mandates: Mapping[str, Mandate] = field(default_factory=dict)

    def roles_in(self, programme: str) -> frozenset[str]:
        """Return the roles held in a programme by its key; none: the programme is not theirs to see."""
        mandate = self.mandates.get(programme)
        own = {mandate.role.value} if mandate else set()
        return frozenset(own | self.roles_everywhere)

    @property
    def roles_everywhere(self) -> frozenset[str]:
        """The roles that do not depend on a programme."""
        everywhere = {self.role} if self.role else set()
        return frozenset(everywhere | ({Role.ADMINISTRATOR.value} if self.is_administrator else set()))
