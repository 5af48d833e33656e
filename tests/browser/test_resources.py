"""A journey: a programme asks too much of its people; a levelled plan is proposed, read and kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.support import Visitor, axe, running_tracker, settled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.browser
PROGRAMME = "ville-moyenne"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start a tracker of its own: what is kept here must not reach the other journeys."""
    with running_tracker(tmp_path_factory.mktemp("resources")) as address:
        yield address


@pytest.mark.parametrize(("size", "theme"), [("desktop", "light"), ("phone", "dark")])
def test_an_overloaded_programme_is_levelled_and_says_why(
    visitor: Callable[..., Visitor], size: str, theme: str
) -> None:
    page = visitor(language="fr", size=size, theme=theme).open("resources", programme=PROGRAMME)
    main = page.get_by_test_id("stMain")
    expect(main).to_contain_text("Les équipes ne suffisent pas")
    expect(main).to_contain_text("Plus tard")
    page.get_by_role("button", name="Proposer un plan lissé").click()
    expect(page.get_by_role("button", name="Arrêter et prendre le meilleur trouvé")).to_be_visible()
    keep = page.get_by_role("button", name="Conserver comme scénario")
    keep.wait_for(timeout=90_000)
    settled(page)
    expect(main).to_contain_text("D’ici là, le poste « Responsable informatique » travaille sur")
    expect(main).to_contain_text("Le programme finirait le")
    assert axe(page) == []
    keep.click()
    expect(main).to_contain_text("le plan n’a pas changé", timeout=30_000)
    settled(page)
    page.get_by_role("link", name="Ouvrir le scénario").click()
    expect(main.locator("h1")).to_have_text("Scénario", timeout=30_000)
    expect(main).to_contain_text("Réseau en service dans tous les sites")
    settled(page)


def test_a_search_is_stopped_with_the_best_found_so_far(visitor: Callable[..., Visitor]) -> None:
    page = visitor(language="en").open("resources", programme=PROGRAMME)
    page.get_by_role("button", name="Propose a levelled plan").click()
    page.get_by_role("button", name="Stop and take the best so far").click()
    page.get_by_role("button", name="Drop this proposal").click(timeout=60_000)
    expect(page.get_by_role("button", name="Propose a levelled plan")).to_be_visible()
    settled(page)
