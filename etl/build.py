"""Builds the warehouse in a draft beside it and renames the draft over it: readers see the old one or the new one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from etl.seeds import MAX_MIB, Fault, digest
from etl.verify import HERE, tables, verify

if TYPE_CHECKING:
    from collections.abc import Callable

SCHEMA_VERSION = 1


class Refused(Exception):
    """The seeds break rules; `faults` says which. Nothing was published."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = faults


class Busy(Exception):
    """Another build is writing the draft."""


@dataclass(frozen=True)
class Summary:
    """What a build or a check found: counts, and how many claims were found again in the articles."""

    claims: int
    observations: int
    units: int
    articles: int
    conflicts: int
    passages_checked: int
    seeds_sha256: str

    def __str__(self) -> str:
        unchecked = self.claims - self.passages_checked
        passages = (
            "every passage found again in the articles"
            if not unchecked
            else f"{unchecked} passages not re-checked: set ARTICLES_DIR to the folder of the articles to check them"
        )
        return (
            f"{self.claims} claims, {self.observations} observations, {self.units} units, {self.articles} articles, "
            f"{self.conflicts} ranked conflicts; {passages}; seeds {self.seeds_sha256[:8]}"
        )


def check(seeds: Path, *, max_mib: int = MAX_MIB, tick: Callable[[str], object] = lambda step: None) -> Summary:
    """Prove the seeds without publishing anything. Raise `Refused` with every fault."""
    with duckdb.connect() as connection:
        return _load(connection, seeds, max_mib, tick)


def build(
    seeds: Path, warehouse: Path, *, max_mib: int = MAX_MIB, tick: Callable[[str], object] = lambda step: None
) -> Summary:
    """Prove the seeds and publish them as `warehouse`. Raise `Refused` or `Busy`, and leave the old one as it was."""
    draft = warehouse.with_name(warehouse.name + ".draft")
    try:
        with duckdb.connect(str(draft)):
            pass  # DuckDB's lock: a draft that opens belongs to nobody, at most to a build that was killed
    except duckdb.IOException as error:
        if "lock" in str(error):
            raise Busy(f"another build is writing {draft}; wait until it has ended") from error
    except duckdb.Error:
        pass  # left half-written by a build that was killed
    _discard(draft)
    try:
        with duckdb.connect(str(draft)) as connection:
            summary = _load(connection, seeds, max_mib, tick)
            connection.execute("checkpoint")
        draft.replace(warehouse)
    finally:
        _discard(draft)
    return summary


def _discard(draft: Path) -> None:
    draft.unlink(missing_ok=True)
    draft.with_name(draft.name + ".wal").unlink(missing_ok=True)


def _load(
    connection: duckdb.DuckDBPyConnection, seeds: Path, max_mib: int, tick: Callable[[str], object]
) -> Summary:
    """Create the schema, prove the seeds, load them and define the views, all in `connection`."""
    connection.execute((HERE / "schema.sql").read_text(encoding="utf-8"))
    faults = verify(connection, seeds, max_mib=max_mib, tick=tick)
    if faults:
        raise Refused(faults)
    schema = tables(connection)
    for table in schema:
        tick(f"loading {table}")
        connection.execute(f"insert into {table} by name select * exclude (line_no) from seed_{table} order by line_no")
    connection.execute((HERE / "views.sql").read_text(encoding="utf-8"))
    tick("publishing")
    seeds_sha256 = digest([seeds / f"{table}.csv" for table in schema])
    passages = "select count(*) from claims join articles using (article_id) join article_files using (file_name)"
    connection.execute(
        f"insert into build select $version, $sha256, $now, ({passages}), (select count(*) from claims)",
        {"version": SCHEMA_VERSION, "sha256": seeds_sha256, "now": datetime.now(UTC).replace(tzinfo=None)},
    )
    row = connection.execute(
        """
        select (select count(*) from claims), (select count(*) from observations), (select count(*) from units),
            (select count(*) from articles), (select count(*) from claims where rank = 'preferred'),
            passages_checked, seeds_sha256
        from build
        """
    ).fetchone()
    assert row is not None  # noqa: S101  (the row was inserted above)
    return Summary(*row)
