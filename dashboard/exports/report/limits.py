"""Part III of the report: what the figures cannot say, each a sentence with its footnotes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard import captions, limits, notes, queries, shares, wording
from dashboard.exports.report.official import Said
from dashboard.messages import t

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dashboard.exports.handout import Handout
    from dashboard.exports.report.writing import Report


def sentences(report: Report) -> Iterator[list[Said]]:
    """Return the limits of the data of a report."""
    handout = report.handout
    yield from ([Said(said)] for said in (*_missing(handout), *limits.hedged(handout.cited.values())))
    yield from _computed(report)
    of_clusters = limits.clusters(handout.selection.among(queries.federations()))
    yield from ([Said(said)] for said in (*limits.inferred(handout.articles), of_clusters, *_alone(handout)))


def _missing(handout: Handout) -> Iterator[str]:
    """Say what no article prints."""
    of_units = set(handout.selection.unit_ids)
    for view in handout.views:
        if not view.kind.is_ranking:
            continue
        total = queries.total(view.series, handout.selection.unit_ids)
        if 0 < total["n_observed"] < total["n_units"]:
            indicator = queries.indicators()[view.series.indicator_id]
            yield t(
                "{indicator}, {period}: {n} of {all} units with a figure.",
                indicator=wording.name(indicator),
                period=wording.within(captions.period(indicator, view.series, queries.sectors(), ", ")),
                n=total["n_observed"],
                all=total["n_units"],
            )
    known = {claim.indicator_id for claim in handout.cited.values() if claim.unit_id in of_units}
    core = [row for row in queries.indicators().values() if row["is_core"]]
    if names := "; ".join(wording.name(row) for row in core if row["indicator_id"] not in known):
        yield t("Not in the articles that were read: {names}.", names=names)


def _computed(report: Report) -> Iterator[list[Said]]:
    """Say which targets no article prints, how they were worked out, and what had to be assumed."""
    shown = [
        (view.series, row) for view in report.handout.views if view.kind.is_against_targets for row in view.figures
    ]
    for series, row in shown:
        if row.is_computed:
            name = wording.name(queries.indicators()[series.indicator_id])
            said = f"{name} – {row.name}: {shares.computed(row)}."
            assumed = f" {notes.said(row.share_reading)}" if row.share_reading else ""
            yield [Said(said, report.cited(row.claim_id, row.share_claim_id)), Said(assumed)]


def _alone(handout: Handout) -> Iterator[str]:
    """Say what keeps the figures from being compared over time."""
    over_time = [row for view in handout.views if view.kind.is_of_all_periods for row in view.figures]
    if any(row.is_comparable for row in over_time):
        yield t("Figures of different periods are neither added nor compared in this report.")
    else:
        yield t(
            "In the articles that were read no unit has comparable figures of two periods: nothing is said of rises "
            "and falls."
        )
    yield captions.district_end()
