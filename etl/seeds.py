"""Reads the seed files as text, and names every fault that a file has before any rule about figures is asked."""

from __future__ import annotations

import codecs
import csv
import hashlib
import re
import unicodedata
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import duckdb

if TYPE_CHECKING:
    from collections.abc import Iterator

# 100,000 claims take about 20 MiB; a larger file is not typed by hand and is more likely the wrong file.
MAX_MIB = 64
# One row of a seed file is one line: values between commas, those with a comma or a quote inside in double quotes.
_VALUE = '(?:[^",]*|"(?:[^"]|"")*")'
_ROW = f"{_VALUE}(?:,{_VALUE})*"
# Letters that may not be in normal form NFC: combining marks, and the signs of ohm, kelvin and ångström.
_DOUBTFUL = r"[\pM\x{2126}\x{212A}\x{212B}]"
_LONGEST = 2_000_000  # bytes of a line; DuckDB reads no longer ones
_TOO_LONG = "is longer than two million bytes", "check that it is the right file"
csv.field_size_limit(_LONGEST)
# What a spreadsheet may write where commas belong.
_SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "bars"}


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
        """Return the sentence that a person reads."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        shown = f' {self.column}: "{_short(self.value)}"' if self.column else ""
        sentence = f"{place}:{shown} {self.problem}; {self.remedy}."
        return "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in sentence)


def _short(value: str, longest: int = 80) -> str:
    return value if len(value) <= longest else value[: longest - 1] + "…"


@dataclass(frozen=True)
class Text:
    """A seed file as far as it can be read: `source` is SQL for its rows, line by line, every value as text.

    A line that is no row stands there as a row without values, so that the others keep their line numbers.
    """

    source: str
    is_complete: bool
    faults: list[Fault]


@contextmanager
def read(connection: duckdb.DuckDBPyConnection, path: Path, columns: list[str], max_mib: int) -> Iterator[Text]:
    """Yield the text of a seed file whose table has `columns`, in any order, and what is wrong with the file.

    A file that is not clean is read through a mended copy, which lives as long as the context.
    """
    nothing = f"(select {', '.join(f'null::varchar as {column}' for column in columns)} where false)"
    if refusal := _size_fault(path, columns, max_mib):
        yield Text(nothing, is_complete=False, faults=[refusal])
        return
    header = _header(path)
    faults = list(_header_faults(path.name, header, columns))
    if set(columns) - set(header) or len(set(header)) < len(header):
        yield Text(nothing, is_complete=False, faults=faults)
    elif _is_clean(connection, path, len(header)):
        yield Text(_source(path, header, columns), is_complete=True, faults=faults)
    else:
        with TemporaryDirectory() as scratch:
            copy = Path(scratch) / path.name
            unreadable = _mend(path, copy, len(header))
            source = _source(copy, header, columns)
            yield Text(source, is_complete=not unreadable.rows, faults=faults + unreadable.faults)


def _size_fault(path: Path, columns: list[str], max_mib: int) -> Fault | None:
    def fault(problem: str, remedy: str) -> Fault:
        return Fault(path.name, 0, "", "", problem, remedy)

    if not path.is_file():
        return fault("is missing", f"restore it, or create it with the header {','.join(columns)}")
    size = path.stat().st_size
    if not size:
        return fault("is empty", f"restore it, or begin it with the header {','.join(columns)}")
    if size > max_mib << 20:
        return fault(
            f"has {-(-size >> 20)} MiB, more than the {max_mib} MiB that hand-read seeds may have",
            "check that it is the right file, or allow more with --max-mib",
        )
    return None


def _header(path: Path) -> list[str]:
    with path.open("rb") as file:
        line = file.readline(_LONGEST).decode("utf-8-sig", "replace")
    return next(csv.reader(line.splitlines()[:1]), [])


def _header_faults(name: str, header: list[str], columns: list[str]) -> Iterator[Fault]:
    def fault(problem: str, remedy: str) -> Fault:
        return Fault(name, 1, "", "", problem, remedy)

    if other := _other_form(header, columns):
        yield fault(*other)
        return
    for column in columns:
        if column not in header:
            yield fault(f"lacks the column {column}", "add it to the header and to every row")
    for column in dict.fromkeys(header):
        if column not in columns:
            yield fault(f'has a column "{_short(column)}" that the table does not know', "remove or rename it")
        elif header.count(column) > 1:
            yield fault(f"has the column {column} twice", "keep one of them")


def _other_form(header: list[str], columns: list[str]) -> tuple[str, str] | None:
    """Return why a first line is no header at all, and what to do about it."""
    if "\0" in "".join(header):
        return "is UTF-16", "save the file as UTF-8"
    for sign, signs in _SEPARATORS.items():
        if set(",".join(header).split(sign)) & set(columns) - set(header):
            return f"has {signs} between its values", "save the file with commas"
    if not set(header) & set(columns):
        return "is not the header", f"begin the file with {','.join(columns)}"
    return None


def _is_clean(connection: duckdb.DuckDBPyConnection, path: Path, width: int) -> bool:
    """Return whether every line is one row of `width` values in UTF-8, NFC, without BOM or carriage returns."""
    with path.open("rb") as file:
        if file.read(len(codecs.BOM_UTF8)) == codecs.BOM_UTF8:
            return False
    lines = _read_csv(path, ["line"], delim="\x01\x02\x03\x04", quote="", header=False)
    try:
        row = connection.execute(
            f"""
            select count(*) from {lines}
            where line is null or not regexp_full_match(line, $row) or regexp_matches(line, $doubtful)
            """,
            {"row": f"{_VALUE}(?:,{_VALUE}){{{width - 1}}}", "doubtful": _DOUBTFUL},
        ).fetchone()
    # Not UTF-8, carriage returns, or a line of more than 2 MB, which DuckDB quotes up to the middle of a letter.
    except (duckdb.InvalidInputException, UnicodeDecodeError):
        return False
    return row == (0,)


@dataclass(frozen=True)
class _Unreadable:
    rows: int
    faults: list[Fault]


def _mend(path: Path, copy: Path, width: int) -> _Unreadable:
    """Write the file again as it should have been, as far as one can know, and name what was wrong with it.

    A fault of the whole file (encoding, line ends) is named once, where it is first seen. A line that is no row
    becomes one without values.
    """
    of_file: dict[str, Fault] = {}
    of_lines: list[Fault] = []
    is_inside_quotes = False

    def note(line: int, problem: str, remedy: str) -> None:
        of_file.setdefault(problem, Fault(path.name, line, "", "", problem, remedy))

    with path.open("rb") as file, copy.open("w", encoding="utf-8", newline="\n") as mended:
        for number, line in enumerate(file, start=1):
            text = line.decode("utf-8", "ignore").rstrip("\n")
            if (text + "\n" * line.endswith(b"\n")).encode() != line:
                note(number, "is not UTF-8", "save the file as UTF-8")
            if text.startswith("\ufeff"):
                note(number, "begins with a byte order mark", "save the file as UTF-8 without BOM")
            if "\r" in text:
                note(number, "has a Windows line end", "save the file with line ends LF")
            if not unicodedata.is_normalized("NFC", text):
                note(number, "has letters written with combining marks (NFD)", "save the file in normal form NFC")
            text = unicodedata.normalize("NFC", text.replace("\ufeff", "").replace("\r", ""))
            broken = _broken(text, width) if len(line) <= _LONGEST else _TOO_LONG
            # A value that runs over several lines is one fault, named where it begins.
            if broken and not is_inside_quotes:
                of_lines.append(Fault(path.name, number, "", "", *broken))
            if broken and text.count('"') % 2:
                is_inside_quotes = not is_inside_quotes
            elif not broken:
                is_inside_quotes = False
            mended.write(("," * (width - 1) if broken else text) + "\n")
    return _Unreadable(len(of_lines), [*of_file.values(), *of_lines])


def _broken(text: str, width: int) -> tuple[str, str] | None:
    """Return why a line is no row, and what to do about it."""
    if not text.strip(", "):
        return "is blank", "remove the line"
    if not re.fullmatch(_ROW, text):
        if text.count('"') % 2:
            return "has a double quote without a partner", "remove or close it, and keep each row on one line"
        return "has stray double quotes", "put the whole value in double quotes, and write each one inside it twice"
    values = len(next(csv.reader([text])))
    if values != width:
        return (
            f"has {values} values under a header of {width}",
            "give every column one value, and put a value with a comma inside in double quotes",
        )
    return None


def _source(path: Path, header: list[str], columns: list[str]) -> str:
    known = [name if name in columns else f"unknown_{position}" for position, name in enumerate(header)]
    return _read_csv(path, known, delim=",", quote='"', header=True)


def _read_csv(path: Path, columns: list[str], *, delim: str, quote: str, header: bool) -> str:
    names = ", ".join(f"'{column}': 'varchar'" for column in columns)
    return (
        f"read_csv({quoted(path)}, columns = {{{names}}}, delim = '{delim}', quote = '{quote}', escape = '{quote}', "
        f"header = {header}, nullstr = '', new_line = '\\n', auto_detect = false)"
    )


def digest(paths: list[Path]) -> str:
    """Return the SHA-256 of the seed files' names and bytes, which stands for the figures in a warehouse."""
    total = hashlib.sha256()
    for path in paths:
        total.update(path.name.encode() + b"\0")
        with path.open("rb") as file:
            total.update(hashlib.file_digest(file, "sha256").digest())
    return total.hexdigest()


def quoted(path: Path | str) -> str:
    """Return a path or another text as SQL takes it."""
    return "'" + str(path).replace("'", "''") + "'"
