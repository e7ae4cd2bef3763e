"""Drafts in a PostgreSQL database, where one file cannot serve: several machines with one desk."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from intake.desk.refusals import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import psycopg

SCHEMES = ("postgresql://", "postgres://")
LOCK = 20_261_128  # of writers: any number that no other program of the database uses
PATIENCE = 10  # seconds that one piece of work waits for another


class Row(tuple[Any, ...]):
    """A row that is asked by place or by name."""

    __slots__ = ()
    names: tuple[str, ...] = ()

    def __getitem__(self, key: Any) -> Any:
        """Return a value by its place or its name."""
        return super().__getitem__(self.names.index(key) if isinstance(key, str) else key)

    def keys(self) -> tuple[str, ...]:
        """Return the names."""
        return self.names


def _rows(cursor: psycopg.Cursor[Any]) -> Callable[[Sequence[Any]], Row]:
    names = tuple(column.name for column in cursor.description or ())
    return type("_Row", (Row,), {"names": names, "__slots__": ()})


class Database:
    """A connection that takes `?` for each value, as the other kind of drafts does."""

    def __init__(self, connection: psycopg.Connection[Row]) -> None:
        self._connection = connection

    def execute(self, statement: str, values: Sequence[object] = (), /) -> psycopg.Cursor[Row]:
        """Run a statement of ours, and return what it answers."""
        return self._connection.execute(statement.replace("?", "%s").encode(), values)


def said(address: str) -> str:
    """Return an address without the password in it."""
    return re.sub(r"(?<=://)([^:@/]*):[^@]*@", r"\1@", re.sub(r"(?i)password=[^&]*", "password=…", address))


@contextmanager
def opened(address: str, tables: Sequence[str]) -> Iterator[Database]:
    """Yield the drafts within one transaction, as `store.opened` does."""
    with _connected(address) as connection, connection.transaction():
        connection.execute(f"set local lock_timeout = '{PATIENCE}s'".encode())
        connection.execute("select pg_advisory_xact_lock(%s)", (LOCK,))
        database = Database(connection)
        _use(database, address, tables)
        yield database


@contextmanager
def reading(address: str, tables: Sequence[str]) -> Iterator[Database]:
    """Yield the drafts as they are now, to be asked only."""
    with _connected(address) as connection:
        if not _version(Database(connection)):
            with opened(address, tables):
                pass
        connection.execute("begin isolation level repeatable read, read only")
        database = Database(connection)
        _use(database, address, tables)
        yield database
        connection.execute("rollback")


@contextmanager
def _connected(address: str) -> Iterator[psycopg.Connection[Row]]:
    try:
        import psycopg  # noqa: PLC0415  (who has one machine need not have it)
    except ModuleNotFoundError as error:
        raise Refused(
            "Drafts in a database need one more package; whoever runs the dashboard installs it with: "
            "pip install -r requirements-service.txt"
        ) from error
    try:
        with psycopg.connect(address, autocommit=True, connect_timeout=PATIENCE, row_factory=_rows) as connection:
            yield connection
    except psycopg.errors.LockNotAvailable as error:
        raise Refused(
            "Another program has been holding the drafts ({path}) for too long; try again.", path=said(address)
        ) from error
    except psycopg.errors.DiskFull as error:
        raise Refused(
            "There is no room left where the drafts are ({path}); make room, then save again.", path=said(address)
        ) from error
    except psycopg.Error as error:
        raise Refused(
            "The drafts in {path} cannot be reached: {why}. What was saved is kept there; try again when the database "
            "answers.",
            path=said(address), why=str(error).partition("\n")[0],
        ) from error  # fmt: skip


def _version(database: Database) -> int:
    if database.execute("select 1 where to_regclass('drafts') is null").fetchall():
        return 0
    ((version,),) = database.execute("select version from drafts").fetchall()
    return int(version)


def _use(database: Database, address: str, tables: Sequence[str]) -> None:
    """Make the tables that are missing (`tables`: what each version added). Raise `Refused` for a later version."""
    version = _version(database)
    if version == len(tables):
        return
    if version > len(tables):
        raise Refused(
            "The drafts {path} are of version {version}, and this program reads version {ours}; start the program "
            "that wrote them, or name another file with DRAFTS.",
            path=said(address), version=version, ours=len(tables),
        )  # fmt: skip
    for added in tables[version:]:
        for statement in added.split(";\n"):
            database.execute(_translated(statement))
    if not version:
        database.execute("create table drafts (version integer not null)")
        database.execute("insert into drafts values (?)", (len(tables),))
    database.execute("update drafts set version = ?", (len(tables),))


def _translated(statement: str) -> str:
    """Return a statement that makes a table as this database has it; `rowid`, which the other kind has, is a column."""
    statement = re.sub(r"integer primary key\b", "integer generated always as identity primary key", statement)
    statement = re.sub(r"\bblob\b", "bytea", statement)
    return re.sub(r"\n\) strict\s*$", ",\n    rowid bigint generated always as identity\n)", statement)
