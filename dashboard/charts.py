"""Charts of the screen: `dashboard.marks` in, what Plotly draws out. No question is asked, nothing is decided here."""

from __future__ import annotations

import textwrap
from datetime import timedelta
from typing import TYPE_CHECKING, Any, assert_never

from dashboard import canvas, wording
from dashboard.canvas import NAME, SMALL
from dashboard.marks import BREAK, Bars, Outline, Role, Spans, Tiles
from dashboard.messages import t

if TYPE_CHECKING:
    from dashboard.canvas import Chart, Screen
    from dashboard.figure import Figure
    from dashboard.marks import Mark, Marks, Span, Tile, Words
    from dashboard.style import Theme

# Pixels: of a bar, of one of several of a unit, of a bar below two lines, of one below its name.
ROW, LOW_ROW, TARGET_ROW, NARROW_ROW = 38, 26, 80, 54
TILE, NARROW_TILE, WIDE_TILE = 66, 52, 42  # of a row of the map: in a picture, on a phone, where names fit a line
DAY = 86_400_000  # milliseconds: the unit of lengths on Plotly's date axis
MOST_YEARS = 5  # few enough for a phone
DASHES = {Outline.PRINTED: "solid", Outline.COMPUTED: "5px,3px", Outline.UNKNOWN: "dot"}


def draw(marks: Marks, theme: Theme, screen: Screen | None = None) -> Chart:
    """Return the chart of a view's marks, for a picture or for a screen."""
    if isinstance(marks, Bars):
        return bars(marks, theme, screen)
    if isinstance(marks, Spans):
        return spans(marks, theme, screen)
    if isinstance(marks, Tiles):
        return tiles(marks, theme, screen)
    assert_never(marks)


def _markup(words: Words, figure: Figure, screen: Screen | None) -> str:
    return screen.markup(words, figure) if screen else canvas.markup(words)


def bars(marks: Bars, theme: Theme, screen: Screen | None = None) -> Chart:
    """Return bars with words behind them: solid, tinted when provisional, hatched where a figure is left out.

    An outline is the full-year target, dashed when it was computed. Where bars are percents of it, words stand above.
    """
    if marks.is_percent:
        return _percents(marks, theme, screen)
    if screen and screen.is_narrow:
        return _below_names(marks, theme, screen)
    shown, is_paired = marks.bars, marks.is_paired
    order = [canvas.escaped(bar.name) for bar in shown]
    slot = 0.06 * marks.largest
    lengths = [slot if bar.value is None else bar.value for bar in shown]
    labels = [_markup(bar.label.parts, bar.figure, screen) for bar in shown]
    size = NAME if is_paired else canvas.LABEL
    return canvas.chart(
        [canvas.bars(shown, theme, x=lengths, y=order, width=0.7 if is_paired else 0.64)],
        theme,
        height=(LOW_ROW if is_paired else ROW) * max(len(shown), 1) + 24,
        annotations=[
            canvas.words(max(length, bar.target or 0), name, label, size, theme, xshift=5)
            for length, bar, name, label in zip(lengths, shown, order, labels, strict=True)
        ],
        shapes=[
            canvas.outline(bar.target, place, 0.4, "dash" if bar.outline is Outline.COMPUTED else "solid", theme)
            for place, bar in enumerate(shown)
            if bar.target is not None
        ],
        margin=canvas.room(order, labels),
        xaxis={"visible": False, "range": [0, marks.end], "fixedrange": True},
        yaxis=canvas.names(order, theme),
    )


def _below_names(marks: Bars, theme: Theme, screen: Screen) -> Chart:
    """Return bars as wide as a phone, each below its name and words."""
    shown = marks.bars
    return canvas.chart(
        [canvas.bars(shown, theme, x=[bar.value for bar in shown], y=list(range(len(shown))), width=0.36)],
        theme,
        height=NARROW_ROW * max(len(shown), 1) + 12,
        annotations=[
            canvas.words(
                0,
                row - 0.5,
                f"{canvas.escaped(bar.name)}  {screen.markup(bar.label.parts, bar.figure)}",
                NAME,
                theme,
            )
            for row, bar in enumerate(shown)
        ],
        shapes=[
            canvas.outline(bar.target, row, 0.24, DASHES[bar.outline], theme)
            for row, bar in enumerate(shown)
            if bar.target is not None and bar.outline is not None
        ],
        margin={"l": 0, "r": 4, "t": 4, "b": 4},
        xaxis={"visible": False, "range": [0, marks.end], "fixedrange": True},
        yaxis={"visible": False, "range": [len(shown) - 0.7, -0.85], "fixedrange": True},
    )


def _percents(marks: Bars, theme: Theme, screen: Screen | None) -> Chart:
    """Return results on a scale of each unit's own target, with two lines of words above each."""
    shown = marks.bars
    rows, names = list(range(len(shown))), [canvas.escaped(bar.name) for bar in shown]
    labels = [_markup(bar.label.first, bar.figure, screen) for bar in shown]
    below = [
        screen.linked(bar.label.second, bar.figure) if screen else canvas.markup(bar.label.second) for bar in shown
    ]
    is_narrow = bool(screen and screen.is_narrow)
    if is_narrow:
        labels = [f"{name}<br>{label}" for name, label in zip(names, labels, strict=True)]
    ticks = [marks.step * number for number in range(int(marks.largest // marks.step) + 1)]
    guides, words = ([], []) if marks.pace is None else _guide(marks.pace, marks, theme)
    return canvas.chart(
        [canvas.bars(shown, theme, x=[bar.value for bar in shown], y=rows, width=0.22)],
        theme,
        height=(TARGET_ROW + 16 * is_narrow) * max(len(shown), 1) + (80 if guides else 40),
        shapes=[
            *(
                canvas.outline(bar.target, row, 0.19, DASHES[bar.outline], theme)
                for row, bar in enumerate(shown)
                if bar.target is not None and bar.outline is not None
            ),
            *guides,
        ],
        annotations=[
            *(
                canvas.words(
                    0,
                    row - 0.2,
                    f'{label}<br><span style="font-size:13px">{more}</span>' if more else label,
                    NAME,
                    theme,
                    yanchor="bottom",
                )
                for row, label, more in zip(rows, labels, below, strict=True)
            ),
            *words,
        ],
        margin=canvas.room([] if is_narrow else names) | {"b": 72 if guides else 32},
        xaxis={
            "range": [0, marks.end], "fixedrange": True, "zeroline": False, "showgrid": False,
            "tickfont": {"color": theme.muted, "size": 13}, "tickangle": 0,
            "tickvals": ticks, "ticktext": [str(wording.percent(tick)) for tick in ticks],
        },
        yaxis={
            "range": [len(shown) - 0.66, -0.86], "fixedrange": True, "zeroline": False, "showgrid": False,
            "tickfont": {"color": theme.ink, "size": NAME}, "ticks": "", "ticklabelstandoff": 8,
            "tickvals": rows, "ticktext": names, "visible": not is_narrow,
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


def spans(marks: Spans, theme: Theme, screen: Screen | None = None) -> Chart:
    """Return a row for each unit and restriction, a bar over the days of each figure, on an axis that ends in a break.

    Bars that follow one another leave no room between them: their words stand inside.
    """
    shown = marks.spans
    names = [_name_of_row(span) for span in shown]
    order = list(dict.fromkeys(names))
    is_crowded = len(order) < len(names)
    inks = [theme.ink_on(canvas.fill(span, theme)) if is_crowded else theme.ink for span in shown]
    years = range(marks.begin.year, marks.end.year + 1, marks.step(MOST_YEARS))
    begin, breaks, end = (day.isoformat() for day in (marks.begin, BREAK, marks.end))
    bars_ = canvas.bars(
        shown,
        theme,
        base=[span.start.isoformat() for span in shown],
        x=[span.days * DAY for span in shown],
        y=names,
        width=0.56,
    )
    words = [
        canvas.words(
            (span.start + timedelta(span.days / 2 if is_crowded else span.days)).isoformat(),
            name,
            _in_short(span, screen) if is_crowded else _markup(span.label.first, span.figure, screen),
            NAME,
            theme,
            font={"color": ink, "size": NAME},
            **({"xanchor": "center"} if is_crowded else {"xshift": 4}),
        )
        for span, name, ink in zip(shown, names, inks, strict=True)
    ]
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
            *words,
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


def _in_short(mark: Mark, screen: Screen | None) -> str:
    """Return a figure with a sign where it is provisional, a link on a screen."""
    if screen is None:
        return f"<b>{mark.figure.in_short}</b>"
    return screen.to_card(f"<b>{screen.in_short(mark.figure)}</b>", mark.claim_id)


def _name_of_row(span: Span) -> str:
    """Return the name of a unit, with the restriction of its figure in small lines below."""
    lines = [canvas.escaped(line) for line in textwrap.wrap(span.restriction, 14)]
    small = [f'<span style="font-size:{SMALL}px">{line}</span>' for line in lines]
    return "<br>".join([canvas.escaped(span.figure.name), *small])


def tiles(marks: Tiles, theme: Theme, screen: Screen | None = None) -> Chart:
    """Return a tile for each unit at its place, shaded by value."""
    shown = marks.tiles
    is_wide = bool(screen and not screen.is_narrow)
    height = WIDE_TILE if is_wide else NARROW_TILE if screen else TILE
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
    )
    words = [
        canvas.words(
            tile.column,
            -tile.row - 0.5,
            _words(tile, screen, is_wide=is_wide),
            12,
            theme,
            xanchor="center",
            align="center",
            font={"color": inks.get(tile.role) or theme.ink_on(fill), "size": 12},
        )
        for tile, fill in zip(shown, fills, strict=True)
    ]
    return canvas.chart(
        [trace],
        theme,
        annotations=words,
        height=height * marks.rows + 8,
        margin={"l": 0, "r": 0, "t": 4, "b": 4},
        xaxis={"visible": False, "range": [-0.5, marks.columns - 0.5], "fixedrange": True},
        yaxis={"visible": False, "range": [-marks.rows, 0], "fixedrange": True},
    )


def _shade(tile: Tile, theme: Theme) -> str:
    if tile.strength is not None:
        return theme.shade(tile.strength)
    return theme.quiet if tile.role is Role.EMPTY else theme.surface  # hatched where a figure is left out


def _words(tile: Tile, screen: Screen | None, *, is_wide: bool) -> str:
    """Return the name of a tile, on two lines where it is not wide, and its figure."""
    said = f"<b>{tile.label}</b>" if tile.strength is None and tile.label else ""
    said = said if tile.strength is None else _in_short(tile, screen)
    name = canvas.escaped(tile.name)
    return "<br>".join(filter(None, [name if is_wide else _two_lines(name), said]))


def _two_lines(name: str) -> str:
    """Return a name on two lines of about equal length: Hai Bà / Trưng."""
    breaks = [place for place, letter in enumerate(name) if letter == " "]
    if not breaks:
        return name
    middle = min(breaks, key=lambda place: abs(place - len(name) / 2))
    return f"{name[:middle]}<br>{name[middle + 1 :]}"
