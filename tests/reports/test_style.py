"""The colours and marks by which a status is told."""

import pytest

from tracker.i18n import LANGUAGES, translator
from tracker.reports.style import (
    DARK,
    LIGHT,
    STATUSES,
    Palette,
    Status,
    contrast,
    finished,
    glyph,
    marks_of,
    mixed,
    status_colour,
    status_rest,
    status_text,
    status_tint,
)

PALETTES = pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: palette.name)
EVERY_STATUS = pytest.mark.parametrize("status", STATUSES, ids=str)


@PALETTES
@EVERY_STATUS
def test_a_status_can_be_read_on_the_page_and_text_on_its_fills(palette: Palette, status: Status) -> None:
    assert contrast(status_colour(status, palette), palette.background) >= 4.5
    assert contrast(palette.text, status_tint(status, palette)) >= 7
    assert contrast(palette.text, status_rest(status, palette)) >= 4.5


@PALETTES
def test_lines_that_carry_a_meaning_stand_out_from_the_page(palette: Palette) -> None:
    for line in (palette.line, palette.critical, palette.today, palette.picked):
        assert contrast(line, palette.background) >= 3
    assert contrast(palette.muted, palette.background) >= 4.5


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_status_has_a_word_and_a_glyph_of_its_own(language: str) -> None:
    t = translator(language)
    assert len({t(status_text(status)) for status in STATUSES}) == len(STATUSES)
    assert len({glyph(status) for status in STATUSES}) == len(STATUSES)


def test_contrast_is_that_of_the_accessibility_guidelines() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_a_mixed_colour_lies_between_its_two() -> None:
    assert mixed("#000000", "#ffffff", 0.5) == "#808080"
    assert mixed("#b3261e", "#ffffff", 1) == "#b3261e"


def test_a_finished_chart_says_months_in_the_readers_language() -> None:
    chart = marks_of([{"a": 1}]).mark_point().encode(x="a:Q")
    months = finished(chart, "fr", LIGHT)["config"]["locale"]["time"]["shortMonths"]
    assert months[1] == "févr."
    assert finished(chart, "en", DARK)["config"]["locale"]["time"]["shortMonths"][1] == "Feb"
