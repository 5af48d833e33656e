"""Speaks to the person at the console in the language of their machine."""

from __future__ import annotations

from babel import default_locale

from tracker.i18n import LANGUAGES, Translator, translator


def console_translator() -> Translator:
    """Return the translator of the machine's own language, English when it is unknown to us."""
    language = (default_locale("LC_MESSAGES") or "en")[:2]
    return translator(language if language in LANGUAGES else "en")
