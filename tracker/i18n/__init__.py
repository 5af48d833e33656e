"""The words people read: gettext catalogues per language and area, read with Babel."""

from tracker.i18n.translator import (
    LANGUAGES,
    MissingTextError,
    Text,
    Translator,
    catalogue_keys,
    translator,
)

__all__ = ["LANGUAGES", "MissingTextError", "Text", "Translator", "catalogue_keys", "translator"]
