"""The five articles again: from seeds without any figure, two readers enter them, and the answers are today's."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from etl.build import build
from tests.intake.desks import ONE, SEEDS, TWO, desk_in, emptied, entries_of, lists_of, read, rows

if TYPE_CHECKING:
    from pathlib import Path

    from intake.desk import CoverageList

ARTICLES = os.environ.get("ARTICLES_DIR", "")
pytestmark = pytest.mark.skipif(not ARTICLES, reason="ARTICLES_DIR does not name the folder of the articles")
WRITTEN = ("articles", "claims", "coverage", "passed_over")
ASKED = (*WRITTEN, "observations", "cells", "totals", "targets", "gaps", "indicators", "units", "translations")


def answers(warehouse: Path, table: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        return connection.execute(f"from {table} order by all").fetchall()


def of(name: str, article_id: str) -> list[dict[str, str]]:
    return [row for row in rows(SEEDS, name) if row["article_id"] == article_id]


def test_two_readers_enter_the_five_articles_and_the_warehouse_answers_as_before(tmp_path, monkeypatch):
    desk = desk_in(tmp_path)
    emptied(desk.seeds, *WRITTEN)
    shutil.copytree(ARTICLES, desk.articles_dir, dirs_exist_ok=True)
    monkeypatch.setenv("ARTICLES_DIR", str(desk.articles_dir))
    for row in rows(SEEDS, "articles"):
        article_id = row["article_id"]
        known = {column: value for column, value in row.items() if column not in ("article_id", "file_name", "sha256")}
        desk.add(article_id, row["sha256"], known)
        text = desk.text(article_id)
        for reader in (ONE, TWO):
            read(desk, article_id, reader, entries_of(text, of("claims", article_id), of("passed_over", article_id)))
        assert desk.differences(article_id, TWO) == ()
        desk.save_lists(article_id, ONE, lists_of(of("coverage", article_id)))
        for reader in (ONE, TWO):
            desk.agree(article_id, reader)
        assert desk.preview(article_id) == ()
        assert desk.publish(article_id, ONE).is_built
    for name in (*WRITTEN, "indicators", "units", "sectors", "translations"):
        assert (desk.seeds / f"{name}.csv").read_bytes() == (SEEDS / f"{name}.csv").read_bytes(), name
    build(SEEDS, tmp_path / "today.duckdb")
    for table in ASKED:
        assert answers(desk.warehouse, table) == answers(tmp_path / "today.duckdb", table), table
    assert {row[4] for row in answers(desk.warehouse, "agreement") if row[0] == "kind"} == {1.0}
    assert {tuple(row[5]) for row in answers(desk.warehouse, "claim_readings")} == {()}


def test_the_lists_of_the_articles_are_proposed_as_readers_wrote_them(tmp_path, monkeypatch):
    desk = desk_in(tmp_path)
    emptied(desk.seeds, *WRITTEN)
    shutil.copytree(ARTICLES, desk.articles_dir, dirs_exist_ok=True)
    for row in rows(SEEDS, "articles"):
        article_id = row["article_id"]
        desk.add(article_id, row["sha256"], {})
        for reader in (ONE, TWO):
            claims, passed = of("claims", article_id), of("passed_over", article_id)
            read(desk, article_id, reader, entries_of(desk.text(article_id), claims, passed))
        wanted = [as_row(one) for one in lists_of(of("coverage", article_id))]
        assert [as_row(one) for one in desk.lists(article_id, ONE)] == wanted


def as_row(one: CoverageList) -> tuple[object, ...]:
    return one.indicator_id, one.time_period, one.sector, one.list_kind, one.line, one.unit_ids
