"""The translator says texts, counts, dates and shares as each language does."""

from datetime import date

import pytest

from tracker.i18n import MissingTextError, Text, translator


def test_a_count_chooses_the_form_of_its_language() -> None:
    assert translator("en").plural("common.days", 0) == "0 days"
    assert translator("fr").plural("common.days", 0) == "0 jour"
    assert translator("fr").plural("common.working_days", 2) == "2 jours ouvrés"


def test_a_text_says_its_nested_texts_and_dates_in_its_own_language() -> None:
    text = Text("cli.analysis.finish", {"finish": date(2026, 4, 17)})
    assert translator("en")(text) == "Forecast finish: Apr 17, 2026"
    assert translator("fr")(text) == "Fin prévue : 17 avr. 2026"
    nested = Text("cli.analysis.finish", {"finish": Text("cli.analysis.no_finish")})
    assert "rien n'est planifié" in translator("fr")(nested)


def test_french_counts_the_first_of_a_month_apart() -> None:
    french = translator("fr")
    days = (date(2026, 5, 1), date(2026, 5, 2), date(2026, 5, 11), date(2026, 5, 31))
    assert [french.date(day) for day in days] == ["1er mai 2026", "2 mai 2026", "11 mai 2026", "31 mai 2026"]
    assert french.date(days[0], "full") == "vendredi 1er mai 2026"
    assert translator("en").date(days[0]) == "May 1, 2026"


def test_a_missing_text_is_a_fault_not_a_blank() -> None:
    with pytest.raises(MissingTextError):
        translator("fr").text("no.such.key")


@pytest.mark.parametrize(("share", "said"), [(0.996, "99%"), (1.0, "100%"), (0.29, "29%"), (0.0, "0%")])
def test_rounding_never_turns_nearly_done_into_done(share: float, said: str) -> None:
    assert translator("en").percent(share) == said


def test_an_unknown_language_is_answered_in_english() -> None:
    assert translator("xx").language == "en"


def test_braces_in_a_value_are_not_read_as_placeholders() -> None:
    assert "{date}" in translator("en").text("cli.analysis.finish", finish="{date}")
