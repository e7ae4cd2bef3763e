"""What a file is made of: the views of a selection, what else is published about it, and where each figure is from.

Workbook, slides and report are written from one handout, and a handout is made of the views that the pages show.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dashboard import activities, links, listings, notes, provenance, queries, views
from dashboard.exports import annex
from dashboard.messages import t
from dashboard.queries import Series
from dashboard.rows import claims_of
from dashboard.selection import resolve_series, selected

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from dashboard.exports.annex import Annex
    from dashboard.figure import Figure
    from dashboard.rows import Row
    from dashboard.selection import Address, Selection
    from dashboard.views import View

OF_AN_INDICATOR = ("by_unit", "by_period", "comparison", "tile_map")  # the views on the page of an indicator


@dataclass(frozen=True)
class Handout:
    """Views and all that goes with them.

    `figures` and `activities` as from `queries.figures` and `queries.activities`; `shared`: the figures of clusters and
    the city that the chosen units are part of, as far as `figures` has them not. `cited`: every figure of the file by
    its claim, as from `queries.figures`, in the order of the articles and their lines. `link` leads back to the view,
    None where no address is configured.
    """

    title: str
    scope: str  # the chosen units, in words
    selection: Selection
    views: Sequence[View]
    annexes: Sequence[Annex]
    figures: Sequence[Figure]
    shared: Sequence[Figure]
    activities: Sequence[Figure]
    cited: Mapping[str, Figure]
    build: Row
    link: str | None

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been published for the selection."""
        return not self.cited

    @property
    def freshness(self) -> str:
        """How far the figures reach, when they were printed and checked."""
        return provenance.freshness(list(self.cited.values()))

    @property
    def standing(self) -> str:
        """Which build of the data this is."""
        return provenance.standing(self.build)

    @property
    def sources(self) -> tuple[str, ...]:
        """A line for each article."""
        return provenance.sources(list(self.cited.values()))

    @property
    def articles(self) -> list[Figure]:
        """The articles, each as the first of its figures."""
        return list({row["article_id"]: row for row in reversed(list(self.cited.values()))}.values())[::-1]


def of_view(view: View, selection: Selection, page: str) -> Handout:
    """Return the handout of one view, which stands on a page."""
    link = links.to(page, selection.address(view.series))
    return _handout(view.caption.title, selection, [view], _cited(behind(view)), (), (), link)


def of_selection(asked: Address) -> Handout:
    """Return the handout of everything about the selection that an address asks for.

    Where a period is asked for, the views of the core indicators that have figures of it, and its results against
    targets; else of each core indicator the views of the newest period that says something of the selection, and
    results against targets of the newest period that has any. Every figure of every period is in `figures`.
    """
    selection, _ = selected(asked)
    found = _views(selection, asked) if selection.unit_ids else []
    about = listings.about(selection)
    figures = queries.figures("observations", about, (), selection.order) if selection.unit_ids else []
    above = () if about is None else tuple(unit for unit in queries.above(selection.unit_ids) if unit not in about)
    shared = queries.figures("observations", above, ())
    others = queries.activities(selection.unit_ids, activities.AT_MOST) if selection.unit_ids else []
    link = links.to("overview", selection.address())
    return _handout(t("Union indicators of Hà Nội"), selection, found, figures, shared, others, link)


def _views(selection: Selection, asked: Address) -> list[View]:
    found = []
    for row in queries.overview():
        series = _series(row["indicator_id"], selection, asked)
        if series is not None:
            wanted = [name for name in OF_AN_INDICATOR if name != "tile_map" or len(selection.unit_ids) > 1]
            found += [view for name in wanted if (view := views.VIEWS[name].make(series, selection))]
    targeted = [row for row in queries.targeted(selection.unit_ids) if row["n_targets"]]
    period = asked.get("period", [row["time_period"] for row in targeted[:1]])[-1:]
    for row in targeted:
        if [row["time_period"]] == period:
            view = views.targets(Series(row["indicator_id"], row["time_period"], row["sector"]), selection)
            found += [view] if view else []
    return [view for view in found if view.claim_ids or any(row.get("state") == "omitted" for row in view.figures)]


def _series(indicator_id: str, selection: Selection, asked: Address) -> Series | None:
    """Return the series of an indicator that is asked for, where none is the newest that says something of a selection.

    None where the indicator has none of the period that is asked for. In that period an indicator without the sector
    that is asked for is taken as it is: its views say which sector they are of.
    """
    chosen, missing = resolve_series(indicator_id, asked)
    if missing is not None:
        return None
    if chosen is None or asked.get("period"):
        return chosen
    found = (Series(indicator_id, row["time_period"], row["sector"]) for row in queries.series_of(indicator_id))
    said = ("observed", "omitted")
    return next(
        (one for one in found if any(row["state"] in said for row in selection.among(queries.by_unit(one)))), chosen
    )


def _cited(claim_ids: Iterable[str]) -> list[Figure]:
    return queries.figures("observations", None, (), claim_ids=tuple(claim_ids))


def _handout(
    title: str,
    selection: Selection,
    shown: Sequence[View],
    figures: Sequence[Figure],
    shared: Sequence[Figure],
    others: Sequence[Figure],
    link: str | None,
) -> Handout:
    cited = {row["claim_id"]: row for row in (*figures, *shared)}
    needed = dict.fromkeys(claim_id for view in shown for claim_id in behind(view))
    needed |= dict.fromkeys(row["claim_id"] for row in others)
    annexes = [annex.of_view(view, selection) for view in shown if view.kind.is_ranking and view.figures]
    needed |= dict.fromkeys(claim_id for one in annexes for line in one.lines for claim_id in line.claim_ids)
    cited |= {row["claim_id"]: row for row in _cited(needed.keys() - cited.keys())}
    cited = dict(sorted(cited.items(), key=lambda one: _place(one[1])))
    scope = selection.scope()
    return Handout(title, scope, selection, shown, annexes, figures, shared, others, cited, queries.build(), link)


def _place(claim: Figure) -> tuple[Any, ...]:
    """Return where a figure stands, for the order of articles and their lines."""
    return claim.article_id, claim.line, claim.char_start, claim.claim_id


def behind(view: View) -> list[str]:
    """Return every claim behind a view: of its figures, of their printed targets and shares, and of what is beside."""
    return [claim_id for row in (*view.figures, *view.beside) for claim_id in claims_of(row).values()]


def evidence(handout: Handout, mark: Row) -> list[str]:
    """Return the evidence of a mark, a line for each claim behind it."""
    kinds = {"claim_id": t("result"), "target_claim_id": t("target"), "share_claim_id": t("share")}
    return [
        f"{mark['name']} ({kinds[column]}): {source(handout.cited[claim_id])}"
        for column, claim_id in claims_of(mark).items()
    ]


def source(claim: Figure) -> str:
    """Return where a figure stands, who read it, and what the readers noted of it."""
    return " ".join(filter(None, [provenance.cited(claim), noted(claim)]))


def noted(claim: Figure) -> str:
    """Return what the readers noted of a figure."""
    return t("Readers’ note: {note}", note=notes.said(claim.note)) if claim.note else ""
