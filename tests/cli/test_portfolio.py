"""`jalon portfolio` says how each programme stands, in the order of the alphabet, in words and as JSON."""

from __future__ import annotations

import json

from tests.conftest import Jalon
from tests.ui.opening import ROOT


def test_each_programme_stands_in_the_order_of_the_alphabet(jalon: Jalon) -> None:
    for name in ("seven-milestones", "fes"):
        jalon("load", str(ROOT / "roadmaps" / f"{name}.toml"))
    code, said, _ = jalon("portfolio", "--lang", "en")
    assert code == 0
    assert said.startswith("You follow 2 programmes: ")
    assert "without a ranking or a score" in said
    assert said.index("(fes, ") < said.index("(seven-milestones, ")
    found = json.loads(jalon("portfolio", "--json", "--lang", "en")[1])
    assert [line["programme"] for line in found] == ["fes", "seven-milestones"]
    assert found[1]["expected_end"] == found[1]["approved_end"] == "2026-04-17"
    assert found[1]["slip"] == "as approved"


def test_without_a_programme_it_says_so(jalon: Jalon) -> None:
    assert jalon("portfolio", "--lang", "en")[1].strip() == "There is no programme here."
