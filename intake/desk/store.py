"""The drafts: one SQLite file beside the warehouse, or a database for several machines.

Opened for each piece of work and closed behind it.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from intake.desk import server
from intake.desk.refusals import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

VERSION = 2
PATIENCE = 10.0  # seconds that one piece of work waits for another, which takes some milliseconds
_PERSONS = """
create table persons ( -- of: an article, or a correction; person: who has logged in, by a name that names nobody
    of text not null, reader text not null, person text not null, primary key (of, reader), unique (of, person)
) strict;
"""
_TABLES = """
create table articles (
    article_id text primary key, sha256 text not null, received_name text not null, received_sha256 text not null,
    added_on text not null, metadata text not null, lists text, is_published integer not null default 0
) strict;
create table readings (
    article_id text not null references articles on delete cascade, nth integer not null check (nth in (1, 2)),
    reader text not null, place integer not null default 0, finished_on text, last_number integer not null default 0,
    primary key (article_id, nth), unique (article_id, reader)
) strict;
create table entries ( -- nth 0: what was added when both readings had ended
    article_id text not null references articles on delete cascade, nth integer not null check (nth in (0, 1, 2)),
    number integer not null, entry text not null, primary key (article_id, nth, number)
) strict;
create table asked (
    article_id text not null references articles on delete cascade, reader text not null, table_name text not null,
    code text not null, row text not null, primary key (article_id, reader, table_name, code)
) strict;
create table settlements (
    article_id text not null references articles on delete cascade, difference_id text not null, value text not null,
    place text not null, reason text not null, settled_by text not null, primary key (article_id, difference_id)
) strict;
create table agreements (
    article_id text not null references articles on delete cascade, reader text not null,
    primary key (article_id, reader)
) strict;
create table corrections (
    correction_id integer primary key, claim_id text not null, article_id text not null, entry text not null,
    reason text not null, proposed_by text not null, confirmed_by text not null default '',
    state text not null default 'proposed'
) strict;
create table publishes (
    publish_id integer primary key, what text not null, of text not null, by text not null, at text not null,
    state text not null check (state in ('writing', 'published', 'taken_back')), is_built integer not null default 0
) strict;
create table files (
    publish_id integer not null references publishes on delete cascade, name text not null, before blob not null,
    after blob not null, primary key (publish_id, name)
) strict;
"""


class Row(Protocol):
    """A row of the drafts, asked by place or by name."""

    def __getitem__(self, key: int | str) -> Any: ...
    def __iter__(self) -> Iterator[Any]: ...


class Cursor(Protocol):
    """What a statement answers, and how many rows it changed."""

    @property
    def rowcount(self) -> int: ...  # noqa: D102

    def fetchone(self) -> Any: ...  # noqa: D102
    def fetchall(self) -> list[Any]: ...  # noqa: D102
    def __iter__(self) -> Iterator[Any]: ...


class Connection(Protocol):
    """Drafts that are open: statements with `?` for each value, in the SQL that SQLite and PostgreSQL share."""

    def execute(self, statement: str, values: Sequence[object] = (), /) -> Cursor: ...  # noqa: D102


def named(configured: str, beside: Path) -> Path | str:
    """Return where the drafts are: the address of a database, a file, or the file beside the warehouse."""
    return configured if configured.startswith(server.SCHEMES) else Path(configured or beside)


def exists(drafts: Path | str) -> bool:
    """Return whether there may be drafts: a file that is missing is an empty desk; a database is asked."""
    return isinstance(drafts, str) or drafts.exists()


def said(drafts: Path | str) -> str:
    """Return where the drafts are as it may be read by anybody: without a password."""
    return server.said(drafts) if isinstance(drafts, str) else str(drafts)


@contextmanager
def opened(drafts: Path | str) -> Iterator[Connection]:
    """Yield the drafts within one transaction, which is kept when the work ends well and forgotten when it does not.

    It is written to the disk before this returns. Writers wait for one another; readers see what was last kept.
    """
    if isinstance(drafts, str):
        with server.opened(drafts, (_TABLES, _PERSONS)) as database:
            yield database
        return
    try:
        with closing(_connected(drafts)) as connection:
            connection.execute("begin immediate")
            try:
                yield connection
            except BaseException:
                connection.rollback()
                raise
            connection.commit()
    except sqlite3.Error as error:
        raise _refusal(drafts, error) from error


@contextmanager
def reading(drafts: Path | str) -> Iterator[Connection]:
    """Yield the drafts as they are now, to be asked only."""
    if isinstance(drafts, str):
        with server.reading(drafts, (_TABLES, _PERSONS)) as database:
            yield database
        return
    try:
        with closing(_connected(drafts)) as connection:
            connection.execute("begin")
            yield connection
            connection.rollback()
    except sqlite3.Error as error:
        raise _refusal(drafts, error) from error


def _connected(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)
    try:
        connection.row_factory = sqlite3.Row
        connection.execute("pragma synchronous = full")
        connection.execute("pragma foreign_keys = on")
        _use(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection


def _use(connection: sqlite3.Connection, path: Path) -> None:
    """Make the tables where there are none. Raise `Refused` for those of another version."""
    (version,) = connection.execute("pragma user_version").fetchone()
    if version == VERSION:
        return
    if version > VERSION:
        raise Refused(
            "The drafts {path} are of version {version}, and this program reads version {ours}; start the program "
            "that wrote them, or name another file with DRAFTS.",
            path=path, version=version, ours=VERSION,
        )  # fmt: skip
    connection.execute("pragma journal_mode = wal")
    connection.execute("begin immediate")
    (version,) = connection.execute("pragma user_version").fetchone()
    for since, tables in enumerate((_TABLES, _PERSONS)):  # of earlier versions are kept, and what is new is added
        if version <= since:
            for statement in tables.split(";\n"):
                connection.execute(statement)
    connection.execute(f"pragma user_version = {VERSION}")
    connection.execute("commit")


def _refusal(path: Path, error: sqlite3.Error) -> Refused:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_FULL:
        return Refused("There is no room left where the drafts are ({path}); make room, then save again.", path=path)
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return Refused("Another program has been holding the drafts ({path}) for too long; try again.", path=path)
    return Refused(
        "The drafts {path} cannot be used: {why}. Check that the folder is there and may be written to.",
        path=path, why=error,
    )  # fmt: skip
