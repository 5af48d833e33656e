"""Sets the second step of sign-in up, takes it off, and says of whom it is required."""

from typing import Annotated, ClassVar

from pydantic import Field, StringConstraints

from tracker.commands.account import TokenHash
from tracker.commands.installation import AccountCommand, InstallationCommand, InstallationWork
from tracker.commands.rules import refuse
from tracker.model.account import Account, Membership, Role
from tracker.model.author import Author
from tracker.model.sign_in import RecoveryCode

TotpSecret = Annotated[str, StringConstraints(pattern=r"^[A-Z2-7]{32}$")]
_ROLES_WITH_POWER = (Role.ADMINISTRATOR, Role.TECHNICAL_LEAD)


class BeginSecondFactor(AccountCommand):
    """Keep the secret that the person's telephone is about to learn; it is asked for once confirmed."""

    is_for_oneself: ClassVar[bool] = True

    secret: TotpSecret

    def is_allowed(self, author: Author) -> bool:
        # Nobody sets up the telephone of somebody else.
        return author.account_id is not None and author.login == self.login

    def apply(self, work: InstallationWork) -> None:
        account = work.account(self.login)
        if account.has_second_factor:
            raise refuse("second_factor_there", None)
        account.totp_secret, account.totp_last_step = self.secret, None


class ConfirmSecondFactor(AccountCommand):
    """Ask for the second step from now on: the person has shown a right code of the secret."""

    is_for_oneself: ClassVar[bool] = True

    secret: TotpSecret
    # Of the code that was shown: it is not good a second time.
    step: int
    recovery_hashes: list[TokenHash] = Field(min_length=1, max_length=20)

    def is_allowed(self, author: Author) -> bool:
        return author.account_id is not None and author.login == self.login

    def apply(self, work: InstallationWork) -> None:
        account = work.account(self.login)
        if account.has_second_factor or account.totp_secret != self.secret:
            raise refuse("second_factor_there", None)
        account.has_second_factor, account.totp_last_step = True, self.step
        work.remove_all(RecoveryCode, account_id=account.id)
        for code_hash in self.recovery_hashes:
            work.session.add(RecoveryCode(account_id=account.id or 0, code_hash=code_hash))


class RemoveSecondFactor(AccountCommand):
    """Take the second step off: where it is not required, or when the telephone is lost."""

    is_for_oneself: ClassVar[bool] = True

    def apply(self, work: InstallationWork) -> None:
        account = work.account(self.login)
        is_own = work.context.author.account_id == account.id
        if is_own and is_second_factor_required(work, account):
            raise refuse("second_factor_required", None)
        account.has_second_factor, account.totp_secret, account.totp_last_step = False, None, None
        work.remove_all(RecoveryCode, account_id=account.id)


class RequireSecondFactor(InstallationCommand):
    """Say whether administrators and technical leads must have a second step."""

    is_required: bool

    def apply(self, work: InstallationWork) -> None:
        work.installation.requires_second_factor = self.is_required


def is_second_factor_required(work: InstallationWork, account: Account) -> bool:
    """Whether this person may not do without: the setting is on and they hold a role with power."""
    roles = {membership.role for membership in work.all(Membership, account_id=account.id)}
    has_power = account.is_administrator or not roles.isdisjoint(_ROLES_WITH_POWER)
    return work.installation.requires_second_factor and has_power
