"""Composes what `app.py` hands to Streamlit: our routes, our middleware, what happens at the start."""

from __future__ import annotations

import gc
from contextlib import asynccontextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

import streamlit as st
import typer
from starlette.middleware import Middleware

from tracker.model.errors import NotLocalhostError
from tracker.storage import Database
from tracker.web.console import console_translator
from tracker.web.gate import Gate
from tracker.web.headers import SecurityHeaders
from tracker.web.health import health_route
from tracker.web.page import inline_script_hash, page_routes
from tracker.web.shared import SharedPages
from tracker.web.this_machine import require_this_machine

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.routing import BaseRoute


@cache
def _database() -> Database:
    return Database.from_environment()


def routes() -> list[BaseRoute]:
    """Return what is served beside the screens; the page comes last because its paths are open."""
    return [health_route(_database), *SharedPages(_database).routes(), *page_routes()]


def middleware() -> list[Middleware]:
    """Return the middleware, outermost first, so that refusals carry the headers too."""
    return [Middleware(SecurityHeaders, inline_script_hash=inline_script_hash()), Middleware(Gate)]


@asynccontextmanager
async def lifespan(_app: object) -> AsyncIterator[dict[str, Any]]:
    """Refuse to start where others could reach the tracker, however it was started; say where it answers.

    Raises:
        NotLocalhostError: `server.address` is not this machine's own.
    """
    t = console_translator()
    try:
        require_this_machine(st.get_option("server.address"))
    except NotLocalhostError as refusal:
        typer.echo(t(refusal.text), err=True)
        raise
    # What is loaded by now stays for good; the collector need not walk it again.
    gc.collect()
    gc.freeze()
    address = f"http://{st.get_option('server.address')}:{st.get_option('server.port')}"
    typer.echo(t.text("web.answers_at", address=address))
    yield {}
