"""`jalon review`: prepare a review, read its agenda, close it, and make its report again from the journal."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tracker.analysis import analyse
from tracker.analysis.since import happened_since
from tracker.cli.shared import AUTHOR, Json, Lang, app, open_database, print_json, speaker
from tracker.commands import execute
from tracker.commands.kept_files import kept_report
from tracker.commands.labels import choice_label
from tracker.commands.last_review import at_moment, since_last_review
from tracker.commands.review import PrepareReview
from tracker.commands.review_closing import HoldReview
from tracker.i18n import Text
from tracker.model.errors import UnknownRecordError
from tracker.model.review import ReviewKind
from tracker.reports.review_agenda import agenda_lines, points_of, review_rows, reviews_sentence
from tracker.reports.review_files import replay_differences, review_files
from tracker.reports.since import since_groups, since_sentence
from tracker.storage import clock

if TYPE_CHECKING:
    from tracker.analysis import ProgrammeAnalysis
    from tracker.analysis.since import Since
    from tracker.i18n import Translator
    from tracker.model.review import Review, ReviewMoment
    from tracker.model.snapshot import Snapshot
    from tracker.reports.review_agenda import AgendaLine
    from tracker.storage import Database

review = typer.Typer(no_args_is_help=True, help="Reviews: prepare, read, close and replay them.")
app.add_typer(review, name="review")

Programme = Annotated[str, typer.Argument(help="A programme's key.")]
Key = Annotated[str, typer.Argument(help="The review's key.")]


@review.command("list")
def list_reviews(programme: Programme, as_json: Json = False, lang: Lang = "") -> None:
    """List the reviews: those in preparation first, then the latest."""
    t, rows = speaker(lang), review_rows(open_database().snapshot(programme))
    if as_json:
        print_json([{**asdict(row), "day": row.day.isoformat()} for row in rows])
        return
    print(t(reviews_sentence(rows)) if rows else t.text("review.first"))
    for row in rows:
        points = t.plural("review.points", row.points)
        print(f"- {row.key}: {row.title}, {t.date(row.day)} ({t(choice_label(row.state))}, {points})")


@review.command("prepare")
def prepare(
    programme: Programme,
    key: Key,
    day: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="For when; else today.")] = None,
    title: Annotated[str, typer.Option(help="What it is called; else its key.")] = "",
    kind: Annotated[ReviewKind, typer.Option(help="Before whom.")] = ReviewKind.STEERING_COMMITTEE,
    present: Annotated[list[str] | None, typer.Option(help="A role that is there; repeatable.")] = None,
    lang: Lang = "",
) -> None:
    """Call a review; its agenda proposes itself from the plan and from what happened since the last one."""
    database = open_database()
    called = day.date() if day else _today(database.snapshot(programme))
    command = PrepareReview(
        programme=programme, key=key, title=title or key, kind=kind, day=called, present=present or []
    )
    execute(database, command, AUTHOR, clock.now())
    show(programme, key, lang=lang)


@review.command("hold")
def hold(programme: Programme, key: Key, lang: Lang = "") -> None:
    """Close a review: the moment of the plan and the report as it is now are kept with it."""
    t, database = speaker(lang), open_database()
    snapshot = database.snapshot(programme)
    row, as_of = _named(snapshot, key), snapshot.programme.status_date or _today(snapshot)
    analysis = analyse(snapshot, as_of)
    command = HoldReview(
        programme=programme,
        key=key,
        version=row.version,
        seen_revision=snapshot.revision,
        seen_as_of=as_of,
        kept=review_files(analysis, since_last_review(database, analysis)),
    )
    execute(database, command, AUTHOR, clock.now())
    print(t.text("review.closed"))


@review.command("show")
def show(
    programme: Programme,
    key: Key,
    out: Annotated[Path | None, typer.Option(help="Write the files that were kept into this folder.")] = None,
    as_json: Json = False,
    lang: Lang = "",
) -> None:
    """Print a review; of one that was held, also whether its report can be made again from the journal."""
    t, database = speaker(lang), open_database()
    snapshot = database.snapshot(programme)
    row = _named(snapshot, key)
    moment = next((one for one in snapshot.review_moments if one.review_id == row.id), None)
    analysis, since = _read(database, snapshot, moment)
    lines = agenda_lines(analysis, happened_since(analysis, since), points_of(snapshot, row))
    if as_json:
        print_json(_as_json(row, moment, lines, t))
    else:
        _print_review(row, lines, t)
        _print_since(analysis, since, t)
        if moment is not None:
            _print_replay((analysis, since), moment, t)
    if moment is not None and out is not None:
        _write_kept(database, programme, key, moment, out)


def _read(
    database: Database, snapshot: Snapshot, moment: ReviewMoment | None
) -> tuple[ProgrammeAnalysis, Since]:
    """Return the programme and what it is compared with: of a review that was held, at that moment."""
    if moment is not None:
        return at_moment(database, snapshot.programme.key, moment)
    analysis = analyse(snapshot, snapshot.programme.status_date or _today(snapshot))
    return analysis, since_last_review(database, analysis)


def _print_review(row: Review, lines: tuple[AgendaLine, ...], t: Translator) -> None:
    print(f"{row.title} ({t(choice_label(row.state))})")
    print(t.text("review.for", kind=choice_label(row.kind), date=row.day))
    print(f"{t.text('review.present')} {', '.join(row.present) or t.text('review.present.nobody')}")
    for line in lines:
        print(f"\n{line.number}. {line.point.title} ({t(choice_label(line.point.kind))})")
        for text in (*line.facts, *line.cost, *line.answer):
            print(f"   {t(text)}")
        for name in ("word", "outcome"):
            if getattr(line.point, name):
                print(f"   {t.text(f'review.point.{name}')} {getattr(line.point, name)}")


def _print_since(analysis: ProgrammeAnalysis, since: Since, t: Translator) -> None:
    print(f"\n{t(since_sentence(since))}")
    for group in since_groups(analysis, happened_since(analysis, since)):
        print(t(group.heading))
        for sentence in group.sentences:
            print(f"- {t(sentence)}")


def _print_replay(then: tuple[ProgrammeAnalysis, Since], moment: ReviewMoment, t: Translator) -> None:
    """Say of each kept file whether made again today it is the same."""
    differing = replay_differences(*then, moment)
    for file in moment.kept:
        form = "differs" if file["name"] in differing else "same"
        print(t(Text(f"kept.replay.{form}", {"name": file["name"]})))


def _write_kept(database: Database, programme: str, key: str, moment: ReviewMoment, out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    for file in moment.kept:
        kept = kept_report(database, programme, key, file["name"])
        (out / file["name"]).write_bytes(kept.content)


def _as_json(
    row: Review, moment: ReviewMoment | None, lines: tuple[AgendaLine, ...], t: Translator
) -> dict[str, Any]:
    return {
        "key": row.key,
        "title": row.title,
        "kind": row.kind,
        "day": row.day.isoformat(),
        "state": row.state,
        "present": row.present,
        "as_of": moment.as_of.isoformat() if moment else None,
        "agenda": [
            {
                "kind": line.point.kind,
                "about": line.point.about,
                "title": line.point.title,
                "says": [t(text) for text in (*line.facts, *line.cost)],
                "decided": line.point.decided,
                "answer": [t(text) for text in line.answer],
                "word": line.point.word,
                "outcome": line.point.outcome,
            }
            for line in lines
        ],
        "kept": moment.kept if moment else [],
    }


def _named(snapshot: Snapshot, key: str) -> Review:
    found = snapshot.reviews.by_key(key)
    if found is None:
        raise UnknownRecordError(kind="review", key=key, nearest=list(snapshot.reviews.column("key"))[:3])
    return found


def _today(snapshot: Snapshot) -> date:
    return clock.today(snapshot.programme.time_zone)
