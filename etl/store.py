"""A store of kept builds at an address, `https://…` or `s3://…`: read by replicas, written by whoever publishes."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeVar
from urllib.parse import urlsplit

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError, NotModifiedError, NotSupportedError, PreconditionError
from obstore.store import HTTPStore, S3Store

from etl.builds import EVERY, INDEX, Damaged, Misconfigured, indexed, is_same, is_that, parsed, within

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from etl.builds import Builds, Kept, Limits

Answer = TypeVar("Answer")
PUBLISH_TO = "PUBLISH_TO"  # environment: the address that every publish goes to as well
SCHEMES = ("http", "https", "s3")
LAKE = "ducklake:"
LARGEST_INDEX, LARGEST = 16 << 20, 2 << 30  # bytes of an index, and of a packed build that is fetched
TRIES = 8  # of writing the index while others write it too
TIMES = {"connect_timeout": "5s", "read_timeout": "10s", "timeout": "10m", "allow_http": True}


class NoAnswer(Exception):
    """A store does not answer, refuses, or answers with what cannot be read; the message says what, without secrets."""


class Found(NamedTuple):
    """What lies in a store, and the tag by which it is known."""

    data: bytes
    tag: str | None


def is_address(place: str) -> bool:
    """Return whether a place is an address rather than a path.

    >>> is_address("s3://bucket/builds/"), is_address("ducklake:sqlite:lake.sqlite"), is_address("C:/warehouse.duckdb")
    (True, True, False)
    """
    return place.startswith(LAKE) or (place.partition("://")[0] in SCHEMES and "://" in place)


class Store:
    """A folder of builds in a store. Credentials for S3 come from the AWS variables of the environment alone."""

    def __init__(self, address: str) -> None:
        try:
            parts = urlsplit(address)
            host = parts.hostname
        except ValueError:
            parts, host = urlsplit(""), None
        if parts.scheme not in SCHEMES or not host:
            raise Misconfigured(
                f"{address[:80]!r} is no address of a store: give one such as https://example.org/builds/ or "
                "s3://bucket/builds/"
            )
        if parts.username or parts.password or parts.query or parts.fragment:
            raise Misconfigured(
                f"the address of the store at {host} carries more than a place: leave out user, password and all "
                "behind “?” or “#”; credentials for S3 belong in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
            )
        self.address = address.rstrip("/") + "/"
        self._is_s3 = parts.scheme == "s3"
        retry = {"max_retries": 0}  # whoever asks asks again
        try:
            self._store: S3Store | HTTPStore = (
                S3Store.from_url(self.address.rstrip("/"), client_options=TIMES, retry_config=retry)  # type: ignore[arg-type]
                if self._is_s3
                else HTTPStore.from_url(self.address.rstrip("/"), client_options=TIMES, retry_config=retry)  # type: ignore[arg-type]
            )
        except (BaseError, ValueError) as error:
            raise Misconfigured(f"{self.address}: {_said(error)}") from error

    def get(self, name: str, largest: int, known: str | None = None) -> Found | None:
        """Return a file of at most so many bytes; None where it is still the one that is `known` by its tag.

        Raise `NoAnswer`.
        """

        def read() -> Found:
            result = obstore.get(self._store, name, options={"if_none_match": known} if known else None)
            data = bytearray()
            for part in result.stream(min_chunk_size=1 << 20):
                data += part
                if len(data) > largest:
                    raise NoAnswer(f"{self.address}{name} has more than the {largest} bytes that it may have")
            return Found(bytes(data), result.meta["e_tag"])

        try:
            return self._asked(name, read)
        except NotModifiedError:
            return None

    def listed(self, known: str | None) -> tuple[tuple[Kept, ...], str | None] | None:
        """Return what the index lists, oldest first, and its tag; None where that is the one that is `known`.

        Raise `NoAnswer`.
        """
        found = self.get(INDEX, LARGEST_INDEX, known)
        if found is None:
            return None
        try:
            return parsed(found.data), found.tag
        except ValueError as error:
            raise NoAnswer(f"{self.address}{INDEX} is no list of builds") from error

    def fetched(self, kept: Kept) -> bytes:
        """Return a build as it is kept. Raise `NoAnswer`, or `Damaged` where it is not what the index says."""
        found = self.get(kept.file, min(kept.bytes, LARGEST))
        if found is None or not is_that(found.data, kept):
            raise Damaged(f"{self.address}{kept.file} is not what the index says (half, changed, or not there yet)")
        return found.data

    def put(self, name: str, data: bytes, tag: str | None) -> bool:
        """Write a file over the one that is known by its tag, or where there is none; return whether it was so.

        Raise `NoAnswer`; `Misconfigured` where nothing can be written.
        """
        mode: Literal["create"] | obstore.UpdateVersion = {"e_tag": tag} if tag else "create"
        try:
            self._asked(name, lambda: obstore.put(self._store, name, data, mode=mode, use_multipart=False))
        except (AlreadyExistsError, PreconditionError):
            return False
        except (NotImplementedError, NotSupportedError) as error:
            raise Misconfigured(
                f"{self.address} can only be read: publish to the s3:// address of the store behind it"
            ) from error
        return True

    def forget(self, names: Collection[str]) -> None:
        """Remove files that no index lists any more; one that stays does no harm."""
        with suppress(NoAnswer):
            self._asked("", lambda: obstore.delete(self._store, list(names)) if names else None)

    def _asked(self, name: str, ask: Callable[[], Answer]) -> Answer:
        try:
            return ask()
        except (AlreadyExistsError, NotImplementedError, NotModifiedError, NotSupportedError, PreconditionError):
            raise
        except FileNotFoundError as error:
            raise NoAnswer(f"{self.address}{name} is not there") from error
        except (BaseError, OSError, ValueError) as error:
            raise NoAnswer(f"{self.address}{name}: {_said(error)}") from error


def _said(error: Exception) -> str:
    """Return the first words of an error, without the address and how long it took: what follows is of the library."""
    said = " ".join(str(error).partition("Debug source")[0].split())
    return re.sub(r"Error performing \w+ \S+( in [0-9.]+\S*s)? - ", "", said)[:200]


def publish(builds: Builds, address: str, limits: Limits = EVERY) -> int:
    """Put kept builds into a store that lacks them, then the index; return how many. What it lists no more is removed.

    Another publisher's builds stay within the limits: the index is written over the very one that was read, or read
    again. Raise `NoAnswer`, `Misconfigured`, `Damaged`.
    """
    store, ours = Store(address), builds.listed()
    for _ in range(TRIES):
        theirs, tag = _listed(store)
        known = {one.file for one in theirs}
        every = sorted((*theirs, *(one for one in ours if one.file not in known)), key=lambda one: one.moment)
        listed = within(_without_doubles(every), limits)
        if listed == theirs:
            return 0
        lacking = [one for one in listed if one.file not in known]
        for one in lacking:
            store.put(one.file, builds.packed(one), None)  # a file that is there has the same bytes: its name says so
        if store.put(INDEX, indexed(listed), tag):
            store.forget(known - {one.file for one in listed})
            return len(lacking)
    raise NoAnswer(f"{store.address}: others published {TRIES} times meanwhile; publish again")


def _listed(store: Store) -> tuple[tuple[Kept, ...], str | None]:
    """Return what a store lists and the tag of that; nothing where it has no index yet."""
    try:
        found = store.get(INDEX, LARGEST_INDEX)
    except NoAnswer as error:
        if isinstance(error.__cause__, FileNotFoundError):
            return (), None
        raise
    if found is None or not found.tag:
        raise NoAnswer(f"{store.address} gives no ETags: two publishers would lose each other’s builds")
    try:
        return parsed(found.data), found.tag
    except ValueError as error:
        raise Damaged(f"{store.address}{INDEX} is no list of builds; put back what a backup has") from error


def _without_doubles(listed: list[Kept]) -> tuple[Kept, ...]:
    """Return builds without those that one of the same seeds and schema follows at once, as `Builds.keep` does."""
    following = [*listed[1:], None]
    return tuple(one for one, then in zip(listed, following, strict=True) if then is None or not is_same(one, then))
