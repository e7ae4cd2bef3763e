"""The page of one core indicator: the total, by unit, by period, on the tile map, and as a table."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

import streamlit as st

from dashboard import charts, evidence, filters, kpi, queries, unit_table, views, wording
from dashboard.exports import picture
from dashboard.messages import t
from dashboard.rows import rows
from dashboard.style import DARK, LIGHT, Theme

if TYPE_CHECKING:
    from dashboard.filters import Selection
    from dashboard.views import View


def draw(indicator_id: str) -> None:
    """Draw the page of an indicator for the reader's selection."""
    indicator = queries.indicators()[indicator_id]
    st.title(wording.name(indicator), anchor=False)
    st.caption(wording.name(indicator, "definition"))
    selection = filters.sidebar()
    chosen = filters.period(indicator_id)
    if chosen is None:
        st.info(t("No article has a figure for this indicator yet."))
        return
    if not selection.unit_ids:
        return
    series, period = chosen
    address = f"{indicator_id}?{selection.address(period)}"
    theme = reader_theme()
    units = views.by_unit(series, selection)
    kpi.draw(indicator, series, selection, units.frame)
    if units.frame["state"].isin(["observed", "omitted"]).any():
        show(units, theme, address)
    left_out(series, selection)
    if periods := views.by_period(series, selection):
        show(periods, theme, address)
    if comparable := views.comparison(series, selection):
        show(comparable, theme, address)
    show(views.tile_map(series, selection), theme, address)
    unit_table.draw(units.frame)


def reader_theme() -> Theme:
    """Return the colours that go with the reader's light or dark page."""
    return DARK if st.context.theme.type == "dark" else LIGHT


def show(view: View, theme: Theme, address: str) -> None:
    """Draw a view between its words, with the evidence behind its marks and the files made of it."""
    caption = view.caption
    st.html(
        f'<h2 class="chart-title">{html.escape(caption.title)}</h2>'
        f'<p class="chart-subtitle">{html.escape(caption.subtitle)}</p>'
    )
    st.plotly_chart(
        view.figure(theme),
        theme=None,
        key=view.name,
        on_select=lambda: evidence.ask_by_mark(view.name),
        selection_mode="points",
        config=charts.CONFIG if picture.is_available() else charts.CONFIG_WITHOUT_CHROME,
        alt=caption.alt(),
    )
    notes = "".join(
        f'<p class="chart-notes">{html.escape(line)}</p>' for line in (" ".join(caption.notes), *caption.sources)
    )
    st.html(notes + files(view.name, address))


def files(name: str, address: str) -> str:
    """Return the links to the files of a chart; each is made when it is asked for."""
    page, _, query = address.partition("?")
    kinds = ("png", "svg", "csv", "xlsx") if picture.is_available() else ("csv", "xlsx")
    links = "".join(
        f'<a href="files/{page}/{name}.{kind}?{html.escape(query)}" download>{kind.upper()}</a>' for kind in kinds
    )
    hint = (
        ""
        if picture.is_available()
        else html.escape(
            t(
                "For PNG and SVG use the camera above the chart; the full picture with title and source needs "
                "Chrome or Chromium on the server."
            )
        )
    )
    return f'<p class="chart-files">{html.escape(t("Download:"))} {links}{hint}</p>'


def left_out(series: queries.Series, selection: Selection) -> None:
    """List the figures that are not ranked with the shown ones, each with the reason."""
    sectors = queries.sectors()
    others = queries.left_out(series, selection.unit_ids)
    if others.empty:
        return
    reasons = {
        "sector": t("another restriction"),
        "length": t("a period of another length"),
        "year": t("another period"),
    }
    said = "; ".join(
        f"{row['name']} {wording.figure(row['value'], row['qualifier'])} "
        f"({wording.restricted(wording.period(row['time_period']), row['sector'], sectors)}: {reasons[row['reason']]})"
        for row in rows(others.head(8))
    )
    more = t(" and {n} more", n=len(others) - 8) if len(others) > 8 else ""  # noqa: PLR2004
    st.html(f'<p class="chart-notes">{html.escape(t("Not ranked here: {figures}.", figures=said + more))}</p>')
