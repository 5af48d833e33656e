"""The permission matrix: every command and read for every role, held against a table written by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from tests.commands.conftest import NOW, TODAY, City, seven_milestones
from tracker.analysis import ProgrammeAnalysis, analyse
from tracker.commands import execute
from tracker.commands.account import AddAccount, DisableAccount
from tracker.commands.command import AnyCommand
from tracker.commands.membership import GrantRole
from tracker.commands.milestone import EditMilestone
from tracker.commands.organisation import EditPost
from tracker.commands.partner_proposal import ProposeThroughShare
from tracker.commands.permission import Permission
from tracker.commands.reading import Reads
from tracker.commands.registry import all_commands, installation_commands
from tracker.commands.share import EditShare, RevokeShare, ShareRoadmap
from tracker.model.account import Role
from tracker.model.errors import (
    NotAllowedError,
    NotReadableError,
    UnknownProgrammeError,
    UnknownRecordError,
)
from tracker.model.share import ProposalKind
from tracker.storage import Author, Database
from tracker.storage.accounts import accounts, author_with_account

HERE, ELSEWHERE = "city", "elsewhere"
# M2 is done by IT and owned by the registrar; M1 is another service's and nobody's own.
OWN, OTHER = "M2", "M1"
ROOT = Author(name="set-up", is_administrator=True)

# Who holds which permission in the programme of their role: written by hand, not read from the product.
EVERYTHING = {permission.value for permission in Permission} - {
    "manage_accounts",
    "propose_through_share",
    "read_shared",
}
HOLDS: Mapping[str, set[str]] = {
    "administrator": EVERYTHING | {"manage_accounts"},
    "technical_lead": EVERYTHING,
    "owner": {"read", "read_scenarios", "propose_change", "report_progress", "reschedule", "follow_calendar"},
    "focal_point": {"read", "report_progress", "reschedule", "follow_calendar"},
    "leader": {"read", "read_scenarios", "read_reviews", "read_journal", "decide", "follow_calendar"},
    "partner": {"read_shared", "follow_calendar"},
    "disabled": set(),
    "anonymous": set(),
}
ONLY_OWN = {"owner", "focal_point", "leader"}
# What is granted for one's own work alone; M2 is asked of the registrar, who is a sponsor here.
GRANTED_FOR_OWN = ("report_progress", "reschedule", "decide")
# What an account may do to itself, and what the bearer of a token may do, whoever they are.
FOR_ONESELF = {"SetPassword", "EndSessions", "ChoosePreferences", "LinkProvider", "RemoveSecondFactor"}
# Not even an administrator sets up the telephone of somebody else.
BY_ONESELF_ALONE = {"BeginSecondFactor", "ConfirmSecondFactor"}
BY_TOKEN = {"AcceptInvitation", "SetUp", "ProposeThroughShare"}
# Of the machine itself at its start: whoever runs the program offers the link of the set-up.
BY_THE_MACHINE = {"OfferSetUp"}


class ReachedError(Exception):
    """The command was let through to its rule."""


@dataclass(frozen=True)
class Matrix:
    """The people of the matrix, in a database with two programmes."""

    database: Database
    authors: Mapping[str, Author]
    logins: Mapping[str, str]


@pytest.fixture
def matrix(city: City) -> Matrix:
    """Give each role an account in one of two programmes of the same build."""
    for command in seven_milestones(ELSEWHERE):
        city.do(command)
    city.do(EditPost(programme=HERE, key="registrar", version=1, changes={"role": "sponsor"}))
    city.do(EditMilestone(programme=HERE, key=OWN, version=1, changes={"owner": "registrar"}))
    database = city.database
    scopes: dict[str, dict[str, Any]] = {
        "owner": {"posts": ["registrar"]},
        "focal_point": {"services": ["it"]},
        "partner": {"partner": "provider"},
    }
    for name in (*(role.value for role in Role), "disabled"):
        login = f"{name.replace('_', '-')}@town.example"
        is_administrator = name == "administrator"
        execute(database, AddAccount(login=login, title=name, is_administrator=is_administrator), ROOT, NOW)
        role = Role.TECHNICAL_LEAD if name == "disabled" else Role(name)
        if not is_administrator:
            scope = scopes.get(name, {})
            execute(database, GrantRole(login=login, programme=HERE, role=role, **scope), ROOT, NOW)
    logins = {str(row.title): str(row.login) for row in accounts(database)}
    authors = {row.title: author_with_account(database, row.id or 0) for row in accounts(database)}
    execute(database, DisableAccount(login=logins["disabled"]), ROOT, NOW)
    held = {name: author for name, author in authors.items() if author is not None}
    return Matrix(database, {**held, "anonymous": Author(name="nobody")}, logins)


def attempt(database: Database, command: AnyCommand, author: Author) -> bool:
    """Return whether a command is let through to its rule."""
    try:
        execute(database, command, author, NOW)
    except ReachedError:
        return True
    except NotAllowedError:
        return False
    raise AssertionError("the rule was not reached and nothing was refused")


def built(kind: type[AnyCommand], programme: str, item: str, login: str = "") -> AnyCommand:
    """Return a command about an item, without the fields that its rule would read."""
    fields: dict[str, Any] = {
        "programme": programme,
        "key": item,
        "item": item,
        "items": [item],
        "row": SimpleNamespace(item=item),
        "rows": [SimpleNamespace(item=item)],
        "login": login,
        "command_id": "none",
    }
    construct: Any = kind.model_construct
    made: AnyCommand = construct(
        reason="", **{name: value for name, value in fields.items() if name in kind.model_fields}
    )
    return made


def _cases_of_programmes(matrix: Matrix) -> Iterator[tuple[str, bool, bool]]:
    for name, kind in all_commands().items():
        if name in BY_TOKEN:
            continue
        has_subject = "subject" in vars(kind)
        for role, author in matrix.authors.items():
            for programme in (HERE, ELSEWHERE):
                for item in (OWN, OTHER):
                    is_let = attempt(matrix.database, built(kind, programme, item), author)
                    is_theirs = programme == HERE or role == "administrator"
                    holds = is_theirs and kind.permission.value in HOLDS[role]
                    reaches = role not in ONLY_OWN or kind.permission.value not in GRANTED_FOR_OWN
                    wanted = holds and (reaches or (has_subject and item == OWN))
                    # A partner follows its own part, and neither item is a partner.
                    wanted &= (role, kind.permission.value) != ("partner", "follow_calendar")
                    yield f"{name} {role} {programme} {item}", is_let, wanted


def _cases_of_accounts(matrix: Matrix) -> Iterator[tuple[str, bool, bool]]:
    for name, kind in installation_commands().items():
        if name in BY_TOKEN | BY_THE_MACHINE:
            continue
        for role, author in matrix.authors.items():
            for whose in ("own", "another"):
                login = author.login if whose == "own" else matrix.logins["leader"]
                if whose == "another" and author.login == login:
                    login = matrix.logins["owner"]
                is_let = attempt(matrix.database, built(kind, HERE, OWN, login), author)
                is_self = whose == "own" and role not in ("anonymous", "disabled")
                is_own = is_self and name in FOR_ONESELF | BY_ONESELF_ALONE
                manages = "manage_accounts" in HOLDS[role] and name not in BY_ONESELF_ALONE
                yield f"{name} {role} {whose}", is_let, is_own or manages


def _analysed(reads: Reads, programme: str) -> ProgrammeAnalysis:
    return analyse(reads.database.snapshot(programme), TODAY)


def _ask_for_a_kept_report(reads: Reads, programme: str) -> None:
    with suppress(UnknownRecordError):
        reads.kept_report(programme, "none", "council-fr.html")


def _in_portfolio(reads: Reads, programme: str) -> None:
    if programme not in {row.key for row in reads.portfolio()}:
        raise UnknownProgrammeError(key=programme, known=[])


READS: Mapping[str, tuple[str, Callable[[Reads, str], Any]]] = {
    "snapshot": ("read", lambda reads, programme: reads.snapshot(programme)),
    "known": ("read", lambda reads, programme: reads.known(programme, date(2026, 2, 1))),
    "since": ("read", lambda reads, programme: reads.since(programme, _analysed(reads, programme))),
    "kept_report": ("read_reviews", _ask_for_a_kept_report),
    "journal": ("read_journal", lambda reads, programme: reads.journal(programme)),
    "journal_by_command": ("read_journal", lambda reads, programme: reads.journal_by_command(programme)),
    "shares": ("share", lambda reads, programme: reads.shares(programme)),
    "reminders": ("manage_programme", lambda reads, programme: reads.reminders(programme)),
    "calendar_feeds": ("follow_calendar", lambda reads, programme: reads.calendar_feeds(programme)),
    "addressees": (
        "manage_programme",
        lambda reads, programme: reads.addressees(reads.database.snapshot(programme)),
    ),
    "portfolio": ("read", _in_portfolio),
    "drafts": ("report_progress", lambda reads, programme: reads.drafts(programme)),
    "own_part": ("read_shared", lambda reads, programme: reads.own_part(programme)),
    "accounts": ("manage_accounts", lambda reads, _programme: reads.accounts()),
    "mandates": ("manage_accounts", lambda reads, _programme: reads.mandates(1)),
    "installation_journal": ("manage_accounts", lambda reads, _programme: reads.installation_journal()),
}


def _present(matrix: Matrix, author: Author) -> Author:
    """Return what an author is at this moment, as the screens find out at every rerun."""
    if author.account_id is None:
        return author
    return author_with_account(matrix.database, author.account_id) or Author(name="nobody")


def _cases_of_reads(matrix: Matrix) -> Iterator[tuple[str, bool, bool]]:
    for name, (permission, read) in READS.items():
        for role, author in matrix.authors.items():
            for programme in (HERE, ELSEWHERE):
                try:
                    read(Reads(matrix.database, _present(matrix, author)), programme)
                    is_let = True
                except (NotReadableError, UnknownProgrammeError):
                    is_let = False
                is_theirs = programme == HERE or role == "administrator" or permission == "manage_accounts"
                yield f"{name} {role} {programme}", is_let, is_theirs and permission in HOLDS[role]


def _cases_of_links(matrix: Matrix) -> Iterator[tuple[str, bool, bool]]:
    """Whoever holds a link may do what its row says at that moment, and nothing once it is over."""
    lead = matrix.authors["technical_lead"]
    for state in ("live", "closed to proposals", "revoked", "expired", "of somebody without the right"):
        key = state.replace(" ", "-")
        command = ShareRoadmap(
            programme=HERE,
            key=key,
            partner="provider",
            may_propose=True,
            expires_on=TODAY + timedelta(days=9),
        )
        maker = matrix.authors["administrator"] if state.startswith("of somebody") else lead
        execute(matrix.database, command, maker, NOW)
        _end(matrix, state, key)
        for role, author in matrix.authors.items():
            for programme in (HERE, ELSEWHERE):
                proposal = ProposeThroughShare(
                    programme=programme, token=command.token, milestone=OWN, kind=ProposalKind.NEW_DATE,
                    on=date(2026, 5, 4), evidence="Late permit",
                )  # fmt: skip
                try:
                    execute(matrix.database, proposal, Author(name=author.name), NOW)
                    is_let = True
                except NotAllowedError:
                    is_let = False
                wanted = state == "live" and programme == HERE
                yield f"ProposeThroughShare {state} {role} {programme}", is_let, wanted


def _end(matrix: Matrix, state: str, key: str) -> None:
    lead = matrix.authors["technical_lead"]
    if state == "closed to proposals":
        closed = EditShare(programme=HERE, key=key, version=1, changes={"may_propose": False})
        execute(matrix.database, closed, lead, NOW)
    elif state == "revoked":
        execute(matrix.database, RevokeShare(programme=HERE, key=key, version=1), lead, NOW)
    elif state == "expired":
        with matrix.database.engine.begin() as connection:
            connection.exec_driver_sql("UPDATE share SET expires_on = '2026-02-01' WHERE key = 'expired'")
    elif state.startswith("of somebody"):
        with matrix.database.engine.begin() as connection:
            connection.exec_driver_sql("UPDATE account SET is_active = false WHERE is_administrator")


def test_permission_matrix(
    matrix: Matrix, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def reached(*_work: object) -> None:
        raise ReachedError

    with monkeypatch.context() as patched:
        # What a command does is tried elsewhere; here, whether it is let through to do it.
        for name, kind in {**all_commands(), **installation_commands()}.items():
            if name not in BY_TOKEN:
                patched.setattr(kind, "apply", reached)
        found = [*_cases_of_programmes(matrix), *_cases_of_accounts(matrix), *_cases_of_reads(matrix)]
    # Last: on the way, the account of the administrator is disabled.
    found += _cases_of_links(matrix)
    wrong = [name for name, is_let, wanted in found if is_let is not wanted]
    with capsys.disabled():
        print(f"\nMATRIX {len(found) - len(wrong)} of {len(found)}")  # noqa: T201  # what the matrix is asked to say
    assert not wrong, "\n".join(wrong)


def test_the_matrix_names_every_permission_and_every_role() -> None:
    assert set().union(*HOLDS.values()) == {one.value for one in Permission} - {"propose_through_share"}
    assert {role.value for role in Role} <= HOLDS.keys()
