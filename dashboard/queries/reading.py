"""Which build is read: held open, proven once, and asked; what was answered is kept as long as it is read.

Rows that come back are shared between viewers: read them, never change them. A missing value is None.
"""

from __future__ import annotations

import errno
import logging
import os
import stat
import tempfile
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from functools import lru_cache, partial, wraps
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, TypeVarTuple
from uuid import uuid4

import duckdb
from fsspec.implementations.memory import MemoryFileSystem

from dashboard.figure import Figure
from dashboard.queries.replica import Replica, Unusable
from dashboard.rows import Record, only
from etl.builds import SCHEMA_VERSION, Builds, Damaged, Kept, Misconfigured, NotKept, meant, place_of
from etl.seeds import quoted
from etl.store import is_address

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

    from dashboard.queries.replica import State

Given = TypeVarTuple("Given")
Made = TypeVar("Made")
SHAPE = "4ad88bd7f6e32914"  # of what tables and views are made of, as `_SHAPE` reads it; the log gives what it found
COPIES = os.name == "nt"  # Windows replaces no file that is open: there a copy in memory is read, so builds go on
BESIDE = str(Path(__file__).parents[2] / "warehouse.duckdb")  # where a build leaves it
ABSENT = (errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.ENAMETOOLONG)  # no file can stand there
MEMORY = MemoryFileSystem()  # where files are copied to: a server need not have a place to write to
log = logging.getLogger(__name__)


class Unavailable(Exception):
    """There is no warehouse to read; the message is for whoever runs the dashboard."""

    def __init__(self, problem: str, path: Path) -> None:
        super().__init__(f"{problem}: {path}")
        self.problem = problem
        self.path = path


class NoBuild(Unavailable):
    """There is no such kept build to read as `asof` asks for; `first`: when the first kept one was published, UTC.

    `problem`: "garbled", "unknown", "ambiguous", "before", "damaged" or "older".
    """

    def __init__(self, problem: str, place: Path, first: datetime | None = None) -> None:
        super().__init__(problem, place)
        self.first = first


class Identity(NamedTuple):
    """Which file stands at the warehouse's path: another build is another identity, while the first is held open."""

    path: str
    inode: int
    modified: int


class _Build:
    """A published file, held open with what was answered from it for as long as somebody reads it.

    Its path can mean another file at any time: nobody who reads it ever opens it a second time.
    """

    def __init__(self, path: str, asof: str | None = None, version: int = SCHEMA_VERSION) -> None:
        self.path = path
        self.asof = asof  # as an address asks for it; None of the one that is published now
        self.connection = _open(path, version)
        self.answer = partial(_answer, self.connection)  # of `self` it would be a circle, and stay open
        self.answers = lru_cache(maxsize=1024)(self.answer)
        self.lists = lru_cache(maxsize=8)(self.answer)
        self.kept = lru_cache(maxsize=1024)(lambda make, given: make(*given))


_PINNED: ContextVar[Sequence[_Build]] = ContextVar("pinned", default=())
_turn, _turn_of_kept = Lock(), Lock()


@contextmanager
def pinned(asof: str | None = None) -> Iterator[None]:
    """Answer every question within from one build, whatever is published meanwhile: a page or a file is of one build.

    `asof`: a day in Hà Nội (2026-11-21), of which the newest build until then is meant, or the first digits of a seeds'
    hash; nothing for the build that is published now. Within another pin it is that one's build in any case. Raise
    `Unavailable` where there is none, `NoBuild` where `asof` means none that can be read.
    """
    pin = [_as_of(asof) if asof is not None and not _PINNED.get() else _published()]
    token = _PINNED.set(pin)
    try:
        yield
    finally:
        pin.clear()  # what is begun within and goes on keeps its context: the browser that draws pictures, a timer
        _PINNED.reset(token)


def per_build(make: Callable[[*Given], Made]) -> Callable[[*Given], Made]:
    """Keep what a function makes of the warehouse for as long as that build is read."""

    @wraps(make)
    def kept(*given: *Given) -> Made:
        with pinned():
            made: Made = _published().kept(make, given)
            return made

    return kept


def _published() -> _Build:
    """Return the build that is pinned here, or the one that is published now. Raise `Unavailable` without any."""
    for one in _PINNED.get():
        return one
    path, replica = os.environ.get("WAREHOUSE") or BESIDE, None
    if is_address(path):
        replica = _replica(path)
        replica.wait()
        path = str(replica.path)
    try:
        found = os.stat(path)  # noqa: PTH116  (asked for each question outside a pin: a Path would double the price)
    except OSError as error:
        _newest.cache_clear()
        missing = "uncopied" if replica else "missing"
        raise _unavailable(missing if error.errno in ABSENT else "unreadable", path, error) from error
    if not stat.S_ISREG(found.st_mode):  # a pipe would be waited for
        raise _unavailable("unreadable", path, "it is no file")
    with _turn:
        return _newest(Identity(path, found.st_ino, found.st_mtime_ns))


_turn_of_replica = Lock()


def _replica(address: str) -> Replica:
    """Return the copy of a store. Raise `Unavailable` for what is no address of one."""
    try:
        with _turn_of_replica:
            return _replica_of(address)
    except Misconfigured as error:
        raise _unavailable("misconfigured", "WAREHOUSE", error) from error


@lru_cache(maxsize=1)
def _replica_of(address: str) -> Replica:
    return Replica(address, _prove)


def _prove(path: Path) -> None:
    try:
        _open(str(path), SCHEMA_VERSION).close()
    except Unavailable as unavailable:
        raise Unusable(unavailable.problem) from unavailable


def where_kept() -> Builds:
    """Return where builds are kept. Raise `Unavailable` for what is no address of a store."""
    place = os.environ.get("WAREHOUSE") or BESIDE
    return _replica(place) if is_address(place) else Builds(place_of(place))


def store() -> State | None:
    """Return how it stands with the store that the warehouse is copied from; None where it is a file."""
    place = os.environ.get("WAREHOUSE") or BESIDE
    return _replica(place).state if is_address(place) else None


def asof() -> str | None:
    """Return as of what the build that is pinned here was asked for; None for the one that is published now."""
    return next((one.asof for one in _PINNED.get()), None)


def _as_of(asked: str) -> _Build:
    builds = where_kept()
    first = None
    try:
        listed = builds.listed()
        first = next((one.moment.replace(tzinfo=None) for one in listed), None)
        with _turn_of_kept:
            return _kept(builds.place, meant(asked, listed), asked)
    except NotKept as none:
        raise NoBuild(none.why, builds.place, first) from none
    except Damaged as error:
        raise _no_build("damaged", builds.place, error) from error
    except Unavailable as unavailable:  # opened, and none that this version can read
        problem = "older" if unavailable.problem == "other version" else "damaged"
        raise NoBuild(problem, builds.place, first) from unavailable


def _no_build(problem: str, place: Path, cause: object) -> NoBuild:
    _note(f"{place}: {problem}: {cause}")
    return NoBuild(problem, place)


@lru_cache(maxsize=4)  # each takes its size in memory
def _kept(_place: Path, kept: Kept, asked: str) -> _Build:
    """Return a kept build, of any version whose tables and views are made as those of today.

    It needs no place that can be written to, where the system has files without one.
    """
    data = where_kept().read(kept)
    if hasattr(os, "memfd_create"):
        file = os.memfd_create(kept.file)
        with os.fdopen(file, "wb") as written:
            written.write(data)
            written.flush()
            return _Build(f"/proc/self/fd/{file}", asked, kept.schema_version)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        path = Path(folder) / "kept.duckdb"
        path.write_bytes(data)
        return _Build(str(path), asked, kept.schema_version)


@lru_cache(maxsize=1)
def _newest(published: Identity) -> _Build:
    one = _Build(published.path)
    _note.cache_clear()
    return one


@contextmanager
def reading() -> Iterator[_Build]:
    """Lend the build to ask; a file that turns out to be spoilt is as unreadable as one that cannot be opened."""
    published = _published()
    try:
        yield published
    except duckdb.IOException as error:
        raise _unavailable("unreadable", published.path, error) from error


# What tables, views and macros are made of. Four of them are bound anew, and with them all others and the macros that
# they stand on: the catalogue goes on naming the columns of a view that can no longer be read.
_SHAPE = """
    select table_name, column_name, data_type, is_nullable from duckdb_columns()
    where database_name = current_database() and not internal
""" + "".join(
    f"union all select '{whole}', column_name, column_type, null from (describe from {whole})\n"
    for whole in ("gaps", "targets", "totals_of([])", "figures")
)


def _open(path: str, version: int) -> duckdb.DuckDBPyConnection:
    """Return a connection to a file that is a warehouse as a whole. Raise `Unavailable` for any other.

    The file is attached to a database in memory: DuckDB hands out one instance for each path within a process, and
    would go on reading the replaced file.
    """
    connection = duckdb.connect(config={"threads": 1, "python_enable_replacements": False})
    connection.register_filesystem(MEMORY)
    try:
        if COPIES:
            connection.execute(f"attach {quoted(path)} as published (read_only); attach ':memory:' as warehouse")
            connection.execute("copy from database published to warehouse; detach published; use warehouse")
        else:
            connection.execute(f"attach {quoted(path)} as warehouse (read_only); use warehouse")
        versions = connection.execute("select schema_version from build").fetchall()
        shape = connection.execute(f"{_SHAPE} order by all").fetchall()
    except (duckdb.BinderException, duckdb.CatalogException) as error:
        raise _unavailable("other version", path, error) from error
    except duckdb.Error as error:
        raise _unavailable("unreadable", path, error) from error
    found = versions, sha256(repr(shape).encode()).hexdigest()[:16]
    if found != (wanted := ([(version,)], SHAPE)):
        raise _unavailable("other version", path, f"version and shape are {found}, not {wanted}")
    return connection


def _unavailable(problem: str, path: str, cause: object) -> Unavailable:
    """Return what to raise where a warehouse cannot be read; whoever runs the dashboard finds the cause in the log."""
    _note(f"{path}: {problem}: {cause}")
    return Unavailable(problem, Path(path))


@lru_cache(maxsize=64)
def _note(said: str) -> None:
    """Log a fault once, until a warehouse is opened again: every page and file meets it anew."""
    log.warning(said)


def _answer(
    connection: duckdb.DuckDBPyConnection,
    question: str,
    parameters: tuple[tuple[str, object], ...],
    make: Callable[..., Any] = dict,
) -> list[Any]:
    given = {name: list(value) if isinstance(value, tuple) else value for name, value in parameters}
    with connection.cursor() as cursor:  # a cursor for each question: viewers ask at the same time
        cursor.execute("use warehouse").execute(question, given)
        names = [column[0] for column in cursor.description or ()]
        # Every cell comes as a text of its own: of names that stand in thousands of rows one is kept.
        kept: dict[str, str] = {}
        return [
            make(
                **{
                    name: kept.setdefault(value, value) if type(value) is str else value
                    for name, value in zip(names, values, strict=True)
                }
            )
            for values in cursor.fetchall()
        ]


def ask(question: str, **parameters: object) -> list[Record]:
    """Return the rows that answer a question in SQL, as they are kept for all who ask the same."""
    with reading() as published:
        return published.answers(question, tuple(parameters.items()))


def ask_figures(question: str, **parameters: object) -> list[Figure]:
    """Return the figures that answer a question, each of its columns one of `Figure`."""
    with reading() as published:
        found: list[Figure] = published.answers(question, tuple(parameters.items()), Figure)
        return found


def copied(question: str, form: str) -> bytes:
    """Return the rows that answer a question as a file; `form`: its format and options, as `copy` takes them."""
    file = f"memory://{uuid4()}"
    with reading() as published, published.connection.cursor() as cursor:
        try:
            cursor.execute("use warehouse").execute(f"copy ({question}) to '{file}' ({form})")
            data: bytes = MEMORY.cat(file)
            return data
        finally:
            with suppress(FileNotFoundError):
                MEMORY.rm(file)


def build() -> Record:
    """Return schema_version, seeds_sha256, built_at (UTC), passages_checked and claims of the published warehouse."""
    return only(ask("from build"))
