"""The form that reports: what is done, what is left, how it goes and what blocks; kept for ever, signed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracker.commands.labels import choice_label
from tracker.commands.milestone import ACTUALS
from tracker.commands.progress import ReportProgress
from tracker.model.base import Basis
from tracker.model.content import UpdateContent
from tracker.model.milestone import Milestone, MilestoneFields
from tracker.model.organisation import PostRole
from tracker.ui.components.forms.choices import held_by
from tracker.ui.components.forms.fields import Sheet
from tracker.ui.components.forms.opening import open_sheet
from tracker.ui.components.words import plain
from tracker.ui.programme import current_analysis, current_as_of

if TYPE_CHECKING:
    from tracker.ui.session import Reader


def report_progress(reader: Reader, key: str) -> None:
    """Open the report of one milestone or initiative; a milestone also asks for what has happened."""
    snapshot, t = current_analysis(reader).snapshot, reader.t
    milestone, form = snapshot.milestones.by_key(key), f"report.{key}"
    row = milestone or snapshot.initiatives.by_key(key)
    if row is None:
        raise KeyError(key)
    empty = UpdateContent(item=key, reported_on=current_as_of(reader), author=_author(reader, key))
    happened = held_by(snapshot, Milestone, milestone, ACTUALS) if milestone else {}

    labels = {name: t.text(f"form.report.{name}") for name in ("text", "blocked_by", "could_unblock")}
    update = Sheet(t, form, "progress_update", UpdateContent, empty.model_dump(), labels=labels)
    actual = Sheet(t, form, "milestone", MilestoneFields, happened)

    def ask() -> dict[str, Any]:
        return {
            **update.ask_beside("declared_status", "progress_percent"),
            **update.ask("text", "blocked_by", "could_unblock"),
            **(actual.ask_beside(*ACTUALS) if milestone else {}),
            **update.ask_beside("author", "reported_on"),
        }

    open_sheet(
        reader,
        form,
        t.text("form.report", title=plain(row.title)),
        ask,
        lambda held: ReportProgress(
            programme=snapshot.programme.key,
            item=key,
            **{name: value for name, value in held.items() if name not in ACTUALS},
            # Somebody signs it and says it: the update is its own source.
            basis=Basis.SOURCED,
            source=str(held["author"]),
            actuals=actual.changes(held),
            version=milestone.version if milestone else None,
        ),
        button="form.report.send",
        done="form.report.done",
    )


def _author(reader: Reader, key: str) -> str:
    """Return the post that would sign: the item's owner, its initiative's, else the technical lead."""
    snapshot = current_analysis(reader).snapshot
    milestone, initiative = snapshot.milestones.by_key(key), snapshot.initiatives.by_key(key)
    if milestone is not None:
        initiative = snapshot.initiatives.get(milestone.initiative_id)
    owners = [found.owner_id for found in (milestone, initiative) if found is not None]
    posts = [post for owner in owners if (post := snapshot.posts.get(owner)) is not None]
    return posts[0].title if posts else reader.t(choice_label(PostRole.TECHNICAL_LEAD))
