"""What is wrong with a form is said beside its field, in the reader's language."""

from collections.abc import Callable
from typing import Any

import pytest
from pydantic import ValidationError

from tracker.commands import Command
from tracker.commands.initiative import EditInitiative
from tracker.commands.milestone import AddMilestone, CancelMilestone, EditMilestone, RescheduleMilestone
from tracker.commands.programme import CreateProgramme, EditProgramme
from tracker.commands.progress import ReportProgress
from tracker.commands.validation import validation_texts
from tracker.i18n import Text, translator

M1: dict[str, Any] = {"programme": "city", "key": "M1", "version": 1}


def texts(build: Callable[[], Command]) -> dict[str, Text]:
    with pytest.raises(ValidationError) as refused:
        build()
    return validation_texts(refused.value)


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"title": ""}, "missing"),
        ({"title": None}, "missing"),
        ({"title": "x" * 201}, "too_long"),
        ({"title": "a\x00b"}, "control_character"),
        ({"work_days": -1}, "too_small"),
        ({"work_days": 10_001}, "too_large"),
        ({"work_days": "soon"}, "number"),
        ({"work_days": float("nan")}, "number"),
        ({"position": 1.5}, "whole_number"),
        ({"deadline": "someday"}, "date"),
        ({"deadline": "1492-01-01"}, "date_out_of_range"),
        ({"nature": "magic"}, "choice"),
        ({"is_public_opening": "perhaps"}, "yes_or_no"),
        ({"initiative": "no spaces"}, "key"),
        ({"colour": "red"}, "unknown_field"),
        ({"is_cancelled": True}, "not_changed_here"),
        ({"key": "M2"}, "not_changed_here"),
    ],
    ids=str,
)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_each_fault_has_its_sentence(language: str, changes: dict[str, Any], key: str) -> None:
    found = texts(lambda: EditMilestone(**M1, changes=changes))
    assert {field: text.key for field, text in found.items()} == {next(iter(changes)): f"validation.{key}"}
    assert translator(language)(next(iter(found.values())))


def test_a_missing_reason_is_asked_for() -> None:
    found = texts(lambda: CancelMilestone(**M1, reason=" "))
    assert {field: translator("en")(text) for field, text in found.items()} == {"reason": "Say why."}


def test_all_faults_are_said_at_once() -> None:
    found = texts(lambda: EditMilestone(**M1, changes={"title": "", "work_days": -1, "reason": "x"}))
    assert {field: translator("fr")(text) for field, text in found.items()} == {
        "title": "Remplissez ce champ.",
        "work_days": "Au moins 0.",
        "reason": "Ce champ n’est pas connu ici. Retirez-le.",
    }


def test_a_field_left_out_is_missing_and_a_list_is_one_field() -> None:
    found = texts(lambda: AddMilestone.model_validate({"programme": "city", "key": "M8"}))
    assert {field: text.key for field, text in found.items()} == {"title": "validation.missing"}
    found = texts(
        lambda: EditInitiative(
            programme="city", key="I", version=1, changes={"also": ["a b"], "partners": [1]}
        )
    )
    assert found.keys() == {"also", "partners"}


@pytest.mark.parametrize(
    ("field", "value", "key"),
    [
        ("country", "Morocco", "country"),
        ("currency", "DH", "currency"),
        ("working_week", [], "unknown_weekday"),
    ],
)
def test_codes_say_what_they_look_like(field: str, value: Any, key: str) -> None:
    found = texts(lambda: EditProgramme(programme="city", version=1, changes={field: value}))
    assert found[field].key == f"validation.{key}"
    made = {"programme": "city", "title": "City", "city": "City", "start": "2026-01-05", field: value}
    assert texts(lambda: CreateProgramme.model_validate(made))[field].key == f"validation.{key}"


def test_a_reschedule_changes_the_schedule_alone() -> None:
    found = texts(lambda: RescheduleMilestone(**M1, changes={"title": "New"}))
    assert found["title"].key == "validation.not_changed_here"


def test_the_actual_dates_of_a_report_are_located_by_their_own_names() -> None:
    report = {"programme": "city", "item": "M1", "reported_on": "2026-02-20", "author": "Buyer"}
    found = texts(lambda: ReportProgress.model_validate({**report, "actuals": {"actual_finish": "soon"}}))
    assert found["actual_finish"].key == "validation.date"


def test_values_are_understood_as_a_form_or_a_file_writes_them() -> None:
    command = EditMilestone(
        **M1, changes={"title": " Signed ", "work_days": "12", "constraint": "must_start_on"}
    )
    assert command.changes == {"title": "Signed", "work_days": 12.0, "constraint": "must_start_on"}
