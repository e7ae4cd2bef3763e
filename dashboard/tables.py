"""The rows behind a chart as words in columns: the table that stands beside every chart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dashboard import markup, notes, wording
from dashboard.messages import t

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from markupsafe import Markup

    from dashboard.figure import Figure
    from dashboard.rows import Row

STATES = ["observed", "omitted", "unpublished", "not_applicable"]  # units with a figure first, in the reader's order


@dataclass(frozen=True)
class Table:
    """Rows of words under headings; `numbers` are the columns that are set to the right."""

    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    numbers: Sequence[int] = ()

    def html(self, caption: str) -> Markup:
        """Return the table as HTML."""
        return markup.table(caption, self.headings, self.rows, self.numbers)


def by_unit(units: Sequence[Figure]) -> Table:
    """Return the table of rows of `queries.by_unit`, those with a figure first; columns without any word are left out.

    What is missing is an empty cell or "...", never 0.
    """
    headings = [t("Unit"), t("Result"), t("Target"), t("Share"), t("Status"), t("Source")]
    rows = [_unit(row) for row in in_order(units)]
    kept = [column for column in range(len(headings)) if column not in (2, 3) or any(row[column] for row in rows)]
    return Table(
        [headings[column] for column in kept],
        [[row[column] for column in kept] for row in rows],
        [place for place, column in enumerate(kept) if column in (1, 2, 3)],
    )


def in_order(units: Sequence[Figure]) -> list[Figure]:
    """Return rows of `queries.by_unit` as the table has them."""
    return sorted(units, key=lambda row: STATES.index(row.state))


def states() -> dict[str, str]:
    """Return in words what an empty or filled cell means."""
    return {
        "observed": t("with a figure"),
        "omitted": t("not printed by the article"),
        "unpublished": t("not in the articles that were read"),
        "not_applicable": t("did not exist in this period"),
    }


def _unit(row: Figure) -> list[str]:
    amounts = (row.amount, row.target_in_full, row.printed_share)
    return [row.name, *map(str, amounts), row.status or states()[row.state], wording.place(row)]


def by_period(figures: Sequence[Figure], sectors: Mapping[str, Row]) -> Table:
    """Return the table of rows of `queries.by_period`."""
    return Table(
        [t("Unit"), t("Period"), t("Result"), t("Status"), t("Source")],
        [
            [
                row.name,
                wording.sentence(wording.dated(row, sectors)),
                str(row.amount),
                row.status or t("with a figure"),
                wording.place(row),
            ]
            for row in figures
        ],
        [2],
    )


def targets(figures: Sequence[Figure]) -> Table:
    """Return the table of results beside their targets; `figures`: observed rows of `queries.by_unit`.

    A unit without a target has no share: its cells are empty.
    """
    return Table(
        [
            t("Unit"), t("Result"), t("Full-year target"), t("Assigned or registered"), t("Share, printed (%)"),
            t("Share, recomputed (%)"), t("Note"), t("Source"),
        ],
        [_target(row) for row in figures],
        [1, 4, 5],
    )  # fmt: skip


def _target(row: Figure) -> list[str]:
    return [
        row.name,
        str(row.amount),
        _full_year(row),
        row.kind,
        str(row.printed_share),
        str(row.recomputed_share),
        "; ".join(filter(None, _target_notes(row))),
        wording.place(row),
    ]


def _full_year(row: Figure) -> str:
    """Return a target, and whether it is printed or how it was computed."""
    if row.target is None:
        return ""
    if row.target_status == "A":
        return f"{row.target_amount} ({t('printed')})"
    low, high = (wording.number(row[bound]) for bound in ("target_at_least", "target_at_most"))
    between = "" if low == high else f"; {low}–{high}"
    return f"{row.target_amount} ({t('computed')}: {wording.formula(row)}{between})"


def _target_notes(row: Figure) -> list[str]:
    is_doubted = row.share_agrees is False
    return [
        row.status,
        t("no target printed") if row.reached is None else "",
        t("≠: differs by more than rounding") if is_doubted and row.target is not None else "",
        t("≠: no whole target has this share") if is_doubted and row.target is None else "",
        notes.said(row.share_note) if row.share_note else "",
    ]
