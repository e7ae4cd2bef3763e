"""How surely articles were read: what two readings made apart agreed on, and where they differed, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard import wording
from dashboard.columns import heading
from dashboard.messages import t

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dashboard.rows import Row


def fields() -> dict[str, str]:
    """Return what readers call the columns that two readings are compared in."""
    return {
        "kind": t("Figure or not"),
        "unit_id": heading("unit"),
        "indicator_id": heading("indicator"),
        "time_period": heading("dated"),
        "scenario": t("Result or target"),
        "target_kind": heading("target_kind"),
        "value": t("Number"),
        "out_of": heading("out_of"),
        "qualifier": t("How exact"),
        "sector": t("Restricted to"),
        "obs_status": heading("status"),
        "as_printed": t("Words of the article"),
        "note": heading("note"),
    }


def named(columns: Iterable[str]) -> str:
    """Return columns in words, as they stand within a sentence."""
    known = fields()
    return ", ".join(dict.fromkeys(wording.within(known.get(column, column)) for column in columns))


def of_claim(row: Row) -> str:
    """Return whether two readings had a figure alike, or where they differed, which both settled."""
    if not row["differed"]:
        return t("the two readings agree")
    return t("differed in {columns}; settled", columns=named(row["differed"]))


def agreed(rows: Sequence[Row]) -> str:
    """Return how often two readings agreed, of one article or of all; "" where none was read twice apart.

    `rows`: one for each column that was compared, with compared, agreed and, of "kind", kappa.
    """
    of = {row["column_name"]: row for row in rows}
    if "kind" not in of:
        return ""
    said = [
        t("Read twice apart: {n} of {all} numerals taken alike", n=of["kind"]["agreed"], all=of["kind"]["compared"])
    ]
    if of["kind"]["kappa"] is not None:
        said.append(t("Cohen’s κ for figure or not {kappa}", kappa=wording.number(round(of["kind"]["kappa"], 2))))
    differing = [row for name, row in of.items() if name != "kind" and row["agreed"] < row["compared"]]
    if differing:
        columns = ", ".join(
            t("{column} {n} of {all}", column=named([row["column_name"]]), n=row["agreed"], all=row["compared"])
            for row in differing
        )
        said.append(t("of figures of both, alike: {columns}", columns=columns))
    return f"{'; '.join(said)}."
