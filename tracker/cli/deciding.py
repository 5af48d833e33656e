"""`jalon decisions` and `jalon decide`: what is asked and by when, and what came of it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tracker.analysis import analyse
from tracker.analysis.decided import release_of
from tracker.cli.shared import AUTHOR, Json, Lang, app, open_database, print_json, snapshot_named, speaker
from tracker.commands import execute
from tracker.commands.decision import RefuseDecision, TakeDecision
from tracker.commands.what_if import milestone_named
from tracker.reports.decisions import answer_text, decision_rows, option_texts, release_texts
from tracker.storage import clock

if TYPE_CHECKING:
    from tracker.analysis import ProgrammeAnalysis
    from tracker.i18n import Translator
    from tracker.model.snapshot import Snapshot
    from tracker.reports.decisions import DecisionRow

_EFFECT = typer.Option(help="What it changes; of a refusal, what becomes of what waits.")
_DRY = typer.Option("--dry-run", help="Say what it would release; write nothing.")
_DAY = typer.Option(formats=["%Y-%m-%d"], help="The day of the answer; else today.")


@app.command()
def decisions(
    programme: Annotated[str, typer.Argument(help="A programme's key, or a roadmap file.")],
    as_json: Json = False,
    lang: Lang = "",
) -> None:
    """List the decisions awaited, by the last day that delays nothing, and those taken."""
    t = speaker(lang)
    analysis = _analysed(snapshot_named(programme))
    rows = decision_rows(analysis)
    if as_json:
        print_json([_as_json(row, t) for row in rows])
        return
    print(t(answer_text(analysis)))
    for row in rows:
        print(f"\n{row.decision.key} {row.decision.title}")
        for text in (row.asked, *row.needed, *row.answer):
            print(f"- {t(text)}")
        for text in option_texts(row.decision):
            print(f"  {t(text)}")


@app.command()
def decide(  # noqa: PLR0913  # an option each
    programme: str,
    decision: Annotated[str, typer.Argument(help="The key of the decision.")],
    *,
    option: Annotated[
        int | None, typer.Option(min=1, help="The number of the option that was taken.")
    ] = None,
    effect: Annotated[
        str, typer.Option(help="What it changes; of a refusal, what becomes of what waits.")
    ] = "",
    reason: Annotated[str, typer.Option(help="Why; a refusal needs it.")] = "",
    on: Annotated[datetime | None, _DAY] = None,
    refuse: Annotated[bool, typer.Option("--refuse", help="It was refused: what waits stays held.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what it would release; write nothing.")
    ] = False,
    lang: Lang = "",
) -> None:
    """Record that a decision was taken or refused, and say what it releases."""
    t, database = speaker(lang), open_database()
    analysis = _analysed(database.snapshot(programme))
    version = milestone_named(analysis.snapshot, decision).version
    day = on.date() if on else min(clock.today(analysis.snapshot.programme.time_zone), analysis.as_of)
    release = None if refuse else release_of(analysis, decision, day)
    given: dict[str, Any] = {"programme": programme, "key": decision, "version": version, "effect": effect}
    command = (
        RefuseDecision(**given, reason=reason, refused_on=day)
        if refuse
        else TakeDecision(**given, reason=reason, option=option, decided_on=day)
    )
    if not dry_run:
        execute(database, command, AUTHOR, clock.now())
    said = release_texts(analysis, release) if release else ()
    for text in said:
        print(t(text))
    if refuse and not dry_run:
        found = _analysed(database.snapshot(programme)).decisions.by_key(decision)
        print(t.plural("decisions.refused_now", len(found.waiting) if found else 0))


def _analysed(snapshot: Snapshot) -> ProgrammeAnalysis:
    day = snapshot.programme.status_date or clock.today(snapshot.programme.time_zone)
    return analyse(snapshot, day)


def _as_json(row: DecisionRow, t: Translator) -> dict[str, Any]:
    found = row.decision
    days = {
        "asked_on": found.asked_on,
        "needed_by": found.needed_by,
        "delays_no_opening_until": found.last_days.openings,
        "forecast": found.forecast,
        "answered_on": found.answered_on,
    }
    return {
        "decision": found.key,
        "title": found.title,
        "question": found.question,
        "asked_of": found.asked_of,
        "asked_by": found.asked_by,
        "outcome": found.outcome.value,
        **{name: day.isoformat() if day else None for name, day in days.items()},
        "waiting": list(found.waiting),
        "services": list(found.services),
        "partners": list(found.partners),
        "one_more_week": [
            {"item": move.item, "days": move.moves_days, "new_finish": move.new_finish.isoformat()}
            for move in found.one_more_week
        ],
        "options": [
            {"title": option.title, "meaning": option.meaning, "is_chosen": option is found.chosen}
            for option in found.options
        ],
        "effect": found.effect,
        "why": found.why,
        "sentences": [t(text) for text in (row.asked, *row.needed, *row.answer)],
    }
