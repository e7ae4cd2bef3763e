"""Every build that was published, kept in a folder: compressed, checked when read, listed oldest first.

Of the standard library alone: a replica that only reads needs no more.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import zlib
from contextlib import suppress
from dataclasses import asdict, dataclass, fields
from datetime import UTC, date, datetime, timedelta, timezone
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

SCHEMA_VERSION = 9  # of what the tables and views of a build mean; raised when that changes
INDEX = "index.json"
PLACE = "BUILDS"  # environment: the folder
MOST, DAYS = "BUILDS_MOST", "BUILDS_DAYS"  # environment: how many builds are kept, and for how many days; else all
LARGEST = 4 << 30  # bytes of a build, unpacked
HANOI = timezone(timedelta(hours=7))
SHORTEST = 8  # hex digits of a seeds' hash by which a build is named


class Damaged(Exception):
    """What is kept cannot be read, or is not what was kept; the message says which file and why."""


class Misconfigured(Exception):
    """An environment variable says nothing that can be followed; the message says which and what to do."""


class NotKept(Exception):
    """No kept build is meant; `why`: "garbled", "unknown", "ambiguous", or "before" the first one."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Kept:
    """A kept build. `published_at`: UTC, ISO 8601; `file`: in the folder; `bytes` and `sha256`: of that file."""

    seeds_sha256: str
    published_at: str
    schema_version: int
    file: str
    bytes: int
    sha256: str

    @property
    def moment(self) -> datetime:
        """When it was published, with its time zone."""
        return datetime.fromisoformat(self.published_at)


@dataclass(frozen=True)
class Limits:
    """How many builds are kept, and for how many days; None: all. The newest is kept in any case."""

    most: int | None = None
    days: int | None = None

    @classmethod
    def configured(cls) -> Limits:
        """Return what the environment says. Raise `Misconfigured` for what is no number."""
        return cls(_number(MOST), _number(DAYS))


EVERY = Limits()


def _number(name: str) -> int | None:
    said = os.environ.get(name, "").strip()
    if not said:
        return None
    if not re.fullmatch("[0-9]{1,6}", said) or not int(said):
        raise Misconfigured(f"{name} is {said[:40]!r}, which is no number from 1 on; set it to one, or leave it out")
    return int(said)


class Builds:
    """A folder of kept builds. Files are named by what is in them too, so no name ever means other bytes."""

    def __init__(self, place: Path) -> None:
        self.place = place

    def listed(self) -> tuple[Kept, ...]:
        """Return what is kept, oldest first; nothing where there is no index. Raise `Damaged` for a bad one."""
        path = self.place / INDEX
        try:
            return parsed(path.read_bytes())
        except (FileNotFoundError, NotADirectoryError):
            return ()
        except OSError as error:
            raise Damaged(f"{path}: {error.strerror}") from error
        except ValueError as error:
            raise Damaged(f"{path} is no list of builds") from error

    def read(self, kept: Kept) -> bytes:
        """Return a build as the file that was published. Raise `Damaged` where it is gone or not what was kept."""
        return unpacked(self.packed(kept), kept.file)

    def packed(self, kept: Kept) -> bytes:
        """Return a build as it is kept. Raise `Damaged` where it is gone or not what was kept."""
        path = self.place / kept.file
        try:
            data = path.read_bytes()
        except OSError as error:
            raise Damaged(f"{path}: {error.strerror}") from error
        if not is_that(data, kept):
            raise Damaged(f"{path} is not what was kept")
        return data

    def keep(
        self, warehouse: Path, seeds_sha256: str, published_at: datetime, schema_version: int, limits: Limits
    ) -> Kept:
        """Keep a published file as the newest build; that of the same seeds and schema right before it gives way.

        All or nothing: what is listed is always there. `published_at`: UTC, without a time zone. Raise `OSError` where
        the folder cannot be written, `Damaged` where its index cannot be read.
        """
        before = self.listed()
        self.place.mkdir(parents=True, exist_ok=True)
        data = gzip.compress(warehouse.read_bytes(), mtime=0)
        found = sha256(data).hexdigest()
        moment = published_at.replace(tzinfo=UTC).isoformat()
        name = f"{seeds_sha256[:16]}-{found[:8]}.duckdb.gz"
        kept = Kept(seeds_sha256, moment, schema_version, name, len(data), found)
        if before and is_same(before[-1], kept):
            before = before[:-1]
        now = within((*before, kept), limits)
        self._write(name, data)
        self._write(INDEX, indexed(now))
        self._forget(now)
        return kept

    def _write(self, name: str, data: bytes) -> None:
        draft = self.place / f"{name}.draft"
        try:
            with draft.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(self.place / name)
        finally:
            with suppress(OSError):
                draft.unlink(missing_ok=True)

    def _forget(self, listed: Sequence[Kept]) -> None:
        """Remove files that no index lists any more; one that stays does no harm."""
        names = {one.file for one in listed}
        with suppress(OSError):
            for path in self.place.glob("*.duckdb.gz"):
                if path.name not in names:
                    path.unlink(missing_ok=True)


def is_that(data: bytes, kept: Kept) -> bool:
    """Return whether bytes are those that were kept."""
    return (len(data), sha256(data).hexdigest()) == (kept.bytes, kept.sha256)


def unpacked(data: bytes, name: str) -> bytes:
    """Return what was packed. Raise `Damaged` where nothing was, though the bytes are those that were kept."""
    unpacker = zlib.decompressobj(wbits=31)  # of gzip
    try:
        found = unpacker.decompress(data, LARGEST)
    except zlib.error as error:
        raise Damaged(f"{name}: {error}") from error
    if not unpacker.eof:
        why = f"has more than {LARGEST} bytes" if unpacker.unconsumed_tail else "ends too early"
        raise Damaged(f"{name} {why}, unpacked")
    return found


def indexed(listed: Sequence[Kept]) -> bytes:
    """Return an index that lists builds, as `parsed` reads it."""
    return (json.dumps([asdict(one) for one in listed], indent=1) + "\n").encode()


def parsed(index: bytes) -> tuple[Kept, ...]:
    """Return what an index lists. Raise `ValueError` for a bad one."""
    try:
        return _listed(json.loads(index))
    except (TypeError, RecursionError) as error:
        raise ValueError from error


def is_same(one: Kept, other: Kept) -> bool:
    """Return whether two builds are of the same seeds and schema: the later one is enough, if nothing is between."""
    return (one.seeds_sha256, one.schema_version) == (other.seeds_sha256, other.schema_version)


def within(listed: tuple[Kept, ...], limits: Limits) -> tuple[Kept, ...]:
    """Return the builds that are kept of those that are listed, oldest first."""
    if not listed:
        return ()
    newest = listed[-1]
    if limits.days is not None:
        oldest = newest.moment - timedelta(days=limits.days)
        listed = tuple(one for one in listed if one.moment >= oldest)
    return listed[-limits.most :] if limits.most is not None else listed


def _listed(rows: object) -> tuple[Kept, ...]:
    if not isinstance(rows, list):
        raise TypeError
    return tuple(map(_kept, rows))


def _kept(row: object) -> Kept:
    """Return a line of an index. Raise `ValueError` or `TypeError` for what is none, or leads out of the folder."""
    if not isinstance(row, dict) or row.keys() != {field.name for field in fields(Kept)}:
        raise ValueError
    kept = Kept(**row)
    numbers, texts = (kept.schema_version, kept.bytes), (kept.seeds_sha256, kept.file, kept.sha256)
    if not all(type(one) is int for one in numbers) or not all(isinstance(one, str) for one in texts):
        raise ValueError
    if not re.fullmatch(r"[0-9a-f-]+\.duckdb\.gz", kept.file) or kept.moment.tzinfo is None:
        raise ValueError
    return kept


def place_of(warehouse: str | Path) -> Path:
    """Return the folder in which the builds of a warehouse are kept: configured, or beside it."""
    return Path(os.environ.get(PLACE) or f"{warehouse}.builds")


def meant(asof: str, listed: Sequence[Kept]) -> Kept:
    """Return the build that `asof` means: the newest of a day in Hà Nội or before, or the newest of a seeds' hash.

    Raise `NotKept`.
    """
    if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", asof):
        try:
            day = date.fromisoformat(asof)
        except ValueError as error:
            raise NotKept("garbled") from error
        found = [one for one in listed if one.moment.astimezone(HANOI).date() <= day]
        if not found:
            raise NotKept("before")
        return found[-1]
    if not re.fullmatch(f"[0-9a-fA-F]{{{SHORTEST},64}}", asof):
        raise NotKept("garbled")
    found = [one for one in listed if one.seeds_sha256.startswith(asof.lower())]
    if not found:
        raise NotKept("unknown")
    if len({one.seeds_sha256 for one in found}) > 1:
        raise NotKept("ambiguous")
    return found[-1]
