"""One reading: what a reader wrote about an article, seen by nobody else until both readings have ended."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import MISSING, fields, replace
from typing import TYPE_CHECKING

from intake.desk.entries import FIGURE, PASSED, PROPOSED, Entry, Reading
from intake.desk.refusals import Refused
from intake.desk.seedfiles import codes_of
from intake.desk.texts import days_of, line_at, lines_at, marks_of, meant, proposals_of, value_of, whole_ratio
from intake.desk.vocabulary import reason_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from intake.desk.entries import Mark
    from intake.desk.store import Connection
    from intake.desk.store import Row as DraftRow

_DEFAULTS = {one.name: one.default for one in fields(Entry) if one.default is not MISSING}
_OF_PASSED = {"reason", "is_whole_lines", "origin", "rule"}


def article_of(db: Connection, article_id: str) -> DraftRow:
    """Return the row of an article on the desk. Raise `Refused` where there is none."""
    found: DraftRow | None = db.execute("select * from articles where article_id = ?", (article_id,)).fetchone()
    if found is None:
        raise Refused("{article} is not on the desk; bring it in first.", article=article_id)
    return found


def rows_of_readings(db: Connection, article_id: str) -> list[DraftRow]:
    """Return the readings of an article, the first one first."""
    return db.execute("select * from readings where article_id = ? order by nth", (article_id,)).fetchall()


def both_finished(db: Connection, article_id: str) -> bool:
    """Return whether two readings have ended, so that each reader may see the other's."""
    rows = rows_of_readings(db, article_id)
    return len(rows) == 2 and all(row["finished_on"] for row in rows)  # noqa: PLR2004


def own(db: Connection, article_id: str, reader: str) -> DraftRow:
    """Return the row of this reader's reading. Raise `Refused` where this reader has not begun."""
    article_of(db, article_id)
    for row in rows_of_readings(db, article_id):
        if row["reader"] == reader:
            return row
    raise Refused("{reader} has not begun to read this article; begin first.", reader=reader)


def start(db: Connection, article_id: str, reader: str) -> None:
    """Begin a reading, or leave the one that there is as it is."""
    article = article_of(db, article_id)
    rows = rows_of_readings(db, article_id)
    if any(row["reader"] == reader for row in rows):
        return
    if article["is_published"]:
        raise Refused("This article is published already; correct a figure at its evidence card instead.")
    if len(rows) > 1:
        raise Refused(
            "{first} and {second} read this article already; choose another article.",
            first=rows[0]["reader"], second=rows[1]["reader"],
        )  # fmt: skip
    db.execute("insert into readings (article_id, nth, reader) values (?, ?, ?)", (article_id, len(rows) + 1, reader))


def kept(entry: Entry) -> str:
    """Return an entry as it is kept: what differs from an empty one."""
    values = {name: getattr(entry, name) for name in (one.name for one in fields(Entry)) if name != "entry_id"}
    return json.dumps({name: value for name, value in values.items() if value != _DEFAULTS.get(name, MISSING)})


def entry_of(text: str, entry_id: str = "") -> Entry:
    """Return an entry from what was kept; columns that this program does not know are passed over."""
    return Entry(
        **{name: value for name, value in json.loads(text).items() if name in Entry.__match_args__}, entry_id=entry_id
    )


def entries_of(db: Connection, article_id: str, nth: int) -> list[Entry]:
    """Return the entries of a reading (1, 2), or what was added to both (0), in the order of the text."""
    rows = db.execute("select number, entry from entries where article_id = ? and nth = ?", (article_id, nth))
    found = [entry_of(row["entry"], f"{nth}-{row['number']}") for row in rows]
    return sorted(found, key=lambda entry: (entry.char_start, entry.char_end, int(entry.entry_id.partition("-")[2])))


def reading_of(db: Connection, row: DraftRow, text: str) -> Reading:
    """Return a reading as its reader sees it."""
    entries = entries_of(db, row["article_id"], row["nth"])
    return Reading(
        row["article_id"], row["reader"], row["nth"], tuple(entries), unsettled(text, entries), row["place"],
        bool(row["finished_on"]),
    )  # fmt: skip


def unsettled(text: str, entries: Iterable[Entry]) -> tuple[Mark, ...]:
    """Return the numerals of which a digit is taken by no entry."""
    spans = sorted((entry.char_start, entry.char_end) for entry in entries)
    left, place, taken = [], 0, 0  # all before `taken` that the spans so far hold is theirs
    for mark in marks_of(text):
        if not mark.must_settle:
            continue
        digits = (at for at in range(mark.char_start, mark.char_end) if text[at].isdecimal())
        for at in digits:
            while place < len(spans) and spans[place][0] <= at:
                taken = max(taken, spans[place][1])
                place += 1
            if at >= taken:
                left.append(mark)
                break
    return tuple(left)


def save(db: Connection, article_id: str, reader: str, text: str, entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Keep entries of a reading that has not ended."""
    row = own(db, article_id, reader)
    _still_open(row)
    found = [placed(text, entry) for entry in entries]
    number, nth, saved = row["last_number"], row["nth"], []
    for entry in found:
        if entry.entry_id:
            place = _number(entry.entry_id, nth)
            changed = db.execute(
                "update entries set entry = ? where article_id = ? and nth = ? and number = ?",
                (kept(entry), article_id, nth, place),
            )
            if not changed.rowcount:
                raise Refused("The entry {entry} is not there any more; write it anew.", entry=entry.entry_id)
            saved.append(entry)
            continue
        number += 1
        db.execute("insert into entries values (?, ?, ?, ?)", (article_id, nth, number, kept(entry)))
        saved.append(replace(entry, entry_id=f"{nth}-{number}"))
    db.execute(
        "update readings set last_number = ?, place = ? where article_id = ? and nth = ?",
        (number, found[-1].char_start if found else row["place"], article_id, nth),
    )
    return tuple(saved)


def remove(db: Connection, article_id: str, reader: str, entry_id: str) -> None:
    """Drop an entry of a reading that has not ended."""
    row = own(db, article_id, reader)
    _still_open(row)
    place = article_id, row["nth"], _number(entry_id, row["nth"])
    db.execute("delete from entries where article_id = ? and nth = ? and number = ?", place)


def _still_open(row: DraftRow) -> None:
    if row["finished_on"]:
        raise Refused(
            "This reading has ended; open it again to change it, or settle the difference with the other reader."
        )


def _number(entry_id: str, nth: int) -> int:
    of, _, number = entry_id.partition("-")
    if of != str(nth) or not number.isdecimal():
        raise Refused("The entry {entry} is not one of yours.", entry=entry_id)
    return int(number)


def placed(text: str, entry: Entry) -> Entry:
    """Return an entry with what follows from its place and its code. Raise `Refused` for no place in the text."""
    start, end = entry.char_start, entry.char_end
    if not 0 <= start < end <= len(text):
        raise Refused("There is no place {start} to {end} in the text; mark the words again.", start=start, end=end)
    if not entry.is_whole_lines:
        words = text[start:end]
        start, end = end - len(words.lstrip()), start + len(words.rstrip())
        if start >= end:
            raise Refused("Only blanks are marked; mark the words of the figure.")
    numeral = entry.numeral if entry.numeral in text[start:end] else ""
    if entry.kind == FIGURE:
        start, part = whole_ratio(text, start, end)
        numeral = part or numeral
    line, line_to = line_at(text, start), line_at(text, end - 1)
    if entry.is_whole_lines:
        start, end = lines_at(text, line, line_to)
    told: dict[str, Any] = {
        name: " ".join(unicodedata.normalize("NFC", value).split())
        for name, value in ((one.name, getattr(entry, one.name)) for one in fields(Entry))
        if isinstance(value, str) and (entry.kind == FIGURE or name in _OF_PASSED)
    }
    if entry.kind == PASSED:
        told |= {
            name: str(value) for name, value in _DEFAULTS.items() if isinstance(value, str) and name not in _OF_PASSED
        }
    told |= {"kind": entry.kind, "as_printed": "" if entry.is_whole_lines else text[start:end]}
    told |= {"entry_id": entry.entry_id, "numeral": " ".join(numeral.split()) if entry.kind == FIGURE else ""}
    found = replace(entry, char_start=start, char_end=end, line=line, line_to=line_to, **told)
    return with_period(with_value(text, found)) if found.kind == FIGURE else found


def with_period(entry: Entry) -> Entry:
    """Return a figure with the days that its period's code means."""
    days = days_of(entry.time_period)
    return replace(entry, period_start=days[0], period_end=days[1]) if days else entry


def with_value(text: str, entry: Entry) -> Entry:
    """Return a figure with the number that its words print, where none was written, and numbers written one way."""
    if not entry.value and not entry.out_of:
        mark = meant(entry, marks_of(text))
        words = text[mark.char_start : entry.char_end] if mark else entry.as_printed
        value, whole = value_of(entry.numeral or words)
        return replace(entry, value=value, out_of=whole)
    return replace(entry, value=_plain(entry.value), out_of=_plain(entry.out_of))


def _plain(number: str) -> str:
    """Return 16.0 as 16; what is no number stays as it was written."""
    whole, point, rest = number.partition(".")
    if whole.isdecimal() and point and rest.isdecimal():
        return f"{whole}.{rest}".rstrip("0").rstrip(".")
    return number


def proposed(text: str, said_by: str) -> tuple[Entry, ...]:
    """Return what each numeral may be: a result that was said (by `said_by`) within its period is provisional.

    Of a figure that is printed again, the first behind the headline stands, and the others repeat it.
    """
    found = [_proposed(text, one, said_by) for one in proposals_of(text)]
    figures = [one for one in found if one.kind == FIGURE and one.time_period]
    stands: dict[tuple[str, ...], Entry] = {}
    for one in sorted(figures, key=lambda one: (one.line == 1, one.char_start)):
        stands.setdefault((*one.thing(), one.value), one)
    repeated = {id(one) for one in figures if stands[*one.thing(), one.value] is not one}
    return tuple(_repeating(text, one) if id(one) in repeated else one for one in found)


def _proposed(text: str, one: Entry, said_by: str) -> Entry:
    entry = replace(placed(text, one), origin=PROPOSED)
    if entry.kind == PASSED:
        return replace(entry, reason=reason_of(one.reason))
    is_day = entry.period_start == entry.period_end
    if entry.scenario == "actual" and not is_day and said_by and said_by <= entry.period_end:
        return replace(entry, obs_status="P")
    return entry


def _repeating(text: str, entry: Entry) -> Entry:
    place = entry.char_start, entry.char_end
    again = Entry(*place, kind=PASSED, reason=reason_of("repeated"), origin=PROPOSED, rule=f"repeats; {entry.rule}")
    return placed(text, again)


def bare(text: str, start: int, end: int) -> Entry:
    """Return an entry for a place with nothing but the number that stands there."""
    return placed(text, Entry(start, end))


def vocabularies() -> dict[str, tuple[str, ...]]:
    """Return the codes that a column of a figure may have."""
    empty = {"target_kind": ("",)}
    names = {"scenario": "scenario", "target_kind": "target_kind", "qualifier": "qualifier", "obs_status": "obs_status",
             "rank": "claim_rank"}  # fmt: skip
    return {column: (*empty.get(column, ()), *codes_of(name)) for column, name in names.items()}


def finish(db: Connection, article_id: str, reader: str, today: str) -> None:
    """End a reading."""
    nth = own(db, article_id, reader)["nth"]
    db.execute(
        "update readings set finished_on = coalesce(finished_on, ?) where article_id = ? and nth = ?",
        (today, article_id, nth),
    )


def resume(db: Connection, article_id: str, reader: str) -> None:
    """Open a reading again that the other reader has not seen yet."""
    nth = own(db, article_id, reader)["nth"]
    if both_finished(db, article_id):
        raise Refused("Both readings have ended and were compared; settle what differs with the other reader instead.")
    db.execute("update readings set finished_on = null where article_id = ? and nth = ?", (article_id, nth))
