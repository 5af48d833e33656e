"""The forecast in a range, asked for on the command line."""

import json
from pathlib import Path

import pytest

from tests.conftest import Jalon

ROADMAPS = Path(__file__).parents[2] / "roadmaps"
SEVEN = str(ROADMAPS / "seven-milestones.toml")
CALOOCAN = str(ROADMAPS / "caloocan.toml")


def test_a_forecast_is_the_same_for_the_same_seed(jalon: Jalon) -> None:
    asked = ("forecast", CALOOCAN, "--json", "--runs", "500", "--as-of", "2026-11-28", "--seed")
    first, again, other = (json.loads(jalon(*asked, seed)[1]) for seed in ("7", "7", "8"))
    assert first == again
    assert first["end"] != other["end"] or first["criticality"] != other["criticality"]
    assert (first["runs"], first["seed"], first["reason"]) == (500, 7, None)
    assert first["end"]["likely"] <= first["end"]["safe"]
    assert first["grounds"]["finished"] == len(first["grounds"]["ratios"])
    assert [target["id"] for target in first["targets"]] == ["CAL-8.3", "CAL-9.3", "CAL-10.3"]


def test_a_forecast_shows_the_target_that_is_asked_for_and_what_matters_to_it(jalon: Jalon) -> None:
    code, out, _ = jalon("forecast", CALOOCAN, "--json", "--runs", "500", "--target", "CAL-4.3")
    (target,) = json.loads(out)["targets"]
    assert code == 0
    assert target["id"] == "CAL-4.3"
    assert target["range"]["likely"] <= target["range"]["safe"]
    assert "CAL-4.3" in [driver["id"] for driver in target["drivers"]]


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_forecast_is_said_in_words(jalon: Jalon, lang: str) -> None:
    code, out, err = jalon("forecast", CALOOCAN, "--runs", "500", "--lang", lang)
    assert (code, err) == (0, "")
    assert "CAL-8.3" in out
    assert {"en": "4 chances in 5", "fr": "4 chances sur 5"}[lang] in out


def test_a_forecast_without_grounds_says_why_and_what_to_do(jalon: Jalon) -> None:
    code, out, _ = jalon("forecast", SEVEN, "--lang", "en")
    assert code == 0
    assert "cannot be computed because" in out
    assert "Give estimates" in out
    assert json.loads(jalon("forecast", SEVEN, "--json")[1])["end"] is None


def test_a_forecast_of_an_unknown_target_is_refused(jalon: Jalon) -> None:
    code, _, err = jalon("forecast", CALOOCAN, "--target", "CAL-8.33", "--lang", "en")
    assert code == 2
    assert "CAL-8.3" in err


def test_a_forecast_of_a_programme_of_the_database_is_read_as_of_a_day(jalon: Jalon) -> None:
    jalon("load", CALOOCAN)
    code, out, _ = jalon("forecast", "caloocan", "--json", "--runs", "500", "--as-of", "2027-01-04")
    assert code == 0
    assert (json.loads(out)["programme"], json.loads(out)["as_of"]) == ("caloocan", "2027-01-04")
