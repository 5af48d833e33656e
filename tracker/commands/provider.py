"""Remembers who a person is to the OpenID Connect provider that they came through."""

from typing import ClassVar

from tracker.commands.installation import AccountCommand, InstallationWork
from tracker.commands.rules import refuse
from tracker.model.base import Line


class LinkProvider(AccountCommand):
    """Tie an account to a provider's own, the first time its verified address was the login."""

    is_for_oneself: ClassVar[bool] = True

    issuer: Line
    subject: Line

    def apply(self, work: InstallationWork) -> None:
        account = work.account(self.login)
        if account.oidc_subject is not None:
            raise refuse("provider_linked", None)
        account.oidc_issuer, account.oidc_subject = self.issuer, self.subject
