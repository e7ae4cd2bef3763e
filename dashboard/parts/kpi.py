"""A total as a headline: the sum with its bound, what it covers, and a way to the evidence of each figure in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard import markup, queries, signs, wording
from dashboard.messages import t
from dashboard.parts import evidence, glossary
from dashboard.rows import observed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard.figure import Figure
    from dashboard.queries import Series
    from dashboard.rows import Row
    from dashboard.selection import Selection


def total(
    indicator: Row, series: Series, selection: Selection, units: Sequence[Figure], said: Sequence[str] = ()
) -> bool:
    """Draw the total of a series over the selection, with lines below; return whether there is a figure at all.

    `units` as from `queries.by_unit`. One figure is no sum: it stands as it is, under its unit's name.
    """
    found = queries.total(series, selection.unit_ids)
    if not found["n_observed"]:
        st.info(t("The articles that were read have nothing for this selection and period. This does not mean zero."))
        return False
    figures = observed(units)
    marks = [
        figures[0]["name"] if len(figures) == 1 else "",
        t("sum of {n} units with a figure", n=found["n_observed"]) if found["n_observed"] > 1 else "",
        wording.coverage(found, selection.counted()),
        signs.of_total(found),
        t("no sum can be given: some figures only say how much at most") if found["qualifier"] is None else "",
    ]
    if len(figures) == 1:
        (row,) = figures
        marks.pop()
        value, exactly = row.amount, row.value
    else:
        value = wording.total(found) if found["qualifier"] else wording.Amount(before=wording.MISSING)
        exactly = found["value"] if found["qualifier"] == "exact" else None
    st.html(
        markup.element("p", str(value), " ", markup.element("small", wording.measure(indicator, exactly)), class_="kpi")
        + markup.element(
            "div",
            markup.paragraphs(
                [glossary.marked(" · ".join(filter(None, marks)), f"kpi-{series.indicator_id}"), *said], "kpi-note"
            ),
            class_="kpi-notes",
        )
    )
    return True


def pills(series: Series, units: Sequence[Figure]) -> None:
    """Draw a pill for each figure of `units`, as from `queries.by_unit`, that opens its evidence."""
    labels = {str(row.claim_id): f"{row.name} {row.amount}" for row in observed(units)}
    evidence.pills(labels, f"evidence_{series.indicator_id}")
