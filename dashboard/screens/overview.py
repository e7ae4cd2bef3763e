"""The overview: for each core indicator its newest total, what it covers and who says so; then all other figures."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

import pyarrow as pa
import streamlit as st

from dashboard import evidence, filters, kpi, queries, views, wording
from dashboard.messages import t

if TYPE_CHECKING:
    from dashboard.filters import Selection
    from dashboard.rows import Row


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
    newest = queries.overview()
    for column, row in zip(st.columns(len(newest), gap="medium"), newest, strict=True):
        with column:
            headline(indicators[row["indicator_id"]], row, selection)
    others(selection)


def headline(indicator: Row, newest: Row, selection: Selection) -> None:
    """Draw the newest total of an indicator: what, when, how much, how much of it is known, and who says so."""
    if newest["time_period"] is None:
        st.html(f'<h2 class="chart-title">{html.escape(wording.name(indicator))}</h2>')
        st.info(t("No article has a figure for this indicator yet."))
        return
    series = queries.Series(newest["indicator_id"], newest["time_period"], newest["sector"])
    view = views.by_unit(series, selection)
    st.html(
        f'<h2 class="chart-title">{html.escape(wording.name(indicator))}</h2>'
        f'<p class="chart-subtitle">{html.escape(wording.series(series, queries.sectors()))}</p>'
    )
    kpi.draw(indicator, series, selection, view.marks, f"{view.caption.title}.")
    st.html("".join(f'<p class="chart-notes">{html.escape(source)}</p>' for source in view.caption.sources))
    st.page_link(
        f"../pages/{series.indicator_id}.py",
        label=t("In detail"),
        icon=":material/arrow_forward:",
    )


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
            t("As printed"): claim["as_printed"],
            t("Indicator"): wording.name(claim),
            t("Period"): wording.sentence(wording.period(claim["time_period"])),
            t("Kind"): kinds[claim["scenario"]],
        }
        for claim in claims
    ]
    st.dataframe(
        pa.Table.from_pylist(shown),
        hide_index=True,
        key="others",
        on_select=lambda: evidence.ask_by_row("others", [claim["claim_id"] for claim in claims]),
        selection_mode="single-cell",
    )
    said = [t("Choose a row to see its evidence.")]
    if claims[0]["n_all"] > len(claims):
        said.append(t("Shown: the newest {n} of {all}.", n=len(claims), all=claims[0]["n_all"]))
    st.caption(" ".join(said))
