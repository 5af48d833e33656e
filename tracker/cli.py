"""The `jalon` command: everything the product does without a browser."""

from __future__ import annotations

import json
import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer
from sqlalchemy.exc import ArgumentError, DatabaseError

from tracker.analysis import analyse as analyse_programme
from tracker.commands import execute
from tracker.commands.load_programme import LoadProgramme, LoadReport
from tracker.exchange.analysis_json import analysis_as_json
from tracker.exchange.content_of_snapshot import content_of
from tracker.exchange.mspdi_verify import verify as verify_schedule
from tracker.exchange.problems import RefusedFileError
from tracker.exchange.psplib import read_psplib
from tracker.exchange.roadmap_file import check_roadmap, read_roadmap
from tracker.exchange.roadmap_writer import write_roadmap
from tracker.exchange.snapshot_of_content import snapshot_of
from tracker.i18n import LANGUAGES, Text, Translator, translator
from tracker.model.base import EARLIEST, LATEST
from tracker.model.errors import (
    DayOutOfRangeError,
    DelayFormatError,
    DelayOfFinishedError,
    TrackerError,
    UnknownFormatError,
)
from tracker.planning import FinishedActivityError, PlanningError
from tracker.storage import Author, Database, clock
from tracker.web.console import console_translator
from tracker.web.this_machine import require_this_machine

if TYPE_CHECKING:
    from tracker.analysis import ProgrammeAnalysis
    from tracker.model.snapshot import Snapshot

EXAMPLES = Path(__file__).resolve().parent.parent / "roadmaps"
AUTHOR = Author(name="command line", role="technical_lead")
REFUSED = 2
LONGEST_DELAY_DAYS = 100_000

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Jalon, a digital-transformation programme tracker for cities.",
)
Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of sentences.")]
Lang = Annotated[str, typer.Option(help="Language of the sentences: fr or en; else this machine's.")]


def main() -> NoReturn:
    """Run the command line; a refusal is said on stderr and exits with 2."""
    try:
        app(standalone_mode=True)
    except TrackerError as refusal:
        problems = refusal.problems if isinstance(refusal, RefusedFileError) else ()
        _refuse(refusal.text, *(problem.text for problem in problems))
    except OSError as fault:
        _refuse(Text("cli.file_fault", {"file": fault.filename or "", "fault": fault.strerror or str(fault)}))
    except DatabaseError as fault:
        _refuse(Text("cli.database_fault", {"fault": str(fault.orig)}))
    except (ArgumentError, ModuleNotFoundError) as fault:
        _refuse(Text("cli.database_address", {"fault": str(fault)}))
    except PlanningError:
        _refuse(Text("cli.cannot_be_planned"))
    sys.exit(0)


def _refuse(*sentences: Text) -> NoReturn:
    for sentence in sentences:
        print(console_translator()(sentence), file=sys.stderr)
    sys.exit(REFUSED)


def _speaker(lang: str) -> Translator:
    return translator(lang) if lang in LANGUAGES else console_translator()


def _open() -> Database:
    """Open the database at the level of this program."""
    database = Database.from_environment()
    database.migrate()
    return database


def _print_json(values: Any) -> None:
    print(json.dumps(values, ensure_ascii=False, indent=2))


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on; this machine only.")] = "localhost",
    port: Annotated[
        int | None, typer.Option(min=1, max=65_535, help="Port; else the first free one from 8501 on.")
    ] = None,
    examples: Annotated[
        bool, typer.Option(help="Load the example programmes into an empty database.")
    ] = True,
) -> None:
    """Migrate the database, load the examples when it is empty, and serve the screens."""
    from tracker.web.serve import serve as serve_screens

    require_this_machine(host)
    database = _open()
    if examples and not database.programmes():
        _load_examples(database, console_translator())
    database.close()
    serve_screens(host, port)


def _load_examples(database: Database, t: Translator) -> None:
    for path in sorted(EXAMPLES.glob("*.toml")):
        print(t.text("cli.loading_example", name=path.stem), flush=True)
        _load(database, path)


@app.command()
def migrate() -> None:
    """Bring the database to the level of this program."""
    database = _open()
    print(console_translator().text("cli.migrated", level=database.migration_level()[1]))


@app.command()
def load(file: Path, as_json: Json = False, lang: Lang = "") -> None:
    """Load a roadmap file; loading it again updates by id and keeps what was entered in the app."""
    t = _speaker(lang)
    report = _load(_open(), file)
    if as_json:
        _print_json({"programme": file.stem, **report.as_json()})
        return
    print(file.stem)
    for line in report.sentences():
        print(t(line), file=sys.stderr)


def _load(database: Database, file: Path) -> LoadReport:
    # A programme that is there keeps its start: dates in months would else all move with today.
    start = next((found.start for found in database.programmes() if found.key == file.stem), None)
    content = read_roadmap(file, clock.today(), start=start)
    command = LoadProgramme(programme=content.key, content=content)
    report: LoadReport = execute(database, command, AUTHOR, clock.now()).result
    return report


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
    t = _speaker(lang)
    if not verify:
        raise typer.BadParameter(t.text("cli.import.verify_only"))
    found = verify_schedule(file, against)
    if as_json:
        _print_json(found.as_json())
        return
    print(found.line)
    for sentence in (*(difference.text for difference in found.differences), *found.interrupted):
        print(t(sentence))


@app.command()
def check(files: list[Path], lang: Lang = "") -> None:
    """Check roadmap files and print every problem found, with its place and its remedy."""
    t = _speaker(lang)
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
    text = write_roadmap(content_of(_open().snapshot(programme)))
    if out is None:
        sys.stdout.write(text)
    else:
        out.write_text(text, encoding="utf-8", newline="\n")


@app.command()
def programmes(as_json: Json = False) -> None:
    """List the programmes of this installation."""
    rows = _open().programmes()
    if as_json:
        _print_json([{"programme": row.key, "title": row.title, "city": row.city} for row in rows])
    for row in [] if as_json else rows:
        print(f"{row.key}\t{row.title}")


@app.command()
def analyse(
    programme: Annotated[str, typer.Argument(help="A programme's key, or a roadmap file.")],
    as_of: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Read as of this day.")] = None,
    target: Annotated[str | None, typer.Option(help="Show the driving path to this item.")] = None,
    delay: Annotated[list[str] | None, typer.Option(help="ID=WORKING_DAYS; may be repeated.")] = None,
    as_json: Json = False,
    lang: Lang = "",
) -> None:
    """Say what a programme means on a day: dates, paths, stalls and bottlenecks. Writes nothing."""
    t = _speaker(lang)
    snapshot = _snapshot(programme)
    default = snapshot.programme.status_date or clock.today(snapshot.programme.time_zone)
    day = as_of.date() if as_of else default
    if not EARLIEST <= day <= LATEST:
        raise DayOutOfRangeError(given=day.isoformat())
    delays = _delays(delay or [])
    try:
        analysis = analyse_programme(snapshot, day, delays=delays)
    except FinishedActivityError:
        finished = [row.key for row in snapshot.milestones if row.actual_finish and row.actual_finish <= day]
        raise DelayOfFinishedError(keys=[key for key in delays if key in finished]) from None
    if as_json:
        _print_json(analysis_as_json(analysis, t, target=target))
    else:
        _print_analysis(analysis, t, target)


def _snapshot(programme: str) -> Snapshot:
    path = Path(programme)
    if path.suffix == ".toml" or path.is_file():
        return snapshot_of(read_roadmap(path, clock.today()))
    return _open().snapshot(programme)


def _delays(delays: list[str]) -> dict[str, float]:
    """Read `ID=WORKING_DAYS` pairs; those of one id add up.

    Raises:
        DelayFormatError: a pair cannot be read.
    """
    read: dict[str, float] = {}
    for pair in delays:
        key, _, days = pair.rpartition("=")
        try:
            read[key] = read.get(key, 0.0) + float(days)
        except ValueError:
            raise DelayFormatError(given=pair) from None
        if not key or not abs(read[key]) <= LONGEST_DELAY_DAYS:
            raise DelayFormatError(given=pair)
    return read


def _print_analysis(analysis: ProgrammeAnalysis, t: Translator, target: str | None) -> None:
    driving_path = analysis.driving_path(target) if target else ()
    print(t.text("cli.analysis.title", title=analysis.snapshot.programme.title, as_of=analysis.as_of))
    finish: Any = analysis.finish or t.text("cli.analysis.no_finish")
    print(t.text("cli.analysis.finish", finish=finish))
    print(t.text("cli.analysis.critical_path", path=" - ".join(analysis.critical_path)))
    if target:
        print(t.text("cli.analysis.driving_path", target=target, path=" - ".join(driving_path)))
    for heading, sentences in (
        ("cli.analysis.stalls", [stall.sentence for stall in analysis.stalls]),
        ("cli.analysis.bottlenecks", [bottleneck.sentence for bottleneck in analysis.bottlenecks]),
    ):
        print(f"\n{t.plural(heading, len(sentences))}")
        for sentence in sentences:
            print(f"- {t(sentence)}")


@app.command()
def psplib(files: list[Path], as_json: Json = False, lang: Lang = "") -> None:
    """Compare the engine's longest path with the one that PSPLIB test networks (.sm) state."""
    t = _speaker(lang)
    found = [(file.name, read_psplib(file)) for file in files]
    rows = [
        {"file": name, "longest_path_days": project.longest_path_days(), "mpm_time": project.mpm_time}
        for name, project in found
    ]
    if as_json:
        _print_json(rows)
    for row in [] if as_json else rows:
        print(t.text("cli.psplib", **row))


@app.command()
def journal(
    programme: str,
    limit: Annotated[int, typer.Option(min=1, help="How many changes at the most.")] = 50,
    as_json: Json = False,
) -> None:
    """Print who changed what, when, from, to; the newest first."""
    database = _open()
    database.snapshot(programme)
    entries = database.journal(programme, limit=limit)
    if as_json:
        fields = (
            "at",
            "author",
            "command",
            "reason",
            "record_kind",
            "record_key",
            "change",
            "before",
            "after",
        )
        _print_json([{name: _plain(getattr(entry, name)) for name in fields} for entry in entries])
        return
    for entry in entries:
        change = f"{entry.record_kind} {entry.record_key or entry.record_id} {entry.change.value}"
        print(f"{entry.at:%Y-%m-%d %H:%M}\t{entry.author}\t{entry.command}\t{change}")
        for name in sorted({*(entry.before or {}), *(entry.after or {})}):
            print(f"\t{name}: {(entry.before or {}).get(name)} -> {(entry.after or {}).get(name)}")


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, (date, datetime)) else value
