"""A list on the screen: a row for each figure, its number the link to its card; or the columns that a reader chose."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from dashboard import columns, links, markup, queries, wording
from dashboard.messages import t

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from markupsafe import Markup

    from dashboard.figure import Figure
    from dashboard.listings import Listing
    from dashboard.markup import Text

Kind = TypeVar("Kind")
AT_MOST = 1000  # rows on all pages of the screen; the files hold all
ROWS = 30  # of one page


def n_pages(listing: Listing) -> int:
    """Return how many pages a list has; an empty one has one."""
    return max(1, -(-len(listing.rows) // ROWS))


def page(rows: Sequence[Kind], number: int) -> Sequence[Kind]:
    """Return the rows of a page; the first page is 1."""
    return rows[ROWS * (number - 1) : ROWS * number]


def usual(caption: str, figures: Sequence[Figure], cited: Mapping[str, str]) -> Markup:
    """Return figures as a table: unit, what is counted, the number in one cell, period, source; a phone has blocks."""
    sectors = queries.sectors()
    rows = [
        [
            wording.unit({"name": one.name, "name_en": one.unit_en}),
            wording.restricted(wording.name(one), one.sector, sectors),
            _number(one),
            wording.sentence(wording.period(one.time_period)),
            f"[{cited[str(one.article_id)]}]",
        ]
        for one in figures
    ]
    headings = columns.headings("unit", "indicator", "figure", "period", "place")
    return markup.element("div", markup.table(caption, headings, rows), class_="two-lines listed-figures")


def _number(one: Figure) -> Markup:
    """Return a figure in one cell: its number with hedge and whole as a link, what is counted, what it is worth."""
    measure = one.measure
    number, noun = (f"{one.of_whole}{measure}", "") if one.unit_measure == "PERCENT" else (one.of_whole, measure)
    plan = " ".join(filter(None, [t("planned"), one.kind])) if one.is_plan else ""
    worth = ", ".join(filter(None, [plan, one.status]))
    return markup.joined(
        [
            markup.element("span", links.to_claim(one.claim_id, number), class_="n"),
            noun,
            markup.element("small", f" ({worth})") if worth else "",
        ]
    )


def chosen(caption: str, listing: Listing, number: int) -> Markup:
    """Return a page of a list in its own columns; the number, or what stands first, is the link to the card."""
    table = listing.words()
    linked = list(listing.columns).index("value") if "value" in listing.columns else 0
    rows = [
        [links.to_claim(row["claim_id"], cell) if place == linked else cell for place, cell in enumerate(cells)]
        for row, cells in zip(page(listing.rows, number), page(table.rows, number), strict=True)
    ]
    return markup.element("div", markup.table(caption, table.headings, rows, table.numbers), class_="two-lines")


def nothing() -> str:
    """Return what is said where no row is found."""
    return t("No rows match. Remove a filter, or try other words.")


def cut(listing: Listing) -> Text:
    """Return that the screen has only the first rows, where it has."""
    if len(listing.rows) == listing.n_all:
        return ""
    return t(
        "Only the first {n} rows of {all} are shown here; the files hold all.", n=len(listing.rows), all=listing.n_all
    )
