"""The drafts: one SQLite file beside the warehouse, opened for each piece of work and closed behind it."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from intake.desk.refusals import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

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


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """Yield the drafts within one transaction, which is kept when the work ends well and forgotten when it does not.

    It is written to the disk before this returns. Writers wait for one another; readers see what was last kept.
    """
    try:
        with closing(_connected(path)) as connection:
            connection.execute("begin immediate")
            try:
                yield connection
            except BaseException:
                connection.rollback()
                raise
            connection.commit()
    except sqlite3.Error as error:
        raise _refusal(path, error) from error


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """Yield the drafts as they are now, to be asked only."""
    try:
        with closing(_connected(path)) as connection:
            connection.execute("begin")
            yield connection
            connection.rollback()
    except sqlite3.Error as error:
        raise _refusal(path, error) from error


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
