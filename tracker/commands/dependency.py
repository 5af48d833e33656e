"""What may be done to a dependency: added between two items, edited and removed."""

from typing import Annotated, Any, ClassVar

from tracker.commands.circles import refuse_circles
from tracker.commands.command import Command, Work
from tracker.commands.links import ends, identity
from tracker.commands.partial import PartOf
from tracker.commands.permission import Permission
from tracker.commands.record import edit, numbered, remove, values_of
from tracker.commands.rules import check
from tracker.model.content import DependencyContent
from tracker.model.milestone import Dependency, DependencyFields


class AddDependency(DependencyContent, Command):
    """Let a successor wait for a predecessor; each is the key of a milestone or of a whole initiative.

    The reason of the dependency is the reason that the journal keeps.
    """

    permission: ClassVar[Permission] = Permission.EDIT_PLAN

    def apply(self, work: Work) -> Dependency:
        dependency = Dependency(
            programme_id=identity(work.programme),
            **ends(work, self.predecessor, self.successor),
            **values_of(self, DependencyFields),
        )
        check(work, dependency)
        added = work.add(dependency)
        refuse_circles(work, added)
        return added


class EditDependency(Command):
    """Change how long or in which way a successor waits; other ends are another dependency."""

    permission: ClassVar[Permission] = Permission.EDIT_PLAN

    dependency_id: int
    version: int
    changes: Annotated[dict[str, Any], PartOf(DependencyFields)]

    def apply(self, work: Work) -> Dependency:
        dependency = numbered(work, Dependency, self.dependency_id)
        edit(work, dependency, self.version, self.changes)
        if "kind" in self.changes:
            refuse_circles(work, dependency)
        return dependency


class RemoveDependency(Command):
    permission: ClassVar[Permission] = Permission.EDIT_PLAN

    dependency_id: int
    version: int

    def apply(self, work: Work) -> None:
        remove(work, numbered(work, Dependency, self.dependency_id), self.version)
        refuse_circles(work)
