"""Builds the warehouse in a draft beside it and renames the draft over it: readers see the old one or the new one."""

from __future__ import annotations

import fcntl
import re
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import duckdb

from etl.seeds import MAX_MIB, Fault, digest
from etl.verify import HERE, tables, verify

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

SCHEMA_VERSION = 2


class Refused(Exception):
    """The seeds break rules; `faults` says which. Nothing was published."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(f"{len(faults)} fault{'s' if len(faults) > 1 else ''}")
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
        """Return the sentence that ends a build."""
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


def check(seeds: Path, *, max_mib: int = MAX_MIB, tick: Callable[[str], object] = lambda _: None) -> Summary:
    """Prove the seeds without publishing anything. Raise `Refused` with every fault."""
    return _make(":memory:", seeds, max_mib, tick)


def build(
    seeds: Path, warehouse: Path, *, max_mib: int = MAX_MIB, tick: Callable[[str], object] = lambda _: None
) -> Summary:
    """Prove the seeds and publish them as `warehouse`. Raise `Refused` or `Busy`, and leave the old one as it was."""
    draft = warehouse.with_name(warehouse.name + ".draft")
    with _alone(warehouse):
        _discard(draft)  # left by a build that was killed
        try:
            summary = _make(str(draft), seeds, max_mib, tick)
            draft.replace(warehouse)
        finally:
            _discard(draft)
    return summary


@contextmanager
def _alone(warehouse: Path) -> Iterator[None]:
    """Hold the only right to build `warehouse`; the system takes it back from a build that is killed."""
    with warehouse.with_name(warehouse.name + ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Busy(f"another build of {warehouse} is under way; wait until it has ended") from error
        yield


def _discard(draft: Path) -> None:
    draft.unlink(missing_ok=True)
    draft.with_name(draft.name + ".wal").unlink(missing_ok=True)


def _make(place: str, seeds: Path, max_mib: int, tick: Callable[[str], object]) -> Summary:
    """Prove the seeds in memory, then write them into a new database at `place`."""
    schema = (HERE / "schema.sql").read_text(encoding="utf-8")
    with duckdb.connect() as connection:
        connection.execute(schema)
        faults = verify(connection, seeds, max_mib=max_mib, tick=tick)
        if faults:
            raise Refused(faults)
        names = list(tables(connection))
        quoted = place.replace("'", "''")
        connection.execute(f"attach '{quoted}' as draft; use draft")
        # Keys and references are proven by now, and nobody writes to a warehouse: their indexes would treble the load.
        connection.execute(re.sub(r" references \w+", "", schema.replace(" primary key,", " not null,")))
        for table in names:
            tick(f"loading {table}")
            connection.execute(f"insert into {table} by name select * exclude (line_no) from seed_{table}")
        connection.execute((HERE / "views.sql").read_text(encoding="utf-8"))
        tick("publishing")
        connection.execute(
            """
            insert into build
            select $version, $sha256, $now,
                (select count(*) from claims join articles using (article_id) join article_files using (file_name)),
                (select count(*) from claims)
            """,
            {
                "version": SCHEMA_VERSION,
                "sha256": digest([seeds / f"{table}.csv" for table in names]),
                "now": datetime.now(UTC).replace(tzinfo=None),
            },
        )
        summary = connection.execute(
            """
            select build.claims, (select count(*) from observations), (select count(*) from units),
                (select count(*) from articles), (select count(*) from claims where rank = 'preferred'),
                passages_checked, seeds_sha256
            from build
            """
        ).fetchall()
        connection.execute("use memory; detach draft")
    return Summary(*summary[0])
