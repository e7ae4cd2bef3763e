"""Names of files: readable, and safe on every system whatever the words are that they are made of."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from dashboard import queries, wording

if TYPE_CHECKING:
    from dashboard.selection import Selection
    from dashboard.views import View

LONGEST = 200  # bytes, of 255 that systems take: a kind follows, and perhaps a number


def readable(*parts: str, last: str = "") -> str:
    """Return words as a file name without its kind, letters with diacritics kept; `last` stands there in any case.

    >>> readable('Thỏa ước "mới"', "Ba Đình/Đống Đa", last="2026-11-28")
    'Thỏa ước mới – Ba Đình-Đống Đa – 2026-11-28'
    """
    end = f" – {last}" if last else ""
    joined = " – ".join(filter(None, parts))
    without = re.sub(r'["“”‘’\x00-\x1f\x7f]', "", joined)
    safe = re.sub(r"[\\/:*?<>|]+", "-", without)
    words = re.sub(r"\s+", " ", safe).strip(" .-–") or "-"
    return (_cut(words, " ", LONGEST - len(end.encode())).strip(" .-–·,;") or "-") + end


def _cut(words: str, between: str, room: int) -> str:
    """Return as many whole words as fit; of a single one that does not, the beginning."""
    while len(words.encode()) > room and between in words:
        words = words.rpartition(between)[0]
    return words.encode()[:room].decode(errors="ignore")


def plain(*parts: str, last: str = "") -> str:
    """Return words as a file name in plain letters, for programs that know no others.

    >>> plain("unions_formed", "by_unit", "2023-S1", "Đống Đa", last="2026-11-28")
    'unions-formed-by-unit-2023-S1-dong-da-2026-11-28'
    """
    end = f"-{last}" if last else ""
    letters = (wording.fold(part) if not part.isascii() else part for part in parts)
    words = re.sub("[^A-Za-z0-9]+", "-", "-".join(filter(None, letters))).strip("-") or "-"
    return (_cut(words, "-", LONGEST - len(end)).strip("-") or "-") + end


def disposition(readable_name: str, plain_name: str) -> str:
    """Return the header by which a browser names a file: for old programs in plain letters, for others in all."""
    return f"attachment; filename=\"{plain_name}\"; filename*=UTF-8''{quote(readable_name, safe='')}"


def of_selection(selection: Selection, title: str, *codes: str) -> tuple[str, str]:
    """Return what a file of a selection is called, in all letters and in plain ones."""
    chosen = () if selection.is_whole_city else (selection.scope(),)
    address = selection.address()
    slugs = [*address.get("unit", [])[:3], *address.get("cluster", [])]
    return readable(title, *chosen, last=day()), plain(*codes, *slugs, last=day())


def in_words(view: View) -> tuple[str, str, str]:
    """Return the indicator, the view and its period, where it has one, in words."""
    period = "" if view.kind.is_of_all_periods else wording.series(view.series, queries.sectors())
    return wording.name(queries.indicators()[view.series.indicator_id]), view.kind.said(), period


def day() -> str:
    """Return the day of the data, by which the files of two builds are told apart and put in order."""
    return wording.in_hanoi(queries.build()["built_at"]).date().isoformat()
