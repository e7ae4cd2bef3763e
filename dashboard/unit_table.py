"""The figures of a series as a table by unit; a click on a cell opens the evidence of its row."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from dashboard import evidence, wording
from dashboard.messages import t
from dashboard.rows import rows

if TYPE_CHECKING:
    from dashboard.rows import Row

STATES = ["observed", "omitted", "unpublished", "not_applicable"]  # units with a figure first, in the reader's order
KEY = "table"


def draw(frame: pd.DataFrame) -> None:
    """Draw the table of a frame as from `views.by_unit`."""
    frame = frame.sort_values("state", key=lambda state: state.map(STATES.index), kind="stable")
    shown = pd.DataFrame([_cells(row) for row in rows(frame)])
    empty = [column for column in (t("Target"), t("Share")) if not shown[column].any()]
    st.html(f'<h2 class="chart-title">{html.escape(t("The same figures as a table"))}</h2>')
    st.dataframe(
        shown.drop(columns=empty),
        hide_index=True,
        key=KEY,
        on_select=lambda: evidence.ask_by_row(KEY, frame["claim_id"].tolist()),
        selection_mode="single-cell",
    )


def _cells(row: Row) -> dict[str, str]:
    """Return a row as words; what is missing is an empty cell or "...", never 0."""
    result, target, share, source = "", "", "", ""
    if row["state"] == "observed":
        result = wording.figure(row["value"], row["qualifier"])
        source = f"{row['title']} ({t('line')} {row['line']:.0f})"
    elif row["state"] == "omitted":
        result, source = wording.MISSING, row["title"]
    if pd.notna(row["target"]):
        target = wording.number(row["target"]) + (f" ({t('computed')})" if row["target_status"] == "E" else "")
    if pd.notna(row["share_printed"]):
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
