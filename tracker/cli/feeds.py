"""`jalon feed`: addresses that a calendar program follows without signing in."""

from __future__ import annotations

from typing import Annotated

import typer

from tracker.cli.reminding import here
from tracker.cli.shared import AUTHOR, Json, Lang, app, open_database, print_json, refuse, speaker
from tracker.commands import execute
from tracker.commands.calendar_feed import MakeCalendarFeed, RevokeCalendarFeed
from tracker.commands.feed_access import feeds_of
from tracker.exchange.programme_calendar import calendar_name
from tracker.i18n import Text
from tracker.model.calendar_feed import CalendarFeed, FeedScope
from tracker.model.errors import UnknownRecordError
from tracker.model.share import ShareLanguage
from tracker.storage import clock
from tracker.web.feeds import PREFIX

feed = typer.Typer(no_args_is_help=True, help="Calendar feeds of a programme.")
app.add_typer(feed, name="feed")


@feed.command()
def add(
    programme: str,
    service: Annotated[str, typer.Option(help="Key of a service: its dates alone.")] = "",
    post: Annotated[str, typer.Option(help="Key of a post: what it owns alone.")] = "",
    partner: Annotated[str, typer.Option(help="Key of a partner: where it takes part alone.")] = "",
    lang: Lang = "",
) -> None:
    """Make a secret address for a calendar program, and print it once."""
    chosen = {FeedScope.SERVICE: service, FeedScope.POST: post, FeedScope.PARTNER: partner}
    given = [(scope, key) for scope, key in chosen.items() if key]
    if len(given) > 1:
        refuse(Text("cli.feed.one_scope"))
    scope, of = given[0] if given else (FeedScope.PROGRAMME, "")
    t = speaker(lang)
    command = MakeCalendarFeed(programme=programme, scope=scope, of=of, language=ShareLanguage(t.language))
    made: CalendarFeed = execute(open_database(), command, AUTHOR, clock.now()).result
    print(t(Text("cli.feed.made", {"key": made.key})))
    print(f"{here()}{PREFIX}{command.token.get_secret_value()}.ics")


@feed.command("list")
def list_feeds(programme: str, as_json: Json = False, lang: Lang = "") -> None:
    """List the feeds that are live; their addresses were told once and are kept nowhere."""
    database, t = open_database(), speaker(lang)
    snapshot = database.snapshot(programme)
    found = feeds_of(database, programme, AUTHOR)
    if as_json:
        print_json(
            [
                {"key": row.key, "scope": row.scope, "of": row.of, "made": row.created_at.isoformat()}
                for row in found
            ]
        )
        return
    for row in found:
        print(f"{row.key}\t{t(calendar_name(snapshot, row.scope, row.of))}\t{t.date(row.created_at.date())}")


@feed.command()
def revoke(programme: str, key: str) -> None:
    """End a feed at once."""
    database = open_database()
    _ = database.snapshot(programme)
    found = {row.key: row for row in feeds_of(database, programme, AUTHOR)}
    if key not in found:
        raise UnknownRecordError(kind="calendar_feed", key=key, nearest=list(found)[:3])
    command = RevokeCalendarFeed(programme=programme, key=key, version=found[key].version)
    execute(database, command, AUTHOR, clock.now())
    print(speaker("")(Text("cli.feed.revoked", {"key": key})))
