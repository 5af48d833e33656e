"""A link from end to end: made, opened on a phone without script, answered, revoked, printed."""

from __future__ import annotations

from contextlib import closing
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pypdfium2  # type: ignore[import-untyped]  # ships no types
import pytest
from playwright.sync_api import ViewportSize, expect

from tests.browser.support import Visitor, axe, running_tracker, settled
from tests.builders import initiative, milestone, plan
from tests.exchange.examples import ROADMAPS, TODAY, example
from tracker.analysis import analyse
from tracker.analysis.sharing import ShareScope, initiatives_of_partner, shared_roadmap
from tracker.exchange.snapshot_of_content import snapshot_of
from tracker.i18n import Text, translator
from tracker.reports.shared_page import shared_page, shared_page_html
from tracker.reports.static_page import LARGEST_PAGE_BYTES
from tracker.storage import clock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

    from tracker.model.content import ProgrammeContent
    from tracker.model.snapshot import Snapshot

pytestmark = pytest.mark.browser
UNTIL = date(2027, 2, 1)
PROPOSED = clock.today() + timedelta(days=400)
# The narrowest telephone that the page is made for.
NARROW: ViewportSize = {"width": 360, "height": 740}
# What a partner may be shown at most: the page is never longer.
EVERYTHING = {"shows_people": True, "shows_money": True, "shows_notes": True}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start a tracker of its own: what is written here must not reach the other journeys."""
    with running_tracker(tmp_path_factory.mktemp("sharing")) as address:
        yield address


@pytest.fixture
def paper(chromium: Browser) -> Iterator[Page]:
    """Give a page of a browser that runs no script, on a narrow telephone."""
    context = chromium.new_context(viewport=NARROW, java_script_enabled=False)
    yield context.new_page()
    context.close()


def scopes(snapshot: Snapshot) -> Iterator[tuple[str, ShareScope]]:
    """Return the whole programme and the part of each partner."""
    whole = frozenset(row.id for row in snapshot.initiatives if row.id is not None)
    yield "everything", ShareScope(whole, **EVERYTHING)
    for partner in snapshot.partners:
        own = initiatives_of_partner(snapshot, partner.id or 0)
        yield partner.key, ShareScope(own, partner.id, **EVERYTHING)


def html_of(snapshot: Snapshot, scope: ShareScope, language: str) -> str:
    roadmap, t = shared_roadmap(analyse(snapshot, TODAY), scope), translator(language)
    changes = [Text("share.change.ended", {"title": one.title}) for one in roadmap.milestones[:9]]
    page = shared_page(roadmap, UNTIL, t, changes, TODAY)
    links = {"files": (), "languages": (), "proposals": (), "form": None, "notice": None, "is_refused": False}
    return shared_page_html(page, t, **links)


def crowded() -> ProgrammeContent:
    """Return more than any sheet holds: 40 initiatives, 200 milestones, long titles, all of one partner."""
    title = "A milestone whose title says what is done, by whom, for which of the many places, number"
    return plan(
        [
            milestone(f"M{n}", 5, title=f"{title} {n}", initiative=f"I{n % 40}", partner="provider")
            for n in range(200)
        ],
        initiatives=[initiative(f"I{n}", title=f"{title} {n}", funding="Own funds") for n in range(40)],
    )


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_shared_page_is_light_fits_a_narrow_telephone_and_prints_on_one_sheet(
    paper: Page, language: str
) -> None:
    contents = {path.stem: example(path.stem) for path in ROADMAPS} | {"crowded": crowded()}
    for name, content in contents.items():
        snapshot = snapshot_of(content)
        for scope_name, scope in scopes(snapshot):
            html = html_of(snapshot, scope, language)
            assert len(html.encode()) < LARGEST_PAGE_BYTES, (name, scope_name)
            paper.set_content(html)
            width = paper.locator("html").evaluate("(page) => page.scrollWidth")
            assert width <= NARROW["width"], (name, scope_name)
            with closing(pypdfium2.PdfDocument(paper.pdf(prefer_css_page_size=True))) as sheets:
                assert len(sheets) == 1, (name, scope_name)


def test_a_university_opens_its_link_proposes_a_date_and_loses_the_link(
    visitor: Callable[..., Visitor], chromium: Browser
) -> None:
    lead = visitor(language="en")
    page = lead.open("partners", programme="seven-milestones")
    page.get_by_role("button", name="Share a part of the roadmap").click()
    form = page.get_by_role("dialog")
    form.get_by_role("combobox", name="Partner").click()
    page.get_by_role("option", name="University").click()
    settled(page)
    form.get_by_role("button", name="Make the link").click()
    code = page.get_by_test_id("stCode").locator("code")
    code.wait_for()
    link = code.inner_text().strip()

    telephone = chromium.new_context(viewport=NARROW, java_script_enabled=False, is_mobile=True)
    partner = telephone.new_page()
    partner.goto(link)
    body = partner.locator("body")
    expect(body).to_contain_text("What the city and University do together")
    expect(body).to_contain_text("Registry software configured")
    expect(body).not_to_contain_text("Open-data portal open")
    partner.get_by_label("Milestone").select_option(label="Registry software configured")
    partner.locator("input[name=kind][value=new_date]").check()
    partner.locator("#on").fill(PROPOSED.isoformat())
    partner.locator("#evidence").fill("The laboratory moves in June.")
    partner.locator("button[type=submit]").click()
    assert partner.url.endswith("?told=proposed")
    expect(body).to_contain_text("not answered yet")

    page = lead.open("partners", programme="seven-milestones")
    expect(page.get_by_test_id("stMain")).to_contain_text("The laboratory moves in June.")
    page.get_by_role("button", name="Accept").click()
    expect(page.get_by_text("The laboratory moves in June.")).to_have_count(0)
    settled(page)
    journal = lead.open("journal", programme="seven-milestones")
    expect(journal.get_by_test_id("stMain")).to_contain_text("Accept a partner's proposal")

    page = lead.open("partners", programme="seven-milestones")
    page.get_by_role("button", name="Revoke").first.click()
    page.get_by_role("dialog").get_by_role("button", name="Revoke").click()
    expect(page.get_by_text("The link is revoked.")).to_be_visible()
    answer = partner.goto(link)
    assert answer is not None
    assert answer.status == 404
    expect(body).not_to_contain_text("University")
    telephone.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_shared_page_can_be_read_by_everybody(chromium: Browser, theme: str) -> None:
    context = chromium.new_context(viewport=NARROW, color_scheme="dark" if theme == "dark" else "light")
    page = context.new_page()
    snapshot = snapshot_of(example("caloocan"))
    for language, (name, scope) in zip(("fr", "en"), scopes(snapshot), strict=False):
        page.set_content(html_of(snapshot, scope, language))
        assert axe(page) == [], name
    context.close()
