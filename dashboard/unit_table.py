"""The figures of a series as a table by unit; a click on a cell opens the evidence of its row."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

import pyarrow as pa
import streamlit as st

from dashboard import evidence, wording
from dashboard.messages import t

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard.rows import Row

STATES = ["observed", "omitted", "unpublished", "not_applicable"]  # units with a figure first, in the reader's order
KEY = "table"


def draw(units: Sequence[Row]) -> None:
    """Draw the table of units as from `queries.by_unit`."""
    units = sorted(units, key=lambda row: STATES.index(row["state"]))
    shown = [_cells(row) for row in units]
    columns = [
        column for column in shown[0] if column not in (t("Target"), t("Share")) or any(c[column] for c in shown)
    ]
    st.html(f'<h2 class="chart-title">{html.escape(t("The same figures as a table"))}</h2>')
    st.dataframe(
        pa.table({column: [cells[column] for cells in shown] for column in columns}),  # as Streamlit sends it
        hide_index=True,
        column_config=dict.fromkeys((t("Result"), t("Target"), t("Share")), st.column_config.Column(alignment="right")),
        key=KEY,
        on_select=lambda: evidence.ask_by_row(KEY, [row["claim_id"] for row in units]),
        selection_mode="single-cell",
    )
    st.caption(t("Choose a row to see its evidence. Units with a figure stand first."))


def _cells(row: Row) -> dict[str, str]:
    """Return a row as words; what is missing is an empty cell or "...", never 0."""
    result, target, share, source = "", "", "", ""
    if row["state"] == "observed":
        result = wording.figure(row["value"], row["qualifier"])
        source = f"{row['publisher']}, {t('line')} {row['line']}"
    elif row["state"] == "omitted":
        result, source = wording.MISSING, row["publisher"]
    if row["target"] is not None:
        target = wording.number(row["target"]) + (f" ({t('computed')})" if row["target_status"] == "E" else "")
    if row["share_printed"] is not None:
        share = wording.percent(row["share_printed"])
    status = {
        "observed": t("provisional") if row["obs_status"] == "P" else t("published"),
        "omitted": t("not printed by the article"),
        "unpublished": t("nothing published"),
        "not_applicable": t("did not exist in this period"),
    }
    return {
        t("Unit"): row["name"],
        t("Result"): result,
        t("Target"): target,
        t("Share"): share,
        t("Status"): status[row["state"]],
        t("Source"): source,
    }
