"""What is said of a change: which claim, which of its values, what that was before, and since when it stands so."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from dashboard import citations, columns, notes, queries, wording
from dashboard.messages import looked_up, t, tn

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dashboard.rows import Row

# Columns of claims that follow from another one, which says it better.
FOLLOWS = {"period_start": "time_period", "period_end": "time_period", "numeral": "as_printed"}
HEADINGS = {  # where readers know a column by another name
    "value": "figure", "indicator_id": "indicator", "time_period": "period", "unit_id": "unit",
    "unit_measure": "measure", "qualifier": "exactness",
}  # fmt: skip


def about(claim: Row) -> str:
    """Return what a claim is about: unit, indicator, period, restriction, result or target."""
    kinds = columns.scenarios()
    assigned = wording.target_kinds().get(claim["target_kind"], "")
    period = wording.dated(claim, queries.sectors())
    kind = ", ".join(filter(None, [kinds[claim["scenario"]], assigned]))
    return f"{citations.whom(claim)} – {wording.name(claim)}, {period} ({kind})"


def value(column: str, text: str | None) -> str:
    """Return a value of a claim as readers write it; it is free text where it was corrected by hand."""
    if text is None:
        return t("nothing")
    if column in ("value", "out_of") and re.fullmatch(r"\d+(\.\d+)?", text):
        return wording.number(float(text))
    known = {
        "unit_id": _unit, "indicator_id": _indicator, "time_period": wording.period, "sector": _sector,
        "qualifier": wording.qualifiers().__getitem__, "scenario": columns.scenarios().__getitem__,
        "target_kind": wording.target_kinds().__getitem__, "obs_status": columns.statuses().__getitem__,
        "rank": citations.ranks().__getitem__, "as_printed": "“{}”".format,
    }  # fmt: skip
    try:
        return known.get(column, str)(str(text))
    except (LookupError, ValueError):  # no code of today
        return str(text)


def _unit(code: str) -> str:
    federation = queries.unit_of(code)
    return (
        str(federation["name"])
        if federation
        else wording.unit({row["unit_id"]: row for row in queries.clusters()}[code])
    )


def _indicator(code: str) -> str:
    return wording.name(queries.indicators()[code])


def _sector(code: str) -> str:
    return wording.name(queries.sectors()[code])


def values(before: Mapping[str, str | None], after: Mapping[str, str | None]) -> list[tuple[str, str, str]]:
    """Return what changed of a claim: what the column is called, what it said, and what it says now."""
    names = called(column for column in after if FOLLOWS.get(column) not in after)
    return [(name, value(column, before[column]), value(column, after[column])) for column, name in names.items()]


def called(of: Iterable[str]) -> dict[str, str]:
    """Return what readers know columns of claims by; where one has no heading, what the dictionary says of it."""
    known, comments = columns.known(), cache(_comments)
    found = {}
    for column in of:
        code = HEADINGS.get(column, column)
        found[column] = known[code].heading if code in known else wording.without_stop(looked_up(comments()[column]))
    return found


def _comments() -> dict[str, str]:
    return {row["column_name"]: row["comment"] for row in queries.dictionary() if row["table_name"] == "claims"}


def since(claim_id: str) -> str:
    """Return since which build a claim stands as it does, and what it said before where it was corrected."""
    found = queries.last_change(claim_id)
    day = wording.day(wording.in_hanoi(found["published_at"]))
    if found["kind"] is None:
        return t("from the first build of the history, of {day}", day=day)
    said = t("from the build of {day}", day=day)
    if found["kind"] != "corrected":
        return said
    was = "; ".join(f"{column}: {before}" for column, before, _ in values(found["before"], found["after"]))
    return t("{build}; before: {words}", build=said, words=was)


def day(build: Row) -> str:
    """Return on which day in Hà Nội a build was published, and at what time: there may be several on one day."""
    moment = wording.in_hanoi(build["published_at"])
    return f"{wording.day(moment)}, {moment:%H:%M}"


def place(build: Row) -> str:
    """Return the place of a build on the page of changes, as it stands behind `#`."""
    return f"b{build['published_at']:%Y%m%dT%H%M%SZ}"


def counted(build: Row) -> str:
    """Return how many claims a build changed in each way."""
    if build["is_first"]:
        return t("the history begins; nothing earlier is there to compare with")
    said = [
        tn("{n} figure corrected", "{n} figures corrected", n=n) if (n := build["n_corrected"]) else "",
        tn("{n} figure withdrawn", "{n} figures withdrawn", n=n) if (n := build["n_withdrawn"]) else "",
        tn("{n} figure added", "{n} figures added", n=n) if (n := build["n_added"]) else "",
    ]
    return "; ".join(filter(None, said)) or t("no figure changed")


def line(row: Row) -> str:
    """Return one change in a line: kind, what the claim is about, what it said and says, and why."""
    kinds = {"corrected": t("Corrected"), "withdrawn": t("Withdrawn"), "added": t("Added")}
    said = f"{kinds[row['kind']]}: {subject(row)}"
    why = f" {notes.said(row['reason'])}" if row["reason"] else ""
    if row["kind"] == "withdrawn":
        return f"{said}: “{row['as_printed']}”.{why or ' ' + t('The data do not say why.')}"
    return f"{said}. {difference(row)}.{why}" if row["kind"] == "corrected" else f"{said}: “{row['as_printed']}”."


def difference(row: Row) -> str:
    """Return what a correction changed: each value, before and after."""
    found = values(row["before"], row["after"])
    return "; ".join(f"{column}: {before} → {after}" for column, before, after in found)


def subject(row: Row) -> str:
    """Return what a changed claim is about; its code where the data of today no longer know that."""
    try:
        return about(row)
    except (LookupError, ValueError, AttributeError):  # a unit or an indicator that was withdrawn too
        return t("code {claim}", claim=row["claim_id"])
