"""What is wrong with a file, where exactly, and what to do about it; all of it at once."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from tracker.exchange.roadmap_format import CHILDREN
from tracker.exchange.toml_positions import Path, line_numbers
from tracker.i18n import Text
from tracker.model.errors import TrackerError


@dataclass(frozen=True)
class Problem:
    """One fault of a file. Lines count from 1; item and field are empty when the whole file is at fault."""

    file: str
    line: int
    item: str
    field: str
    wrong: Text
    remedy: Text

    @property
    def code(self) -> str:
        """The name of the fault: the text keys `refused.<code>.wrong` and `refused.<code>.remedy`."""
        return self.wrong.key.removeprefix("refused.").removesuffix(".wrong")

    @property
    def text(self) -> Text:
        """The whole problem as one sentence with its place."""
        key = f"refused.place{'_item' if self.item else ''}{'_field' if self.field else ''}"
        values = {"file": self.file, "line": str(self.line), "item": self.item, "field": self.field}
        return Text(key, {**values, "wrong": self.wrong, "remedy": self.remedy})


class RefusedFileError(TrackerError):
    """A file is refused whole; nothing of it was kept. `problems` says all that is wrong, in file order."""

    key = "error.refused_file"

    def __init__(self, file: str, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda found: (found.line, found.item, found.field)))
        super().__init__(file=file, problems=self.problems)

    @property
    def text(self) -> Text:
        return Text(self.key, {"file": self.details["file"]}, count=len(self.problems))


class Findings:
    """Gathers the problems of one file and gives each its line and its item."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.paths: set[Path] = set()
        self.source = ""
        self.document: dict[str, Any] = {}

    @cached_property
    def _lines(self) -> dict[Path, int]:
        return line_numbers(self.source)

    def line_of(self, path: Path) -> int:
        """Return the line of a table, key or list element, or of what is nearest around it."""
        while path not in self._lines:
            path = path[:-1]
        return self._lines[path]

    def add(self, code: str, path: Path = (), field: str | None = None, **values: Any) -> None:
        """Note a fault; the field is the last word of the path unless it is named."""
        self.paths.add(path)
        words = [step for step in path if isinstance(step, str)]
        ends_in_field = bool(path) and not self._is_table(path)
        self._note(
            code,
            self.line_of(path) if self.source else 1,
            self.item_of(path),
            field if field is not None else (words[-1] if ends_in_field and words else ""),
            values,
        )

    def add_at_line(self, code: str, line: int, **values: Any) -> None:
        """Note a fault of a text that could not be read as TOML."""
        self._note(code, line, "", "", values)

    def add_in_file(self, code: str, line: int, item: str, field: str, **values: Any) -> None:
        """Note a fault whose place is known: a line, an item in the reader's words, a field."""
        self._note(code, line, item, field, values)

    def _note(self, code: str, line: int, item: str, field: str, values: dict[str, Any]) -> None:
        wrong = Text(f"refused.{code}.wrong", values)
        remedy = Text(f"refused.{code}.remedy", values)
        self.problems.append(Problem(self.file, line, item, field, wrong, remedy))

    def _is_table(self, path: Path) -> bool:
        is_place_of_table = len(path) <= 2 or path[-2] in CHILDREN
        return is_place_of_table and isinstance(self._found(path), dict)

    def _found(self, path: Path) -> Any:
        found: Any = self.document
        for step in path:
            try:
                found = found[step]
            except (KeyError, IndexError, TypeError):
                return None
        return found

    def item_of(self, path: Path) -> str:
        """Return the id of the table a fault is in, else the table's name with its place."""
        for end in range(len(path), 0, -1):
            table = self._found(path[:end])
            if isinstance(table, dict) and isinstance(table.get("id"), str) and not _is_reference(path[:end]):
                return str(table["id"])
        if len(path) > 1 and isinstance(path[1], int):
            return f"{path[0]} {path[1] + 1}"
        return str(path[0]) if path and isinstance(self.document.get(str(path[0])), dict) else ""

    def raise_if_any(self) -> None:
        """Raise RefusedFileError when a problem was noted."""
        if self.problems:
            raise RefusedFileError(self.file, self.problems)


def _is_reference(path: Path) -> bool:
    """Tables inside these lists have an `id` that names another item."""
    return any(step in ("after", "partners") for step in path)


def nearest(word: str, known: Iterable[str]) -> list[str]:
    """Return the known words that look most like one that is not known; none when nothing is close."""
    choices = {choice.lower(): choice for choice in sorted(known)}
    found = difflib.get_close_matches(word.lower(), choices, n=2, cutoff=0.5)
    return [choices[name] for name in found]
