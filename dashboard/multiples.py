"""Figures over time as small multiples: a panel for each unit, all on one scale, with the day on which its series ends.

Only figures of equal length, at the same part of their years, are joined by a line. One pair of Plotly's axes holds all
panels: thirty pairs took twenty times as long to draw.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from dashboard import canvas, wording
from dashboard.canvas import SMALL
from dashboard.marks import BREAK, Label, Mark, Number, Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dashboard.canvas import Chart, Screen
    from dashboard.figure import Figure
    from dashboard.style import Theme

WIDE, NARROW = 4, 2  # panels side by side
HEIGHT = 128  # pixels of a panel
LINES, ROOF = 0.52, 0.66  # parts of a panel's height: what lines may take, and where the number of the largest ends
LEFT, RIGHT = 0.07, 0.95  # parts of a panel's width between which its years lie


def units(figures: Sequence[Figure], order: Sequence[str]) -> list[list[Figure]]:
    """Return the figures of each unit that has several, as from `queries.over_time`; units as in `order` (ids)."""
    found = {unit_id: list(several) for unit_id, several in groupby(figures, key=lambda one: one.unit_id)}
    return [found[unit_id] for unit_id in order if len(found.get(unit_id, ())) > 1]


def alternative(figures: Iterable[Figure]) -> str:
    """Return the figures of panels in words, for who does not see them."""
    return " ".join(f"{one.name}, {wording.period(one.time_period)}: {one.said}." for one in figures)


def draw(panels: Sequence[Sequence[Figure]], theme: Theme, screen: Screen, *, has_one_scale: bool = True) -> Chart:
    """Return the panels of `units`, at least one; without one scale, each has its own: of what cannot be compared."""
    most = WIDE if not screen.is_narrow else NARROW if has_one_scale else 1  # names of units are short
    across = min(most, len(panels))
    first = min(_year(several[0]) for several in panels)
    tops = [max(one.value or 0 for one in several) or 1 for several in panels]
    tops = [max(tops)] * len(tops) if has_one_scale else tops
    last = BREAK.year + 1
    begun: list[float | None] = []
    heights: list[float | None] = []
    marks: list[Mark] = []
    words: list[dict[str, Any]] = []
    shapes: list[dict[str, Any]] = []
    for number, several in enumerate(panels):
        left, floor = number % across, -(number // across) - 0.84

        def across_at(year: float, left: int = left) -> float:
            return left + LEFT + (RIGHT - LEFT) * (year - first + 0.5) / (last - first + 0.5)

        points = [(across_at(_year(one)), floor + LINES * (one.value or 0) / tops[number]) for one in several]
        for place, (x, y) in enumerate(points):
            if place and _year(several[place]) - _year(several[place - 1]) > 1:  # nothing is known between them
                begun.append(None)
                heights.append(None)
            begun.append(x)
            heights.append(y)
        begun.append(None)
        heights.append(None)
        marks += [Mark(one, Label((Number("value", one.amount),)), _role(one)) for one in several]
        words.append(canvas.words(left + LEFT - 0.03, floor + 0.76, _name(several[0]), canvas.NAME, theme))
        words += [
            canvas.words(x, y, _said(one, screen), 12, theme, xanchor="center", yanchor="bottom", yshift=4)
            for one, (x, y) in zip(several, points, strict=True)
        ]
        muted = {"font": {"color": theme.muted, "size": SMALL}, "xanchor": "center"}
        words += [
            canvas.words(
                x,
                floor - 0.03,
                _when(one) if not has_one_scale else str(_year(one)),
                SMALL,
                theme,
                yanchor="top",
                **muted,
            )
            for one, (x, _) in zip(several, points, strict=True)
        ]
        end = across_at(BREAK.year + 0.5)
        shapes += [
            _line(left + LEFT - 0.03, floor, left + RIGHT, floor, theme.line, "solid"),
            _line(end, floor, end, floor + ROOF, theme.muted, "dot"),
        ]
    rows = -(-len(panels) // across)
    fills = [canvas.fill(mark, theme) for mark in marks]
    return canvas.chart(
        [
            {
                "type": "scatter", "mode": "lines", "x": begun, "y": heights, "hoverinfo": "skip",
                "line": {"color": theme.accent, "width": 1.5},
            },
            canvas.points(
                marks,
                x=[x for x in begun if x is not None],
                y=[y for y in heights if y is not None],
                marker={"color": fills, "size": 9, "line": {"color": theme.accent, "width": 1.5}},
            ),
        ],
        theme,
        height=HEIGHT * rows + 8,
        annotations=words,
        shapes=shapes,
        margin={"l": 0, "r": 0, "t": 4, "b": 4},
        xaxis={"visible": False, "range": [0, across], "fixedrange": True},
        yaxis={"visible": False, "range": [-rows, 0], "fixedrange": True},
    )  # fmt: skip


def _when(one: Figure) -> str:
    """Return the period of a figure: beside panels of other lengths the year alone would not tell it."""
    return wording.period_in_short(one.time_period)


def _year(one: Figure) -> int:
    return int(one.time_period[:4])


def _role(one: Figure) -> Role:
    return Role.PROVISIONAL if one.is_provisional else Role.RESULT


def _name(one: Figure) -> str:
    return f"<b>{canvas.escaped(one.name)}</b>"


def _said(one: Figure, screen: Screen) -> str:
    return screen.to_card(canvas.escaped(screen.in_short(one)), one.claim_id)


def _line(x0: float, y0: float, x1: float, y1: float, color: str, dash: str) -> dict[str, Any]:
    return {"type": "line", "x0": x0, "x1": x1, "y0": y0, "y1": y1, "line": {"color": color, "width": 1, "dash": dash}}
