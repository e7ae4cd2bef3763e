"""Corrections of published claims: one reader asks, another confirms, and what stood there before is published too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from intake.desk import checks
from intake.desk.entries import FIGURE, Correction
from intake.desk.publish import refused
from intake.desk.readings import entry_of, kept
from intake.desk.refusals import Refused
from intake.desk.seedfiles import rows_of
from intake.desk.seeding import FROM_ENTRY, Seeds, claim_of, entry_of_claim
from intake.desk.texts import text_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from intake.desk.entries import Entry, Row, Vocabulary
    from intake.desk.place import Place
    from intake.desk.store import Connection
    from intake.desk.store import Row as DraftRow

# What follows from other columns is not said again.
_FOLLOWS = {"period_start", "period_end", "numeral"}
_COLUMNS = tuple(column for column in FROM_ENTRY if column not in _FOLLOWS)


def _row(seeds: Path, claim_id: str) -> Row:
    for row in rows_of(seeds, "claims"):
        if row["claim_id"] == claim_id:
            return row
    raise Refused("There is no claim {claim} in the seeds; look at the figure again.", claim=claim_id)


def claim(seeds: Path, claim_id: str) -> Entry:
    """Return a published claim as an entry."""
    return entry_of_claim(_row(seeds, claim_id))


def article_of(seeds: Path, claim_id: str) -> str:
    """Return the article that a claim is from."""
    return _row(seeds, claim_id)["article_id"]


def named(correction_id: int) -> str:
    """Return what a correction is called where its readers are held apart; no article is called so."""
    return f"correction {correction_id}"


def propose(
    desk: Place, db: Connection, reader: str, article_id: str, entry: Entry, reason: str, known: Vocabulary
) -> Correction:
    """Keep what a claim shall say instead; an open correction of the same claim is replaced."""
    if entry.kind != FIGURE:
        raise Refused(
            "A published figure stays on record: give it the rank deprecated, with the reason, if it is none at all."
        )
    if not reason.strip():
        raise Refused("Say why; the reason is published with the figure.")
    if not _changes(claim(desk.seeds, entry.entry_id), entry):
        raise Refused("Nothing is different from what is published; change what is wrong first.")
    text = text_of(desk.articles_dir, article_id, _sha256(desk.seeds, article_id))
    problems = [one for one in checks.of_reading(text, [entry], known) if one.entry_id]
    if problems:
        raise refused(tuple(problems))
    db.execute(
        "update corrections set state = 'withdrawn' where claim_id = ? and state in ('proposed', 'confirmed')",
        (entry.entry_id,),
    )
    made = db.execute(
        "insert into corrections (claim_id, article_id, entry, reason, proposed_by) values (?, ?, ?, ?, ?) "
        "returning correction_id",
        (entry.entry_id, article_id, kept(entry), " ".join(reason.split()), reader),
    )
    return _get(desk, db, int(made.fetchone()[0]))


def _sha256(seeds: Path, article_id: str) -> str:
    return next(row["sha256"] for row in rows_of(seeds, "articles") if row["article_id"] == article_id)


def _changes(old: Entry, new: Entry) -> dict[str, tuple[str, str]]:
    """Return what a correction changes, by column, before and after."""
    pairs = {column: (getattr(old, column), getattr(new, column)) for column in _COLUMNS}
    return {column: pair for column, pair in pairs.items() if pair[0] != pair[1]}


def _get(desk: Place, db: Connection, correction_id: int) -> Correction:
    row = db.execute("select * from corrections where correction_id = ?", (correction_id,)).fetchone()
    if row is None:
        raise Refused("There is no such correction.")
    return _correction(desk, row)


def _correction(desk: Place, row: DraftRow) -> Correction:
    entry = entry_of(row["entry"], row["claim_id"])
    changes = _changes(claim(desk.seeds, row["claim_id"]), entry)
    return Correction(
        row["correction_id"], row["claim_id"], row["article_id"], entry, changes, row["reason"], row["proposed_by"],
        row["confirmed_by"], row["state"],
    )  # fmt: skip


def open_ones(desk: Place, db: Connection) -> tuple[Correction, ...]:
    """Return the corrections that wait for somebody, the oldest first."""
    published = {row["claim_id"] for row in rows_of(desk.seeds, "claims")}
    rows = db.execute("select * from corrections where state in ('proposed', 'confirmed') order by correction_id")
    return tuple(_correction(desk, row) for row in rows.fetchall() if row["claim_id"] in published)


def confirm(desk: Place, db: Connection, correction_id: int, reader: str) -> Correction:
    """Let another reader confirm a correction."""
    found = _get(desk, db, correction_id)
    if found.state != "proposed":
        raise Refused("This correction was confirmed or withdrawn already; look at the list again.")
    if found.proposed_by == reader:
        raise Refused("Whoever asks for a correction cannot confirm it; let another reader look at it.")
    db.execute(
        "update corrections set state = 'confirmed', confirmed_by = ? where correction_id = ?", (reader, correction_id)
    )
    return _get(desk, db, correction_id)


def withdraw(desk: Place, db: Connection, correction_id: int) -> Correction:
    """Drop a correction that is not published."""
    if _get(desk, db, correction_id).state == "published":
        raise Refused("This correction is published; correct the figure anew.")
    db.execute("update corrections set state = 'withdrawn' where correction_id = ?", (correction_id,))
    return _get(desk, db, correction_id)


def into_seeds(
    desk: Place, db: Connection, correction_id: int, before: Mapping[str, bytes]
) -> tuple[dict[str, bytes], dict[str, str]]:
    """Return the seed files that a correction changes, and the claim that it is of."""
    found = _get(desk, db, correction_id)
    if found.state != "confirmed":
        raise Refused("A correction is published when another reader has confirmed it.")
    if not found.changes:
        raise Refused("Nothing is different from what is published; withdraw the correction.")
    seeds = Seeds(before)
    old = next(row for row in seeds["claims"].rows if row["claim_id"] == found.claim_id)
    text = text_of(desk.articles_dir, found.article_id, _sha256(desk.seeds, found.article_id))
    indicators = {row["indicator_id"]: row for row in seeds["indicators"].rows}
    seeds["claims"].change("claim_id", found.claim_id, old | claim_of(found.entry, text, indicators))
    count = sum(row["claim_id"] == found.claim_id for row in seeds["corrections"].rows)
    for number, (column, (was, now)) in enumerate(found.changes.items(), start=count + 1):
        seeds["corrections"].append(
            {
                "correction_id": f"{found.claim_id}-c{number}", "claim_id": found.claim_id, "column_name": column,
                "before": was, "after": now, "reason": found.reason, "corrected_by": found.proposed_by,
                "confirmed_by": found.confirmed_by, "corrected_on": desk.today(),
            }
        )  # fmt: skip
    return seeds.changed(), {found.claim_id: found.claim_id}
