"""The words people read: gettext catalogues per language and area, read with Babel."""

from tracker.i18n.translator import (
    END_OF_ISOLATE,
    ISOLATE,
    LANGUAGES,
    PAGE_LANGUAGES,
    MissingTextError,
    Text,
    Translator,
    catalogue_keys,
    isolated,
    locale_of,
    translator,
    unsteered,
)

__all__ = [
    "END_OF_ISOLATE",
    "ISOLATE",
    "LANGUAGES",
    "PAGE_LANGUAGES",
    "MissingTextError",
    "Text",
    "Translator",
    "catalogue_keys",
    "isolated",
    "locale_of",
    "translator",
    "unsteered",
]
