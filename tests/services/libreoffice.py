"""Finds LibreOffice's spreadsheet for the tests of files that go through it, or installs it."""

import shutil
from pathlib import Path

from tests.services.commands import CommandError, install_debian_packages, run
from tests.services.missing import MissingServiceError

_NAMES = ("soffice", "libreoffice")


def find_libreoffice() -> Path:
    """Return the path of a LibreOffice that starts.

    Raises:
        MissingServiceError: there is none.
    """
    for found in filter(None, map(shutil.which, _NAMES)):
        try:
            run(found, "--version")
        except CommandError:
            continue
        return Path(found)
    raise MissingServiceError("LibreOffice", "none is installed; `make test` tries to get one")


def get_libreoffice() -> Path:
    """Return the path of a LibreOffice, installing Debian's spreadsheet alone where there is none.

    Raises:
        MissingServiceError: it could not be installed.
    """
    try:
        return find_libreoffice()
    except MissingServiceError:
        try:
            install_debian_packages("libreoffice-calc")
        except CommandError as error:
            raise MissingServiceError("LibreOffice", f"from Debian: {error}") from error
    return find_libreoffice()
