"""Builds the warehouse in a draft beside it and renames the draft over it: readers see the old one or the new one."""

from __future__ import annotations

import os
import re
import time
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import duckdb
from filelock import FileLock, SoftFileLock, Timeout

from etl.builds import SCHEMA_VERSION, Builds, Limits, Misconfigured, place_of
from etl.changes import compared, go_on
from etl.keeping import former_of, keep, send
from etl.seeds import MAX_MIB, Fault, digest, quoted
from etl.store import PUBLISH_TO
from etl.verify import HERE, tables, to_do, verify

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from pathlib import Path

# Seconds between tries to rename a draft over a file that a program has open, which Windows refuses: the dashboard
# while it copies the warehouse, a virus scanner.
PAUSES = (0.1, 0.3, 1, 3)
SCHEMA = HERE / "schema.sql"
# What happened on a day is no count as of that day: in the warehouse its code says so to all who read it.
ON_A_DAY = """
    update {table} set time_period = time_period || '/P1D'
    where length(time_period) = 10 and indicator_id in (select indicator_id from indicators where stock_flow = 'flow')
"""
MOST = 10  # of what is to do that are named one by one


class Refused(Exception):
    """The seeds break rules; `faults` says which. Nothing was published."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(f"{len(faults)} fault{'s' if len(faults) > 1 else ''}")
        self.faults = faults


class Busy(Exception):
    """Another build is publishing the same warehouse."""


class Unwritable(Exception):
    """A file cannot be written where it was asked for; the message says why, and what to do."""


@dataclass(frozen=True)
class Summary:
    """What a build or a check found: counts, how many claims were found again in the articles, and what is to do."""

    claims: int
    observations: int
    units: int
    articles: int
    conflicts: int
    passages_checked: int
    seeds_sha256: str
    to_do: tuple[Fault, ...] = ()
    not_sent: str = ""  # why the build is published, but not in the store that publishes go to; nothing where it is
    not_kept: str = ""  # why the build is published, but not kept, and what to do; nothing where it is

    def __str__(self) -> str:
        """Return the sentence that ends a build, and a line for each thing that is still to do."""
        unchecked = self.claims - self.passages_checked
        passages = (
            "every passage found again in the articles"
            if not unchecked
            else f"{unchecked} passages not re-checked: set ARTICLES_DIR to the folder of the articles to check them"
        )
        done = (
            f"{self.claims} claims, {self.observations} observations, {self.units} units, {self.articles} articles, "
            f"{self.conflicts} ranked conflicts; {passages}; seeds {self.seeds_sha256[:8]}"
        )
        n = len(self.to_do)
        more = [f"and {n - MOST} more to do"] if n > MOST else []
        kept = [said for said in (self.not_kept, self.not_sent) if said]
        return "\n".join([done, *kept, *(f"to do: {one}" for one in self.to_do[:MOST]), *more])


def check(
    seeds: Path,
    *,
    max_mib: int = MAX_MIB,
    tick: Callable[[str], object] = lambda _: None,
    may_lack: Collection[str] = (),
) -> Summary:
    """Prove the seeds without publishing anything. Raise `Refused` with every fault.

    `may_lack`: files of articles that need not be at hand.
    """
    with _proven(seeds, max_mib, tick, may_lack) as connection:
        return _load(connection, ":memory:", seeds, tick)


def build(
    seeds: Path,
    warehouse: Path,
    *,
    max_mib: int = MAX_MIB,
    tick: Callable[[str], object] = lambda _: None,
    may_lack: Collection[str] = (),
    publish_to: str | None = None,
) -> Summary:
    """Prove the seeds and publish them as `warehouse`, or leave the old one as it was; keep what is published.

    `publish_to`: the store that kept builds go to as well, by default the one that the environment names.

    Raise `Refused` for what is wrong with the seeds, `Unwritable` or `Busy` for what is wrong with the place. What is
    published stays so where it cannot be kept: the summary says why.
    """
    try:
        limits = Limits.configured()
    except Misconfigured as error:
        raise Unwritable(f"{error}; nothing was published") from error
    _keep_other_files(warehouse)
    builds = Builds(place_of(warehouse))
    connection = _proven(seeds, max_mib, tick, may_lack)
    with _writing(warehouse), _alone(warehouse):
        keep(builds, warehouse, limits, is_anew=False)  # what a build that was killed had published
        with former_of(builds, warehouse, compared(connection)) as former, draft_of(warehouse) as draft, connection:
            summary = _load(connection, str(draft), seeds, tick, former)
        not_kept = keep(builds, warehouse, limits, is_anew=True)
    return replace(summary, not_kept=not_kept, not_sent=send(builds, publish_to or os.environ.get(PUBLISH_TO), limits))


def _keep_other_files(warehouse: Path) -> None:
    """Refuse a slip such as `--warehouse seeds/claims.csv` before it costs a file."""
    if not warehouse.parent.is_dir():
        raise Unwritable(f"there is no folder {warehouse.parent}; create it, or name another with --warehouse")
    if warehouse.is_dir():
        raise Unwritable(f"{warehouse} is a folder; name the file to publish in it with --warehouse")
    if warehouse.exists() and not _is_warehouse(warehouse):
        raise Unwritable(f"{warehouse} is no warehouse and stays as it is; name another file with --warehouse")


def _is_warehouse(path: Path) -> bool:
    """Return whether a file is a database of a build, of any version, or one that nobody can read any more."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        if file.read(12)[8:] != b"DUCK":  # by which DuckDB knows its files
            return False
    try:
        with duckdb.connect() as connection:
            connection.execute(f"attach {quoted(path)} as found (read_only)")
            return connection.execute(
                "select count(*) from duckdb_tables() where database_name = 'found' and table_name = 'build'"
            ).fetchall() == [(1,)]
    except duckdb.Error as error:
        return "Could not set lock" not in str(error)  # else another program is at work on it; otherwise it is broken


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    """Say in one sentence why a file could not be written."""
    try:
        yield
    except (OSError, duckdb.OperationalError) as error:
        cause = re.sub(r"(?is).*error: ", "", str(error))  # DuckDB's own words, without those that led to them
        why = error.strerror if isinstance(error, OSError) else cause
        remedy = "make room there, close what holds it, or name another place"
        raise Unwritable(f"{path} could not be written: {why}; {remedy}") from error


@contextmanager
def _alone(warehouse: Path) -> Iterator[None]:
    """Hold the only right to build `warehouse`; the system takes it back from a build that is killed."""
    # A system without locks holds one by a file that exists: the empty one that a lock leaves would be held for ever.
    kind = "held" if FileLock is SoftFileLock else "lock"
    try:
        lock = FileLock(f"{warehouse}.{kind}").acquire(blocking=False)
    except Timeout as error:
        raise Busy(f"another build of {warehouse} is under way; wait until it has ended") from error
    with lock:
        yield


@contextmanager
def draft_of(path: Path) -> Iterator[Path]:
    """Yield a place to write to, which takes the place of `path` if all goes well, and leaves nothing behind if not."""
    draft = path.with_name(path.name + ".draft")
    _discard(draft)  # left by a build that was killed
    try:
        yield draft
        _rename(draft, path)
    finally:
        _discard(draft)


def rewrite(path: Path, text: str) -> None:
    """Write a text anew, whole or not at all. Raise `Unwritable` where it cannot be."""
    with _writing(path), draft_of(path) as draft:
        draft.write_text(text, encoding="utf-8", newline="\n")


def _rename(draft: Path, path: Path) -> None:
    for pause in PAUSES:
        try:
            draft.replace(path)
        except PermissionError:
            time.sleep(pause)
        else:
            return
    draft.replace(path)


def _discard(draft: Path) -> None:
    draft.unlink(missing_ok=True)
    draft.with_name(draft.name + ".wal").unlink(missing_ok=True)


def _proven(
    seeds: Path, max_mib: int, tick: Callable[[str], object], may_lack: Collection[str]
) -> duckdb.DuckDBPyConnection:
    """Return a database in memory that holds the seeds, proven. Raise `Refused` where they break rules."""
    if (broken_off := seeds.with_name(f"{seeds.name}.publishing")).exists():
        raise Busy(
            f"{seeds} is being published ({broken_off.name}); wait until that has ended, or complete what was broken "
            "off with: python -m intake desk recover"
        )
    connection = duckdb.connect()
    connection.execute(SCHEMA.read_text(encoding="utf-8"))
    faults = verify(connection, seeds, max_mib=max_mib, tick=tick, may_lack=may_lack)
    if faults:
        raise Refused(faults)
    return connection


def _load(
    connection: duckdb.DuckDBPyConnection,
    place: str,
    seeds: Path,
    tick: Callable[[str], object],
    former: Path | None = None,
) -> Summary:
    """Write proven seeds into a new database at `place`, with what distinguishes them from the `former` warehouse."""
    names, left = list(tables(connection)), tuple(to_do(connection))
    connection.execute(f"attach {quoted(place)} as draft; use draft")
    make_tables(connection)
    for table in names:
        tick(f"loading {table}")
        connection.execute(f"insert into {table} by name select * exclude (line_no) from seed_{table}")
    for table in ("claims", "coverage"):
        connection.execute(ON_A_DAY.format(table=table))
    tick("comparing with the build before")
    sha256 = digest([seeds / f"{table}.csv" for table in names])
    now = datetime.now(UTC).replace(microsecond=0, tzinfo=None)
    published_at = go_on(connection, former, SCHEMA_VERSION, sha256, now)
    make_views(connection)
    tick("publishing")
    connection.execute(
        """
        insert into keys
        select table_name, constraint_column_names, referenced_table, referenced_column_names
        from duckdb_constraints()
        where database_name = 'memory' and constraint_type in ('PRIMARY KEY', 'FOREIGN KEY')
        order by table_oid, constraint_index
        """
    )
    connection.execute(
        """
        insert into build
        select $version, $sha256, $now,
            (select count(*) from claims join articles using (article_id) join article_files using (file_name)),
            (select count(*) from claims)
        """,
        {
            "version": SCHEMA_VERSION,
            "sha256": sha256,
            "now": published_at,
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
    return replace(Summary(*summary[0]), to_do=left)


def make_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the tables of a warehouse in the database in use, empty.

    Keys and references are proven by now, and nobody writes to a warehouse: their indexes would treble the load. The
    table `keys` names them.
    """
    connection.execute(
        re.sub(r" references \w+", "", SCHEMA.read_text(encoding="utf-8").replace(" primary key,", " not null,"))
    )


def make_views(connection: duckdb.DuckDBPyConnection) -> None:
    """Make what is worked out from the tables of the database in use."""
    connection.execute((HERE / "views.sql").read_text(encoding="utf-8"))
