"""Loads a roadmap file and dies without warning after so many tables, for the test of interrupted loads."""

import os
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path

from tests.exchange.examples import TODAY
from tracker.commands import execute, load_programme
from tracker.commands.load_programme import LoadProgramme
from tracker.commands.load_tables import LOAD_TABLES, LoadTable
from tracker.exchange.roadmap_file import read_roadmap
from tracker.storage import Author, Database


def main(address: str, file: str, tables: int) -> None:
    merge = load_programme._Load.merge_table

    def merge_and_die(load: load_programme._Load, table: LoadTable) -> None:
        merge(load, table)
        if LOAD_TABLES.index(table) + 1 == tables:
            os.kill(os.getpid(), signal.SIGKILL)

    # A power cut in the middle.
    setattr(load_programme._Load, "merge_table", merge_and_die)  # noqa: B010  # a method may not be assigned
    content = read_roadmap(Path(file), TODAY)
    command = LoadProgramme(programme=content.key, content=content)
    execute(Database(address), command, Author("test", "technical_lead"), datetime(2026, 11, 23, tzinfo=UTC))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
