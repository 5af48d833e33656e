"""What people wrote is shown as they wrote it, never as a mark of ours."""

from __future__ import annotations

import pytest

from tracker.i18n import Text, translator
from tracker.ui.components.words import paragraphs, plain, say_marked


@pytest.mark.parametrize(
    ("written", "escaped"),
    [
        ("*now* or _never_", r"\*now\* or \_never\_"),
        ("[our site](javascript:alert(1))", r"\[our site\](javascript\:alert(1))"),
        ("![x](http://elsewhere/x.png)", r"!\[x\](http"),
        ("<b>loud</b>", r"\<b>loud\</b>"),
        (":red[alarm] :material/flag:", r"\:red\[alarm\] \:material/flag:"),
        ("$x$ and `code`", r"\$x\$ and \`code\`"),
        ("a | b", r"a \| b"),
        ("&copy;", r"\&copy;"),
        ("# Heading", r"\# Heading"),
        ("- item", r"\- item"),
        ("1. first", r"1\. first"),
        ("12) twelfth", r"12\) twelfth"),
    ],
)
def test_marks_are_escaped(written: str, escaped: str) -> None:
    assert plain(written).startswith(escaped)


def test_ordinary_words_stay_as_they_are() -> None:
    assert plain("Contrat signé (phase 2) : 80 % le 3 mai, d’accord.") == (
        "Contrat signé (phase 2) : 80 % le 3 mai, d’accord."
    )


def test_a_line_break_does_not_open_a_block() -> None:
    assert plain("before\n# after\n\n- and") == "before # after - and"


def test_blanks_that_do_not_break_are_kept() -> None:
    assert plain("«\u00a0Contrat\u00a0»  signé") == "«\u00a0Contrat\u00a0» signé"


def test_paragraphs_keep_their_breaks_and_escape_each_line() -> None:
    assert paragraphs("one\n\n# two") == "one\n\n\\# two"


def test_a_sentence_with_marks_of_its_own_escapes_its_values() -> None:
    text = Text("stalls.answer.none", {"date": "*today*"})
    assert say_marked(translator("en"), text).startswith(r"**Nothing has stalled** as of \*today\*")
