"""What a link shows: its scope by name, the rest as counts and dates alone."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from tests.builders import MONDAY, baseline, depends, initiative, milestone, plan, snapshot_of, update
from tracker.analysis import analyse
from tracker.analysis.sharing import SharedRoadmap, ShareScope, initiatives_of_partner, shared_roadmap
from tracker.model.content import InitiativePartnerContent, ProgrammeContent

FRIDAY = date(2026, 1, 9)


def programme() -> ProgrammeContent:
    """The network (provider) waits for a contract and a vote outside, and opens the portal outside.

    contract (5) -> line (5, provider) -> tested (5, provider) -> portal (5, public opening)
    vote (0) -----> line
    """
    return plan(
        [
            milestone("contract", 5, title="Secret contract", initiative="BUY", service="procurement"),
            milestone("vote", 3, title="Secret vote", awaited_from="Secret council"),
            milestone("line", 5, title="Line laid", initiative="NET", partner="provider", owner="chief"),
            milestone("tested", 5, title="Line tested", initiative="NET", partner="provider"),
            milestone("portal", 5, title="Secret portal", initiative="WEB", is_public_opening=True),
        ],
        [depends("line", "contract", "vote"), depends("tested", "line"), depends("portal", "tested")],
        initiatives=[
            initiative("BUY", title="Secret buying", cost=700, why_it_matters="Secret why"),
            initiative(
                "NET", title="Network", cost=500, funding="Secret fund", service="it",
                partners=[InitiativePartnerContent(partner="provider", contribution="Fibre")],
            ),
            initiative("WEB", title="Secret web"),
        ],
        updates=[
            update("line", MONDAY, text="Old note"),
            update(
                "line", date(2026, 1, 7),
                text="Secret note", blocked_by="Secret block", author="Secret author",
            ),
        ],
        baselines=[baseline("B", MONDAY, {"line": (date(2026, 1, 12), date(2026, 1, 15))})],
    )  # fmt: skip


def shared(**scope: Any) -> SharedRoadmap:
    analysis = analyse(snapshot_of(programme()), FRIDAY)
    partner = analysis.snapshot.partners.by_key("provider")
    assert partner is not None
    assert partner.id is not None
    ids = initiatives_of_partner(analysis.snapshot, partner.id)
    return shared_roadmap(analysis, ShareScope(ids, scope.pop("partner_id", partner.id), **scope))


def test_a_partners_link_holds_the_initiatives_in_which_the_partner_takes_part() -> None:
    assert [one.key for one in shared().initiatives] == ["NET"]
    assert [one.key for one in shared().milestones] == ["line", "tested"]


def test_what_lies_outside_is_counted_and_never_named() -> None:
    line, tested = shared().milestones
    assert (line.waits_for, line.waits_for_others) == ((), 2)
    # The contract, five working days from the day of the analysis.
    assert line.others_expected == date(2026, 1, 15)
    assert (line.holds, line.opens) == (("tested",), 1)
    assert (tested.waits_for, tested.holds_others) == (("line",), 1)
    assert "Secret" not in str(asdict(shared()))


def test_people_money_and_notes_are_left_out_unless_switched_on() -> None:
    closed, (line, _) = shared(), shared().milestones
    assert (closed.initiatives[0].cost, closed.initiatives[0].funding) == (None, "")
    assert (line.people, line.note) == ((), None)

    opened = shared(shows_people=True, shows_money=True, shows_notes=True)
    line = opened.by_key("line")
    assert (opened.initiatives[0].cost, opened.initiatives[0].funding) == (500, "Secret fund")
    assert line.people == ("Chief", "It")
    assert line.note is not None
    assert (line.note.text, line.note.author) == ("Secret note", "Secret author")


def test_a_note_is_signed_only_when_people_are_shown() -> None:
    note = shared(shows_notes=True).by_key("line").note
    assert note is not None
    assert note.author == ""


def test_the_partner_reads_what_is_expected_of_it_the_next_one_first() -> None:
    assert [one.key for one in shared().expected] == ["line", "tested"]
    assert shared().initiatives[0].contribution == "Fibre"


def test_the_partner_waits_for_others_not_for_itself() -> None:
    assert [one.key for one in shared().waiting] == ["line"]


def test_without_a_partner_nothing_is_expected_and_what_waits_is_what_the_rest_holds_back() -> None:
    roadmap = shared(partner_id=None)
    assert roadmap.expected == ()
    assert [one.key for one in roadmap.waiting] == ["line"]


def test_dates_are_those_of_the_whole_programme() -> None:
    line = shared().by_key("line")
    assert line.finish == date(2026, 1, 22)
    assert (line.approved_finish, line.variance_days) == (date(2026, 1, 15), 5)
