"""Files that were made, by their tags: made once for a crowd, kept within a limit, known without being made."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from functools import cache
from hashlib import sha256
from importlib.metadata import distributions
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable


class Sized(Protocol):
    """What has a size."""

    def __len__(self) -> int: ...


Made = TypeVar("Made", bound=Sized)


def tag(*parts: object) -> str:
    """Return an ETag of all that a file is made of, and of the program that makes it."""
    return f'"{sha256(repr((_program(), parts)).encode()).hexdigest()[:32]}"'


@cache
def _program() -> str:
    """Return a hash of the code, its words and its libraries: others may write other bytes of the same build."""
    files = sorted(path for kind in ("*.py", "*.po") for path in Path(__file__).parents[1].rglob(kind))
    libraries = sorted(f"{one.name} {one.version}" for one in distributions())
    return sha256(b"".join([*(path.read_bytes() for path in files), *map(str.encode, libraries)])).hexdigest()


class Shelf(Generic[Made]):
    """Keeps what was made last, within a limit of bytes; readers who make files do not wait for others."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._files: OrderedDict[object, Made] = OrderedDict()
        self._under_way: dict[object, asyncio.Task[tuple[Made, object]]] = {}
        self._turn = Lock()

    def find(self, key: object) -> Made | None:
        """Return what is kept under a key."""
        with self._turn:
            if key in self._files:
                self._files.move_to_end(key)
            return self._files.get(key)

    def put(self, key: object, made: Made) -> None:
        """Keep what was made, where there is room for it."""
        if len(made) > self._limit:
            return
        with self._turn:
            self._files[key] = made
            while sum(map(len, self._files.values())) > self._limit:
                self._files.popitem(last=False)

    def get(self, key: object, make: Callable[[], Made]) -> Made:
        """Return what is kept under a key, or is made now."""
        made = self.find(key)
        if made is None:
            self.put(key, made := make())
        return made

    async def shared(self, key: object, make: Callable[[], Awaitable[tuple[Made, object]]]) -> Made:
        """Return what is kept under a key, or is being made for somebody else, or is made now.

        `make` returns with it the key to keep it under, None for what is not to be kept. All who wait meet its fault.
        """
        found = self.find(key)
        if found is not None:
            return found
        task = self._under_way.get(key)
        if task is None:
            task = self._under_way[key] = asyncio.ensure_future(make())
            task.add_done_callback(lambda _: self._under_way.pop(key, None))
        made, kept_as = await asyncio.shield(task)  # whoever asked first may leave
        if kept_as is not None:
            self.put(kept_as, made)
        return made
