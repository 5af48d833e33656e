"""Where the tasks of a written schedule stand: as in the file they came from, else by initiative."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from tracker.exchange.mspdi_kept import Kept, read_kept
from tracker.exchange.mspdi_keys import OUTSIDE
from tracker.model.content import ProgrammeContent


@dataclass
class TaskPlace:
    """One task: its unique id, its record's key (empty: none), what is kept of it, and where it stands."""

    uid: str
    item: str
    kept: Kept
    parent: str | None = None
    level: int = 1
    is_blank: bool = False
    children: list[str] = field(default_factory=list)


class TaskOrder:
    """The tasks of a programme in the order in which they are written."""

    def __init__(self, content: ProgrammeContent, format_: str) -> None:
        self.content = content
        self.places: dict[str, TaskPlace] = {}
        self.added: dict[str | None, list[str]] = {}
        self.uid_of: dict[str, str] = {}
        self.initiative_of = {each.key: each.initiative for each in content.milestones}
        known = {each.key for each in content.initiatives} | set(self.initiative_of)
        for row in content.foreign_elements:
            if row.format == format_ and row.kind == "task" and (not row.item or row.item in known):
                self._known(row.uid, row.item, read_kept(row.content))
        numbers = [int(uid) for uid in self.places if uid.isdigit()]
        self._next = max([0, *numbers]) + 1
        self.order = list(self.places)
        self._adopt()
        self._level()

    def _known(self, uid: str, item: str, kept: Kept) -> None:
        blank = kept.more.get("blank")
        level = str(kept.more.get("level") if blank is None else blank)
        parent = kept.more.get("parent")
        self.places[uid] = TaskPlace(
            uid,
            item,
            kept,
            parent=str(parent) if parent is not None else None,
            level=int(level) if level.isdigit() else 1,
            is_blank=blank is not None,
        )
        if item:
            self.uid_of[item] = uid

    def _adopt(self) -> None:
        """Give a place to what is new here, and another one to what was moved to another initiative."""
        for place in self.places.values():
            if place.parent is not None and place.parent not in self.places:
                place.parent = None
        for initiative in self.content.initiatives:
            if initiative.key not in self.uid_of and initiative.key != OUTSIDE:
                self._add(initiative.key, None)
        for milestone in self.content.milestones:
            wanted = self.uid_of.get(milestone.initiative or "")
            if milestone.key not in self.uid_of:
                self._add(milestone.key, wanted)
            elif wanted is not None and wanted not in self.above(self.uid_of[milestone.key]):
                uid = self.uid_of[milestone.key]
                self.order.remove(uid)
                self.places[uid].parent = wanted
                self.added.setdefault(wanted, []).append(uid)

    def _add(self, item: str, parent: str | None) -> None:
        uid, self._next = str(self._next), self._next + 1
        self.uid_of[item] = uid
        self.places[uid] = TaskPlace(uid, item, Kept(), parent)
        self.added.setdefault(parent, []).append(uid)

    def above(self, uid: str) -> list[str]:
        """Return the unique ids of the summaries that a task stands in, the nearest first."""
        found: list[str] = []
        parent = self.places[uid].parent
        while parent is not None and parent not in found:
            found.append(parent)
            parent = self.places[parent].parent
        return found

    def _level(self) -> None:
        for place in self.places.values():
            above = self.above(place.uid)
            if above:
                place.level = max(self.places[above[-1]].level, 1) + len(above)

    def __iter__(self) -> Iterator[TaskPlace]:
        """Give the tasks in order: what is new under a parent follows what stood there before."""
        opened: list[str] = []
        for uid in self.order:
            place = self.places[uid]
            if not place.is_blank:
                above = self.above(uid)
                while opened and opened[-1] not in above:
                    yield from self._new_below(opened.pop())
                opened.append(uid)
            yield place
        while opened:
            yield from self._new_below(opened.pop())
        yield from self._new_below(None)

    def _new_below(self, parent: str | None) -> Iterator[TaskPlace]:
        for uid in self.added.get(parent, []):
            yield self.places[uid]
            yield from self._new_below(uid)


def is_summary(place: TaskPlace, initiatives: Mapping[str, object]) -> bool:
    """Whether a task is written as a summary: an initiative, or a path above or inside one."""
    return not place.is_blank and (not place.item or place.item in initiatives)
