"""The views of an indicator: each a chart, its words and the figures behind it, for the page and its files alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dashboard import captions, charts, queries

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd
    import plotly.graph_objects as go

    from dashboard.captions import Caption
    from dashboard.filters import Selection
    from dashboard.queries import Series
    from dashboard.style import Theme


@dataclass(frozen=True)
class View:
    """One chart of a selection. `frame` has a row for each mark, with the claim_id behind it where there is one."""

    series: Series
    name: str
    caption: Caption
    figure: Callable[[Theme], go.Figure]
    frame: pd.DataFrame


def by_unit(series: Series, selection: Selection) -> View:
    """Return the bars by unit; where nothing is published about any unit, the figure has no mark."""
    frame = _chosen(series, selection)
    caption = captions.by_unit(
        queries.indicators()[series.indicator_id],
        series,
        selection,
        queries.sectors(),
        frame,
        queries.total(series, selection.unit_ids),
    )
    return View(series, "by_unit", caption, lambda theme: charts.by_unit(frame, theme), frame)


def by_period(series: Series, selection: Selection) -> View | None:
    """Return the time axis of all published figures, or None where there are none."""
    frame = queries.by_period(series.indicator_id, selection.unit_ids)
    if frame.empty:
        return None
    caption = captions.by_period(queries.indicators()[series.indicator_id], selection, frame)
    return View(series, "by_period", caption, lambda theme: charts.by_period(frame, queries.sectors(), theme), frame)


def comparison(series: Series, selection: Selection) -> View | None:
    """Return comparable periods side by side, or None where no unit has two."""
    frame = queries.by_period(series.indicator_id, selection.unit_ids)
    frame = frame[frame["is_comparable"]]
    if frame.empty:
        return None
    caption = captions.comparison(queries.indicators()[series.indicator_id], selection, frame)
    return View(series, "comparison", caption, lambda theme: charts.comparison(frame, theme), frame)


def tile_map(series: Series, selection: Selection) -> View:
    """Return the tile map of all federations."""
    everyone = queries.by_unit(series, selection.order)
    frame = _chosen(series, selection)
    caption = captions.tile_map(queries.indicators()[series.indicator_id], series, selection, queries.sectors(), frame)
    return View(series, "tile_map", caption, lambda theme: charts.tile_map(everyone, selection.unit_ids, theme), frame)


VIEWS = {"by_unit": by_unit, "by_period": by_period, "comparison": comparison, "tile_map": tile_map}


def _chosen(series: Series, selection: Selection) -> pd.DataFrame:
    everyone = queries.by_unit(series, selection.order)
    return everyone[everyone["unit_id"].isin(selection.unit_ids)]
