"""Draws random commands that are likely to mean something in a programme as it stands."""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any

from tests.commands.conftest import TODAY, City
from tracker.commands import Command
from tracker.commands.baseline import ApproveBaseline
from tracker.commands.decision import (
    AskDecision,
    AskDecisionAgain,
    EditDecision,
    RefuseDecision,
    TakeDecision,
)
from tracker.commands.dependency import AddDependency, EditDependency, RemoveDependency
from tracker.commands.initiative import AddInitiative, EditInitiative, EndInitiative, ReopenInitiative
from tracker.commands.milestone import (
    AddMilestone,
    CancelMilestone,
    EditMilestone,
    RecordActual,
    ReopenMilestone,
    RescheduleMilestone,
)
from tracker.commands.organisation import AddService, EditService, RemoveService
from tracker.commands.programme import CreateProgramme, EditProgramme, SetStallRule
from tracker.commands.progress import ReportProgress
from tracker.commands.review import (
    AddAgendaPoint,
    DropReview,
    EditAgendaPoint,
    OrderAgenda,
    PrepareReview,
    RemoveAgendaPoint,
)
from tracker.commands.review_closing import HoldReview
from tracker.commands.signed_comment import SignComment
from tracker.commands.undo import UndoLastChange
from tracker.model.decision import DecisionOptionFields
from tracker.model.initiative import InitiativeStatus
from tracker.model.programme import StallRule
from tracker.planning import DependencyKind

INITIATIVES, MILESTONES, SERVICES = ("I1", "I2", "I3"), ("A", "B", "C", "D"), ("S1", "S2")
REVIEWS = ("R1", "R2")


def begin(city: City) -> None:
    """Make the programme that the commands are drawn for."""
    city.do(CreateProgramme(programme=city.key, title="City", city="City", start=TODAY))
    for key in SERVICES:
        city.do(AddService(programme=city.key, key=key, name=key))
    for key in ("I1", "I2"):
        city.do(AddInitiative(programme=city.key, key=key, title=key, service="S1"))
    for key, initiative in (("A", "I1"), ("B", "I1"), ("C", "I2")):
        city.do(AddMilestone(programme=city.key, key=key, title=key, initiative=initiative, work_days=5))
    city.do(AddDependency(programme=city.key, predecessor="A", successor="B"))


class Draws:
    """Draws commands that are likely to mean something in the programme as it stands."""

    def __init__(self, random: Random, city: City, today: date = TODAY) -> None:
        self.random = random
        self.today = today
        self.city = city
        self.snapshot = city.snapshot()

    def one_of(self, choices: Any) -> Any:
        return self.random.choice(list(choices))

    def version(self, table: str, key: str) -> int:
        found = getattr(self.snapshot, table).by_key(key)
        is_stale = self.random.randrange(10) == 0
        return 0 if found is None or is_stale else found.version

    def command(self) -> Command:
        kinds: list[Callable[[dict[str, Any]], Command]] = [
            self.add,
            self.add_dependency,
            self.add_dependency,
            self.change_dependency,
            self.change_milestone,
            self.reschedule,
            self.change_programme,
            self.change_initiative,
            self.change_service,
            self.report,
            self.review,
            self.decide,
            self.decide,
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
        finish = self.one_of(
            [None, self.today, self.today - timedelta(days=3), self.today + timedelta(days=1)]
        )
        return self.one_of(  # type: ignore[no-any-return]  # as listed
            [
                EditMilestone(**there, changes=changes),
                RecordActual(**there, changes={"actual_start": self.today, "actual_finish": finish}),
                CancelMilestone(**there, reason="Why not"),
                ReopenMilestone(**there),
            ]
        )

    def reschedule(self, there: dict[str, Any]) -> Command:
        key = self.one_of(MILESTONES)
        version = self.version("milestones", key)
        later = self.today + timedelta(days=self.random.randrange(40))
        changes = self.one_of(
            [
                {"work_days": self.random.randrange(30)},
                {"deadline": later},
                {"constraint": "start_no_earlier_than", "constraint_date": later},
            ]
        )
        return RescheduleMilestone(**there, key=key, version=version, changes=changes)

    def change_programme(self, there: dict[str, Any]) -> Command:
        programme = self.snapshot.programme
        approved = ApproveBaseline(
            **there, key=f"B{programme.revision}", name="B", approved_on=self.today, approved_by="Council"
        )
        changes = self.one_of([{"title": f"City {programme.revision}"}, {"working_week": ["mon", "tue"]}])
        tuned = {row.rule: row.version for row in self.snapshot.stall_rule_settings}
        rule = self.one_of(StallRule)
        return self.one_of(  # type: ignore[no-any-return]  # as listed
            [
                approved,
                EditProgramme(**there, version=programme.version, changes=changes),
                SetStallRule(**there, rule=rule, threshold=self.random.randrange(9), version=tuned.get(rule)),
            ]
        )

    def change_initiative(self, there: dict[str, Any]) -> Command:
        key = self.one_of(INITIATIVES)
        there = {**there, "key": key, "version": self.version("initiatives", key)}
        lists = {
            "also": self.random.choices(SERVICES, k=self.random.randrange(3)),
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
        actuals = self.one_of([{}, {"actual_finish": self.today}, {"remaining_days": 2}])
        return ReportProgress(**there, item=item, reported_on=self.today, author="Owner", actuals=actuals)

    def review(self, there: dict[str, Any]) -> Command:
        key = self.one_of(REVIEWS)
        version, revision = self.version("reviews", key), self.snapshot.programme.revision
        numbers = [point.id or 0 for point in self.snapshot.agenda_points] or [10**6]
        point = {"point": self.one_of(numbers), "version": 1}
        return self.one_of(  # type: ignore[no-any-return]  # as listed
            [
                PrepareReview(**there, key=key, title=key, day=self.today),
                AddAgendaPoint(**there, key=key, title="Money", about=self.one_of(MILESTONES)),
                EditAgendaPoint(**there, **point, changes={"outcome": "Agreed"}),
                RemoveAgendaPoint(**there, **point),
                OrderAgenda(**there, key=key, points=self.random.sample(numbers, len(numbers))),
                HoldReview(**there, key=key, version=version, seen_revision=revision, seen_as_of=self.today),
                DropReview(**there, key=key, version=version),
                SignComment(**there, text="As it is."),
            ]
        )

    def decide(self, there: dict[str, Any]) -> Command:
        key = self.one_of(MILESTONES)
        named = {**there, "key": key, "version": self.version("milestones", key)}
        options = [
            DecisionOptionFields(title=title) for title in self.random.sample(["Yes", "No", "Later"], k=2)
        ]
        asked = AskDecision(
            **there,
            key=key,
            title="D",
            awaited_from="Council",
            options=options,
            holds_back=[self.one_of(MILESTONES)],
        )
        number = self.one_of([None, 1, 2])
        return self.one_of(  # type: ignore[no-any-return]  # as listed
            [
                asked,
                EditDecision(**named, changes={"question": self.one_of(["A?", "B?"])}, options=options),
                TakeDecision(**named, option=number, effect=self.one_of(["", "Go"])),
                RefuseDecision(**named, reason="No money"),
                AskDecisionAgain(**named),
            ]
        )

    def undo(self, there: dict[str, Any]) -> Command:
        commands = [entry.command_id for entry in self.city.journal()]
        return UndoLastChange(**there, command_id=self.one_of([commands[-1], self.one_of(commands)]))
