"""What a user may do: one module per noun, one class per verb, the permission included."""

from tracker.commands.command import Command, Outcome, Work, execute
from tracker.commands.permission import Permission, Role

__all__ = ["Command", "Outcome", "Permission", "Role", "Work", "execute"]
