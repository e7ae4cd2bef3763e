"""A build says what distinguishes its claims from those of the build before, for as long as nothing else changes."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import duckdb
import pytest

from etl.build import build
from tests.etl.conftest import REAL_SEEDS, Seeds
from tests.etl.test_build import ask

KNOWN = "a003-l08-1"


@pytest.fixture
def warehouse(real_warehouse: Path, tmp_path: Path) -> Path:
    """Yesterday's warehouse."""
    return Path(shutil.copy(real_warehouse, tmp_path / "warehouse.duckdb"))


def changes(warehouse: Path) -> list[tuple[Any, ...]]:
    return ask(warehouse, "select claim_id, kind, was from changes order by all")


def test_a_first_build_has_nothing_to_compare_with(real_warehouse: Path) -> None:
    assert changes(real_warehouse) == []


def test_what_is_added_corrected_and_withdrawn_is_said_with_what_it_was(warehouse: Path, seeds: Seeds) -> None:
    before = ask(warehouse, "select seeds_sha256, built_at from build")
    seeds.copy_row("claims", KNOWN, claim_id="new-1", time_period="2019-S1", period_start="2019-01-01",
                   period_end="2019-06-30")  # fmt: skip
    seeds.drop_row("claims", "a001-l07-2")
    seeds.cell("claims", "a001-l07-1", "obs_status", "P")
    seeds.cell("claims", "a001-l08-1", "checked_on", "2026-11-22")  # a reader's work, no correction
    build(seeds.path, warehouse)
    found = {claim_id: (kind, was) for claim_id, kind, was in changes(warehouse)}
    assert found.keys() == {"new-1", "a001-l07-1", "a001-l07-2"}
    assert found["new-1"] == ("added", None)
    assert found["a001-l07-1"] == ("corrected", {"obs_status": "A"})
    kind, was = found["a001-l07-2"]
    assert (kind, was["value"], was["as_printed"], was["unit_id"]) == ("withdrawn", "4.0000", "4 đơn vị", "C1")
    assert ask(warehouse, "select distinct since_sha256, since from changes") == before


def test_a_build_that_changes_no_claim_carries_the_changes_on(warehouse: Path, seeds: Seeds) -> None:
    seeds.drop_row("claims", "a001-l07-2")
    build(seeds.path, warehouse)
    found = ask(warehouse, "from changes")
    assert len(found) == 1
    seeds.cell("indicators", "unions_formed", "name_en", "Unions")
    build(seeds.path, warehouse)
    assert ask(warehouse, "from changes") == found


def test_only_the_build_before_is_compared_with(warehouse: Path, seeds: Seeds) -> None:
    seeds.drop_row("claims", "a001-l07-2")
    build(seeds.path, warehouse)
    build(REAL_SEEDS, warehouse)
    assert changes(warehouse) == [("a001-l07-2", "added", None)]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: path.write_bytes(path.read_bytes()[:300_000]),
        lambda path: _execute(path, "drop table changes; update build set schema_version = 5"),
        lambda path: _execute(path, "delete from build"),
    ],
    ids=["broken", "older", "of no build"],
)
def test_a_warehouse_that_cannot_be_compared_with_is_no_obstacle(warehouse: Path, spoil: Any) -> None:
    spoil(warehouse)
    build(REAL_SEEDS, warehouse)
    assert changes(warehouse) == []


def test_an_older_warehouse_whose_claims_can_be_read_is_compared_with(warehouse: Path, seeds: Seeds) -> None:
    _execute(warehouse, "drop table changes; update build set schema_version = 5")
    seeds.drop_row("claims", "a001-l07-2")
    build(seeds.path, warehouse)
    assert [kind for _, kind, _ in changes(warehouse)] == ["withdrawn"]


def _execute(path: Path, statements: str) -> None:
    with duckdb.connect(str(path)) as connection:
        connection.execute(statements)
