"""Asks every rule of the seeds: those that the schema states (types, keys, references, checks) and those of rules.sql."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from etl.seeds import MAX_MIB, NFD, Fault, file_faults, read_raw

if TYPE_CHECKING:
    from collections.abc import Callable

    import duckdb

HERE = Path(__file__).parent
ARTICLES_DIR = "ARTICLES_DIR"


@dataclass(frozen=True)
class Column:
    name: str
    type: str
    required: bool


def tables(connection: duckdb.DuckDBPyConnection) -> dict[str, list[Column]]:
    """Return the seed tables of the schema with their columns, parents before children."""
    rows = connection.execute(
        """
        select table_name, column_name, data_type, not is_nullable
        from duckdb_columns() join duckdb_tables() using (table_name)
        where not duckdb_tables.temporary and table_name <> 'build'
        order by duckdb_tables.table_oid, column_index
        """
    ).fetchall()
    found: dict[str, list[Column]] = {}
    for table, *column in rows:
        found.setdefault(table, []).append(Column(*column))
    return found


def verify(
    connection: duckdb.DuckDBPyConnection,
    seeds: Path,
    *,
    max_mib: int = MAX_MIB,
    tick: Callable[[str], object] = lambda step: None,
) -> list[Fault]:
    """Return every fault of the seed files in `seeds`, in the order of the files.

    `connection` holds the schema (see `etl.build`); afterwards it also holds the rows as temporary tables
    `seed_<table>`, typed, with the file's `line_no`. `tick` is told each step.
    """
    connection.execute(
        """
        create temp table faults (file varchar, line integer, "column" varchar, value varchar, problem varchar,
            remedy varchar)
        """
    )
    faults: list[Fault] = []
    unread = set()
    schema = tables(connection)
    for table, columns in schema.items():
        tick(f"reading {table}")
        path = seeds / f"{table}.csv"
        found = list(file_faults(path, [column.name for column in columns], max_mib))
        faults += found
        if any(fault.problem != NFD for fault in found):
            unread.add(table)
            names = ", ".join(f"{column.name} varchar" for column in columns)
            connection.execute(f"create temp table raw_{table} (line_no bigint, {names})")
        else:
            rejected = read_raw(connection, path)
            faults += rejected
            if rejected:
                unread.add(table)
        _check_text(connection, table, columns)
        _check_types(connection, table, columns)
    for table in schema:
        tick(f"checking {table}")
        _check_constraints(connection, table, unread)
    _read_articles(connection)
    tick("checking the rules")
    connection.execute((HERE / "rules.sql").read_text(encoding="utf-8"))
    rows = connection.execute("select file || '.csv', line, \"column\", coalesce(value, ''), problem, remedy from faults")
    faults += [Fault(*row) for row in rows.fetchall()]
    order = {f"{table}.csv": position for position, table in enumerate(schema)}
    return sorted(set(faults), key=lambda fault: (order[fault.file], fault))


def _check_text(connection: duckdb.DuckDBPyConnection, table: str, columns: list[Column]) -> None:
    """Refuse text that a spreadsheet would run, and blanks that nobody sees."""
    for column in columns:
        connection.execute(
            f"""
            insert into faults
            select '{table}', line_no, '{column.name}', {column.name},
                case when {column.name}[1] in ('=', '+', '-', '@') then 'begins like a spreadsheet formula'
                    when contains({column.name}, chr(10)) then 'runs over more than one line'
                    else 'has blanks at an end or a tab inside' end,
                'write the text without it'
            from raw_{table}
            where {column.name}[1] in ('=', '+', '-', '@') or {column.name} <> trim({column.name})
                or contains({column.name}, chr(9)) or contains({column.name}, chr(10))
            """
        )


def _check_types(connection: duckdb.DuckDBPyConnection, table: str, columns: list[Column]) -> None:
    """Type the rows into `seed_<table>`; refuse a value that does not print back as it was written.

    DuckDB would read 1.5 as the whole number 2, and 2023-1-5 as a date.
    """
    typed = ", ".join(f"try_cast({_strict(column)} as {column.type}) as {column.name}" for column in columns)
    connection.execute(f"create temp table seed_{table} as select line_no, {typed} from raw_{table}")
    for column in columns:
        problem, remedy = _meaning(connection, column.type)
        connection.execute(
            f"""
            insert into faults
            select '{table}', line_no, '{column.name}', raw.{column.name}, $problem, $remedy
            from raw_{table} raw join seed_{table} typed using (line_no)
            where raw.{column.name} is not null and typed.{column.name} is null
            """,
            {"problem": problem, "remedy": remedy},
        )
        if column.required:
            connection.execute(
                f"""
                insert into faults
                select '{table}', line_no, '{column.name}', '', 'is empty', 'fill it: every row needs one'
                from raw_{table} where {column.name} is null
                """
            )


def _strict(column: Column) -> str:
    """Return SQL that is null unless the text is written as DuckDB itself would write the value."""
    if column.type.startswith("DECIMAL"):
        return f"case when regexp_full_match({column.name}, '-?[0-9]+([.][0-9]+)?') then {column.name} end"
    if column.type in ("INTEGER", "DATE", "BOOLEAN"):
        return f"case when try_cast({column.name} as {column.type})::varchar = {column.name} then {column.name} end"
    return column.name


def _meaning(connection: duckdb.DuckDBPyConnection, type_name: str) -> tuple[str, str]:
    """Return what a value is not, and what to write, for a column type."""
    if type_name.startswith("ENUM"):
        codes = connection.execute(f"select unnest(enum_range(null::{type_name}))").fetchall()
        return "is not in the vocabulary", "write one of " + ", ".join(code for (code,) in codes)
    return {
        "INTEGER": ("is not a whole number", "write digits only, such as 12"),
        "DATE": ("is not a day of the calendar", "write it as 2023-06-30"),
        "BOOLEAN": ("is neither true nor false", "write true or false"),
    }.get(type_name, ("is not a number", "write digits, with a point before decimals, such as 60.24"))


def _check_constraints(connection: duckdb.DuckDBPyConnection, table: str, unread: set[str]) -> None:
    """Ask the rows for every key, reference and check that the schema declares for `table`."""
    constraints = connection.execute(
        """
        select distinct constraint_type, constraint_column_names, expression, referenced_table, referenced_column_names
        from duckdb_constraints() where table_name = ? and constraint_type <> 'NOT NULL'
        """,
        [table],
    ).fetchall()
    for kind, columns, expression, parent, parent_columns in constraints:
        key = ", ".join(columns)
        if kind in ("PRIMARY KEY", "UNIQUE"):
            connection.execute(
                f"""
                insert into faults
                select '{table}', line_no, '{columns[0]}', {columns[0]},
                    'repeats the {key} of line ' || min(line_no) over (partition by {key}), 'give every row its own'
                from seed_{table}
                where {columns[0]} is not null
                qualify row_number() over (partition by {key} order by line_no) > 1
                """
            )
        elif kind == "FOREIGN KEY" and parent not in unread:
            connection.execute(
                f"""
                insert into faults
                select '{table}', line_no, '{columns[0]}', {columns[0]}, 'is not in {parent}.csv',
                    'correct it, or add the row to {parent}.csv'
                from seed_{table} child
                where {columns[0]} is not null
                    and not exists (from seed_{parent} parent where parent.{parent_columns[0]} = child.{columns[0]})
                """
            )
        elif kind == "CHECK":
            connection.execute(
                f"""
                insert into faults
                select '{table}', line_no, '{columns[0]}', {columns[0]}::varchar, $problem, 'change it so that it does'
                from seed_{table} where not coalesce({expression}, true)
                """,
                {"problem": f"does not fulfil {expression}"},
            )


def _read_articles(connection: duckdb.DuckDBPyConnection) -> None:
    """Read the article files of ARTICLES_DIR, where it is set, into a table that lives as long as the connection.

    Raise `NotADirectoryError` where it is set to no directory.
    """
    connection.execute("create temp table article_files (file_name varchar, content varchar, sha256 varchar)")
    directory = os.environ.get(ARTICLES_DIR)
    if not directory:
        return
    if not Path(directory).is_dir():
        raise NotADirectoryError(f"{ARTICLES_DIR}: {directory} is not a directory; correct it, or unset it")
    for path in sorted(Path(directory).glob("*.txt")):
        connection.execute(
            "insert into article_files select $name, decode(content), sha256(content) from read_blob($path)",
            {"name": path.name, "path": str(path)},
        )
