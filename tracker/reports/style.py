"""How charts look: one palette for each theme, one glyph for each status, and the finish every chart gets."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, Any, Literal

import altair as alt
import vl_convert

from tracker.analysis.facts import ComputedStatus
from tracker.i18n import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

# A status, or None when it cannot be computed.
Status = ComputedStatus | None

FONT = "Source Sans, Source Sans 3, sans-serif"
LABEL_SIZE = 13
# Every status in the order in which a legend lists them: what asks for attention stands in the middle.
STATUSES: tuple[Status, ...] = (
    ComputedStatus.DONE,
    ComputedStatus.ON_COURSE,
    ComputedStatus.AT_RISK,
    ComputedStatus.LATE,
    ComputedStatus.STALLED,
    ComputedStatus.TO_COME,
    ComputedStatus.CANCELLED,
    None,
)
_GLYPHS: Mapping[Status, str] = {
    ComputedStatus.DONE: "✓",
    ComputedStatus.ON_COURSE: "→",
    ComputedStatus.AT_RISK: "!",
    ComputedStatus.LATE: "✕",
    ComputedStatus.STALLED: "■",
    ComputedStatus.TO_COME: "○",
    ComputedStatus.CANCELLED: "–",
    None: "?",
}
# Streamlit's names; `.streamlit/config.toml` gives them the colours of the palettes below.
_BADGES: Mapping[Status, str] = {
    ComputedStatus.DONE: "green",
    ComputedStatus.ON_COURSE: "blue",
    ComputedStatus.AT_RISK: "orange",
    ComputedStatus.LATE: "red",
    ComputedStatus.STALLED: "violet",
    ComputedStatus.TO_COME: "gray",
    ComputedStatus.CANCELLED: "gray",
    None: "gray",
}
_LOCALES: Mapping[str, Literal["fr-FR", "en-GB"]] = {"fr": "fr-FR", "en": "en-GB"}


@dataclass(frozen=True)
class Palette:
    """The colours of one theme. `tint_share` is how much of a status colour its tint holds."""

    name: str
    status: Mapping[Status, str]
    background: str
    surface: str
    text: str
    muted: str
    grid: str
    # Arrows and other lines that carry a meaning.
    line: str
    # The critical path and whatever drives a date.
    critical: str
    today: str
    # The mark a reader has picked.
    picked: str
    tint_share: float


LIGHT = Palette(
    name="light",
    status={
        ComputedStatus.DONE: "#2e7d4f",
        ComputedStatus.ON_COURSE: "#1f5f8b",
        ComputedStatus.AT_RISK: "#9a5b00",
        ComputedStatus.LATE: "#b3261e",
        ComputedStatus.STALLED: "#6b2f86",
        ComputedStatus.TO_COME: "#5f6f7a",
        ComputedStatus.CANCELLED: "#5f6f7a",
        None: "#5f6f7a",
    },
    background="#ffffff",
    surface="#f1f5f8",
    text="#0f171d",
    muted="#4d5c67",
    grid="#e2e8ed",
    line="#8595a1",
    critical="#b3261e",
    today="#a8430b",
    picked="#0f171d",
    tint_share=0.17,
)
DARK = Palette(
    name="dark",
    status={
        ComputedStatus.DONE: "#6cc08b",
        ComputedStatus.ON_COURSE: "#6fb1dd",
        ComputedStatus.AT_RISK: "#e0a33e",
        ComputedStatus.LATE: "#f2887f",
        ComputedStatus.STALLED: "#c79be0",
        ComputedStatus.TO_COME: "#9fb0bb",
        ComputedStatus.CANCELLED: "#9fb0bb",
        None: "#9fb0bb",
    },
    background="#10181e",
    surface="#1b262e",
    text="#eef3f6",
    muted="#aebbc4",
    grid="#26333c",
    line="#71828e",
    critical="#f2887f",
    today="#f0a070",
    picked="#ffffff",
    tint_share=0.26,
)


def palette(is_dark: bool) -> Palette:
    return DARK if is_dark else LIGHT


def status_colour(status: Status, palette: Palette) -> str:
    return palette.status[status]


def status_tint(status: Status, palette: Palette) -> str:
    """Return the light fill of a status: an opaque colour on which the palette's text is easy to read."""
    return mixed(palette.status[status], palette.background, palette.tint_share)


def status_rest(status: Status, palette: Palette) -> str:
    """Return the fill of what is left to do: between the tint and the colour."""
    return mixed(palette.status[status], palette.background, palette.tint_share * 2)


def glyph(status: Status) -> str:
    return _GLYPHS[status]


def badge_colour(status: Status) -> str:
    """Return Streamlit's name for the colour of a status, for badges in sentences and tables."""
    return _BADGES[status]


def status_name(status: Status) -> str:
    """Return the name of a status in addresses and text keys."""
    return status.value if status else "not_computed"


def status_text(status: Status) -> Text:
    """Return the word for a status: "late", "on course", "cannot be computed"..."""
    return Text(f"status.{status_name(status)}")


def mixed(colour: str, ground: str, share: float) -> str:
    """Return the opaque colour that `share` of a colour makes on a ground; both as #rrggbb."""
    pairs = ((int(colour[at : at + 2], 16), int(ground[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(over * share + under * (1 - share)):02x}" for over, under in pairs)


def contrast(colour: str, ground: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21, as WCAG 2.2 defines it."""
    light, dark = sorted((_luminance(colour), _luminance(ground)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    shares = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def marks_of(rows: Sequence[Mapping[str, Any]]) -> alt.Chart:
    """Return a chart over rows of its own: they stay with their layer, exactly as they are."""
    # `alt.InlineData` would be gathered into data sets, which Streamlit sends through pandas at every rerun.
    return alt.Chart(alt.Data(values=list(rows)))  # type: ignore[no-untyped-call]  # altair leaves it untyped


def layered(layers: Iterable[alt.Chart]) -> alt.LayerChart | alt.FacetChart:
    """Return layers made by `marks_of` as one chart; an empty one would be an image without a name."""
    return alt.layer(*(layer for layer in layers if layer.data["values"]))


_NAME = re.compile(r"\w+")


def finished(chart: alt.TopLevelMixin, language: str, palette: Palette) -> dict[str, Any]:
    """Return the chart as a plain Vega-Lite dict with our fonts and colours, its dates in a language."""
    spec: dict[str, Any] = chart.configure(**_configuration(language, palette)).to_dict()
    if "layer" in spec:
        common = json.dumps(spec.get("params", []))
        spec["layer"] = [_with_used_fields(layer, common) for layer in _sharing_rows(spec["layer"])]
    return spec


def _sharing_rows(layers: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Gather neighbouring layers over the same rows: a spec is written and read again at every rerun."""
    shared: list[dict[str, Any]] = []
    for rows, group in groupby(layers, key=lambda layer: layer.get("data")):
        members = list(group)
        if rows is None or len(members) == 1:
            shared += members
            continue
        own = [{name: part for name, part in layer.items() if name != "data"} for layer in members]
        shared.append({"data": rows, "layer": own})
    return shared


def _with_used_fields(layer: dict[str, Any], common: str) -> dict[str, Any]:
    """Return a layer whose rows carry only what its marks or the chart's selections speak of."""
    rows = layer.get("data", {}).get("values")
    if not rows:
        return layer
    spoken_of = json.dumps({name: part for name, part in layer.items() if name != "data"})
    names = set(_NAME.findall(f"{spoken_of} {common}"))
    kept = [{name: value for name, value in row.items() if name in names} for row in rows]
    return {**layer, "data": {**layer["data"], "values": kept}}


def _configuration(language: str, palette: Palette) -> dict[str, Any]:
    return {
        "font": FONT,
        "background": "transparent",
        "padding": 4,
        "locale": alt.Locale(**_locale(language)),
        "view": alt.ViewConfig(stroke=None),
        "axis": alt.AxisConfig(
            domain=False,
            ticks=False,
            gridColor=palette.grid,
            labelColor=palette.muted,
            labelFontSize=LABEL_SIZE,
            titleColor=palette.muted,
            titleFontSize=LABEL_SIZE,
            titleFontWeight="normal",
        ),
        "legend": alt.LegendConfig(
            labelColor=palette.text,
            labelFontSize=LABEL_SIZE,
            titleColor=palette.muted,
            titleFontSize=LABEL_SIZE,
            orient="top",
        ),
        "text": alt.MarkConfig(font=FONT, fontSize=LABEL_SIZE, color=palette.text),
        "title": alt.TitleConfig(color=palette.text, anchor="start", fontSize=15),
    }


@cache
def _locale(language: str) -> dict[str, Any]:
    """Return the words and figures of d3 in a language, from the locales that vl-convert ships."""
    name = _LOCALES[language]
    return {"time": vl_convert.get_time_format_locale(name), "number": vl_convert.get_format_locale(name)}
