"""Keeps what arrives: the file byte for byte, and the text that was taken out of it, which figures are counted in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from intake.arrivals.metadata import Proposed
    from intake.refusals import Sentence


@dataclass(frozen=True)
class Arrival:
    """An article on the shelf.

    `file_name` is its text in ARTICLES_DIR (`<article_id>.txt`; UTF-8, NFC, lines end in LF), `sha256` the hash of that
    file; `received_name` and `received_sha256` are of the file as it came, which lies in `ARTICLES_DIR/received`.
    `proposed` is what it says of itself, `notices` what a reader should know before reading.
    """

    article_id: str
    file_name: str
    sha256: str
    received_name: str
    received_sha256: str
    text: str
    proposed: tuple[Proposed, ...] = ()
    notices: tuple[Sentence, ...] = ()


@dataclass(frozen=True)
class Same:
    """The article is on the shelf already, and was not stored again."""

    arrival: Arrival


@dataclass(frozen=True)
class Difference:
    """Lines that differ between two texts: numbers counted from 1 of the first line in each, and the lines."""

    old_line: int
    old: tuple[str, ...]
    new_line: int
    new: tuple[str, ...]


@dataclass(frozen=True)
class AlmostSame:
    """Much of the article is on the shelf already: nothing was stored; `put(…, is_another=True)` stores it.

    `shared` of the `runs` runs of five words that the shorter of the texts has stand in both. `text` is the new one.
    """

    arrival: Arrival
    text: str
    shared: int
    runs: int
    differences: tuple[Difference, ...]


class Shelf:
    """The folder ARTICLES_DIR."""

    def __init__(self, folder: Path | str | None = None) -> None:
        """Take the folder, that of the environment if None. Raise `Refused` where none is set."""
        raise NotImplementedError

    def put(self, data: bytes, name: str, *, is_another: bool = False) -> Arrival | Same | AlmostSame:
        """Store a file that was received under a name. Raise `Refused` where it cannot be read or kept."""
        raise NotImplementedError

    def paste(self, text: str, *, is_another: bool = False) -> Arrival | Same | AlmostSame:
        """Store a text that was pasted. Raise `Refused` where it is empty or cannot be kept."""
        raise NotImplementedError

    def get(self, article_id: str) -> Arrival:
        """Return an article of the shelf, also one that was put there by hand. Raise `Refused` where it is not there."""
        raise NotImplementedError

    def all(self) -> list[str]:
        """Return the ids of the articles on the shelf, sorted."""
        raise NotImplementedError
