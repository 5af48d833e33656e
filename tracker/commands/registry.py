"""All commands of the product by name, for the journal's undo, the tests and the permission table."""

import pkgutil
from collections.abc import Mapping
from functools import cache
from importlib import import_module

import tracker.commands
from tracker.commands.command import Command


@cache
def all_commands() -> Mapping[str, type[Command]]:
    """Return every command class by its name, which is its verb in the journal."""
    for module in pkgutil.iter_modules(tracker.commands.__path__):
        import_module(f"{tracker.commands.__name__}.{module.name}")
    return {kind.__name__: kind for kind in sorted(_leaves(Command), key=lambda kind: kind.__name__)}


def _leaves(kind: type[Command]) -> set[type[Command]]:
    below = {leaf for sub in kind.__subclasses__() for leaf in _leaves(sub)}
    is_ours = kind.__module__.startswith(f"{tracker.commands.__name__}.")
    return below or ({kind} if is_ours and kind is not Command else set())
