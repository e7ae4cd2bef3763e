"""What keeps an entry, a reading or an article from going on: sentences for a reader, asked before the ETL is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from intake.desk.entries import FIGURE, Problem
from intake.desk.readings import unsettled, vocabularies
from intake.desk.texts import days_of, is_cut

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from intake.desk.entries import Entry, Row, Vocabulary

LONGEST = 60  # characters of printed words
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]{1,4})?")
# What articles.csv has to say of an article, and of the event that one reports.
_OF_ARTICLE = {
    "title": "Write the article's title.",
    "publisher": "Write who published the article.",
    "publisher_kind": "Say whether the article prints who published it, or whether that was inferred.",
    "publisher_reason": "Say where the publisher is printed, or what it was inferred from.",
    "published_from": "Write the day on which the article was published, or the earliest possible one.",
    "published_kind": "Say whether the article prints its day, or whether that was inferred.",
    "published_reason": "Say where the day is printed, or what it was inferred from.",
    "reported_period": "Write the period that the article reports on, such as 2023-S1.",
}
_OF_EVENT = {
    "event_from": "Write the first possible day of the event, or leave all four fields of the event empty.",
    "event_to": "Write the last possible day of the event, or leave all four fields of the event empty.",
    "event_kind": "Say whether the day of the event is printed, or leave all four fields of the event empty.",
    "event_reason": "Say where the day of the event is from, or leave all four fields of the event empty.",
}


def of_reading(text: str, entries: Iterable[Entry], known: Vocabulary) -> tuple[Problem, ...]:
    """Return what keeps a reading from being ended, or settled entries from being published."""
    entries = tuple(entries)
    found = [
        Problem(
            "“{numeral}” on line {line} is neither a figure nor passed over.",
            {"numeral": mark.as_printed, "line": mark.line, "char_start": mark.char_start},
        )
        for mark in unsettled(text, entries)
    ]
    names = {
        "unit_id": {row["unit_id"] for row in known.units},
        "indicator_id": {row["indicator_id"] for row in known.indicators},
        "sector": {row["sector"] for row in known.sectors},
    }
    found += _side_by_side(entries)
    for entry in entries:
        found += [
            Problem(message, {"line": entry.line, "words": entry.as_printed, **values}, entry.entry_id, column)
            for column, message, values in _of_entry(text, entry, names)
        ]
    return tuple(found)


def _side_by_side(entries: Iterable[Entry]) -> Iterator[Problem]:
    """Name figures that say the same of the same thing: one stands for it, the others repeat it or are ranked."""
    standing: dict[tuple[str, ...], Entry] = {}
    for entry in entries:
        if entry.kind != FIGURE or entry.rank != "normal" or not (entry.unit_id and entry.indicator_id):
            continue
        other = standing.setdefault(entry.thing(), entry)
        if other is not entry:
            yield Problem(
                "“{words}” on line {line} is of the same thing as line {other}; pass one over as a repetition, or say "
                "which goes before and why.",
                {"words": entry.as_printed, "line": entry.line, "other": other.line}, entry.entry_id, "rank",
            )  # fmt: skip


Said = tuple[str, str, dict[str, object]]


def _of_entry(text: str, entry: Entry, names: dict[str, set[str]]) -> Iterator[Said]:
    if len(entry.as_printed) > LONGEST:
        yield (
            "as_printed",
            "The words marked on line {line} have more than {longest} letters; mark fewer.",
            {"longest": LONGEST},
        )
    if "\n" in entry.as_printed:
        yield "as_printed", "The words marked on line {line} run over several lines; mark words of one line.", {}
    elif is_cut(text, entry.char_start) or is_cut(text, entry.char_end):
        yield "as_printed", "“{words}” on line {line} cuts a numeral in two; mark the whole of it.", {}
    if entry.kind == FIGURE:
        yield from _of_figure(entry, names)
    elif not entry.reason:
        yield "reason", "Line {line}: say why “{words}” is passed over.", {}


def _of_figure(entry: Entry, names: dict[str, set[str]]) -> Iterator[Said]:
    asked = {
        "unit_id": "Line {line}: say which unit “{words}” is about.",
        "indicator_id": "Line {line}: say what “{words}” counts.",
        "sector": "Line {line}: choose a sector for “{words}” from the list.",
    }
    for column, message in asked.items():
        if getattr(entry, column) not in names[column]:
            yield column, message, {}
    if days_of(entry.time_period) is None:
        yield "time_period", "Line {line}: say which period “{words}” is of, such as 2023-S1.", {}
    for column, codes in vocabularies().items():
        if getattr(entry, column) not in codes:
            yield column, "Line {line}: choose one of the list for “{words}”.", {}
    if not _NUMBER.fullmatch(entry.value):
        yield "value", "Line {line}: write the number of “{words}” in digits, with a point before decimals.", {}
    if entry.out_of and not (_NUMBER.fullmatch(entry.out_of) and float(entry.out_of)):
        yield "out_of", "Line {line}: write the whole of “{words}” in digits, or leave it empty.", {}
    if entry.rank != "normal" and not entry.rank_reason:
        yield "rank_reason", "Line {line}: say why “{words}” goes before or behind other figures for the same.", {}


def of_metadata(metadata: Row) -> tuple[Problem, ...]:
    """Return what an article still lacks before it can be published."""
    described = [column for column in _OF_EVENT if metadata.get(column)]
    wanted = _OF_ARTICLE | (_OF_EVENT if described else {})
    found = [Problem(message, column=column) for column, message in wanted.items() if not metadata.get(column)]
    period = metadata.get("reported_period", "")
    if period and days_of(period) is None:
        found.append(
            Problem(
                "“{code}” is no period; write 2023, 2023-S1, 2023-Q3, 2023-01-01/P9M or one day.",
                {"code": period},
                column="reported_period",
            )
        )
    return tuple(found)
