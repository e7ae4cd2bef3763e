"""The page of one core indicator: the total, by unit, by period, on the tile map, and as a table."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from dashboard import filters, queries, views, wording
from dashboard.messages import t
from dashboard.parts import glossary, kpi, show

if TYPE_CHECKING:
    from dashboard.rows import Row


def page(indicator: Row) -> st.Page:
    """Return the page of an indicator, whose address is its code."""
    code = indicator["indicator_id"]
    title, icon = wording.literal(wording.name(indicator)), f":material/{indicator['icon']}:"
    return st.Page(partial(draw, code), title=title, icon=icon, url_path=code)


def draw(indicator_id: str) -> None:
    """Draw the page of an indicator for the reader's selection."""
    indicator = queries.indicators()[indicator_id]
    st.title(wording.literal(wording.name(indicator)), anchor=False)
    glossary.paragraph(wording.name(indicator, "definition"))
    selection = filters.sidebar()
    series = filters.period(indicator_id)
    address = selection.address(series)
    filters.write(address)
    if series is None:
        st.info(t("None of the articles that were read has a figure for this indicator."))
        return
    if not selection.unit_ids:
        return
    show.camera()
    units = views.by_unit(series, selection)
    if kpi.total(indicator, series, selection, units.figures):
        kpi.pills(series, units.figures)
    is_known = any(row["state"] in ("observed", "omitted") for row in units.figures)
    found = [
        units if is_known else None,
        views.by_period(series, selection),
        views.comparison(series, selection),
        views.tile_map(series, selection),
    ]
    show.one_by_one([view for view in found if view], address)
