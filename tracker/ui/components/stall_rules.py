"""The stall rules in words, with their limits; the technical lead tunes them or switches them off."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from tracker.commands.programme import SetStallRule
from tracker.reports.stalls import RuleRow, rule_rows
from tracker.ui.components.chart import kept
from tracker.ui.components.words import say, sentence_list
from tracker.ui.programme import run

if TYPE_CHECKING:
    from tracker.analysis import ProgrammeAnalysis
    from tracker.i18n import Translator
    from tracker.ui.session import Reader


def show_rules(reader: Reader, analysis: ProgrammeAnalysis) -> None:
    t = reader.t
    key = ("stall rules", reader.programme, analysis.snapshot.revision, analysis.as_of)
    rows = kept(key, lambda: rule_rows(analysis))
    st.header(t.text("stalls.rules"))
    st.markdown(sentence_list([_words(row, t) for row in rows]))
    box = st.expander(t.text("stalls.rules.change"), key="rules.change", on_change="rerun")
    if box.open:
        with box:
            _show_form(rows, reader)


def _words(row: RuleRow, t: Translator) -> str:
    colour, word = ("green", "on") if row.is_on else ("gray", "off")
    badge = f":{colour}-badge[{t.text(f'stalls.rules.{word}')}]"
    found = f" :small[({t.plural('stalls.rules.found', row.found)})]" if row.is_on else ""
    return f"**{say(t, row.name)}** {badge}{found}  \n  {say(t, row.meaning)}"


def _show_form(rows: tuple[RuleRow, ...], reader: Reader) -> None:
    t = reader.t
    st.markdown(t.text("stalls.rules.intro"))
    by_rule = {row.rule: row for row in rows}
    rule = st.selectbox(
        t.text("stalls.rules.choose"),
        list(by_rule),
        format_func=lambda rule: t(by_rule[rule].name),
        key="rules.rule",
        filter_mode=None,
    )
    row = by_rule[rule]
    with st.form(f"rules.{rule}.{row.version}", border=False):
        is_on = st.toggle(t.text("stalls.rules.is_on"), value=row.is_on)
        threshold = st.number_input(
            t.text("stalls.rules.threshold", unit=t.text(f"stalls.unit.{row.unit}")),
            min_value=0,
            max_value=3650,
            value=row.threshold,
            step=1,
            help=t.text("stalls.rules.by_default", default=row.default),
        )
        if st.form_submit_button(
            t.text("stalls.rules.save"), type=reader.main_button, disabled=reader.looks_back_to is not None
        ):
            _save(row, is_on, int(threshold), reader)


def _save(row: RuleRow, is_on: bool, threshold: int, reader: Reader) -> None:
    command = SetStallRule(
        programme=reader.programme or "",
        rule=row.rule,
        is_on=is_on,
        threshold=None if threshold == row.default else threshold,
        version=row.version,
    )
    if run(reader, command):
        st.toast(reader.t.text("stalls.rules.saved", rule=reader.t(row.name)))
        st.rerun()
