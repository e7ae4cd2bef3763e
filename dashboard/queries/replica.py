"""A copy of what a store publishes: fetched when its index changes, proven, renamed into place, served if that is gone.

The store is asked in the background; whoever reads never waits for it, but on the first start without any copy.
"""

from __future__ import annotations

import json
import logging
import os
import random
import tempfile
import threading
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from etl.builds import INDEX, Builds, Damaged, Misconfigured, indexed, is_that, unpacked
from etl.lake import LakeSource
from etl.store import LAKE, NoAnswer, Store

if TYPE_CHECKING:
    from collections.abc import Callable

    from etl.builds import Kept

CACHE = "WAREHOUSE_CACHE"  # environment: the folder of copies; by default one of its own that a restart forgets
EVERY = "WAREHOUSE_EVERY"  # environment: seconds between two looks at the store
SECONDS = 10.0  # by default
MOST = 3  # builds that are tried where there is none yet: the newest may be of a version to come
PATIENCE = 20  # seconds that the first readers wait for the first build
KEPT = 16  # packed builds that lie in the folder
log = logging.getLogger(__name__)


class Source(Protocol):
    """Where builds come from: a store of files, or a lake."""

    @property
    def address(self) -> str: ...  # noqa: D102
    def listed(self, known: str | None) -> tuple[tuple[Kept, ...], str | None] | None: ...  # noqa: D102
    def fetched(self, kept: Kept) -> bytes: ...  # noqa: D102


class Unusable(Exception):
    """A build that cannot be read here; the message says why."""


@dataclass(frozen=True)
class State:
    """How it stands with the store: `problem`: None, "unanswered" or "unusable", and since when (UTC)."""

    problem: str | None
    since: datetime | None


class Replica(Builds):
    """The builds of a store, and the newest of them that could be proven as a file."""

    def __init__(self, address: str, prove: Callable[[Path], object]) -> None:
        """Begin to copy; `prove` raises `Unusable` for a file that cannot be served. Raise `Misconfigured`."""
        self._source: Source = LakeSource(address) if address.startswith(LAKE) else Store(address)
        self._every = _seconds()
        named = os.environ.get(CACHE)
        root = Path(named) if named else Path(tempfile.mkdtemp(prefix="warehouse-"))
        super().__init__(root / sha256(self._source.address.encode()).hexdigest()[:16])
        try:
            self.place.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Misconfigured(f"{CACHE}: {root} cannot be written: {error.strerror}; name another folder") from error
        self.path = self.place / "warehouse.duckdb"
        self._serves = self.place / "serves.json"  # which build that is; its time is that of the store's last answer
        self._prove = prove
        self._tag: str | None = None
        self._index: tuple[Kept, ...] = ()
        self._refused: dict[str, str] = {}  # by hash: builds that were whole and could not be read, and why
        self._said = ""
        self._turn = threading.Lock()
        self.state = State(None, None)
        self._has_looked = threading.Event()
        with suppress(Damaged):
            self._index = super().listed()
        threading.Thread(target=self._watch, daemon=True, name="replica").start()

    def wait(self) -> None:
        """Wait for the first build where there is none yet, some seconds at most."""
        if not self.path.exists():
            self._has_looked.wait(PATIENCE)

    def listed(self) -> tuple[Kept, ...]:
        """Return what the store listed last, oldest first."""
        return self._index

    def read(self, kept: Kept) -> bytes:
        """Return a build as the file that was published, fetched where it lies not here yet. Raise `Damaged`."""
        with suppress(Damaged):
            return super().read(kept)
        try:
            packed = self._source.fetched(kept)
        except NoAnswer as error:
            raise Damaged(str(error)) from error
        if is_that(packed, kept):  # a lake has no packed files: each one is made anew
            self._put(kept.file, packed)
        for old in sorted(self.place.glob("*.duckdb.gz"), key=lambda path: path.stat().st_mtime)[:-KEPT]:
            old.unlink(missing_ok=True)
        return unpacked(packed, kept.file)

    def look(self) -> None:
        """Ask the store once, and take what is new; whatever it answers, what is served stays until better is there."""
        try:
            self._take()
        except NoAnswer as error:
            self._note("unanswered", str(error))
        except (Damaged, Unusable) as error:
            self._note("unusable", str(error))
        except OSError as error:
            self._note(
                "unusable", f"{self.place}: {error.strerror}; make room there, or name another folder in {CACHE}"
            )
        except Exception:
            log.exception("%s", self._source.address)  # a fault of ours; the next look may do better
        else:
            if self.state.problem:
                log.warning("%s answers again", self._source.address)
            self._said, self.state = "", State(None, None)
        finally:
            self._has_looked.set()

    def _watch(self) -> None:
        while True:
            self.look()
            threading.Event().wait(self._every * random.uniform(0.8, 1.2))  # noqa: S311  (so that replicas do not ask at once)

    def _take(self) -> None:
        with self._turn:
            found = self._source.listed(self._tag)
            if found is None:
                self._serves.touch()
                return
            self._index, tag = found
            self._put(INDEX, indexed(self._index))
            self._become(self._index)
            self._tag = tag  # only now: what could not be taken is asked for again

    def _become(self, listed: tuple[Kept, ...]) -> None:
        """Serve the newest build that can be served. Raise `Unusable` or `Damaged` where that is not the newest."""
        if not listed:
            raise NoAnswer(f"{self._source.address}{INDEX} lists no build yet")
        serves = self._served()
        problems = []
        for kept in list(reversed(listed))[:MOST]:
            if kept.sha256 == serves:
                break
            try:
                self._place(kept)
            except (Damaged, Unusable, NoAnswer) as error:
                problems.append(error)
            else:
                break
            if serves:
                break  # what is served is better than what is older, and maybe newer than all but the first
        if problems:
            raise problems[0]
        self._serves.touch()

    def _place(self, kept: Kept) -> None:
        if kept.sha256 in self._refused:
            raise Unusable(self._refused[kept.sha256])
        data = unpacked(self._source.fetched(kept), kept.file)
        draft = self.path.with_suffix(f".{os.getpid()}.draft")  # servers may share a folder
        try:
            draft.write_bytes(data)
            self._prove(draft)
            draft.replace(self.path)
        except Unusable as error:
            self._refused[kept.sha256] = f"{self._source.address}{kept.file}: {error}"
            raise Unusable(self._refused[kept.sha256]) from error
        finally:
            draft.unlink(missing_ok=True)
        self._put(self._serves.name, json.dumps(asdict(kept)).encode())

    def _served(self) -> str | None:
        """Return the hash of the build that is served, packed."""
        with suppress(OSError, ValueError, KeyError, TypeError):
            if self.path.exists():
                return str(json.loads(self._serves.read_bytes())["sha256"])
        return None

    def _put(self, name: str, data: bytes) -> None:
        draft = self.place / f"{name}.{os.getpid()}.draft"
        draft.write_bytes(data)
        draft.replace(self.place / name)

    def _note(self, problem: str, said: str) -> None:
        """Keep since when there is a problem, and log it once."""
        if said != self._said:
            log.warning(said)
            self._said = said
        if self.state.problem != problem:
            since = datetime.now(UTC)
            with suppress(OSError):  # after a restart the store may be gone for long
                if problem == "unanswered" and not self.state.problem:
                    since = datetime.fromtimestamp(self._serves.stat().st_mtime, UTC)
            self.state = State(problem, since)


def _seconds() -> float:
    said = os.environ.get(EVERY, "").strip() or str(SECONDS)
    try:
        seconds = float(said)
    except ValueError:
        seconds = 0.0
    if not 0.05 <= seconds <= 86400:  # noqa: PLR2004  (a day)
        raise Misconfigured(f"{EVERY} is {said[:40]!r}; set it to seconds, from 0.05 to 86400, or leave it out")
    return seconds
