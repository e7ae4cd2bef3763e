"""The columns of figures, each said once: what it is called, what stands in it, and what kind of words that is.

Pages and files name the codes of the columns that they show, in order.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from dashboard import citations, notes, provenance, queries, wording
from dashboard.messages import t

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from dashboard.figure import Figure
    from dashboard.rows import Row

STATES = ["observed", "omitted", "unpublished", "not_applicable"]  # units with a figure first, in the reader's order


class Column(NamedTuple):
    """A column: its heading, and what a row has in it: a number, a day, words, or None.

    `kind`: numbers are set to the right; the words of articles are Vietnamese whoever reads.
    """

    heading: str
    value: Callable[[Any], object]
    kind: Literal["number", "words", "article"] = "words"


def known() -> dict[str, Column]:
    """Return all columns by their codes. Most are of figures; some are of articles too."""
    exactness, targets, known_by = wording.qualifiers(), wording.target_kinds(), origins()
    of_state, of_scenario, of_status = states(), scenarios(), statuses()
    sectors = cache(queries.sectors)  # asked with the first row: which columns there are needs no warehouse
    return {
        # Of whom, what and when.
        "name": Column(t("Unit"), itemgetter("name")),
        "unit": Column(t("Unit"), lambda row: wording.unit({"name": row["name"], "name_en": row["unit_en"]})),
        "whom": Column(t("Unit"), citations.whom),
        "unit_id": Column(t("Unit’s code"), itemgetter("unit_id")),
        "cluster": Column(t("Emulation cluster"), _cluster),
        "topic": Column(t("Field of work"), lambda row: wording.name(row, "topic")),
        "indicator": Column(t("Indicator"), wording.name),
        "restricted": Column(
            t("Indicator"), lambda row: wording.restricted(wording.name(row), row["sector"], sectors())
        ),
        "indicator_id": Column(t("Indicator (code)"), itemgetter("indicator_id")),
        "sector": Column(t("Restriction"), lambda row: _restriction(row, sectors)),
        "sector_id": Column(t("Restriction (code)"), itemgetter("sector")),
        "period": Column(t("Period"), lambda row: wording.sentence(wording.period(row["time_period"]))),
        "dated": Column(t("Period"), lambda row: wording.sentence(wording.dated(row, sectors()))),
        "time_period": Column(t("Period (SDMX)"), itemgetter("time_period")),
        "period_start": Column(t("From"), itemgetter("period_start")),
        "period_end": Column(t("To"), itemgetter("period_end")),
        "scenario": Column(t("Kind"), lambda row: of_scenario[row["scenario"]]),
        "target_kind": Column(t("Kind of target"), lambda row: targets.get(row["target_kind"])),
        # How much, and what that is worth.
        "value": Column(t("Result"), itemgetter("value"), "number"),
        "amount": Column(t("Result"), lambda row: row.amount.tabled, "number"),
        "figure": Column(t("Figure"), itemgetter("value"), "number"),
        "hedged": Column(t("Figure"), _hedged, "number"),
        "measured": Column(t("Figure"), lambda row: row.measured),
        "out_of": Column(t("Out of"), itemgetter("out_of"), "number"),
        "lower": Column(t("At least"), itemgetter("lower"), "number"),
        "upper": Column(t("At most"), itemgetter("upper"), "number"),
        "qualifier": Column(t("Qualifier"), lambda row: exactness[row["qualifier"]] if row.is_bound else None),
        "exactness": Column(t("Qualifier"), lambda row: exactness.get(row["qualifier"])),
        "measure": Column(t("Unit of measure"), lambda row: wording.name(row, "measure")),
        "unit_measure": Column(t("Unit of measure (code)"), itemgetter("unit_measure")),
        "state": Column(t("Availability"), lambda row: of_state[row["state"]]),
        "status": Column(t("Status"), lambda row: row.status or of_state[row.state]),
        "obs_status": Column(t("Status"), lambda row: of_status[row["obs_status"]]),
        "status_id": Column(t("OBS_STATUS (SDMX)"), itemgetter("obs_status")),
        "status_in_full": Column(
            t("OBS_STATUS (SDMX)"), lambda row: f"{row['obs_status']} – {of_status[row['obs_status']]}"
        ),
        # Its target and its share of that.
        "target": Column(t("Target"), lambda row: row.target_in_full, "number"),
        "full_target": Column(t("Full-year target"), _full_target),
        "set_by": Column(t("Assigned or registered"), lambda row: row.kind),
        "target_set_by": Column(t("Target: assigned or registered"), lambda row: row.kind),
        "target_formula": Column(t("Target: formula"), lambda row: row["target_formula"] and wording.formula(row)),
        "target_claim_id": Column(t("Claim of the target"), itemgetter("target_claim_id")),
        "share": Column(t("Share"), lambda row: row.printed_share, "number"),
        "share_printed": Column(t("Share, printed (%)"), lambda row: row.printed_share, "number"),
        "share_recomputed": Column(t("Share, recomputed (%)"), lambda row: row.recomputed_share, "number"),
        "share_agrees": Column(t("Shares agree within rounding"), _share_agrees),
        "share_claim_id": Column(t("Claim of the share"), itemgetter("share_claim_id")),
        "target_note": Column(t("Note"), _target_note),
        # Where it stands, and who read it.
        "claim_id": Column(t("Claim"), itemgetter("claim_id")),
        "place": Column(t("Source"), wording.place),
        "as_printed": Column(t("As printed"), itemgetter("as_printed"), "article"),
        "article_id": Column(t("Article (file)"), itemgetter("article_id")),
        "article_number": Column(t("Article (number)"), wording.code),
        "title": Column(t("Article"), itemgetter("title"), "article"),
        "speaking": Column(t("Article that speaks of the unit"), itemgetter("title"), "article"),
        "publisher": Column(t("Publisher"), wording.publisher, "article"),
        "publisher_alone": Column(t("Publisher"), itemgetter("publisher"), "article"),
        "publisher_kind": Column(t("Publisher: printed or inferred"), lambda row: known_by[row["publisher_kind"]]),
        "published": Column(t("Published"), provenance.published),
        "published_from": Column(t("Published, earliest"), itemgetter("published_from")),
        "published_to": Column(t("Published, latest"), itemgetter("published_to")),
        "published_kind": Column(t("Published: printed or inferred"), lambda row: known_by[row["published_kind"]]),
        "line": Column(t("Line"), itemgetter("line"), "number"),
        "char_start": Column(t("First character"), itemgetter("char_start"), "number"),
        "char_end": Column(t("Position after the last character"), itemgetter("char_end"), "number"),
        "rank": Column(t("Rank"), citations.rank),
        "note": Column(t("Readers’ note"), lambda row: row["note"] and notes.said(row["note"])),
        "entered_by": Column(t("Entered by"), lambda row: wording.reader(row["entered_by"])),
        "entered_on": Column(t("Entered on"), itemgetter("entered_on")),
        "checked_by": Column(t("Checked by"), lambda row: wording.reader(row["checked_by"])),
        "checked_on": Column(t("Checked on"), itemgetter("checked_on")),
    }


def named(*codes: str) -> dict[str, Column]:
    """Return columns by their codes, in this order."""
    columns = known()
    return {code: columns[code] for code in codes}


def headings(*codes: str) -> list[str]:
    """Return what columns are called."""
    return [column.heading for column in named(*codes).values()]


def heading(code: str) -> str:
    """Return what a column is called."""
    return known()[code].heading


def read(rows: Iterable[Row], *codes: str) -> dict[str, list[object]]:
    """Return what rows have in columns, by the headings of these."""
    return {column.heading: [column.value(row) for row in rows] for column in named(*codes).values()}


def in_words(value: object) -> str:
    """Return in words what stands in a column."""
    if value is None or isinstance(value, str):  # a str may be HTML
        return value or ""
    if isinstance(value, int | float):
        return wording.number(value)
    return wording.day(value) if isinstance(value, date) else str(value)


# What codes mean.


def states() -> dict[str, str]:
    """Return in words what an empty or filled cell means."""
    return {
        "observed": t("with a figure"),
        "omitted": t("not printed by the article"),
        "unpublished": t("not in the articles that were read"),
        "not_applicable": t("did not exist in this period"),
    }


def scenarios() -> dict[str, str]:
    """Return what a figure may be: reached, or aimed at."""
    return {"actual": t("result"), "target": t("target")}


def statuses() -> dict[str, str]:
    """Return in words what SDMX says of an observation: how final it is, or why there is none."""
    return {"A": t("with a figure"), "P": t("provisional"), "L": t("missing"), "M": t("cannot exist")}


def origins() -> dict[str, str]:
    """Return how something is known of an article."""
    return {"printed": t("printed"), "inferred": t("inferred")}


# What stands in some columns.


def _cluster(row: Row) -> str:
    return wording.unit({"name": row["cluster_name"], "name_en": row["cluster_name_en"]})


def _restriction(row: Row, sectors: Callable[[], dict[str, Any]]) -> str | None:
    return None if row["sector"] == "_T" else wording.name(sectors()[row["sector"]])


def _hedged(row: Figure) -> object:
    """Return a number, with its hedge where it has one."""
    return row.in_full.tabled if row.is_bound or row.is_provisional or row.value == 0 else row.value


def _share_agrees(row: Row) -> str | None:
    return {True: t("yes"), False: t("no")}.get(row["share_agrees"])


def _full_target(row: Figure) -> str:
    """Return a target, and whether it is printed or how it was computed."""
    if row.target is None:
        return ""
    if row.target_status == "A":
        return f"{row.target_amount} ({t('printed')})"
    low, high = (wording.number(row[bound]) for bound in ("target_at_least", "target_at_most"))
    between = "" if low == high else f"; {low}–{high}"
    return f"{row.target_amount} ({t('worked back')}: {wording.formula(row)}{between})"


def _target_note(row: Figure) -> str:
    is_doubted, why = row.share_agrees is False, notes.said(row.share_note or "")
    said = [
        row.status,
        t("no target printed") if row.reached is None else "",
        t("≠: differs by more than rounding") if is_doubted and row.target is not None else "",
        t("≠: no whole target has this share") if is_doubted and row.target is None else "",
        why,
    ]
    return notes.holding("; ".join(filter(None, said)), why)
