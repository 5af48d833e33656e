"""Whatever is done in whatever order: no circle, no orphan, nothing that the journal does not tell."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import count
from typing import Any

import networkx as nx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.commands.conftest import BOOKKEEPING, TODAY, City, Picture, open_database, picture
from tests.services import fresh_database
from tracker.analysis.calendar import calendar_of
from tracker.analysis.forecast import scheduled
from tracker.analysis.network import network_of
from tracker.commands import Command
from tracker.commands.dependency import AddDependency, EditDependency, RemoveDependency
from tracker.commands.initiative import AddInitiative, EditInitiative, EndInitiative, ReopenInitiative
from tracker.commands.links import KINDS
from tracker.commands.milestone import (
    AddMilestone,
    CancelMilestone,
    EditMilestone,
    RecordActual,
    ReopenMilestone,
)
from tracker.commands.organisation import AddService, EditService, RemoveService
from tracker.commands.programme import CreateProgramme
from tracker.commands.progress import ReportProgress
from tracker.commands.undo import UndoLastChange
from tracker.model.errors import TrackerError
from tracker.model.initiative import InitiativeStatus
from tracker.model.journal import Change
from tracker.model.snapshot import Snapshot
from tracker.planning import DependencyKind
from tracker.storage import Database
from tracker.storage.restoring import values_of
from tracker.storage.tables import table_of

INITIATIVES, MILESTONES, SERVICES = ("I1", "I2", "I3"), ("A", "B", "C", "D"), ("S1", "S2")
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


class Draws:
    """Draws commands that are likely to mean something in the programme as it stands."""

    def __init__(self, data: st.DataObject, city: City) -> None:
        self.data = data
        self.city = city
        self.snapshot = city.snapshot()

    def one_of(self, choices: Any) -> Any:
        return self.data.draw(st.sampled_from(list(choices)))

    def version(self, table: str, key: str) -> int:
        found = getattr(self.snapshot, table).by_key(key)
        is_stale = self.data.draw(st.integers(0, 9)) == 0
        return 0 if found is None or is_stale else found.version

    def command(self) -> Command:
        kinds: list[Callable[[dict[str, Any]], Command]] = [
            self.add,
            self.add_dependency,
            self.add_dependency,
            self.change_dependency,
            self.change_milestone,
            self.change_initiative,
            self.change_service,
            self.report,
            self.undo,
        ]
        return self.one_of(kinds)({"programme": self.city.key})  # type: ignore[no-any-return]  # as listed

    def add(self, there: dict[str, Any]) -> Command:
        initiative = AddInitiative(
            **there, key=self.one_of(INITIATIVES), title="I", also=[self.one_of(SERVICES)]
        )
        milestone = AddMilestone(
            **there, key=self.one_of(MILESTONES), title="M", initiative=self.one_of(INITIATIVES), work_days=3
        )
        return self.one_of([milestone, initiative, AddService(**there, key=self.one_of(SERVICES), name="S")])  # type: ignore[no-any-return]  # as listed

    def add_dependency(self, there: dict[str, Any]) -> Command:
        ends = self.one_of([MILESTONES, MILESTONES, (*MILESTONES, *INITIATIVES)])
        kind = self.one_of([DependencyKind.FS, DependencyKind.FS, *DependencyKind])
        return AddDependency(**there, predecessor=self.one_of(ends), successor=self.one_of(ends), kind=kind)

    def change_dependency(self, there: dict[str, Any]) -> Command:
        rows = [(row.id, row.version) for row in self.snapshot.dependencies] or [(10**6, 1)]
        number, version = self.one_of(rows)
        changes = {"kind": self.one_of(DependencyKind), "lag": self.one_of([-2, 0, 5])}
        edited = EditDependency(**there, dependency_id=number, version=version, changes=changes)
        return self.one_of([edited, RemoveDependency(**there, dependency_id=number, version=version)])  # type: ignore[no-any-return]  # as listed

    def change_milestone(self, there: dict[str, Any]) -> Command:
        key = self.one_of(MILESTONES)
        there = {**there, "key": key, "version": self.version("milestones", key)}
        changes = self.one_of(
            [{"initiative": key} for key in INITIATIVES] + [{"position": 9}, {"kind": "decision"}]
        )
        finish = self.one_of([None, TODAY, TODAY - timedelta(days=3), TODAY + timedelta(days=1)])
        return self.one_of(  # type: ignore[no-any-return]  # as listed
            [
                EditMilestone(**there, changes=changes),
                RecordActual(**there, changes={"actual_start": TODAY, "actual_finish": finish}),
                CancelMilestone(**there, reason="Why not"),
                ReopenMilestone(**there),
            ]
        )

    def change_initiative(self, there: dict[str, Any]) -> Command:
        key = self.one_of(INITIATIVES)
        there = {**there, "key": key, "version": self.version("initiatives", key)}
        lists = {
            "also": self.data.draw(st.lists(st.sampled_from(SERVICES))),
            "service": self.one_of(SERVICES),
        }
        return self.one_of(  # type: ignore[no-any-return]  # as listed
            [
                EditInitiative(**there, changes=lists),
                EditInitiative(**there, changes={"status": "done"}),
                EditInitiative(**there, changes={"period": self.one_of(["history", "plan"])}),
                EndInitiative(**there, status=InitiativeStatus.CANCELLED, reason="Why not"),
                ReopenInitiative(**there),
            ]
        )

    def change_service(self, there: dict[str, Any]) -> Command:
        key = self.one_of(SERVICES)
        there = {**there, "key": key, "version": self.version("services", key)}
        return self.one_of([EditService(**there, changes={"name": "New"}), RemoveService(**there)])  # type: ignore[no-any-return]  # as listed

    def report(self, there: dict[str, Any]) -> Command:
        item = self.one_of((*MILESTONES, *INITIATIVES))
        actuals = self.one_of([{}, {"actual_finish": TODAY}, {"remaining_days": 2}])
        return ReportProgress(**there, item=item, reported_on=TODAY, author="Owner", actuals=actuals)

    def undo(self, there: dict[str, Any]) -> Command:
        commands = [entry.command_id for entry in self.city.journal()]
        return UndoLastChange(**there, command_id=self.one_of([commands[-1], self.one_of(commands)]))


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_random_commands_leave_a_sound_programme(shared: Database, data: st.DataObject) -> None:
    city = City(shared, key=f"city-{next(NUMBER)}")
    city.do(CreateProgramme(programme=city.key, title="City", city="City", start=TODAY))
    for key in SERVICES:
        city.do(AddService(programme=city.key, key=key, name=key))
    for key in ("I1", "I2"):
        city.do(AddInitiative(programme=city.key, key=key, title=key, service="S1"))
    for key, initiative in (("A", "I1"), ("B", "I1"), ("C", "I2")):
        city.do(AddMilestone(programme=city.key, key=key, title=key, initiative=initiative, work_days=5))
    city.do(AddDependency(programme=city.key, predecessor="A", successor="B"))
    for _ in range(data.draw(st.integers(5, 15))):
        before = picture(city.snapshot())
        command = Draws(data, city).command()
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
    tables: Picture = {name: {} for name in KINDS}
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
