"""Who is reminded of what today: before it is due, when it is, then at growing intervals and further up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from tracker.analysis.addressees import STEPS, Addressee, Addressees, Step
from tracker.analysis.reporting import Call, ItemToReport, Scope, items_to_report
from tracker.model.organisation import PostRole

if TYPE_CHECKING:
    from tracker.analysis.programme import ProgrammeAnalysis

# Nobody is reminded more often than this, whatever waits for them.
DAYS_BETWEEN = 5
# A date as near as this is reminded of on its own day, and not once more before it.
SHORTLY = timedelta(days=7)
# As many reminders of one item stay unanswered before the next person up is asked.
UNANSWERED = 3
# What is worth a message. Work that has begun or could begin is asked for on the screen alone.
_WORTH_A_MESSAGE = frozenset({Call.OVERDUE, Call.DUE, Call.DISAGREEING, Call.SILENT})


@dataclass(frozen=True)
class PastReminder:
    """One item of which one person was reminded on a day, on which step of the way up."""

    person: str
    level: PostRole
    item: str
    on: date


@dataclass(frozen=True)
class Question:
    """One item that awaits a word, and whom to ask for it, in turn."""

    found: ItemToReport
    steps: tuple[Step, ...]

    @property
    def key(self) -> str:
        return self.found.item.key


@dataclass(frozen=True)
class Reminder:
    """One item of a digest; `asked_before` are the days on which people further down were asked in vain."""

    question: Question
    level: PostRole
    # How often this person has been reminded of it since the last word on it.
    times: int
    asked_before: tuple[date, ...]
    # Who was asked on those days.
    asked_people: tuple[str, ...]


@dataclass(frozen=True)
class Digest:
    """All that one person is reminded of on a day, in one message: the most pressing first."""

    person: Addressee
    on: date
    reminders: tuple[Reminder, ...]
    # How many more items await this person's word; they have been reminded of those lately.
    others: int

    def items_of(self, level: PostRole) -> list[str]:
        """Return the keys of the items of which they are reminded on one step."""
        return [one.question.key for one in self.reminders if one.level is level]

    @property
    def levels(self) -> list[PostRole]:
        return [level for level in STEPS if self.items_of(level)]


def questions(
    analysis: ProgrammeAnalysis, people: Addressees, found: Iterable[ItemToReport] | None = None
) -> tuple[Question, ...]:
    """Return the open items that are worth a message, the most pressing first, each with its way up.

    An item is worth one when it is overdue, due within a working week, declared better than it is
    computed, or silent for longer than the cadence, and nobody has given word within a working week.

    Args:
        found: the items of everybody to report on, where the caller has them already.
    """
    return tuple(
        Question(one, people.way_up(*_of_whom(analysis, one)))
        for one in (items_to_report(analysis, Scope(is_all=True)) if found is None else found)
        if _WORTH_A_MESSAGE & set(one.calls)
    )


def digests(
    asked: Sequence[Question],
    past: Iterable[PastReminder],
    as_of: date,
    *,
    unanswered: int = UNANSWERED,
) -> tuple[Digest, ...]:
    """Return one digest for each person who is to be reminded on a day; none in a quiet week.

    The first reminder comes as soon as an item is worth one, the next when it falls due, and then 5, 10,
    15 days after the one before. A word on the item, "nothing changed" included, begins anew. After
    `unanswered` reminders on one step the next one goes to the step above, and no more to this one.
    Nobody is reminded twice within `DAYS_BETWEEN` days: what falls due meanwhile waits for the next digest.

    Args:
        past: the reminders that were sent, of any programme's day up to `as_of`.
    """
    memory = _Memory(past, as_of)
    due: defaultdict[str, list[Reminder]] = defaultdict(list)
    waiting: defaultdict[str, int] = defaultdict(int)
    people: dict[str, Addressee] = {}
    for question in asked:
        for person, reminder, is_due in _of_question(question, memory, as_of, unanswered):
            people[person.key] = person
            if is_due:
                due[person.key].append(reminder)
            else:
                waiting[person.key] += 1
    return tuple(
        Digest(people[key], as_of, tuple(found), waiting[key])
        for key, found in due.items()
        if memory.is_rested(key)
    )


class _Memory:
    """What was sent, by item and by person."""

    def __init__(self, past: Iterable[PastReminder], as_of: date) -> None:
        self.as_of = as_of
        self.last_to: dict[str, date] = {}
        self.of_item: defaultdict[str, list[PastReminder]] = defaultdict(list)
        for one in sorted(past, key=lambda one: one.on):
            self.last_to[one.person] = max(one.on, self.last_to.get(one.person, one.on))
            self.of_item[one.item].append(one)

    def is_rested(self, person: str) -> bool:
        """Whether a person has been left alone for long enough."""
        last = self.last_to.get(person)
        return last is None or (self.as_of - last).days >= DAYS_BETWEEN

    def unanswered(self, question: Question) -> list[PastReminder]:
        """Return the reminders of an item since the last word on it."""
        said = question.found.last_said_on
        return [one for one in self.of_item[question.key] if said is None or one.on > said]


def _of_question(
    question: Question, memory: _Memory, as_of: date, unanswered: int
) -> Iterator[tuple[Addressee, Reminder, bool]]:
    """Yield who is asked about an item now, and whether today is the day to remind them of it."""
    sent = memory.unanswered(question)
    place = _step_now(question.steps, sent, unanswered)
    if place is None:
        return
    step = question.steps[place]
    below = {one.level for one in question.steps[:place]}
    in_vain = [one for one in sent if one.level in below]
    names = {one.key: one.name for each in question.steps for one in each.people}
    for person in step.people:
        own = sorted({one.on for one in sent if one.person == person.key and one.level is step.level})
        reminder = Reminder(
            question=question,
            level=step.level,
            times=len(own),
            asked_before=tuple(sorted({one.on for one in in_vain})),
            asked_people=tuple(dict.fromkeys(names[one.person] for one in in_vain if one.person in names)),
        )
        yield person, reminder, _is_due(question, own, in_vain, as_of, unanswered)


def _step_now(steps: Sequence[Step], sent: Sequence[PastReminder], unanswered: int) -> int | None:
    """Return the step that is asked now: the first that has not been asked in vain, else the last."""
    for place, step in enumerate(steps):
        days = {one.on for one in sent if one.level is step.level}
        if len(days) < unanswered:
            return place
    return len(steps) - 1 if steps else None


def _is_due(
    question: Question, own: Sequence[date], in_vain: Sequence[PastReminder], as_of: date, unanswered: int
) -> bool:
    if not own:
        return not in_vain or (as_of - in_vain[-1].on).days >= DAYS_BETWEEN * unanswered
    finish = question.found.item.planned_finish
    if finish is not None and own[-1] < finish:
        # Once before it is due is enough: the next is for the day itself.
        if finish <= as_of:
            return True
        if finish - as_of <= SHORTLY:
            return False
    return (as_of - own[-1]).days >= DAYS_BETWEEN * len(own)


def _of_whom(analysis: ProgrammeAnalysis, found: ItemToReport) -> tuple[str | None, str | None]:
    """Return the keys of the service that does an item and of the post that owns it, or its initiative's."""
    snapshot = analysis.snapshot
    milestone = snapshot.milestones.by_id(found.item.id)
    above = snapshot.initiatives.get(milestone.initiative_id)
    service = snapshot.services.get(milestone.service_id or (above.service_id if above else None))
    post = snapshot.posts.get(milestone.owner_id or (above.owner_id if above else None))
    return (service.key if service else None), (post.key if post else None)
