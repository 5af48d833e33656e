"""Who may do what: a role without the permission is refused before anything is read."""

import pytest

from tests.commands.conftest import City
from tracker.commands import Permission, Role
from tracker.commands.milestone import EditMilestone
from tracker.commands.permission import may
from tracker.commands.registry import all_commands
from tracker.i18n import translator
from tracker.model.errors import NotAllowedError
from tracker.storage import Author


@pytest.mark.parametrize("role", ["leader", "nobody", ""])
def test_who_only_reads_changes_nothing(city: City, role: str) -> None:
    before = city.snapshot().revision
    with pytest.raises(NotAllowedError) as refused:
        City(city.database, author=Author(name="someone", role=role)).do(
            EditMilestone(programme="city", key="M1", version=1, changes={"title": "Mine"})
        )
    assert "Modifier un jalon" in translator("fr")(refused.value.text)
    assert city.snapshot().revision == before


def test_every_command_but_undo_asks_for_more_than_reading() -> None:
    """Undo asks, inside, for the permission of the command that it takes back."""
    reading = {name for name, kind in all_commands().items() if kind.permission is Permission.READ}
    assert reading == {"UndoLastChange"}


def test_the_technical_lead_may_do_everything_but_act_for_a_partner() -> None:
    refused = {name for name, kind in all_commands().items() if not may(Role.TECHNICAL_LEAD, kind.permission)}
    assert refused <= {"ProposeThroughShare"}
