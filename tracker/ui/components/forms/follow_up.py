"""Forms of the follow-up screen: a calendar feed is made and ended, the public page switched on and off."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import streamlit as st

from tracker.commands.calendar_feed import MakeCalendarFeed, RevokeCalendarFeed
from tracker.commands.labels import choice_label
from tracker.commands.programme import PublishProgramme
from tracker.i18n import Text
from tracker.model.calendar_feed import FeedScope
from tracker.model.share import ShareLanguage
from tracker.ui.components.forms.opening import open_sheet
from tracker.ui.components.forms.submission import input_key
from tracker.ui.components.words import say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tracker.model.calendar_feed import CalendarFeed
    from tracker.model.programme import Programme
    from tracker.model.snapshot import Snapshot
    from tracker.ui.session import Reader

# Whose dates can be followed, with their names.
Choices: TypeAlias = "Mapping[tuple[FeedScope, str], str]"
# The token of a feed that has just been made: said once, kept nowhere.
MADE = "feed_just_made"


def make_feed(reader: Reader, choices: Choices) -> None:
    """Open the form of a new calendar feed: whose dates it holds."""
    t, form = reader.t, "feed.new"

    def ask() -> dict[str, Any]:
        st.markdown(say(t, Text("follow_up.feed.means")))
        chosen = st.selectbox(
            t.text("field.calendar_feed.scope"),
            list(choices),
            format_func=lambda place: choices[place],
            key=input_key(form, "whose"),
        )
        return {"scope": chosen[0], "of": chosen[1]}

    def build(held: Any) -> MakeCalendarFeed:
        command = MakeCalendarFeed(
            programme=reader.programme or "", language=ShareLanguage(reader.language), **held
        )
        st.session_state[MADE] = command.token.get_secret_value()
        return command

    open_sheet(reader, form, t.text("follow_up.make_feed"), ask, build, button="follow_up.feed.make")


def whose_dates(snapshot: Snapshot, reader: Reader) -> Choices:
    """Return whose dates can be followed, with their names: the programme, services, posts, partners."""
    named = [
        *((FeedScope.SERVICE, row.key, row.name) for row in snapshot.services),
        *((FeedScope.POST, row.key, row.title) for row in snapshot.posts),
        *((FeedScope.PARTNER, row.key, row.name) for row in snapshot.partners),
    ]
    whole = {(FeedScope.PROGRAMME, ""): reader.t(choice_label(FeedScope.PROGRAMME))}
    return whole | {(scope, key): name for scope, key, name in named}


def revoke_feed(reader: Reader, feed: CalendarFeed, name: str) -> None:
    """Ask once, then end a feed: whoever has its address reads nothing from then on."""
    t = reader.t

    def ask() -> dict[str, Any]:
        st.markdown(say(t, Text("follow_up.end_feed.means", {"name": name})))
        return {}

    open_sheet(
        reader,
        f"feed.end.{feed.key}",
        t.text("follow_up.end_feed"),
        ask,
        lambda _held: RevokeCalendarFeed(
            programme=reader.programme or "", key=feed.key, version=feed.version
        ),
        button="follow_up.end_feed",
        done="follow_up.end_feed.done",
    )


def publish(reader: Reader, programme: Programme, titles: Sequence[str]) -> None:
    """Ask once, with everything that anybody will read, then switch the public page on or off."""
    t, is_on = reader.t, programme.is_published
    step = "switch_off" if is_on else "switch_on"

    def ask() -> dict[str, Any]:
        st.markdown(say(t, Text(f"follow_up.public.{step}.means")))
        if not is_on:
            st.text("\n".join(titles))
        return {}

    open_sheet(
        reader,
        "public.switch",
        t.text(f"follow_up.public.{step}"),
        ask,
        lambda _held: PublishProgramme(
            programme=programme.key, version=programme.version, is_published=not is_on
        ),
        button=f"follow_up.public.{step}",
        done=f"follow_up.public.{step}.done",
    )
