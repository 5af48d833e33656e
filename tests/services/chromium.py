"""Finds a Chromium for the browser journeys, or installs one."""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.services.commands import CommandError, install_debian_packages, run
from tests.services.missing import MissingServiceError

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_LONGEST_DOWNLOAD_SECONDS = 600


def find_chromium() -> Path:
    """Return the path of a Chromium that starts: the system's, else the one Playwright downloaded.

    Raises:
        MissingServiceError: there is none.
    """
    on_path = [Path(path) for name in _NAMES if (path := shutil.which(name))]
    for candidate in [*on_path, _playwrights_own()]:
        if candidate.exists() and _starts(candidate):
            return candidate
    raise MissingServiceError("Chromium", "none is installed, `make test` tries to get one")


def get_chromium() -> Path:
    """Return the path of a Chromium, installing Debian's package or Playwright's own where there is none.

    Raises:
        MissingServiceError: neither could be installed.
    """
    reasons = []
    for attempt in (find_chromium, _installed_from_debian, _downloaded_by_playwright):
        try:
            return attempt()
        except CommandError as error:
            reasons.append(f"{attempt.__name__.strip('_').replace('_', ' ')}: {error}")
        except MissingServiceError:
            continue
    raise MissingServiceError("Chromium", *reasons)


def _installed_from_debian() -> Path:
    # Without a font, pages have no text to measure and the accessibility checks see nothing.
    install_debian_packages("chromium", "fonts-dejavu-core")
    return find_chromium()


def _downloaded_by_playwright() -> Path:
    playwright = (sys.executable, "-m", "playwright", "install")
    run(*playwright, "chromium", seconds=_LONGEST_DOWNLOAD_SECONDS)
    try:
        return find_chromium()
    except MissingServiceError:
        # It is there but lacks libraries of the system, which only root can add.
        run(*playwright, "--with-deps", "chromium", seconds=_LONGEST_DOWNLOAD_SECONDS)
        return find_chromium()


def _playwrights_own() -> Path:
    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path)


def _starts(chromium: Path) -> bool:
    # Ubuntu's chromium-browser is there without being one: it only says how to install a snap.
    try:
        return bool(run(chromium, "--version"))
    except CommandError:
        return False
