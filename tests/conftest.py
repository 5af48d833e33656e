"""Databases of both kinds and a browser for every test; what is missing skips, and fails in CI."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import settings

from tests.services import (
    MissingServiceError,
    find_chromium,
    find_libreoffice,
    fresh_database,
    running_postgres,
)
from tracker import cli

Jalon = Callable[..., tuple[int, str, str]]

_IN_CI = os.environ.get("CI") == "true"

settings.register_profile("laptop", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if _IN_CI else "laptop")


def _do_without(missing: MissingServiceError) -> NoReturn:
    if _IN_CI:
        pytest.fail(str(missing), pytrace=False)
    pytest.skip(str(missing))


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """Give the address of a running PostgreSQL server; tests make their own databases on it."""
    server = running_postgres()
    try:
        address = server.__enter__()
    except MissingServiceError as missing:
        _do_without(missing)
    yield address
    server.__exit__(None, None, None)


@pytest.fixture
def fresh_postgres_url(postgres_url: str) -> Iterator[str]:
    """Give the address of an empty PostgreSQL database."""
    with fresh_database(postgres_url) as address:
        yield address


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """Give the address of an empty SQLite database."""
    return f"sqlite:///{tmp_path / 'jalon.sqlite'}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """Give the address of an empty database, once of each kind that the tracker runs on."""
    kind = "fresh_postgres_url" if request.param == "postgresql" else "sqlite_url"
    return str(request.getfixturevalue(kind))


@pytest.fixture(scope="session")
def chromium_path() -> Path:
    """Give the path of a Chromium."""
    try:
        return find_chromium()
    except MissingServiceError as missing:
        _do_without(missing)


@pytest.fixture(scope="session")
def libreoffice_path() -> Path:
    """Give the path of a LibreOffice."""
    try:
        return find_libreoffice()
    except MissingServiceError as missing:
        _do_without(missing)


@pytest.fixture
def jalon(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Jalon:
    """Run `jalon` on a database of its own; give exit code, output and errors."""
    monkeypatch.setenv("JALON_DATABASE_URL", f"sqlite:///{tmp_path}/jalon.db")
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")

    def run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["jalon", *arguments])
        with pytest.raises(SystemExit) as end:
            cli.main()
        printed = capsys.readouterr()
        return int(end.value.code or 0), printed.out, printed.err

    return run
