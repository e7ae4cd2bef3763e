"""Tables of the open data as other programs read them: CSV, SDMX-CSV 2.0 and Parquet."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from pyarrow import parquet

from dashboard import queries, wording

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

STRUCTURE = "HANOI_UNIONS:INDICATORS(1.0.0)"  # ours: no registry holds it

# What stands in gaps.csv where a figure would: a reader of the column `value` alone does not take one for another.
SIGNS = {"omitted": wording.MISSING, "unpublished": "", "not_applicable": "n/a"}


def as_csv(name: str, table: pa.Table) -> bytes:
    """Return a table as CSV; in `gaps` a sign stands where a figure would."""
    columns = dict(zip(table.column_names, map(_cells, table.columns), strict=True))
    if name == "gaps":
        columns["value"] = [
            value or SIGNS[state] for value, state in zip(columns["value"], columns["state"], strict=True)
        ]
    return _csv(columns.keys(), columns.values())


def as_sdmx(table: pa.Table) -> bytes:
    """Return figures as SDMX-CSV 2.0, in the codes of the warehouse; a missing number is NaN."""
    columns = dict(zip(table.column_names, map(_cells, table.columns), strict=True))
    columns["OBS_VALUE"] = [value or "NaN" for value in columns["OBS_VALUE"]]
    leading = {"STRUCTURE": "dataflow", "STRUCTURE_ID": STRUCTURE, "ACTION": "I"}
    return _csv([*leading, *columns], [*([word] * table.num_rows for word in leading.values()), *columns.values()])


def _csv(header: Iterable[str], columns: Iterable[Sequence[str]]) -> bytes:
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(zip(*columns, strict=True))
    return file.getvalue().encode()


def _cells(column: pa.ChunkedArray) -> list[str]:
    """Return the values of a column as a CSV has them; what is missing is empty."""
    written: Callable[[Any], str] = str
    if pa.types.is_floating(column.type):
        written = _number
    elif pa.types.is_boolean(column.type):
        written = ("false", "true").__getitem__
    return ["" if value is None else written(value) for value in column.to_pylist()]


def _number(value: float) -> str:
    """Return a number as other programs read it: 16, not 16.0.

    >>> _number(16.0), _number(60.24), _number(2e10)
    ('16', '60.24', '20000000000')
    """
    return str(int(value)) if value.is_integer() else repr(value)


def as_parquet(table: pa.Table) -> bytes:
    """Return a table as Parquet, with the build that it is of."""
    file = io.BytesIO()
    build = queries.build()
    known = {"build": str(build["seeds_sha256"]), "schema_version": str(build["schema_version"])}
    parquet.write_table(table.replace_schema_metadata(known), file, compression="zstd")
    return file.getvalue()
