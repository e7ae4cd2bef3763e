"""A frame as plain rows: what charts and words are made of, one mark or sentence at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    import pandas as pd

Row = dict[str, Any]


def rows(frame: pd.DataFrame) -> list[Row]:
    """Return the rows of a frame by column name; a missing value is what pandas calls missing (`pd.isna`)."""
    return cast("list[Row]", frame.to_dict("records"))


def row(frame: pd.DataFrame) -> Row:
    """Return the only row of a frame. Raise `ValueError` where there is none, or more than one."""
    (only,) = rows(frame)
    return only
