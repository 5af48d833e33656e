"""Composes what `app.py` hands to Streamlit: our routes, our middleware, what happens at the start."""

from __future__ import annotations

import gc
from contextlib import asynccontextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

import streamlit as st
import typer
from starlette.middleware import Middleware

from tracker.identity.passwords import warm_up
from tracker.model.errors import TrackerError
from tracker.storage import Database
from tracker.web.account import account_routes
from tracker.web.address import address_from_environment
from tracker.web.console import console_translator
from tracker.web.council import council_routes
from tracker.web.door import Door
from tracker.web.feeds import CalendarFeeds
from tracker.web.first_start import require_safe_place, set_up_link
from tracker.web.gate import Gate
from tracker.web.headers import SecurityHeaders
from tracker.web.health import health_route
from tracker.web.invitations import invitation_routes
from tracker.web.kept_reports import kept_report_routes
from tracker.web.page import inline_script_hash, page_routes
from tracker.web.provider_sign_in import provider_routes
from tracker.web.public import PublicPages
from tracker.web.reporting_sheets import reporting_sheet_routes
from tracker.web.second_step import second_step_routes
from tracker.web.shared import SharedPages
from tracker.web.sign_in import sign_in_routes
from tracker.web.visitors import Visitors

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.routing import BaseRoute


@cache
def _database() -> Database:
    return Database.from_environment()


@cache
def _visitors() -> Visitors:
    return Visitors(_database, address_from_environment())


def routes() -> list[BaseRoute]:
    """Return what is served beside the screens; the page comes last because its paths are open."""
    door = Door.of(_visitors())
    return [
        health_route(_database),
        *sign_in_routes(door),
        *provider_routes(door),
        *invitation_routes(door),
        *second_step_routes(door),
        *account_routes(door),
        *SharedPages(_database).routes(),
        *PublicPages(_database).routes(),
        *CalendarFeeds(_database, _visitors().address).routes(),
        *reporting_sheet_routes(_database),
        *kept_report_routes(_database),
        *council_routes(_database),
        *page_routes(),
    ]


def middleware() -> list[Middleware]:
    """Return the middleware, outermost first, so that refusals carry the headers too."""
    visitors = _visitors()
    headers = Middleware(
        SecurityHeaders,
        inline_script_hash=inline_script_hash(),
        is_encrypted=visitors.address.is_encrypted,
    )
    return [headers, Middleware(Gate, visitors=visitors)]


@asynccontextmanager
async def lifespan(_app: object) -> AsyncIterator[dict[str, Any]]:
    """Refuse to start where strangers could reach the tracker, however it was started; say where it answers.

    Raises:
        NotLocalhostError: `server.address` is not this machine's own, and there are no accounts.
        NeedsPublicAddressError: there are, but nobody has said under which address people come.
    """
    t = console_translator()
    visitors = _visitors()
    try:
        require_safe_place(st.get_option("server.address"), visitors)
    except TrackerError as refusal:
        typer.echo(t(refusal.text), err=True)
        raise
    # What is loaded by now stays for good; the collector need not walk it again.
    gc.collect()
    gc.freeze()
    warm_up()
    here = f"http://{st.get_option('server.address')}:{st.get_option('server.port')}"
    typer.echo(
        t.text("web.answers_at", address=visitors.address.text if visitors.address.is_public else here)
    )
    link = set_up_link(visitors)
    if link:
        typer.echo(t.text("web.set_up_link", address=here + link))
    yield {}
