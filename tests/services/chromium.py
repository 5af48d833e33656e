"""Finds a Chromium for the browser journeys, or installs one."""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.services.commands import CommandError, install_debian_packages, run
from tests.services.missing import MissingServiceError

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_PLAYWRIGHT = (sys.executable, "-m", "playwright")
_LONGEST_DOWNLOAD_SECONDS = 600


def find_chromium() -> Path:
    """Return the path of a Chromium that starts: the system's, else the one Playwright downloaded.

    Raises:
        MissingServiceError: there is none, or Playwright cannot drive one here.
    """
    try:
        run(*_PLAYWRIGHT, "--version")
    except CommandError as error:
        raise MissingServiceError("Chromium", f"Playwright does not start: {error}") from error
    for candidate in _candidates():
        if candidate.exists() and _starts(candidate):
            return candidate
    raise MissingServiceError("Chromium", "none is installed; `make test` tries to get one")


def get_chromium() -> Path:
    """Return the path of a Chromium, installing Debian's package or Playwright's own where there is none.

    Raises:
        MissingServiceError: neither could be installed.
    """
    try:
        return find_chromium()
    except MissingServiceError:
        reasons = []
    for origin, attempt in (
        ("from Debian", _installed_from_debian),
        ("from Playwright", _downloaded_by_playwright),
    ):
        try:
            return attempt()
        except CommandError as error:
            reasons.append(f"{origin}: {error}")
        except MissingServiceError as missing:
            reasons.append(f"{origin}: {missing.reason}")
    raise MissingServiceError("Chromium", *reasons)


def _installed_from_debian() -> Path:
    # Playwright's own driver needs the library; without a font, pages have no text to measure.
    install_debian_packages("libatomic1", "fonts-dejavu-core")
    install_debian_packages("chromium")
    return find_chromium()


def _downloaded_by_playwright() -> Path:
    run(*_PLAYWRIGHT, "install", "chromium", seconds=_LONGEST_DOWNLOAD_SECONDS)
    try:
        return find_chromium()
    except MissingServiceError:
        # It is there but lacks libraries of the system, which only root can add.
        run(*_PLAYWRIGHT, "install", "--with-deps", "chromium", seconds=_LONGEST_DOWNLOAD_SECONDS)
        return find_chromium()


def _candidates() -> Iterator[Path]:
    yield from (Path(path) for name in _NAMES if (path := shutil.which(name)))
    with sync_playwright() as playwright:
        downloaded = Path(playwright.chromium.executable_path)
    yield downloaded


def _starts(chromium: Path) -> bool:
    # Ubuntu's chromium-browser is there without being one: it only says how to install a snap.
    try:
        return bool(run(chromium, "--version"))
    except CommandError:
        return False
