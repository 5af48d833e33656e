"""The parts of the portfolio screen: the answer, a card for each programme, the curves and the table."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

import streamlit as st

from tracker.reports.portfolio import (
    alphabetical,
    line_texts,
    portfolio_rows,
    portfolio_sentence,
    programme_line,
)
from tracker.reports.portfolio_chart import portfolio_alt, portfolio_chart
from tracker.reports.style import palette
from tracker.ui.components.chart import is_phone, kept, show_chart
from tracker.ui.components.filters import in_address, keep_in_address
from tracker.ui.components.links import link_to
from tracker.ui.components.tables import table_beside
from tracker.ui.components.tiles import status_badge
from tracker.ui.components.words import marked, plain, say
from tracker.ui.programme import analysis_of, present_day_of
from tracker.ui.visitor import reads

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from tracker.i18n import Translator
    from tracker.model.programme import Programme
    from tracker.reports.portfolio import ProgrammeLine
    from tracker.ui.session import Reader

Lines = tuple["ProgrammeLine", ...]
# As many as are compared at once; those of a whole country come page by page.
A_PAGE = 9
# Three in a row on a desk, in pixels.
CARD_WIDTH = 310
_PAGE = "page"


def lines_of(reader: Reader) -> Lines:
    """Return the programmes that the visitor may read; each is worked out once for a revision and a day."""
    with st.spinner(reader.t.text("portfolio.reading")):
        return alphabetical(_line(row) for row in reads().portfolio())


def _line(row: Programme) -> ProgrammeLine:
    key = ("portfolio line", row.key, row.revision, present_day_of(row))
    return kept(key, lambda: programme_line(analysis_of(row)))


def _key(name: str, reader: Reader, lines: Lines, *more: Hashable) -> tuple[Hashable, ...]:
    """Return what a part is kept under: just these programmes, each at its revision and day."""
    return (name, tuple((line.key, line.revision, line.as_of) for line in lines), reader.language, *more)


def show_answer(reader: Reader, lines: Lines) -> None:
    """Say how the programmes stand, and that they are not ranked."""
    t = reader.t
    st.markdown(kept(_key("portfolio answer", reader, lines), lambda: say(t, portfolio_sentence(lines))))
    st.caption(t.text("portfolio.not_ranked"))


def chosen_page(reader: Reader, lines: Lines) -> Lines:
    """Let the reader turn the pages of a long list; the address keeps the page."""
    pages = -(-len(lines) // A_PAGE)
    if pages <= 1:
        return lines
    names = {
        str(page): _page_name(lines[(page - 1) * A_PAGE : page * A_PAGE]) for page in range(1, pages + 1)
    }
    key = f"portfolio.{_PAGE}"
    st.session_state[key] = in_address(_PAGE, names) or "1"
    page: str = st.selectbox(
        reader.t.text("portfolio.page"),
        list(names),
        format_func=names.__getitem__,
        key=key,
        filter_mode=None,
        on_change=lambda: keep_in_address(_PAGE, st.session_state[key]),
    )
    return lines[(int(page) - 1) * A_PAGE : int(page) * A_PAGE]


def _page_name(lines: Sequence[ProgrammeLine]) -> str:
    return f"{lines[0].title} – {lines[-1].title}"


def show_programmes(reader: Reader, lines: Lines) -> None:
    """Show a card for each programme, side by side but on a phone, with the way into it."""
    t = reader.t
    said = kept(_key("portfolio cards", reader, lines), lambda: [_words(line, t) for line in lines])
    width: int | Literal["stretch"] = "stretch" if is_phone() else CARD_WIDTH
    with st.container(horizontal=not is_phone()):
        for line, words in zip(lines, said, strict=True):
            with st.container(border=True, width=width, gap="xsmall"):
                st.markdown(words)
                there = replace(reader, programme=line.key, looks_back_to=None)
                link_to("council", marked(t, "portfolio.open", city=line.city), there)


def _words(line: ProgrammeLine, t: Translator) -> str:
    head = f"**{plain(line.title)}** {status_badge(line.status, t)}"
    texts = "\n".join(f"- {say(t, text)}" for text in line_texts(line))
    return f"{head}\n\n{say(t, line.sentence)}\n\n{texts}"


def show_curves(reader: Reader, lines: Lines) -> None:
    """Draw the curve of each programme, all on one scale."""
    if not any(line.curve for line in lines):
        return
    t, is_narrow = reader.t, is_phone()
    st.header(t.text("portfolio.curves"))
    said = kept(_key("portfolio alt", reader, lines), lambda: portfolio_alt(lines, t))
    st.markdown(t.text("portfolio.curves.means"))
    spec = kept(
        _key("portfolio chart", reader, lines, reader.is_dark, is_narrow),
        lambda: portfolio_chart(lines, t, palette(reader.is_dark), is_narrow=is_narrow),
    )
    show_chart(spec, key="portfolio.curves", alt=said)


def show_table(reader: Reader, lines: Lines) -> None:
    table_beside(
        reader.t.text("portfolio.table"), lambda: portfolio_rows(lines, reader.t), key="portfolio.table"
    )
