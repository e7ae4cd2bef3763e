"""A lake beside the warehouse, for more than one machine: DuckLake, a catalogue and encrypted files of rows.

Each build is a snapshot of whole tables. Types, checks, comments and views stay in our own SQL, which is run again
where a snapshot is copied out: the copy answers as the warehouse did that was put in.
"""

from __future__ import annotations

import gzip
import os
import re
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

import duckdb

from etl.build import Busy, Unwritable, draft_of, make_tables, make_views
from etl.builds import SCHEMA_VERSION, Kept, Misconfigured
from etl.seeds import quoted
from etl.store import NoAnswer

if TYPE_CHECKING:
    from collections.abc import Iterator

ADDRESS = re.compile(r"ducklake:(sqlite|postgres):(.+)", re.DOTALL)
EXAMPLES = "ducklake:sqlite:lake.sqlite or ducklake:postgres:dbname=lake host=…"
# Loaded from their packages: whoever runs this need not reach a store of extensions. httpfs encrypts, and speaks S3.
EXTENSIONS = {
    "sqlite": ("httpfs", "ducklake", "sqlite_scanner"),
    "postgres": ("httpfs", "ducklake", "postgres_scanner"),
}
LOST = re.compile(r"conflict|database is locked|could not serialize|already exists|duplicate key", re.IGNORECASE)
SECRET = re.compile(r"(password|passwd|secret|key_id)\s*=\s*('[^']*'|\S+)", re.IGNORECASE)


class NoLake(Exception):
    """There is no lake to read, or not of what is asked for; the message says why, and what to do."""


class Snapshot(NamedTuple):
    """A build as the lake keeps it: its number there, what it was made of, and when it was published first (UTC)."""

    number: int
    seeds_sha256: str
    schema_version: int
    built_at: str


@dataclass(frozen=True)
class Lake:
    """Where a lake is: `address` of its catalogue, such as `ducklake:sqlite:lake.sqlite`.

    `data`: the folder or `s3://` address of its files, needed once, to make it; the catalogue remembers it.
    The password of a catalogue comes from PGPASSWORD or its password file, keys of a store from AWS_… variables.
    """

    address: str
    data: str | None = None
    kind: str = field(init=False)
    catalogue: str = field(init=False)

    def __post_init__(self) -> None:
        """Take the address apart. Raise `NoLake` for one that is none."""
        found = ADDRESS.fullmatch(self.address)
        if not found:
            raise NoLake(f"{_plain(self.address)} is no address of a lake; name one such as {EXAMPLES}")
        object.__setattr__(self, "kind", found[1])
        object.__setattr__(self, "catalogue", found[2])

    def __str__(self) -> str:
        """Return the address without what is secret in it."""
        return _plain(self.address)

    def publish(self, warehouse: Path) -> Snapshot:
        """Put a warehouse in as one snapshot, or leave the lake as it was; a build that is its newest is there already.

        Raise `NoLake` where there is none and `data` does not say where to make it, `Busy` where another publisher was
        faster, `Unwritable` where something cannot be written.
        """
        self._refuse_absence()
        with _putting(self), self.attached(is_read_only=False) as connection:
            connection.execute(f"attach {quoted(warehouse)} as published (read_only)")
            build = _build(connection, "published")
            if _tables(connection, "lake") and build == _build(connection, "lake"):
                return _newest(connection)
            connection.execute("begin")
            for table, columns in _tables(connection, "published").items():
                # A lake knows no vocabularies of its own: there they are words, which the copy proves again.
                values = ", ".join(
                    f'"{name}"::varchar as "{name}"' if kind.startswith("ENUM") else f'"{name}"'
                    for name, kind in columns
                )
                connection.execute(f"create or replace table lake.{table} as select {values} from published.{table}")
            connection.execute(f"call lake.set_commit_message('etl', {quoted(' '.join(build))})")
            connection.execute("commit")
            return _newest(connection)

    def newest(self) -> Snapshot:
        """Return the newest build. Raise `NoLake` where there is none, or nobody answers."""
        with _reading(self), self.attached(is_read_only=True) as connection:
            return _newest(connection)

    def snapshots(self) -> list[Snapshot]:
        """Return all builds that can be copied out, oldest first. Raise `NoLake` where nobody answers."""
        with _reading(self), self.attached(is_read_only=True) as connection:
            return _snapshots(connection)

    def copy(self, to: Path, number: int | None = None) -> Snapshot:
        """Write a snapshot (None: the newest) out as a warehouse at `to`, as a whole or not at all.

        Raise `NoLake` where it cannot be read as a whole, is spoilt, or is of another schema than this program's.
        """
        with _reading(self), self.attached(is_read_only=True) as connection, draft_of(to) as draft:
            found = {one.number: one for one in _snapshots(connection)}
            snapshot = found.get(number) if number is not None else _newest(connection)
            if snapshot is None:
                known = ", ".join(str(one) for one in found) or "none"
                raise NoLake(f"{self} has no build {number}; it has: {known}")
            at = f"at (version => {snapshot.number})"
            version = connection.execute(f"select schema_version from lake.build {at}").fetchall()
            if version != [(SCHEMA_VERSION,)]:
                raise NoLake(
                    f"build {snapshot.number} of {self} is of schema version {version[0][0]}, and this program reads "
                    f"{SCHEMA_VERSION}; start the program that wrote it, or publish anew"
                )
            connection.execute(f"attach {quoted(draft)} as copied; use copied")
            make_tables(connection)
            for table in _tables(connection, "copied"):
                connection.execute(f"insert into {table} by name select * from lake.{table} {at}")
            make_views(connection)
            connection.execute("use memory; detach copied")
            return snapshot

    def _refuse_absence(self) -> None:
        """Refuse a slip: a catalogue that is not there would be made, and be an empty lake."""
        if not self.data and self.kind == "sqlite" and not Path(self.catalogue).exists():
            raise NoLake(f"there is no lake at {self}; say where its files are to be with --lake-data to make one")

    @contextmanager
    def attached(self, *, is_read_only: bool) -> Iterator[duckdb.DuckDBPyConnection]:
        """Yield a database in memory to which the lake is attached as `lake`. Raise `duckdb.Error`, `NoLake`."""
        with duckdb.connect(config={"autoinstall_known_extensions": False}) as connection:
            for extension in EXTENSIONS[self.kind]:
                connection.execute(f"load {quoted(_extension(extension))}")
            _know_store(connection)
            # Small tables go to files too: what lies in the catalogue would not be encrypted.
            options = ["read_only"] if is_read_only else ["encrypted", "data_inlining_row_limit 0"]
            options += [f"data_path {quoted(_whole(self.data))}"] if self.data else []
            connection.execute(f"attach {quoted(self.address)} as lake ({', '.join(options)})")
            yield connection


class LakeSource:
    """A lake as replicas take builds from it; it is asked over one connection, which is made anew where it breaks."""

    def __init__(self, address: str) -> None:
        """Raise `Misconfigured` for what is no address of a lake."""
        try:
            self._lake = Lake(address)
        except NoLake as error:
            raise Misconfigured(str(error)) from error
        self.address = f"{self._lake}:"
        self._stay = ExitStack()
        self._connection: duckdb.DuckDBPyConnection | None = None

    def listed(self, known: str | None) -> tuple[tuple[Kept, ...], str | None] | None:
        """Return the builds, oldest first, and the newest one's number; None if that is `known`. Raise `NoAnswer`."""
        try:
            with _reading(self._lake):
                if self._connection is None:
                    self._connection = self._stay.enter_context(self._lake.attached(is_read_only=True))
                found = _snapshots(self._connection)
        except NoLake as error:
            self._stay.close()
            self._connection = None
            raise NoAnswer(str(error)) from error
        tag = str(found[-1].number) if found else ""
        return None if known == tag else (tuple(map(self._kept, found)), tag)

    def fetched(self, kept: Kept) -> bytes:
        """Return a build, made of its rows and packed as others are. Raise `NoAnswer`."""
        with TemporaryDirectory() as folder:
            copy = Path(folder) / "copy"
            try:
                self._lake.copy(copy, int(kept.file.partition(".")[0]))
            except (NoLake, OSError) as error:
                raise NoAnswer(str(error)) from error
            return gzip.compress(copy.read_bytes(), 1, mtime=0)

    def _kept(self, one: Snapshot) -> Kept:
        """Return a snapshot as builds are listed; the hash is of what tells it from others: there is no file yet."""
        known = sha256(f"{self.address} {one}".encode()).hexdigest()
        return Kept(one.seeds_sha256, one.built_at, one.schema_version, f"{one.number}.duckdb.gz", 0, known)


def _whole(place: str) -> str:
    """Return a folder by its whole path: the catalogue hands it on to readers, who stand elsewhere."""
    return place if "://" in place else f"{Path(place).absolute()}/"


def _extension(name: str) -> Path:
    """Return the file of an extension of the database, as its package brings it."""
    try:
        package = import_module(f"duckdb_extension_{name}")
    except ModuleNotFoundError as error:
        raise NoLake(
            "a lake needs more packages; install them with: pip install -r requirements-service.txt"
        ) from error
    return next(Path(str(package.__file__)).parent.glob("extensions/*/*.duckdb_extension"))


def _know_store(connection: duckdb.DuckDBPyConnection) -> None:
    """Tell the database of the S3 store that the usual variables name, if any."""
    key, secret = (os.environ.get(f"AWS_{name}") for name in ("ACCESS_KEY_ID", "SECRET_ACCESS_KEY"))
    if not (key and secret):
        return
    said = {"key_id": key, "secret": secret, "region": os.environ.get("AWS_REGION") or "us-east-1"}
    if token := os.environ.get("AWS_SESSION_TOKEN"):
        said["session_token"] = token
    if endpoint := os.environ.get("AWS_ENDPOINT_URL"):
        scheme, _, host = endpoint.rpartition("://")
        said |= {"endpoint": host.rstrip("/"), "url_style": "path", "use_ssl": str(scheme != "http").lower()}
    connection.execute(
        f"create secret (type s3, {', '.join(f'{name} {quoted(value)}' for name, value in said.items())})"
    )


def _tables(connection: duckdb.DuckDBPyConnection, database: str) -> dict[str, list[tuple[str, str]]]:
    """Return the columns, name and type, of each table that the schema states."""
    rows = connection.execute(
        """
        select table_name, list((column_name, data_type) order by column_index) from duckdb_columns()
        where database_name = $database and schema_name = 'main' and not internal
            and table_name in (select table_name from duckdb_tables() where database_name = $database)
        group by 1 order by 1
        """,
        {"database": database},
    ).fetchall()
    return {table: columns for table, columns in rows if table != "range_ends"}


def _build(connection: duckdb.DuckDBPyConnection, database: str) -> tuple[str, str, str]:
    """Return what a snapshot says of its build: hash, schema version and time (UTC)."""
    ((seeds_sha256, version, built_at),) = connection.execute(
        f"select seeds_sha256, schema_version, built_at from {database}.build"
    ).fetchall()
    return seeds_sha256, str(version), built_at.replace(tzinfo=UTC).isoformat()


def _snapshots(connection: duckdb.DuckDBPyConnection) -> list[Snapshot]:
    rows = connection.execute(
        """
        select snapshot_id, commit_message from ducklake_snapshots('lake')
        where author = 'etl' and commit_message is not null order by 1
        """
    ).fetchall()
    said = ((number, message.split(" ")) for number, message in rows)
    return [Snapshot(number, one[0], int(one[1]), one[2]) for number, one in said]


def _newest(connection: duckdb.DuckDBPyConnection) -> Snapshot:
    found = _snapshots(connection)
    if not found:
        raise NoLake("the lake holds no build yet; publish one with: python -m etl --lake ADDRESS")
    return found[-1]


@contextmanager
def _putting(lake: Lake) -> Iterator[None]:
    try:
        yield
    except duckdb.Error as error:
        if LOST.search(str(error)):
            raise Busy(
                f"another publisher was faster at {lake}; nothing of this one is in it; publish again"
            ) from error
        raise Unwritable(f"{lake} could not be written: {_cause(error)}; nothing of this build is in it") from error


@contextmanager
def _reading(lake: Lake) -> Iterator[None]:
    try:
        yield
    except duckdb.Error as error:
        raise NoLake(f"{lake} could not be read: {_cause(error)}") from error


def _cause(error: duckdb.Error) -> str:
    """Return the first line of what the database says, without what is secret."""
    return _plain(re.sub(r"(?is)^.*?error: ", "", str(error), count=1).splitlines()[0])


def _plain(text: str) -> str:
    return SECRET.sub(r"\1=…", text)
