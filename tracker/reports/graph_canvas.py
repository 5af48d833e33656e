"""How much room the dependency graph has on a desk, beside a detail and on a phone."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Canvas:
    """The room for a graph in pixels: its width, its boxes, and the clear space between them."""

    width: float
    # Widths of a box that can still be read, and of one that is wide enough.
    least_box: float
    most_box: float
    box_height: float
    # Between two boxes of a layer, and along an arrow between two layers.
    gap: float
    run: float
    # Most boxes side by side when the layers lie one below the other.
    abreast: int
    # Most lines of a title.
    lines: int


WIDE = Canvas(width=980, least_box=122, most_box=200, box_height=70, gap=18, run=44, abreast=5, lines=2)
# A detail stands beside the chart.
BESIDE = Canvas(width=706, least_box=122, most_box=180, box_height=70, gap=16, run=44, abreast=4, lines=2)
PHONE = Canvas(width=358, least_box=500, most_box=500, box_height=88, gap=10, run=38, abreast=2, lines=3)
