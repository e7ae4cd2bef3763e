"""The texts that are read: where their numerals stand, and what a span of them says."""

from __future__ import annotations

import re
from bisect import bisect_right
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from etl.articles import read
from intake import lexicon, numerals
from intake.article import look_over
from intake.desk.entries import FIGURE, PASSED, Entry, Mark
from intake.desk.refusals import Refused
from intake.proposals import number
from intake.propose import propose
from intake.texts import line_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from intake.numerals import Numeral
    from intake.texts import Line

_DIGITS = re.compile(r"[0-9](?:[0-9.,/:-]*[0-9])?")  # what etl/rules.sql wants to be accounted for
_ENDS_WITHIN, _BEGINS_WITHIN = re.compile(r"[0-9][.,]?$"), re.compile(r"[.,]?[0-9]")
_RANGE = re.compile(r"([1-9][0-9]{0,5})-([1-9][0-9]{0,5})")
_YEARS = range(1900, 2100)
_CODE = re.compile(
    r"(?P<year>\d{4})(?:-(?:S(?P<half>[12])|Q(?P<quarter>[1-4])|(?P<month>\d\d)(?:-(?P<day>\d\d))?)"
    r"(?:/P(?P<n>\d{1,3})(?P<unit>[DMY]))?)?"
)


def text_of(folder: Path, article_id: str, sha256: str) -> str:
    """Return an article's NFC text. Raise `Refused` where it is not there, or not what was put on the desk."""
    name = f"{article_id}.txt"
    try:
        found = read(folder / name)
    except OSError as error:
        raise Refused(
            "{name} cannot be read from the folder of the articles ({folder}): {why}. Put the file back, or let "
            "ARTICLES_DIR name its folder; what was read so far is kept.",
            name=name, folder=folder, why=error.strerror or error,
        ) from error  # fmt: skip
    if found.sha256 != sha256 or found.text is None:
        raise Refused(
            "{name} is not the text that the readers began with; put the file back as it was received.", name=name
        )
    return found.text


@lru_cache(maxsize=64)
def marks_of(text: str) -> tuple[Mark, ...]:
    """Return the numerals of a text, in digits and in words, in their order; none overlaps another."""
    lines = _lines(text)
    article = look_over(lines, lexicon.load())
    found, begin = [], 0
    for index, line in enumerate(lines):
        for match in _DIGITS.finditer(line.stored):
            found += [
                Mark(begin + start, begin + end, line.number, line.stored[start:end]) for start, end in _parts(match)
            ]
        if not article.regions[index]:
            nouns = {hit.start: hit for hit in article.hits[index] if hit.kind == "noun"}
            taken = [(one.start, one.end) for one in article.calendar.find(line.text)]
            for one in numerals.find(line.text, taken, nouns):
                start, end = line.place(one.start, one.end)
                if one.is_word and not _DIGITS.search(line.stored, start, end):
                    found.append(Mark(begin + start, begin + end, line.number, line.stored[start:end], False))  # noqa: FBT003
        begin += len(line.stored) + 1
    return tuple(sorted(found, key=lambda mark: mark.char_start))


def _parts(match: re.Match[str]) -> list[tuple[int, int]]:
    """Return the spans of a run of digits: the two ends of a range such as 4-5, which is no pair of years; else one."""
    ends = _RANGE.fullmatch(match[0])
    if ends is None or not int(ends[1]) < int(ends[2]) or int(ends[1]) in _YEARS:
        return [match.span()]
    middle = match.start() + len(ends[1])
    return [(match.start(), middle), (middle + 1, match.end())]


def is_cut(text: str, edge: int) -> bool:
    """Return whether a place lies within a number: 1|2, 1|.234, 1.|234; 15|/13 parts two numbers."""
    before, behind = text[max(0, edge - 2) : edge], text[edge : edge + 2]
    return bool(_ENDS_WITHIN.search(before) and _BEGINS_WITHIN.match(behind)) and not (
        before[-1] in ".," and behind[0] in ".,"
    )


@lru_cache(maxsize=64)
def proposals_of(text: str) -> tuple[Entry, ...]:
    """Return what each numeral of a text may be; a reason to pass over is the proposals' code."""
    lines = _lines(text)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line.stored) + 1)
    found = []
    for row in propose(lines):
        begin = starts[int(row.line) - 1]
        place = begin + int(row.char_start), begin + int(row.char_end)
        if row.rule.startswith("pass over"):
            reason = row.indicator_id.removeprefix("other:")
            found.append(Entry(*place, kind=PASSED, reason=reason, rule=row.rule))
        else:
            found.append(
                Entry(
                    *place, kind=FIGURE, unit_id=row.unit_id, indicator_id=row.indicator_id,
                    time_period=row.time_period, period_start=row.period_start, period_end=row.period_end,
                    scenario=row.scenario, value=row.value, out_of=row.out_of, qualifier=row.qualifier, rule=row.rule,
                )
            )  # fmt: skip
    return tuple(found)


def _lines(text: str) -> list[Line]:
    return [line_of(count, stored) for count, stored in enumerate(text.split("\n"), start=1)]


@lru_cache(maxsize=64)
def starts_of(text: str) -> tuple[int, ...]:
    """Return where each line of a text begins."""
    return (0, *(match.end() for match in re.finditer("\n", text)))


def line_at(text: str, place: int) -> int:
    """Return the line on which a place stands, counted from 1."""
    return bisect_right(starts_of(text), place)


def lines_at(text: str, line: int, line_to: int) -> tuple[int, int]:
    """Return the half-open span of whole lines, without the last line's end."""
    starts = (*starts_of(text), len(text) + 1)
    return starts[line - 1], starts[line_to] - 1


def within(marks: Sequence[Mark], start: int, end: int) -> Sequence[Mark]:
    """Return the marks that stand wholly in a span; `marks` in their order."""
    first = bisect_right(marks, start - 1, key=lambda mark: mark.char_start)
    last = bisect_right(marks, end, key=lambda mark: mark.char_end)
    return marks[first:last]


def days_of(code: str) -> tuple[str, str] | None:
    """Return first and last day of a period by its SDMX code, None where it is none.

    >>> days_of("2023-S1"), days_of("2023-01-01/P9M"), days_of("2023-05-31")
    (('2023-01-01', '2023-06-30'), ('2023-01-01', '2023-09-30'), ('2023-05-31', '2023-05-31'))
    """
    match = _CODE.fullmatch(code)
    if not match:
        return None
    part = {name: int(digits) for name, digits in match.groupdict().items() if digits and name != "unit"}
    length, first = 12, 1
    for name, months in (("half", 6), ("quarter", 3), ("month", 1)):
        if name in part:
            length, first = months, months * (part[name] - 1) + 1
    try:
        begin = date(part["year"], first, part.get("day", 1))
        if "n" in part and "day" not in part:
            return None
        if match["unit"] == "D":
            end = begin + timedelta(days=part["n"] - 1)
        elif match["unit"]:
            end = _months_on(begin, part["n"] * (12 if match["unit"] == "Y" else 1))
        else:
            end = begin if "day" in part else _months_on(begin, length)
    except (ValueError, OverflowError):
        return None
    return str(begin), str(end)


def _months_on(begin: date, months: int) -> date:
    year, month = divmod(begin.month - 1 + months, 12)
    return date(begin.year + year, month + 1, begin.day) - timedelta(days=1)


def whole_ratio(text: str, start: int, end: int) -> tuple[int, str]:
    """Return where words begin that take in the whole of 15/13, and with which part they began ("13"; "" for none)."""
    marks = marks_of(text)
    place = bisect_right(marks, start, key=lambda mark: mark.char_start) - 1
    if place < 0 or text[start - 1 : start] != "/" or not start < marks[place].char_end <= end:
        return start, ""
    return marks[place].char_start, text[start : marks[place].char_end]


def _read(words: str) -> list[Numeral]:
    """Return the numerals of some words; one in words is a count there even without a noun that is known."""
    line = line_of(1, words)
    hits = {hit.start: hit for hit in lexicon.load().find(line.text) if hit.kind == "noun"}
    return numerals.find(line.text, [], hits)


def value_of(words: str) -> tuple[str, str]:
    """Return the number that some words print, and the whole behind its stroke, as the seeds write them; "" for none.

    >>> value_of("hơn 1.234,5 lượt"), value_of("5/6 đơn vị")
    (('1234.5', ''), ('5', '6'))
    """
    found = _read(words)
    return (number(found[0].value), number(found[0].whole)) if found else ("", "")


def meant(entry: Entry, marks: Sequence[Mark]) -> Mark | None:
    """Return the mark that a figure is: the one that `numeral` tells, the one of its value, or the first."""
    several = within(marks, entry.char_start, entry.char_end)
    digits = _DIGITS.search(entry.numeral)
    told = [mark for mark in several if digits and digits[0] in (mark.as_printed, *mark.as_printed.split("/"))]
    same = [mark for mark in several if len(several) > 1 and value_of(mark.as_printed)[0] == entry.value]
    return next(iter([*told, *same, *several]), None)
