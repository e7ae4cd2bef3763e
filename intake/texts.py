"""Reads what may be an article: its lines as they are meant, and where each letter stood in the file."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from etl.articles import MEANT
from etl.locate import BLANK, INVISIBLE, OLD_AND_NEW

# A line in which every letter stands for itself: no combining mark, nothing invisible, no blanks in a row.
_ODD = re.compile(rf"[\u0300-\u036f{INVISIBLE}]|[{BLANK}]{{2}}|[\u1680\u2000-\u200a\u202f\u205f\u3000İ]")
_STROKES = 2  # in a line that is no row
_LETTER = re.compile(rf"[{BLANK}]+|.[\u0300-\u036f]*", re.DOTALL)
# Two ways to write one word: the tone's mark (hoà, hòa; but quý, khoảng), and i for y (kí kết, tỉ lệ).
_SPELLING = re.compile(rf"(?<![qQ])(?:{'|'.join(OLD_AND_NEW)})(?!\w)|\b[kK]í\b|\b[tT]ỉ\b")


@dataclass(frozen=True)
class Line:
    """A line of a text.

    `shown` is the line in normal form with single blanks, `text` the same in small letters, of the same length; in
    both, words are spelled one way. `starts` and `ends` say where each letter begins and ends in the line as stored
    (empty where they stand at the same place). A row of a table has `cells`: spans in `text`. `region` is why the whole
    line is passed over, "" for the article itself.
    """

    number: int
    stored: str
    shown: str
    text: str
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    cells: list[tuple[int, int]] = field(default_factory=list)
    region: str = ""

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Return the half-open span of `text` in code points of the line as stored."""
        return (self.starts[start], self.ends[end - 1]) if self.starts else (start, end)

    def printed(self, start: int, end: int) -> str:
        """Return what stands there, in normal form NFC, with single blanks."""
        begin, stop = self.place(start, end)
        return " ".join(unicodedata.normalize("NFC", self.stored[begin:stop]).split())


def spelled(text: str) -> str:
    """Return a text of the same length in which words are spelled one way: hoà as hòa, kí as ký, tỉ as tỷ."""
    return _SPELLING.sub(lambda match: OLD_AND_NEW.get(match[0]) or match[0].translate(str.maketrans("íỉ", "ýỷ")), text)


def line_of(number: int, stored: str, region: str = "") -> Line:
    """Return a line of a text as it is meant."""
    starts: list[int] = []
    ends: list[int] = []
    shown = stored
    if _ODD.search(stored) or not unicodedata.is_normalized("NFC", stored):
        letters = []
        for match in _LETTER.finditer(stored):
            meant = " " if not match[0].strip(" \xa0\u2007\u202f") else unicodedata.normalize("NFC", match[0])
            for letter in meant.replace("İ", "I"):
                if letter not in INVISIBLE:
                    letters.append(letter if letter == "\t" or not letter.isspace() else " ")
                    starts.append(match.start())
                    ends.append(match.end())
        shown = "".join(letters)
    shown = spelled(shown.translate(MEANT))
    is_row = "\t" in shown.lstrip()  # and no paragraph that a tab begins
    sign = "\t" if is_row else "|" if shown.count("|") > _STROKES else ""
    return Line(number, stored, shown, shown.lower(), starts, ends, _cells(shown, sign) if sign else [], region)


def _cells(shown: str, sign: str) -> list[tuple[int, int]]:
    """Return the spans between the signs that part the cells of a row."""
    ends = [place for place, letter in enumerate(shown) if letter == sign] + [len(shown)]
    return list(zip([0, *[end + 1 for end in ends[:-1]]], ends, strict=True))


def lines_of(text: str) -> list[Line]:
    """Return the lines of a text."""
    return [line_of(number, stored.removesuffix("\r")) for number, stored in enumerate(text.split("\n"), start=1)]
