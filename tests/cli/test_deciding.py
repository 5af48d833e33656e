"""`jalon decisions` and `jalon decide`: what is awaited is listed with its cost, and answered."""

from __future__ import annotations

import json
from pathlib import Path

from tests.conftest import Jalon

PLAN = """
format = 1

[programme]
title = "Small"
city = "Example"
languages = ["en"]
start = { months_before_today = 3 }

[[service]]
id = "it"
name = "IT"

[[decision]]
id = "D1"
title = "Council votes the network"
initiative = "I"
awaited_from = "City council"
question = "All sites at once?"
[[decision.option]]
title = "All"
meaning = "Paid once"
[[decision.option]]
title = "Half"

[[initiative]]
id = "I"
title = "Network"
service = "it"

[[initiative.milestone]]
id = "M1"
title = "Line laid"
work = 10
after = ["D1"]
is_public_opening = true
"""


def test_a_decision_is_listed_tried_refused_asked_by_nobody_else_and_taken(
    jalon: Jalon, tmp_path: Path
) -> None:
    plan = tmp_path / "small.toml"
    plan.write_text(PLAN)
    assert jalon("load", str(plan))[0] == 0
    code, out, _ = jalon("decisions", "small", "--lang", "en")
    assert code == 0
    assert out.splitlines()[:6] == [
        "1 decision is awaited; every further day delays the plan.",
        "",
        "D1 Council votes the network",
        "- Asked of: City council.",
        "- Needed now: every further day delays what waits for it.",
        "- Waits for it: Line laid (concerned: IT).",
    ]
    assert "  1. All: Paid once" in out
    assert "  2. Half" in out

    code, out, _ = jalon("decide", "small", "D1", "--option", "1", "--dry-run", "--lang", "en")
    assert (code, "nothing holds this back any more: Line laid." in out) == (0, True)
    (told,) = json.loads(jalon("decisions", "small", "--json")[1])
    assert (told["outcome"], told["one_more_week"][0]["days"]) == ("awaited", 5)

    code, _, error = jalon("decide", "small", "D1", "--lang", "en")
    assert (code, "Choose the option" in error) == (2, True)
    assert jalon("decide", "small", "D1", "--option", "1", "--effect", "Sites dug up", "--lang", "en")[0] == 0
    (told,) = json.loads(jalon("decisions", "small", "--json")[1])
    assert (told["outcome"], told["options"][0]["is_chosen"], told["effect"]) == (
        "taken",
        True,
        "Sites dug up",
    )
    assert told["one_more_week"] == []


def test_a_refusal_says_what_still_waits(jalon: Jalon, tmp_path: Path) -> None:
    plan = tmp_path / "small.toml"
    plan.write_text(PLAN)
    jalon("load", str(plan))
    code, out, _ = jalon("decide", "small", "D1", "--refuse", "--reason", "No money", "--lang", "en")
    assert (code, out.startswith("Refused. One item still waits for it")) == (0, True)
    assert "- Refused on" in jalon("decisions", "small", "--lang", "en")[1]
