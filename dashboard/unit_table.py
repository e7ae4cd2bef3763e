"""The figures of a series as a table by unit; a click on a cell opens the evidence of its row."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import streamlit as st

from dashboard import evidence, markup, tables
from dashboard.messages import t

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard.rows import Row

KEY = "table"


def draw(units: Sequence[Row]) -> None:
    """Draw the table of units as from `queries.by_unit`."""
    table = tables.by_unit(units)
    claim_ids = [row["claim_id"] for row in tables.in_order(units)]
    st.html(markup.heading(t("The same figures as a table")))
    st.dataframe(
        # as Streamlit sends it
        pa.table(dict(zip(table.headings, map(list, zip(*table.rows, strict=True)), strict=True))),
        hide_index=True,
        column_config={table.headings[column]: st.column_config.Column(alignment="right") for column in table.numbers},
        key=KEY,
        on_select=lambda: evidence.ask_by_row(KEY, claim_ids),
        selection_mode="single-cell",
    )
    st.caption(t("Choose a row to see its evidence. Units with a figure stand first."))
