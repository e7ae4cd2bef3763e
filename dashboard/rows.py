"""Rows as the queries return them: what charts and words are made of, one mark or sentence at a time.

A value that is missing is None. (Frames of pandas took most of the time of a rerun; see docs/adr/0006.)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable


class Row(Protocol):
    """A row of any kind, asked for a column by its name: a dict, or a `Figure`."""

    def __getitem__(self, column: str, /) -> Any:
        """Return what stands in a column."""

    def get(self, column: str, otherwise: Any = None, /) -> Any:
        """Return what stands in a column, or something else where there is no such column."""


Record = dict[str, Any]  # a row that is no figure
R = TypeVar("R", bound=Row)
CLAIMS = ("claim_id", "target_claim_id", "share_claim_id")  # what is behind a mark: of its result, target and share


def claims_of(row: Row) -> dict[str, str]:
    """Return the claims behind a mark by the names of their columns, as far as there are any."""
    return {column: row[column] for column in CLAIMS if row.get(column) is not None}


def only(rows: Iterable[R]) -> R:
    """Return the one row of `rows`. Raise `ValueError` where there is none, or more than one."""
    (row,) = rows
    return row


def observed(rows: Iterable[R]) -> list[R]:
    """Return the rows of `queries.by_unit` that hold a figure."""
    return [row for row in rows if row["state"] == "observed"]
