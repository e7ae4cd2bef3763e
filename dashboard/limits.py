"""What the figures cannot say, in sentences: for the filters, the workbook, the report and the open data alike.

Where the series of district federations end is among the words of charts: `captions.district_end`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard import queries, wording
from dashboard.messages import t, tn

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from dashboard.figure import Figure
    from dashboard.rows import Row


def few_figures() -> str:
    """Return how little of what could be known is known."""
    return t("Most units and periods have no figure in the articles that were read.")


def no_rates() -> str:
    """Return what the core indicators are often mistaken for."""
    return t("Agreements signed are not bargaining coverage; members recruited are a gross flow, not density.")


def clusters(units: Iterable[Row]) -> str:
    """Return what is known of the members of clusters, and which clusters of some federations are inferred."""
    unseen = {unit["cluster_name"] for unit in units if unit["cluster_evidence_kind"] == "inferred"}
    said = t("The members of the clusters are known from one or two years only.")
    if unseen:
        names = ", ".join(wording.unit(row) for row in queries.clusters() if row["name"] in unseen)
        said += f" {t('Those of {clusters} are inferred.', clusters=names)}"
    return said


def hedged(claims: Collection[Figure]) -> Iterator[str]:
    """Return how many figures are no final, exact numbers, in sentences."""
    if n := sum(one.is_provisional for one in claims):
        yield tn(
            "{n} of the {all} figures is provisional: given before its period had ended.",
            "{n} of the {all} figures are provisional: given before their period had ended.",
            n=n,
            all=len(claims),
        )
    if n := sum(one.is_bound for one in claims):
        yield tn(
            "{n} of the {all} figures is not exact: the article’s word stands with it.",
            "{n} of the {all} figures are not exact: the article’s word stands with them.",
            n=n,
            all=len(claims),
        )


def inferred(articles: Collection[Figure]) -> Iterator[str]:
    """Return of how many articles the readers inferred what is not printed, in sentences."""
    if n := sum(one.publisher_kind == "inferred" for one in articles):
        yield tn(
            "Of {all} articles, {n} does not print its publisher, which was inferred.",
            "Of {all} articles, {n} do not print their publisher, which was inferred.",
            n=n,
            all=len(articles),
        )
    if n := sum(one.published_kind == "inferred" for one in articles):
        yield tn(
            "Of {all} articles, {n} does not print its day, which was inferred.",
            "Of {all} articles, {n} do not print their day, which was inferred.",
            n=n,
            all=len(articles),
        )
