"""The command line does without a browser what the product does, and says its refusals in words."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Jalon
from tests.exchange.mspdi_examples import link, project, task
from tests.exchange.test_psplib import psplib_text
from tracker.cli.shared import AUTHOR
from tracker.commands import execute
from tracker.commands.load_programme import LoadProgramme
from tracker.commands.milestone import RescheduleMilestone
from tracker.exchange.roadmap_file import read_roadmap
from tracker.storage import Database

ROADMAPS = Path(__file__).parents[1] / "roadmaps"
SEVEN = str(ROADMAPS / "seven-milestones.toml")


@pytest.fixture
def seven(jalon: Jalon) -> Callable[..., dict[str, Any]]:
    """Analyse the worked example with some options; give its JSON."""

    def analyse(*options: str) -> dict[str, Any]:
        code, out, err = jalon("analyse", SEVEN, "--json", "--lang", "en", *options)
        assert (code, err) == (0, "")
        parsed: dict[str, Any] = json.loads(out)
        return parsed

    return analyse


def by_id(analysis: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {item["id"]: item for item in analysis["items"]}


def finishes(analysis: dict[str, Any]) -> dict[str, str]:
    return {item["id"]: item["early_finish"] for item in analysis["items"]}


# shared/domain's worked example, computed by hand: finish and total float of each milestone.
WORKED = {
    "M1": ("2026-01-30", 0),
    "M2": ("2026-03-13", 0),
    "M3": ("2026-02-06", 25),
    "M4": ("2026-04-03", 0),
    "M5": ("2026-02-20", 30),
    "M6": ("2026-04-17", 0),
    "M7": ("2026-04-03", 10),
}


def test_the_worked_example_has_every_date_and_float_computed_by_hand(seven: Any) -> None:
    analysis = seven("--target", "M7")
    items = by_id(analysis)
    assert {key: (item["early_finish"], item["total_float_days"]) for key, item in items.items()} == WORKED
    assert analysis["critical_path"] == ["M1", "M2", "M4", "M6"]
    assert analysis["driving_path"] == ["M1", "M2", "M7"]
    assert analysis["finish"] == "2026-04-17"


def test_twenty_days_on_m3_eat_its_float_and_move_nothing(seven: Any) -> None:
    analysis = seven("--delay", "M3=20")
    assert finishes(analysis)["M6"] == "2026-04-17"
    assert by_id(analysis)["M3"]["total_float_days"] == 5


def test_forty_days_on_m3_move_m6_and_change_the_path(seven: Any) -> None:
    analysis = seven("--delay", "M3=40")
    assert finishes(analysis)["M6"] == "2026-05-08"
    assert analysis["critical_path"] == ["M3", "M4", "M6"]


def test_five_days_on_m1_move_both_openings_by_five(seven: Any) -> None:
    analysis = seven("--delay", "M1=5")
    assert (finishes(analysis)["M6"], finishes(analysis)["M7"]) == ("2026-04-24", "2026-04-10")
    first = seven()["bottlenecks"][0]
    moved = {move["item"]: (move["moves_days"], move["new_finish"]) for move in first["one_more_week"]}
    assert first["item"] == "M1"
    assert (moved["M6"], moved["M7"]) == ((5, "2026-04-24"), (5, "2026-04-10"))


def test_an_overdue_m1_stalls_itself_and_m2_waits_with_its_clock_at_zero(seven: Any) -> None:
    analysis = seven("--as-of", "2026-02-20")
    stalls = {(stall["item"], stall["rule"]): stall for stall in analysis["stalls"]}
    assert stalls["M1", "overdue"]["working_days"] == 15
    waiting = stalls["M2", "waiting"]
    assert (waiting["because_of"], waiting["working_days"]) == ("M1", 0)
    assert [rule for item, rule in stalls if item == "M2"] == ["waiting"]


def test_m1_ranks_first_among_bottlenecks_and_holds_four_items(seven: Any) -> None:
    first = seven("--as-of", "2026-02-20")["bottlenecks"][0]
    assert (first["rank"], first["item"]) == (1, "M1")
    assert set(first["downstream_items"]) == {"M2", "M4", "M6", "M7"}


def test_procurement_leads_when_bottlenecks_are_grouped_by_service(seven: Any) -> None:
    groups = seven("--as-of", "2026-02-20")["bottleneck_groups"]["service"]
    assert (groups[0]["key"], groups[0]["items"]) == ("procurement", ["M1", "M3"])


@pytest.mark.parametrize("name", sorted(path.stem for path in ROADMAPS.glob("*.toml")))
def test_every_roadmap_loads_exports_and_loads_again_equal(jalon: Jalon, tmp_path: Path, name: str) -> None:
    assert jalon("load", str(ROADMAPS / f"{name}.toml"))[1].splitlines()[0] == name
    first, again = tmp_path / "first" / f"{name}.toml", tmp_path / "again.toml"
    first.parent.mkdir()
    assert jalon("export", name, "--format", "toml", "--out", str(first))[0] == 0
    (tmp_path / "jalon.db").unlink()
    assert jalon("load", str(first))[0] == 0
    assert jalon("export", name, "--out", str(again))[0] == 0
    assert again.read_bytes() == first.read_bytes()


def test_a_refused_file_exits_with_2_and_loads_nothing(jalon: Jalon, tmp_path: Path) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text(Path(SEVEN).read_text(encoding="utf-8").replace('"M4"', '"M44"', 1), encoding="utf-8")
    code, _, err = jalon("load", str(broken))
    assert code == 2
    assert "broken.toml" in err
    assert jalon("programmes")[1] == ""


def test_check_says_that_good_files_are_good(jalon: Jalon) -> None:
    assert jalon("check", SEVEN, "--lang", "en") == (0, "The file can be loaded.\n", "")


def test_a_day_before_the_first_record_is_read_from_what_was_first_recorded(
    jalon: Jalon, seven: Callable[..., dict[str, Any]]
) -> None:
    assert jalon("load", SEVEN)[0] == 0
    code, out, _ = jalon("analyse", "seven-milestones", "--as-of", "2026-02-20", "--json", "--lang", "en")
    loaded = json.loads(out)
    known = loaded.pop("known")
    assert (code, known["is_recorded"]) == (0, False)
    assert "Nothing was recorded in Jalon before" in known["sentence"]
    assert finishes(loaded) == finishes(seven("--as-of", "2026-02-20"))
    assert loaded["bottlenecks"] == seven("--as-of", "2026-02-20")["bottlenecks"]


def test_a_day_is_analysed_as_it_was_known_then(jalon: Jalon, tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/jalon.db")
    database.migrate()
    content = read_roadmap(Path(SEVEN), date(2026, 1, 5))
    march, april = datetime(2026, 3, 2, 9, tzinfo=UTC), datetime(2026, 4, 1, 9, tzinfo=UTC)
    execute(database, LoadProgramme(programme=content.key, content=content), AUTHOR, march)
    version = database.snapshot(content.key).milestones[0].version
    changes = {"work_days": 60}
    moved = RescheduleMilestone(programme=content.key, key="M1", version=version, changes=changes)
    before = jalon("analyse", content.key, "--as-of", "2026-03-31", "--lang", "en")[1]
    execute(database, moved, AUTHOR, april)
    database.close()
    assert jalon("analyse", content.key, "--as-of", "2026-03-31", "--lang", "en")[1] == before
    assert "As it was known at the end of" in before
    assert jalon("analyse", content.key, "--as-of", "2026-04-01", "--lang", "en")[1] != before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["analyse", "nowhere"], "nowhere"),
        (["analyse", SEVEN, "--delay", "M3"], "M3"),
        (["analyse", SEVEN, "--delay", "M99=3"], "M99"),
        (["analyse", SEVEN, "--target", "M8"], "M8"),
        (["export", "nowhere"], "nowhere"),
        (["export", "nowhere", "--format", "docx"], "docx"),
        (["load", "no-such-file.toml"], "no-such-file.toml"),
        (["journal", "nowhere"], "nowhere"),
        (["psplib", "no-such-file.sm"], "no-such-file.sm"),
        (["serve", "--host", "192.0.2.1"], "192.0.2.1"),
        (["serve", "--port", "99999"], "--port"),
        (["analyse", SEVEN, "--delay", "M3=nan"], "M3=nan"),
        (["analyse", SEVEN, "--delay", "M3=1e300"], "M3=1e300"),
        (["analyse", SEVEN, "--as-of", "9999-12-31"], "9999-12-31"),
    ],
)
def test_a_refusal_names_what_is_wrong_and_exits_with_2(
    jalon: Jalon, arguments: list[str], said: str
) -> None:
    code, out, err = jalon(*arguments)
    assert (code, out) == (2, "")
    assert said in err
    assert "Traceback" not in err


@pytest.mark.parametrize("address", ["no address", "mysql://nobody/nowhere"])
def test_a_database_address_that_cannot_be_opened_is_refused(
    jalon: Jalon, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("JALON_DATABASE_URL", address)
    code, out, err = jalon("programmes")
    assert (code, out) == (2, "")
    assert "JALON_DATABASE_URL" in err


def test_finished_work_is_not_delayed(jalon: Jalon, tmp_path: Path) -> None:
    done = tmp_path / "done.toml"
    written = Path(SEVEN).read_text(encoding="utf-8").replace("status_date = 2026-01-05", "")
    fact = "work = 20\nactual_start = 2026-01-05\nactual_finish = 2026-01-30\n"
    done.write_text(written.replace("work = 20\n", fact), encoding="utf-8")
    code, _, err = jalon("analyse", str(done), "--delay", "M2=1", "--delay", "M1=3")
    assert code == 2
    assert err.startswith("M1")


def test_the_journal_tells_what_a_load_added(jalon: Jalon) -> None:
    jalon("load", SEVEN)
    entries = json.loads(jalon("journal", "seven-milestones", "--json", "--limit", "500")[1])
    added = [entry["record_key"] for entry in entries if entry["record_kind"] == "milestone"]
    assert sorted(added) == sorted(WORKED)
    assert {entry["command"] for entry in entries} == {"LoadProgramme"}
    assert all(entry["before"] is None and entry["after"] for entry in entries if entry["change"] == "added")


def test_a_programme_in_the_database_is_analysed_like_its_file(jalon: Jalon) -> None:
    jalon("load", SEVEN)
    from_file = json.loads(jalon("analyse", SEVEN, "--json", "--lang", "fr")[1])
    kept = json.loads(jalon("analyse", "seven-milestones", "--json", "--lang", "fr")[1])
    assert kept == from_file


def test_import_verifies_a_schedule_and_counts_what_agrees(jalon: Jalon, tmp_path: Path) -> None:
    path, table = tmp_path / "schedule.xml", tmp_path / "dates.csv"
    path.write_bytes(project(task(1), task(2, 1, link(1))))
    table.write_text(
        "uid,summary,early_start,early_finish,total_slack_min\n"
        "1,False,2026-03-02T08:00,2026-03-02T17:00,0\n2,False,2026-03-03T08:00,2026-03-04T17:00,0\n"
    )
    code, out, err = jalon("import", str(path), "--verify", "--against", str(table), "--lang", "en")
    assert (code, err) == (0, "")
    first, difference = out.splitlines()
    assert first == "LEAVES 2, EARLY 1, FLOAT 2"
    assert difference.startswith(
        "task 2 Task 2: early finish 2026-03-03T17:00, stored 2026-03-04T17:00. [interrupted]"
    )
    code, out, _ = jalon("import", "--verify", str(path), "--against", str(table), "--json")
    assert json.loads(out)["early"] == 1


def test_a_schedule_is_imported_merged_again_and_exported(jalon: Jalon, tmp_path: Path) -> None:
    path, out_path = tmp_path / "Move of 2026.xml", tmp_path / "out.xml"
    path.write_bytes(project(task(1, Priority=700), task(2, 1, link(1)), Company="Town"))
    code, out, err = jalon("import", str(path), "--lang", "en")
    assert (code, out) == (0, "move-of-2026\n")
    assert "2 milestones" in err
    assert "task.Priority" in err
    code, out, _ = jalon("import", str(path), "--as", "move-of-2026", "--json")
    told = json.loads(out)
    assert told["import"]["made"]["dependencies"] == 1
    assert (told["added"], told["changed"], told["conflicts"], told["missing"]) == ([], [], [], [])
    code, _, err = jalon("export", "move-of-2026", "--format", "mspdi", "--out", str(out_path))
    assert (code, err) == (0, "")
    assert "<Priority>700</Priority>" in out_path.read_text(encoding="utf-8")
    assert jalon("import", "--verify", str(out_path))[1].startswith("LEAVES 2, EARLY 2, FLOAT 2")


def test_an_import_is_refused_whole_with_its_places(jalon: Jalon, tmp_path: Path) -> None:
    path = tmp_path / "wrong.xml"
    path.write_bytes(project(task(1), task(2, 20_000)))
    code, _, err = jalon("import", str(path), "--as", "town", "--lang", "en")
    assert code == 2
    assert "task 2" in err
    assert jalon("programmes")[1] == ""


def test_import_refuses_a_hostile_file_with_its_place(jalon: Jalon, tmp_path: Path) -> None:
    path = tmp_path / "hostile.xml"
    path.write_text('<!DOCTYPE Project [<!ENTITY a "a">]><Project>&a;</Project>')
    code, out, err = jalon("import", "--verify", str(path), "--lang", "en")
    assert (code, out) == (2, "")
    assert "hostile.xml" in err
    assert "line 1" in err or ":1" in err


def test_levelling_a_published_network_gives_its_finish_bound_gap_and_proof(
    jalon: Jalon, tmp_path: Path
) -> None:
    """Two jobs that need all of both resources follow one another: 3 + 5 days."""
    text = psplib_text([0, 3, 5, 0], [[2, 3], [4], [4], []], 5).replace("       2    0", "      12    0")
    file = tmp_path / "two.sm"
    file.write_text(text.replace("       0    0", "      12    0"), encoding="utf-8")
    code, out, _ = jalon("level", "--psplib", str(file), "--json")
    assert code == 0
    row = json.loads(out)[0]
    assert (row["file"], row["makespan"], row["lower_bound"]) == ("two.sm", 8, 8)
    assert (row["gap_percent"], row["is_proven"]) == (0, True)
    code, out, _ = jalon("level", "--psplib", str(file), "--lang", "fr")
    assert "fin au jour 8" in out


def test_a_levelled_plan_is_said_with_its_reasons_and_kept_as_a_scenario(jalon: Jalon) -> None:
    jalon("load", str(ROADMAPS / "ville-moyenne.toml"))
    as_of = ("--as-of", "2026-11-28")
    code, out, _ = jalon("level", "ville-moyenne", *as_of, "--keep", "Plan lissé", "--lang", "fr")
    assert code == 0
    assert "D’ici là, le poste « Responsable informatique » travaille sur" in out
    assert "S-1" in out
    code, out, _ = jalon("level", "ville-moyenne", *as_of, "--json", "--lang", "en")
    proposal = json.loads(out)
    assert proposal["lower_bound"] <= proposal["levelled_finish"]
    assert proposal["overload_days_left"] < proposal["overload_days"]
    assert any(move["because_of"] for move in proposal["moves"])


def test_levelling_without_anybody_s_capacity_says_why_it_cannot(jalon: Jalon) -> None:
    code, out, _ = jalon("level", SEVEN, "--lang", "en")
    assert code == 0
    assert "cannot be computed because no post says how many people" in out
