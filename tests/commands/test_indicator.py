"""Indicators are added and edited; their readings only ever add up."""

from datetime import date, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from tests.commands.conftest import TODAY, City
from tracker.commands import Command
from tracker.commands.indicator import AddIndicator, AddReading, EditIndicator
from tracker.model.content import ReadingContent
from tracker.model.errors import RuleError

DELAY: dict[str, Any] = {"programme": "city", "key": "delay", "title": "Days to a certificate"}
READ: dict[str, Any] = {"programme": "city", "indicator": "delay", "read_on": TODAY}


def test_sources_may_disagree_and_all_are_kept(city: City) -> None:
    city.do(AddIndicator(**DELAY, initiative="registry", readings=[ReadingContent(read_on=TODAY, value=12)]))
    city.do(AddReading(**READ, value=9, source="Survey"))
    assert [(row.value, row.source) for row in city.snapshot().readings] == [(12, ""), (9, "Survey")]


def test_an_indicator_is_edited_and_may_be_measured_later(city: City) -> None:
    city.do(AddIndicator(**DELAY))
    city.do(
        EditIndicator(
            programme="city", key="delay", version=1, changes={"target_value": 2, "initiative": "registry"}
        )
    )
    (indicator,) = city.snapshot().indicators
    assert (indicator.initial_value, indicator.target_value) == (None, 2)


@pytest.mark.parametrize(
    ("command", "rule"),
    [
        (AddReading(**READ), "empty_reading"),
        (AddReading(**{**READ, "read_on": TODAY + timedelta(days=1)}, value=1), "in_the_future"),
        (
            EditIndicator(
                programme="city",
                key="delay",
                version=1,
                changes={"initial_date": TODAY, "target_date": date(2026, 1, 1)},
            ),
            "target_before_start",
        ),
    ],
    ids=["empty", "future", "backwards"],
)
def test_a_broken_rule_is_refused(city: City, command: Command, rule: str) -> None:
    city.do(AddIndicator(**DELAY))
    with pytest.raises(RuleError) as refused:
        city.do(command)
    assert refused.value.text.key == f"rule.{rule}"


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_value_is_a_number(value: float) -> None:
    with pytest.raises(ValidationError):
        AddReading(**READ, value=value)
