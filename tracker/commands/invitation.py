"""Lets people in by a link that is good once: the first administrator, then whoever is invited."""

import hmac
from datetime import datetime
from typing import ClassVar

from tracker.commands.account import PasswordHash, TokenHash, add_account, set_password
from tracker.commands.installation import AccountCommand, InstallationCommand, InstallationWork
from tracker.model.account import Account, Invitation, Login
from tracker.model.author import Author
from tracker.model.base import Title
from tracker.model.errors import LinkNotGoodError


class Invite(AccountCommand):
    """Make the link with which a person chooses a password; an earlier link is worth nothing then."""

    token_hash: TokenHash
    expires_at: datetime

    def apply(self, work: InstallationWork) -> Invitation:
        account = work.account(self.login)
        work.remove_all(Invitation, account_id=account.id)
        invitation = Invitation(
            account_id=account.id or 0,
            token_hash=self.token_hash,
            created_at=work.context.at,
            expires_at=self.expires_at,
        )
        work.session.add(invitation)
        return invitation


class AcceptInvitation(AccountCommand):
    """Choose the password of the account that an invitation is for; the link proves who asks."""

    is_for_oneself: ClassVar[bool] = True

    token_hash: TokenHash
    password_hash: PasswordHash

    def apply(self, work: InstallationWork) -> None:
        account = work.account(self.login)
        if not any(
            hmac.compare_digest(kept.token_hash, self.token_hash) and kept.expires_at > work.context.at
            for kept in work.all(Invitation, account_id=account.id)
        ):
            raise LinkNotGoodError
        set_password(work, account, self.password_hash)


class OfferSetUp(InstallationCommand):
    """Make the link of the console with which the first administrator comes in."""

    token_hash: TokenHash
    expires_at: datetime

    def apply(self, work: InstallationWork) -> None:
        if work.all(Account):
            raise LinkNotGoodError
        work.installation.set_up_token_hash = self.token_hash
        work.installation.set_up_expires_at = self.expires_at


class SetUp(InstallationCommand):
    """Make the first administrator; whoever read the link on the console may, and nobody a second time."""

    token_hash: TokenHash
    login: Login
    title: Title
    password_hash: PasswordHash

    def is_allowed(self, _author: Author) -> bool:
        return True  # the link is the permission, and `apply` looks at it

    def apply(self, work: InstallationWork) -> Account:
        kept, until = work.installation.set_up_token_hash, work.installation.set_up_expires_at
        is_good = kept is not None and hmac.compare_digest(kept, self.token_hash)
        if not is_good or until is None or until <= work.context.at or work.all(Account):
            raise LinkNotGoodError
        return add_account(work, self.login, self.title, True, self.password_hash)
