"""A day's working hours as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.planning.hours import read_hours, write_hours


def test_hours_are_read_with_or_without_zeros_and_commas() -> None:
    assert read_hours("8:00-12:00, 13:00 – 17:00") == ((480, 720), (780, 1020))
    assert read_hours("00:00-24:00") == ((0, 1440),)
    assert read_hours("") == ()


@pytest.mark.parametrize(
    "text", ["8-12", "08:00-12:00 11:00-17:00", "12:00-08:00", "08:00-25:00", "08:61-12:00", "open", "08:00"]
)
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="working_hours"):
        read_hours(text)


@given(st.lists(st.integers(0, 1440), unique=True, max_size=8).map(sorted))
def test_what_is_written_is_read_back(minutes: list[int]) -> None:
    shape = tuple(zip(minutes[::2], minutes[1::2], strict=False))
    assert read_hours(write_hours(shape)) == shape
