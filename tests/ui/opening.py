"""Opens a screen as the product does, through `main.py`, on programmes loaded into a database of its own."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st
from streamlit.testing.v1 import AppTest

from tracker.commands import execute
from tracker.commands.load_programme import LoadProgramme
from tracker.exchange.roadmap_file import read_roadmap
from tracker.storage import Author, Database, clock

if TYPE_CHECKING:
    from tracker.model.content import ProgrammeContent

ROOT = Path(__file__).resolve().parents[2]
TODAY = date(2026, 11, 23)
_AUTHOR = Author(name="test", role="technical_lead")


def load_content(address: str, content: ProgrammeContent) -> None:
    """Keep a programme in the database at an address."""
    database = Database(address)
    database.migrate()
    execute(database, LoadProgramme(programme=content.key, content=content), _AUTHOR, clock.now())
    database.close()


def load_file(address: str, name: str) -> None:
    """Keep one of the example programmes in the database at an address."""
    load_content(address, read_roadmap(ROOT / "roadmaps" / f"{name}.toml", TODAY))


def opened(screen: str, programme: str, language: str = "en", **query: str) -> AppTest:
    """Return a screen as its reader first sees it; the process forgets what an earlier test has shown."""
    st.cache_resource.clear()
    page = AppTest.from_file(str(ROOT / "tracker/ui/main.py"), default_timeout=30)
    page.query_params.update({"programme": programme, "lang": language, **query})
    page.switch_page(f"views/{screen}.py")
    page.run()
    assert not page.exception, page.exception[0].message
    return page


def words(page: AppTest) -> str:
    """Return every sentence on the screen."""
    return "\n".join(str(shown.value) for shown in (*page.title, *page.header, *page.markdown, *page.caption))
