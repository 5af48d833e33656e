"""Runs other programs for the tests: to try them, or to install a Debian package."""

import os
import shutil
import subprocess
from pathlib import Path

_LONGEST_INSTALL_SECONDS = 600


class CommandError(Exception):
    """A program failed; the message is the last line it wrote."""


def run(*command: str | Path, seconds: float = 60, **environment: str) -> str:
    """Run a program and return what it printed.

    Raises:
        CommandError: it is not there, failed, or took longer than `seconds`.
    """
    try:
        ended = subprocess.run(
            [str(part) for part in command],
            capture_output=True,
            check=True,
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            text=True,
            timeout=seconds,
        )
    except subprocess.CalledProcessError as error:
        lines = (error.stderr or error.stdout).strip().splitlines()
        raise CommandError(lines[-1] if lines else f"{command[0]} ended with {error.returncode}") from error
    except (OSError, subprocess.TimeoutExpired) as error:
        raise CommandError(str(error)) from error
    return ended.stdout


def install_debian_packages(*packages: str) -> None:
    """Install packages of a Debian or Ubuntu system, as root or through sudo without a password.

    Raises:
        CommandError: this system has no apt-get, the user may not, or a package is not to be had.
    """
    if not shutil.which("apt-get"):
        raise CommandError("this system has no apt-get")
    as_root = _prefix_for_root()
    environment = {"DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C"}
    seconds = _LONGEST_INSTALL_SECONDS
    run(*as_root, "apt-get", "update", "-qq", seconds=seconds, **environment)
    install = ("apt-get", "install", "-y", "-qq", "--no-install-recommends")
    run(*as_root, *install, *packages, seconds=seconds, **environment)


def _prefix_for_root() -> tuple[str, ...]:
    if os.geteuid() == 0:
        return ()
    try:
        run("sudo", "-n", "true")
    except CommandError as error:
        raise CommandError("installing Debian's package needs root, or sudo without a password") from error
    return ("sudo", "-n")
