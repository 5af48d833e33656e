"""Each figure of the council page is computed again from the rows, on fifty random programmes.

The page is read as its reader reads it: every number and date of every sentence is looked up here by what it
measures. A sentence that this table does not know fails, so that none is ever added without a computation.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from tests.reports.council_oracle import Facts, Item, days, read_rows
from tests.reports.random_programmes import random_programme
from tests.ui.opening import load_content
from tracker.model.journal import JournalEntry
from tracker.reports.council_of_programme import page_of_programme
from tracker.storage import Database
from tracker.storage.tables import table_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.reports.council_line import Figure, Line
    from tracker.reports.council_page import CouncilPage

PROGRAMMES = 50
SHOWN_OF_A_SERVICE = 3


@dataclass
class Case:
    """One programme, the facts of the day and of 30 days before, and the page that is made of it."""

    now: Facts
    then: Facts
    page: CouncilPage
    first_entry: date

    def item(self, figure: Figure) -> Item:
        return self.now.by_key[figure.subject]


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Case]]:
    address = f"sqlite:///{tmp_path_factory.mktemp('figures')}/random.db"
    for seed in range(PROGRAMMES):
        load_content(address, random_programme(seed))
    database = Database(address)
    yield [_case(database, programme) for programme in database.programmes()]
    database.close()


def _case(database: Database, programme: Any) -> Case:
    rows = read_rows(database, programme.id)
    as_of = programme.status_date
    journal = table_of(JournalEntry)
    with database.reading() as connection:
        own = journal.select().where(journal.c.programme_id == programme.id).order_by(journal.c.id)
        begun = connection.execute(own).first()
    assert begun is not None
    return Case(
        Facts(programme, rows, as_of),
        Facts(programme, rows, as_of - timedelta(days=30)),
        page_of_programme(database, programme.key, as_of),
        begun.at.astimezone(ZoneInfo(programme.time_zone)).date(),
    )


# What each figure is -------------------------------------------------------------------------------------

Computed = Callable[[Case, "Figure"], Any]


def _approved_end(case: Case) -> date:
    return max(item.approved for item in case.now.plan if item.approved)


def _late_by(case: Case, _figure: Figure) -> int:
    return abs(days(_approved_end(case), case.now.finish))


def _count(*statuses: str | None) -> Computed:
    return lambda case, _figure: len(case.now.with_status(*statuses))


def _supposed(case: Case) -> list[Item]:
    """Return the decisions on the critical path whose date has passed."""
    now = case.now
    return [
        item
        for item in now.opened
        if item.row.kind == "decision"
        and item.latest == item.end
        and item.planned
        and item.planned < now.as_of
    ]


def _declared(case: Case) -> list[Item]:
    now = case.now
    return [item for item in now.opened if now.word(item) is not None and not now.is_faded(item)]


def _worried(case: Case, _figure: Figure) -> int:
    return sum(case.now.word(item).declared_status != "on_course" for item in _declared(case))


def _contested(case: Case) -> list[Item]:
    return [item for item in case.now.plan if case.now.disagrees(item)]


def _in_trouble(facts: Facts) -> int:
    return len(facts.with_status("late", "stalled"))


def _reached(facts: Facts) -> int:
    return sum(facts.is_done(item) for item in facts.plan)


def _ends_of_plans(case: Case) -> list[date]:
    rows = case.now.rows["baseline_dates"]
    return [max(row.finish for row in rows if row.baseline_id == plan.id) for plan in case.now.baselines]


def _opening_moved(case: Case, figure: Figure) -> tuple[Item, int, date]:
    """Return what a week moves first among the openings of others."""
    moves = case.now.moves(case.item(figure))
    return next(move for move in moves if move[0].row.is_public_opening and move[0].key != figure.subject)


def _openings_moved(case: Case, figure: Figure) -> int:
    moves = case.now.moves(case.item(figure))
    return sum(move[0].row.is_public_opening and move[0].key != figure.subject for move in moves)


def _others_moved(case: Case, figure: Figure) -> list[tuple[Item, int, date]]:
    return [move for move in case.now.moves(case.item(figure)) if move[0].key != figure.subject]


def _own_move(case: Case, figure: Figure) -> tuple[Item, int, date]:
    return next(move for move in case.now.moves(case.item(figure)) if move[0].key == figure.subject)


def _largest_move(case: Case, figure: Figure) -> int:
    """Return the most days of what is told: of openings where one moves, else of all that moves."""
    moves = _others_moved(case, figure)
    return max(move[1] for move in [one for one in moves if one[0].row.is_public_opening] or moves)


def _items_told(case: Case, figure: Figure) -> set[int]:
    """Return how many items a bottleneck holds back, and how many a week of it moves: both are told."""
    return {len(case.now.downstream(case.item(figure))), len(_others_moved(case, figure))}


def _services_held(case: Case, figure: Figure) -> int:
    below = case.now.downstream(case.item(figure))
    return len({case.now.service(item) for item in below} - {None})


def _reading(case: Case, figure: Figure) -> Any:
    """Return the last reading of the indicator that a sentence is about."""
    (indicator,) = [row for row in case.now.rows["indicators"] if row.key == figure.subject]
    own = [row for row in case.now.rows["readings"] if row.indicator_id == indicator.id]
    known = [row for row in own if row.read_on <= case.now.as_of]
    return indicator, max(known, key=lambda row: row.read_on)


def _achieved(case: Case, figure: Figure) -> int:
    indicator, reading = _reading(case, figure)
    if reading.value >= indicator.target_value:
        return 100
    return int(100 * reading.value // indicator.target_value)


def _variance(case: Case, figure: Figure) -> int:
    return abs(case.now.variance(case.item(figure)) or 0)


def _moved(case: Case) -> list[tuple[Item, int]]:
    """Return what is open and ends on another day than was expected then."""
    found = []
    for item in case.now.opened:
        before = case.then.by_key[item.key]
        if item.finish and before.finish and (moved := days(before.finish, item.finish)):
            found.append((item, moved))
    return found


def _changed_otherwise(case: Case) -> int:
    """Return how many have come to a stop or are under way again."""
    open_items = [(item, case.then.by_key[item.key]) for item in case.now.opened]
    return sum(case.now.is_stalled(item) != case.then.is_stalled(before) for item, before in open_items)


def _finished(case: Case) -> int:
    return _reached(case.now) - _reached(case.then)


def _initiatives(case: Case) -> list[Any]:
    return case.now.rows["initiatives"]


def _facts(case: Case) -> list[Any]:
    tables = ("initiatives", "milestones", "updates", "baselines", "indicators", "readings")
    return [case.now.programme, *(row for table in tables for row in case.now.rows[table])]


def _assumed(case: Case, _figure: Figure) -> int:
    return sum(row.basis == "assumption" for row in _facts(case))


def _owner(case: Case, item: Item) -> int | None:
    above = {row.id: row for row in _initiatives(case)}[item.row.initiative_id]
    owner: int | None = item.row.owner_id or above.owner_id
    return owner


def _as_of(case: Case, _figure: Figure) -> date:
    return case.now.as_of


def _since(case: Case, _figure: Figure) -> date:
    return case.then.as_of


def _finish(case: Case, _figure: Figure) -> date:
    return case.now.finish


def _item_finish(case: Case, figure: Figure) -> date | None:
    return case.item(figure).finish


def _item_approved(case: Case, figure: Figure) -> date | None:
    return case.item(figure).approved


def _item_planned(case: Case, figure: Figure) -> date | None:
    return case.item(figure).planned


def _item_before(case: Case, figure: Figure) -> date | None:
    return case.then.by_key[figure.subject].finish


def _days_moved(case: Case) -> dict[str, int]:
    return {item.key: moved for item, moved in _moved(case)}


def _item_moved(case: Case, figure: Figure) -> int:
    return abs(_days_moved(case)[figure.subject])


def _moved_as_much(case: Case, figure: Figure) -> int:
    return list(_days_moved(case).values()).count(_days_moved(case)[figure.subject]) - 1


def _planned(case: Case, _figure: Figure) -> int:
    return case.now.share("planned")


def _actual(case: Case, _figure: Figure) -> int:
    return case.now.share("actual")


def _count_of_facts(case: Case, _figure: Figure) -> int:
    return len(_facts(case))


def _declared_on(case: Case, figure: Figure) -> date:
    on: date = case.now.word(case.item(figure)).reported_on
    return on


LATE_END: dict[str, Computed] = {
    "finish": _finish,
    "approved": lambda case, _figure: _approved_end(case),
    "count": _late_by,
}
END_MOVED: dict[str, Computed] = {
    "before": lambda case, _figure: case.then.finish,
    "after": _finish,
    "count": lambda case, _figure: abs(days(case.then.finish, case.now.finish)),
}
MOVED: dict[str, Computed] = {"before": _item_before, "after": _item_finish, "count": _item_moved}
APPROVED_AGAIN: dict[str, Computed] = {
    "date": lambda case, _figure: case.now.baselines[-1].approved_on,
    "first": lambda case, _figure: _ends_of_plans(case)[0],
    "count": lambda case, _figure: abs(days(_ends_of_plans(case)[0], _ends_of_plans(case)[-1])),
}
COMPARISON: dict[str, Computed] = {"approved": _item_approved, "count": _variance}
CURVE: dict[str, Computed] = {
    "date": _as_of,
    "planned": _planned,
    "actual": _actual,
    "count": lambda case, _figure: abs(case.now.share("planned") - case.now.share("actual")),
}
HELP: dict[str, Computed] = {"date": _declared_on, "due": _item_planned}
READ: dict[str, Computed] = {"date": lambda case, figure: _reading(case, figure)[1].read_on}
COMPUTED: dict[str, dict[str, Computed]] = {
    # Where the programme stands.
    "council.verdict.late": LATE_END,
    "council.verdict.early": LATE_END,
    "council.verdict.on_course": LATE_END,
    "council.verdict.at_risk": LATE_END | {"count": _count("late", "stalled")},
    "council.verdict.no_baseline": {"finish": _finish},
    "council.verdict.done": {"finish": _finish},
    "council.verdict.dates_alone.since": {"last": lambda case, _figure: case.now.updates[-1].reported_on},
    "council.verdict.supposes": {
        "date": lambda case, _figure: max(item.finish for item in _supposed(case) if item.finish),
        "count": lambda case, _figure: len(_supposed(case)),
    },
    # The names that a list leaves out, beyond the three it gives.
    "council.others": {"count": lambda case, _figure: {len(_contested(case)) - 3, len(_supposed(case)) - 3}},
    "council.disagreement": {"count": lambda case, _figure: len(_contested(case))},
    "council.declared.worried": {"given": lambda case, _figure: len(_declared(case)), "count": _worried},
    "council.declared.all_well": {"count": lambda case, _figure: len(_declared(case))},
    "council.approved_again.later": APPROVED_AGAIN,
    "council.approved_again.earlier": APPROVED_AGAIN,
    "council.approved_again.same": APPROVED_AGAIN,
    "page.faded": {
        "days": lambda _case, _figure: 20,
        "count": lambda case, _figure: sum(map(case.now.is_faded, case.now.opened)),
    },
    "page.counts": {"count": lambda case, _figure: len(case.now.plan)},
    **{
        f"page.count.{status or 'unknown'}": {"count": _count(status)}
        for status in ("done", "on_course", "to_come", "at_risk", "late", "stalled", None)
    },
    # The trend.
    "page.since.day": {"day": _since},
    "page.trend.end.later": END_MOVED,
    "page.trend.end.earlier": END_MOVED,
    "page.trend.end.same": END_MOVED,
    "page.trend.reached": {
        "before": lambda case, _figure: _reached(case.then),
        "count": lambda case, _figure: _reached(case.now),
        "total": lambda case, _figure: len(case.now.plan),
    },
    "page.trend.trouble": {
        "before": lambda case, _figure: _in_trouble(case.then),
        "after": lambda case, _figure: _in_trouble(case.now),
    },
    "page.trend.unrecorded": {"first": lambda case, _figure: case.first_entry},
    "curve.behind": CURVE,
    "curve.ahead": CURVE,
    "curve.level": CURVE,
    # What needs the council.
    **{
        f"council.decide.{form}.{who}": {
            "due": lambda case, figure: case.item(figure).planned or case.item(figure).finish
        }
        for form in ("due", "overdue")
        for who in ("by", "by_nobody")
    },
    "decisions.needed.by": {"date": lambda case, figure: case.now.needed_by(case.item(figure))},
    "council.week.milestones": {"count": lambda case, figure: len(_others_moved(case, figure))},
    "council.week.opening": {
        "count": lambda case, figure: _opening_moved(case, figure)[1],
        "date": lambda case, figure: _opening_moved(case, figure)[2],
    },
    "council.week.openings": {
        "count": lambda case, figure: _opening_moved(case, figure)[1],
        "date": lambda case, figure: _opening_moved(case, figure)[2],
    },
    "council.other_openings": {"count": lambda case, figure: _openings_moved(case, figure) - 1},
    "council.week.own": {
        "count": lambda case, figure: _own_move(case, figure)[1],
        "date": lambda case, figure: _own_move(case, figure)[2],
    },
    **{
        f"council.help.{status}.{form}": HELP
        for status in ("support_needed", "compromised")
        for form in ("ahead", "past")
    },
    "bottleneck.items": {"count": _items_told},
    "bottleneck.services": {"count": _services_held},
    "bottleneck.sentence_late": {"count": lambda case, figure: case.now.overdue(case.item(figure))},
    "bottleneck.moves_one": {"count": lambda case, figure: _opening_moved(case, figure)[1]},
    "bottleneck.moves_openings": {"openings": _openings_moved, "count": _largest_move},
    "bottleneck.moves_items": {"count": _largest_move},
    "bottleneck.moves_itself": {"count": lambda case, figure: _own_move(case, figure)[1]},
    "bottleneck.moves_itself_and_items": {"count": lambda case, figure: _own_move(case, figure)[1]},
    "council.needs.none": {"date": _as_of},
    # What was finished and what it changed.
    "page.finished": {"on": _item_finish},
    "page.finished.opening": {"on": _item_finish},
    "page.finished.none": {"day": _since},
    "page.finished.more": {"count": lambda case, _figure: _finished(case) - 6},
    "council.approved.later": COMPARISON,
    "council.approved.earlier": COMPARISON,
    "indicator.bare_value": {"value": lambda case, figure: _reading(case, figure)[1].value},
    "indicator.reading": READ,
    "indicator.reading.unsourced": READ,
    "indicator.reading.assumed": READ,
    "page.effect.achieved": {"percent": _achieved},
    # What moved.
    "page.moved.followed.later": MOVED,
    "page.moved.followed.earlier": MOVED,
    "page.moved.as_much": {"count": _moved_as_much},
    "change.stalled": {"before": _item_before, "after": _item_finish},
    "change.recovered": {"before": _item_before, "after": _item_finish},
    "page.moved.none": {"day": _since},
    # The next dates.
    "page.date": {"date": _item_finish},
    "page.date.opening": {"date": _item_finish},
    "page.dates.none": {"day": _as_of},
    # What is late or has stopped.
    "page.late.approved": {"date": _item_finish, "approved": _item_approved, "count": _variance},
    "past.first_approved": {"original": lambda case, figure: case.item(figure).original},
    "stall.overdue": {
        "since": _item_planned,
        "count": lambda case, figure: case.now.overdue(case.item(figure)),
    },
    "page.late.none": {"day": _as_of},
    # Money and people.
    "page.money.known": {
        "total": lambda case, _figure: sum(row.cost for row in _initiatives(case)),
        "count": lambda case, _figure: len(_initiatives(case)),
    },
    "page.money.partly": {
        "total": lambda case, _figure: sum(row.cost or 0 for row in _initiatives(case)),
        "known": lambda case, _figure: sum(row.cost is not None for row in _initiatives(case)),
        "initiatives": lambda case, _figure: len(_initiatives(case)),
        "count": lambda case, _figure: sum(row.cost is None for row in _initiatives(case)),
    },
    "page.money.none": {"count": lambda case, _figure: len(_initiatives(case))},
    "page.money.unfunded": {
        "initiatives": lambda case, _figure: len(_initiatives(case)),
        "count": lambda case, _figure: sum(not row.funding for row in _initiatives(case)),
    },
    "page.people": {
        "count": lambda case, _figure: len(case.now.rows["posts"]),
        "vacant": lambda case, _figure: sum(row.is_vacant for row in case.now.rows["posts"]),
    },
    "page.people.nobody": {
        "count": lambda case, _figure: sum(_owner(case, item) is None for item in case.now.opened)
    },
    # Where the figures come from.
    "provenance.day": {"date": _as_of},
    "provenance.plan": {"date": lambda case, _figure: case.now.baselines[-1].approved_on},
    "provenance.news": {
        "date": lambda case, _figure: case.now.updates[-1].reported_on,
        "count": lambda case, _figure: len(case.now.updates),
    },
    "provenance.all_sourced": {"count": _count_of_facts},
    "provenance.all_assumed": {"count": _count_of_facts},
    "provenance.some_assumed": {"facts": _count_of_facts, "count": _assumed},
}
# Figures that say how much is left out, or of a whole group: they are checked on the section itself.
OF_SECTIONS = {"page.late.more", "page.late.same_cause", "page.moved.more", "page.needs.more"}


def test_each_figure_equals_its_computation_from_the_rows(cases: list[Case]) -> None:
    wrong, measured = [], Counter[str]()
    for case in cases:
        for figure in case.page.figures:
            key, _, name = figure.measure.rpartition(".")
            if key in OF_SECTIONS:
                continue
            assert name in COMPUTED.get(key, {}), f"nothing computes {figure.measure}"
            expected = COMPUTED[key][name](case, figure)
            measured[key] += 1
            if figure.value not in (expected if isinstance(expected, set) else {expected}):
                wrong.append((case.page.programme, figure.measure, figure.subject, figure.value, expected))
    assert wrong == []
    # The programmes are as different as they have to be: hardly any sentence is never said.
    assert len(measured) > 0.75 * len(COMPUTED), sorted(COMPUTED.keys() - measured.keys())
    assert sum(measured.values()) > 3_000


def test_every_figure_knows_its_records_and_they_are_there(cases: list[Case]) -> None:
    for case in cases:
        keys = {
            name: {str(getattr(row, "key", row.id)) for row in rows} for name, rows in case.now.rows.items()
        }
        for figure in case.page.figures:
            for record in figure.records:
                assert record.key in keys.get(record.table, {record.key}), (figure, record)
        for line in case.page.lines:
            assert line.all_records or not _is_about_records(line), line


def _is_about_records(line: Line) -> bool:
    """Whether a sentence stands on records: one that says that there is nothing stands on none."""
    silent = (
        "none",
        "unknown",
        "unrecorded",
        "day",
        "no_news",
        "news",
        "no_plan",
        "more",
        "assumed",
        "sourced",
    )
    return not line.sentence.key.endswith(silent) and not line.sentence.key.startswith("page.trend")


def test_what_is_late_or_stopped_is_told_whole(cases: list[Case]) -> None:
    for case in cases:
        section = case.page.section("late")
        told = Counter[str]()
        for line in section.lines:
            told[line.subject] += 1
            for more in line.more:
                if more.sentence.key == "page.late.same_cause":
                    assert more.sentence.count == len(more.records)
                    told.update(record.key for record in more.records)
        left = section.left_out.records if section.left_out else ()
        told.update(record.key for record in left)
        assert told == Counter(item.key for item in case.now.with_status("late", "stalled"))
        if section.left_out:
            assert section.left_out.sentence.count == len(left)


def test_what_moved_is_told_whole(cases: list[Case]) -> None:
    for case in cases:
        section = case.page.section("moved")
        rest = section.left_out.sentence.count or 0 if section.left_out else 0
        more = sum(line.sentence.count or 0 for one in section.lines for line in one.more)
        assert len(section.lines) + more + rest == len(_moved(case)) + _changed_otherwise(case)


def test_the_next_dates_of_a_service_are_its_next(cases: list[Case]) -> None:
    for case in cases:
        if "dates" not in {section.name for section in case.page.sections}:
            continue
        names = {row.id: row.name for row in case.now.rows["services"]}
        by_service: dict[Any, list[date]] = {}
        for item in case.now.opened:
            assert item.finish is not None
            by_service.setdefault(names.get(case.now.service(item) or 0), []).append(item.finish)
        for group in case.page.section("dates").groups:
            title = group.title if isinstance(group.title, str) else None
            told = [line.sentence.values["date"] for line in group.lines]
            assert told == sorted(by_service.pop(title))[:SHOWN_OF_A_SERVICE]
        assert by_service == {}
