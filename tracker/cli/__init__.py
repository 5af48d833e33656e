"""The `jalon` command: everything the product does without a browser, one module a subject."""

from __future__ import annotations

import sys
from typing import NoReturn

from pydantic import ValidationError
from sqlalchemy.exc import ArgumentError, DatabaseError

from tracker.cli import (
    analysing,
    council,
    deciding,
    digest,
    feeds,
    files,
    forecasting,
    levelling,
    listing,
    moved,
    portfolio,
    publishing,
    reminding,
    reporting,
    reviews,
    scenario,
    serving,
    users,
)
from tracker.cli.shared import app, refuse
from tracker.commands.validation import validation_texts
from tracker.exchange.problems import RefusedFileError
from tracker.i18n import Text
from tracker.model.errors import TrackerError
from tracker.planning import PlanningError

# Importing a module is what gives `jalon` its commands.
__all__ = [
    "analysing",
    "app",
    "council",
    "deciding",
    "digest",
    "feeds",
    "files",
    "forecasting",
    "levelling",
    "listing",
    "main",
    "moved",
    "portfolio",
    "publishing",
    "reminding",
    "reporting",
    "reviews",
    "scenario",
    "serving",
    "users",
]


def main() -> NoReturn:
    """Run the command line; a refusal is said on stderr and exits with 2."""
    try:
        app(standalone_mode=True)
    except TrackerError as refusal:
        problems = refusal.problems if isinstance(refusal, RefusedFileError) else ()
        refuse(refusal.text, *(problem.text for problem in problems))
    except ValidationError as error:
        refuse(*validation_texts(error).values())
    except OSError as fault:
        refuse(Text("cli.file_fault", {"file": fault.filename or "", "fault": fault.strerror or str(fault)}))
    except DatabaseError as fault:
        refuse(Text("cli.database_fault", {"fault": str(fault.orig)}))
    except (ArgumentError, ModuleNotFoundError) as fault:
        refuse(Text("cli.database_address", {"fault": str(fault)}))
    except PlanningError:
        refuse(Text("cli.cannot_be_planned"))
    sys.exit(0)
