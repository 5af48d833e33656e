"""Whatever is done in whatever order: no circle, no orphan, nothing that the journal does not tell."""

from collections.abc import Iterator
from itertools import count

import networkx as nx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.commands.conftest import BOOKKEEPING, TODAY, City, Picture, open_database, picture
from tests.commands.random_commands import Draws, begin
from tests.services import fresh_database
from tracker.analysis.calendar import calendar_of
from tracker.analysis.forecast import scheduled
from tracker.analysis.network import network_of
from tracker.commands.links import KINDS
from tracker.model.errors import TrackerError
from tracker.model.journal import Change
from tracker.model.snapshot import Snapshot
from tracker.storage import Database
from tracker.storage.restoring import values_of
from tracker.storage.tables import table_of

NUMBER = count(1)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def shared(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Give one database for all examples; each makes its own programme in it."""
    if request.param == "sqlite":
        address = f"sqlite:///{tmp_path_factory.mktemp('random') / 'jalon.sqlite'}"
        yield from open_database(address)
        return
    with fresh_database(request.getfixturevalue("postgres_url")) as address:
        yield from open_database(address)


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_random_commands_leave_a_sound_programme(shared: Database, data: st.DataObject) -> None:
    city = City(shared, key=f"city-{next(NUMBER)}")
    begin(city)
    random = data.draw(st.randoms(use_true_random=False))
    for _ in range(data.draw(st.integers(5, 15))):
        before = picture(city.snapshot())
        command = Draws(random, city).command()
        try:
            city.do(command)
        except TrackerError:
            assert picture(city.snapshot()) == before
        snapshot = city.snapshot()
        assert_no_circle(snapshot)
        assert_no_orphan(snapshot)
        assert replayed(city) == picture(snapshot)


def assert_no_circle(snapshot: Snapshot) -> None:
    """Look for a circle among single milestones, and let the engine lay the whole plan out."""
    gone = {row.id for row in snapshot.initiatives if row.status in ("cancelled", "superseded", "done")}
    gone |= {row.id for row in snapshot.initiatives if row.period == "history"}
    plan = {row.id for row in snapshot.milestones if not row.is_cancelled and row.initiative_id not in gone}
    graph: nx.DiGraph[int] = nx.DiGraph()
    for row in snapshot.dependencies:
        before, after = row.predecessor_id, row.successor_id
        if before is not None and after is not None and {before, after} <= plan:
            graph.add_edge(before, after)
    assert nx.is_directed_acyclic_graph(graph)
    calendar = calendar_of(snapshot)
    # Raises CircleError, whole initiatives included.
    scheduled(network_of(snapshot, calendar, TODAY).network, snapshot, TODAY)


def assert_no_orphan(snapshot: Snapshot) -> None:
    facts = picture(snapshot)
    for table, rows in facts.items():
        for column in table_of(KINDS[table]).c:
            for reference in column.foreign_keys:
                named = {row[column.name] for row in rows.values()} - {None}
                assert named <= facts[reference.column.table.name].keys(), (table, column.name)


def replayed(city: City) -> Picture:
    """Build the programme again from its journal alone, and check each "before" on the way."""
    # Shared links are journalled with a programme, but no part of its snapshot; none is made here.
    tables: Picture = {name: {} for name in picture(city.snapshot())}
    for entry in city.journal():
        kind = KINDS[entry.record_kind]
        before = values_of(kind, entry.before or {})
        after = values_of(kind, entry.after or {})
        rows = tables[entry.record_kind]
        if entry.change is not Change.ADDED:
            there = rows[entry.record_id]
            known = {name: value for name, value in before.items() if name not in BOOKKEEPING}
            assert {name: there[name] for name in known} == known
        if entry.change is Change.REMOVED:
            del rows[entry.record_id]
            continue
        row = rows.setdefault(entry.record_id, {})
        row |= {name: value for name, value in after.items() if name not in BOOKKEEPING}
    return tables
