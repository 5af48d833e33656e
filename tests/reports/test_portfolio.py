"""A portfolio says how each programme stands against its own plan, in alphabetical order and unranked."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.builders import baseline, milestone, plan, snapshot_of, update
from tracker.analysis import analyse
from tracker.i18n import LANGUAGES, translator
from tracker.reports.portfolio import (
    ProgrammeLine,
    alphabetical,
    line_texts,
    portfolio_rows,
    portfolio_sentence,
    programme_line,
    slip_text,
)
from tracker.reports.portfolio_chart import portfolio_alt, portfolio_chart
from tracker.reports.style import palette

DAY = date(2026, 1, 12)


def line(key: str, title: str, work: float = 5, **fields: Any) -> ProgrammeLine:
    approved = baseline("B", date(2026, 1, 5), {"A": (date(2026, 1, 12), date(2026, 1, 23))})
    opening = milestone("A", work, title=f"{title} opens", is_public_opening=True)
    content = plan([opening], key=key, baselines=[approved], **fields)
    programme = content.programme.model_copy(update={"title": title, "city": title})
    return programme_line(analyse(snapshot_of(content.model_copy(update={"programme": programme})), DAY))


def test_the_order_is_the_alphabet_whatever_the_lateness() -> None:
    late, early = line("z", "Ébène", 40), line("y", "fez", 2)
    lines = alphabetical([line("x", "Zagora", 40), early, late, line("w", "agadir", 60)])
    assert [one.title for one in lines] == ["agadir", "Ébène", "fez", "Zagora"]
    assert next(iter(portfolio_rows(lines, translator("en")).values())) == [
        "agadir",
        "Ébène",
        "fez",
        "Zagora",
    ]


def test_each_is_held_against_its_own_approved_plan() -> None:
    t = translator("en")
    assert t(slip_text(line("a", "A", 15))) == "5 working days later than approved"
    assert t(slip_text(line("a", "A", 10))) == "as approved"
    nothing = programme_line(analyse(snapshot_of(plan([], key="n")), DAY))
    assert t(slip_text(nothing)) == "cannot be computed because nothing is planned"
    unapproved = programme_line(analyse(snapshot_of(plan([milestone("A", 5)], key="n")), DAY))
    assert t(slip_text(unapproved)) == "cannot be computed because no plan is approved"


def test_the_answer_counts_and_names_the_next_opening() -> None:
    lines = alphabetical([line("a", "Agadir", 10), line("b", "Biskra", 30)])
    said = translator("en")(portfolio_sentence(lines))
    assert said.startswith("You follow 2 programmes: one on course and one late.")
    assert "“Agadir opens” in Agadir, expected on Jan 23, 2026" in said


def test_a_line_says_what_stalls_opens_is_decided_and_was_last_heard() -> None:
    said = [translator("en")(text) for text in line_texts(line("a", "Agadir", 10))]
    assert said[0] == "Nothing has stopped"
    assert said[1] == "Opens next: “Agadir opens” (Jan 23, 2026)"
    assert said[2] == "No decision is awaited"
    heard = line("a", "Agadir", 10, updates=[update("A", date(2026, 1, 9), text="Begun")])
    assert translator("en")(line_texts(heard)[3]).startswith("Last news, Jan 9, 2026:")


def test_the_panels_keep_the_order_and_say_in_words_what_they_draw() -> None:
    lines = alphabetical([line("b", "Biskra", 30), line("a", "Agadir", 10)])
    for language in LANGUAGES:
        t = translator(language)
        for is_narrow in (False, True):
            spec = portfolio_chart(lines, t, palette(is_dark=is_narrow), is_narrow=is_narrow)
            assert spec["facet"]["sort"] == ["Agadir", "Biskra"]
            assert spec["columns"] == (1 if is_narrow else 3)
        assert portfolio_alt(lines, t).index("Agadir") < portfolio_alt(lines, t).index("Biskra")
