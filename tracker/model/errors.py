"""What the programme refuses, each error with the key of the sentence that says what to do."""

from dataclasses import dataclass
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


class OutOfPlanError(TrackerError):
    """What is cancelled, past or left unfinished cannot take longer. Details: item, title."""

    key = "error.out_of_plan"


class UnknownRecordError(TrackerError):
    """Details: kind (the table's name), key, nearest (a list of likely keys, may be empty)."""

    key = "error.unknown_record"

    @property
    def text(self) -> Text:
        key = "error.unknown_record_nearest" if self.details["nearest"] else self.key
        return Text(key, {**self.details, "kind": Text(f"record.{self.details['kind']}")})


class UnknownProgrammeError(TrackerError):
    """Details: key, known (list of keys)."""

    key = "error.unknown_programme"


class DuplicateKeyError(TrackerError):
    """Details: key, title (of the record that has it)."""

    key = "error.duplicate_key"


class DependencyLoopError(TrackerError):
    """Details: circle (keys in order, the first repeated at the end)."""

    key = "error.dependency_loop"

    @property
    def text(self) -> Text:
        return Text(self.key, {"circle": ", ".join(self.details["circle"])})


class DuplicateDependencyError(TrackerError):
    """Details: predecessor, successor."""

    key = "error.duplicate_dependency"


@dataclass(frozen=True)
class Difference:
    """One field with two values, each as the reader sees it."""

    field: Text
    now: Any
    yours: Any

    @property
    def text(self) -> Text:
        return Text("error.difference", {"field": self.field, "now": self.now, "yours": self.yours})


@dataclass(frozen=True)
class MovedValue:
    """One field of the plan that is no longer what it was; `now` is None when its record is gone."""

    record: str | Text
    field: Text | None
    then: Any
    now: Any

    @property
    def text(self) -> Text:
        if self.field is None:
            return Text("error.moved_record", {"record": self.record})
        values = {"record": self.record, "field": self.field, "then": self.then, "now": self.now}
        return Text("error.moved_value", values)


class StaleRecordError(TrackerError):
    """Somebody else saved meanwhile. Details: key, title, differences (list of `Difference`)."""

    key = "error.stale_record"

    @property
    def text(self) -> Text:
        differences = [difference.text for difference in self.details["differences"]]
        key = self.key if differences else "error.stale_record_same"
        return Text(key, {**self.details, "differences": differences})


class NotReadableError(TrackerError):
    """The reader's role does not show this. Details: none."""

    key = "error.not_readable"


class NotAllowedError(TrackerError):
    """Details: command."""

    key = "error.not_allowed"

    @property
    def text(self) -> Text:
        return Text(self.key, {"command": Text(f"command.{self.details['command']}")})


class LookingBackError(TrackerError):
    """Somebody tried to write while looking at a past day."""

    key = "error.looking_back"


class NothingToUndoError(TrackerError):
    key = "error.nothing_to_undo"


class UndoConflictError(TrackerError):
    """What would be undone has changed again since. Details: record (Text or title), command."""

    key = "error.undo_conflict"

    @property
    def text(self) -> Text:
        return Text(self.key, {**self.details, "command": Text(f"command.{self.details['command']}")})


class RuleError(TrackerError):
    """A rule of the subject is broken. Details: rule (Text), field (its name, when one is to blame)."""

    key = "error.rule"

    @property
    def text(self) -> Text:
        rule: Text = self.details["rule"]
        return rule


class DatabaseTooNewError(TrackerError):
    """Details: current, known."""

    key = "error.database_too_new"


class LinkNotGoodError(TrackerError):
    """A link of an invitation or of the set-up: never given out, used, too old. It never says which."""

    key = "error.link_not_good"


class SignInRefusedError(TrackerError):
    """Name, password or code is wrong; it never says which, nor whether there is such an account."""

    key = "error.sign_in_refused"


class CodeRefusedError(TrackerError):
    """A code of the second step is wrong, too old, or was used."""

    key = "error.code_refused"


class SignedOutError(TrackerError):
    """The session has ended: signed out elsewhere, too old, or the account was disabled."""

    key = "error.signed_out"


class TooManyAttemptsError(TrackerError):
    """Somebody tried again and again."""

    key = "error.too_many_attempts"


class NotLocalhostError(TrackerError):
    """Single-user mode listens on this machine only. Details: host."""

    key = "error.not_localhost"


class UnknownFormatError(TrackerError):
    """Details: format, known."""

    key = "error.unknown_format"


class DelayFormatError(TrackerError):
    """Details: given."""

    key = "error.delay_format"


class DelayOfFinishedError(TrackerError):
    """Details: keys (of the finished items)."""

    key = "error.delay_of_finished"


class DayOutOfRangeError(TrackerError):
    """Details: given."""

    key = "error.day_out_of_range"


class RefusedChangeError(TrackerError):
    """One change of a list cannot be carried out. Details: number (from 1), change, refusal (Texts)."""

    key = "error.refused_change"


class PlanMovedError(TrackerError):
    """The plan has changed under a scenario. Details: its title, moved (list of `MovedValue`)."""

    key = "error.plan_moved"

    @property
    def text(self) -> Text:
        return Text(self.key, {**self.details, "moved": [moved.text for moved in self.details["moved"]]})


class NoChangeGivenError(TrackerError):
    key = "error.no_change_given"


class LinkFormatError(TrackerError):
    """Details: given."""

    key = "error.link_format"


class ChangesFileError(TrackerError):
    """Details: file."""

    key = "error.changes_file"
