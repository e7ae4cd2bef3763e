"""Results against the full-year targets: one view for each series that has any, then what no article prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard import filters, markup, queries, shares, tables, views, wording
from dashboard.messages import t, tn
from dashboard.parts import evidence, glossary, show
from dashboard.queries import Series

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard.rows import Row
    from dashboard.selection import Selection
    from dashboard.views import View

PERIOD = "target_period"  # the parameter of the address, and the widget, that choose among several periods
MOST_PILLS = 24  # more of them are a list to search in
MOST_PERIODS = 8  # that are named one by one
MOST_ALONE = 50


def draw() -> None:
    """Draw the page for the reader's selection."""
    st.title(t("Results and targets"), anchor=False)
    glossary.paragraph(
        t(
            "Each result stands against the target of its full year. A share is given as the article prints it and, "
            "where the target is printed too, as recomputed. More than 100% is normal."
        )
    )
    filters.chosen(PERIOD, asked=_known, default=None)
    selection, _ = filters.head()
    if not selection.unit_ids:
        filters.write(selection.address())
        return
    found = queries.targeted(selection.unit_ids)
    periods = list(dict.fromkeys(row["time_period"] for row in found if row["n_targets"]))
    period = _choose(periods)
    filters.write(selection.address() | ({PERIOD: [period]} if period and len(periods) > 1 else {}))
    if period is None:
        st.info(shares.none())
    else:
        _charts(period, [row for row in found if row["time_period"] == period and row["n_targets"]], selection)
    _alone(selection)
    _without_target(found, selection)


def _known(given: list[str]) -> str | None:
    """Return the period that the address asks for, where some unit has a target in it; name it where none has."""
    if not given:
        return None
    everyone = tuple(unit["unit_id"] for unit in queries.federations())
    if any(row["time_period"] == given[-1] and row["n_targets"] for row in queries.targeted(everyone)):
        return given[-1]
    st.session_state[filters.UNKNOWN] = [*st.session_state.get(filters.UNKNOWN, ()), given[-1][:80]]
    return None


def _choose(periods: list[str]) -> str | None:
    """Draw the choice among periods, newest first, where there are several; return the chosen one, None without any."""
    if len(periods) <= 1:
        return periods[0] if periods else None
    if st.session_state.get(PERIOD) not in periods:
        st.session_state[PERIOD] = periods[0]
    chosen: str = st.selectbox(
        t("Period"),
        periods,
        format_func=lambda code: wording.sentence(wording.period(code)),
        key=PERIOD,
        width=420,
    )
    return chosen


def _charts(period: str, found: Sequence[Row], selection: Selection) -> None:
    """Draw the views of the series of a period, under a sentence that says how many units they are of."""
    series = [Series(row["indicator_id"], period, row["sector"]) for row in found]
    shown = [view for one in series if (view := views.targets(one, selection))]
    measured = {row["unit_id"] for view in shown for row in view.figures if row.reached is not None}
    said = tn(
        "{period}: {n} of {all} units has a result with a target, or with the share of one that it reached.",
        "{period}: {n} of {all} units have a result with a target, or with the share of one that they reached.",
        n=len(measured),
        all=len(selection.unit_ids),
        period=wording.sentence(wording.period(period)),
    )
    st.html(markup.element("p", said, class_="lead"))
    show.camera()
    for view in shown:
        key = f"targets_{view.series.indicator_id}_{view.series.sector}"
        show.whole(view, selection.address(view.series), key)
        _evidence(_labels(view), f"evidence_{key}")


def _labels(view: View) -> dict[str, str]:
    """Return the claims behind a view, each with what it says: result, target and share of every unit."""
    labels = {}
    for row in view.figures:
        labels[str(row.claim_id)] = f"{row.name}: {t('result')} {row.amount}"
        if row.target_claim_id:
            labels[row.target_claim_id] = f"{row.name}: {t('target')} {row.target_amount}"
        if row.share_claim_id:
            labels[row.share_claim_id] = f"{row.name}: {t('share')} {row.printed_share}"
    return labels


def _evidence(labels: dict[str, str], key: str) -> None:
    """Draw a way to the evidence of each claim: pills, or a list to search in where they are many."""
    if len(labels) <= MOST_PILLS:
        evidence.pills(labels, key)
    else:
        st.selectbox(
            t("Evidence of each figure"),
            list(labels),
            index=None,
            placeholder=t("Choose a figure"),
            format_func=labels.__getitem__,
            key=key,
            on_change=evidence.ask_by_pill,
            args=(key,),
        )


def _alone(selection: Selection) -> None:
    """Draw the printed targets and shares that stand in no chart, if there are any."""
    claims = queries.lone_targets(selection.unit_ids)
    if not claims:
        return
    shown = claims[:MOST_ALONE]
    heading = t("Other targets and shares in the articles")
    said = [t("No result is printed beside them, or another target of the unit is shown above.")]
    if len(claims) > len(shown):
        said.append(t("Shown: the newest {n} of {all}.", n=len(shown), all=len(claims)))
    table = tables.of(shown, "whom", "restricted", "period", "scenario", "printed_value", "set_by", "place")
    st.html(markup.heading(heading, " ".join(said)) + table.html(heading))
    _evidence(
        {str(claim.claim_id): f"{claim.measured} · {claim.name} · {wording.name(claim)}" for claim in shown},
        "evidence_alone",
    )


def _without_target(found: Sequence[Row], selection: Selection) -> None:
    """Draw for which core indicators and periods no article prints a target or a share of one."""
    lines = []
    sectors = queries.sectors()
    for indicator_id, indicator in queries.indicators().items():
        if not indicator["is_core"]:
            continue
        results = [row for row in found if row["indicator_id"] == indicator_id]
        without = [wording.dated(row, sectors) for row in results if not row["n_targets"]]
        if results and not without:
            continue
        more = len(without) - MOST_PERIODS
        said = "; ".join(without[:MOST_PERIODS]) or t("the articles that were read have no result either")
        if more > 0:
            said += tn("; and {n} more period", "; and {n} more periods", n=more)
        lines.append(markup.element("li", markup.element("strong", wording.name(indicator)), f": {said}"))
    if lines:
        st.html(
            markup.heading(t("No target in the articles that were read"), selection.scope())
            + markup.element("ul", *lines, class_="plain-list")
        )
