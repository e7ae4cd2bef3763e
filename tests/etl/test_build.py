"""A build publishes all or nothing, alone, and says what it did."""

from __future__ import annotations

import csv
import shutil
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from etl.__main__ import main
from etl.build import SCHEMA_VERSION, Busy, Refused, build, check
from etl.seeds import digest
from tests.etl.conftest import REAL_SEEDS, Seeds

ROOT = Path(__file__).parents[2]
DECIMALS = {"value", "out_of"}
# Builds, and stands still at a step, so that the test can do to it what it wants.
STANDING_BUILD = """
import sys
from pathlib import Path
from etl.build import build

def stand(step):
    if step == sys.argv[3]:
        print("standing", flush=True)
        sys.stdin.read()

build(Path(sys.argv[1]), Path(sys.argv[2]), tick=stand)
"""


@pytest.fixture
def warehouse(real_warehouse: Path, tmp_path: Path) -> Path:
    """Yesterday's warehouse."""
    return Path(shutil.copy(real_warehouse, tmp_path / "warehouse.duckdb"))


def ask(warehouse: Path, question: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        return connection.execute(question).fetchall()


def standing_build(warehouse: Path, step: str) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", STANDING_BUILD, str(REAL_SEEDS), str(warehouse), step],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "standing\n"
    return process


def end(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGKILL)
    process.communicate()


def test_the_warehouse_carries_what_it_was_built_from(tmp_path: Path) -> None:
    warehouse = tmp_path / "warehouse.duckdb"
    begun = datetime.now(UTC).replace(tzinfo=None)
    build(REAL_SEEDS, warehouse)
    ended = datetime.now(UTC).replace(tzinfo=None)
    ((version, sha256, built_at, passages_checked, claims),) = ask(warehouse, "from build")
    tables = ["articles", "units", "unit_measures", "sectors", "topics", "indicators", "claims", "coverage"]
    tables += ["passed_over", "corrections", "glossary", "translations"]
    lines = (REAL_SEEDS / "claims.csv").read_text(encoding="utf-8").count("\n")
    assert (version, sha256) == (SCHEMA_VERSION, digest([REAL_SEEDS / f"{table}.csv" for table in tables]))
    assert (passages_checked, claims) == (0, lines - 1)
    assert begun <= built_at <= ended


@pytest.mark.parametrize("path", sorted(REAL_SEEDS.glob("*.csv")), ids=lambda path: path.stem)
def test_the_warehouse_holds_the_seeds_in_their_order(warehouse: Path, path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    texts = [f"coalesce({f'trim_number({c})' if c in DECIMALS else f'{c}::varchar'}, '')" for c in header]
    assert ask(warehouse, f"select {', '.join(texts)} from {path.stem}") == [tuple(row) for row in rows]


def test_the_same_seeds_have_the_same_hash_and_others_another(seeds: Seeds) -> None:
    before = check(seeds.path).seeds_sha256
    assert check(REAL_SEEDS).seeds_sha256 == before
    seeds.cell("indicators", "unions_formed", "name_en", "Unions")
    assert check(seeds.path).seeds_sha256 != before


def test_a_refused_build_changes_nothing(warehouse: Path, seeds: Seeds) -> None:
    published = warehouse.read_bytes()
    seeds.cell("claims", "a001-l08-1", "value", "17")
    with pytest.raises(Refused, match=r"^1 fault$"):
        build(seeds.path, warehouse)
    assert warehouse.read_bytes() == published


@pytest.mark.parametrize("step", ["checking the rules", "loading claims", "publishing"])
def test_a_killed_build_leaves_yesterdays_warehouse_and_the_next_one_works(warehouse: Path, step: str) -> None:
    published = warehouse.read_bytes()
    end(standing_build(warehouse, step))
    assert warehouse.read_bytes() == published
    build(REAL_SEEDS, warehouse)
    assert ask(warehouse, "select count(*) from build") == [(1,)]
    assert sorted(path.name for path in warehouse.parent.iterdir()) == ["warehouse.duckdb", "warehouse.duckdb.lock"]


def test_a_draft_that_is_no_database_is_no_obstacle(warehouse: Path) -> None:
    warehouse.with_name("warehouse.duckdb.draft").write_bytes(b"half of a header")
    warehouse.with_name("warehouse.duckdb.draft.wal").write_bytes(b"half of a log")
    build(REAL_SEEDS, warehouse)
    assert ask(warehouse, "select count(*) from build") == [(1,)]


def test_of_two_builds_at_once_the_second_says_so(warehouse: Path, capsys: pytest.CaptureFixture[str]) -> None:
    process = standing_build(warehouse, "loading claims")
    try:
        with pytest.raises(Busy):
            build(REAL_SEEDS, warehouse)
        assert main(["--warehouse", str(warehouse)]) == 1
        assert capsys.readouterr().err == f"another build of {warehouse} is under way; wait until it has ended\n"
    finally:
        end(process)


def test_an_open_reader_keeps_its_figures_and_does_not_block_a_build(warehouse: Path, seeds: Seeds) -> None:
    seeds.cell("claims", "a001-l08-1", "note", "Khác.")
    seeds.translate("Khác.")
    note = "select note from claims where claim_id = 'a001-l08-1'"
    with duckdb.connect(str(warehouse), read_only=True) as reader:
        before = reader.execute(note).fetchall()
        build(seeds.path, warehouse)
        assert reader.execute(note).fetchall() == before
    assert ask(warehouse, note) == [("Khác.",)]


def test_a_check_publishes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--warehouse", str(tmp_path / "warehouse.duckdb"), "check"]) == 0
    assert list(tmp_path.iterdir()) == []
    assert capsys.readouterr().err == ""


def test_a_build_without_articles_says_that_passages_were_not_checked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--warehouse", str(tmp_path / "warehouse.duckdb")]) == 0
    summary = check(REAL_SEEDS)
    assert capsys.readouterr().out == (
        f"{summary.claims} claims, {summary.observations} observations, 36 units, 5 articles, 0 ranked conflicts; "
        f"{summary.claims} passages not re-checked: set ARTICLES_DIR to the folder of the articles to check them; "
        f"seeds {summary.seeds_sha256[:8]}\n"
    )


@pytest.mark.parametrize("folder", ["nowhere", "."])
def test_articles_dir_has_to_be_a_folder_of_articles(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], folder: str
) -> None:
    monkeypatch.setenv("ARTICLES_DIR", str(tmp_path / folder))
    assert main(["check"]) == 1
    sentence = f"ARTICLES_DIR: {tmp_path / folder} is no folder of articles; correct it, or unset it\n"
    assert capsys.readouterr().err == sentence


def test_a_large_file_is_read_when_allowed(seeds: Seeds, capsys: pytest.CaptureFixture[str]) -> None:
    seeds.cell("sectors", "_T", "name_en", "no restriction" + " at all" * 200_000)
    remedy = "check that it is the right file, or allow more with --max-mib"
    assert main(["--seeds", str(seeds.path), "--max-mib", "1", "check"]) == 1
    assert capsys.readouterr().err.splitlines() == [
        f"sectors.csv: has 2 MiB, more than the 1 MiB that hand-read seeds may have; {remedy}.",
        "1 fault; nothing was published.",
    ]
    assert main(["--seeds", str(seeds.path), "--max-mib", "2", "check"]) == 0


def test_a_folder_of_seeds_may_have_a_quote_in_its_name(tmp_path: Path) -> None:
    shutil.copytree(REAL_SEEDS, tmp_path / "the readers' seeds")
    build(tmp_path / "the readers' seeds", tmp_path / "the readers' seeds" / "warehouse.duckdb")
