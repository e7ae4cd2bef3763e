"""Reads the seed files as text, and names every fault that a file has before any rule about figures is asked."""

from __future__ import annotations

import csv
import hashlib
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import duckdb

# 100,000 claims take about 20 MiB; a larger file is not typed by hand and is more likely the wrong file.
MAX_MIB = 64


@dataclass(frozen=True, order=True)
class Fault:
    """One thing wrong with the seeds: where (file, line counted from 1), which value, what is wrong, what to do."""

    file: str
    line: int
    column: str
    value: str
    problem: str
    remedy: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        column = f" {self.column}:" if self.column else ""
        value = self.value if len(self.value) <= 80 else self.value[:77] + "…"
        shown = f' "{value}"' if self.column else ""
        return f"{place}:{column}{shown} {self.problem}; {self.remedy}."


def file_faults(path: Path, columns: list[str], max_mib: int = MAX_MIB) -> Iterator[Fault]:
    """Yield what is wrong with a seed file as bytes and in its header; nothing is read twice or kept.

    `columns` are those of the table of the same name; they may come in any order.
    """
    name = path.name

    def fault(problem: str, remedy: str, line: int = 0) -> Fault:
        return Fault(name, line, "", "", problem, remedy)

    if not path.is_file():
        yield fault("is missing", f"restore it, or create it with the header {','.join(columns)}")
        return
    size = path.stat().st_size
    if size == 0:
        yield fault("is empty", f"restore it, or begin it with the header {','.join(columns)}")
        return
    if size > max_mib << 20:
        yield fault(
            f"has {size >> 20} MiB, more than the {max_mib} MiB that hand-read seeds may have",
            "check that it is the right file, or allow more with --max-mib",
        )
        return

    with path.open("rb") as file:
        head = file.readline().decode("utf-8", "replace")
    if head.startswith("\ufeff"):
        yield fault("begins with a byte order mark", "save it as UTF-8 without BOM", 1)
    header = next(csv.reader([head.removeprefix("\ufeff").strip("\r\n")]), [])
    for column in columns:
        if column not in header:
            yield fault(f"lacks the column {column}", "add it to the header and to every row", 1)
    for column in dict.fromkeys(header):
        if column not in columns:
            yield fault(f'has a column "{column}" that the table does not know', "remove or rename it", 1)
        elif header.count(column) > 1:
            yield fault(f"has the column {column} twice", "keep one of them", 1)
    for line, problem, remedy in _text_faults(path):
        yield fault(problem, remedy, line)


def _text_faults(path: Path) -> Iterator[tuple[int, str, str]]:
    """Yield line, problem and remedy for the first line with each fault of encoding."""
    crlf = nfd = False
    read = 0
    with path.open(encoding="utf-8", newline="") as file:
        while True:
            try:
                chunk = file.read(1 << 20) + file.readline()  # whole lines, so that no letter is cut in two
            except UnicodeDecodeError:
                yield _first_undecodable_line(path), "is not UTF-8", "save it as UTF-8"
                return
            if not chunk:
                return
            if not crlf and "\r" in chunk:
                crlf = True
                yield read + _line_of(chunk, lambda line: "\r" in line), "has Windows line ends", "save it with line ends LF"
            if not nfd and not unicodedata.is_normalized("NFC", chunk):
                nfd = True
                yield (
                    read + _line_of(chunk, lambda line: not unicodedata.is_normalized("NFC", line)),
                    NFD,
                    "save it in normal form NFC",
                )
            read += chunk.count("\n")


NFD = "has letters written with combining marks (NFD)"


def _line_of(chunk: str, is_bad: Callable[[str], bool]) -> int:
    return next(number for number, line in enumerate(chunk.split("\n"), start=1) if is_bad(line))


def _first_undecodable_line(path: Path) -> int:
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            if line.decode("utf-8", "ignore").encode() != line:
                return number
    return 1  # cut off inside the last letter


def read_raw(connection: duckdb.DuckDBPyConnection, path: Path) -> list[Fault]:
    """Read a seed file into the temporary table `raw_<name>`: text columns as in the file, `line_no` from 1.

    Return a fault for each row that is not one line of well-formed CSV; such rows are left out of the table.
    """
    connection.execute("drop table if exists reject_scans; drop table if exists reject_errors")
    connection.execute(
        f"""
        create temp table raw_{path.stem} as
        select row_number() over () + 1 as line_no, *
        from read_csv(?, header = true, all_varchar = true, delim = ',', quote = '"', escape = '"', nullstr = '',
            new_line = '\\n', null_padding = false, strict_mode = true, auto_detect = false, columns = {_columns(path)},
            store_rejects = true, rejects_limit = 0)
        """,
        [str(path)],
    )
    rejected = connection.execute(
        "select line, any_value(error_type)::varchar, any_value(csv_line) from reject_errors group by line order by line"
    ).fetchall()
    if rejected:  # number the rows that could be read around those that could not
        connection.execute(
            f"""
            create or replace temp table raw_{path.stem} as
            with kept as (
                select unnest(range(2, 2 + (select count(*) from raw_{path.stem}) + len($lines))) as line_no
            )
            select kept.line_no, raw.* exclude (line_no)
            from (from kept where not list_contains($lines, line_no)) kept
            positional join raw_{path.stem} raw
            """,
            {"lines": [line for line, _, _ in rejected]},
        )
    return [
        Fault(path.name, line, "", "", f"cannot be read ({_REJECTIONS.get(kind, kind)})", "mend the row: one line, "
              "a comma between two values, a value with a comma or a quote inside in double quotes")
        for line, kind, _ in rejected
    ]


_REJECTIONS = {
    "TOO MANY COLUMNS": "it has more values than the header",
    "MISSING COLUMNS": "it has fewer values than the header",
    "UNQUOTED VALUE": "a stray quote",
    "LINE SIZE OVER MAXIMUM": "it is too long",
    "INVALID ENCODING": "it is not UTF-8",
}


def _columns(path: Path) -> str:
    """Return the header as the `columns` argument of `read_csv`, every column as text."""
    with path.open(encoding="utf-8") as file:
        header = next(csv.reader([file.readline()]))
    return "{" + ", ".join(f"'{column}': 'varchar'" for column in header) + "}"


def digest(paths: list[Path]) -> str:
    """Return the SHA-256 of the seed files' names and bytes, which stands for the figures in a warehouse."""
    total = hashlib.sha256()
    for path in paths:
        total.update(path.name.encode() + b"\0")
        with path.open("rb") as file:
            total.update(hashlib.file_digest(file, "sha256").digest())
    return total.hexdigest()
