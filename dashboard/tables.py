"""The rows behind a chart as words in columns: the table that stands beside every chart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dashboard import columns, links, markup
from dashboard.columns import STATES

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from markupsafe import Markup

    from dashboard.figure import Figure
    from dashboard.rows import Row


@dataclass(frozen=True)
class Table:
    """Rows of words under headings; `numbers` are the columns that are set to the right."""

    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    numbers: Sequence[int] = ()

    def html(self, caption: str) -> Markup:
        """Return the table as HTML."""
        return markup.table(caption, self.headings, self.rows, self.numbers)


def of(rows: Sequence[Row], *codes: str, optional: Collection[str] = (), **read: Callable[[Any], object]) -> Table:
    """Return columns of rows in words; what is missing is an empty cell or "...", never 0.

    Those of `optional` are left out where no row has a word in them. `read`: what stands in some of them here.
    """
    shown = columns.named(*codes)
    words = {
        code: [columns.in_words(read.get(code, column.value)(row)) for row in rows] for code, column in shown.items()
    }
    kept = [code for code in codes if code not in optional or any(words[code])]
    return Table(
        [shown[code].heading for code in kept],
        [list(row) for row in zip(*(words[code] for code in kept), strict=True)],
        [place for place, code in enumerate(kept) if shown[code].kind == "number"],
    )


def by_unit(units: Sequence[Figure]) -> Table:
    """Return the table of rows of `queries.by_unit`, those with a figure first."""
    in_order = sorted(units, key=lambda row: STATES.index(row.state))
    return of(
        in_order, "name", "amount", "target", "share", "status", "place", optional=("target", "share"), **linked()
    )


def by_period(figures: Sequence[Figure]) -> Table:
    """Return the table of rows of `queries.by_period`."""
    return of(figures, "name", "dated", "amount", "status", "place", **linked())


def targets(figures: Sequence[Figure]) -> Table:
    """Return the table of results beside their targets; `figures`: observed rows of `queries.by_unit`.

    A unit without a target has no share: its cells are empty.
    """
    return of(
        figures, "name", "amount", "full_target", "set_by", "share_printed", "share_recomputed", "target_note", "place",
        **linked(),
    )  # fmt: skip


def linked() -> dict[str, Any]:
    """Return how the numbers of figures stand in a table: each a link to the card of its claim."""
    return {
        "amount": lambda row: links.to_claim(row.claim_id, str(row.amount.tabled)),
        "target": lambda row: links.to_claim(row.claim_of("target"), str(row.target_in_full)),
        "share": lambda row: links.to_claim(row.claim_of("share_printed"), str(row.printed_share)),
        "share_printed": lambda row: links.to_claim(row.claim_of("share_printed"), str(row.printed_share)),
        "share_recomputed": lambda row: links.to_claim(row.claim_id, str(row.recomputed_share)),
    }
