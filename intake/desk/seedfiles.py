"""Seed files as they stand, and rows put where they belong: a diff is the new rows only."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from etl.build import SCHEMA
from intake.desk.refusals import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path
    from typing import Any

    from intake.desk.entries import Row


@dataclass
class SeedFile:
    """A seed file: its columns in the order of its header, and its rows with the line that each is written on."""

    name: str
    header: list[str]
    lines: list[str]  # without their ends; one for each row
    rows: list[Row]

    @classmethod
    def parse(cls, name: str, data: bytes) -> SeedFile:
        """Read a file. Raise `Refused` where it is none that the ETL would read."""
        try:
            head, *lines = data.decode().removesuffix("\n").split("\n")
            header = next(csv.reader([head]))
            rows = [dict(zip(header, next(csv.reader([line])), strict=True)) for line in lines]
        except (ValueError, StopIteration, csv.Error) as error:
            raise Refused(
                "{name}.csv of the seeds cannot be read; let `python -m etl check` say what is wrong with it.",
                name=name,
            ) from error
        return cls(name, header, lines, rows)

    def put(self, row: Mapping[str, str], key: Callable[[Row], Any]) -> None:
        """Put a row behind the last one whose key is not greater; no other line changes."""
        whole = {column: row.get(column, "") for column in self.header}
        own = key(whole)
        place = next((n for n in range(len(self.rows), 0, -1) if key(self.rows[n - 1]) <= own), 0)
        self.rows.insert(place, whole)
        self.lines.insert(place, self.written(whole))

    def append(self, row: Mapping[str, str]) -> None:
        """Put a row at the end."""
        self.put(row, lambda _: 0)

    def change(self, column: str, value: str, row: Mapping[str, str]) -> None:
        """Write another row in place of the one that has `value` in `column`."""
        place = next(n for n, one in enumerate(self.rows) if one[column] == value)
        self.rows[place] = {name: row.get(name, "") for name in self.header}
        self.lines[place] = self.written(self.rows[place])

    def written(self, row: Row) -> str:
        """Return a row as a line."""
        line = io.StringIO()
        csv.writer(line, lineterminator="").writerow(row[column] for column in self.header)
        return line.getvalue()

    def data(self) -> bytes:
        """Return the file as bytes."""
        head = io.StringIO()
        csv.writer(head, lineterminator="").writerow(self.header)
        return "".join(f"{line}\n" for line in (head.getvalue(), *self.lines)).encode()


def rows_of(seeds: Path, name: str) -> list[Row]:
    """Return the rows of a seed file. Raise `Refused` where there is none to read."""
    try:
        data = (seeds / f"{name}.csv").read_bytes()
    except OSError as error:
        raise Refused(
            "{name}.csv of the seeds cannot be read: {why}; put it back, then go on.", name=name, why=error.strerror
        ) from error
    return SeedFile.parse(name, data).rows


@lru_cache
def codes_of(vocabulary: str) -> tuple[str, ...]:
    """Return the codes of a vocabulary of the schema, such as `qualifier`."""
    found = re.search(rf"create type {vocabulary} as enum \(([^)]*)\)", SCHEMA.read_text(encoding="utf-8"))
    return tuple(re.findall(r"'([^']*)'", found[1])) if found else ()
