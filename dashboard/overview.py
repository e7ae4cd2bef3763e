"""The overview: for each core indicator its newest total, what it covers and who says so; then all other figures."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from dashboard import evidence, filters, kpi, queries, views, wording
from dashboard.messages import t

if TYPE_CHECKING:
    from dashboard.filters import Selection


def draw() -> None:
    """Draw the overview for the reader's selection."""
    build = queries.build()
    st.title(t("Union indicators of Hà Nội"), anchor=False)
    st.caption(
        t(
            "{n} figures read from newspaper articles, each entered by one reader and checked by another. They cover "
            "few units and periods: what is not here has not been published, and is not zero.",
            n=build["claims"],
        )
    )
    selection = filters.sidebar()
    filters.write(selection.address())
    if not selection.unit_ids:
        return
    indicators = queries.indicators()
    for row in queries.overview():
        indicator = indicators[row["indicator_id"]]
        st.html(f'<h2 class="chart-title">{html.escape(wording.name(indicator))}</h2>')
        if row["time_period"] is None:
            st.info(t("No article has a figure for this indicator yet."))
            continue
        series = queries.Series(row["indicator_id"], row["time_period"], row["sector"])
        view = views.by_unit(series, selection)
        period = wording.series(series, queries.sectors())
        kpi.draw(indicator, series, selection, view.marks, f"{period}. {view.caption.title}.")
        st.page_link(
            f"../pages/{row['indicator_id']}.py",
            label=t("By unit, by period and on the map"),
            icon=":material/arrow_forward:",
        )
    others(selection)


def others(selection: Selection) -> None:
    """Draw the figures outside the core indicators; a click on a row opens its evidence."""
    claims = queries.other_claims(selection.unit_ids, at_most=200)
    if not claims:
        return
    st.html(f'<h2 class="chart-title">{html.escape(t("Other figures in the articles"))}</h2>')
    kinds = {"actual": t("result"), "target": t("target")}
    shown = [
        {
            t("Unit"): claim["name"],
            t("Indicator"): wording.name(claim),
            t("Period"): wording.sentence(wording.period(claim["time_period"])),
            t("As printed"): claim["as_printed"],
            t("Kind"): kinds[claim["scenario"]],
        }
        for claim in claims
    ]
    st.dataframe(
        pd.DataFrame(shown),
        hide_index=True,
        key="others",
        on_select=lambda: evidence.ask_by_row("others", [claim["claim_id"] for claim in claims]),
        selection_mode="single-cell",
    )
    said = [t("Choose a row to see its evidence.")]
    if claims[0]["n_all"] > len(claims):
        said.append(t("Shown: the newest {n} of {all}.", n=len(claims), all=claims[0]["n_all"]))
    st.caption(" ".join(said))
