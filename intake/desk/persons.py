"""Who reads under which role name, where people log in: two readers of one article are two persons.

The drafts alone know, by what tells people apart and names nobody; the seeds keep role names.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from intake.desk.refusals import Refused

if TYPE_CHECKING:
    from intake.desk.store import Connection

log = logging.getLogger(__name__)


def check(db: Connection, of: str, reader: str, person: str) -> None:
    """Raise `Refused` where a role is another person's, or this person has another role; `of` an article, say."""
    if not person:
        return
    rows = db.execute("select reader, person from persons where of = ?", (of,)).fetchall()
    if any(row["reader"] == reader and row["person"] != person for row in rows):
        log.warning("refused: %s is another person than the %s of %s", person[:8], reader, of)
        raise Refused("Another person has begun as {reader}; choose the other name above.", reader=reader)
    if own := next((row["reader"] for row in rows if row["person"] == person and row["reader"] != reader), None):
        log.warning("refused: %s is %s of %s, and no %s", person[:8], own, of, reader)
        raise Refused(
            "You have begun as {own}, so you cannot be {reader} too: two readers are two persons. Choose {own} above.",
            own=own, reader=reader,
        )  # fmt: skip


def hold(db: Connection, of: str, reader: str, person: str) -> None:
    """Keep that a person has a role; raise `Refused` as `check` does."""
    check(db, of, reader, person)
    if person:
        db.execute("insert into persons values (?, ?, ?) on conflict do nothing", (of, reader, person))
