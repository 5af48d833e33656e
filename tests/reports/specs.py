"""Reads a finished chart: its marks one by one, each with its rows, however the layers are nested."""

from __future__ import annotations

from typing import Any


def marks(spec: dict[str, Any]) -> list[dict[str, Any]]:
    """Return every layer that draws, in drawing order, with the rows it draws from."""
    if "layer" not in spec:
        return [spec]
    inherited = {"data": spec["data"]} if "data" in spec else {}
    return [mark for layer in spec["layer"] for mark in marks({**inherited, **layer})]


def rows(mark: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = mark["data"]["values"]
    return found
