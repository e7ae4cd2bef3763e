"""Names of files: readable, and safe on every system whatever the words are that they are made of."""

from __future__ import annotations

import re
from urllib.parse import quote

from dashboard import wording

LONGEST = 100  # letters; systems take 255 bytes, and a Vietnamese letter has up to three


def readable(*parts: str) -> str:
    """Return words as a file name without its kind, letters with diacritics kept.

    >>> readable('Thỏa ước "mới"', "6 tháng đầu năm 2023", "Ba Đình/Đống Đa")
    'Thỏa ước mới – 6 tháng đầu năm 2023 – Ba Đình-Đống Đa'
    """
    joined = " – ".join(filter(None, parts))
    without = re.sub(r'["“”‘’\x00-\x1f\x7f]', "", joined)
    safe = re.sub(r"[\\/:*?<>|]+", "-", without)
    return re.sub(r"\s+", " ", safe)[:LONGEST].strip(" .-–") or "-"


def plain(*parts: str) -> str:
    """Return words as a file name in plain letters, for programs that know no others.

    >>> plain("unions_formed", "by_unit", "2023-S1", "Đống Đa")
    'unions-formed-by-unit-2023-S1-dong-da'
    """
    letters = (wording.fold(part) if not part.isascii() else part for part in parts)
    return re.sub("[^A-Za-z0-9]+", "-", "-".join(filter(None, letters)))[:LONGEST].strip("-") or "-"


def disposition(readable_name: str, plain_name: str) -> str:
    """Return the header by which a browser names a file: for old programs in plain letters, for others in all."""
    return f"attachment; filename=\"{plain_name}\"; filename*=UTF-8''{quote(readable_name, safe='')}"
