"""What must hold of every analysis, shown on programmes made at random."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as some

from tests.builders import MONDAY, baseline, depends, initiative, milestone, plan, snapshot_of, update
from tracker.analysis import ComputedStatus, GroupBy, ItemState, analyse, find_loop
from tracker.i18n import LANGUAGES, translator
from tracker.model.content import MilestoneContent, ProgrammeContent
from tracker.model.initiative import InitiativeStatus, Period
from tracker.model.progress import DeclaredStatus
from tracker.planning import DependencyKind

days = some.integers(0, 200).map(lambda passed: MONDAY + timedelta(days=passed))
ENDED = (ItemState.DONE, ItemState.CANCELLED)


@some.composite
def milestones(draw: some.DrawFn, count: int) -> list[MilestoneContent]:
    found = []
    for number in range(count):
        start = draw(some.none() | days)
        finish = None if start is None else draw(some.none() | some.just(start + timedelta(days=9)))
        found.append(
            milestone(
                f"M{number}",
                draw(some.integers(0, 30)),
                actual_start=start,
                actual_finish=finish,
                initiative=draw(some.sampled_from([None, "I", "J"])),
                service=draw(some.sampled_from([None, "it", "hr", "law"])),
                is_cancelled=draw(some.integers(0, 9)) == 0,
                is_public_opening=draw(some.booleans()),
                weight=draw(some.integers(0, 3)),
                position=number,
            )
        )
    return found


@some.composite
def programmes(draw: some.DrawFn) -> ProgrammeContent:
    work = draw(milestones(draw(some.integers(1, 8))))
    keys = [found.key for found in work]
    links = set()
    for second in range(1, len(keys)):
        for first in draw(some.sets(some.integers(0, second - 1), max_size=2)):
            links.add((first, second, draw(some.sampled_from(DependencyKind))))
    initiatives = [
        initiative(
            key,
            status=draw(some.sampled_from(InitiativeStatus)),
            period=draw(some.sampled_from([Period.PLAN, Period.PLAN, Period.HISTORY])),
        )
        for key in "IJ"
    ]
    updates = [
        update(
            draw(some.sampled_from([*keys, "I", "J"])),
            draw(days),
            declared_status=draw(some.sampled_from(DeclaredStatus)),
            progress_percent=draw(some.none() | some.floats(0, 100)),
        )
        for _ in range(draw(some.integers(0, 6)))
    ]
    approved = {key: (MONDAY, draw(days)) for key in keys if draw(some.booleans())}
    return plan(
        work,
        [depends(keys[second], keys[first], kind=kind) for first, second, kind in links],
        initiatives=initiatives,
        updates=updates,
        baselines=[baseline("P", MONDAY, approved)] if approved else [],
    )


@given(programmes(), days)
def test_an_ended_item_never_stalls_nor_holds_back(content: ProgrammeContent, day: date) -> None:
    analysis = analyse(snapshot_of(content), day)
    ended = {item.key for item in analysis.items if item.state in ENDED}
    for stall in analysis.stalls:
        assert stall.item not in ended
        assert stall.because_of not in ended
        assert stall.since <= day
        assert stall.working_days >= 0
    for found in analysis.bottlenecks:
        assert found.item not in ended
        assert not ended & set(found.downstream_items)


@given(programmes(), days)
def test_unfinished_work_never_lies_in_the_past(content: ProgrammeContent, day: date) -> None:
    for item in analyse(snapshot_of(content), day).items:
        if item.early_finish is not None and item.state not in ENDED:
            assert item.early_finish >= day
            assert item.early_start is not None
            assert item.early_start <= item.early_finish


@given(programmes(), days)
def test_progress_is_between_nothing_and_everything(content: ProgrammeContent, day: date) -> None:
    analysis = analyse(snapshot_of(content), day)
    for progress in (analysis.progress, *(found.progress for found in analysis.initiatives)):
        assert progress.percent is None or 0 <= progress.percent <= 100


@given(programmes(), days)
def test_no_status_is_good_without_an_approved_date(content: ProgrammeContent, day: date) -> None:
    for item in analyse(snapshot_of(content), day).items:
        if item.approved_finish is None:
            assert item.computed_status not in (
                ComputedStatus.ON_COURSE,
                ComputedStatus.TO_COME,
                ComputedStatus.AT_RISK,
            )
            assert item.variance_reason is not None


@given(programmes(), days)
@settings(max_examples=40)
def test_one_more_week_moves_what_a_rerun_with_the_delay_moves(content: ProgrammeContent, day: date) -> None:
    snapshot = snapshot_of(content)
    analysis = analyse(snapshot, day)
    for found in analysis.bottlenecks:
        later = analyse(snapshot, day, delays={found.item: 5})
        for move in found.one_more_week:
            assert later.items.by_key(move.item).early_finish == move.new_finish


@given(programmes(), days)
@settings(max_examples=40)
def test_everything_can_be_said_in_every_language(content: ProgrammeContent, day: date) -> None:
    analysis = analyse(snapshot_of(content), day)
    texts = [stall.sentence for stall in analysis.stalls]
    texts += [item.reason for item in analysis.items]
    texts += [item.disagreement_text for item in analysis.items if item.disagreement_text]
    texts += [found.reason for found in analysis.initiatives]
    texts += [found.sentence for found in analysis.bottlenecks]
    texts += [group.sentence for by in GroupBy for group in analysis.bottleneck_groups(by)]
    texts += [wait.sentence for wait in analysis.waits]
    for language in LANGUAGES:
        assert all("{" not in translator(language)(text) for text in texts)


@given(programmes(), some.data())
def test_a_dependency_is_a_loop_exactly_when_the_other_way_is_a_path(
    content: ProgrammeContent, data: some.DataObject
) -> None:
    keys = [found.key for found in content.milestones]
    ends = data.draw(some.sampled_from(keys)), data.draw(some.sampled_from(keys))
    loop = find_loop(snapshot_of(content), ends)
    links = {(link.predecessor, link.successor) for link in content.dependencies}
    assert find_loop(snapshot_of(content)) is None
    if loop is None:
        joined = content.model_copy(
            update={"dependencies": [*content.dependencies, *depends(ends[1], ends[0])]}
        )
        assert find_loop(snapshot_of(joined)) is None
    else:
        assert loop[0] == loop[-1] == ends[1]
        steps = list(pairwise(loop))
        assert steps[-1] == ends
        assert set(steps[:-1]) <= links
