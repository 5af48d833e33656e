"""Whose items somebody reports on: those of their services or posts, or everybody's."""

from tracker.analysis.reporting import Scope
from tracker.commands.permission import Permission, Reach, reach_of
from tracker.model.author import Author


def own_scope(author: Author, programme: str) -> Scope:
    """Return the items that an author may report on in a programme; none for those who only read."""
    reach = reach_of(author, Permission.REPORT_PROGRESS, programme)
    if reach is Reach.ALL:
        return Scope(is_all=True)
    mandate = author.mandates.get(programme)
    if reach is None or mandate is None:
        return Scope()
    return Scope(services=mandate.services, posts=mandate.posts)


def chosen_scope(author: Author, programme: str, service: str | None) -> Scope:
    """Return an author's scope, narrowed to one service when they may report for everybody and chose one."""
    own = own_scope(author, programme)
    return Scope(services=frozenset({service})) if own.is_all and service else own
