"""A decision that is taken or refused while a review sits: the plan and the agenda change together."""

from typing import Any, ClassVar

from sqlmodel import Field

from tracker.commands.command import Command, Work
from tracker.commands.decision import RefuseDecision, TakeDecision
from tracker.commands.permission import Permission
from tracker.commands.review import open_point
from tracker.commands.rules import refuse
from tracker.model.base import Remark
from tracker.model.content import MOST_OPTIONS
from tracker.model.errors import NotAllowedError
from tracker.model.milestone import Milestone
from tracker.model.review import AgendaPoint


class AnswerInReview(Command):
    """Record the answer to the decision that a point of the agenda is about.

    A refusal says why. The day is that on which the command is given: the review sits.
    """

    permission: ClassVar[Permission] = Permission.PREPARE_REVIEW

    point: int
    # Of the decision's milestone, as it was shown.
    version: int
    is_taken: bool
    # The number of the option taken, from 1.
    option: int | None = Field(default=None, ge=1, le=MOST_OPTIONS)
    effect: Remark = ""

    def apply(self, work: Work) -> AgendaPoint:
        point = open_point(work, self.point)
        decision = work.find(Milestone, point.about)
        if not work.reaches(Permission.DECIDE, lambda _work: decision):
            raise NotAllowedError(command=type(self).__name__)
        about: dict[str, Any] = {"programme": self.programme, "key": point.about, "version": self.version}
        if self.is_taken:
            TakeDecision(**about, option=self.option, effect=self.effect, reason=self.reason).apply(work)
        elif self.reason:
            RefuseDecision(**about, effect=self.effect, reason=self.reason).apply(work)
        else:
            raise refuse("refusal_says_why", "reason")
        point.decided = point.about
        return point
