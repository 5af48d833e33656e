"""`jalon scenario`: what if; compute it without writing, keep it, propose it, accept or refuse it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tracker.analysis import analyse
from tracker.analysis.comparison import compare
from tracker.cli.analysing import delays_of
from tracker.cli.shared import AUTHOR, Json, Lang, app, open_database, print_json, snapshot_named, speaker
from tracker.commands import execute
from tracker.commands.labels import choice_label
from tracker.commands.rehearsal import rehearse
from tracker.commands.scenario import (
    AcceptProposal,
    DiscardScenario,
    KeepScenario,
    ProposeScenario,
    RefuseProposal,
    ShareScenario,
)
from tracker.commands.what_if import delayed, ended, without_dependency
from tracker.exchange.comparison_json import comparison_as_json
from tracker.model.errors import ChangesFileError, LinkFormatError, NoChangeGivenError, UnknownRecordError
from tracker.model.scenario import Scenario, ScenarioState
from tracker.reports.scenario import comparison_words
from tracker.reports.scenario_changes import change_sentences
from tracker.storage import clock

if TYPE_CHECKING:
    from tracker.analysis import ProgrammeAnalysis
    from tracker.commands.planned_changes import PlannedChange
    from tracker.commands.scenario import Step
    from tracker.i18n import Translator
    from tracker.model.snapshot import Snapshot

scenario = typer.Typer(no_args_is_help=True, help="What if: compute, compare, keep, propose and decide.")
app.add_typer(scenario, name="scenario")

Programme = Annotated[str, typer.Argument(help="A programme's key.")]
Key = Annotated[str, typer.Argument(help="The scenario's key.")]
Delay = Annotated[list[str] | None, typer.Option(help="ID=WORKING_DAYS, fewer when negative; repeatable.")]
DropLink = Annotated[list[str] | None, typer.Option(help="PREDECESSOR:SUCCESSOR; repeatable.")]
End = Annotated[list[str] | None, typer.Option(help="An initiative or milestone; repeatable.")]
Changes = Annotated[Path | None, typer.Option(help="A JSON list of changes, carried out first.")]
Why = Annotated[str, typer.Option("--reason", help="Why, in words; the journal keeps it.")]


@scenario.command("list")
def list_scenarios(programme: Programme, as_json: Json = False, lang: Lang = "") -> None:
    """List the scenarios that are kept, what is put away left out."""
    t = speaker(lang)
    rows = [
        row
        for row in open_database().snapshot(programme).scenarios
        if row.state is not ScenarioState.DISCARDED
    ]
    if as_json:
        print_json([_plain(row) for row in rows])
        return
    for row in rows:
        print(f"{row.key}\t{t(choice_label(row.state))}\t{row.title}")
    if not rows:
        print(t.text("cli.scenario.none"))


@scenario.command()
def show(programme: Programme, key: Key, as_json: Json = False, lang: Lang = "") -> None:
    """Compare a kept scenario with the plan as it is now."""
    snapshot = open_database().snapshot(programme)
    row = _named(snapshot, key)
    found = _computed(snapshot, list(row.changes))
    _print(found, speaker(lang), _plain(row) if as_json else None)


@scenario.command("try")
def try_changes(
    programme: Annotated[str, typer.Argument(help="A programme's key, or a roadmap file.")],
    delay: Delay = None,
    drop_link: DropLink = None,
    end: End = None,
    changes: Changes = None,
    as_json: Json = False,
    lang: Lang = "",
) -> None:
    """Compute changes and compare them with the plan. Writes nothing."""
    snapshot = snapshot_named(programme)
    wanted = _wanted(snapshot, delay, drop_link, end, changes, reason="jalon scenario try")
    _print(_computed(snapshot, wanted), speaker(lang), {"changes": wanted} if as_json else None)


@scenario.command()
def keep(  # noqa: PLR0913, PLR0917  # an option each
    programme: Programme,
    key: Key,
    title: Annotated[str, typer.Option(help="What people call it.")],
    note: Annotated[str, typer.Option(help="What it is about.")] = "",
    delay: Delay = None,
    drop_link: DropLink = None,
    end: End = None,
    changes: Changes = None,
    lang: Lang = "",
) -> None:
    """Keep changes under a name; the plan stays as it is."""
    database = open_database()
    wanted = _wanted(database.snapshot(programme), delay, drop_link, end, changes, reason=title)
    command = KeepScenario(programme=programme, key=key, title=title, note=note, changes=wanted)
    execute(database, command, AUTHOR, clock.now())
    print(speaker(lang).text("cli.scenario.kept", key=key))


@scenario.command()
def share(programme: Programme, key: Key, lang: Lang = "") -> None:
    """Let everybody in the city see a scenario."""
    _step(ShareScenario, programme, key, lang)


@scenario.command()
def propose(programme: Programme, key: Key, reason: Why, lang: Lang = "") -> None:
    """Ask that the plan be changed as a scenario says."""
    _step(ProposeScenario, programme, key, lang, reason)


@scenario.command()
def accept(programme: Programme, key: Key, reason: Why = "", lang: Lang = "") -> None:
    """Change the plan as proposed: all of it in one transaction, or nothing."""
    _step(AcceptProposal, programme, key, lang, reason)


@scenario.command("refuse")
def refuse_proposal(programme: Programme, key: Key, reason: Why, lang: Lang = "") -> None:
    """Leave the plan as it is, and say why."""
    _step(RefuseProposal, programme, key, lang, reason)


@scenario.command()
def discard(programme: Programme, key: Key, lang: Lang = "") -> None:
    """Put a scenario away."""
    _step(DiscardScenario, programme, key, lang)


def _step(step: type[Step], programme: str, key: str, lang: str, reason: str = "") -> None:
    database, t = open_database(), speaker(lang)
    version = _named(database.snapshot(programme), key).version
    command = step(programme=programme, key=key, version=version, reason=reason)
    state = execute(database, command, AUTHOR, clock.now()).result.state
    print(t.text("cli.scenario.now", key=key, state=choice_label(state)))


def _named(snapshot: Snapshot, key: str) -> Scenario:
    row = snapshot.scenarios.by_key(key)
    if row is None:
        raise UnknownRecordError(kind="scenario", key=key, nearest=list(snapshot.scenarios.row_of_key))
    return row


def _wanted(
    snapshot: Snapshot,
    delay: list[str] | None,
    drop_link: list[str] | None,
    end: list[str] | None,
    changes: Path | None,
    *,
    reason: str,
) -> list[PlannedChange]:
    """Return the changes of a file, then what the other options wish.

    Raises:
        NoChangeGivenError, LinkFormatError, ChangesFileError, DelayFormatError, UnknownRecordError: as named.
    """
    wanted = _from_file(changes) if changes else []
    if delay:
        analysis = analyse(snapshot, _day(snapshot))
        wanted += [delayed(analysis, key, days) for key, days in delays_of(delay).items()]
    for pair in drop_link or ():
        ends = pair.split(":")
        if len(ends) != 2:
            raise LinkFormatError(given=pair)
        wanted += without_dependency(snapshot, *ends)
    wanted += [ended(snapshot, key, reason) for key in end or ()]
    if not wanted:
        raise NoChangeGivenError
    return wanted


def _from_file(path: Path) -> list[PlannedChange]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        found = None
    if isinstance(found, dict):
        found = found.get("changes")
    if not isinstance(found, list) or not all(isinstance(change, dict) for change in found):
        raise ChangesFileError(file=path.name)
    return found


@dataclass(frozen=True)
class _Computed:
    plan: ProgrammeAnalysis
    scenario: ProgrammeAnalysis
    altered: Any


def _computed(snapshot: Snapshot, changes: list[PlannedChange]) -> _Computed:
    day = _day(snapshot)
    rehearsed = rehearse(snapshot, changes, clock.now())
    return _Computed(analyse(snapshot, day), analyse(rehearsed.snapshot, day), rehearsed.altered)


def _day(snapshot: Snapshot) -> Any:
    return snapshot.programme.status_date or clock.today(snapshot.programme.time_zone)


def _print(found: _Computed, t: Translator, head: dict[str, Any] | None) -> None:
    """Print the comparison: as JSON after what `head` says, else in sentences."""
    compared = compare(found.plan, found.scenario)
    words = comparison_words(compared)
    if head is not None:
        lists = {"gains": words.gains, "costs": words.costs, "others": words.others}
        said_as_json = {name: [t(sentence) for sentence in said] for name, said in lists.items()}
        print_json({**head, "answer": t(words.answer), **said_as_json, **comparison_as_json(compared, t)})
        return
    said = change_sentences(found.plan, found.scenario, found.altered)
    print(t(words.answer))
    changed = [sentence for sentences in said.values() for sentence in sentences]
    for heading, sentences in (
        (t.text("cli.scenario.heading.gains"), words.gains),
        (t.text("cli.scenario.heading.costs"), words.costs),
        (t.text("cli.scenario.heading.others"), words.others),
        (t.plural("cli.scenario.heading.changes", len(said)), changed),
    ):
        if sentences:
            print(f"\n{heading}", *(f"- {t(sentence)}" for sentence in sentences), sep="\n")


def _plain(row: Scenario) -> dict[str, Any]:
    names = ("key", "title", "note", "author", "state", "proposal", "decision", "changes")
    return {name: getattr(row, name) for name in names}
