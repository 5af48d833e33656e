"""Nothing changed is one act for as many items as one likes, each its author's own, and it can be undone."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.commands.conftest import NOW, TODAY, City
from tracker.analysis import analyse
from tracker.analysis.reporting import Call, Scope, items_to_report
from tracker.commands import Role
from tracker.commands.own_work import own_scope
from tracker.commands.progress import ReportProgress
from tracker.commands.reporting import AnswerReporting, ReportedRow, ReportNothingChanged
from tracker.commands.undo import UndoLastChange
from tracker.model.author import Author, Mandate
from tracker.model.errors import NotAllowedError, RuleError
from tracker.model.journal import ReasonKind
from tracker.model.progress import DeclaredStatus

IT = Author("IT focal point", mandates={"city": Mandate(Role.FOCAL_POINT, services=frozenset({"it"}))})
REGISTRAR = Author("Registrar", mandates={"city": Mandate(Role.OWNER, posts=frozenset({"registrar"}))})


def nothing_changed(*items: str) -> ReportNothingChanged:
    return ReportNothingChanged(
        programme="city", items=list(items), reported_on=TODAY, author="Head of IT", text="Nothing changed."
    )


def asked(city: City, scope: Scope | None = None) -> dict[str, tuple[Call, ...]]:
    analysis = analyse(city.snapshot(), TODAY)
    found = items_to_report(analysis, scope or Scope(is_all=True))
    return {one.item.key: one.calls for one in found if one.calls}


def test_what_could_have_begun_and_is_overdue_needs_a_word_and_what_waits_does_not(city: City) -> None:
    assert asked(city) == {
        "M1": (Call.OVERDUE, Call.SILENT, Call.READY),
        "M3": (Call.OVERDUE, Call.SILENT, Call.READY),
    }


def test_nothing_changed_is_word_enough_and_repeats_what_was_declared(city: City) -> None:
    said: dict[str, Any] = {"programme": "city", "author": "Head of procurement", "item": "M1"}
    city.do(
        ReportProgress(
            **said,
            reported_on=date(2026, 1, 20),
            declared_status=DeclaredStatus.ATTENTION,
            progress_percent=30,
        )
    )
    outcome = city.do(nothing_changed("M1", "M3", "M3"))
    first, *new = city.snapshot().updates
    assert [(row.declared_status, row.progress_percent, row.text) for row in new] == [
        (DeclaredStatus.ATTENTION, None, "Nothing changed."),
        (DeclaredStatus.NOT_GIVEN, None, "Nothing changed."),
    ]
    assert asked(city) == {}
    assert analyse(city.snapshot(), TODAY).items.by_key("M1").progress_percent == 30
    city.do(UndoLastChange(programme="city", command_id=outcome.command_id))
    assert [row.id for row in city.snapshot().updates] == [first.id]


def test_all_of_it_or_nothing_when_one_item_is_somebody_else_s(city: City) -> None:
    mine = City(city.database, author=IT)
    with pytest.raises(NotAllowedError):
        mine.do(nothing_changed("M2", "M1"), NOW)
    assert len(city.snapshot().updates) == 0
    mine.do(nothing_changed("M2", "M4"))
    assert len(city.snapshot().updates) == 2


def test_a_leader_reports_nothing(city: City) -> None:
    leader = Author("Mayor", mandates={"city": Mandate(Role.LEADER)})
    assert own_scope(leader, "city") == Scope()
    with pytest.raises(NotAllowedError):
        City(city.database, author=leader).do(nothing_changed("M1"))


def test_each_sees_the_items_of_their_services_or_posts(city: City) -> None:
    analysis = analyse(city.snapshot(), TODAY)

    def keys(author: Author) -> list[str]:
        return sorted(found.item.key for found in items_to_report(analysis, own_scope(author, "city")))

    assert keys(IT) == ["M2", "M4"]
    assert keys(REGISTRAR) == []
    assert len(keys(city.author)) == 7


def answer(**said: Any) -> AnswerReporting:
    row = ReportedRow(item="M4", version=1, **said)
    return AnswerReporting(programme="city", row=row, reported_on=TODAY, author="Head of IT")


def test_three_answers_are_one_act_that_may_be_given_twice(city: City) -> None:
    later = answer(new_date=date(2026, 6, 30), why=ReasonKind.SUPPLIER, blocked_by="No export")
    outcome = city.do(later)
    (update,) = city.snapshot().updates
    assert (update.blocked_by, update.source) == ("No export", "Head of IT")
    assert {entry.reason_kind for entry in city.entries(outcome)} == {ReasonKind.SUPPLIER}
    city.do(answer(text="Still no export"))
    assert len(city.snapshot().updates) == 2


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"new_date": date(2026, 6, 30)}, "why"),
        ({"new_date": date(2026, 1, 5), "why": ReasonKind.LAW}, "new_date"),
        ({"done_on": TODAY, "new_date": date(2026, 6, 30), "why": ReasonKind.LAW}, "new_date"),
        ({"done_on": date(2026, 2, 21)}, "done_on"),
        ({}, None),
    ],
)
def test_an_answer_that_cannot_be_names_its_field(
    city: City, said: dict[str, Any], field: str | None
) -> None:
    with pytest.raises(RuleError) as refused:
        city.do(answer(**said))
    assert refused.value.details["field"] == field
    assert len(city.snapshot().updates) == 0
