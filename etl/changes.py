"""What changed from build to build: the history of the former build is carried on, and what differs now is added."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb

from etl.seeds import quoted

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

# What readers say of their own work: a claim is the same without it.
NOT_COMPARED = (
    "claim_id", "char_start", "char_end", "rank_reason", "share_note", "entered_by", "entered_on", "checked_by",
    "checked_on", "note",
)  # fmt: skip


def go_on(
    connection: duckdb.DuckDBPyConnection, former: Path | None, version: int, sha256: str, now: datetime
) -> datetime:
    """Fill `builds` and `changes` of the database in use, and return when these seeds were published first, UTC.

    `former`: the build before, of whatever version; None where there is none that can be read. Of the first build
    nothing is said to have changed. The same seeds published again are the same build: the history stays as it was.
    """
    if former is not None:
        connection.execute(f"attach {quoted(former)} as former (read_only)")
        try:
            _carry_on(connection)
            last = connection.execute(
                "select published_at, seeds_sha256, schema_version from builds order by published_at desc limit 1"
            ).fetchall()
            if last[0][1:] == (sha256, version):
                published_at: datetime = last[0][0]
                return published_at
            # Behind the one before in any case: a clock may have been put right.
            ((now,),) = connection.execute(
                "select greatest($now, $last + interval 1 second)", {"now": now, "last": last[0][0]}
            ).fetchall()
            columns = compared(connection)
            found = _DIFFERENCES.format(
                before=_said("o", "n", columns), after=_said("n", "o", columns), differs=_differs(columns)
            )
            connection.execute(found, {"now": now, "sha256": sha256})
        finally:
            connection.execute("detach former")
    connection.execute(
        "insert into builds select $now, $sha256, $version, count(*) from claims",
        {"now": now, "sha256": sha256, "version": version},
    )
    return now


def _carry_on(connection: duckdb.DuckDBPyConnection) -> None:
    """Take the history of the former build; one that has none, or of another shape, is the first of a new one."""
    try:
        connection.execute("from former.builds limit 0").execute(f"{_HISTORY} limit 0")
        connection.execute("insert into builds by name from former.builds")
        connection.execute(f"insert into changes by name {_HISTORY}")
    except (duckdb.BinderException, duckdb.CatalogException):
        connection.execute("delete from builds").execute(_FIRST)


_HISTORY = """
    select published_at, seeds_sha256, claim_id, kind::varchar as kind, article_id, before, after, reason
    from former.changes
"""
_FIRST = """
    insert into builds
    select built_at, seeds_sha256, schema_version, (select count(*) from former.claims) from former.build
"""
# A claim is withdrawn where it is gone, or where it is used no more, which leaves it on record. The reason is that of
# the correction, if there is one, that says what the claim now says; else why it is used no more.
_DIFFERENCES = """
    insert into changes by name
    with found as (
        select coalesce(n.claim_id, o.claim_id) as claim_id,
            case when o.claim_id is null then 'added'
                when n.claim_id is null or (n.rank = 'deprecated' and o.rank::varchar <> 'deprecated') then 'withdrawn'
                else 'corrected' end as kind,
            coalesce(n.article_id, o.article_id) as article_id,
            if(o.claim_id is null, null, {before}) as before, if(n.claim_id is null, null, {after}) as after
        from claims n full join former.claims o using (claim_id)
        where o.claim_id is null or n.claim_id is null or {differs}
    ),
    reasons as (
        select claim_id, string_agg(distinct reason, ' ') as reason
        from found join corrections c using (claim_id)
        where kind <> 'added' and map_contains(found.after, column_name)
            and (found.after[column_name] is not distinct from c.after
                or try_cast(found.after[column_name] as decimal(18, 4)) = try_cast(c.after as decimal(18, 4)))
        group by claim_id
    )
    select $now as published_at, $sha256 as seeds_sha256, claim_id, kind, found.article_id, before, after,
        coalesce(reason, if(kind = 'withdrawn', rank_reason, null)) as reason
    from found left join reasons using (claim_id) left join claims using (claim_id)
    order by kind, claim_id
"""


def compared(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Return the columns of a claim that say what it is and where it stands."""
    found = connection.execute(
        """
        select column_name from duckdb_columns()
        where database_name = current_database() and table_name = 'claims' order by column_index
        """
    ).fetchall()
    return [name for (name,) in found if name not in NOT_COMPARED]


def can_be_read(former: Path, columns: list[str]) -> bool:
    """Return whether all of a warehouse's claims can be compared, of whatever version it is.

    In a database of its own: a file that is broken midway would take this one along.
    """
    try:
        with duckdb.connect() as connection:
            connection.execute(f"attach {quoted(former)} as former (read_only)")
            every = ", ".join(f"count({column})" for column in columns)
            connection.execute(f"select count(claim_id), {every} from former.claims").fetchall()
            return identity(former) is not None
    except duckdb.Error:
        return False


def identity(warehouse: Path) -> tuple[str, datetime, int] | None:
    """Return seeds_sha256, built_at (UTC) and schema_version of a warehouse; None where that cannot be read."""
    try:
        with duckdb.connect() as connection:
            connection.execute(f"attach {quoted(warehouse)} as former (read_only)")
            rows = connection.execute("select seeds_sha256, built_at, schema_version from former.build").fetchall()
    except duckdb.Error:
        return None
    return rows[0] if len(rows) == 1 else None


def _text(row: str, column: str) -> str:
    """Return a value as text: a vocabulary of one database is not that of another."""
    return f"{row}.{column}::varchar"


def _differs(columns: list[str]) -> str:
    return " or ".join(f"{_text('o', column)} is distinct from {_text('n', column)}" for column in columns)


def _said(row: str, other: str, columns: list[str]) -> str:
    """Return a map of what a claim says in the columns that differ; of a claim without another, in all that say any."""
    entries = ", ".join(
        f"if(if({other}.claim_id is null, {_text(row, column)} is not null, {_differs([column])}), "
        f"{{'key': '{column}', 'value': {_text(row, column)}}}, null)"
        for column in columns
    )
    return f"map_from_entries(list_filter([{entries}], lambda entry: entry is not null))"
