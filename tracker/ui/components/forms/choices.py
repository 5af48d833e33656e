"""What a form may choose from: the programme's own services, posts, partners and items, by title."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

from babel.core import get_global

from tracker.commands.links import LINKS, name_of
from tracker.model.initiative import Initiative
from tracker.model.milestone import Milestone

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from tracker.i18n import Translator
    from tracker.model.base import Record
    from tracker.model.snapshot import Rows, Snapshot

# Codes that CLDR names beside the countries: unions, outlying areas, and codes for tests.
_NOT_COUNTRIES = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"})


def _titles(rows: Rows[Any]) -> dict[str, str]:
    return {row.key: name_of(row) for row in rows}


def links_of(snapshot: Snapshot) -> dict[str, dict[str, str]]:
    """Return keys and titles for every field that names another record."""
    services, partners = _titles(snapshot.services), _titles(snapshot.partners)
    return {
        "service": services,
        "also": services,
        "owner": _titles(snapshot.posts),
        "partner": partners,
        "partners": partners,
        "initiative": _titles(snapshot.initiatives),
        "calendar": _titles(snapshot.work_calendars),
    }


def items_of(snapshot: Snapshot, *, without: Collection[str] = ()) -> dict[str, str]:
    """Return keys and titles of whatever a dependency may join: initiatives whole, then milestones."""
    rows: list[Any] = [*snapshot.initiatives, *snapshot.milestones]
    return {row.key: f"{row.key} · {row.title}" for row in rows if row.key not in without}


def held_by(snapshot: Snapshot, kind: type[Record], row: Any, names: Collection[str]) -> dict[str, Any]:
    """Return what a form's fields hold for a row: links as keys, the parts of an initiative as lists."""
    links = LINKS.get(kind, {})
    held: dict[str, Any] = {}
    for name in names:
        if name in links:
            held[name] = _key(snapshot, name, getattr(row, links[name].column))
        elif name not in ("also", "partners"):
            held[name] = getattr(row, name)
    if kind is Initiative:
        held |= _parts(snapshot, row)
    return held


def _key(snapshot: Snapshot, name: str, identity: int | None) -> str | None:
    tables: Mapping[str, Rows[Any]] = {
        "service": snapshot.services,
        "owner": snapshot.posts,
        "partner": snapshot.partners,
        "initiative": snapshot.initiatives,
        "calendar": snapshot.work_calendars,
    }
    found = tables[name].get(identity)
    return None if found is None else str(found.key)


def _parts(snapshot: Snapshot, initiative: Initiative) -> dict[str, Any]:
    also = [row for row in snapshot.participating_services if row.initiative_id == initiative.id]
    partners = [row for row in snapshot.initiative_partners if row.initiative_id == initiative.id]
    return {
        "also": sorted(snapshot.services.by_id(row.service_id).key for row in also),
        "partners": sorted(
            (
                {"partner": snapshot.partners.by_id(row.partner_id).key, "contribution": row.contribution}
                for row in partners
            ),
            key=lambda part: part["partner"],
        ),
    }


def next_key(snapshot: Snapshot, stem: str) -> str:
    """Return the first free key that continues a stem: `CAL-4.1`, `CAL-4.2`..."""
    taken = {*snapshot.milestones.column("key"), *snapshot.initiatives.column("key")}
    numbers = range(1, len(taken) + 2)
    return next(key for number in numbers if (key := f"{stem}{number}") not in taken)


def milestone_of(snapshot: Snapshot, key: str) -> Milestone:
    """Return a milestone of the snapshot; the form that edits it keeps its version."""
    found = snapshot.milestones.by_key(key)
    if found is None:
        raise KeyError(key)
    return found


def key_from(words: str, taken: Collection[str]) -> str:
    """Return a key made of a name: `City Treasurer` becomes `city-treasurer`, or `city-treasurer-2`."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:50] or "new"
    numbers = range(2, len(taken) + 3)
    return (
        stem
        if stem not in taken
        else next(key for number in numbers if (key := f"{stem}-{number}") not in taken)
    )


def zone_of(country: str, otherwise: str) -> str | None:
    """Return the time zone of a country, None where there are several: then somebody has to say which."""
    if not country:
        return otherwise
    zones = [zone for zone, territory in get_global("zone_territories").items() if territory == country]
    return zones[0] if len(zones) == 1 else None


def countries(t: Translator) -> dict[str, str]:
    """Return the countries of the world in the reader's language, by their ISO code."""
    named = {
        code: name
        for code, name in t.locale.territories.items()
        if len(code) == len("FR") and code.isalpha() and code not in _NOT_COUNTRIES
    }
    return dict(sorted(named.items(), key=lambda found: found[1]))
