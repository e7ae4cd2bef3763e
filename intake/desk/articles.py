"""An article on the desk: how far it has come, what is said of it as a whole, and what of it goes into the seeds."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from intake.desk import checks
from intake.desk.entries import CoverageList, Draft, Problem
from intake.desk.readings import article_of, both_finished, own, rows_of_readings
from intake.desk.refusals import Refused
from intake.desk.seeding import Bundle, Seeds, put
from intake.desk.settling import changed, settled_of
from intake.desk.texts import text_of
from intake.desk.vocabulary import KEYS, asked

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from intake.desk.entries import Row, Vocabulary
    from intake.desk.place import Place
    from intake.desk.store import Connection
    from intake.desk.store import Row as DraftRow

COLUMNS = (  # of articles.csv that readers confirm
    "title", "publisher", "publisher_kind", "publisher_reason", "published_from", "published_to", "published_kind",
    "published_reason", "event_from", "event_to", "event_kind", "event_reason", "reported_period", "saved_from",
    "saved_reason",
)  # fmt: skip
TWO = 2  # readers


def add(
    db: Connection,
    article_id: str,
    sha256: str,
    received: tuple[str, str],
    today: str,
    metadata: Mapping[str, str],
) -> None:
    """Lay an article on the desk, unless it lies there."""
    known = db.execute("select sha256 from articles where article_id = ?", (article_id,)).fetchone()
    if known and known["sha256"] != sha256:
        raise Refused("Another text lies on the desk as {article}.", article=article_id)
    proposed = json.dumps(_metadata(dict.fromkeys(COLUMNS, ""), metadata))
    db.execute(
        "insert into articles (article_id, sha256, received_name, received_sha256, added_on, metadata) "
        "values (?, ?, ?, ?, ?, ?) on conflict do nothing",
        (article_id, sha256, *received, today, proposed),
    )


def discard(db: Connection, article_id: str) -> None:
    """Take an article from the desk of which nobody has read anything yet."""
    article_of(db, article_id)
    if db.execute("select 1 from entries where article_id = ? limit 1", (article_id,)).fetchone():
        raise Refused("Somebody has begun to read this article; it stays on the desk.")
    db.execute("delete from articles where article_id = ?", (article_id,))


def every(db: Connection) -> tuple[Draft, ...]:
    """Return every article on the desk, the newest first."""
    return tuple(draft_of(db, row) for row in db.execute("select * from articles order by rowid desc").fetchall())


def draft_of(db: Connection, row: DraftRow) -> Draft:
    """Return how far an article has come."""
    article_id = row["article_id"]
    rows = rows_of_readings(db, article_id)
    agreed = [one["reader"] for one in db.execute("select reader from agreements where article_id = ?", (article_id,))]
    finished = tuple(one["reader"] for one in rows if one["finished_on"])
    names = [one["reader"] for one in rows] + ["", ""]
    states = [
        ("published", row["is_published"]), ("agreed", len(agreed) == TWO), ("settling", len(finished) == TWO),
        ("reading", rows), ("new", True),
    ]  # fmt: skip
    return Draft(
        article_id, next(state for state, holds in states if holds), json.loads(row["metadata"]).get("title", ""),
        row["received_name"], row["added_on"], names[0], names[1], finished, tuple(agreed),
    )  # fmt: skip


def asked_by(db: Connection, article_id: str, reader: str) -> dict[str, dict[str, Row]]:
    """Return what a reader may see of what was asked for: the reader's own, and all when both readings have ended."""
    own(db, article_id, reader)
    names = [row["reader"] for row in rows_of_readings(db, article_id)] if both_finished(db, article_id) else [reader]
    return asked(db, article_id, names)


def ask(db: Connection, article_id: str, reader: str, table: str, row: Row) -> None:
    """Keep what a reader asks for."""
    own(db, article_id, reader)
    if both_finished(db, article_id):
        changed(db, article_id)
    db.execute(
        "insert into asked values (?, ?, ?, ?, ?) "
        "on conflict (article_id, reader, table_name, code) do update set row = excluded.row",
        (article_id, reader, table, row[KEYS[table]], json.dumps(row)),
    )


def lists_of(db: Connection, article_id: str) -> tuple[CoverageList, ...] | None:
    """Return the lists that were saved, None where none were yet."""
    saved = article_of(db, article_id)["lists"]
    if saved is None:
        return None
    return tuple(
        CoverageList(**{**one, "unit_ids": tuple(one["unit_ids"]), "is_confirmed": True}) for one in json.loads(saved)
    )


def save_lists(db: Connection, article_id: str, lists: Sequence[CoverageList]) -> tuple[CoverageList, ...]:
    """Keep the lists of an article."""
    for one in lists:
        if not (one.unit_ids and one.reason.strip()):
            raise Refused("Say of each list which units it speaks for, and why it is open or closed.")
    changed(db, article_id)
    db.execute(
        "update articles set lists = ? where article_id = ?",
        (json.dumps([asdict(one) for one in lists]), article_id),
    )
    return lists_of(db, article_id) or ()


def _metadata(old: Mapping[str, str], new: Mapping[str, str]) -> Row:
    if unknown := set(new) - set(COLUMNS):
        raise Refused("An article has no {columns}.", columns=", ".join(sorted(unknown)))
    return {**old, **{column: " ".join(value.split()) for column, value in new.items()}}


def save_metadata(db: Connection, article_id: str, metadata: Mapping[str, str]) -> Row:
    """Keep what is said of an article as a whole."""
    changed(db, article_id)
    found = _metadata(json.loads(article_of(db, article_id)["metadata"]), metadata)
    db.execute("update articles set metadata = ? where article_id = ?", (json.dumps(found), article_id))
    return found


def open_points(db: Connection, article_id: str, text: str, known: Vocabulary) -> tuple[Problem, ...]:
    """Return what readers have left open: differences, numerals, lists, what the article lacks."""
    article = article_of(db, article_id)
    settled = settled_of(db, article_id, text)
    found = [
        Problem("Line {line}: settle what differs about “{words}”.", {"line": one.line, "words": one.as_printed},
                one.entry.entry_id, one.column)
        for one in settled.differences
        if not one.is_settled
    ]  # fmt: skip
    found += checks.of_reading(text, settled.entries, known)
    if article["lists"] is None:
        found.append(Problem("Confirm which units the article speaks for, or that it has no list of units."))
    return (*found, *checks.of_metadata(json.loads(article["metadata"])))


def into_seeds(
    desk: Place, db: Connection, article_id: str, before: Mapping[str, bytes]
) -> tuple[dict[str, bytes], dict[str, str]]:
    """Return the seed files that an article changes, and the entry of each claim."""
    article = article_of(db, article_id)
    rows = rows_of_readings(db, article_id)
    if not both_finished(db, article_id):
        raise Refused("An article is published when two readings of it have ended.")
    seeds = Seeds(before)
    if any(row["article_id"] == article_id for row in seeds["articles"].rows):
        raise Refused("This article is published already; correct a figure at its evidence card instead.")
    text = text_of(desk.articles_dir, article_id, article["sha256"])
    days = [row["finished_on"] for row in rows]
    bundle = Bundle(
        {"article_id": article_id, "file_name": f"{article_id}.txt", "sha256": article["sha256"],
         **json.loads(article["metadata"])},
        text, settled_of(db, article_id, text), lists_of(db, article_id) or (), (rows[0]["reader"], rows[1]["reader"]),
        days[0], max(days), desk.today(), asked(db, article_id, [row["reader"] for row in rows]),
    )  # fmt: skip
    claims = put(seeds, bundle)
    return seeds.changed(), claims
