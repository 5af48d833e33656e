"""All commands of the product by name, for the journal's undo, the tests and the permission table."""

import pkgutil
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import TypeVar

import tracker.commands
from tracker.commands.command import AnyCommand, Command
from tracker.commands.installation import AccountCommand, InstallationCommand

C = TypeVar("C", bound=AnyCommand)
_BASES = (Command, InstallationCommand, AccountCommand)


@cache
def all_commands() -> Mapping[str, type[Command]]:
    """Return every command on a programme by its name, which is its verb in the journal."""
    return _by_name(Command)


@cache
def installation_commands() -> Mapping[str, type[InstallationCommand]]:
    """Return every command on the installation by its name, which is its verb in the journal."""
    return _by_name(InstallationCommand)


def _by_name(base: type[C]) -> Mapping[str, type[C]]:
    for module in pkgutil.iter_modules(tracker.commands.__path__):
        import_module(f"{tracker.commands.__name__}.{module.name}")
    return {kind.__name__: kind for kind in sorted(_leaves(base), key=lambda kind: kind.__name__)}


def _leaves(kind: type[C]) -> set[type[C]]:
    below = {leaf for sub in kind.__subclasses__() for leaf in _leaves(sub)}
    is_ours = kind.__module__.startswith(f"{tracker.commands.__name__}.")
    return below or ({kind} if is_ours and kind not in _BASES else set())
