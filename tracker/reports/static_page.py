"""Writes the pages that need no script and no account: a template, its words, and nothing from elsewhere."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from tracker.i18n import Text

if TYPE_CHECKING:
    from tracker.i18n import Translator

TEMPLATES = Path(__file__).parent / "templates"
# A page is read on a slow telephone: what does not fit is left to the files beside it.
LARGEST_PAGE_BYTES = 100_000


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        # Whatever a person has typed is text, never markup.
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def static_page(template: str, t: Translator, **values: Any) -> str:
    """Return a whole HTML page; in the template `say("key")` and `say(text)` speak the reader's language."""

    def say(what: Any, **named: Any) -> str:
        return t.text(what, **named) if isinstance(what, str) else t.value(what)

    return _environment().get_template(template).render(say=say, t=t, language=t.language, **values)


def plain_text(what: Any, t: Translator) -> str:
    """Return a `Text`, a date or a person's own words as they are read."""
    return t(what) if isinstance(what, Text) else t.value(what)
