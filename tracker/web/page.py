"""Serves the page that every screen lives in: Streamlit's own, in the reader's language and with our name."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, HTMLResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from streamlit.file_util import get_static_dir

from tracker.i18n import LANGUAGES, translator
from tracker.web.visitors import VISITOR

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.routing import BaseRoute

LANGUAGE_COOKIE = "jalon_language"
ASSETS = Path(__file__).parent / "assets"

# What is replaced in Streamlit's page. A test fails when an upgrade of Streamlit changes one of them.
HTML_TAG = '<html lang="en">'
TITLE = "<title>Streamlit</title>"
ICON = 'href="./favicon.png"'
HEAD_END = "</head>"
AGENT_POINTER = re.compile(
    r"<!--\s+Machine-readable pointer.*?-->\s*<link rel=\"service-desc\"[^>]*/>", re.DOTALL
)
WITHOUT_SCRIPT = re.compile(r"<noscript>.*?</noscript>", re.DOTALL)
INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)


@cache
def streamlit_page() -> str:
    """Return the page that ships with Streamlit."""
    return (Path(get_static_dir()) / "index.html").read_text(encoding="utf-8")


def inline_script_hash() -> str:
    """Return the hash by which the content security policy admits the page's one inline script."""
    (script,) = INLINE_SCRIPT.findall(streamlit_page())
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


@cache
def page(language: str, palette: str = "automatic") -> str:
    """Return the page in a language: its `lang` and `dir`, our title and icon, our words without script.

    Its script reads the palette that the visitor chose.
    """
    text = translator(language).text
    html = streamlit_page()
    chosen = f' data-palette="{palette}"' if palette != "automatic" else ""
    html = html.replace(HTML_TAG, f'<html lang="{language}" dir="ltr"{chosen}>')
    html = html.replace(TITLE, f"<title>{escape(text('common.product'))}</title>")
    html = html.replace(ICON, 'href="./assets/icon.svg"')
    html = html.replace(HEAD_END, f'<script src="./assets/page.js"></script>{HEAD_END}')
    html = AGENT_POINTER.sub("", html)
    return WITHOUT_SCRIPT.sub(f"<noscript>{escape(text('web.needs_script'))}</noscript>", html)


def preferred_language(request: Request) -> str:
    """Return the language of the address, else of the last visit, else of the browser, else English."""
    accepted = [part.split(";")[0] for part in request.headers.get("accept-language", "").split(",")]
    wishes = [request.query_params.get("lang"), request.cookies.get(LANGUAGE_COOKIE), *accepted]
    languages = [wish.strip()[:2].lower() for wish in wishes if wish]
    return next((language for language in languages if language in LANGUAGES), "en")


async def _serve_page(request: Request) -> HTMLResponse:
    if "." in request.url.path:
        raise HTTPException(404)  # a file, and screens are no files
    visitor = request.scope.get(VISITOR)
    session = visitor.session if visitor is not None else None
    asked = request.query_params.get("lang")
    own = session.language if session is not None and asked not in LANGUAGES else None
    palette = session.palette.value if session is not None else "automatic"
    return HTMLResponse(
        page(own or preferred_language(request), palette), headers={"Vary": "Cookie, Accept-Language"}
    )


async def _serve_icon(_request: Request) -> FileResponse:
    return FileResponse(ASSETS / "icon.png")


def page_routes() -> list[BaseRoute]:
    """Return the routes of the page (each screen has its path) and of the files it loads from us."""
    return [
        Route("/favicon.png", _serve_icon),
        Mount("/assets", StaticFiles(directory=ASSETS)),
        Route("/", _serve_page),
        Route("/{screen}", _serve_page),
    ]
