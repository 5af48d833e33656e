"""What the programme refuses, each error with the key of the sentence that says what to do."""

from typing import Any, ClassVar

from tracker.i18n import Text


class TrackerError(Exception):
    """The programme refuses; `text` says why and what to do, in the reader's language."""

    key: ClassVar[str] = "error.refused"

    def __init__(self, **details: Any) -> None:
        super().__init__(self.key, details)
        self.details = details

    @property
    def text(self) -> Text:
        return Text(self.key, self.details)


class UnknownRecordError(TrackerError):
    """Details: kind, key, nearest (a list of likely keys, may be empty)."""

    key = "error.unknown_record"


class UnknownProgrammeError(TrackerError):
    """Details: key, known (list of keys)."""

    key = "error.unknown_programme"


class DuplicateKeyError(TrackerError):
    """Details: key, title (of the record that has it)."""

    key = "error.duplicate_key"


class DependencyLoopError(TrackerError):
    """Details: circle (keys in order, the first repeated at the end)."""

    key = "error.dependency_loop"


class DuplicateDependencyError(TrackerError):
    """Details: predecessor, successor."""

    key = "error.duplicate_dependency"


class StaleRecordError(TrackerError):
    """Somebody else saved meanwhile. Details: key, title, differences (list of `Difference`)."""

    key = "error.stale_record"


class NotAllowedError(TrackerError):
    """Details: command."""

    key = "error.not_allowed"


class NothingToUndoError(TrackerError):
    key = "error.nothing_to_undo"


class UndoConflictError(TrackerError):
    """What would be undone has changed again since. Details: record, command."""

    key = "error.undo_conflict"


class RuleError(TrackerError):
    """A rule of the subject is broken. Details: rule (Text)."""

    key = "error.rule"


class DatabaseTooNewError(TrackerError):
    """Details: current, known."""

    key = "error.database_too_new"


class NotLocalhostError(TrackerError):
    """Single-user mode listens on this machine only. Details: host."""

    key = "error.not_localhost"
