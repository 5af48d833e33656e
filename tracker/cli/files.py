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
from tracker.exchange.mspdi_import_calendars import key_of_name
from tracker.exchange.mspdi_verify import verify as verify_schedule
from tracker.exchange.mspdi_writer import write_mspdi
from tracker.exchange.mspdi_xml import MOST_BYTES
from tracker.exchange.programme_file import read_programme_file
from tracker.exchange.psplib import read_psplib
from tracker.exchange.roadmap_file import check_roadmap, read_roadmap
from tracker.exchange.roadmap_writer import write_roadmap
from tracker.model.errors import UnknownFormatError
from tracker.storage import clock

if TYPE_CHECKING:
    from tracker.i18n import Translator
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
    as_key: Annotated[
        str | None, typer.Option("--as", help="Key of the programme; else the file's name.")
    ] = None,
    verify: Annotated[
        bool, typer.Option("--verify", help="Compare a fresh schedule with stored dates.")
    ] = False,
    against: Annotated[Path | None, typer.Option(help="CSV of the dates to compare with.")] = None,
    as_json: Json = False,
    lang: Lang = "",
) -> None:
    """Import a schedule as a programme; again, it merges like `load`. With --verify, compare dates alone."""
    t = speaker(lang)
    if not verify:
        _import(file, as_key or key_of_name(file.stem, ()), t, as_json=as_json)
        return
    found = verify_schedule(file, against)
    if as_json:
        print_json(found.as_json())
        return
    print(found.line)
    for sentence in (*(difference.text for difference in found.differences), *found.remarks):
        print(t(sentence))


def _import(file: Path, key: str, t: Translator, *, as_json: bool) -> None:
    database = open_database()
    is_there = key in {row.key for row in database.programmes()}
    known = content_of(database.snapshot(key)) if is_there else None
    imported = read_programme_file(_bytes(file), file.name, key, clock.today(), t, known)
    command = LoadProgramme(programme=key, content=imported.content)
    report: LoadReport = execute(database, command, AUTHOR, clock.now()).result
    if as_json:
        print_json({"programme": key, "import": imported.report.as_json(), **report.as_json()})
        return
    print(key)
    for line in (*imported.report.sentences(), *report.sentences()):
        print(t(line), file=sys.stderr)


def _bytes(file: Path) -> bytes:
    """Read a file, at most one byte more than is allowed."""
    with file.open("rb") as opened:
        return opened.read(MOST_BYTES + 1)


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
    format_: Annotated[str, typer.Option("--format", help="toml or mspdi")] = "toml",
    out: Annotated[Path | None, typer.Option(help="File to write; else the standard output.")] = None,
    lang: Lang = "",
) -> None:
    """Write a programme as a roadmap file (toml) or a Microsoft Project one (mspdi), to be read back."""
    if format_ not in ("toml", "mspdi"):
        raise UnknownFormatError(format=format_, known=["toml", "mspdi"])
    content = content_of(open_database().snapshot(programme))
    if format_ == "toml":
        text = write_roadmap(content)
    else:
        as_of = content.programme.status_date or clock.today(content.programme.time_zone)
        written = write_mspdi(content, as_of)
        text = written.text
        for sentence in written.left_out:
            print(speaker(lang)(sentence), file=sys.stderr)
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
