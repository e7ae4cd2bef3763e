"""Says how rows of a table stand in a text."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def as_read(rows: Iterable[list[str]]) -> list[list[str]]:
    """Return the rows of a table, without empty ones; one of a single cell is a line of its own.

    Cells that are merged come with their words in each. A title over all columns is a line above the table, and in the
    middle of it ("Cụm 1") a row whose first cell has it: its numerals stand there once.

    >>> as_read([["Bảng 1", "Bảng 1"], ["Đơn vị", "CĐCS"], ["Cụm 1", "Cụm 1"], ["", ""], ["", "9"]])
    [['Bảng 1'], ['Đơn vị', 'CĐCS'], ['Cụm 1', ''], ['', '9']]
    """
    found: list[list[str]] = []
    for cells in filter(any, rows):
        is_over_all = len(set(cells)) == 1
        has_begun = any(len(row) > 1 for row in found)
        found.append(
            [cells[0], *[""] * (len(cells) - 1)] if is_over_all and has_begun else cells[:1] if is_over_all else cells
        )
    return found
