"""Counts where a printed figure stands in an article, so that no person has to."""

from __future__ import annotations

from pathlib import Path


class NotFound(Exception):
    """The figure does not stand there, or stands there more than once."""


def locate(articles_dir: str | None, article_id: str, line: int, as_printed: str) -> tuple[int, int]:
    """Return the half-open span of `as_printed`, in code points from the start of the article file.

    `line` is counted from 1. Raise `NotFound` where the file, the line or the words are not there, or the words
    stand on the line more than once.
    """
    if not articles_dir:
        raise NotFound("ARTICLES_DIR is not set; set it to the folder of the articles")
    path = Path(articles_dir) / f"{article_id}.txt"
    if not path.is_file():
        raise NotFound(f"{path.name} is not in {articles_dir}; check the article's id")
    lines = path.read_bytes().decode("utf-8").split("\n")
    if not 1 <= line <= len(lines):
        raise NotFound(f"{path.name} has {len(lines)} lines, no line {line}; check the line")
    found = lines[line - 1].count(as_printed)
    if found != 1:
        raise NotFound(
            f'"{as_printed}" stands {found} times on line {line} of {path.name}; '
            + ("copy it from the article" if found == 0 else "take in more words, up to 60 characters")
        )
    start = sum(len(text) + 1 for text in lines[: line - 1]) + lines[line - 1].index(as_printed)
    return start, start + len(as_printed)
