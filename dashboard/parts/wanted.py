"""What articles nearly gave: units that they name for a series without the figure, and where that may be found."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dashboard import markup, queries, signs, wording
from dashboard.messages import t
from dashboard.parts import foot
from dashboard.queries import Series

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from markupsafe import Markup

    from dashboard.figure import Figure
    from dashboard.rows import Row


class Wanted(NamedTuple):
    """Units that articles name for a series without their figures, and where these may be found."""

    units: Sequence[Figure]
    where: str

    @property
    def one(self) -> Figure:
        """Any of them, for what they share."""
        return self.units[0]


def first(rows: Iterable[Figure]) -> list[Wanted]:
    """Return what articles nearly gave, by series and place to look, the newest period first."""
    places = {row["article_id"]: _where(row) for row in queries.articles()}
    groups: dict[tuple[Series, str], list[Figure]] = {}
    for row in rows:
        if row.state == "omitted":
            series = Series(row.indicator_id, row.time_period, row.sector)
            groups.setdefault((series, places[row.article_id]), []).append(row)
    found = [Wanted(units, where) for (_, where), units in groups.items()]
    return sorted(found, key=lambda wanted: str(wanted.one.period_end), reverse=True)


def newest(found: Sequence[Wanted]) -> list[Wanted]:
    """Return those of the newest period; `found` as from `first`."""
    return [each for each in found if each.one.period_end == found[0].one.period_end]


def _where(article: Row) -> str:
    """Return where a figure may be found that an article leaves out."""
    if article["event_from"] is None:
        return t("the units’ own reports of this period")
    days = wording.months(article["event_from"], article["event_to"]) + signs.inferred(article["event_kind"])
    return t("papers of the event in the article, {days}; the units’ own reports", days=days)


def named(units: Sequence[Figure], cited: Mapping[str, str]) -> Markup:
    """Return units by name, with their cluster where they are of one, behind each article's its number."""
    by_article: dict[str | None, list[Figure]] = {}
    for one in units:
        by_article.setdefault(one.article_id, []).append(one)
    clusters = {wording.unit({"name": one.cluster_name, "name_en": one.cluster_name_en}) for one in units}
    said = [
        markup.joined([", ".join(one.name for one in found), "\u00a0", foot.mark(cited, found[0])])
        for found in by_article.values()
    ]
    return markup.joined([markup.joined(said, ", "), f" ({clusters.pop()})" if len(clusters) == 1 else ""])
