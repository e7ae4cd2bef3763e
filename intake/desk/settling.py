"""What two readings come to: the figures of both, what was settled laid over them, and why."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from intake.desk.agreement import COMPARED, Pair, compare
from intake.desk.entries import FIGURE, PASSED, Difference, Entry
from intake.desk.readings import both_finished, entries_of, kept, own, placed, with_period
from intake.desk.refusals import Refused
from intake.desk.texts import marks_of, meant, within

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from intake.desk.entries import Agreement, Mark
    from intake.desk.store import Connection

# What can be changed when both readings have ended; those that are not compared are of one reader.
SETTLED = (*COMPARED, "as_printed", "numeral", "rank", "rank_reason", "share_note", "note")


class Settlement(NamedTuple):
    """A value that a reader took, why, and where its words stand (for `as_printed`)."""

    value: str
    place: str
    reason: str
    by: str


class Settled(NamedTuple):
    """All that two readings come to."""

    entries: tuple[Entry, ...]
    differences: tuple[Difference, ...]
    agreement: Agreement


def allowed(db: Connection, article_id: str, reader: str) -> None:
    """Raise `Refused` unless this reader has read the article and both readings have ended."""
    own(db, article_id, reader)
    if not both_finished(db, article_id):
        raise Refused("The two readings can be compared when both have ended; the other reader is still at work.")


def settled_of(db: Connection, article_id: str, text: str) -> Settled:
    """Return what two readings that have ended come to."""
    first, second = (entries_of(db, article_id, nth) for nth in (1, 2))
    pairs, agreement = compare(text, first, second)
    said = {
        row["difference_id"]: Settlement(row["value"], row["place"], row["reason"], row["settled_by"])
        for row in db.execute("select * from settlements where article_id = ?", (article_id,))
    }
    figures, differences = [], []
    for pair in pairs:
        figure, some = _laid_over(pair, said, text)
        differences += some
        if figure:
            figures.append(figure)
    added = entries_of(db, article_id, 0)
    for entry in added:
        if entry.kind == FIGURE:
            figures.append(entry)
            differences.append(_of_added(entry, said, text))
    passed = [
        replace(entry, reason=said[f"{entry.entry_id}:reason"].value) if f"{entry.entry_id}:reason" in said else entry
        for entry in (*first, *second, *added)
        if entry.kind == PASSED
    ]
    entries = sorted(
        [*figures, *_passed(passed, figures, marks_of(text))], key=lambda one: (one.char_start, one.char_end)
    )
    differences.sort(key=lambda one: one.char_start)
    return Settled(tuple(entries), tuple(differences), agreement)


def _passed(passed: list[Entry], figures: list[Entry], marks: tuple[Mark, ...]) -> list[Entry]:
    """Return what is passed over: the first reader's words, and the second's for what those leave."""
    taken = {mark.char_start for figure in figures if (mark := meant(figure, marks))}
    found = []
    for entry in passed:
        own_marks = {mark.char_start for mark in within(marks, entry.char_start, entry.char_end)}
        if own_marks - taken or not own_marks:  # without any it is a lesser word, such as an ordinal in Roman numerals
            found.append(entry)
            taken |= own_marks
    return found


def _laid_over(pair: Pair, said: dict[str, Settlement], text: str) -> tuple[Entry | None, list[Difference]]:
    """Return a figure as it is settled, None where it was dropped, and its differences."""
    entry = pair.entry
    key = entry.entry_id
    for column in SETTLED:
        if one := said.get(f"{key}:{column}"):
            entry = _taken(entry, column, one, text)
    differing = pair.differing()
    changed = [column for column in (*COMPARED, "as_printed") if column in differing or f"{key}:{column}" in said]
    kind = said.get(f"{key}:kind")
    if "kind" in differing or kind:
        changed.insert(0, "kind")
    found = [_difference(pair, entry, column, said.get(f"{key}:{column}"), text) for column in changed]
    is_in = kind.value == FIGURE if kind else pair.first is not None
    return (entry if is_in else None), found


def _taken(entry: Entry, column: str, one: Settlement, text: str) -> Entry:
    if column == "as_printed":
        start, _, end = one.place.partition("-")
        return placed(text, replace(entry, char_start=int(start), char_end=int(end)))
    changed_column: dict[str, Any] = {column: one.value}
    return with_period(replace(entry, **changed_column))


def _difference(pair: Pair, entry: Entry, column: str, one: Settlement | None, text: str) -> Difference:
    if column == "kind":
        first = FIGURE if pair.first else pair.first_took_it
        second = FIGURE if pair.second else pair.second_took_it
    else:
        first, second = (getattr(each, column) if each else "" for each in (pair.first, pair.second))
    start, end = (pair.mark.char_start, pair.mark.char_end) if pair.mark else (entry.char_start, entry.char_end)
    return Difference(
        f"{entry.entry_id}:{column}", entry.line, start, end, text[start:end], column, first, second, entry, pair.first,
        pair.second, one is not None, one.value if one else "", one.reason if one else "", one.by if one else "",
    )  # fmt: skip


def _of_added(entry: Entry, said: dict[str, Settlement], text: str) -> Difference:
    mark = meant(entry, marks_of(text))
    took = PASSED if mark and mark.must_settle else ""
    pair = Pair(None, None, mark, first_took_it=took, second_took_it=took)
    return _difference(pair, entry, "kind", said.get(f"{entry.entry_id}:kind"), text)


def changed(db: Connection, article_id: str) -> None:
    """Take back what the readers agreed to: something of it has changed. Raise `Refused` for a published article."""
    row = db.execute("select is_published from articles where article_id = ?", (article_id,)).fetchone()
    if row and row["is_published"]:
        raise Refused("This article is published already; correct a figure at its evidence card instead.")
    db.execute("delete from agreements where article_id = ?", (article_id,))


def settle(
    db: Connection, article_id: str, reader: str, text: str, difference_id: str, value: str, reason: str
) -> Difference:
    """Take a value for a difference, with a reason."""
    found = _find(settled_of(db, article_id, text).differences, difference_id)
    place = ""
    if found.column == "kind" and value not in (FIGURE, PASSED):
        raise Refused("Say whether it is a figure or is passed over.")
    if found.column == "as_printed":
        words = {one.as_printed: one for one in (found.second_entry, found.first_entry) if one}
        if value not in words:
            raise Refused("Take the words of one of the two readings, or mark others in the text.")
        place = f"{words[value].char_start}-{words[value].char_end}"
    _keep(db, article_id, difference_id, Settlement(value, place, reason, reader))
    return _find(settled_of(db, article_id, text).differences, difference_id)


def _find(differences: Iterable[Difference], difference_id: str) -> Difference:
    for one in differences:
        if one.difference_id == difference_id:
            return one
    raise Refused("This difference is not there any more; look at the list again.")


def _keep(db: Connection, article_id: str, difference_id: str, one: Settlement) -> None:
    if not one.reason.strip():
        raise Refused("Say why; the reason is published with the figure.")
    changed(db, article_id)
    db.execute(
        "insert into settlements values (?, ?, ?, ?, ?, ?) on conflict (article_id, difference_id) "
        "do update set value = excluded.value, place = excluded.place, reason = excluded.reason, "
        "settled_by = excluded.settled_by",
        (article_id, difference_id, one.value, one.place, " ".join(one.reason.split()), one.by),
    )


def amend(db: Connection, article_id: str, reader: str, text: str, entry: Entry, reason: str) -> Entry:
    """Change a settled entry, or add one."""
    new = placed(text, entry)
    if not new.entry_id:
        return _add(db, article_id, reader, new, reason)
    found = settled_of(db, article_id, text)
    old = next((one for one in found.entries if one.entry_id == new.entry_id), None)
    if old is None:
        raise Refused("The entry {entry} is not there any more; look at the list again.", entry=new.entry_id)
    if new.entry_id.startswith("0-"):
        changed(db, article_id)
        db.execute(
            "update entries set entry = ? where article_id = ? and nth = 0 and number = ?",
            (kept(new), article_id, int(new.entry_id[2:])),
        )
        return new
    if old.kind == PASSED and new.kind == PASSED:
        _keep(db, article_id, f"{old.entry_id}:reason", Settlement(new.reason, "", reason, reader))
        return replace(old, reason=new.reason)
    if old.kind != new.kind:
        if old.kind == FIGURE:
            _keep(db, article_id, f"{old.entry_id}:kind", Settlement(PASSED, "", reason, reader))
        return _add(db, article_id, reader, replace(new, entry_id=""), reason)
    changed_columns = [column for column in SETTLED if getattr(new, column) != getattr(old, column)]
    if not changed_columns:
        raise Refused("Nothing differs from what both readers wrote; change a field first.")
    for column in changed_columns:
        place = f"{new.char_start}-{new.char_end}" if column == "as_printed" else ""
        _keep(db, article_id, f"{old.entry_id}:{column}", Settlement(getattr(new, column), place, reason, reader))
    return new


def _add(db: Connection, article_id: str, reader: str, entry: Entry, reason: str) -> Entry:
    (last,) = db.execute(
        "select coalesce(max(number), 0) from entries where article_id = ? and nth = 0", (article_id,)
    ).fetchone()
    saved = replace(entry, entry_id=f"0-{last + 1}")
    _keep(db, article_id, f"{saved.entry_id}:kind", Settlement(saved.kind, "", reason, reader))
    db.execute("insert into entries values (?, 0, ?, ?)", (article_id, last + 1, kept(saved)))
    return saved
