"""What all charts on the screen have in common: colours of marks, words under the pointer, axes, margins.

A figure of Plotly's is a plain dict, as it is written in JSON: building, validating and copying `go.Figure` took a
third of a rerun. A test has Plotly validate every one of them.
"""

from __future__ import annotations

import html
import math
import re
import textwrap
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from dashboard import typeface, wording
from dashboard.marks import Number, Role, Status
from dashboard.messages import language, t
from dashboard.style import FONT, Theme

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from dashboard.figure import Figure
    from dashboard.marks import Mark, Words

Chart = dict[str, Any]  # {"data": [trace, …], "layout": {…}}

NAME, LABEL, SMALL = 14, 15, 11  # sizes of type: the names of rows, the words behind bars, small print below a name


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
    signs = {"decimal": wording.decimal_sign(), "thousands": wording.number(1000)[1]}
    return {
        "displayModeBar": False,
        "doubleClick": False,
        "scrollZoom": False,
        "locale": locale,
        "locales": {
            locale: {
                "dictionary": words,
                "format": signs,
            }
        },
    }


def with_camera(kind: str) -> dict[str, Any]:
    """Return the configuration where the server has no Chrome: a toolbar of a camera that takes a `png` or `svg`."""
    return config() | {
        "displayModeBar": True,
        "displaylogo": False,
        "modeBarButtons": [["toImage"]],
        "toImageButtonOptions": {"format": kind, "scale": 2},
    }


def chart(traces: list[dict[str, Any]], theme: Theme, **layout: Any) -> Chart:
    """Return a chart in the dashboard's style."""
    hover_font = {"family": FONT, "color": theme.ink, "size": 13}
    style = {
        "template": {"layout": {}},  # none: Plotly would add its default one, 6 KB a figure
        "font": {"family": FONT, "color": theme.ink, "size": 14},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "margin": {"l": 8, "r": 12, "t": 8, "b": 8},
        "showlegend": False,
        "dragmode": False,
        "clickmode": "event",
        "barmode": "overlay",  # two bars are never made one longer bar
        "hoverlabel": {"bgcolor": theme.surface, "bordercolor": theme.line, "font": hover_font, "align": "left"},
    }
    return {"data": traces, "layout": style | layout}


def trace(marks: Sequence[Mark], **more: Any) -> dict[str, Any]:
    """Return bars of Plotly's, one for each mark, that know the claim behind them and have words for the pointer."""
    return {"type": "bar", **_known(marks), **more}


def points(marks: Sequence[Mark], **more: Any) -> dict[str, Any]:
    """Return points of Plotly's that know and say the same."""
    return {"type": "scatter", "mode": "markers", **_known(marks), **more}


def _known(marks: Sequence[Mark]) -> dict[str, Any]:
    return {
        "customdata": [[mark.claim_id] for mark in marks],
        "hovertext": [_hover(mark) for mark in marks],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def painted(
    marks: Sequence[Mark], fills: list[str], edges: Mapping[Role, tuple[str, float]], stroke: str
) -> dict[str, Any]:
    """Return the look of marks: each with its fill, an edge of a colour and width by role, and hatched if omitted."""
    lines = [edges[mark.role] for mark in marks]
    # A browser hatches in the colour of a mark, whatever else is said: Plotly lets it have its way where each has one.
    found: dict[str, Any] = {
        "color": [stroke if mark.role is Role.OMITTED else fill for mark, fill in zip(marks, fills, strict=True)],
        "line": {"color": [color for color, _ in lines], "width": [width for _, width in lines]},
    }
    if any(mark.role is Role.OMITTED for mark in marks):
        shapes = ["/" if mark.role is Role.OMITTED else "" for mark in marks]
        found["pattern"] = {"shape": shapes, "fgcolor": stroke, "bgcolor": fills, "size": 8, "solidity": 0.2}
    return found


def bars(marks: Sequence[Mark], theme: Theme, **more: Any) -> dict[str, Any]:
    """Return horizontal bars: solid, tinted when provisional, hatched where an article leaves the figure out."""
    edges = {Role.RESULT: (theme.accent, 1.5), Role.PROVISIONAL: (theme.accent, 1.5), Role.OMITTED: (theme.muted, 1)}
    marker = painted(marks, [fill(mark, theme) for mark in marks], edges, theme.muted)
    return trace(marks, orientation="h", marker=marker, **more)


def fill(mark: Mark, theme: Theme) -> str:
    """Return the colour of a bar."""
    return {Role.RESULT: theme.accent, Role.PROVISIONAL: theme.tint, Role.OMITTED: theme.surface}[mark.role]


def outline(end: float, place: int, half: float, dash: str, theme: Theme) -> dict[str, Any]:
    """Return the outline of a target from 0 to `end` around the row at a place."""
    return {
        "type": "rect", "x0": 0, "x1": end, "y0": place - half, "y1": place + half, "fillcolor": "rgba(0,0,0,0)",
        "line": {"color": theme.accent, "width": 1.5, "dash": dash},
    }  # fmt: skip


def words(x: object, y: object, said: str, size: int, theme: Theme, **more: Any) -> dict[str, Any]:
    """Return words that begin at a place; as a trace they would lie below what takes the clicks on a chart."""
    return {
        "x": x,
        "y": y,
        "text": said,
        "xanchor": "left",
        "yanchor": "middle",
        "align": "left",
        "showarrow": False,
        "borderpad": 0,
        "font": {"color": theme.ink, "size": size},
        **more,
    }


@dataclass(frozen=True)
class Screen:
    """What a browser's window lets a chart have beside a picture: links to evidence, and less room on a phone.

    `link`: the address of a claim's card. `cited`: the numbers that the articles have at the foot of the page, by ids.
    """

    link: Callable[[str], str]
    cited: Mapping[str, str] = field(default_factory=dict)
    is_narrow: bool = False
    is_status_said: bool = False  # of all figures at once, above the chart

    def in_short(self, figure: Figure) -> str:
        """Return a number with its hedge, and a sign where it is provisional, unless that is said of all."""
        return str(figure.amount.tabled) if self.is_status_said else figure.in_short

    def markup(self, words: Words, figure: Figure) -> str:
        """Return words as Plotly has them, each number a link, and behind them the number of the article."""
        shown = [part for part in words if not (self.is_status_said and isinstance(part, Status))]
        if not shown:
            return ""
        number = self.cited.get(figure.article_id or "")
        return self.linked(shown, figure) + (f" <sup>[{number}]</sup>" if number else "")

    def linked(self, words: Sequence[str | Number], figure: Figure) -> str:
        """Return words as Plotly has them, each number a link to the card of its claim."""
        return "".join(
            self.to_card(_part(part), figure.claim_of(part.column)) if isinstance(part, Number) else _part(part)
            for part in words
        )

    def to_card(self, said: str, claim_id: str | None) -> str:
        """Return Plotly's words as a link to the card of a claim; without one, the words."""
        return f'<a href="{html.escape(self.link(claim_id))}" target="_self">{said}</a>' if claim_id else said


def markup(words: Words) -> str:
    """Return words as Plotly has them, the figure bold."""
    return "".join(map(_part, words))


def _part(part: str | Number) -> str:
    said = escaped(str(part))
    return f"<b>{said}</b>" if isinstance(part, Number) and part.column == "value" else said


def escaped(said: str) -> str:
    """Return a text as text: Plotly would take tags in it for its own, and knows few entities."""
    return html.escape(said, quote=False)


def room(names: Iterable[str], labels: Iterable[str] = ()) -> dict[str, int]:
    """Return margins for the names on the left and for the longest label behind the longest bar, on a phone too.

    Measured here, since Plotly's own automargin draws every chart a second time.
    """
    left, right = (
        max((_width(line, size) for said in texts for line in said.split("<br>")), default=0)
        for texts, size in ((names, NAME), (labels, LABEL))
    )
    return {"l": 16 + math.ceil(left), "r": 16 + math.ceil(right), "t": 8, "b": 8}


def _width(line: str, size: int) -> float:
    """Return how wide a line of Plotly's is, at most: all of it is taken for bold where a part is."""
    words = html.unescape(re.sub("<[^>]*>", "", line))
    weight = typeface.BOLD if "<b>" in line else typeface.REGULAR
    return typeface.width(words, SMALL if "<span" in line else size, weight)


def names(order: list[str], theme: Theme) -> dict[str, Any]:
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


def _hover(mark: Mark) -> str:
    """Return the words under the pointer: the figure and where it is from, or why there is none."""
    one, unit = mark.figure, escaped(mark.figure.name)
    if mark.role in (Role.RESULT, Role.PROVISIONAL):
        said = f"{one.amount} ({one.status})" if one.status else str(one.amount)
        period = f"<br>{wording.sentence(wording.period(one.time_period))}" if one.time_period else ""
        return f"<b>{unit}: {said}</b>{period}<br>{_wrapped(one.title or '')}<br>{t('Click: evidence')}"
    if mark.role is Role.OMITTED:
        return t("{unit}: the article speaks of the unit but prints no figure", unit=unit)
    if mark.role is Role.OUTSIDE:
        return t("{unit}: outside the selection", unit=unit)
    if one.state == "not_applicable":
        return t("{unit}: did not exist in this period", unit=unit)
    return t("{unit}: not in the articles that were read", unit=unit)


@lru_cache
def _wrapped(title: str) -> str:
    return "<br>".join(textwrap.wrap(escaped(title), 48))
