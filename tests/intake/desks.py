"""A desk of a test's own: seeds, articles and drafts in one folder, and readers who enter what rows of seeds say."""

from __future__ import annotations

import csv
import hashlib
import os
import re
import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from intake.desk import CoverageList, Desk, Entry, Refused, store
from intake.desk.seeding import FROM_ENTRY
from intake.desk.texts import lines_at, starts_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

SEEDS = Path(__file__).parents[2] / "seeds"
ONE, TWO = "reader-1", "reader-2"
DAY = "2026-11-21"
Row = dict[str, str]


def rows(folder: Path, name: str) -> list[Row]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def refusal(work: Callable[..., Any], *given: Any, **named: Any) -> str:
    """What the desk says where it refuses; a test fails where it does not."""
    with pytest.raises(Refused) as caught:
        work(*given, **named)
    return str(caught.value)


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
    drafts = store.named(os.environ.get("DRAFTS", ""), folder / "drafts.sqlite")
    return Desk(drafts, folder / "seeds", folder / "w.duckdb", folder / "articles", now=lambda: clock)


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
        values: dict[str, Any] = {column: row[column] for column in FROM_ENTRY}
        found.append(Entry(*place, **values))
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


MADE_UP = "005_00112233aabbccdd"
TEXT = (
    "LĐLĐ quận Tây Hồ: kết quả công đoàn năm 2023\n"
    "Trong năm 2023, quận thành lập mới 12 công đoàn cơ sở, kết nạp hơn 345 đoàn viên.\n"
    "Toàn quận trao 30 suất quà."
)
ABOUT = {
    "title": "LĐLĐ quận Tây Hồ: kết quả công đoàn năm 2023", "publisher": "Báo giả định", "publisher_kind": "printed",
    "publisher_reason": "Tên riêng.", "published_from": "2024-01-05", "published_to": "2024-01-05",
    "published_kind": "printed", "published_reason": "Ngày tháng.", "reported_period": "2023",
}  # fmt: skip
WHY = "Năm."  # a sentence that has English already


def at(words: str, text: str = TEXT, nth: int = 0) -> tuple[int, int]:
    """Where words stand in a text."""
    start = [match.start() for match in re.finditer(re.escape(words), text)][nth]
    return start, start + len(words)


def figure(words: str, indicator: str, **values: str) -> Entry:
    usual = {"unit_id": "003", "indicator_id": indicator, "time_period": "2023"}
    return replace(Entry(*at(words)), **{**usual, **values})  # type: ignore[arg-type]


def passed(words: str, reason: str = "Năm.", nth: int = 0) -> Entry:
    return Entry(*at(words, nth=nth), kind="passed", reason=reason)


UNIONS = figure("12 công đoàn cơ sở", "unions_formed")
MEMBERS = figure("hơn 345 đoàn viên", "members_recruited", qualifier="more_than")
REST = (passed("2023"), passed("2023", nth=1), passed("30 suất quà", "Số suất quà."))


def fresh(folder: Path, monkeypatch: pytest.MonkeyPatch | None = None) -> Desk:
    """A desk without any figure in its seeds, and one made-up article on it."""
    desk = desk_in(folder)
    emptied(desk.seeds, "articles", "claims", "coverage", "passed_over")
    if monkeypatch:
        monkeypatch.setenv("ARTICLES_DIR", str(desk.articles_dir))
    lay(desk, MADE_UP, TEXT, ABOUT)
    return desk


def agreed(desk: Desk, *entries: Entry) -> None:
    """Let two readers read the made-up article alike and agree to all."""
    for reader in (ONE, TWO):
        read(desk, MADE_UP, reader, entries or (UNIONS, MEMBERS, *REST))
    desk.save_lists(MADE_UP, ONE, [])
    for reader in (ONE, TWO):
        desk.agree(MADE_UP, reader)


def contents(desk: Desk) -> dict[str, bytes]:
    """Every seed file as it stands."""
    return {path.name: path.read_bytes() for path in sorted(desk.seeds.glob("*"))}
