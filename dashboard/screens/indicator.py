"""The page of one core indicator: the total, by unit, by period, on the tile map, and as a table."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

import streamlit as st
from plotly.basedatatypes import BaseFigure

from dashboard import charts, evidence, filters, kpi, queries, unit_table, views, wording
from dashboard.exports import picture
from dashboard.messages import t
from dashboard.style import DARK, LIGHT, Theme

if TYPE_CHECKING:
    from dashboard.charts import Figure
    from dashboard.views import View


def draw(indicator_id: str) -> None:
    """Draw the page of an indicator for the reader's selection."""
    indicator = queries.indicators()[indicator_id]
    st.title(wording.name(indicator), anchor=False)
    st.caption(wording.name(indicator, "definition"))
    selection = filters.sidebar()
    series = filters.period(indicator_id)
    address = selection.address(series)
    filters.write(address)
    if series is None:
        st.info(t("No article has a figure for this indicator yet."))
        return
    if not selection.unit_ids:
        return
    if not picture.is_available():
        st.sidebar.radio(
            t("Picture of a chart’s camera"), ["png", "svg"], key="camera", format_func=str.upper, horizontal=True
        )
    theme = reader_theme()
    query = filters.query(address)
    units = views.by_unit(series, selection)
    kpi.draw(indicator, series, selection, units.marks)
    if any(row["state"] in ("observed", "omitted") for row in units.marks):
        show(units, theme, query)
    if periods := views.by_period(series, selection):
        show(periods, theme, query)
    if comparable := views.comparison(series, selection):
        show(comparable, theme, query)
    show(views.tile_map(series, selection), theme, query)
    unit_table.draw(units.marks)


def reader_theme() -> Theme:
    """Return the colours that go with the reader's light or dark page."""
    return DARK if st.context.theme.type == "dark" else LIGHT


class Unchecked(BaseFigure):  # type: ignore[misc]  # plotly has no types
    """A figure that is sent as it is: Streamlit would have Plotly validate a dict, and copy a `go.Figure`."""

    def __init__(self, figure: Figure) -> None:
        self._figure = figure

    def to_dict(self) -> Figure:
        """Return the figure itself."""
        return self._figure


def show(view: View, theme: Theme, query: str) -> None:
    """Draw a view between its words, with the evidence behind its marks and links to the files made of it."""
    caption = view.caption
    st.html(
        f'<h2 class="chart-title">{html.escape(caption.title)}</h2>'
        f'<p class="chart-subtitle">{html.escape(caption.subtitle)}</p>'
    )
    figure = view.figure(theme)
    st.plotly_chart(
        Unchecked(figure),
        height=figure["layout"]["height"],
        theme=None,
        key=view.name,
        on_select=lambda: evidence.ask_by_mark(view.name),
        selection_mode="points",
        config=charts.CONFIG if picture.is_available() else charts.with_camera(st.session_state["camera"]),
        alt=caption.alt(),
    )
    notes = "".join(
        f'<p class="chart-notes">{html.escape(line)}</p>' for line in (" ".join(caption.notes), *caption.sources)
    )
    st.html(notes + files(view, query))


def files(view: View, query: str) -> str:
    """Return the links to the files of a view; each file is made when its link is followed."""
    kinds, hint = ["png", "svg", "csv", "xlsx"], ""
    if not picture.is_available():
        kinds = ["csv", "xlsx"]
        hint = t(
            "For PNG and SVG use the camera above the chart; the full picture with title and source needs Chrome or "
            "Chromium on the server."
        )
    place = f"files/{view.series.indicator_id}/{view.name}"
    links = " ".join(f'<a href="{place}.{kind}?{html.escape(query)}" download>{kind.upper()}</a>' for kind in kinds)
    return f'<p class="chart-files">{html.escape(t("Download:"))} {links} {html.escape(hint)}</p>'
