"""The council page in Arabic: everything it can say has its words, in every plural of the language."""

import ast
import re
from collections.abc import Collection, Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.i18n.test_catalogues import TRACKER, placeholders
from tracker.i18n import END_OF_ISOLATE, ISOLATE, PAGE_LANGUAGES, Text, catalogue_keys, isolated, translator

# The modules whose sentences stand on the page, its PDF and its plain text.
SPEAKERS = (
    *sorted(path.relative_to(TRACKER).as_posix() for path in (TRACKER / "reports").glob("council_*.py")),
    "reports/blocking.py",
    "reports/cost_of_waiting.py",
    "reports/council.py",
    "reports/moved.py",
    "reports/needs.py",
    "reports/progress_curve.py",
    "reports/proposals.py",
    "reports/provenance.py",
    "reports/stalls.py",
    "reports/style.py",
    "analysis/bottlenecks.py",
    "analysis/stalls.py",
)
# What the same modules say on screens alone.
ON_SCREENS_ALONE = re.compile(
    r"council\.(tile|number|percent)\b.*"
    r"|curve\.(heading|month|share|table|today|as_of|none)"
    r"|bottleneck\.(group|nature|without).*"
    r"|change\.(heading|none|since)|slip\.(by|sum|times|three_dates|earlier|later|same|unknown).*"
    r"|stalls\..*|status\.heading|ui\.programme"
)
SAID_IN_TEMPLATE = re.compile(r'"([a-z_]+\.[a-z_.]+)"')


def said_in(module: Path, known: Collection[str]) -> Iterator[str]:
    """Give the keys that a module names, in full or as an f-string: what that fills in may be anything."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and node.value in known:
            yield str(node.value)
        elif isinstance(node, ast.JoinedStr):
            parts = [
                re.escape(str(one.value)) if isinstance(one, ast.Constant) else ".+" for one in node.values
            ]
            if re.match(r"[a-z_]+\\\.", "".join(parts)):
                pattern = re.compile("".join(parts))
                yield from filter(pattern.fullmatch, known)


def keys_of_the_page() -> set[str]:
    known = catalogue_keys("en")
    said = {key for name in SPEAKERS for key in said_in(TRACKER / name, known)}
    said |= {key for key in known if key.startswith("choice.ReasonKind.")}
    template = (TRACKER / "reports/templates/council_page.html").read_text(encoding="utf-8")
    said |= {key for key in SAID_IN_TEMPLATE.findall(template) if key in known}
    return {key for key in said if not ON_SCREENS_ALONE.fullmatch(key)}


def test_everything_that_the_page_can_say_exists_in_arabic() -> None:
    missing = sorted(keys_of_the_page() - set(catalogue_keys("ar")))
    assert missing == [], "add them to tracker/i18n/ar, or to ON_SCREENS_ALONE if the page never says them"


def test_arabic_says_nothing_that_nobody_asks_for_and_takes_the_same_values() -> None:
    english, arabic = catalogue_keys("en"), catalogue_keys("ar")
    assert set(arabic) - set(english) == set()
    assert [key for key in arabic if placeholders(arabic[key]) != placeholders(english[key])] == []


def test_a_plural_has_its_six_forms_and_no_text_is_empty() -> None:
    english = catalogue_keys("en")
    for key, forms in catalogue_keys("ar").items():
        assert len(forms) == (6 if len(english[key]) == 2 else 1), key
        assert all(form.strip() for form in forms), key


def test_no_vowel_mark_is_written() -> None:
    """PDF readers copy a marked letter twice."""
    marked = [
        key for key, forms in catalogue_keys("ar").items() if re.search("[\u064b-\u0652]", "".join(forms))
    ]
    assert marked == []


def test_no_word_was_left_in_another_alphabet() -> None:
    said = {
        key: re.sub(r"{\w+}|Jalon", "", form) for key, forms in catalogue_keys("ar").items() for form in forms
    }
    assert [key for key, form in said.items() if re.search("[A-Za-z]", form.replace("PDF", ""))] == []


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (1, "يوم عمل واحد"),
        (2, "يوما عمل"),
        (3, "3 أيام عمل"),
        (10, "10 أيام عمل"),
        (11, "11 يوم عمل"),
        (103, "103 أيام عمل"),
    ],
)
def test_a_count_chooses_among_the_arabic_plurals(count: int, said: str) -> None:
    assert translator("ar").plural("common.working_days", count) == said


def test_dates_and_numbers_are_written_as_in_morocco() -> None:
    arabic = translator("ar")
    assert arabic.date(date(2026, 5, 7)) == "7 ماي 2026"
    assert arabic.date(date(2026, 7, 1)) == "1 يوليوز 2026"
    assert arabic.number(1234.5) == "1.234,5"


def test_words_that_people_typed_are_set_apart_from_the_sentence() -> None:
    said = translator("ar")(Text("council.quoted", {"title": "Portail (v2)"}))
    assert said == f"«{ISOLATE}Portail (v2){END_OF_ISOLATE}»"
    hostile = "a\u202eb\u2069c"
    assert isolated(hostile) == f"{ISOLATE}abc{END_OF_ISOLATE}"


def test_what_arabic_has_no_words_for_is_said_in_french() -> None:
    said = translator("ar").text("refused.circle.wrong", circle="A, B")
    assert said.startswith(ISOLATE)
    assert translator("fr").text("refused.circle.wrong", circle="A, B") in said


def test_the_interface_does_not_offer_arabic() -> None:
    assert PAGE_LANGUAGES == ("fr", "en", "ar")
