"""Columns that make no sense are refused with their place."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tracker.planning import CONSTRAINT_CODES, ConstraintKind, Network, NetworkError

MUST_START = CONSTRAINT_CODES[ConstraintKind.MUST_START_ON]


@pytest.mark.parametrize(
    ("columns", "column", "row"),
    [
        ({"work": [480, -1]}, "work", 1),
        ({"work": [480, 480], "predecessor": [0], "successor": [2]}, "successor", 0),
        ({"work": [480], "predecessor": [0, 0], "successor": [0]}, "successor", 2),
        ({"work": [480], "deadline": [10**15]}, "deadline", 0),
        ({"work": [480], "calendar": [1]}, "calendar", 0),
        ({"work": [480], "constraint": [MUST_START]}, "constraint_at", 0),
        ({"work": [480], "remaining": [-5]}, "remaining", 0),
        ({"work": [480, 480], "predecessor": [0], "successor": [1], "kind": [4]}, "kind", 0),
    ],
)
def test_a_column_out_of_range_is_refused(columns: dict[str, Any], column: str, row: int) -> None:
    with pytest.raises(NetworkError) as refused:
        Network.of_columns(**columns)
    assert (refused.value.column, refused.value.row) == (column, row)


def test_what_is_not_given_is_absent() -> None:
    network = Network.of_columns(np.array([480, 0]), [0], [1])
    assert len(network) == 2
    assert network.kind.tolist() == network.lag.tolist() == [0]
    assert (network.deadline < 0).all()


def test_an_unknown_column_is_a_fault_of_the_caller() -> None:
    with pytest.raises(TypeError, match="durations"):
        Network.of_columns([480], durations=[1])
