"""The shell around every screen: navigation, the reader's language and programme, the title of the page."""

from __future__ import annotations

import streamlit as st

from tracker.commands.account import ChoosePreferences
from tracker.commands.permission import Permission
from tracker.i18n import LANGUAGES, Translator, translator
from tracker.ui.components.address import say_unknown
from tracker.ui.components.forms import create_programme, import_programme, say_what_is_done
from tracker.ui.components.looking_back import choose_day, chosen_day, show_banner
from tracker.ui.components.words import marked, plain
from tracker.ui.programme import refused
from tracker.ui.screens import ACCOUNTS_SCREEN, LOGO, screens
from tracker.ui.session import (
    Reader,
    chosen_language,
    chosen_programme,
    is_dark,
    language_of_browser,
    one_look_at_programmes,
    programmes,
    settle_reader,
)
from tracker.ui.visitor import settle_visitor, visitor

# Served by the web layer. Without it, Streamlit would show the screen's icon, fetched from a font host.
ICON = "/favicon.png"


def choose_language(t: Translator) -> None:
    """Show the language switch; each language is named in itself."""
    st.session_state["lang"] = t.language
    st.segmented_control(
        t.text("ui.language"),
        LANGUAGES,
        format_func=lambda language: translator(language).text("ui.language_name"),
        key="lang",
        required=True,
        on_change=_keep_language,
    )


def _keep_language() -> None:
    """Write the chosen language into the address and, of who has an account, into that."""
    language = st.session_state["lang"]
    st.query_params.update(lang=language)
    login = visitor().author.login
    if login:
        refused(ChoosePreferences(login=login, language=language))


def show_who(t: Translator) -> None:
    """Say who is signed in, with the way to their account and the way out."""
    session = visitor().session
    if session is not None:
        st.caption(plain(t.text("ui.signed_in_as", title=session.title)))
        st.markdown(f"[{t.text('ui.my_account')}](/account) · [{t.text('ui.sign_out')}](/sign-out)")


def choose_programme(t: Translator, titles: dict[str, str], programme: str) -> None:
    """Show the programmes by title; the address carries the key."""
    st.session_state["programme"] = programme
    st.selectbox(
        t.text("ui.programme"),
        list(titles),
        format_func=lambda key: titles[key],
        key="programme",
        filter_mode=None,
        on_change=lambda: st.query_params.update(programme=st.session_state["programme"]),
    )


def keep_in_address(**choices: str | None) -> None:
    """Write the choices into the address, so that what is seen can be sent."""
    missing = {
        name: choice for name, choice in choices.items() if choice and st.query_params.get(name) != choice
    }
    if missing:
        st.query_params.update(missing)


def show_shell() -> None:
    """Settle who reads what, show the way around, then the screen."""
    titles = {key: found.title for key, found in programmes().items()}
    language, programme = chosen_language(), chosen_programme(list(titles))
    t = translator(language)
    st.set_page_config(page_icon=ICON, layout="wide")
    # All of them in sight: what is folded away is never found.
    screen = st.navigation(screens(t, programme), expanded=True)
    st.set_page_config(page_title=f"{screen.title} · {t.text('common.product')}")
    wanted = st.query_params.get("programme")
    # A partner account reads its own part of today alone: there is no other day, and no item, to ask for.
    reads_plan = visitor().may(Permission.READ, programme or "")
    day = chosen_day(programme) if reads_plan else None
    keep_in_address(programme=programme, lang=language, as_of=day.isoformat() if day else None)
    now = Reader(language, programme, is_dark(), day)
    settle_reader(now)
    say_what_is_done(now)
    st.logo(LOGO, size="large")
    with st.sidebar:
        if programme:
            choose_programme(t, titles, programme)
        if programme and reads_plan:
            choose_day(t, programme, day)
        choose_language(t)
        makes_programmes = not day and visitor().may_make_programmes
        is_wanted = makes_programmes and st.button(
            t.text("form.programme.new"), icon=":material/add:", type="tertiary"
        )
        is_file = makes_programmes and st.button(
            t.text("form.import.new"), icon=":material/upload_file:", type="tertiary", key="import-file"
        )
        show_who(t)
    if is_wanted:
        create_programme(now)
    elif is_file:
        import_programme(now)
    if not programme and screen.url_path != ACCOUNTS_SCREEN:
        st.title(t.text("ui.no_programme.title"))
        st.markdown(t.text("ui.no_programme.what_to_do"))
        return
    if programme and wanted and wanted not in titles:
        st.warning(marked(t, "ui.unknown_programme", wanted=wanted, shown=titles[programme]))
    show_banner(now)
    # The journal tells of any record, also of what has gone: it says itself what it knows nothing about.
    if reads_plan and screen.url_path != "journal":
        say_unknown(now)
    screen.run()


def show_signed_out() -> None:
    """Say that the session has ended; the page loads itself again at the next action."""
    t = translator(language_of_browser())
    st.set_page_config(page_icon=ICON, page_title=t.text("common.product"))
    st.title(t.text("ui.signed_out.title"))
    st.markdown(f"{t.text('ui.signed_out.what_to_do')} [{t.text('ui.sign_in')}](/sign-in)")


if settle_visitor() is None:
    show_signed_out()
else:
    with one_look_at_programmes():
        show_shell()
