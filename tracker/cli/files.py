"""Files in and out of the command line: `load`, `check`, `export`, `import` and `psplib`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.shared import AUTHOR, REFUSED, Json, Lang, app, open_database, print_json, speaker
from tracker.commands import execute
from tracker.commands.follow_today import FollowToday
from tracker.commands.load_programme import LoadProgramme, LoadReport
from tracker.exchange.content_of_snapshot import content_of
from tracker.exchange.mspdi_verify import verify as verify_schedule
from tracker.exchange.psplib import read_psplib
from tracker.exchange.roadmap_file import check_roadmap, read_roadmap
from tracker.exchange.roadmap_writer import write_roadmap
from tracker.model.errors import UnknownFormatError
from tracker.storage import clock

if TYPE_CHECKING:
    from tracker.storage import Database


@app.command()
def load(file: Path, as_json: Json = False, lang: Lang = "") -> None:
    """Load a roadmap file; loading it again updates by id and keeps what was entered in the app."""
    t = speaker(lang)
    report = load_file(open_database(), file)
    if as_json:
        print_json({"programme": file.stem, **report.as_json()})
        return
    print(file.stem)
    for line in report.sentences():
        print(t(line), file=sys.stderr)


def load_file(database: Database, file: Path) -> LoadReport:
    # A programme that is there keeps its start: dates in months would else all move with today.
    start = next((found.start for found in database.programmes() if found.key == file.stem), None)
    content = read_roadmap(file, clock.today(), start=start)
    command = LoadProgramme(programme=content.key, content=content)
    report: LoadReport = execute(database, command, AUTHOR, clock.now()).result
    return report


def follow_today(database: Database, file: Path) -> bool:
    """Move the programme of an example file on to today; return whether it moved.

    Only one whose file counts its start back from today, and in which nothing was entered, follows.
    """
    found = next((one for one in database.programmes() if one.key == file.stem), None)
    if found is None or found.months_before_today is None:
        return False
    today = clock.today()
    as_of_today = read_roadmap(file, today)
    if as_of_today.programme.start == found.start:
        return False
    as_loaded = read_roadmap(file, today, start=found.start)
    command = FollowToday(programme=found.key, as_loaded=as_loaded, as_of_today=as_of_today)
    return bool(execute(database, command, AUTHOR, clock.now()).result)


@app.command("import")
def import_schedule(
    file: Annotated[Path, typer.Argument(help="A Microsoft Project XML file.")],
    verify: Annotated[
        bool, typer.Option("--verify", help="Compare a fresh schedule with stored dates.")
    ] = False,
    against: Annotated[Path | None, typer.Option(help="CSV of the dates to compare with.")] = None,
    as_json: Json = False,
    lang: Lang = "",
) -> None:
    """Schedule a Microsoft Project file afresh and compare each leaf with the dates it stores."""
    t = speaker(lang)
    if not verify:
        raise typer.BadParameter(t.text("cli.import.verify_only"))
    found = verify_schedule(file, against)
    if as_json:
        print_json(found.as_json())
        return
    print(found.line)
    for sentence in (*(difference.text for difference in found.differences), *found.remarks):
        print(t(sentence))


@app.command()
def check(files: list[Path], lang: Lang = "") -> None:
    """Check roadmap files and print every problem found, with its place and its remedy."""
    t = speaker(lang)
    found = [problem for file in files for problem in check_roadmap(file, clock.today())]
    for problem in found:
        print(t(problem.text), file=sys.stderr)
    if found:
        raise typer.Exit(REFUSED)
    print(t.plural("cli.files_are_good", len(files)))


@app.command()
def export(
    programme: str,
    format_: Annotated[str, typer.Option("--format", help="toml")] = "toml",
    out: Annotated[Path | None, typer.Option(help="File to write; else the standard output.")] = None,
) -> None:
    """Write a programme as a roadmap file that `load` reads back."""
    if format_ != "toml":
        raise UnknownFormatError(format=format_, known=["toml"])
    text = write_roadmap(content_of(open_database().snapshot(programme)))
    if out is None:
        sys.stdout.write(text)
    else:
        out.write_text(text, encoding="utf-8", newline="\n")


@app.command()
def psplib(files: list[Path], as_json: Json = False, lang: Lang = "") -> None:
    """Compare the engine's longest path with the one that PSPLIB test networks (.sm) state."""
    t = speaker(lang)
    found = [(file.name, read_psplib(file)) for file in files]
    rows = [
        {"file": name, "longest_path_days": project.longest_path_days(), "mpm_time": project.mpm_time}
        for name, project in found
    ]
    if as_json:
        print_json(rows)
    for row in [] if as_json else rows:
        print(t.text("cli.psplib", **row))
