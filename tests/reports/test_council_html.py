"""The council page as HTML and as text: light, without script, and complete with images and styles off."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from tests.reports.council_pages import PROGRAMMES, page_of
from tracker.i18n import PAGE_LANGUAGES, translator
from tracker.i18n.rounding import whole_percent
from tracker.reports.council_html import council_html
from tracker.reports.council_text import council_text, one_line
from tracker.reports.static_page import LARGEST_PAGE_BYTES

MARKUP = re.compile(r"<[a-z/!]|&[a-z]+;|\*\*|\[\d")
# Of what lies outside a page, only an address in words may be named: a source.
FETCHED = re.compile(
    r"""(?:src|href|action|poster|srcset)\s*=\s*["'](?!#)|@import|url\(|<(?:link|script|iframe|img|object|form)\b"""
)
# One sentence at least that answers each: what is late, by how much, because of whom, what is asked of you.
ANSWERS = {
    "late": ("page.late.approved", "page.late.deadline", "stall."),
    "behind": ("page.behind.", "page.acts."),
    "needs": ("council.decide.", "decision.", "council.help.", "bottleneck.", "council.proposal"),
}
every_page = pytest.mark.parametrize(
    ("programme", "language"), [(name, language) for name in PROGRAMMES for language in PAGE_LANGUAGES]
)


class _Words(HTMLParser):
    """What is left of a page when nothing is drawn: its text, without style sheets and drawings."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, _attributes: object) -> None:
        self._hidden += tag in ("style", "svg", "title")

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in ("style", "svg", "title")

    def handle_data(self, words: str) -> None:
        if not self._hidden:
            self.words.append(words)


def words_of(html: str) -> str:
    reader = _Words()
    reader.feed(html)
    return one_line(" ".join(reader.words))


@every_page
def test_it_is_light_has_no_script_and_asks_nobody_for_anything(programme: str, language: str) -> None:
    html = council_html(page_of(programme), translator(language))
    assert len(html.encode()) <= LARGEST_PAGE_BYTES
    assert FETCHED.findall(html) == []
    assert re.findall(r"\son\w+\s*=|javascript:", html) == []
    direction = "rtl" if language == "ar" else "ltr"
    assert f'<html lang="{language}" dir="{direction}">' in html


@every_page
def test_with_images_and_styles_off_every_sentence_is_there(programme: str, language: str) -> None:
    page, t = page_of(programme), translator(language)
    words = words_of(council_html(page, t))
    text = council_text(page, t)
    for section in page.sections:
        assert t(section.heading) in words
        for line in section.said:
            assert one_line(t(line.sentence)) in words
            assert one_line(t(line.sentence)) in text
            for more in line.more:
                assert one_line(t(more.sentence)) in words
                assert one_line(t(more.sentence)) in text


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_it_says_what_is_late_by_how_much_because_of_whom_and_what_it_needs(programme: str) -> None:
    page = page_of(programme)
    late, needs = page.section("late"), page.section("needs")
    said = [line.sentence.key for line in (*late.lines, *needs.lines)]
    said += [more.sentence.key for line in late.lines for more in line.more]
    if programme == "seven-milestones":
        # On the day of the worked example nothing is late yet and nobody is asked for anything: it says so.
        assert [line.sentence.key for line in late.said] == ["page.late.none"]
        assert [line.sentence.key for line in needs.said] == ["council.needs.none"]
        return
    for question, keys in ANSWERS.items():
        assert any(key.startswith(keys) for key in said), (question, said)
    for line in late.lines:
        assert any(isinstance(figure.value, int) for figure in line.figures), line
        assert any(more.sentence.key.startswith(ANSWERS["behind"]) for more in line.more) or not line.subject


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_each_need_says_what_waiting_costs_or_why_it_cannot_be_said(programme: str) -> None:
    for line in page_of(programme).section("needs").lines:
        keys = [line.sentence.key, *(more.sentence.key for more in line.more)]
        assert any(
            key.startswith(("council.week", "page.wait", "bottleneck", "decision", "council.proposal"))
            or ".week" in key
            for key in keys
        ), keys


@every_page
def test_the_text_is_plain_and_one_sentence_a_line(programme: str, language: str) -> None:
    text = council_text(page_of(programme), translator(language))
    assert MARKUP.search(text) is None
    assert len(text.encode()) < 30_000


def test_the_references_lead_to_the_list_and_nowhere_else() -> None:
    page = page_of("caloocan")
    html = council_html(page, translator("en"))
    led_to, listed = set(re.findall(r'href="#(r\d+)"', html)), set(re.findall(r'id="(r\d+)"', html))
    assert led_to == listed
    assert len(listed) == len(page.references) > 10
    assert all(page.number_of(line) for line in page.section("needs").lines)


@pytest.mark.parametrize(
    ("percent", "whole"), [(99.6, 99), (99.999, 99), (100, 100), (99.99999999999, 100), (0.4, 0), (0, 0)]
)
def test_a_share_is_rounded_down_so_that_nothing_is_called_done_before_it_is(
    percent: float, whole: int
) -> None:
    assert whole_percent(percent) == whole
