"""The record and the options beside a decision's milestone: made, changed, answered and asked anew."""

from collections.abc import Mapping, Sequence
from typing import Any

from tracker.commands.command import Work
from tracker.commands.links import columns, identity, value_now
from tracker.commands.rules import check, refuse
from tracker.model.decision import Decision, DecisionOption, DecisionOptionFields
from tracker.model.milestone import Milestone

# What an answer leaves on the record.
_UNANSWERED: Mapping[str, Any] = {"refused_on": None, "effect": "", "why": ""}


def record_of(work: Work, milestone: Milestone) -> Decision | None:
    """Return what is asked beside a milestone; None: nobody wrote it down yet."""
    return next(iter(work.all(Decision, milestone_id=identity(milestone))), None)


def record_values(work: Work, milestone: Milestone) -> dict[str, Any]:
    """Return the record's fields as a form shows them: the post that asks by its key."""
    record = record_of(work, milestone) or Decision(
        programme_id=milestone.programme_id, milestone_id=identity(milestone)
    )
    return {name: value_now(work, record, name) for name in ("question", "asked_by", "asked_on")}


def touch(milestone: Milestone) -> None:
    """Make older forms stale: in the eyes of its user the record is a part of the decision."""
    milestone.version += 1


def set_record(work: Work, milestone: Milestone, values: Mapping[str, Any]) -> Decision:
    """Write the record's fields, links as keys; make the record where there is none."""
    record = record_of(work, milestone)
    found = columns(work, Decision, values)
    if record is None:
        record = Decision(programme_id=milestone.programme_id, milestone_id=identity(milestone), **found)
        check(work, record)
        return work.add(record)
    for name, value in found.items():
        setattr(record, name, value)
    check(work, record)
    return record


def options_of(work: Work, milestone: Milestone) -> list[DecisionOption]:
    """Return the options in the order in which they are put."""
    found = work.all(DecisionOption, milestone_id=identity(milestone))
    return sorted(found, key=lambda option: (option.position, option.title))


def set_options(work: Work, milestone: Milestone, wanted: Sequence[DecisionOptionFields]) -> None:
    """Make the options those of a list, in its order.

    An option is known by its title. The answer stays the answer.

    Raises:
        RuleError: a title stands twice in the list, or the option that was chosen is not in it.
    """
    there = {option.title: option for option in options_of(work, milestone)}
    titles = [option.title for option in wanted]
    if len(set(titles)) != len(titles):
        raise refuse("option_twice", "options")
    gone = [option for title, option in there.items() if title not in titles]
    if any(option.is_chosen for option in gone):
        raise refuse("chosen_option_stays", "options")
    for option in gone:
        work.remove(option)
    for place, option_wanted in enumerate(wanted):
        _set_option(work, milestone, there.get(option_wanted.title), option_wanted, place)


def _set_option(
    work: Work, milestone: Milestone, there: DecisionOption | None, wanted: DecisionOptionFields, place: int
) -> None:
    if there is not None:
        there.meaning, there.position = wanted.meaning, place
        return
    added = DecisionOption(
        programme_id=milestone.programme_id,
        milestone_id=identity(milestone),
        title=wanted.title,
        meaning=wanted.meaning,
        position=place,
    )
    work.add(added)


def choose(work: Work, milestone: Milestone, number: int | None) -> None:
    """Mark the option with this number, from 1, as the answer; None: none of them.

    Raises:
        RuleError: there is no option with this number.
    """
    options = options_of(work, milestone)
    if number is not None and number > len(options):
        raise refuse("no_such_option", "option", number=number, count=len(options))
    for place, option in enumerate(options, start=1):
        option.is_chosen = place == number


def forget_answer(work: Work, milestone: Milestone) -> None:
    """Take the answer off the record: the milestone waits for one again."""
    record = record_of(work, milestone)
    if record is None:
        return
    for name, value in _UNANSWERED.items():
        setattr(record, name, value)
    choose(work, milestone, None)
    work.session.flush()
