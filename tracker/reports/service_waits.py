"""Who waits for whom, in working days: one cell for each pair of services, and the same facts as rows."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import altair as alt

from tracker.reports.labelled_bars import LabelledBar, bars_chart
from tracker.reports.style import Palette, contrast, finished, marks_of, mixed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.analysis import ProgrammeAnalysis
    from tracker.i18n import Text, Translator

_FAINTEST = 0.15
_COLUMNS_WITH_LEVEL_NAMES = 4


@dataclass(frozen=True)
class WaitCell:
    """One service waits for another by so many working days, those of its longest wait."""

    waiting: str
    waiting_name: str
    holding: str
    holding_name: str
    working_days: int
    # (item that waits, item to which the wait belongs, working days)
    items: tuple[tuple[str, str, int], ...]
    sentence: Text

    @property
    def key(self) -> str:
        return f"{self.waiting}:{self.holding}"


def wait_cells(analysis: ProgrammeAnalysis) -> tuple[WaitCell, ...]:
    """Return the pairs of services in which one waits for the other, the longest wait first."""
    names = {service.key: service.name for service in analysis.snapshot.services}
    cells = [
        WaitCell(
            waiting=wait.waiting,
            waiting_name=names.get(wait.waiting, wait.waiting),
            holding=wait.holding,
            holding_name=names.get(wait.holding, wait.holding),
            working_days=wait.working_days,
            items=wait.items,
            sentence=wait.sentence,
        )
        for wait in analysis.waits
    ]
    return tuple(sorted(cells, key=lambda cell: (-cell.working_days, cell.waiting_name, cell.holding_name)))


def wait_rows(cells: Sequence[WaitCell], t: Translator) -> dict[str, list[Any]]:
    """Return the table beside the cells."""
    return {
        t.text("waits.waiting"): [cell.waiting_name for cell in cells],
        t.text("waits.holding"): [cell.holding_name for cell in cells],
        t.text("waits.days"): [cell.working_days for cell in cells],
        t.text("waits.items"): [len(cell.items) for cell in cells],
    }


def waits_chart(cells: Sequence[WaitCell], t: Translator, palette: Palette) -> dict[str, Any]:
    """Return the services that wait (rows) against those they wait for (columns), as a finished chart."""
    most = max(cell.working_days for cell in cells)
    holders = {cell.holding: cell.holding_name for cell in cells}
    waiters = {cell.waiting: cell.waiting_name for cell in cells}
    rows = [_mark(cell, most, t, palette) for cell in cells]
    pick = alt.selection_point(name="pick", fields=["key"], empty=True)
    base = marks_of(rows).encode(
        x=alt.X("holding:N", sort=list(holders), axis=_axis(holders, t.text("waits.axis.holding"), "top")),
        y=alt.Y("waiting:N", sort=list(waiters), axis=_axis(waiters, t.text("waits.axis.waiting"), "left")),
        tooltip=[alt.Tooltip("sentence:N", title=" ")],
    )
    ground = _ground(holders, waiters, palette)
    squares = (
        base.mark_rect(cornerRadius=4, stroke=palette.background, strokeWidth=3, cursor="pointer")
        .encode(
            color=alt.Color("colour:N", scale=None, legend=None),
            opacity=alt.condition(pick, alt.value(1), alt.value(0.4)),
        )
        .add_params(pick)
    )
    figures = base.mark_text(fontWeight=600, fontSize=15).encode(
        text="said:N", color=alt.Color("ink:N", scale=None, legend=None)
    )
    return finished(alt.layer(ground, squares, figures).properties(height=alt.Step(48)), t.language, palette)


def is_a_grid(cells: Sequence[WaitCell]) -> bool:
    """Whether the waits are many enough for rows and columns; fewer read better as bars."""
    return len({cell.waiting for cell in cells}) > 1 and len({cell.holding for cell in cells}) > 1


def wait_bars_chart(
    cells: Sequence[WaitCell], t: Translator, palette: Palette, *, is_narrow: bool
) -> dict[str, Any]:
    """Return the waits as bars: for a narrow screen, or when they are too few for rows and columns."""
    bars = [
        LabelledBar(
            key=cell.key,
            label=t.text("waits.pair", waiting=cell.waiting_name, holding=cell.holding_name),
            length=cell.working_days,
            said=t.number(cell.working_days),
            colour=palette.today,
        )
        for cell in cells
    ]
    return bars_chart(bars, t, palette, is_narrow=is_narrow)


def _mark(cell: WaitCell, most: int, t: Translator, palette: Palette) -> dict[str, Any]:
    share = _FAINTEST + (1 - _FAINTEST) * cell.working_days / most if most else _FAINTEST
    colour = mixed(palette.today, palette.background, share)
    # The ink that reads better on the colour; both palettes hold one light and one dark.
    ink = max((palette.text, palette.background), key=lambda found: contrast(found, colour))
    return {
        "key": cell.key,
        "holding": cell.holding,
        "waiting": cell.waiting,
        "said": t.number(cell.working_days),
        "sentence": t(cell.sentence),
        "colour": colour,
        "ink": ink,
    }


def _axis(names: dict[str, str], title: str, orient: Literal["top", "left"]) -> alt.Axis:
    said = json.dumps(names, ensure_ascii=False)
    is_slanted = orient == "top" and len(names) > _COLUMNS_WITH_LEVEL_NAMES
    return alt.Axis(
        labelExpr=f"{said}[datum.value]",
        title=title,
        orient=orient,
        labelAngle=-30 if is_slanted else 0,
        labelAlign="left" if is_slanted else "center" if orient == "top" else "right",
        labelLimit=220,
        labelPadding=8,
    )


def _ground(holders: dict[str, str], waiters: dict[str, str], palette: Palette) -> alt.Chart:
    """Draw the pairs in which nobody waits, so that an empty cell reads as none and not as unknown."""
    pairs = [{"holding": holding, "waiting": waiting} for holding in holders for waiting in waiters]
    ground = marks_of(pairs).mark_rect(
        cornerRadius=4, fill=palette.surface, stroke=palette.background, strokeWidth=3
    )
    squares: alt.Chart = ground.encode(x="holding:N", y="waiting:N")
    return squares
