"""What changed since the build before: found where its warehouse is replaced, carried on where nothing changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb

if TYPE_CHECKING:
    from pathlib import Path

# What readers say of their own work: a claim is the same without it.
NOT_COMPARED = (
    "claim_id", "char_start", "char_end", "rank_reason", "share_note", "entered_by", "entered_on", "checked_by",
    "checked_on", "note",
)  # fmt: skip


def compare(connection: duckdb.DuckDBPyConnection, former: Path, version: int) -> None:
    """Fill `changes` of the database in use from the warehouse that it is about to replace, if that can be read.

    Where no claim differs, what that one found stays true: its own changes are carried on, if it is of this version.
    """
    columns = _columns(connection)
    if not _can_be_read(former, columns):
        return
    connection.execute(f"attach '{_place(former)}' as former (read_only)")
    try:
        connection.execute(_DIFFERENCES.format(was=_was(columns), differs=_differs(columns)))
        ((n,),) = connection.execute("select count(*) from changes").fetchall()
        ((former_version,),) = connection.execute("select schema_version from former.build").fetchall()
        if not n and former_version == version:
            connection.execute("insert into changes by name from former.changes")
    finally:
        connection.execute("detach former")


_DIFFERENCES = """
    insert into changes
    select coalesce(n.claim_id, o.claim_id),
        case when o.claim_id is null then 'added' when n.claim_id is null then 'withdrawn' else 'corrected' end as kind,
        coalesce(n.article_id, o.article_id), if(o.claim_id is null, null, {was}), seeds_sha256, built_at
    from claims n full join former.claims o using (claim_id), former.build
    where o.claim_id is null or n.claim_id is null or {differs}
    order by kind, 1
"""


def _columns(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Return the columns of a claim that say what it is and where it stands."""
    found = connection.execute(
        """
        select column_name from duckdb_columns()
        where database_name = current_database() and table_name = 'claims' order by column_index
        """
    ).fetchall()
    return [name for (name,) in found if name not in NOT_COMPARED]


def _can_be_read(former: Path, columns: list[str]) -> bool:
    """Return whether all of a warehouse's claims can be compared, of whatever version it is.

    In a database of its own: a file that is broken midway would take this one along.
    """
    if not former.exists():
        return False
    try:
        with duckdb.connect() as connection:
            connection.execute(f"attach '{_place(former)}' as former (read_only)")
            every = ", ".join(f"count({column})" for column in columns)
            connection.execute(f"select count(claim_id), {every} from former.claims").fetchall()
            build = connection.execute("select schema_version, seeds_sha256, built_at from former.build").fetchall()
            return len(build) == 1
    except duckdb.Error:
        return False


def _place(path: Path) -> str:
    return str(path).replace("'", "''")


def _text(row: str, column: str) -> str:
    """Return a value as text: a vocabulary of one database is not that of another."""
    return f"{row}.{column}::varchar"


def _differs(columns: list[str]) -> str:
    return " or ".join(f"{_text('o', column)} is distinct from {_text('n', column)}" for column in columns)


def _was(columns: list[str]) -> str:
    """Return a map of the columns that differ with their former values; of a claim that is gone, of all."""
    entries = ", ".join(
        f"if(n.claim_id is null or {_differs([column])}, {{'key': '{column}', 'value': {_text('o', column)}}}, null)"
        for column in columns
    )
    return f"map_from_entries(list_filter([{entries}], lambda entry: entry is not null))"
