"""A word that the agent of record signs: there is no way to edit or remove it, only to sign another."""

from typing import ClassVar

from tracker.commands.command import Command, Work
from tracker.commands.links import identity
from tracker.commands.permission import Permission
from tracker.commands.record import add, values_of
from tracker.model.base import Key
from tracker.model.review import Review, SignedComment, SignedCommentFields


class SignComment(SignedCommentFields, Command):
    """Sign a comment on the programme as it stands; `review` names the review in which it is said."""

    permission: ClassVar[Permission] = Permission.SIGN_COMMENT
    is_undoable: ClassVar[bool] = False

    review: Key | None = None

    def apply(self, work: Work) -> SignedComment:
        review = None if self.review is None else work.find(Review, self.review)
        author = work.context.author
        return add(
            work,
            SignedComment,
            {
                **values_of(self, SignedCommentFields),
                "author": author.name,
                "account_id": author.account_id,
                "at": work.context.at,
                "on": work.today,
                "revision": work.programme.revision,
                "review_id": None if review is None else identity(review),
            },
        )
