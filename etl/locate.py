"""Counts where a printed figure stands in an article, so that no person has to."""

from __future__ import annotations

from pathlib import Path
from unicodedata import normalize

from etl.articles import read, readable


class NotFound(Exception):
    """The figure does not stand there, or stands there more than once."""


def locate(articles_dir: str | None, article_id: str, line: int, as_printed: str) -> tuple[int, int, str]:
    """Return the half-open span of `as_printed` in code points of the article's text, and the words that stand there.

    `line` is counted from 1. The words may be typed in decomposed letters, and with the tone marks of another school
    (hoà, hòa). Raise `NotFound` where the file, the line or the words are not there, or the words stand there twice.
    """
    if not articles_dir:
        raise NotFound("ARTICLES_DIR is not set; set it to the folder of the articles")
    path = Path(articles_dir) / f"{article_id}.txt"
    try:
        text = read(path).text
    except FileNotFoundError:
        raise NotFound(f"{path.name} is not in {articles_dir}; check the article's id") from None
    except OSError as error:
        raise NotFound(f"{path.name} cannot be read: {error.strerror}; let it be read") from error
    if text is None:
        raise NotFound(f"{path.name} is not UTF-8; find the file as it was received")
    lines = text.split("\n")
    if not 1 <= line <= len(lines):
        raise NotFound(f"{path.name} has {len(lines)} lines, no line {line}; check the line")
    wanted, written = _toned(readable(as_printed)), _toned(lines[line - 1])
    found = written.count(wanted)
    if found != 1:
        raise NotFound(
            f'"{as_printed}" stands {found} times on line {line} of {path.name}; '
            + ("copy it from the article" if found == 0 else "take in more words, up to 60 characters")
        )
    place = written.index(wanted)
    start = sum(len(text) + 1 for text in lines[: line - 1]) + place
    return start, start + len(wanted), lines[line - 1][place : place + len(wanted)]


# The tone's mark on the second vowel, as an older school writes it, and on the first: hoà, hòa.
OLD_AND_NEW = {
    case(first + normalize("NFC", second + tone)): case(normalize("NFC", first + tone) + second)
    for first, second in ("oa", "oe", "uy")
    for tone in "\u0300\u0301\u0303\u0309\u0323"
    for case in (str.lower, str.upper, str.capitalize)
}


def _toned(text: str) -> str:
    """Return a text of the same length whose tone marks stand where the newer school puts them."""
    for old, new in OLD_AND_NEW.items():
        text = text.replace(old, new)
    return text
