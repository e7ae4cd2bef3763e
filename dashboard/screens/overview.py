"""The overview: what a leader reads in a minute.

For each core indicator its newest total, what it covers and who says so; then what was added last, and what is most
missing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard import captions, filters, markup, provenance, queries, tables, views, wording
from dashboard.columns import headings
from dashboard.messages import t, tn
from dashboard.parts import kpi, show
from dashboard.rows import observed
from dashboard.screens.indicator import page as page_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

    from dashboard.figure import Figure
    from dashboard.rows import Row
    from dashboard.selection import Selection


def draw() -> None:
    """Draw the overview for the reader's selection."""
    build = queries.build()
    st.title(t("Union indicators of Hà Nội"), anchor=False)
    st.html(
        markup.element(
            "p",
            tn(
                "{n} figure read from newspaper articles, entered by one reader and checked by another.",
                "{n} figures read from newspaper articles, each entered by one reader and checked by another.",
                n=build["claims"],
            ),
            " ",
            tn(
                "{n} of them is a result of the three core indicators.",
                "{n} of them are results of the three core indicators.",
                n=queries.n_core_results(),
            ),
            " ",
            t(
                "They cover few units and periods: what is not here is not in the articles that were read, and is not "
                "zero."
            ),
            class_="lead",
        )
    )
    selection, _ = filters.head()
    filters.write(selection.address())
    if not selection.unit_ids:
        return
    show.camera()
    indicators = queries.indicators()
    newest = queries.overview()
    notes: dict[str, None] = {}  # how to read the small maps: said once, in the order of the maps
    for column, row in zip(st.columns(len(newest), gap="medium"), newest, strict=True):
        with column:
            notes |= dict.fromkeys(headline(indicators[row["indicator_id"]], row, selection))
    st.html(markup.paragraphs([" ".join(notes)], "chart-notes") + added_last() + missing_most(selection))
    for page, label in (
        ("gaps", t("Everything that is missing")),
        ("targets", t("Results against targets")),
        ("activities", t("Congresses, welfare, training and other activities")),
    ):
        st.page_link(f"../pages/{page}.py", label=label, icon=":material/arrow_forward:")


def headline(indicator: Row, newest: Row, selection: Selection) -> Sequence[str]:
    """Draw the newest total of an indicator: what, when, how much, how much of it is known, and who says so.

    Return how its small map is to be read.
    """
    if newest["time_period"] is None:
        st.html(markup.heading(wording.name(indicator)))
        st.info(t("None of the articles that were read has a figure for this indicator."))
        return ()
    series = queries.Series(newest["indicator_id"], newest["time_period"], newest["sector"])
    view = views.by_unit(series, selection)
    tiles = views.tile_map(series, selection, is_small=True)
    st.html(markup.heading(wording.name(indicator), wording.series(series, queries.sectors())))
    is_sum = len(observed(view.figures)) > 1
    said = [f"{view.caption.title}." if is_sum else "", of_target(view.figures), captions.omitted(view.figures)]
    if not kpi.total(indicator, series, selection, view.figures, said):
        return ()
    show.chart(tiles, f"tile_map_{series.indicator_id}")
    kpi.pills(series, view.figures)
    table = tables.by_unit(view.figures).html(f"{tiles.caption.title}. {tiles.caption.subtitle}")
    st.html(
        markup.paragraphs([view.caption.freshness], "chart-notes")
        + markup.details(
            t("Table and sources"),
            table + markup.paragraphs([*view.caption.notes, *view.caption.sources], "chart-notes"),
        )
    )
    st.page_link(page_of(indicator), label=t("Details"), icon=":material/arrow_forward:")
    return tiles.caption.notes


def of_target(units: Sequence[Figure]) -> str:
    """Return how much of the year's target was reached, where an article lets it be known; nothing is averaged."""
    figures = observed(units)
    known = [row for row in figures if row.share]
    if not figures:
        return ""
    if not known:
        return t("None of the articles that were read prints a target for these figures.")
    if len(known) > 1:
        return tn(
            "{n} unit has a share of its full-year target.",
            "{n} units have a share of their full-year target.",
            n=len(known),
        )
    (row,) = known
    return t(
        "{unit}: {share} of the full-year target ({kind}).",
        unit=row.name,
        share=row.printed_share or row.recomputed_share,
        kind=t("as printed") if row.printed_share else t("computed"),
    )


def added_last() -> Markup:
    """Return which articles gave figures last."""
    articles = queries.added_last(at_most=5)
    if not articles:
        return markup.heading(t("Latest additions"), t("No figure has been entered yet."))
    newest = articles[0]["entered_on"]
    said = tn(
        "Figures were last entered on {day}, from {n} article.",
        "Figures were last entered on {day}, from {n} articles.",
        n=sum(row["entered_on"] == newest for row in articles),
        day=wording.day(newest),
    )
    rows = [
        [
            markup.joined([f"{wording.code(row)} – ", markup.element("span", row["title"], lang="vi")]),
            wording.number(row["n_claims"]),
            provenance.published(row),
            wording.day(row["entered_on"]),
            wording.day(row["checked_on"]),
        ]
        for row in articles
    ]
    named = [*headings("title"), t("Figures"), *headings("published", "entered_on", "checked_on")]
    return markup.heading(t("Latest additions"), said) + markup.table(t("Latest additions"), named, rows, [1])


def missing_most(selection: Selection) -> Markup:
    """Return for each core indicator and period how many units have a figure, the emptiest first."""
    series = queries.missing_most(selection.unit_ids)
    if not series:
        return markup.heading(t("Largest gaps"), t("The articles that were read have no figure yet."))
    emptiest = series[0]
    period = wording.period(emptiest["time_period"])
    if not emptiest["n_observed"]:
        said = t(
            "{indicator}, {period}: no unit has a figure in the articles that were read.",
            indicator=wording.name(emptiest),
            period=period,
        )
    else:
        said = t(
            "{indicator}, {period}: {n} of {all} units with a figure.",
            indicator=wording.name(emptiest), period=period, n=emptiest["n_observed"], all=emptiest["n_units"],
        )  # fmt: skip
    sectors = queries.sectors()
    rows = [
        [
            wording.name(row),
            wording.restricted(wording.sentence(wording.period(row["time_period"])), row["sector"], sectors),
            f"{row['n_observed']}/{row['n_units']}",
            wording.number(row["n_omitted"]) if row["n_omitted"] else "",
        ]
        for row in series[:6]
    ]
    named = [*headings("indicator", "period"), t("Units with a figure"), t("Mentioned without a figure")]
    return markup.heading(t("Largest gaps"), said) + markup.table(t("Largest gaps"), named, rows, [2, 3])
