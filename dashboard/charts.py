"""Charts of the screen: `dashboard.marks` in, what Plotly draws out. No question is asked, nothing is decided here."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any, assert_never

from dashboard import canvas, wording
from dashboard.canvas import NAME, SMALL
from dashboard.marks import BREAK, Bars, Outline, Role, Spans, Tiles
from dashboard.messages import t

if TYPE_CHECKING:
    from dashboard.canvas import Chart
    from dashboard.marks import Marks, Span, Tile
    from dashboard.style import Theme

ROW, LOW_ROW, TARGET_ROW = 38, 26, 80  # pixels: of a bar, of one of several of a unit, of a bar below two lines
DAY = 86_400_000  # milliseconds: the unit of lengths on Plotly's date axis
MOST_YEARS = 5  # few enough for a phone
DASHES = {Outline.PRINTED: "solid", Outline.COMPUTED: "5px,3px", Outline.UNKNOWN: "dot"}


def draw(marks: Marks, theme: Theme) -> Chart:
    """Return the chart of a view's marks."""
    if isinstance(marks, Bars):
        return bars(marks, theme)
    if isinstance(marks, Spans):
        return spans(marks, theme)
    if isinstance(marks, Tiles):
        return tiles(marks, theme)
    assert_never(marks)


def bars(marks: Bars, theme: Theme) -> Chart:
    """Return bars with words behind them: solid, tinted when provisional, hatched where a figure is left out.

    An outline is the full-year target, dashed when it was computed. Where bars are percents of it, words stand above.
    """
    if marks.is_percent:
        return _percents(marks, theme)
    shown, is_paired = marks.bars, marks.is_paired
    order = [canvas.escaped(bar.name) for bar in shown]
    slot = 0.06 * marks.largest
    lengths = [slot if bar.value is None else bar.value for bar in shown]
    labels = [canvas.markup(bar.label.parts) for bar in shown]
    return canvas.chart(
        [
            canvas.bars(shown, theme, x=lengths, y=order, width=0.7 if is_paired else 0.64),
            canvas.text(
                [max(length, bar.target or 0) for length, bar in zip(lengths, shown, strict=True)],
                order,
                [f" {label}" for label in labels],
                NAME if is_paired else canvas.LABEL,
                theme,
            ),
        ],
        theme,
        height=(LOW_ROW if is_paired else ROW) * max(len(shown), 1) + 24,
        shapes=[
            canvas.outline(bar.target, place, 0.4, "dash" if bar.outline is Outline.COMPUTED else "solid", theme)
            for place, bar in enumerate(shown)
            if bar.target is not None
        ],
        margin=canvas.room(order, labels),
        xaxis={"visible": False, "range": [0, marks.end], "fixedrange": True},
        yaxis=canvas.names(order, theme),
    )


def _percents(marks: Bars, theme: Theme) -> Chart:
    """Return results on a scale of each unit's own target, with two lines of words above each."""
    shown = marks.bars
    rows, names = list(range(len(shown))), [canvas.escaped(bar.name) for bar in shown]
    labels = [canvas.markup(bar.label.first) for bar in shown]
    below = [canvas.markup(bar.label.second) for bar in shown]
    ticks = [marks.step * number for number in range(int(marks.largest // marks.step) + 1)]
    guides, words = ([], []) if marks.pace is None else _guide(marks.pace, marks, theme)
    return canvas.chart(
        [
            canvas.bars(shown, theme, x=[bar.value for bar in shown], y=rows, width=0.22),
            canvas.text(
                [0] * len(shown),
                [row - (0.45 if more else 0.34) for row, more in zip(rows, below, strict=True)],
                [
                    f'{label}<br><span style="font-size:13px">{more}</span>' if more else label
                    for label, more in zip(labels, below, strict=True)
                ],
                NAME,
                theme,
            ),
        ],
        theme,
        height=TARGET_ROW * max(len(shown), 1) + (80 if guides else 40),
        shapes=[
            *(
                canvas.outline(bar.target, row, 0.19, DASHES[bar.outline], theme)
                for row, bar in enumerate(shown)
                if bar.target is not None and bar.outline is not None
            ),
            *guides,
        ],
        annotations=words,
        margin=canvas.room(names) | {"b": 72 if guides else 32},
        xaxis={
            "range": [0, marks.end], "fixedrange": True, "zeroline": False, "showgrid": False,
            "tickfont": {"color": theme.muted, "size": 13}, "tickangle": 0,
            "tickvals": ticks, "ticktext": [str(wording.percent(tick)) for tick in ticks],
        },
        yaxis={
            "range": [len(shown) - 0.66, -0.86], "fixedrange": True, "zeroline": False, "showgrid": False,
            "tickfont": {"color": theme.ink, "size": NAME}, "ticks": "", "ticklabelstandoff": 8,
            "tickvals": rows, "ticktext": names,
        },
    )  # fmt: skip


def _guide(pace: float, marks: Bars, theme: Theme) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the dotted lines of an even pace, across each bar and down to the axis, and its words below the axis.

    Between the bars they would run through words.
    """
    place, last = pace / marks.end, len(marks.bars) - 1
    lines = [
        {
            "type": "line", "x0": pace, "x1": pace, "y0": row - 0.19, "y1": row + (0.34 if row == last else 0.28),
            "line": {"color": theme.ink, "width": 2, "dash": "dot"},
        }
        for row in range(len(marks.bars))
    ]  # fmt: skip
    words = {
        "text": t("even pace of {n} months: {share}", n=round(pace * 12 / 100), share=wording.percent(pace)),
        "showarrow": False, "align": "left", "x": pace, "xref": "x", "y": 0, "yref": "paper", "yanchor": "top",
        "yshift": -24, "xanchor": "left" if place < 0.25 else "right" if place > 0.75 else "center",  # noqa: PLR2004
        "font": {"color": theme.muted, "size": 13},
    }  # fmt: skip
    return lines, [words]


def spans(marks: Spans, theme: Theme) -> Chart:
    """Return a row for each unit and restriction, a bar over the days of each figure, on an axis that ends in a break.

    Bars that follow one another leave no room between them: their words stand inside.
    """
    shown = marks.spans
    names = [_name_of_row(span) for span in shown]
    order = list(dict.fromkeys(names))
    is_crowded = len(order) < len(names)
    inks = [theme.ink_on(canvas.fill(span, theme)) for span in shown] if is_crowded else theme.ink
    years = range(marks.begin.year, marks.end.year + 1, marks.step(MOST_YEARS))
    begin, breaks, end = (day.isoformat() for day in (marks.begin, BREAK, marks.end))
    bars_ = canvas.bars(
        shown,
        theme,
        base=[span.start.isoformat() for span in shown],
        x=[span.days * DAY for span in shown],
        y=names,
        width=0.56,
        text=[f"<b>{span.figure.in_short}</b>" if is_crowded else canvas.markup(span.label.first) for span in shown],
        textposition="inside" if is_crowded else "outside",
        insidetextanchor="middle",
        textangle=0,
        textfont={"color": inks, "size": 14},
        cliponaxis=False,
    )
    return canvas.chart(
        [bars_],
        theme,
        height=(ROW + 12) * len(order) + 74,
        margin=canvas.room(order) | {"t": 34, "b": 30},
        shapes=[
            {
                "type": "rect", "xref": "x", "yref": "paper", "layer": "below",
                "x0": breaks, "x1": end, "y0": 0, "y1": 1, "fillcolor": theme.quiet, "line": {"width": 0},
            },
            {
                "type": "line", "xref": "x", "yref": "paper", "x0": breaks, "x1": breaks, "y0": 0, "y1": 1.02,
                "line": {"color": theme.muted, "width": 1.5, "dash": "dot"},
            },
        ],
        annotations=[
            {
                "text": marks.why_it_breaks, "showarrow": False,
                "x": breaks, "xref": "x", "xanchor": "right", "y": 1.02, "yref": "paper", "yanchor": "bottom",
                "font": {"color": theme.muted, "size": 13},
            }
        ],
        xaxis={
            "type": "date", "range": [begin, end], "fixedrange": True, "zeroline": False,
            "gridcolor": theme.line, "tickfont": {"color": theme.muted, "size": 13},
            "tickangle": 0, "tickvals": [f"{year}-01-01" for year in years], "ticktext": [str(year) for year in years],
        },
        yaxis=canvas.names(order, theme),
    )  # fmt: skip


def _name_of_row(span: Span) -> str:
    """Return the name of a unit, with the restriction of its figure in small lines below."""
    lines = [canvas.escaped(line) for line in textwrap.wrap(span.restriction, 14)]
    small = [f'<span style="font-size:{SMALL}px">{line}</span>' for line in lines]
    return "<br>".join([canvas.escaped(span.figure.name), *small])


def tiles(marks: Tiles, theme: Theme) -> Chart:
    """Return a tile for each unit at its place, shaded by value; a small map has no room for names."""
    shown = marks.tiles
    fills = [_shade(tile, theme) for tile in shown]
    edges = {Role.EMPTY: (theme.edge, 1), Role.OUTSIDE: (theme.quiet, 1), Role.OMITTED: (theme.muted, 1)}
    edges |= dict.fromkeys((Role.RESULT, Role.PROVISIONAL), ("rgba(0,0,0,0)", 0))
    inks = {Role.EMPTY: theme.muted, Role.OUTSIDE: theme.muted, Role.OMITTED: theme.ink}
    trace = canvas.trace(
        shown,
        x=[tile.column for tile in shown],
        y=[0.92] * len(shown),
        base=[-tile.row - 0.96 for tile in shown],
        width=0.94,
        marker=canvas.painted(shown, fills, edges, theme.line),
        text=[_words(tile, is_small=marks.is_small) for tile in shown],
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        constraintext="none",
        textfont={
            "color": [inks.get(tile.role) or theme.ink_on(fill) for tile, fill in zip(shown, fills, strict=True)],
            "size": 12,
        },
    )
    return canvas.chart(
        [trace],
        theme,
        height=(26 if marks.is_small else 66) * marks.rows + 8,
        margin={"l": 0, "r": 0, "t": 4, "b": 4},
        xaxis={"visible": False, "range": [-0.5, marks.columns - 0.5], "fixedrange": True},
        yaxis={"visible": False, "range": [-marks.rows, 0], "fixedrange": True},
    )


def _shade(tile: Tile, theme: Theme) -> str:
    if tile.strength is not None:
        return theme.shade(tile.strength)
    return theme.quiet if tile.role is Role.EMPTY else theme.surface  # hatched where a figure is left out


def _words(tile: Tile, *, is_small: bool) -> str:
    """Return the name of a tile on two lines, where there is room for it, and its figure."""
    said = str(tile.label) if tile.strength is None else tile.figure.in_short
    name = "" if is_small else _two_lines(canvas.escaped(tile.name))
    return "<br>".join(filter(None, [name, f"<b>{said}</b>" if said else ""]))


def _two_lines(name: str) -> str:
    """Return a name on two lines of about equal length: Hai Bà / Trưng."""
    breaks = [place for place, letter in enumerate(name) if letter == " "]
    if not breaks:
        return name
    middle = min(breaks, key=lambda place: abs(place - len(name) / 2))
    return f"{name[:middle]}<br>{name[middle + 1 :]}"
