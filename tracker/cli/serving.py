"""`jalon serve` and `jalon migrate`: the screens, the examples and the database's level."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.files import follow_today, load_file
from tracker.cli.shared import app, open_database
from tracker.web.console import console_translator

if TYPE_CHECKING:
    from tracker.i18n import Translator
    from tracker.storage import Database

EXAMPLES = Path(__file__).resolve().parents[2] / "roadmaps"


@app.command()
def serve(
    host: Annotated[
        str, typer.Option(help="Address to listen on; this machine only until there are accounts.")
    ] = "localhost",
    port: Annotated[
        int | None, typer.Option(min=1, max=65_535, help="Port; else the first free one from 8501 on.")
    ] = None,
    public_address: Annotated[
        str, typer.Option(help="Address by which people come, with TLS: https://jalon.example.org.")
    ] = "",
    trusted_proxy: Annotated[
        str, typer.Option(help="Address of the proxy that ends TLS, when it is another machine.")
    ] = "",
    examples: Annotated[
        bool, typer.Option(help="Load the examples into an empty database; keep untouched ones up to date.")
    ] = True,
) -> None:
    """Migrate the database, load the examples when it is empty, and serve the screens."""
    from tracker.web.address import address_from_environment, read_address
    from tracker.web.first_start import require_safe_place
    from tracker.web.serve import serve as serve_screens
    from tracker.web.visitors import Visitors

    database = open_database()
    address = read_address(public_address) if public_address else address_from_environment()
    require_safe_place(host, Visitors(lambda: database, address))
    if examples:
        load_examples(database, console_translator())
    database.close()
    serve_screens(host, port, address, trusted_proxy)


def load_examples(database: Database, t: Translator) -> None:
    """Load the examples into an empty database; later, move on to today those that nobody has changed."""
    is_empty = not database.programmes()
    for path in sorted(EXAMPLES.glob("*.toml")):
        if is_empty:
            print(t.text("cli.loading_example", name=path.stem), flush=True)
            load_file(database, path)
        elif follow_today(database, path):
            print(t.text("cli.example_follows_today", name=path.stem), flush=True)


@app.command()
def migrate() -> None:
    """Bring the database to the level of this program."""
    database = open_database()
    print(console_translator().text("cli.migrated", level=database.migration_level()[1]))
