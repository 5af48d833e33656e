"""Forms for decisions: ask for one, put it differently, record that it was taken or refused, ask again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from tracker.analysis.decided import release_of
from tracker.commands.decision import (
    AskDecision,
    AskDecisionAgain,
    EditDecision,
    RefuseDecision,
    TakeDecision,
)
from tracker.model.decision import DecisionOptionFields
from tracker.model.milestone import Milestone, Nature
from tracker.reports.decisions import release_texts
from tracker.ui.components.chart import kept
from tracker.ui.components.forms.choices import held_by, items_of, links_of, milestone_of, next_key
from tracker.ui.components.forms.fields import Sheet
from tracker.ui.components.forms.opening import open_sheet
from tracker.ui.components.forms.submission import errors_of, input_key, must_say_why, show_error
from tracker.ui.components.words import plain, say, sentence_list
from tracker.ui.programme import current_analysis, run, today_of
from tracker.ui.session import programmes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from tracker.analysis.decisions import DecisionAnalysis
    from tracker.model.decision import DecisionOption
    from tracker.ui.session import Reader

_ASKED_OF = ("awaited_from", "owner", "partner", "service")
_OF_PLAN = ("title", *_ASKED_OF, "nature", "initiative")
# How many lines for options an empty form has, and how many more one that is full.
_OPTION_LINES, _MORE_LINES = 3, 1


def ask_decision(reader: Reader, initiative: str | None = None) -> None:
    """Open the form that asks for a decision: the question, of whom, the options, and what waits for it."""
    snapshot = current_analysis(reader).snapshot
    form = f"ask.decision.{initiative}"
    values: dict[str, Any] = {
        "title": "", "question": "", "asked_by": None, "asked_on": _today(reader), **dict.fromkeys(_ASKED_OF),
        "awaited_from": "", "nature": Nature.DECISION, "initiative": initiative, "not_before": None,
        "holds_back": [], "key": next_key(snapshot, f"{initiative}-D" if initiative else "D"),
    }  # fmt: skip
    sheet = _sheet(reader, form, values)

    def ask() -> dict[str, Any]:
        st.markdown(reader.t.text("form.decision.ask.means"))
        return {
            **_ask_question(sheet),
            "options": _ask_options(reader, form, ()),
            **sheet.ask("holds_back", "not_before"),
            **sheet.ask_beside("initiative", "nature"),
            **sheet.ask("key"),
        }

    open_sheet(
        reader, form, reader.t.text("form.decision.ask"), ask,
        lambda held: AskDecision(programme=snapshot.programme.key, **held),
        button="form.decision.ask.confirm", done="form.decision.asked",
    )  # fmt: skip


def edit_decision(reader: Reader, key: str) -> None:
    """Open the form of what is asked, by whom, of whom, and the options."""
    analysis = current_analysis(reader)
    snapshot, decision = analysis.snapshot, _decision(reader, key)
    row, form = milestone_of(snapshot, key), f"edit.decision.{key}"
    record = next((one for one in snapshot.decisions if one.milestone_id == row.id), None)
    asker = snapshot.posts.get(record.asked_by_id) if record else None
    values = {
        **held_by(snapshot, Milestone, row, _OF_PLAN),
        "question": decision.question,
        "asked_by": asker.key if asker else None,
        "asked_on": decision.asked_on,
    }
    sheet = _sheet(reader, form, values)
    before = _as_fields(decision.options)

    def ask() -> dict[str, Any]:
        return {
            **_ask_question(sheet),
            "options": _ask_options(reader, form, decision.options),
            **sheet.ask_beside("initiative", "nature"),
        }

    def build(held: Mapping[str, Any]) -> EditDecision:
        options = None if held["options"] == before else held["options"]
        return EditDecision(
            programme=snapshot.programme.key, key=key, version=row.version,
            changes=sheet.changes(held), options=options,
        )  # fmt: skip

    open_sheet(reader, form, reader.t.text("form.edit", title=plain(row.title)), ask, build)


def take_decision(reader: Reader, key: str) -> None:
    """Open the form that records a decision as taken; it says first what that sets free."""
    decision, row = _decision(reader, key), milestone_of(current_analysis(reader).snapshot, key)
    form, t = f"take.decision.{key}", reader.t
    sheet = _sheet(reader, form, {"effect": "", "decided_on": _today(reader)})

    def ask() -> dict[str, Any]:
        _show_release(reader, key)
        option = _choose_option(reader, form, decision.options)
        held = sheet.ask("effect", "decided_on")
        return {"option": option, **held, "reason": _ask_because(reader, form)}

    open_sheet(
        reader, form, t.text("form.decision.take", title=plain(row.title)), ask,
        lambda held: TakeDecision(programme=reader.programme or "", key=key, version=row.version, **held),
        button="form.decision.take.confirm", done="form.decision.taken",
    )  # fmt: skip


def refuse_decision(reader: Reader, key: str) -> None:
    """Open the form that records a refusal; it says first that what waits stays held."""
    decision, row = _decision(reader, key), milestone_of(current_analysis(reader).snapshot, key)
    form, t = f"refuse.decision.{key}", reader.t
    labels = {"effect": t.text("form.decision.refuse.effect")}
    sheet = _sheet(reader, form, {"effect": "", "refused_on": _today(reader)}, labels)

    def ask() -> dict[str, Any]:
        st.markdown(plain(t.plural("form.decision.refuse.means", len(decision.waiting))))
        return {"reason": must_say_why(reader, form), **sheet.ask("effect", "refused_on")}

    open_sheet(
        reader, form, t.text("form.decision.refuse", title=plain(row.title)), ask,
        lambda held: RefuseDecision(programme=reader.programme or "", key=key, version=row.version, **held),
        button="form.decision.refuse.confirm", done="form.decision.refused",
    )  # fmt: skip


def ask_decision_again(reader: Reader, key: str) -> None:
    """Ask again at once for what was refused or taken: an undo is one click away."""
    row = milestone_of(current_analysis(reader).snapshot, key)
    if run(reader, AskDecisionAgain(programme=reader.programme or "", key=key, version=row.version)):
        st.rerun()


def _sheet(
    reader: Reader, form: str, values: Mapping[str, Any], labels: Mapping[str, str] | None = None
) -> Sheet:
    t, snapshot = reader.t, current_analysis(reader).snapshot
    links = links_of(snapshot)
    asked_of = {name: t.text(f"form.decision.of.{name}") for name in _ASKED_OF}
    others = {
        name: t.text(f"form.decision.{name}") for name in ("not_before", "holds_back", "effect", "decided_on")
    }
    refused = {"refused_on": t.text("field.decision.refused_on")}
    declared = next(
        kind for kind in (AskDecision, TakeDecision, RefuseDecision) if values.keys() <= _names(kind)
    )
    return Sheet(
        t, form, "milestone", declared, values,
        {**links, "asked_by": links["owner"], "holds_back": items_of(snapshot)},
        {**asked_of, **others, **refused, **(labels or {})},
    )  # fmt: skip


def _names(kind: type[AskDecision | TakeDecision | RefuseDecision]) -> set[str]:
    return set(kind.model_fields)


def _ask_question(sheet: Sheet) -> dict[str, Any]:
    return {
        **sheet.ask("title", "question"),
        **sheet.ask("awaited_from"),
        **sheet.ask_beside("owner", "partner", "service"),
        **sheet.ask_beside("asked_by", "asked_on"),
    }


def _ask_options(reader: Reader, form: str, options: Sequence[DecisionOption]) -> list[DecisionOptionFields]:
    """Ask for the options, one line each; a line without a title is none."""
    t = reader.t
    found: list[DecisionOptionFields] = []
    for place in range(max(_OPTION_LINES, len(options) + _MORE_LINES)):
        option = options[place] if place < len(options) else None
        number = str(place + 1)
        title = st.text_input(
            t.text("form.decision.option", number=number),
            value=option.title if option else "",
            key=input_key(form, f"option_{number}"),
        )
        meaning = st.text_input(
            t.text("form.decision.option.meaning", number=number),
            value=option.meaning if option else "",
            key=input_key(form, f"meaning_{number}"),
        )
        if title.strip():
            found.append(
                DecisionOptionFields(
                    title=title.strip()[:200], meaning=meaning.strip()[:1000], position=len(found)
                )
            )
    show_error(errors_of(form), "options")
    return found


def _as_fields(options: Sequence[DecisionOption]) -> list[DecisionOptionFields]:
    return [
        DecisionOptionFields(title=option.title, meaning=option.meaning, position=place)
        for place, option in enumerate(options)
    ]


def _choose_option(reader: Reader, form: str, options: Sequence[DecisionOption]) -> int | None:
    if not options:
        return None
    t, numbers = reader.t, list(range(1, len(options) + 1))
    chosen: int | None = st.radio(
        t.text("form.decision.choose"),
        numbers,
        index=None,
        format_func=lambda number: plain(options[number - 1].title),
        captions=[plain(option.meaning) for option in options],
        key=input_key(form, "option"),
    )
    show_error(errors_of(form), "option")
    return chosen


def _ask_because(reader: Reader, form: str) -> str:
    why = st.text_input(reader.t.text("form.decision.why"), key=input_key(form, "why"))
    show_error(errors_of(form), "reason")
    return why


def _show_release(reader: Reader, key: str) -> None:
    """Say what a decision of today would set free and move, before anything is written."""
    analysis, t = current_analysis(reader), reader.t
    today = _today(reader)
    at = (reader.programme, analysis.snapshot.revision, analysis.as_of, key, today)
    release = kept(("release", *at), lambda: release_of(analysis, key, today))
    with st.container(border=True, gap="xsmall"):
        st.markdown(f"**{t.text('form.decision.release')}**")
        st.markdown(sentence_list([say(t, text) for text in release_texts(analysis, release)]))


def _decision(reader: Reader, key: str) -> DecisionAnalysis:
    found = current_analysis(reader).decisions.by_key(key)
    if found is None:
        raise KeyError(key)
    return found


def _today(reader: Reader) -> date:
    """Return today, or the earlier day as of which the programme is read."""
    return min(today_of(programmes()[reader.programme or ""]), current_analysis(reader).as_of)


__all__ = [
    "ask_decision",
    "ask_decision_again",
    "edit_decision",
    "refuse_decision",
    "take_decision",
]
