"""The seeds as they are, in a folder of the test's own, and one way to spoil each part of them."""

from __future__ import annotations

import csv
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import build_of

REAL_SEEDS = Path(__file__).parents[2] / "seeds"


@dataclass(frozen=True)
class Seeds:
    path: Path

    def file(self, name: str) -> Path:
        return self.path / f"{name}.csv"

    def cell(self, name: str, key: str, column: str, value: str) -> None:
        """Write `value` into the row whose first value is `key`."""
        rows = self._rows(name)
        next(row for row in rows if row[0] == key)[rows[0].index(column)] = value
        self._write(name, rows)

    def copy_row(self, name: str, key: str, **values: str) -> None:
        """Append a copy of a row with other `values`."""
        rows = self._rows(name)
        row = dict(zip(rows[0], next(row for row in rows if row[0] == key), strict=True))
        self._write(name, [*rows, list((row | values).values())])

    def drop_row(self, name: str, key: str) -> None:
        """Remove the row whose first value is `key`."""
        self._write(name, [row for row in self._rows(name) if row[0] != key])

    def translate(self, sentence: str) -> None:
        """Give a sentence that the test is about to type its English."""
        self._write("translations", [*self._rows("translations"), [sentence, f"English of: {sentence}"]])

    def swap(self, name: str, old: bytes, new: bytes, count: int = 1) -> None:
        """Replace bytes that the file has."""
        content = self.file(name).read_bytes()
        assert old in content
        self.file(name).write_bytes(content.replace(old, new, count))

    def _rows(self, name: str) -> list[list[str]]:
        with self.file(name).open(encoding="utf-8", newline="") as file:
            return list(csv.reader(file))

    def _write(self, name: str, rows: list[list[str]]) -> None:
        with self.file(name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(rows)


@pytest.fixture(autouse=True)
def without_articles(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ARTICLES_DIR", raising=False)


@pytest.fixture(scope="session")
def real_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The warehouse of the seeds as they are, to be read or copied."""
    folder = tmp_path_factory.mktemp("real")
    shutil.copytree(REAL_SEEDS, folder / "seeds")
    return build_of(folder)


@pytest.fixture
def seeds(tmp_path: Path) -> Seeds:
    path = tmp_path / "seeds"
    shutil.copytree(REAL_SEEDS, path)
    return Seeds(path)
