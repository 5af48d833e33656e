"""A levelling proposal is kept as a scenario; the plan changes when somebody accepts it, with the reasons."""

from __future__ import annotations

from tests.commands.conftest import NOW, TODAY, City
from tracker.analysis import analyse
from tracker.analysis.levelling import propose_levelling
from tracker.commands.level_plan import changes_of_levelling
from tracker.commands.milestone import EditMilestone
from tracker.commands.organisation import EditPost
from tracker.commands.rehearsal import rehearse
from tracker.commands.scenario import KeepScenario
from tracker.i18n import translator


def test_what_is_kept_can_be_rehearsed_and_gives_the_dates_that_were_proposed(city: City) -> None:
    """M4 and M5 need the registrar, who is alone: one of them waits."""
    city.do(EditPost(programme="city", key="registrar", version=1, changes={"people": 1.0}))
    for key in ("M2", "M3"):
        changes = {"owner": "registrar"}
        city.do(EditMilestone(programme="city", key=key, version=1, changes=changes))
    snapshot = city.snapshot()
    proposal = propose_levelling(analyse(snapshot, TODAY), 20.0)
    assert proposal.moves
    changes_kept = changes_of_levelling(snapshot, proposal, translator("fr"))
    before = analyse(city.snapshot(), TODAY).finish
    city.do(KeepScenario(programme="city", key="S-1", title="Lissage", changes=changes_kept))
    assert analyse(city.snapshot(), TODAY).finish == before
    after = analyse(rehearse(city.snapshot(), changes_kept, NOW).snapshot, TODAY)
    assert after.finish == proposal.new_finish
    assert not after.workload.overloads
    assert all("Head of registry" in change["fields"]["reason"] for change in changes_kept)
