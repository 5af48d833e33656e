"""`jalon user`: who may sign in. Passwords are asked for or read from the input, never an argument."""

from __future__ import annotations

import getpass
import sys
from typing import Annotated

import typer

from tracker.cli.shared import AUTHOR, Json, app, open_database, print_json, refuse
from tracker.commands import execute
from tracker.commands.account import AddAccount, DisableAccount, EditAccount, EnableAccount, SetPassword
from tracker.commands.command import AnyCommand
from tracker.commands.invitation import Invite
from tracker.commands.membership import GrantRole, WithdrawRole
from tracker.commands.second_factor import RemoveSecondFactor, RequireSecondFactor
from tracker.i18n import Text
from tracker.identity.passwords import hashed
from tracker.identity.tokens import INVITATION_GOOD_FOR, new_token, token_hash
from tracker.model.account import Account, Role
from tracker.model.errors import UnknownRecordError
from tracker.storage import Database, clock
from tracker.storage.accounts import account_with_secrets, accounts, mandates
from tracker.web.address import address_from_environment
from tracker.web.console import console_translator

user = typer.Typer(no_args_is_help=True, help="Who may sign in, and as what.")
app.add_typer(user, name="user")

Login = Annotated[str, typer.Argument(help="Sign-in name: an e-mail address or a short name.")]


@user.command()
def add(
    login: Login,
    title: Annotated[str, typer.Option(help="Role title that others see, for example “Head of IT”.")],
    administrator: Annotated[bool, typer.Option(help="May let others in.")] = False,
    invite: Annotated[
        bool, typer.Option(help="Print a link with which the person chooses a password.")
    ] = False,
) -> None:
    """Add an account; asks for its password, or reads it from the first line of the input."""
    database = open_database()
    kept = None if invite else hashed(_new_password(), login)
    _do(
        database,
        AddAccount(login=login, title=title, is_administrator=administrator, password_hash=kept),
    )
    _say("cli.user.added", login=login)
    if invite:
        _print_invitation(database, login)


@user.command()
def invite(login: Login) -> None:
    """Print a new link with which a person chooses a password; earlier links are worth nothing then."""
    _print_invitation(open_database(), login)


@user.command()
def password(login: Login) -> None:
    """Give an account another password; asks for it, or reads it from the first line of the input."""
    database = open_database()
    if account_with_secrets(database, login) is None:
        raise UnknownRecordError(kind="account", key=login, nearest=[])
    kept = hashed(_new_password(), login)
    _do(database, SetPassword(login=login, password_hash=kept))
    _say("cli.user.password_changed", login=login)


@user.command()
def disable(login: Login) -> None:
    """Shut the door to a person at once, in every browser."""
    _do(open_database(), DisableAccount(login=login))
    _say("cli.user.disabled", login=login)


@user.command()
def enable(login: Login) -> None:
    """Let a disabled person sign in again."""
    _do(open_database(), EnableAccount(login=login))
    _say("cli.user.enabled", login=login)


@user.command()
def edit(
    login: Login,
    title: Annotated[str | None, typer.Option(help="Another role title.")] = None,
    administrator: Annotated[bool | None, typer.Option(help="May let others in, or no longer.")] = None,
) -> None:
    """Change the title of a person, or whether they are an administrator."""
    database = open_database()
    there = account_with_secrets(database, login)
    if there is None:
        raise UnknownRecordError(kind="account", key=login, nearest=[])
    _do(
        database,
        EditAccount(
            login=login,
            version=there.version,
            title=there.title if title is None else title,
            is_administrator=there.is_administrator if administrator is None else administrator,
        ),
    )
    _say("cli.user.changed", login=login)


@user.command()
def role(
    login: Login,
    programme: str,
    role: Annotated[
        Role | None, typer.Argument(help="What the person is; left out: nothing any more.")
    ] = None,
    service: Annotated[list[str] | None, typer.Option(help="Of a focal point; may be repeated.")] = None,
    post: Annotated[list[str] | None, typer.Option(help="Of an owner; may be repeated.")] = None,
    partner: Annotated[str | None, typer.Option(help="Of a partner account.")] = None,
) -> None:
    """Give a person a role in a programme, or take it away."""
    database = open_database()
    if role is None:
        _do(database, WithdrawRole(login=login, programme=programme))
    else:
        _do(
            database,
            GrantRole(
                login=login,
                programme=programme,
                role=role,
                services=service or [],
                posts=post or [],
                partner=partner,
            ),
        )
    _say("cli.user.changed", login=login)


@user.command("second-step")
def second_step(
    login: Annotated[str | None, typer.Argument(help="Take the second step of this person off.")] = None,
    required: Annotated[
        bool | None, typer.Option(help="Ask it of administrators and technical leads, or no longer.")
    ] = None,
) -> None:
    """Take the second step of somebody off who has lost their telephone, or say of whom it is asked."""
    database = open_database()
    if login is not None:
        _do(database, RemoveSecondFactor(login=login))
        _say("cli.user.changed", login=login)
    if required is not None:
        _do(database, RequireSecondFactor(is_required=required))
        _say("cli.user.second_step_required" if required else "cli.user.second_step_free")


@user.command("list")
def list_users(as_json: Json = False) -> None:
    """List the accounts with their roles."""
    database = open_database()
    rows = accounts(database)
    if as_json:
        print_json([_as_json(database, row) for row in rows])
        return
    t = console_translator()
    for row in rows:
        state = [] if row.is_active else [t.text("cli.user.is_disabled")]
        state += [t.text("choice.Role.administrator")] if row.is_administrator else []
        held = mandates(database, row.id or 0)
        state += [f"{key}: {t.text(f'choice.Role.{each.role.value}')}" for key, each in held.items()]
        print("\t".join([row.login, row.title, ", ".join(state)]))


def _as_json(database: Database, row: Account) -> dict[str, object]:
    return {
        "login": row.login,
        "title": row.title,
        "administrator": row.is_administrator,
        "active": row.is_active,
        "second_step": row.has_second_factor,
        "roles": {key: mandate.role.value for key, mandate in mandates(database, row.id or 0).items()},
    }


def _print_invitation(database: Database, login: str) -> None:
    token, now = new_token(), clock.now()
    expires = now + INVITATION_GOOD_FOR
    _do(database, Invite(login=login, token_hash=token_hash(token), expires_at=expires))
    address = address_from_environment()
    _say("cli.user.invitation", login=login, date=expires.date())
    print(f"{address.text if address.is_public else 'http://localhost:8501'}/invitation#{token}")


def _new_password() -> str:
    """Ask for a password twice without showing it; from a pipe, take its first line."""
    t = console_translator()
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass.getpass(t.text("cli.user.password"))
    if getpass.getpass(t.text("cli.user.password_again")) != first:
        refuse(Text("cli.user.passwords_differ"))
    return first


def _do(database: Database, command: AnyCommand) -> None:
    execute(database, command, AUTHOR, clock.now())


def _say(key: str, **values: object) -> None:
    print(console_translator().text(key, **values), file=sys.stderr)
