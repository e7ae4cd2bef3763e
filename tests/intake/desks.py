"""A desk of a test's own: seeds, articles and drafts in one folder, and readers who enter what rows of seeds say."""

from __future__ import annotations

import csv
import hashlib
import re
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from intake.desk import CoverageList, Desk, Entry
from intake.desk.seeding import FROM_ENTRY
from intake.desk.texts import lines_at, starts_of

if TYPE_CHECKING:
    from collections.abc import Iterable

SEEDS = Path(__file__).parents[2] / "seeds"
ONE, TWO = "reader-1", "reader-2"
DAY = "2026-11-21"
Row = dict[str, str]


def rows(folder: Path, name: str) -> list[Row]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def emptied(folder: Path, *names: str) -> None:
    """Leave nothing but the header of these seed files."""
    for name in names:
        path = folder / f"{name}.csv"
        path.write_bytes(path.read_bytes().split(b"\n")[0] + b"\n")


def desk_in(folder: Path, day: str = DAY) -> Desk:
    """A desk whose clock stands still, with the seeds as they are and no article on it."""
    if not (folder / "seeds").exists():
        shutil.copytree(SEEDS, folder / "seeds")
    (folder / "articles").mkdir(exist_ok=True)
    clock = datetime.fromisoformat(f"{day}T03:00:00").replace(tzinfo=UTC)
    return Desk(folder / "drafts.sqlite", folder / "seeds", folder / "w.duckdb", folder / "articles", now=lambda: clock)


def lay(desk: Desk, article_id: str, text: str, metadata: Row) -> None:
    """Put a text on the shelf and on the desk."""
    data = text.encode()
    (desk.articles_dir / f"{article_id}.txt").write_bytes(data)
    desk.add(article_id, hashlib.sha256(data).hexdigest(), metadata)


def entries_of(text: str, claims: Iterable[Row], passed: Iterable[Row]) -> list[Entry]:
    """What a reader enters who finds in the text just what rows of the seeds say."""
    found = []
    for row in claims:
        place = int(row["char_start"]), int(row["char_end"])
        found.append(Entry(*place, **{column: row[column] for column in FROM_ENTRY}))
    for row in passed:
        line, line_to, words = int(row["line"]), int(row["line_to"]), row["as_printed"]
        start, end = lines_at(text, line, min(line_to, len(starts_of(text))))
        if not words:
            found.append(Entry(start, end, kind="passed", is_whole_lines=True, reason=row["reason"]))
            continue
        alone = re.compile(rf"(?<!\d){re.escape(words)}(?!\d)")
        found += [
            Entry(match.start(), match.end(), kind="passed", reason=row["reason"])
            for match in alone.finditer(text, start, end)
        ]
    return found


def lists_of(coverage: Iterable[Row]) -> list[CoverageList]:
    """The lists that rows of coverage.csv say."""
    found: dict[tuple[str, ...], list[str]] = {}
    for row in coverage:
        key = tuple(row[name] for name in ("indicator_id", "time_period", "sector", "list_kind", "line", "reason"))
        found.setdefault(key, []).append(row["unit_id"])
    return [
        CoverageList(indicator, period, sector, kind, int(line), tuple(unit_ids), reason)
        for (indicator, period, sector, kind, line, reason), unit_ids in found.items()
    ]


def read(desk: Desk, article_id: str, reader: str, entries: Iterable[Entry]) -> None:
    """One whole reading."""
    desk.start(article_id, reader)
    desk.save(article_id, reader, *entries)
    desk.finish(article_id, reader)
