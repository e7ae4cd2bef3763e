"""Finds the numerals of a line, in digits and in words, with their values and what stands right behind them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from intake.lexicon import Hit

_NUMBER = r"\d{1,3}(?: \d{3})+(?![\d.,/])|\d+(?:[.,]\d+)*"
_DIGITS = re.compile(rf"(?P<a>{_NUMBER})(?: ?/ ?(?P<b>\d+(?:[.,]\d+)*))?(?P<percent> ?%)?")
_SCALES = {"chục": 10, "trăm": 100, "nghìn": 1000, "ngàn": 1000, "vạn": 10_000, "triệu": 1_000_000, "tỷ": 1_000_000_000}
_SCALE = re.compile(rf" ({'|'.join(_SCALES)})(?: (nghìn|ngàn|triệu|tỷ))?(?!\w)(?! (?:lệ|trọng))")
_UNITS = {
    "không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "nhăm": 5, "sáu": 6,
    "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9, "mười": 10,
}  # fmt: skip
_SIMPLE = r"một|hai|ba|bốn|năm|sáu|bảy|bẩy|tám|chín|mười"
_MORE = rf"{_SIMPLE}|mươi|mốt|tư|lăm|nhăm|linh|lẻ|trăm|nghìn|ngàn"
_WORDS = re.compile(rf"(?<!\w)(?:{_SIMPLE})(?: (?:{_MORE}))*(?!\w)")
_ADJECTIVES = re.compile(r" (?:tổ chức|cặp|khối|loại)(?= )")
_BETWEEN = re.compile(r" ?(?:-|–|—|đến|tới) ?")
_AGAINST = re.compile(r" ?/ ?(?:chỉ tiêu |kế hoạch )?")
_LISTED = re.compile(r"(?:,| và| hoặc|, và) ?$")


@dataclass
class Numeral:
    """A numeral of a line: half-open span, value, and the noun behind it with its class (both "" where none is known).

    `whole` is the b of a/b and stands from `whole_start`; `end` takes in scale and per cent sign, `noun_end` the noun.
    `bound` is at_least or at_most for an end of a range; `is_target` says that it is the second of "a CĐCS/b CĐCS".
    """

    start: int
    end: int
    value: float
    whole: float | None = None
    whole_start: int = 0
    is_percent: bool = False
    is_word: bool = False
    noun: str = ""
    noun_end: int = 0
    bound: str = ""
    is_target: bool = False


def value_of(digits: str) -> float:
    """Return the value of 1.234,5 as Vietnamese papers print it; 90.0 and 1,234,567 are read as English ones mean them.

    >>> value_of("1.234,5"), value_of("90.0"), value_of("12 500")
    (1234.5, 90.0, 12500.0)
    """
    digits = digits.replace(" ", "")
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", digits):
        digits = digits.replace(".", "")
    elif re.fullmatch(r"\d{1,3}(?:,\d{3}){2,}", digits):
        digits = digits.replace(",", "")
    try:
        return float(digits.replace(",", "."))
    except ValueError:  # 12.34.567 is no number: what it begins with stands for it
        return float(re.split("[.,]", digits)[0])


def value_of_words(words: str) -> float:
    """Return the value of number words.

    >>> value_of_words("hai mươi mốt"), value_of_words("một trăm linh năm"), value_of_words("một nghìn hai trăm")
    (21, 105, 1200)
    """
    total = group = digit = 0
    for word in words.split():
        if word in {"nghìn", "ngàn"}:
            total, group, digit = (total + group + digit or 1) * 1000, 0, 0
        elif word == "trăm":
            group, digit = (digit or 1) * 100, 0
        elif word == "mươi":
            group, digit = group + digit * 10, 0
        elif word == "mười":
            group, digit = group + 10, 0
        else:
            digit = _UNITS.get(word, 0)
    return total + group + digit


def find(text: str, taken: Iterable[tuple[int, int]], nouns: dict[int, Hit]) -> list[Numeral]:
    """Return the numerals of a line outside the spans `taken`; `nouns` are its nouns, by where they begin."""
    rest = list(text)
    for start, end in taken:
        rest[start:end] = "\0" * (end - start)
    left = "".join(rest)
    found = []
    for match in _DIGITS.finditer(left):
        numeral = Numeral(match.start(), match.end(), value_of(match["a"]), is_percent=bool(match["percent"]))
        if match["b"]:
            numeral.whole, numeral.whole_start = value_of(match["b"]), match.start("b")
        _read_behind(text, numeral, nouns)
        found.append(numeral)
    in_words = (_in_words(text, match, nouns) for match in _WORDS.finditer(left))
    found = sorted([*found, *filter(None, in_words)], key=lambda numeral: numeral.start)
    _join(text, found)
    return found


def _in_words(text: str, match: re.Match[str], nouns: dict[int, Hit]) -> Numeral | None:
    """Return a numeral in words; "một" and "năm" are words of other senses unless a thing that is counted follows."""
    numeral = Numeral(match.start(), match.end(), value_of_words(match[0]), is_word=True)
    _read_behind(text, numeral, nouns)
    if not numeral.noun or (match[0] == "một" and numeral.noun not in {"union", "agreement", "copy"}):
        return None
    return numeral


def _read_behind(text: str, numeral: Numeral, nouns: dict[int, Hit]) -> None:
    """Take in scale words and the noun that follow a numeral."""
    if not numeral.is_percent and (scale := _SCALE.match(text, numeral.end)):
        numeral.value = round(numeral.value * _SCALES[scale[1]] * _SCALES.get(scale[2], 1), 4)
        numeral.end = scale.end()
    numeral.noun_end = numeral.end
    at = numeral.end + text.startswith(" ", numeral.end)
    if adjective := _ADJECTIVES.match(text, numeral.end):
        at = at if at in nouns else adjective.end() + 1
    if (noun := nouns.get(at)) and (at > numeral.end or numeral.is_percent):
        numeral.noun, numeral.noun_end = noun.means, noun.end


def _join(text: str, numerals: list[Numeral]) -> None:
    """Give the ends of a range, and the first numbers of "12, 15 và 9 CĐCS", the noun of the last."""
    for one, other in reversed(list(pairwise(numerals))):
        between = text[one.end : other.start]
        if one.noun and one.noun == other.noun and _AGAINST.fullmatch(text, one.noun_end, other.start):
            one.whole, other.is_target = other.value, True
        if one.noun or one.is_percent or one.whole is not None:
            continue
        if other.noun and _BETWEEN.fullmatch(between) and one.value < other.value:
            one.noun, one.bound, other.bound = other.noun, "at_least", "at_most"
        elif other.noun and _LISTED.fullmatch(between) and not other.is_percent:
            one.noun = other.noun
