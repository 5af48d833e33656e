"""A draft is its author's alone, goes when it is sent, and is nothing that the programme knows of."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.commands.conftest import NOW, TODAY, City
from tracker.commands import Role, execute
from tracker.commands.account import AddAccount
from tracker.commands.draft import KEPT_FOR, KeepDraft, TypedAnswer
from tracker.commands.membership import GrantRole
from tracker.commands.reading import Reads
from tracker.commands.reporting import AnswerReporting, ReportedRow
from tracker.model.errors import NotAllowedError, NotReadableError, UnknownRecordError
from tracker.model.journal import ReasonKind
from tracker.storage import Author
from tracker.storage.accounts import author_with_account, has_accounts

ROOT = Author(name="set-up", is_administrator=True)


def account(city: City, login: str, **role: Any) -> Author:
    """Return somebody who may sign in and has a role in the city's programme."""
    if not has_accounts(city.database):
        execute(city.database, AddAccount(login="root", title="Root", is_administrator=True), ROOT, NOW)
    added = execute(city.database, AddAccount(login=login, title=login), ROOT, NOW).result
    execute(city.database, GrantRole(login=login, programme="city", **role), ROOT, NOW)
    author = author_with_account(city.database, added.id)
    assert author is not None
    return author


@pytest.fixture
def relay(city: City) -> Author:
    return account(city, "relay", role=Role.FOCAL_POINT, services=["it"])


def keep(city: City, author: Author, item: str = "M2", **typed: Any) -> None:
    execute(city.database, KeepDraft(programme="city", item=item, held=TypedAnswer(**typed)), author, NOW)


def drafts(city: City, author: Author) -> dict[str, dict[str, Any]]:
    return {item: draft.held for item, draft in Reads(city.database, author).drafts("city").items()}


def test_a_draft_is_kept_as_it_was_typed_and_typed_over(city: City, relay: Author) -> None:
    keep(city, relay, blocked_by="No")
    keep(city, relay, blocked_by="No line", new_date=TODAY, why=ReasonKind.SUPPLIER)
    (draft,) = Reads(city.database, relay).drafts("city").values()
    held = TypedAnswer.model_validate(draft.held)
    assert held == TypedAnswer(blocked_by="No line", new_date=TODAY, why=ReasonKind.SUPPLIER)
    assert draft.saved_at == NOW


def test_nobody_else_reads_it_not_even_who_runs_the_programme(city: City, relay: Author) -> None:
    keep(city, relay, blocked_by="A secret")
    colleague = account(city, "colleague", role=Role.FOCAL_POINT, services=["it"])
    lead = account(city, "lead", role=Role.TECHNICAL_LEAD)
    assert drafts(city, colleague) == drafts(city, lead) == drafts(city, city.author) == {}
    keep(city, colleague, blocked_by="Another")
    assert drafts(city, relay)["M2"]["blocked_by"] == "A secret"
    with pytest.raises(NotReadableError):
        drafts(city, account(city, "mayor", role=Role.LEADER))


def test_it_is_no_fact_of_the_programme(city: City, relay: Author) -> None:
    before, entries = city.snapshot().revision, len(city.database.journal("city"))
    keep(city, relay, text="Not said")
    assert city.snapshot().revision == before
    assert len(city.database.journal("city")) == entries


def test_it_goes_when_it_is_sent_and_stays_when_it_is_refused(city: City, relay: Author) -> None:
    def send(**row: Any) -> None:
        told = ReportedRow(item="M2", version=1, **row)
        answer = AnswerReporting(programme="city", row=told, reported_on=TODAY, author="Relay")
        execute(city.database, answer, relay, NOW)

    keep(city, relay, text="Offers are in")
    with pytest.raises(Exception, match="reason_kind_needed"):
        send(new_date=TODAY + timedelta(days=30))
    assert list(drafts(city, relay)) == ["M2"]
    send(text="Offers are in")
    assert drafts(city, relay) == {}


def test_a_form_emptied_again_leaves_no_draft_and_an_old_one_goes(city: City, relay: Author) -> None:
    keep(city, relay, text="x")
    keep(city, relay)
    assert drafts(city, relay) == {}
    keep(city, relay, text="x")
    later = NOW + KEPT_FOR + timedelta(days=1)
    execute(city.database, KeepDraft(programme="city", item="M2"), relay, later)
    assert drafts(city, relay) == {}


def test_only_of_what_one_reports_on(city: City, relay: Author) -> None:
    with pytest.raises(NotAllowedError):
        keep(city, relay, item="M1", text="Not mine")
    with pytest.raises(UnknownRecordError):
        keep(city, city.author, item="M99", text="Nowhere")
