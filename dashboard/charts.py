"""Charts as functions: a frame of `dashboard.queries` in, a Plotly figure out. No question is asked, nothing is drawn.

Figures are written as plain dicts and not validated on each rerun; a test validates every one of them.
"""

from __future__ import annotations

import html
import re
import textwrap
from typing import TYPE_CHECKING, Any

import pandas as pd
import plotly.graph_objects as go

from dashboard import wording
from dashboard.messages import t
from dashboard.rows import Row, rows
from dashboard.style import SCREEN_FONT, Theme

if TYPE_CHECKING:
    from collections.abc import Sequence

ROW = 38  # height of a row of bars, pixels
DISTRICTS_END = pd.Timestamp("2025-06-30")
DAY = 86_400_000  # milliseconds: the unit of lengths on Plotly's date axis

# Pictures are made by the server, with caption and source; the chart's own toolbar is the way where it has no Chrome.
CONFIG: dict[str, Any] = {"displayModeBar": False, "doubleClick": False, "scrollZoom": False}


def with_camera(kind: str) -> dict[str, Any]:
    """Return the configuration of a chart whose toolbar has nothing but a camera that takes a `png` or `svg`."""
    return CONFIG | {
        "displayModeBar": True,
        "displaylogo": False,
        "modeBarButtons": [["toImage"]],
        "toImageButtonOptions": {"format": kind, "scale": 2},
    }


def by_unit(frame: pd.DataFrame, theme: Theme) -> go.Figure:
    """Return bars by unit in the order of `frame` (as from `queries.by_unit`).

    A bar is a figure: solid, or tinted when provisional. A hatched slot is a unit that the article speaks of without a
    figure. An outline is the full-year target, dashed when it was computed. Units with nothing published have no row.
    """
    shown = frame[frame["state"].isin(["observed", "omitted"])]
    observed = shown[shown["state"] == "observed"]
    omitted = shown[shown["state"] == "omitted"]
    largest = float(max(observed["value"].max(), observed["target"].fillna(0).max())) if len(observed) else 1.0
    provisional = observed["obs_status"] == "P"
    labels = _labels(observed)
    slot = 0.06 * largest
    bars = {
        "type": "bar",
        "orientation": "h",
        "x": observed["value"].tolist(),
        "y": observed["name"].tolist(),
        "customdata": [[claim] for claim in observed["claim_id"]],
        "width": 0.64,
        "marker": {
            "color": [theme.tint if is_provisional else theme.accent for is_provisional in provisional],
            "line": {"color": theme.accent, "width": 1.5},
        },
        "hovertext": [_hover(row) for row in rows(observed)],
        "hovertemplate": "%{hovertext}<extra></extra>",
        **_KEEP_WHEN_SELECTED,
    }
    slots = {
        "type": "bar",
        "orientation": "h",
        "x": [slot] * len(omitted),
        "y": omitted["name"].tolist(),
        "width": 0.64,
        "marker": _hatch(theme, theme.muted),
        "hovertext": [_hover(row) for row in rows(omitted)],
        "hovertemplate": "%{hovertext}<extra></extra>",
        **_KEEP_WHEN_SELECTED,
    }
    words = {
        "type": "scatter",
        "mode": "text",
        "x": [*observed[["value", "target"]].max(axis=1), *[slot] * len(omitted)],
        "y": [*observed["name"], *omitted["name"]],
        "text": [f" {label}" for label in (*labels, *[wording.MISSING] * len(omitted))],
        "textposition": "middle right",
        "textfont": {"color": theme.ink, "size": 15},
        "cliponaxis": False,
        "hoverinfo": "skip",
    }
    order = shown["name"].tolist()
    outlines = [
        {
            "type": "rect",
            "x0": 0,
            "x1": row["target"],
            "y0": order.index(row["name"]) - 0.4,
            "y1": order.index(row["name"]) + 0.4,
            "fillcolor": "rgba(0,0,0,0)",
            "line": {"color": theme.accent, "width": 1.5, "dash": "dash" if row["target_status"] == "E" else "solid"},
        }
        for row in rows(observed[observed["target"].notna()])
    ]
    return _figure(
        [bars, slots, words],
        theme,
        height=ROW * max(len(shown), 1) + 24,
        barmode="overlay",
        shapes=outlines,
        margin=_room_for(labels),
        xaxis={"visible": False, "range": [0, largest or 1], "fixedrange": True},
        yaxis=_rows(order, theme),
    )


def _labels(observed: pd.DataFrame) -> list[str]:
    """Return the words at the end of each bar: the figure, what it is worth, and its target where there is one."""
    labels: list[str] = []
    for row in rows(observed):
        label = f"<b>{wording.figure(row['value'], row['qualifier'])}</b>"
        if row["obs_status"] == "P":
            label += f" {t('provisional')}"
        if pd.notna(row["target"]):
            computed = f" ({t('computed')})" if row["target_status"] == "E" else ""
            label += f" / {wording.number(row['target'])}{computed}"
        if pd.notna(row["share_printed"]):
            label += f" · {wording.percent(row['share_printed'])}"
        elif pd.notna(row["share_recomputed"]):
            label += f" · {wording.percent(row['share_recomputed'])} ({t('computed')})"
        labels.append(label)
    return labels


def _room_for(labels: list[str]) -> dict[str, int]:
    """Return margins that leave room for the longest label behind the longest bar, on a phone too."""
    longest = max((len(re.sub("<[^>]+>", "", label)) for label in labels), default=0)
    return {"l": 8, "r": 16 + 8 * longest, "t": 8, "b": 8}


def by_period(frame: pd.DataFrame, sectors: dict[str, Row], theme: Theme) -> go.Figure:
    """Return one row for each unit and restriction, a bar over the days that each figure covers.

    `frame` as from `queries.by_period`. The axis ends in a labelled break where the district federations ended.
    """
    names = [_restricted_name(row, sectors) for row in rows(frame)]
    starts = pd.to_datetime(frame["period_start"])
    ends = pd.to_datetime(frame["period_end"]) + pd.Timedelta(days=1)
    provisional = (frame["obs_status"] == "P").tolist()
    bars = {
        "type": "bar",
        "orientation": "h",
        "base": [day.isoformat() for day in starts],
        "x": [(end - start).days * DAY for start, end in zip(starts, ends, strict=True)],
        "y": names,
        "customdata": [[claim] for claim in frame["claim_id"]],
        "text": [f"<b>{wording.figure(row['value'], row['qualifier'])}</b>" for row in rows(frame)],
        "textposition": "inside" if frame["is_comparable"].any() else "outside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "textfont": {
            "color": [theme.ink_on(theme.tint if p else theme.accent) for p in provisional]
            if frame["is_comparable"].any()
            else theme.ink,
            "size": 14,
        },
        "cliponaxis": False,
        "width": 0.56,
        "marker": {
            "color": [theme.tint if is_provisional else theme.accent for is_provisional in provisional],
            "line": {"color": theme.accent, "width": 1.5},
        },
        "hovertext": [
            f"{row['name']}<br>{wording.sentence(wording.period(row['time_period']))}: "
            f"{wording.figure(row['value'], row['qualifier'])}<br>{t('Click: evidence')}"
            for row in rows(frame)
        ],
        "hovertemplate": "%{hovertext}<extra></extra>",
        **_KEEP_WHEN_SELECTED,
    }
    first = pd.Timestamp(year=int(starts.min().year), month=1, day=1)
    last = pd.Timestamp("2026-07-01")
    order = list(dict.fromkeys(names))
    years = range(first.year, last.year + 1)
    step = 1 + len(years) // 6
    return _figure(
        [bars],
        theme,
        height=(ROW + 12) * len(order) + 74,
        margin={"l": 8, "r": 12, "t": 34, "b": 30},
        shapes=[
            {
                "type": "rect",
                "xref": "x",
                "yref": "paper",
                "x0": DISTRICTS_END.isoformat(),
                "x1": last.isoformat(),
                "y0": 0,
                "y1": 1,
                "fillcolor": theme.quiet,
                "line": {"width": 0},
                "layer": "below",
            },
            {
                "type": "line",
                "xref": "x",
                "yref": "paper",
                "x0": DISTRICTS_END.isoformat(),
                "x1": DISTRICTS_END.isoformat(),
                "y0": 0,
                "y1": 1.02,
                "line": {"color": theme.muted, "width": 1.5, "dash": "dot"},
            },
        ],
        annotations=[
            {
                "x": DISTRICTS_END.isoformat(),
                "xref": "x",
                "y": 1.02,
                "yref": "paper",
                "xanchor": "right",
                "yanchor": "bottom",
                "showarrow": False,
                "font": {"color": theme.muted, "size": 13},
                "text": t("30/06/2025: the district tier ends"),
            }
        ],
        xaxis={
            "type": "date",
            "range": [first.isoformat(), last.isoformat()],
            "fixedrange": True,
            "gridcolor": theme.line,
            "tickvals": [f"{year}-01-01" for year in years if (year - first.year) % step == 0],
            "ticktext": [str(year) for year in years if (year - first.year) % step == 0],
            "tickfont": {"color": theme.muted, "size": 13},
            "zeroline": False,
        },
        yaxis=_rows(order, theme),
    )


def _restricted_name(row: Row, sectors: dict[str, Row]) -> str:
    """Return the name of a unit, with the restriction of its figure in small lines below."""
    unit, *restriction = wording.restricted(row["name"], row["sector"], sectors).split(" · ")
    lines = [line for part in restriction for line in textwrap.wrap(part, 18)]
    return "<br>".join([unit, *(f'<span style="font-size:11px">{line}</span>' for line in lines)])


def tile_map(frame: pd.DataFrame, inside: Sequence[str], theme: Theme) -> go.Figure:
    """Return a tile for each federation at its relative place, shaded by value.

    `frame` as from `queries.by_unit` for all federations, joined with tile_row and tile_col; `inside` are the chosen
    unit ids, the others are drawn faint.
    """
    largest = frame.loc[frame["unit_id"].isin(inside), "value"].max()
    is_inside = frame["unit_id"].isin(inside)
    # Outside the selection a tile is but a place: it has no figure to show or to ask about.
    frame = frame.assign(
        claim_id=frame["claim_id"].where(is_inside),
        state=frame["state"].where(is_inside, "outside"),
    )
    hatched = frame["state"] == "omitted"
    fills, inks, texts = [], [], []
    for row in rows(frame[~hatched]):
        fill, ink, value = (theme.surface if row["state"] == "outside" else theme.quiet), theme.muted, ""
        if row["state"] == "observed":
            fill = theme.shade(float(row["value"] / largest)) if largest else theme.tint
            ink, value = theme.ink_on(fill), f"<br><b>{_short(row)}</b>"
        fills.append(fill)
        inks.append(ink)
        texts.append(_two_lines(row["name"]) + value)
    plain = _tiles(frame[~hatched], texts, inks) | {
        "marker": {"color": fills, "line": {"color": theme.quiet, "width": 1}}
    }
    slots = frame[hatched]
    texts = [f"{_two_lines(name)}<br><b>{wording.MISSING}</b>" for name in slots["name"]]
    open_ = _tiles(slots, texts, [theme.ink] * len(slots)) | {"marker": _hatch(theme, theme.line)}
    last_row, last_col = int(frame["tile_row"].max()), int(frame["tile_col"].max())
    return _figure(
        [plain, open_],
        theme,
        barmode="overlay",
        height=66 * (last_row + 1) + 8,
        margin={"l": 0, "r": 0, "t": 4, "b": 4},
        xaxis={"visible": False, "range": [-0.5, last_col + 0.5], "fixedrange": True},
        yaxis={"visible": False, "range": [-last_row - 1, 0], "fixedrange": True},
    )


def comparison(frame: pd.DataFrame, theme: Theme) -> go.Figure:
    """Return comparable periods side by side: a row for each unit and period, a group for each unit.

    `frame`: the rows of `queries.by_period` that are comparable.
    """
    names = [f"{row['name']} · {wording.period(row['time_period'])}" for row in rows(frame)]
    labels = [f"<b>{wording.figure(row['value'], row['qualifier'])}</b>" for row in rows(frame)]
    provisional = (frame["obs_status"] == "P").tolist()
    bars = {
        "type": "bar",
        "orientation": "h",
        "x": frame["value"].tolist(),
        "y": names,
        "customdata": [[claim] for claim in frame["claim_id"]],
        "text": labels,
        "textposition": "outside",
        "textfont": {"color": theme.ink, "size": 14},
        "cliponaxis": False,
        "width": 0.7,
        "marker": {
            "color": [theme.tint if p else theme.accent for p in provisional],
            "line": {"color": theme.accent, "width": 1.5},
        },
        "hovertemplate": "%{y}: %{x}<extra></extra>",
        **_KEEP_WHEN_SELECTED,
    }
    return _figure(
        [bars],
        theme,
        height=26 * max(len(frame), 1) + 24,
        margin=_room_for(labels),
        xaxis={"visible": False, "range": [0, float(frame["value"].max()) or 1], "fixedrange": True},
        yaxis=_rows(names, theme),
    )


def _tiles(frame: pd.DataFrame, texts: list[str], inks: list[str]) -> dict[str, Any]:
    """Return the tiles of some units as bars that float on a grid."""
    return {
        "type": "bar",
        "x": frame["tile_col"].tolist(),
        "y": [0.92] * len(frame),
        "base": (-frame["tile_row"] - 0.96).tolist(),
        "width": 0.94,
        "customdata": [[claim if pd.notna(claim) else None] for claim in frame["claim_id"]],
        "text": texts,
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "constraintext": "none",
        "textfont": {"color": inks, "size": 12},
        "hovertext": [_hover(row) for row in rows(frame)],
        "hovertemplate": "%{hovertext}<extra></extra>",
        **_KEEP_WHEN_SELECTED,
    }


def _two_lines(name: str) -> str:
    """Return a name on two lines of about equal length where it is long: Hai Bà / Trưng."""
    breaks = [place for place, letter in enumerate(name) if letter == " "]
    if not breaks:
        return name
    middle = min(breaks, key=lambda place: abs(place - len(name) / 2))
    return f"{name[:middle]}<br>{name[middle + 1 :]}"


def _short(row: Row) -> str:
    return wording.figure(row["value"], row["qualifier"]) + ("*" if row["obs_status"] == "P" else "")


def _hover(row: Row) -> str:
    """Return the words under the pointer: the figure and where it is from, or why there is none."""
    if row["state"] == "observed":
        said = wording.figure(row["value"], row["qualifier"])
        if row["obs_status"] == "P":
            said += f" ({t('provisional')})"
        title = "<br>".join(textwrap.wrap(html.escape(row["title"]), 48))
        return f"<b>{row['name']}: {said}</b><br>{title}<br>{t('Click: evidence')}"
    reasons = {
        "omitted": t("{unit}: the article speaks of the unit but prints no figure", unit=row["name"]),
        "outside": t("{unit}: outside the selection", unit=row["name"]),
        "unpublished": t("{unit}: nothing published", unit=row["name"]),
        "not_applicable": t("{unit}: did not exist in this period", unit=row["name"]),
    }
    return reasons[row["state"]]


def _hatch(theme: Theme, color: str) -> dict[str, Any]:
    """Return the marker of a slot without a figure; `color` is that of the strokes, faint behind words."""
    return {
        "color": theme.surface,
        "line": {"color": theme.muted, "width": 1},
        "pattern": {"shape": "/", "fgcolor": color, "size": 8, "solidity": 0.2},
    }


# A selected mark must not make the others look weaker: nobody said that they are.
_KEEP_WHEN_SELECTED = {"selected": {"marker": {"opacity": 1}}, "unselected": {"marker": {"opacity": 1}}}


def _rows(order: list[str], theme: Theme) -> dict[str, Any]:
    """Return the axis of a bar chart with one named row for each entry, the first on top."""
    return {
        "type": "category",
        "categoryorder": "array",
        "categoryarray": order,
        "range": [len(order) - 0.5, -0.5],
        "automargin": True,
        "fixedrange": True,
        "ticks": "",
        "tickfont": {"color": theme.ink, "size": 14},
        "showgrid": False,
        "zeroline": False,
        "ticklabelstandoff": 8,
    }


def _figure(traces: list[dict[str, Any]], theme: Theme, **layout: Any) -> go.Figure:
    """Return a figure in the dashboard's style. Plotly does not validate it: that took most of the time of a rerun."""
    return go.Figure(
        {
            "data": traces,
            "layout": {
                "template": {"layout": {}},  # none: Plotly would add its default one, 6 KB a figure
                "font": {"family": SCREEN_FONT, "color": theme.ink, "size": 14},
                "paper_bgcolor": "rgba(0,0,0,0)",
                "plot_bgcolor": "rgba(0,0,0,0)",
                "margin": {"l": 8, "r": 12, "t": 8, "b": 8},
                "showlegend": False,
                "dragmode": False,
                "clickmode": "event+select",
                "hoverlabel": {
                    "bgcolor": theme.surface,
                    "bordercolor": theme.line,
                    "font": {"family": SCREEN_FONT, "color": theme.ink, "size": 13},
                    "align": "left",
                },
                **layout,
            },
        },
        _validate=False,
    )
