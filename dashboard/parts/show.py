"""How a view is shown: its words, the chart, the same rows as a table, and links to the files made of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st
from markupsafe import Markup
from plotly.basedatatypes import BaseFigure

from dashboard import canvas, charts, filters, links, markup, signs
from dashboard.canvas import Screen
from dashboard.exports import picture
from dashboard.marks import Bars, Role
from dashboard.messages import t
from dashboard.parts import downloads
from dashboard.rows import observed
from dashboard.style import DARK, LIGHT, Theme

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from dashboard.canvas import Chart
    from dashboard.figure import Figure
    from dashboard.marks import Marks
    from dashboard.selection import Address
    from dashboard.views import View

CAMERA = "camera"  # the kind of picture that a chart's own camera takes


def reader_theme() -> Theme:
    """Return the colours that go with the reader's light or dark page."""
    return DARK if st.context.theme.type == "dark" else LIGHT


class Unchecked(BaseFigure):  # type: ignore[misc]  # plotly has no types
    """A figure that is sent as it is: Streamlit would have Plotly validate a dict, and copy a `go.Figure`."""

    def __init__(self, figure: Chart) -> None:
        self._figure = figure

    def to_dict(self) -> Chart:
        """Return the figure itself."""
        return self._figure


def camera() -> None:
    """Ask for the kind of a camera's pictures, where the server cannot draw them."""
    if not picture.is_available():
        st.radio(t("Picture of a chart’s camera"), ["png", "svg"], key=CAMERA, format_func=str.upper, horizontal=True)


def chart(view: View, key: str | None = None, cited: Mapping[str, str] | None = None) -> None:
    """Draw the chart of a view alone; its numbers lead to their cards. `cited`: the articles of the page's foot."""
    marks = _with_length(view.marks)
    plot(lambda *how: charts.draw(marks, *how), observed(view.figures), view.caption.alt(), key or view.name, cited)


def plot(
    draw: Callable[[Theme, Screen], Chart],
    figures: Collection[Figure],
    alt: str,
    key: str,
    cited: Mapping[str, str] | None = None,
) -> None:
    """Draw a chart of figures in the reader's theme, as wide as the window; `alt` is for who does not see it."""
    figure = draw(reader_theme(), Screen(links.claim, cited or {}, filters.is_narrow(), bool(signs.of_all(figures))))
    st.plotly_chart(
        Unchecked(figure),
        height=figure["layout"]["height"],
        theme=None,
        key=key,
        config=canvas.config() if picture.is_available() else canvas.with_camera(st.session_state.get(CAMERA, "png")),
        alt=alt,
    )


def _with_length(marks: Marks) -> Marks:
    """Return marks without the bars of units that no number is known of: words name them."""
    if isinstance(marks, Bars):
        return replace(marks, bars=tuple(bar for bar in marks.bars if bar.role is not Role.OMITTED))
    return marks


def whole(view: View, address: Address, key: str | None = None) -> None:
    """Draw a view: heading, chart, notes, sources and freshness, the table of its rows, its files."""
    st.html(head(view))
    chart(view, key)
    st.html(foot(view, address))


def one_by_one(views: Sequence[View], address: Address) -> None:
    """Draw views below one another, the table of the last one open.

    What stands between two charts is one element: each element has its price at every click.
    """
    between = Markup()
    for view in views:
        st.html(between + head(view))
        chart(view)
        between = foot(view, address, is_table_open=view is views[-1])
    st.html(between)


def head(view: View) -> Markup:
    """Return what stands above the chart of a view."""
    return markup.heading(view.caption.title, view.caption.subtitle)


def foot(view: View, address: Address, *, is_table_open: bool = False) -> Markup:
    """Return what stands below the chart of a view: how to read it, who says so, its rows and its files."""
    caption = view.caption
    table = view.table().html(f"{caption.title}. {caption.subtitle}")
    return (
        markup.paragraphs([markup.joined(caption.notes, " "), *caption.sources, caption.freshness], "chart-notes")
        + markup.details(t("The same figures as a table"), table, is_open=is_table_open)
        + downloads.of_view(f"{view.series.indicator_id}/{view.name}", address)
    )
