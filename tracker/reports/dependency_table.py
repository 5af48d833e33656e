"""The dependencies as a table: from what, to what, how, and whether it sets a date."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tracker.i18n import Translator
    from tracker.reports.links import Link


def dependency_columns(
    links: Sequence[Link], titles: Mapping[str, str], floats: Mapping[str, float | None], t: Translator
) -> dict[str, list[Any]]:
    """Return the columns by their headings, one row for each dependency."""
    columns: dict[str, list[Any]] = {
        "from": [titles[link.predecessor] for link in links],
        "to": [titles[link.successor] for link in links],
        "kind": [t.text(f"link.kind.{link.kind.value}") for link in links],
        "lag": [t(link.lag_text) if link.lag_text else "" for link in links],
        "float": [floats.get(link.successor) for link in links],
        "driving": [link.is_driving for link in links],
        "reason": [link.reason for link in links],
    }
    return {t.text(f"dependencies.field.{name}"): column for name, column in columns.items()}
