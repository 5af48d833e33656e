"""What every command of `jalon` shares: the application, its options, the database and how it speaks."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from tracker.exchange.roadmap_file import read_roadmap
from tracker.exchange.snapshot_of_content import snapshot_of
from tracker.i18n import LANGUAGES, Text, Translator, translator
from tracker.storage import Author, Database, clock
from tracker.web.console import console_translator

if TYPE_CHECKING:
    from tracker.model.snapshot import Snapshot

# Whoever can run a command on the machine can read its database: the command line may do everything.
AUTHOR = Author(name="command line", role="administrator")
REFUSED = 2

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Jalon, a digital-transformation programme tracker for cities.",
)
Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of sentences.")]
Lang = Annotated[str, typer.Option(help="Language of the sentences: fr or en; else this machine's.")]


def refuse(*sentences: Text) -> NoReturn:
    for sentence in sentences:
        print(console_translator()(sentence), file=sys.stderr)
    sys.exit(REFUSED)


def speaker(lang: str) -> Translator:
    return translator(lang) if lang in LANGUAGES else console_translator()


def open_database() -> Database:
    """Open the database at the level of this program."""
    database = Database.from_environment()
    database.migrate()
    return database


def print_json(values: Any) -> None:
    print(json.dumps(values, ensure_ascii=False, indent=2))


def snapshot_named(programme: str) -> Snapshot:
    if is_file(programme):
        return snapshot_of(read_roadmap(Path(programme), clock.today()))
    return open_database().snapshot(programme)


def is_file(programme: str) -> bool:
    """Whether a programme is named by its roadmap file, not by its key in the database."""
    path = Path(programme)
    return path.suffix == ".toml" or path.is_file()
