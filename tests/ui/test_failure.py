"""An error that nobody expected reaches the reader as a sentence and the server's log as a trace."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING

from streamlit.testing.v1 import AppTest

if TYPE_CHECKING:
    import pytest


def fail_unexpectedly() -> None:
    from tracker.ui.failure import show_failure  # noqa: PLC0415  # this function is run as a script of its own

    show_failure(KeyError("a secret of the code"))


def refuse() -> None:
    from tracker.model.errors import NotLocalhostError  # noqa: PLC0415  # a script of its own, as above
    from tracker.ui.failure import show_failure  # noqa: PLC0415

    show_failure(NotLocalhostError(host="10.0.0.7"))


def test_the_reader_sees_an_id_and_the_log_the_cause(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        (shown,) = AppTest.from_function(fail_unexpectedly).run().error
    assert "secret" not in shown.value
    (identifier,) = re.findall(r"[0-9a-f]{8}", shown.value)
    assert identifier in caplog.text
    assert "a secret of the code" in caplog.text


def test_a_refusal_keeps_its_own_sentence() -> None:
    (shown,) = AppTest.from_function(refuse).run().error
    assert "10.0.0.7" in shown.value
