"""What may be done to the people of a programme: services, posts and partners."""

from typing import Annotated, Any, ClassVar

from tracker.commands.capacity import remove_absences
from tracker.commands.command import Command, Work
from tracker.commands.links import identity
from tracker.commands.partial import PartOf
from tracker.commands.permission import Permission
from tracker.commands.record import add, edit, refuse_stale, remove, values_of
from tracker.model.base import Key
from tracker.model.content import PostContent
from tracker.model.organisation import Partner, PartnerFields, Post, Service, ServiceFields


class AddService(ServiceFields, Command):
    permission: ClassVar[Permission] = Permission.MANAGE_PROGRAMME

    def apply(self, work: Work) -> Service:
        return add(work, Service, values_of(self, ServiceFields))


class EditService(Command):
    permission: ClassVar[Permission] = Permission.MANAGE_PROGRAMME

    key: Key
    version: int
    changes: Annotated[dict[str, Any], PartOf(ServiceFields, without=("key",))]

    def apply(self, work: Work) -> Service:
        service = work.find(Service, self.key)
        edit(work, service, self.version, self.changes)
        return service


class RemoveService(Command):
    permission: ClassVar[Permission] = Permission.MANAGE_PROGRAMME

    key: Key
    version: int

    def apply(self, work: Work) -> None:
        remove(work, work.find(Service, self.key), self.version)


class AddPost(PostContent, Command):
    permission: ClassVar[Permission] = Permission.MANAGE_PROGRAMME

    def apply(self, work: Work) -> Post:
        return add(work, Post, values_of(self, PostContent))


class EditPost(Command):
    permission: ClassVar[Permission] = Permission.MANAGE_PROGRAMME

    key: Key
    version: int
    changes: Annotated[dict[str, Any], PartOf(PostContent, without=("key",))]

    def apply(self, work: Work) -> Post:
        post = work.find(Post, self.key)
        edit(work, post, self.version, self.changes)
        return post


class RemovePost(Command):
    """Remove a post with its absences; refused while anything else names it."""

    permission: ClassVar[Permission] = Permission.MANAGE_PROGRAMME

    key: Key
    version: int

    def apply(self, work: Work) -> None:
        post = work.find(Post, self.key)
        refuse_stale(work, post, self.version, {})
        remove_absences(work, identity(post))
        remove(work, post, self.version)


class AddPartner(PartnerFields, Command):
    permission: ClassVar[Permission] = Permission.MANAGE_PROGRAMME

    def apply(self, work: Work) -> Partner:
        return add(work, Partner, values_of(self, PartnerFields))


class EditPartner(Command):
    permission: ClassVar[Permission] = Permission.MANAGE_PROGRAMME

    key: Key
    version: int
    changes: Annotated[dict[str, Any], PartOf(PartnerFields, without=("key",))]

    def apply(self, work: Work) -> Partner:
        partner = work.find(Partner, self.key)
        edit(work, partner, self.version, self.changes)
        return partner


class RemovePartner(Command):
    permission: ClassVar[Permission] = Permission.MANAGE_PROGRAMME

    key: Key
    version: int

    def apply(self, work: Work) -> None:
        remove(work, work.find(Partner, self.key), self.version)
