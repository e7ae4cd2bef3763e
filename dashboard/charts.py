"""Charts as functions: rows of `dashboard.queries` in, a Plotly figure out. No question is asked, nothing is drawn.

A figure is a plain dict, as Plotly writes it in JSON: building, validating and copying `go.Figure` took a third of a
rerun. A test has Plotly validate every one of them.
"""

from __future__ import annotations

import html
import math
import re
import textwrap
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from dashboard import typeface, wording
from dashboard.messages import language, t
from dashboard.rows import observed
from dashboard.style import FONT, Theme

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from dashboard.figure import Figure as Mark
    from dashboard.rows import Row

Figure = dict[str, Any]  # {"data": [trace, …], "layout": {…}}

ROW = 38  # height of a row of bars, pixels
NAME, LABEL, SMALL = 14, 15, 11  # sizes of type: the names of rows, the words behind bars, small print below a name
DISTRICTS_END = date(2025, 6, 30)
AXIS_ENDS = date(2026, 7, 1)  # a year behind the break, so that it is seen to be one
DAY = 86_400_000  # milliseconds: the unit of lengths on Plotly's date axis


def config() -> dict[str, Any]:
    """Return the configuration of a chart, with Plotly's own words in the reader's language.

    There is no toolbar: pictures are made by the server, with caption and source.
    """
    words = {
        "Download plot": t("Take a picture of the chart"),
        "Download plot as a PNG": t("Take a picture of the chart"),
        "Taking snapshot - this may take a few seconds": t("The picture is being made …"),
        "Snapshot succeeded": t("The picture was saved:"),
        "Sorry, there was a problem downloading your snapshot!": t("The picture could not be made."),
    }
    locale = language.get()
    return {
        "displayModeBar": False,
        "doubleClick": False,
        "scrollZoom": False,
        "locale": locale,
        "locales": {locale: {"dictionary": words, "format": {"decimal": ",", "thousands": "."}}},
    }


def with_camera(kind: str) -> dict[str, Any]:
    """Return the configuration where the server has no Chrome: a toolbar of a camera that takes a `png` or `svg`."""
    return config() | {
        "displayModeBar": True,
        "displaylogo": False,
        "modeBarButtons": [["toImage"]],
        "toImageButtonOptions": {"format": kind, "scale": 2},
    }


def by_unit(units: Sequence[Row], theme: Theme) -> Figure:
    """Return bars by unit in the order of `units` (as from `queries.by_unit`).

    A bar is a figure: solid, or tinted when provisional. A hatched slot is a unit that the article speaks of without a
    figure. An outline is the full-year target, dashed when it was computed. Units with nothing published have no row.
    """
    shown = [row for row in units if row["state"] in ("observed", "omitted")]
    figures = observed(shown)
    omitted = [row for row in shown if row["state"] == "omitted"]
    order = [_name(row) for row in shown]
    ends = [max(row["value"], row["target"] or 0) for row in figures]
    largest = max(ends, default=0) or 1
    slots = [0.06 * largest] * len(omitted)
    labels = [_bold(bar_label(row), row) for row in figures] + [wording.MISSING] * len(omitted)
    bars = _bars(figures, theme, x=[row["value"] for row in figures], y=[_name(row) for row in figures], width=0.64)
    gaps = _bars(
        omitted, theme, x=slots, y=[_name(row) for row in omitted], width=0.64, marker=_hatch(theme.muted, theme)
    )
    words = {
        "type": "scatter",
        "mode": "text",
        "x": ends + slots,
        "y": bars["y"] + gaps["y"],
        "text": [f" {label}" for label in labels],
        "textposition": "middle right",
        "textfont": {"color": theme.ink, "size": LABEL},
        "cliponaxis": False,
        "hoverinfo": "skip",
    }
    outlines = [
        {
            "type": "rect",
            "x0": 0,
            "x1": row["target"],
            "y0": order.index(_name(row)) - 0.4,
            "y1": order.index(_name(row)) + 0.4,
            "fillcolor": "rgba(0,0,0,0)",
            "line": {"color": theme.accent, "width": 1.5, "dash": "dash" if row["target_status"] == "E" else "solid"},
        }
        for row in figures
        if row["target"] is not None
    ]
    return _figure(
        [bars, gaps, words],
        theme,
        height=ROW * max(len(shown), 1) + 24,
        barmode="overlay",
        shapes=outlines,
        margin=_room(order, labels),
        xaxis={"visible": False, "range": [0, 1.01 * largest], "fixedrange": True},
        yaxis=_names(order, theme),
    )


def bar_label(row: Row) -> str:
    """Return the words at the end of a bar: the figure, what it is worth, and its target where there is one."""
    label = said(row)
    if row["target"] is not None:
        label += f" / {row['target_in_full']}"
    if row["share_printed"] is not None:
        label += f" · {wording.printed_percent(row['share_printed'])}"
    elif row["share_recomputed"] is not None:
        label += f" · {wording.percent(row['share_recomputed'])} ({t('computed')})"
    return label


def said(row: Row) -> str:
    """Return a figure, and that it is provisional where it is."""
    return str(row["said"])


def _bold(label: str, row: Row) -> str:
    """Return a label whose figure, which it begins with, is bold."""
    figure = wording.figure(row["value"], row["qualifier"])
    return f"<b>{figure}</b>{label.removeprefix(figure)}"


def by_period(figures: Sequence[Row], sectors: Mapping[str, Row], theme: Theme) -> Figure:
    """Return one row for each unit and restriction, a bar over the days that each figure covers.

    `figures` as from `queries.by_period`. The axis ends in a labelled break where the district federations ended.
    """
    names = [_restricted_name(row, sectors) for row in figures]
    order = list(dict.fromkeys(names))
    # Bars that follow one another leave no room between them: their words stand inside.
    is_crowded = len(order) < len(names)
    bars = _bars(
        figures,
        theme,
        base=[row["period_start"].isoformat() for row in figures],
        x=[((row["period_end"] - row["period_start"]).days + 1) * DAY for row in figures],
        y=names,
        width=0.56,
    ) | {
        "text": [f"<b>{_short(row)}</b>" if is_crowded else _bold(said(row), row) for row in figures],
        "textposition": "inside" if is_crowded else "outside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "textfont": {
            "color": [theme.ink_on(_fill(row, theme)) for row in figures] if is_crowded else theme.ink,
            "size": 14,
        },
        "cliponaxis": False,
    }
    first = min(row["period_start"] for row in figures).replace(month=1, day=1)
    years = range(first.year, AXIS_ENDS.year + 1)
    ticks = years[:: 1 + len(years) // 5]  # few enough for a phone
    ends = (DISTRICTS_END + timedelta(days=1)).isoformat()
    return _figure(
        [bars],
        theme,
        height=(ROW + 12) * len(order) + 74,
        margin=_room(order, []) | {"t": 34, "b": 30},
        shapes=[
            {
                "type": "rect", "xref": "x", "yref": "paper", "layer": "below",
                "x0": ends, "x1": AXIS_ENDS.isoformat(), "y0": 0, "y1": 1,
                "fillcolor": theme.quiet, "line": {"width": 0},
            },
            {
                "type": "line", "xref": "x", "yref": "paper", "x0": ends, "x1": ends, "y0": 0, "y1": 1.02,
                "line": {"color": theme.muted, "width": 1.5, "dash": "dot"},
            },
        ],
        annotations=[
            {
                "text": t("30 Jun 2025: the district tier ends"), "showarrow": False,
                "x": ends, "xref": "x", "xanchor": "right", "y": 1.02, "yref": "paper", "yanchor": "bottom",
                "font": {"color": theme.muted, "size": 13},
            }
        ],
        xaxis={
            "type": "date", "range": [first.isoformat(), AXIS_ENDS.isoformat()], "fixedrange": True, "zeroline": False,
            "gridcolor": theme.line, "tickfont": {"color": theme.muted, "size": 13},
            "tickangle": 0, "tickvals": [f"{year}-01-01" for year in ticks], "ticktext": [str(year) for year in ticks],
        },
        yaxis=_names(order, theme),
    )  # fmt: skip


def _restricted_name(row: Row, sectors: Mapping[str, Row]) -> str:
    """Return the name of a unit, with the restriction of its figure in small lines below."""
    unit, *restriction = wording.restricted(row["name"], row["sector"], sectors).split(" · ")
    lines = [html.escape(line, quote=False) for part in restriction for line in textwrap.wrap(part, 14)]
    return "<br>".join(
        [html.escape(unit, quote=False), *(f'<span style="font-size:{SMALL}px">{line}</span>' for line in lines)]
    )


def _name(row: Row) -> str:
    """Return a unit's name as text: Plotly would take tags in it for its own."""
    return html.escape(row["name"], quote=False)


def comparison(figures: Sequence[Row], theme: Theme) -> Figure:
    """Return comparable periods side by side: a row for each unit and period, a group for each unit.

    `figures`: those rows of `queries.by_period` that are comparable, of one sector and one length of period. A bar is
    solid, or tinted when provisional.
    """
    names = [f"{_name(row)} · {wording.period(row['time_period'])}" for row in figures]
    labels = [_bold(said(row), row) for row in figures]
    bars = _bars(figures, theme, x=[row["value"] for row in figures], y=names, width=0.7) | {
        "text": labels,
        "textposition": "outside",
        "textfont": {"color": theme.ink, "size": 14},
        "cliponaxis": False,
    }
    largest = max((row["value"] for row in figures), default=0) or 1
    return _figure(
        [bars],
        theme,
        height=26 * max(len(figures), 1) + 24,
        barmode="overlay",  # two bars are never made one longer bar
        margin=_room(names, labels),
        xaxis={"visible": False, "range": [0, largest], "fixedrange": True},
        yaxis=_names(names, theme),
    )


def tile_map(units: Sequence[Mark], inside: Sequence[str], theme: Theme, *, is_small: bool = False) -> Figure:
    """Return a tile for each federation at its relative place, shaded by value; a small map has no room for names.

    `units` as from `queries.by_unit`; `inside` are the chosen unit ids. Outside the selection a tile is but a place: it
    has no figure to show or to ask about.
    """
    tiles = [row if row["unit_id"] in inside else replace(row, state="outside", claim_id=None) for row in units]
    figures = observed(tiles)
    omitted = [row for row in tiles if row["state"] == "omitted"]
    others = [row for row in tiles if row["state"] not in ("observed", "omitted")]
    largest = max((row["value"] for row in figures), default=0) or 1
    # One value alone is neither large nor small: it takes the middle of the scale.
    fills = [theme.shade(row["value"] / largest if len(figures) > 1 else 0.5) for row in figures]
    plain = [theme.surface if row["state"] == "outside" else theme.quiet for row in others]
    edges = [theme.quiet if row["state"] == "outside" else theme.edge for row in others]
    rows, columns = (max(row[place] for row in units) for place in ("tile_row", "tile_col"))
    names = (lambda _: "") if is_small else _name
    return _figure(
        [
            _tiles(figures, names, [_short(row) for row in figures], [theme.ink_on(fill) for fill in fills])
            | {"marker": {"color": fills}},
            _tiles(omitted, names, [wording.MISSING] * len(omitted), [theme.ink] * len(omitted))
            | {"marker": _hatch(theme.line, theme)},
            _tiles(others, names, [""] * len(others), [theme.muted] * len(others))
            | {"marker": {"color": plain, "line": {"color": edges, "width": 1}}},
        ],
        theme,
        barmode="overlay",
        height=(26 if is_small else 66) * (rows + 1) + 8,
        margin={"l": 0, "r": 0, "t": 4, "b": 4},
        xaxis={"visible": False, "range": [-0.5, columns + 0.5], "fixedrange": True},
        yaxis={"visible": False, "range": [-rows - 1, 0], "fixedrange": True},
    )


def _tiles(
    units: Sequence[Row], names: Callable[[Row], str], values: Sequence[str], inks: Sequence[str]
) -> dict[str, Any]:
    """Return the tiles of some units as bars that float on a grid, with their names and values."""
    return {
        "type": "bar",
        "x": [row["tile_col"] for row in units],
        "y": [0.92] * len(units),
        "base": [-row["tile_row"] - 0.96 for row in units],
        "width": 0.94,
        "customdata": [[row["claim_id"]] for row in units],
        "text": [
            "<br>".join(filter(None, [_two_lines(names(row)), f"<b>{value}</b>" if value else ""]))
            for row, value in zip(units, values, strict=True)
        ],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "constraintext": "none",
        "textfont": {"color": list(inks), "size": 12},
        "hovertext": [_hover(row) for row in units],
        "hovertemplate": "%{hovertext}<extra></extra>",
        **_KEEP_WHEN_SELECTED,
    }


def _two_lines(name: str) -> str:
    """Return a name on two lines of about equal length: Hai Bà / Trưng."""
    breaks = [place for place, letter in enumerate(name) if letter == " "]
    if not breaks:
        return name
    middle = min(breaks, key=lambda place: abs(place - len(name) / 2))
    return f"{name[:middle]}<br>{name[middle + 1 :]}"


def _short(row: Row) -> str:
    return wording.figure(row["value"], row["qualifier"]) + ("*" if row["obs_status"] == "P" else "")


def _hover(row: Row) -> str:
    """Return the words under the pointer: the figure and where it is from, or why there is none."""
    if row.get("state", "observed") == "observed":
        said = wording.figure(row["value"], row["qualifier"])
        if row["obs_status"] == "P":
            said += f" ({t('provisional')})"
        period = f"<br>{wording.sentence(wording.period(row['time_period']))}" if row.get("time_period") else ""
        title = _wrapped(row["title"])
        return f"<b>{_name(row)}: {said}</b>{period}<br>{title}<br>{t('Click: evidence')}"
    reasons = {
        "omitted": t("{unit}: the article speaks of the unit but prints no figure", unit=_name(row)),
        "outside": t("{unit}: outside the selection", unit=_name(row)),
        "unpublished": t("{unit}: not in the articles that were read", unit=_name(row)),
        "not_applicable": t("{unit}: did not exist in this period", unit=_name(row)),
    }
    return reasons[row["state"]]


@lru_cache
def _wrapped(title: str) -> str:
    return "<br>".join(textwrap.wrap(html.escape(title, quote=False), 48))


def _fill(row: Row, theme: Theme) -> str:
    return theme.tint if row["obs_status"] == "P" else theme.accent


def _bars(marks: Sequence[Row], theme: Theme, **trace: Any) -> dict[str, Any]:
    """Return horizontal bars, one for each row, that know the claim behind them."""
    return {
        "type": "bar",
        "orientation": "h",
        "customdata": [[row["claim_id"]] for row in marks],
        "marker": {
            "color": [_fill(row, theme) for row in marks],
            "line": {"color": theme.accent, "width": 1.5},
        },
        "hovertext": [_hover(row) for row in marks],
        "hovertemplate": "%{hovertext}<extra></extra>",
        **_KEEP_WHEN_SELECTED,
        **trace,
    }


def _hatch(stroke: str, theme: Theme) -> dict[str, Any]:
    """Return the marker of a slot without a figure; the strokes are faint where they lie behind words."""
    return {
        "color": theme.surface,
        "line": {"color": theme.muted, "width": 1},
        "pattern": {"shape": "/", "fgcolor": stroke, "size": 8, "solidity": 0.2},
    }


# A selected mark must not make the others look weaker: nobody said that they are.
_KEEP_WHEN_SELECTED = {"selected": {"marker": {"opacity": 1}}, "unselected": {"marker": {"opacity": 1}}}


def _room(names: Sequence[str], labels: Sequence[str]) -> dict[str, int]:
    """Return margins for the names on the left and for the longest label behind the longest bar, on a phone too.

    Measured here, since Plotly's own automargin draws every chart a second time.
    """
    left, right = (
        max((_width(line, size) for text in texts for line in text.split("<br>")), default=0)
        for texts, size in ((names, NAME), (labels, LABEL))
    )
    return {"l": 16 + math.ceil(left), "r": 16 + math.ceil(right), "t": 8, "b": 8}


def _width(line: str, size: int) -> float:
    """Return how wide a line of Plotly's is, at most: all of it is taken for bold where a part is."""
    words = html.unescape(re.sub("<[^>]*>", "", line))
    weight = typeface.BOLD if "<b>" in line else typeface.REGULAR
    return typeface.width(words, SMALL if "<span" in line else size, weight)


def _names(order: list[str], theme: Theme) -> dict[str, Any]:
    """Return the axis of a bar chart with one named row for each entry, the first on top."""
    return {
        "type": "category",
        "categoryorder": "array",
        "categoryarray": order,
        "range": [len(order) - 0.5, -0.5],
        "fixedrange": True,
        "ticks": "",
        "tickfont": {"color": theme.ink, "size": NAME},
        "ticklabelstandoff": 8,
        "showgrid": False,
        "zeroline": False,
    }


def _figure(traces: list[dict[str, Any]], theme: Theme, **layout: Any) -> Figure:
    """Return a figure in the dashboard's style."""
    hover_font = {"family": FONT, "color": theme.ink, "size": 13}
    style = {
        "template": {"layout": {}},  # none: Plotly would add its default one, 6 KB a figure
        "font": {"family": FONT, "color": theme.ink, "size": 14},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "margin": {"l": 8, "r": 12, "t": 8, "b": 8},
        "showlegend": False,
        "dragmode": False,
        "clickmode": "event+select",
        "hoverlabel": {"bgcolor": theme.surface, "bordercolor": theme.line, "font": hover_font, "align": "left"},
    }
    return {"data": traces, "layout": style | layout}


TARGET_ROW = 80  # height of a row on the scale of a target: two lines of words above a bar


def targets(figures: Sequence[Row], indicator: Row, pace: float | None, theme: Theme) -> Figure:
    """Return results on a scale of each unit's own full-year target, in percent of it.

    A bar is the result: solid, or tinted when provisional. The outline is the target: solid when printed, dashed when
    computed, dotted when only a share of it is printed. `figures`: rows of `queries.by_unit` with `reached`, others are
    not drawn. `pace`: the percent of an even pace, a dotted guide; None for none.
    """
    shown = [row for row in figures if row["reached"] is not None]
    rows = list(range(len(shown)))
    largest = max([100, *(row["reached"] for row in shown)])
    bars = _bars(shown, theme, x=[row["reached"] for row in shown], y=rows, width=0.22)
    labels = [_against_target(row, indicator) for row in shown]
    words = {
        "type": "scatter",
        "mode": "text",
        "x": [0] * len(shown),
        "y": [row - (0.45 if "<br>" in label else 0.34) for row, label in zip(rows, labels, strict=True)],
        "text": labels,
        "textposition": "middle right",
        "textfont": {"color": theme.ink, "size": 14},
        "cliponaxis": False,
        "hoverinfo": "skip",
    }
    dashes = {"A": "solid", "E": "5px,3px", None: "dot"}
    outlines = [
        {
            "type": "rect", "x0": 0, "x1": 100, "y0": place - 0.19, "y1": place + 0.19, "fillcolor": "rgba(0,0,0,0)",
            "line": {"color": theme.accent, "width": 1.5, "dash": dashes[row["target_status"]]},
        }
        for place, row in enumerate(shown)
    ]  # fmt: skip
    ticks = _percents(largest)
    guides, label = _guide(pace, 1.01 * largest, len(shown), theme) if pace is not None else ([], [])
    return _figure(
        [bars, words],
        theme,
        height=TARGET_ROW * max(len(shown), 1) + (80 if guides else 40),
        shapes=[*outlines, *guides],
        annotations=label,
        margin=_room([_name(row) for row in shown], []) | {"b": 72 if guides else 32},
        xaxis={
            "range": [0, 1.01 * largest], "fixedrange": True, "zeroline": False, "showgrid": False,
            "tickfont": {"color": theme.muted, "size": 13}, "tickangle": 0,
            "tickvals": ticks, "ticktext": [str(wording.percent(tick)) for tick in ticks],
        },
        yaxis={
            "range": [len(shown) - 0.66, -0.86], "fixedrange": True, "zeroline": False, "showgrid": False,
            "tickfont": {"color": theme.ink, "size": NAME}, "ticks": "", "ticklabelstandoff": 8,
            "tickvals": rows, "ticktext": [_name(row) for row in shown],
        },
    )  # fmt: skip


def _against_target(row: Row, indicator: Row) -> str:
    """Return the words above a bar, on two lines."""
    label, below = _result_and_target(row, indicator), _worth(row)
    label = _bold(html.escape(label, quote=False), row)
    return f'{label}<br><span style="font-size:13px">{below}</span>' if below else label


def against_target(row: Row, indicator: Row) -> str:
    """Return in plain words what stands above a bar: result and target, then the share as printed and recomputed."""
    return " · ".join(filter(None, [_result_and_target(row, indicator), _worth(row)]))


def _result_and_target(row: Row, indicator: Row) -> str:
    label = wording.figure(row["value"], row["qualifier"])
    measure = wording.measure(indicator, row["value"] if row["target"] is None else row["target"])
    if row["target"] is None:
        return f"{label} {measure} / {t('target not printed')}"
    computed = f" ({t('computed')})" if row["target_status"] == "E" else ""
    return f"{label} / {wording.figure(row['target'], row['target_qualifier'] or 'exact')} {measure}{computed}"


def _worth(row: Row) -> str:
    provisional = t("provisional") if row["obs_status"] == "P" else ""
    return " · ".join(filter(None, [_shares(row), provisional]))


def _shares(row: Row) -> str:
    """Return the share as printed and as recomputed; "≠" where the two differ by more than rounding."""
    printed, recomputed = row["share_printed"], row["share_recomputed"]
    said = [
        t("printed {share}", share=wording.printed_percent(printed)) if printed is not None else "",
        t("recomputed {share}", share=wording.percent(recomputed)) if recomputed is not None else "",
    ]
    if row["share_agrees"] is not False:
        return " · ".join(filter(None, said))
    return " ≠ ".join(said) if all(said) else f"≠ {said[0]}"


def _percents(largest: float) -> list[float]:
    """Return few enough round percents from 0 to `largest`."""
    step = percent_step(largest)
    return [step * number for number in range(int(largest // step) + 1)]


def percent_step(largest: float) -> float:
    """Return how many percents lie between the marks of an axis that ends at `largest`, so that they are few and round.

    >>> percent_step(135), percent_step(400)
    (50, 100)
    """
    return next(step for step in (50, 100, 200, 500, 1000, 5000, largest) if largest / step <= 5)  # noqa: PLR2004


def _guide(pace: float, end: float, n_rows: int, theme: Theme) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the dotted lines of an even pace, across each bar and down to the axis, and its words below the axis.

    Between the bars they would run through words. The axis ends at `end`.
    """
    place = pace / end
    lines = [
        {
            "type": "line", "x0": pace, "x1": pace, "y0": row - 0.19, "y1": row + (0.34 if row == n_rows - 1 else 0.28),
            "line": {"color": theme.ink, "width": 2, "dash": "dot"},
        }
        for row in range(n_rows)
    ]  # fmt: skip
    words = {
        "text": t("even pace {share}:<br>for reference only", share=wording.percent(pace)),
        "showarrow": False, "align": "left", "x": pace, "xref": "x", "y": 0, "yref": "paper", "yanchor": "top",
        "yshift": -24, "xanchor": "left" if place < 0.25 else "right" if place > 0.75 else "center",  # noqa: PLR2004
        "font": {"color": theme.muted, "size": 13},
    }  # fmt: skip
    return lines, [words]
