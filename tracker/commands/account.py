"""Adds, changes and disables the accounts of people; an account is never removed."""

from typing import Annotated, ClassVar

from pydantic import StringConstraints

from tracker.commands.installation import AccountCommand, InstallationWork
from tracker.commands.rules import refuse
from tracker.i18n import LANGUAGES
from tracker.model.account import Account, Invitation, Palette
from tracker.model.base import Line, Title
from tracker.model.errors import DuplicateKeyError, StaleRecordError
from tracker.model.sign_in import SignInSession

# Never the password itself: it is hashed before the command is made, outside its transaction.
PasswordHash = Annotated[str, StringConstraints(pattern=r"^\$argon2id\$")]
TokenHash = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class AddAccount(AccountCommand):
    title: Title
    is_administrator: bool = False
    password_hash: PasswordHash | None = None

    def apply(self, work: InstallationWork) -> Account:
        return add_account(work, self.login, self.title, self.is_administrator, self.password_hash)


class EditAccount(AccountCommand):
    """Change what an administrator says of a person."""

    version: int
    title: Title
    is_administrator: bool

    def apply(self, work: InstallationWork) -> None:
        account = work.account(self.login)
        if account.version != self.version:
            raise StaleRecordError(key=account.login, title=account.title, differences=[])
        if account.is_administrator and not self.is_administrator:
            _refuse_last_administrator(work, account)
        account.title, account.is_administrator = self.title, self.is_administrator


class DisableAccount(AccountCommand):
    """Shut the door to a person: their sessions end at once, their invitations are worth nothing."""

    def apply(self, work: InstallationWork) -> None:
        account = work.account(self.login)
        _refuse_last_administrator(work, account)
        account.is_active = False
        work.remove_all(SignInSession, account_id=account.id)
        work.remove_all(Invitation, account_id=account.id)


class EnableAccount(AccountCommand):
    def apply(self, work: InstallationWork) -> None:
        work.account(self.login).is_active = True


class SetPassword(AccountCommand):
    """Give an account another password; every browser has to sign in again."""

    is_for_oneself: ClassVar[bool] = True

    password_hash: PasswordHash

    def apply(self, work: InstallationWork) -> None:
        set_password(work, work.account(self.login), self.password_hash)


class EndSessions(AccountCommand):
    """Sign a person out everywhere."""

    is_for_oneself: ClassVar[bool] = True

    def apply(self, work: InstallationWork) -> None:
        work.remove_all(SignInSession, account_id=work.account(self.login).id)


class ChoosePreferences(AccountCommand):
    """Keep the language and the palette that a person chose."""

    is_for_oneself: ClassVar[bool] = True

    language: Line | None = None
    palette: Palette | None = None

    def apply(self, work: InstallationWork) -> None:
        account = work.account(self.login)
        if self.language is not None:
            if self.language not in LANGUAGES:
                raise refuse("unknown_language", "language", language=self.language)
            account.language = self.language
        if self.palette is not None:
            account.palette = self.palette


def add_account(
    work: InstallationWork, login: str, title: str, is_administrator: bool, password_hash: str | None
) -> Account:
    """Save a new account.

    Raises:
        DuplicateKeyError: somebody has this login.
        RuleError: the first account is no administrator's.
    """
    same = work.account_or_none(login)
    if same is not None:
        raise DuplicateKeyError(key=login, title=same.title)
    if not is_administrator and not work.all(Account):
        raise refuse("first_is_administrator", "is_administrator")
    # Whoever came first, the link on the console is worth nothing any more.
    work.installation.set_up_token_hash = work.installation.set_up_expires_at = None
    account = Account(
        login=login,
        title=title,
        is_administrator=is_administrator,
        password_hash=password_hash,
        password_changed_at=work.context.at if password_hash else None,
        created_at=work.context.at,
    )
    work.session.add(account)
    work.session.flush()
    return account


def set_password(work: InstallationWork, account: Account, password_hash: str) -> None:
    """Keep another password, and end what the old one had opened."""
    account.password_hash = password_hash
    account.password_changed_at = work.context.at
    work.remove_all(SignInSession, account_id=account.id)
    work.remove_all(Invitation, account_id=account.id)


def _refuse_last_administrator(work: InstallationWork, account: Account) -> None:
    """Keep at least one person who can let others in."""
    others = work.all(Account, is_administrator=True, is_active=True)
    if account.is_administrator and account.is_active and [other.id for other in others] == [account.id]:
        raise refuse("last_administrator", None, title=account.title)
