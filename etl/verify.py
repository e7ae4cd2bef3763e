"""Asks every rule of the seeds: those that the schema states (types, keys, references, checks), then rules.sql."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from etl import articles
from etl.articles import ARTICLES_DIR
from etl.seeds import MAX_MIB, Fault, Text, read

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    import duckdb

HERE = Path(__file__).parent
# Text that a spreadsheet would run (a dash alone is none), a blank at an end, a control character.
UNSEEN = r"(?m)^[=+@\x{A0} ]|^-.|[\x{A0} ]$|[\x00-\x09\x0B-\x1F\x7F-\x{9F}\p{Zl}\p{Zp}]"
# Two blanks, or what is typed in neither Vietnamese nor English: invisible, or a letter that looks like another one.
DECEIVING = (
    r"  |[^\n -~À-ÃÈ-ÊÌÍÒ-ÕÙÚÝà-ãè-êìíò-õùúýĂăĐđĨĩŨũƠơƯưẠ-ỹ"
    r"\x{A1}-\x{AC}\x{AE}-\x{BF}×÷\x{2010}-\x{2027}\x{2030}-\x{205E}\x{20AB}\x{2190}-\x{22FF}]"
)
# Columns that hold what an article prints, as it prints it.
PRINTED = {"as_printed", "numeral", "title", "before", "after", "first_said", "second_said", "settled"}
# Columns of whole sentences; all others hold a name or a code.
SENTENCES = re.compile("definition|reason|note|evidence|text|title|before|after")
LONGEST_NAME, LONGEST_SENTENCE = 100, 2000
# Tables that may be nothing but a header: no published value has to have been wrong yet, no article has to list units
# or to have been read twice apart.
MAY_BE_EMPTY = {"corrections", "comparisons", "coverage", "differences"}


@dataclass(frozen=True)
class Column:
    """A column of a seed table as the schema declares it."""

    name: str
    type: str
    required: bool

    @property
    def typed(self) -> str:
        """SQL for the value, null where the text is not written as DuckDB itself would write it.

        DuckDB would read 1.5 as the whole number 2, and 2023-1-5 as a date.
        """
        if self.type.startswith("DECIMAL"):
            return f"case when regexp_full_match({self.name}, '-?[0-9]+([.][0-9]+)?') then {self._cast} end"
        if self.type in ("INTEGER", "DATE", "BOOLEAN"):
            return f"case when {self._cast}::varchar = {self.name} then {self._cast} end"
        return self._cast

    @property
    def _cast(self) -> str:
        return f"try_cast({self.name} as {self.type})"

    @property
    def deceiving(self) -> str:
        """The pattern of what a text may not hold."""
        return UNSEEN if self.name in PRINTED else f"{UNSEEN}|{DECEIVING}"

    @property
    def longest(self) -> int:
        """The letters that a text may have."""
        return LONGEST_SENTENCE if SENTENCES.search(self.name) else LONGEST_NAME

    @property
    def is_bad(self) -> str:
        """SQL for whether the text cannot be what the column holds."""
        wrong = (
            f"({self.typed}) is null"
            if self.type != "VARCHAR"
            else f"(length({self.name}) > {self.longest} or regexp_matches({self.name}, '{self.deceiving}'))"
        )
        if self.required:
            return f"({self.name} is null or {wrong})"
        return f"({self.name} is not null and {wrong})"


def tables(connection: duckdb.DuckDBPyConnection) -> dict[str, list[Column]]:
    """Return the seed tables of the schema with their columns, parents before children."""
    rows = connection.execute(
        """
        select table_name, column_name, data_type, not is_nullable
        from duckdb_columns() join duckdb_tables() using (table_oid, table_name)
        where not duckdb_tables.temporary and table_name not in ('keys', 'build', 'builds', 'changes')
        order by table_oid, column_index
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
    tick: Callable[[str], object] = lambda _: None,
    may_lack: Collection[str] = (),
) -> list[Fault]:
    """Return every fault of the seed files in `seeds`, in the order of the files.

    `may_lack`: files of articles that need not be at hand; what is read from them is not checked again then.

    `connection` holds the schema (see `etl.build`); afterwards it also holds the rows as temporary views
    `seed_<table>`, typed, with the file's `line_no`. `tick` is told each step.
    """
    connection.execute(
        """
        create temp table faults (file varchar, line integer, "column" varchar, value varchar, problem varchar,
            remedy varchar);
        create temp table incomplete (file varchar)
        """
    )
    schema = tables(connection)
    texts = {}
    for table, columns in schema.items():
        tick(f"reading {table}")
        with read(connection, seeds / f"{table}.csv", [column.name for column in columns], max_mib) as text:
            texts[table] = text
            _check_values(connection, table, columns, text)
    (bad_values,) = connection.execute("select count(*) from faults").fetchall()[0]
    for table, columns in schema.items():
        tick(f"checking {table}")
        _check_constraints(connection, table, columns)
    _read_articles(connection, may_lack)
    tick("checking the rules")
    for rules in ("printed.sql", "rules.sql"):
        connection.execute((HERE / rules).read_text(encoding="utf-8"))
    # One cause, one sentence: a value that was bad by itself is not faulted again by a rule about it.
    rows = connection.execute(
        """
        select file || '.csv', line, "column", coalesce(value, ''), problem, remedy
        from faults
        where rowid < $bad_values
            or (file, line, "column") not in (select (file, line, "column") from faults where rowid < $bad_values)
        """,
        {"bad_values": bad_values},
    ).fetchall()
    faults = {Fault(*row) for row in rows}.union(*(text.faults for text in texts.values()))
    return _in_order(schema, faults)


def to_do(connection: duckdb.DuckDBPyConnection) -> list[Fault]:
    """Return what proven seeds still lack, in the order of the files: English of what the readers typed."""
    found = connection.execute("select * replace (file || '.csv' as file) from without_english").fetchall()
    return _in_order(tables(connection), {Fault(*row) for row in found})


def _in_order(names: Iterable[str], faults: Iterable[Fault]) -> list[Fault]:
    order = {f"{table}.csv": position for position, table in enumerate(names)}
    return sorted(faults, key=lambda fault: (order[fault.file], fault))


def _check_values(connection: duckdb.DuckDBPyConnection, table: str, columns: list[Column], text: Text) -> None:
    """Type the rows into `seed_<table>`, and name each value that is missing or not what its column holds."""
    # Asked of all texts of a row at once, which is faster; what is doubtful is asked again value by value.
    texts = [column for column in columns if column.type == "VARCHAR"]
    doubts = []
    for longest, pattern in sorted({(column.longest, column.deceiving) for column in texts}):
        names = [column.name for column in texts if (column.longest, column.deceiving) == (longest, pattern)]
        doubts.append(f"regexp_matches(concat_ws(chr(10), {', '.join(names)}), '{pattern}')")
        doubts.append(f"greatest({', '.join(f'length({name})' for name in names)}, 0) > {longest}")
    others = [column.is_bad for column in columns if column.type != "VARCHAR"]
    others += [f"{column.name} is null" for column in texts if column.required]
    connection.execute(
        f"""
        create temp table typed_{table} as
        select {", ".join(f"{column.typed} as {column.name}" for column in columns)},
            {" or ".join([*others, *doubts])} as has_bad_value
        from {text.source}
        """
    )
    # rowid counts the rows from 0, and a file's first row is on line 2; a window would read on one core only.
    connection.execute(
        f"create temp view seed_{table} as select rowid + 2 as line_no, * exclude (has_bad_value) from typed_{table}"
    )
    is_empty = table not in MAY_BE_EMPTY and not connection.execute(f"from typed_{table} limit 1").fetchall()
    if is_empty and text.is_complete:
        connection.execute(
            f"insert into faults values ('{table}', 0, '', '', 'has no rows', 'restore those below its header')"
        )
    if is_empty or not text.is_complete:
        connection.execute(f"insert into incomplete values ('{table}')")
    if connection.execute(f"select bool_or(has_bad_value) from typed_{table}").fetchone() != (True,):
        return
    connection.execute(
        f"""
        create temp table bad_{table} as
        with numbered as (select row_number() over () + 1 as line_no, * from {text.source})
        from numbered semi join (select rowid + 2 as line_no from typed_{table} where has_bad_value) using (line_no)
        where coalesce({", ".join(column.name for column in columns)}) is not null -- else no row; see etl.seeds.Text
        """
    )
    for column in columns:
        problem, remedy = _meaning(connection, column.type)
        connection.execute(
            f"""
            insert into faults
            select '{table}', line_no, '{column.name}', {column.name},
                case when {column.name} is null then 'is empty'
                    when $problem <> '' then $problem
                    when length({column.name}) > {column.longest} then 'is longer than {column.longest} letters'
                    when {column.name}[1] in ('=', '+', '-', '@') then 'begins like a spreadsheet formula'
                    when regexp_matches({column.name}, '{UNSEEN}') then 'has a blank at an end or a control character'
                    when contains({column.name}, '  ') then 'has two blanks in a row'
                    else format('has an invisible character or a letter of another alphabet (U+{{:04X}})',
                        unicode(regexp_extract({column.name}, $deceiving))) end,
                if({column.name} is null, 'fill it', $remedy)
            from bad_{table} where {column.is_bad}
            """,
            {"problem": problem, "remedy": remedy, "deceiving": DECEIVING},
        )


def _meaning(connection: duckdb.DuckDBPyConnection, type_name: str) -> tuple[str, str]:
    """Return what a bad value is not, and what to write, for a column type."""
    if type_name.startswith("ENUM"):
        codes = connection.execute(f"select unnest(enum_range(null::{type_name}))").fetchall()
        return "is not in the vocabulary", "write one of " + ", ".join(code for (code,) in codes)
    return {
        "VARCHAR": ("", "write it without"),
        "INTEGER": ("is not a whole number", "write digits only, such as 12"),
        "DATE": ("is not a day of the calendar", "write it as 2023-06-30"),
        "BOOLEAN": ("is neither true nor false", "write true or false"),
    }.get(type_name, ("is not a number", "write digits, with a point before decimals, such as 60.24"))


def _check_constraints(connection: duckdb.DuckDBPyConnection, table: str, columns: list[Column]) -> None:
    """Ask the rows for every key, reference and check that the schema declares for `table`."""
    constraints = connection.execute(
        """
        select constraint_type, constraint_column_names, expression, referenced_table, referenced_column_names
        from duckdb_constraints() where table_name = ? and constraint_type <> 'NOT NULL' order by constraint_index
        """,
        [table],
    ).fetchall()
    types = {column.name: column.type for column in columns}
    for kind, names, expression, parent, parent_names in constraints:
        key = ", ".join(names)
        first = f"trim_number({names[0]})" if types[names[0]].startswith("DECIMAL") else f"{names[0]}::varchar"
        if kind in ("PRIMARY KEY", "UNIQUE"):
            connection.execute(
                f"""
                insert into faults
                select '{table}', line_no, '{names[0]}', {first},
                    'repeats the {key} of line ' || min(line_no) over (partition by {key}), 'give every row its own'
                from seed_{table}
                where {" and ".join(f"{name} is not null" for name in names)}
                qualify row_number() over (partition by {key} order by line_no) > 1
                """
            )
        elif kind == "FOREIGN KEY":
            connection.execute(
                f"""
                insert into faults
                select '{table}', line_no, '{names[0]}', {first}, 'is not in {parent}.csv',
                    'correct it, or add the row to {parent}.csv'
                from seed_{table} child
                where {names[0]} is not null and '{parent}' not in (from incomplete)
                    and not exists (from seed_{parent} parent where parent.{parent_names[0]} = child.{names[0]})
                """
            )
        elif kind == "CHECK":
            rule = expression.replace('"', "")
            rule = rule[1:-1] if rule.startswith("(") else rule
            connection.execute(
                f"""
                insert into faults
                select '{table}', line_no, '{names[0]}', {first}, $problem, 'correct it'
                from seed_{table} where not coalesce({expression}, true)
                """,
                {"problem": f"breaks the rule {rule}"},
            )


def _read_articles(connection: duckdb.DuckDBPyConnection, may_lack: Collection[str]) -> None:
    """Read the articles that the seeds name from ARTICLES_DIR, where it is set; `content` is null for what is no UTF-8.

    Raise `NotADirectoryError` where it is set to no directory of articles.
    """
    connection.execute("create temp table article_files (file_name varchar, content varchar, sha256 varchar)")
    connection.execute("create temp table may_be_away (file_name varchar)")
    for name in may_lack:
        connection.execute("insert into may_be_away values (?)", [name])
    directory = os.environ.get(ARTICLES_DIR)
    if not directory:
        return
    if not any(Path(directory).glob("*.txt")):
        raise NotADirectoryError(f"{ARTICLES_DIR}: {directory} is no folder of articles; correct it, or unset it")
    for line_no, name in connection.execute("select line_no, file_name from seed_articles").fetchall():
        try:
            found = articles.read(Path(directory) / str(name))
        except FileNotFoundError:
            continue  # a rule names it
        except OSError as error:
            fault = [
                line_no,
                name,
                f"cannot be read: {error.strerror}",
                f"let the file be read, or unset {ARTICLES_DIR}",
            ]
            connection.execute("insert into faults values ('articles', ?, 'file_name', ?, ?, ?)", fault)
            continue
        connection.execute("insert into article_files values (?, ?, ?)", [name, found.text, found.sha256])
