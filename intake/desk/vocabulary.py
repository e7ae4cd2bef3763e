"""What an entry may name: rows of the seeds, and those that readers ask for while they read."""

from __future__ import annotations

import csv
import json
import re
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from intake.desk.entries import Reason, Vocabulary
from intake.desk.refusals import Refused
from intake.desk.seedfiles import rows_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from intake.desk.entries import Row
    from intake.desk.store import Connection

REASONS = Path(__file__).with_name("reasons.csv")
KEYS = {"units": "unit_id", "indicators": "indicator_id", "sectors": "sector"}  # what can be asked for
_NAMES = {"units": "name", "indicators": "name_vi", "sectors": "name_vi"}
_LONGEST_SHORT = 18  # letters of a short name, as the schema has it


@lru_cache
def usual_reasons(use: str) -> tuple[Reason, ...]:
    """Return the usual sentences for a use: `passed` for a numeral passed over, `list` for a list of units."""
    with REASONS.open(encoding="utf-8", newline="") as file:
        return tuple(
            Reason(row["code"], row["text_vi"], row["text_en"]) for row in csv.DictReader(file) if row["use"] == use
        )


def reason_of(code: str) -> str:
    """Return the sentence for a code of the proposals; what has no sentence of its own counts something else."""
    known = {reason.code: reason.text_vi for reason in usual_reasons("passed")}
    return known.get(code, known["other_count"])


def asked(db: Connection, article_id: str, readers: Sequence[str]) -> dict[str, dict[str, Row]]:
    """Return what these readers asked for, by table and code; of two alike, the first reader's."""
    found: dict[str, dict[str, Row]] = {table: {} for table in KEYS}
    for reader in readers:
        for row in db.execute(
            "select table_name, code, row from asked where article_id = ? and reader = ? order by rowid",
            (article_id, reader),
        ):
            found[row["table_name"]].setdefault(row["code"], json.loads(row["row"]))
    return found


def vocabulary(seeds: Path, wanted: Mapping[str, Mapping[str, Row]]) -> Vocabulary:
    """Return what the seeds name, and what was asked for behind it."""

    def both(table: str) -> tuple[Row, ...]:
        known = rows_of(seeds, table)
        codes = {row[KEYS[table]] for row in known}
        return (*known, *(row for code, row in wanted.get(table, {}).items() if code not in codes))

    return Vocabulary(
        units=both("units"),
        indicators=both("indicators"),
        sectors=both("sectors"),
        unit_measures=tuple(rows_of(seeds, "unit_measures")),
        topics=tuple(rows_of(seeds, "topics")),
        reasons=usual_reasons("passed"),
    )


def completed(seeds: Path, table: str, given: Mapping[str, str]) -> Row:
    """Return a whole row of what was asked for. Raise `Refused` where it lacks a name, or its code is taken."""
    if table not in KEYS:
        raise Refused("{table} cannot be asked for; ask for a unit, an indicator or a sector.", table=table)
    known = rows_of(seeds, table)
    row = {column: " ".join(given.get(column, "").split()) for column in known[0]}
    name = row[_NAMES[table]]
    if not name:
        raise Refused("Give what is new a name in Vietnamese.")
    key = KEYS[table]
    row[key] = row[key] or slug_of(name).replace("-", "_")
    if any(one[key] == row[key] for one in known):
        raise Refused(
            "{code} is there already; choose it from the list, or give the new one another code.", code=row[key]
        )
    if table == "units":
        row |= {"name_en": row["name_en"] or name, "slug": row["slug"] or slug_of(name)}
    else:
        row["name_en"] = row["name_en"] or name
    if table == "indicators":
        row["family"] = row["family"] or row[key]
        row["is_core"] = row["is_core"] or "false"
        row["stock_flow"] = row["stock_flow"] or "flow"
        row["definition_vi"] = row["definition_vi"] or name
        row["definition_en"] = row["definition_en"] or row["name_en"]
        row["short_vi"] = row["short_vi"] or _short(name)
        row["short_en"] = row["short_en"] or _short(row["name_en"])
        if not (row["topic"] and row["unit_measure"]):
            raise Refused("Say which topic the new indicator belongs to, and what it counts.")
    if table == "units" and not (row["unit_kind"] and row["type_vi"]):
        raise Refused("Say what kind of unit the new one is.")
    return row


def slug_of(name: str) -> str:
    """Return a name without diacritics, for a code.

    >>> slug_of("Đống Đa")
    'dong-da'
    """
    plain = unicodedata.normalize("NFD", name.lower().replace("đ", "d"))
    return re.sub(r"[^a-z0-9]+", "-", "".join(letter for letter in plain if letter.isascii())).strip("-")


def _short(name: str) -> str:
    """Return as many words of a name as a short one may have."""
    return name[: _LONGEST_SHORT + 1].rpartition(" ")[0] if len(name) > _LONGEST_SHORT else name
