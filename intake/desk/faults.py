"""What the ETL finds wrong, said to a reader: where on the desk it is, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from intake.desk.entries import Problem
from intake.desk.seedfiles import SeedFile

if TYPE_CHECKING:
    from collections.abc import Mapping

    from etl.seeds import Fault

_BY_COLUMN = {
    ("claims", "as_printed"): "The words marked do not print this figure alone; mark the whole numeral with the words "
    "that limit it.",
    ("claims", "value"): "The value does not agree with what the words print, or with its target; read the line again.",
    ("claims", "qualifier"): "The words say otherwise how exact the number is; choose what they say.",
    ("claims", "out_of"): "The whole is not the one that the words print; write the number behind the stroke.",
    ("claims", "numeral"): "Say which numeral of the words is meant.",
    (
        "claims",
        "time_period",
    ): "The period does not fit: check the indicator, the unit's life and the day of the article.",
    ("claims", "target_kind"): "Only a target, or a share of one, is assigned or registered; leave it empty.",
    ("claims", "obs_status"): "The article was out before the period had ended: the figure is provisional.",
    ("claims", "rank"): "Another figure stands for the same thing; say which goes before, and why.",
    ("claims", "unit_id"): "The unit is not on the list that the article gives; add it there.",
    ("claims", "entered_on"): "The article is dated after the day it was read; check the day of publication.",
    (
        "articles",
        "file_name",
    ): "The file of an article is missing from the folder of the articles, or has numerals that nobody settled.",
    ("articles", "sha256"): "The text of an article has changed since it was read; put the file back.",
    ("coverage", "list_kind"): "A list of units is open or closed as a whole.",
    ("coverage", "unit_id"): "A list names federations only, one by one.",
}
_BY_FILE = {
    "articles": "Something about the article is not right yet: {column}.",
    "units": "The new unit is not whole yet: {column}.",
    "indicators": "The new indicator is not whole yet: {column}.",
    "sectors": "The new sector is not whole yet: {column}.",
    "passed_over": "What is passed over does not stand in the article as it is written: {column}.",
    "claims": "A figure is not right yet: {column}.",
}
_UNSAID = "The seeds do not pass the check; let `python -m etl check` say why."


def problem_of(fault: Fault, files: Mapping[str, bytes], claims: Mapping[str, str]) -> Problem:
    """Return what a reader is told of a fault; `claims` says which entry a claim was made of."""
    table = fault.file.removesuffix(".csv")
    message = _BY_COLUMN.get((table, fault.column)) or _BY_FILE.get(table, _UNSAID)
    if not fault.column:
        message = _UNSAID
    entry_id, line = "", 0
    if table == "claims" and fault.line:
        row = SeedFile.parse(table, files[fault.file]).rows[fault.line - 2]
        entry_id, line = claims.get(row["claim_id"], row["claim_id"]), int(row["line"])
    values = {"column": fault.column, "value": fault.value, "line": line}
    return Problem(message, values, entry_id, fault.column, str(fault))
