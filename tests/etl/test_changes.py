"""A build says what distinguishes its claims from those of the build before, and carries on what earlier ones said."""

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
    """What the newest build changed."""
    return ask(
        warehouse,
        """
        select claim_id, kind, before, after from changes
        where published_at = (select max(published_at) from builds) order by all
        """,
    )


def builds(warehouse: Path) -> list[tuple[Any, ...]]:
    return ask(warehouse, "select seeds_sha256, claims from builds order by published_at")


def test_a_first_build_has_nothing_to_compare_with(real_warehouse: Path) -> None:
    assert changes(real_warehouse) == []
    assert builds(real_warehouse) == ask(real_warehouse, "select seeds_sha256, claims from build")


def test_what_is_added_corrected_and_withdrawn_is_said_with_what_it_was_and_is(warehouse: Path, seeds: Seeds) -> None:
    seeds.copy_row("claims", KNOWN, claim_id="new-1", time_period="2019-S1", period_start="2019-01-01",
                   period_end="2019-06-30")  # fmt: skip
    seeds.drop_row("claims", "a001-l07-2")
    seeds.cell("claims", "a001-l07-1", "obs_status", "P")
    seeds.cell("claims", "a001-l08-1", "checked_on", "2026-11-22")  # a reader's work, no correction
    build(seeds.path, warehouse)
    found = {claim_id: (kind, before, after) for claim_id, kind, before, after in changes(warehouse)}
    assert found.keys() == {"new-1", "a001-l07-1", "a001-l07-2"}
    kind, before, after = found["new-1"]
    assert (kind, before, after["time_period"], "target_kind" in after) == ("added", None, "2019-S1", False)
    assert found["a001-l07-1"] == ("corrected", {"obs_status": "A"}, {"obs_status": "P"})
    kind, before, after = found["a001-l07-2"]
    assert (kind, before["value"], before["as_printed"], before["unit_id"]) == ("withdrawn", "4.0000", "4 đơn vị", "C1")
    assert after is None
    assert ask(warehouse, "select distinct seeds_sha256, published_at from changes") == ask(
        warehouse, "select seeds_sha256, built_at from build"
    )


def test_the_history_goes_on_from_build_to_build(warehouse: Path, seeds: Seeds) -> None:
    first = ask(warehouse, "select seeds_sha256, claims from build")
    seeds.drop_row("claims", "a001-l07-2")
    build(seeds.path, warehouse)
    second = ask(warehouse, "select seeds_sha256, claims from build")
    seeds.cell("indicators", "unions_formed", "name_en", "Unions")  # no figure changes
    build(seeds.path, warehouse)
    assert changes(warehouse) == []
    third = ask(warehouse, "select seeds_sha256, claims from build")
    build(REAL_SEEDS, warehouse)  # the first seeds again are a fourth build: on some days others were published
    assert builds(warehouse) == [*first, *second, *third, *first]
    assert ask(warehouse, "select claim_id, kind from changes order by published_at") == [
        ("a001-l07-2", "withdrawn"), ("a001-l07-2", "added"),
    ]  # fmt: skip


def test_the_same_seeds_published_again_are_the_same_build(warehouse: Path) -> None:
    before = [ask(warehouse, f"from {table}") for table in ("build", "builds", "changes")]
    build(REAL_SEEDS, warehouse)
    assert [ask(warehouse, f"from {table}") for table in ("build", "builds", "changes")] == before


def test_a_clock_that_was_put_back_leaves_the_builds_in_order(warehouse: Path, seeds: Seeds) -> None:
    _execute(warehouse, "update builds set published_at = '2999-01-01'; update build set built_at = '2999-01-01'")
    seeds.drop_row("claims", "a001-l07-2")
    build(seeds.path, warehouse)
    assert ask(warehouse, "select built_at::varchar from build") == [("2999-01-01 00:00:01",)]
    assert builds(warehouse)[-1] == ask(warehouse, "select seeds_sha256, claims from build")[0]


def test_a_correction_says_why_and_only_the_one_that_led_to_what_stands(warehouse: Path, seeds: Seeds) -> None:
    seeds.cell("claims", "a003-l08-2", "obs_status", "P")
    seeds.cell("claims", "a001-l07-1", "obs_status", "P")
    with seeds.file("corrections").open("a", encoding="utf-8") as file:
        file.write("k-1,a003-l08-2,obs_status,A,P,Đọc sót.,reader-1,reader-2,2026-11-22\n")
    seeds.translate("Đọc sót.")
    build(seeds.path, warehouse)
    assert ask(warehouse, "select claim_id, reason from changes order by all") == [
        ("a001-l07-1", None), ("a003-l08-2", "Đọc sót."),
    ]  # fmt: skip


@pytest.mark.parametrize("why", ["Không phải số liệu.", "Đọc nhầm dòng."], ids=["rank", "correction"])
def test_a_claim_that_is_used_no_more_is_withdrawn_and_says_why(warehouse: Path, seeds: Seeds, why: str) -> None:
    seeds.cell("claims", "a003-l08-2", "rank", "deprecated")
    seeds.cell("claims", "a003-l08-2", "rank_reason", "Không phải số liệu.")
    if why == "Đọc nhầm dòng.":
        with seeds.file("corrections").open("a", encoding="utf-8") as file:
            file.write("k-1,a003-l08-2,rank,normal,deprecated,Đọc nhầm dòng.,reader-1,reader-2,2026-11-22\n")
        seeds.translate(why)
    seeds.translate("Không phải số liệu.")
    build(seeds.path, warehouse)
    assert changes(warehouse) == [("a003-l08-2", "withdrawn", {"rank": "normal"}, {"rank": "deprecated"})]
    assert ask(warehouse, "select reason from changes") == [(why,)]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: path.write_bytes(path.read_bytes()[:300_000]),
        lambda path: _execute(path, "alter table claims drop column sector"),
        lambda path: _execute(path, "delete from build"),
    ],
    ids=["broken", "older", "of no build"],
)
def test_a_warehouse_that_cannot_be_compared_with_is_no_obstacle(warehouse: Path, spoil: Any) -> None:
    spoil(warehouse)
    build(REAL_SEEDS, warehouse)
    assert changes(warehouse) == []


def test_an_older_warehouse_whose_claims_can_be_read_is_compared_with(warehouse: Path, seeds: Seeds) -> None:
    former = ask(warehouse, "select seeds_sha256, claims from build")
    _execute(warehouse, "drop table changes; drop table builds; update build set schema_version = 7")
    seeds.drop_row("claims", "a001-l07-2")
    build(seeds.path, warehouse)
    assert [kind for _, kind, *_ in changes(warehouse)] == ["withdrawn"]
    assert builds(warehouse)[:1] == former  # with which its history begins


def _execute(path: Path, statements: str) -> None:
    with duckdb.connect(str(path)) as connection:
        connection.execute(statements)
