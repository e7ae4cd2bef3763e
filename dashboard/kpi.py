"""A total as a headline: the sum with its bound, what it covers, and a way to the evidence of each figure in it."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

import streamlit as st

from dashboard import evidence, queries, wording
from dashboard.messages import t
from dashboard.rows import observed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard.filters import Selection
    from dashboard.queries import Series
    from dashboard.rows import Row


def draw(indicator: Row, series: Series, selection: Selection, units: Sequence[Row], said: str = "") -> None:
    """Draw the total of a series over the selection; `units` as from `views.by_unit`, `said` a line below."""
    total = queries.total(series, selection.unit_ids)
    if not total["n_observed"]:
        st.info(t("Nothing has been published for this selection and period. That is not zero: nobody has said."))
        return
    marks = [
        t("sum of {n} units with a figure", n=total["n_observed"]) if total["n_observed"] > 1 else "",
        wording.coverage(total, selection.counted()),
        t("provisional") if total["is_provisional"] else "",
        t("no sum can be given: the articles print no lower bound") if total["lower"] is None else "",
    ]
    notes = [" · ".join(filter(None, marks)), said]
    value = html.escape(wording.total(total["lower"], total["upper"]))
    st.html(
        f'<p class="kpi">{value} <small>{html.escape(wording.name(indicator, "measure"))}</small></p>'
        + "".join(f'<p class="kpi-note">{html.escape(note)}</p>' for note in notes if note)
    )
    labels = {
        row["claim_id"]: f"{row['name']} {wording.figure(row['value'], row['qualifier'])}" for row in observed(units)
    }
    key = f"evidence_{series.indicator_id}"
    st.pills(
        t("Evidence of each figure"),
        list(labels),
        format_func=labels.__getitem__,
        key=key,
        wrap=True,
        on_change=evidence.ask_by_pill,
        args=(key,),
    )
