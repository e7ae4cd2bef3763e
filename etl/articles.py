"""Reads the article files: their text as it is meant, or a sentence that says why it cannot be read."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

ARTICLES_DIR = "ARTICLES_DIR"
# Letters that look alike (Icelandic eth for Đ) and blanks that do: each stands for one code point.
MEANT = str.maketrans("Ðð\xa0", "Đđ ")


@dataclass(frozen=True)
class Article:
    """An article file: its text, in which positions are counted (None where it is no UTF-8), and the file's hash."""

    text: str | None
    sha256: str


def read(path: Path) -> Article:
    """Return an article as it was received. Raise `OSError` where there is no file that can be read."""
    import hashlib  # noqa: PLC0415  (a reader of texts starts sooner without it)

    data = path.read_bytes()
    try:
        text = readable(data.decode())
    except UnicodeDecodeError:
        text = None
    return Article(text, hashlib.sha256(data).hexdigest())


def readable(text: str) -> str:
    r"""Return a text in normal form NFC with the letters that are meant; etl/printed.sql says the same of seeds.

    >>> readable("Ðo\u0302\u0301ng")
    'Đống'
    """
    return unicodedata.normalize("NFC", text).translate(MEANT)
