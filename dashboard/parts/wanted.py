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


class Wanted(NamedTuple):
    """Units that an article names for a series without their figures."""

    units: Sequence[Figure]

    @property
    def one(self) -> Figure:
        """Any of them, for what they share."""
        return self.units[0]


def first(rows: Iterable[Figure]) -> list[Wanted]:
    """Return what articles nearly gave, by series and article, the newest period first."""
    groups: dict[tuple[Series, str | None], list[Figure]] = {}
    for row in rows:
        if row.state == "omitted":
            series = Series(row.indicator_id, row.time_period, row.sector)
            groups.setdefault((series, row.article_id), []).append(row)
    return sorted(map(Wanted, groups.values()), key=lambda wanted: str(wanted.one.period_end), reverse=True)


def named(units: Sequence[Figure]) -> str:
    """Return units by name, with their cluster where they are of one."""
    clusters = {wording.unit({"name": one.cluster_name, "name_en": one.cluster_name_en}) for one in units}
    names = ", ".join(one.name for one in units)
    return f"{names} ({clusters.pop()})" if len(clusters) == 1 else names


def where(wanted: Wanted, cited: Mapping[str, str], *, within: bool = False) -> Markup:
    """Return where figures may be found, and the number of the article that leaves them out; `within` a sentence."""
    article = next(row for row in queries.articles() if row["article_id"] == wanted.one.article_id)
    if article["event_from"] is None:
        said = t("the units’ own reports of this period")
    else:
        days = wording.months(article["event_from"], article["event_to"]) + signs.inferred(article["event_kind"])
        said = t("papers of the event in the article, {days}; the units’ own reports", days=days)
    return markup.joined([said if within else wording.sentence(said), " ", foot.mark(cited, wanted.one)])
