"""Results of several series on one scale, that of their yearly targets: a heading for each series, a bar for each unit.

The chart of the page about targets; the view of one series, which files are made of, is drawn in `charts`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dashboard import canvas, shares, wording
from dashboard.charts import DASHES
from dashboard.marks import MARGIN, Number, Status
from dashboard.messages import t

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dashboard.canvas import Chart, Screen
    from dashboard.figure import Figure
    from dashboard.marks import Bar, Words
    from dashboard.style import Theme

ROW, NARROW_ROW = 36, 50  # pixels of a bar, and of one below its name
HEAD = 0.95  # of a row: the heading of a series

NEAR, FAR = 0.2, 0.75  # parts of the axis within which words do not stand around their place


@dataclass(frozen=True)
class Group:
    """The bars of a series, in percent of each unit's target; `name` says what is counted."""

    name: str
    bars: Sequence[Bar]


def label(one: Figure, *, is_short: bool = False, is_share_said: bool = False) -> Words:
    """Return result, target and share: 24/52 · 46%; "≠" where the printed share is not the recomputed one.

    `is_short`: nothing is said of where the target is from; `is_share_said`: nor that the share was computed.
    """
    words: Words = (Number("value", one.amount),)
    if one.target is None and not is_short:
        words += (f" ({t('target not printed')})",)
    elif one.target is not None:
        words += ("/", Number("target", one.target_amount if is_short else one.target_in_full))
    shown = [("share_printed", one.printed_share), ("share_recomputed", one.recomputed_share)]
    found = [Number(column, share) for column, share in shown if share]
    if one.share_agrees is False:
        words += (" · ", found[0], " ≠ ", found[1]) if len(found) > 1 else (" · ≠ ", found[0])
    elif found:
        words += (" · ", found[0] if one.printed_share or is_share_said else Number("share_recomputed", one.share))
    return (*words, Status(f" · {one.status}")) if one.status else words


def is_share_said(figures: Iterable[Figure]) -> bool:
    """Return whether the page says once that all shares were computed: there are several, and none is printed."""
    shares_printed = [bool(one.printed_share) for one in figures if one.share]
    return len(shares_printed) > 1 and not any(shares_printed)


def draw(groups: Sequence[Group], time_period: str, theme: Theme, screen: Screen) -> Chart:
    """Return the bars of groups, at least one, all of which are of one period."""
    bars = [bar for group in groups for bar in group.bars]
    placed = _places(groups)
    places = [place for several in placed for place in several]
    end = places[-1] + 0.5
    names = [canvas.escaped(bar.name) for bar in bars]
    # What is true of all is said above the chart; on a phone there is only room for the dashes and dots of the outline.
    is_short = screen.is_narrow or all(bar.figure.is_computed for bar in bars)
    how = {"is_short": is_short, "is_share_said": is_share_said(bar.figure for bar in bars)}
    labels = [screen.markup(label(bar.figure, **how), bar.figure) for bar in bars]
    largest = max(max(bar.value or 0, bar.target or 0) for bar in bars)
    height = NARROW_ROW if screen.is_narrow else ROW
    margin = {"l": 0, "r": 4} if screen.is_narrow else canvas.room(names, labels)
    pace = shares.pace(time_period) if shares.months(time_period) != shares.MONTHS else None  # then it is the target
    half = 0.18 if screen.is_narrow else 0.32
    shapes = [
        canvas.outline(bar.target, place, half, DASHES[bar.outline], theme)  # type: ignore[arg-type]  # as plotly has it
        for place, bar in zip(places, bars, strict=True)
        if bar.target is not None and bar.outline is not None
    ]
    left, above = 0, 0.64 if screen.is_narrow else 0.5
    words = [
        canvas.words(
            left, first - above, _name(group, screen), canvas.NAME, theme, xref="paper", xshift=-margin["l"],
            yanchor="bottom",
        )
        for (first, *_), group in zip(placed, groups, strict=True)
    ]  # fmt: skip
    if screen.is_narrow:
        words += [
            canvas.words(left, place - 0.44, f"{name}  {said}", canvas.NAME, theme)
            for place, name, said in zip(places, names, labels, strict=True)
        ]
    else:
        words += [
            canvas.words(max(bar.value or 0, bar.target or 0), place, said, canvas.NAME, theme, xshift=6)
            for place, bar, said in zip(places, bars, labels, strict=True)
        ]
    if pace is not None:
        shapes += [_tick(pace, place, half + 0.06, theme) for place in places]
        words.append(_pace(pace, end, MARGIN * largest, theme))
    return canvas.chart(
        [canvas.bars(bars, theme, x=[bar.value for bar in bars], y=places, width=2 * half - 0.14)],
        theme,
        height=round(height * (end + 0.5)) + (36 if pace is not None else 0),
        shapes=shapes,
        annotations=words,
        margin=margin | {"t": 0, "b": 40 if pace is not None else 4},
        xaxis={"visible": False, "range": [0, MARGIN * largest], "fixedrange": True},
        yaxis={
            "range": [end, -0.5], "fixedrange": True, "zeroline": False, "showgrid": False, "ticks": "",
            "tickfont": {"color": theme.ink, "size": canvas.NAME}, "ticklabelstandoff": 8,
            "tickvals": places, "ticktext": names, "visible": not screen.is_narrow,
        },
    )  # fmt: skip


def _name(group: Group, screen: Screen) -> str:
    """Return the name of a group, what it is restricted to on a line of its own where there is little room."""
    return f"<b>{canvas.escaped(group.name).replace(' · ', '<br>' if screen.is_narrow else ' · ')}</b>"


def _places(groups: Sequence[Group]) -> list[list[float]]:
    """Return where the bars of each group stand, in rows from the top: above each group there is room for its name."""
    places: list[list[float]] = []
    below = 0.0
    for group in groups:
        places.append([below + HEAD + row for row in range(len(group.bars))])
        below += HEAD + len(group.bars)
    return places


def _tick(pace: float, place: float, half: float, theme: Theme) -> dict[str, Any]:
    return {
        "type": "line", "x0": pace, "x1": pace, "y0": place - half, "y1": place + half,
        "line": {"color": theme.ink, "width": 2},
    }  # fmt: skip


def _pace(pace: float, place: float, end: float, theme: Theme) -> dict[str, Any]:
    """Return the words below the ticks of an even pace."""
    part = pace / end
    said = t("even pace of {n} months: {share}", n=round(pace * 12 / 100), share=wording.percent(pace))
    side = "left" if part < NEAR else "right" if part > FAR else "center"
    muted = {"font": {"color": theme.muted, "size": 13}}
    marked = {"left": f"▲ {said}", "right": f"{said} ▲", "center": f"▲<br>{said}"}[side]
    return canvas.words(pace, place, marked, 13, theme, xanchor=side, yanchor="top", align="center", **muted)
