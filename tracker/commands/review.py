"""What may be done to a review in preparation: called, changed, given an agenda, and called off."""

from typing import Annotated, Any, ClassVar

from sqlmodel import Field

from tracker.analysis import analyse
from tracker.analysis.agenda import proposed_agenda
from tracker.analysis.since import happened_since
from tracker.commands.command import Command, Work
from tracker.commands.last_review import since_in
from tracker.commands.links import identity
from tracker.commands.partial import PartOf
from tracker.commands.permission import Permission
from tracker.commands.record import add, edit, numbered, refuse_stale, values_of
from tracker.commands.rules import refuse
from tracker.model.base import Key
from tracker.model.review import (
    MOST_POINTS,
    AgendaPoint,
    AgendaPointFields,
    OutcomeFields,
    Review,
    ReviewFields,
    ReviewState,
)


class PrepareReview(ReviewFields, Command):
    """Call a review; its agenda proposes itself from the plan and from what happened since the last one."""

    permission: ClassVar[Permission] = Permission.PREPARE_REVIEW

    proposes_agenda: bool = True

    def apply(self, work: Work) -> Review:
        review = add(work, Review, values_of(self, ReviewFields))
        if self.proposes_agenda:
            _add_proposed(work, review)
        return review


class EditReview(Command):
    """Change what a review in preparation is called, when it is, who is there, or what the lead says."""

    permission: ClassVar[Permission] = Permission.PREPARE_REVIEW

    key: Key
    version: int
    changes: Annotated[dict[str, Any], PartOf(ReviewFields, without=("key",))]

    def apply(self, work: Work) -> Review:
        review = in_preparation(work, self.key)
        edit(work, review, self.version, self.changes)
        return review


class DropReview(Command):
    """Call a review off that has not been held, with its agenda."""

    permission: ClassVar[Permission] = Permission.PREPARE_REVIEW

    key: Key
    version: int

    def apply(self, work: Work) -> None:
        review = in_preparation(work, self.key)
        refuse_stale(work, review, self.version, {})
        for point in agenda_of(work, review):
            work.remove(point)
        work.remove(review)


class ProposeAgenda(Command):
    """Put on the agenda what the plan asks for today and what is not on it yet; what is on it stays."""

    permission: ClassVar[Permission] = Permission.PREPARE_REVIEW

    key: Key

    def apply(self, work: Work) -> int:
        """Return how many points were added."""
        return _add_proposed(work, in_preparation(work, self.key))


class AddAgendaPoint(AgendaPointFields, Command):
    """Put a point of the lead's own on the agenda, at its end."""

    permission: ClassVar[Permission] = Permission.PREPARE_REVIEW

    key: Key

    def apply(self, work: Work) -> AgendaPoint:
        return _add_point(work, in_preparation(work, self.key), values_of(self, AgendaPointFields))


class EditAgendaPoint(Command):
    """Change the title of a point, the lead's word on it, or what came of it."""

    permission: ClassVar[Permission] = Permission.PREPARE_REVIEW

    point: int
    version: int
    changes: Annotated[dict[str, Any], PartOf(OutcomeFields)]

    def apply(self, work: Work) -> AgendaPoint:
        point = open_point(work, self.point)
        edit(work, point, self.version, self.changes)
        return point


class RemoveAgendaPoint(Command):
    """Take a point off the agenda."""

    permission: ClassVar[Permission] = Permission.PREPARE_REVIEW

    point: int
    version: int

    def apply(self, work: Work) -> None:
        point = open_point(work, self.point)
        refuse_stale(work, point, self.version, {})
        work.remove(point)


class OrderAgenda(Command):
    """Put the points of an agenda in another order: all of them, by their numbers."""

    permission: ClassVar[Permission] = Permission.PREPARE_REVIEW

    key: Key
    points: list[int] = Field(min_length=1, max_length=MOST_POINTS)

    def apply(self, work: Work) -> None:
        points = {identity(point): point for point in agenda_of(work, in_preparation(work, self.key))}
        if sorted(points) != sorted(self.points):
            raise refuse("agenda_has_changed")
        for position, number in enumerate(self.points):
            points[number].position = position


def in_preparation(work: Work, key: str) -> Review:
    """Return a review that may still be changed.

    Raises:
        UnknownRecordError: there is none with this key.
        RuleError: it has been held.
    """
    review = work.find(Review, key)
    refuse_held(review)
    return review


def refuse_held(review: Review) -> None:
    if review.state is ReviewState.HELD:
        raise refuse("review_is_held", None, title=review.title, date=review.day)


def agenda_of(work: Work, review: Review) -> list[AgendaPoint]:
    """Return the points of a review in their order."""
    points = work.all(AgendaPoint, review_id=identity(review))
    return sorted(points, key=lambda point: (point.position, identity(point)))


def open_point(work: Work, number: int) -> AgendaPoint:
    point = numbered(work, AgendaPoint, number)
    refuse_held(work.session.get_one(Review, point.review_id))
    return point


def _add_point(work: Work, review: Review, values: dict[str, Any]) -> AgendaPoint:
    points = agenda_of(work, review)
    if len(points) >= MOST_POINTS:
        raise refuse("agenda_is_full", None, most=MOST_POINTS)
    position = max((point.position for point in points), default=-1) + 1
    return add(work, AgendaPoint, {**values, "review_id": identity(review), "position": position})


def _add_proposed(work: Work, review: Review) -> int:
    snapshot = work.snapshot()
    analysis = analyse(snapshot, snapshot.programme.status_date or work.today)
    known = {point.about for point in agenda_of(work, review) if point.about}
    since = since_in(work.session.connection(), analysis)
    proposed = proposed_agenda(analysis, happened_since(analysis, since))
    missing = [point for point in proposed if point.about not in known]
    for point in missing:
        _add_point(work, review, {"kind": point.kind, "about": point.about, "title": point.title})
    return len(missing)
