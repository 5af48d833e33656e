"""A link opens by its token alone, ends at once, and lets a partner propose without changing the plan."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import text

from tests.commands.conftest import NOW, TODAY, City
from tracker.commands import Outcome
from tracker.commands.links import identity
from tracker.commands.partner_proposal import (
    AcceptPartnerProposal,
    ProposeThroughShare,
    RefusePartnerProposal,
)
from tracker.commands.share import LONGEST, EditShare, RevokeShare, SetSharePassword, ShareRoadmap
from tracker.commands.share_access import (
    LiveShare,
    last_visit,
    live_share,
    note_visit,
    scope_of,
    shares_of,
)
from tracker.commands.undo import UndoLastChange
from tracker.identity.passwords import is_right
from tracker.model.errors import NotAllowedError, RuleError, StaleRecordError, UnknownRecordError
from tracker.model.share import PartnerProposal, ProposalKind, ProposalState
from tracker.planning import ConstraintKind
from tracker.storage import Author

SOMEBODY = Author("Internet provider, through a shared link")
UNTIL = TODAY + timedelta(days=90)


def shared(city: City, **fields: Any) -> tuple[str, str]:
    """Make a link and return its key and its token."""
    given = {"key": "provider", "partner": "provider", "expires_on": UNTIL} | fields
    command = ShareRoadmap.model_validate({"programme": "city", **given})
    return city.do(command).result.key, command.token.get_secret_value()


def opened(city: City, token: str, at: datetime = NOW) -> LiveShare | None:
    with city.database.reading() as connection:
        return live_share(connection, token, at)


def propose(city: City, token: str, milestone: str = "M2", **fields: Any) -> Outcome:
    given = {"kind": ProposalKind.NEW_DATE, "on": date(2026, 5, 4), "evidence": "Permit late"} | fields
    command = ProposeThroughShare.model_validate(
        {"programme": "city", "token": SecretStr(token), "milestone": milestone, **given}
    )
    return City(city.database, author=SOMEBODY).do(command)


def proposal_of(city: City) -> PartnerProposal:
    (found,) = shares_of(city.database, "city").proposals
    return found


def test_a_link_opens_by_its_token_and_by_nothing_else(city: City) -> None:
    key, token = shared(city)
    found = opened(city, token)
    assert found is not None
    assert (found.key, found.programme) == (key, "city")
    assert opened(city, token[:-1]) is None
    assert opened(city, "") is None


def test_neither_the_token_nor_its_hash_is_in_the_journal_or_on_a_screen(city: City) -> None:
    key, token = shared(city, password=SecretStr("a long enough secret"))
    with city.database.reading() as connection:
        kept = connection.execute(text("SELECT token_hash, password_hash FROM share")).one()
        journal = str(connection.execute(text("SELECT * FROM journal_entry")).all())
    assert token not in str(kept)
    seen = str(shares_of(city.database, "city"))
    for secret in (token, kept.token_hash, kept.password_hash, "a long enough secret"):
        assert secret not in journal
        assert secret not in seen
    about = [entry for entry in city.journal() if entry.record_kind == "share"]
    assert [(entry.command, entry.record_key) for entry in about] == [("ShareRoadmap", key)]


def test_a_revoked_link_is_over_at_once(city: City) -> None:
    key, token = shared(city)
    city.do(RevokeShare(programme="city", key=key, version=1))
    assert opened(city, token) is None
    with pytest.raises(RuleError, match="share_revoked"):
        city.do(RevokeShare(programme="city", key=key, version=2))


def test_a_link_works_through_its_last_day(city: City) -> None:
    _, token = shared(city)
    last = datetime.combine(UNTIL, datetime.min.time(), UTC)
    assert opened(city, token, last + timedelta(hours=23)) is not None
    assert opened(city, token, last + timedelta(hours=24)) is None


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"partner": None}, "initiatives"),
        ({"expires_on": TODAY - timedelta(days=1)}, "expires_on"),
        ({"expires_on": TODAY + LONGEST + timedelta(days=1)}, "expires_on"),
    ],
)
def test_a_link_needs_something_to_show_and_an_end(city: City, fields: dict[str, Any], field: str) -> None:
    with pytest.raises(RuleError) as refusal:
        shared(city, **fields)
    assert refusal.value.details["field"] == field


def test_a_link_to_an_initiative_that_is_not_there_is_refused(city: City) -> None:
    with pytest.raises(UnknownRecordError):
        shared(city, initiatives=["nowhere"])


def test_the_scope_is_the_partners_initiatives_or_those_chosen(city: City) -> None:
    snapshot = city.snapshot()
    by_partner = opened(city, shared(city)[1])
    chosen = opened(city, shared(city, key="portal", initiatives=["portal"])[1])
    assert by_partner is not None
    assert chosen is not None
    ids = {row.key: row.id for row in snapshot.initiatives}
    assert scope_of(by_partner, snapshot).initiative_ids == {ids["network"]}
    assert scope_of(chosen, snapshot).initiative_ids == {ids["portal"]}


def test_a_change_of_what_is_shown_holds_from_the_next_request_on(city: City) -> None:
    key, token = shared(city)
    city.do(EditShare(programme="city", key=key, version=1, changes={"shows_money": True}))
    found = opened(city, token)
    assert found is not None
    assert found.shows_money
    with pytest.raises(StaleRecordError):
        city.do(EditShare(programme="city", key=key, version=1, changes={"shows_people": True}))


def test_a_password_is_kept_as_a_hash_and_can_be_taken_away(city: City) -> None:
    key, token = shared(city, password=SecretStr("a long enough secret"))
    found = opened(city, token)
    assert found is not None
    assert is_right("a long enough secret", found.password_hash)
    city.do(SetSharePassword(programme="city", key=key, version=1))
    found = opened(city, token)
    assert found is not None
    assert found.password_hash is None


def test_openings_are_counted_by_day_and_the_last_day_before_today_is_told(city: City) -> None:
    _, token = shared(city)
    found = opened(city, token)
    assert found is not None
    yesterday = TODAY - timedelta(days=1)
    for day in (yesterday, TODAY, TODAY):
        note_visit(city.database, found, day, NOW)
    visits = shares_of(city.database, "city").visits
    assert {visit.on: visit.visits for visit in visits} == {yesterday: 1, TODAY: 2}
    with city.database.reading() as connection:
        assert last_visit(connection, found, TODAY) == yesterday
        assert last_visit(connection, found, yesterday) is None


def test_a_proposal_changes_nothing_before_it_is_accepted(city: City) -> None:
    _, token = shared(city, may_propose=True)
    before = list(city.snapshot().milestones)
    propose(city, token)
    assert list(city.snapshot().milestones) == before
    proposal = proposal_of(city)
    assert (proposal.state, proposal.on) == (ProposalState.OPEN, date(2026, 5, 4))
    entry = city.journal()[-1]
    assert (entry.command, entry.author) == ("ProposeThroughShare", SOMEBODY.name)


def test_an_accepted_date_holds_the_milestone_and_can_be_taken_back(city: City) -> None:
    _, token = shared(city, may_propose=True)
    propose(city, token)
    done = city.do(
        AcceptPartnerProposal(
            programme="city",
            proposal_id=identity(proposal_of(city)),
            version=1,
            milestone_version=1,
            answer="Agreed",
        )
    )
    moved = city.snapshot().milestones.by_key("M2")
    assert moved is not None
    assert (moved.constraint, moved.constraint_date) == (
        ConstraintKind.FINISH_NO_EARLIER_THAN,
        date(2026, 5, 4),
    )
    assert proposal_of(city).state == ProposalState.ACCEPTED
    city.do(UndoLastChange(programme="city", command_id=done.command_id))
    back = city.snapshot().milestones.by_key("M2")
    assert back is not None
    assert back.constraint_date is None
    assert proposal_of(city).state == ProposalState.OPEN


def test_an_accepted_done_is_an_actual_finish(city: City) -> None:
    _, token = shared(city, may_propose=True)
    propose(city, token, kind=ProposalKind.DONE, on=date(2026, 2, 19))
    city.do(
        AcceptPartnerProposal(
            programme="city", proposal_id=identity(proposal_of(city)), version=1, milestone_version=1
        )
    )
    reached = city.snapshot().milestones.by_key("M2")
    assert reached is not None
    assert reached.actual_finish == date(2026, 2, 19)


def test_a_refused_proposal_has_an_answer_and_is_answered_once(city: City) -> None:
    _, token = shared(city, may_propose=True)
    propose(city, token)
    refusal = RefusePartnerProposal(
        programme="city", proposal_id=identity(proposal_of(city)), version=1, answer="The council needs May."
    )
    refused = city.do(refusal)
    assert (proposal_of(city).state, proposal_of(city).answer) == ("refused", "The council needs May.")
    with pytest.raises(RuleError, match="proposal_answered"):
        city.do(refusal.model_copy(update={"version": 2}))
    city.do(UndoLastChange(programme="city", command_id=refused.command_id))
    assert proposal_of(city).state == ProposalState.OPEN


@pytest.mark.parametrize(
    ("link", "proposal", "error"),
    [
        ({"may_propose": False}, {}, NotAllowedError),
        ({"may_propose": True}, {"milestone": "M7"}, UnknownRecordError),
        ({"may_propose": True}, {"on": date(2026, 1, 1)}, RuleError),
        ({"may_propose": True}, {"kind": ProposalKind.DONE, "on": date(2026, 3, 1)}, RuleError),
    ],
    ids=["link without proposals", "outside the scope", "in the past", "done in the future"],
)
def test_what_a_link_does_not_allow_is_refused(
    city: City, link: dict[str, Any], proposal: dict[str, Any], error: type[Exception]
) -> None:
    _, token = shared(city, **link)
    with pytest.raises(error):
        propose(city, token, **proposal)
    assert shares_of(city.database, "city").proposals == []


def test_a_revoked_link_proposes_nothing(city: City) -> None:
    key, token = shared(city, may_propose=True)
    city.do(RevokeShare(programme="city", key=key, version=1))
    with pytest.raises(NotAllowedError):
        propose(city, token)
