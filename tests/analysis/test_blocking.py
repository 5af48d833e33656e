"""What blocks an item stands until somebody says that it goes on, and is told with who could unblock it."""

from __future__ import annotations

from datetime import date

from tests.builders import milestone, plan, snapshot_of, update
from tracker.analysis import analyse
from tracker.analysis.blocking import standing_blocks
from tracker.i18n import translator
from tracker.model.content import UpdateContent
from tracker.model.progress import DeclaredStatus
from tracker.reports.blocking import what_blocks
from tracker.reports.stalls import stalled_items

CRY = update(
    "A", date(2026, 2, 2), blocked_by="No line", could_unblock="The provider", author="Head of IT",
    declared_status=DeclaredStatus.SUPPORT_NEEDED,
)  # fmt: skip
AFTER, AS_OF = date(2026, 2, 9), date(2026, 3, 2)


def standing(*said: UpdateContent, as_of: date = AS_OF) -> list[str]:
    snapshot = snapshot_of(plan([milestone("A", 5), milestone("B", 5)], updates=[CRY, *said]))
    return [row.could_unblock for row in standing_blocks(snapshot, as_of).values()]


def test_it_stands_while_nothing_changes_and_after_a_remark() -> None:
    same = update("A", AFTER, declared_status=DeclaredStatus.SUPPORT_NEEDED, text="Nothing changed.")
    remark = update("A", AFTER, text="We have called again.")
    other = update("B", AFTER, progress_percent=50)
    assert standing() == standing(same, remark, other) == ["The provider"]


def test_progress_or_another_status_ends_it_and_a_newer_word_replaces_it() -> None:
    assert standing(update("A", AFTER, progress_percent=50)) == []
    assert standing(update("A", AFTER, declared_status=DeclaredStatus.ON_COURSE)) == []
    assert standing(update("A", AFTER, blocked_by="No money", could_unblock="The council")) == ["The council"]


def test_what_was_said_after_the_day_is_not_known() -> None:
    assert standing(as_of=date(2026, 2, 1)) == []
    assert standing(update("A", AFTER, progress_percent=50), as_of=date(2026, 2, 6)) == ["The provider"]


def test_what_has_stopped_says_who_could_unblock_it_and_who_says_so() -> None:
    content = plan([milestone("A", 5), milestone("B", 5)], updates=[CRY])
    found = {item.key: item.blocked for item in stalled_items(analyse(snapshot_of(content), AS_OF))}
    assert found["B"] is None
    blocked = found["A"]
    assert blocked is not None
    said = translator("en")(blocked)
    assert said.startswith("Head of IT says on")
    assert said.endswith("that this blocks it: “No line”; The provider could unblock it.")


def test_either_may_be_said_alone() -> None:
    t = translator("en")
    said = [
        t(text) if text else "" for text in (what_blocks("X", ""), what_blocks("", "Y"), what_blocks("", ""))
    ]
    assert said == ["What blocks: X", "Who could unblock it: Y", ""]
