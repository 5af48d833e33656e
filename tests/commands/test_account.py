"""Accounts and roles: who may change them, what the journal keeps, and what is gone at once."""

from datetime import timedelta

import pytest

from tests.commands.conftest import City
from tests.identity.conftest import NOW, PASSWORD_HASH, Town, later, town
from tracker.commands.account import AddAccount, ChoosePreferences, DisableAccount, EditAccount, SetPassword
from tracker.commands.invitation import AcceptInvitation, Invite, OfferSetUp, SetUp
from tracker.commands.membership import GrantRole, WithdrawRole
from tracker.commands.milestone import EditMilestone
from tracker.commands.organisation import RemoveService
from tracker.commands.provider import LinkProvider
from tracker.identity.tokens import new_token, token_hash
from tracker.model.account import Palette, Role
from tracker.model.errors import (
    DuplicateKeyError,
    LinkNotGoodError,
    NotAllowedError,
    RuleError,
    StaleRecordError,
    UnknownRecordError,
)
from tracker.storage import Author, Database, Mandate
from tracker.storage.accounts import accounts, installation_journal
from tracker.storage.session import HIDDEN

__all__ = ["town"]
RELAY = "relay@town.example"
NOBODY = Author(name="nobody")


def journal_text(database: Database) -> str:
    with database.reading() as connection:
        tables = ("installation_entry", "journal_entry")
        return str([connection.exec_driver_sql(f"SELECT * FROM {table}").all() for table in tables])  # noqa: S608  # written above


def test_only_administrators_change_accounts(town: Town) -> None:
    relay = town.author(RELAY)
    for command in (
        AddAccount(login="friend", title="Friend"),
        DisableAccount(login="mayor"),
        EditAccount(login=RELAY, version=1, title="Relay", is_administrator=True),
        SetPassword(login="mayor", password_hash=PASSWORD_HASH),
        ChoosePreferences(login="mayor", language="fr"),
    ):
        for author in (relay, NOBODY, Author(name="lead", role="technical_lead")):
            with pytest.raises(NotAllowedError):
                town.do(command, author)
    town.do(SetPassword(login=RELAY, password_hash=PASSWORD_HASH), relay)
    town.do(ChoosePreferences(login=RELAY, language="fr", palette=Palette.DARK), relay)
    assert (town.account(RELAY).language, town.account(RELAY).palette) == ("fr", Palette.DARK)


def test_a_right_that_was_withdrawn_since_the_screen_was_drawn_is_gone(town: Town) -> None:
    town.do(AddAccount(login="second", title="Second", is_administrator=True))
    stale = town.author("second")
    town.do(EditAccount(login="second", version=1, title="Second", is_administrator=False))
    with pytest.raises(NotAllowedError):
        town.do(DisableAccount(login=RELAY), stale)
    town.do(DisableAccount(login="second"))
    with pytest.raises(NotAllowedError):
        town.do(ChoosePreferences(login="second", language="fr"), stale)


def test_the_last_administrator_stays(town: Town) -> None:
    with pytest.raises(RuleError):
        town.do(DisableAccount(login="mayor"))
    with pytest.raises(RuleError):
        town.do(EditAccount(login="mayor", version=1, title="Mayor", is_administrator=False))
    town.do(AddAccount(login="second", title="Second", is_administrator=True))
    town.do(DisableAccount(login="mayor"))


def test_one_login_is_one_person_and_a_stale_form_is_refused(town: Town) -> None:
    with pytest.raises(DuplicateKeyError):
        town.do(AddAccount(login="Mayor", title="Impostor"))
    with pytest.raises(StaleRecordError):
        town.do(EditAccount(login=RELAY, version=7, title="Relay", is_administrator=False))
    with pytest.raises(UnknownRecordError):
        town.do(DisableAccount(login="nobody"))


def test_the_journal_tells_who_changed_what_and_never_a_secret(town: Town) -> None:
    token = new_token()
    town.do(Invite(login=RELAY, token_hash=token_hash(token), expires_at=later(days=1)), town.author("mayor"))
    town.do(SetPassword(login=RELAY, password_hash=PASSWORD_HASH + "x"), town.author(RELAY))
    changes = [entry for entry in installation_journal(town.database) if entry.command == "SetPassword"]
    (password,) = [entry for entry in changes if entry.record_kind == "account"]
    assert password.author == "Relay of IT"
    assert password.account_id == town.account(RELAY).id
    assert (password.before or {})["password_hash"] == (password.after or {})["password_hash"] == HIDDEN
    kept = journal_text(town.database)
    assert "argon2" not in kept
    assert token_hash(token) not in kept


def test_what_screens_see_of_accounts_has_no_secret(town: Town) -> None:
    assert [account.login for account in accounts(town.database)] == ["mayor", RELAY]
    assert not hasattr(accounts(town.database)[0], "password_hash")
    assert not hasattr(accounts(town.database)[0], "totp_secret")


def test_an_invitation_is_good_once_and_in_time(town: Town) -> None:
    old, new = new_token(), new_token()
    relay = town.author(RELAY)
    until = later(days=7)
    town.do(Invite(login=RELAY, token_hash=token_hash(old), expires_at=until))
    town.do(Invite(login=RELAY, token_hash=token_hash(new), expires_at=until))

    def accept(token: str, **when: float) -> None:
        command = AcceptInvitation(login=RELAY, token_hash=token_hash(token), password_hash=PASSWORD_HASH)
        town.do(command, relay, later(**when))

    for token, when in ((old, 0), (new_token(), 0), (new, 7)):
        with pytest.raises(LinkNotGoodError):
            accept(token, days=when)
    accept(new)
    with pytest.raises(LinkNotGoodError):
        accept(new)


def test_an_invitation_lets_nobody_into_another_account(town: Town) -> None:
    token = new_token()
    town.do(Invite(login=RELAY, token_hash=token_hash(token), expires_at=later(days=7)))
    with pytest.raises(NotAllowedError):
        town.do(
            AcceptInvitation(login="mayor", token_hash=token_hash(token), password_hash=PASSWORD_HASH),
            town.author(RELAY),
        )


def test_the_set_up_makes_one_administrator_with_the_link_of_the_console(database_url: str) -> None:
    empty = Town(Database(database_url))
    empty.database.migrate()
    token = new_token()

    def set_up(link: str, at: timedelta = timedelta(0)) -> None:
        command = SetUp(
            token_hash=token_hash(link), login="first", title="First", password_hash=PASSWORD_HASH
        )
        empty.do(command, NOBODY, NOW + at)

    with pytest.raises(LinkNotGoodError):
        set_up(token)
    empty.do(OfferSetUp(token_hash=token_hash(token), expires_at=later(days=1)))
    with pytest.raises(LinkNotGoodError):
        set_up(new_token())
    with pytest.raises(LinkNotGoodError):
        set_up(token, timedelta(days=1))
    with pytest.raises(RuleError):
        empty.do(AddAccount(login="first", title="First"))
    set_up(token)
    assert empty.account("first").is_administrator
    with pytest.raises(LinkNotGoodError):
        set_up(token)
    with pytest.raises(LinkNotGoodError):
        empty.do(OfferSetUp(token_hash=token_hash(token), expires_at=later(days=1)))
    assert token_hash(token) not in journal_text(empty.database)
    empty.database.close()


def test_a_person_is_tied_to_the_provider_once(town: Town) -> None:
    relay = town.author(RELAY)
    town.do(LinkProvider(login=RELAY, issuer="https://id.example", subject="42"), relay)
    with pytest.raises(RuleError):
        town.do(LinkProvider(login=RELAY, issuer="https://id.example", subject="43"), relay)


@pytest.fixture
def staffed(city: City) -> Town:
    """Give the worked example with an administrator and a person without a role in it."""
    place = Town(city.database)
    place.do(AddAccount(login="mayor", title="Mayor", is_administrator=True))
    place.do(AddAccount(login=RELAY, title="Relay of IT"))
    return place


def rename(at: Town, author: Author) -> None:
    version = at.database.snapshot("city").milestones.by_key("M1")
    at.do(
        EditMilestone(
            programme="city", key="M1", version=version.version if version else 0, changes={"title": "New"}
        ),
        author,
    )


def test_a_role_is_for_one_programme_and_goes_at_once(staffed: Town) -> None:
    with pytest.raises(NotAllowedError):
        rename(staffed, staffed.author(RELAY))
    staffed.do(GrantRole(login=RELAY, programme="city", role=Role.TECHNICAL_LEAD))
    lead = staffed.author(RELAY)
    assert lead.roles_in("city") == {"technical_lead"}
    assert lead.roles_in("elsewhere") == frozenset()
    rename(staffed, lead)
    staffed.do(WithdrawRole(login=RELAY, programme="city"))
    with pytest.raises(NotAllowedError):
        rename(staffed, lead)
    with pytest.raises(UnknownRecordError):
        staffed.do(WithdrawRole(login=RELAY, programme="city"))


def test_a_role_says_for_whom(staffed: Town) -> None:
    version = staffed.account(RELAY).version
    staffed.do(GrantRole(login=RELAY, programme="city", role=Role.FOCAL_POINT, services=["it", "hr"]))
    assert staffed.author(RELAY).mandates["city"] == Mandate(
        role=Role.FOCAL_POINT, services=frozenset({"it", "hr"})
    )
    assert staffed.account(RELAY).version > version
    staffed.do(GrantRole(login=RELAY, programme="city", role=Role.OWNER, posts=["registrar"]))
    assert staffed.author(RELAY).mandates["city"].posts == {"registrar"}
    staffed.do(GrantRole(login=RELAY, programme="city", role=Role.PARTNER, partner="university"))
    assert staffed.author(RELAY).mandates["city"].partner == "university"
    assert staffed.author("mayor").roles_in("city") == {"administrator"}


@pytest.mark.parametrize(
    "grant",
    [
        {"role": Role.FOCAL_POINT},
        {"role": Role.OWNER},
        {"role": Role.PARTNER},
        {"role": Role.LEADER, "services": ["it"]},
        {"role": Role.OWNER, "posts": ["registrar"], "partner": "university"},
    ],
)
def test_a_role_without_what_it_is_for_is_refused(staffed: Town, grant: dict[str, object]) -> None:
    with pytest.raises(RuleError):
        staffed.do(GrantRole(login=RELAY, programme="city", **grant))  # type: ignore[arg-type]  # one grant each


def test_a_service_that_somebody_speaks_for_is_not_removed(staffed: Town) -> None:
    staffed.do(GrantRole(login=RELAY, programme="city", role=Role.FOCAL_POINT, services=["hr"]))
    spare = staffed.database.snapshot("city").services.by_key("hr")
    assert spare is not None
    with pytest.raises(RuleError) as refused:
        staffed.do(RemoveService(programme="city", key="hr", version=spare.version))
    assert "Relay of IT" in str(refused.value.details["rule"].values["users"])
