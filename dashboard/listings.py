"""Lists of figures and of gaps: typed rows under headings, for the table of a page and for its files alike."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from typing import TYPE_CHECKING, NamedTuple

from dashboard import citations, markup, notes, provenance, queries, tables, wording
from dashboard.captions import Caption
from dashboard.messages import t, tn
from dashboard.selection import understood

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from dashboard.figure import Figure
    from dashboard.rows import Row
    from dashboard.selection import Address, Choice, Offer, Selection

NUMBERS = ("value", "out_of", "lower", "upper", "line")
VIETNAMESE = ("as_printed", "title", "publisher")
MANY = 8  # articles that are named one by one


@dataclass(frozen=True)
class Listing:
    """Rows by column (code → heading): numbers, dates and words, None where there is none. Each has a claim_id too.

    `rows` may be the first of `n_all`.
    """

    page: str
    name: str
    caption: Caption
    columns: Mapping[str, str]
    rows: Sequence[Row]
    n_all: int

    def words(self) -> tables.Table:
        """Return the rows in words."""
        return tables.Table(
            list(self.columns.values()),
            [[_spoken(code, said(row[code])) for code in self.columns] for row in self.rows],
            [place for place, code in enumerate(self.columns) if code in NUMBERS],
        )


def said(value: object) -> str:
    """Return a value of a list in words."""
    if value is None:
        return ""
    if isinstance(value, int | float):
        return wording.number(value)
    return wording.day(value) if isinstance(value, date) else str(value)


def _spoken(code: str, words: str) -> str:
    """Return words as HTML that says so where they are Vietnamese whatever the reader's language."""
    return markup.element("span", words, lang="vi") if code in VIETNAMESE and words else words


# Gaps: every unit and core indicator in every period with a figure of any of them.

MISSING = ("omitted", "unpublished")  # what an article could end


def gap_offer() -> Offer:
    """Return what the page of gaps lets choose."""
    return {
        "indicator": {code: wording.name(row) for code, row in queries.indicators().items() if row["is_core"]},
        "state": tables.states(),
    }


def gap_rows(selection: Selection, choice: Choice) -> list[Figure]:
    """Return the rows of `queries.gaps` for the chosen units and indicators, in every state."""
    rows = selection.among(queries.gaps(selection.order))
    return [row for row in rows if not choice["indicator"] or row["indicator_id"] in choice["indicator"]]


def gaps(selection: Selection, choice: Choice, at_most: int | None = None) -> Listing:
    """Return the list of what is missing, or of what is in the chosen states."""
    states = choice["state"] or MISSING
    found = [row for row in gap_rows(selection, choice) if row["state"] in states]
    found.sort(key=lambda row: row["period_end"], reverse=True)
    found.sort(key=lambda row: tables.STATES.index(row["state"]))  # within a state, the newest period first
    columns = {
        "unit": t("Unit"),
        "cluster": t("Emulation cluster"),
        "indicator": t("Indicator"),
        "period": t("Period"),
        "sector": t("Restriction"),
        "qualifier": t("Qualifier"),
        "value": t("Result"),
        "state": t("Status"),
        "title": t("Article that speaks of the unit"),
    }
    if "observed" not in states:
        del columns["qualifier"], columns["value"]
    sectors = queries.sectors()
    rows = [_gap(row, sectors) for row in found[:at_most]]
    return Listing("gaps", "list", _gap_caption(selection, choice, found), columns, rows, len(found))


def _gap(row: Figure, sectors: Mapping[str, Row]) -> Row:
    return {
        "unit": row["name"],
        "cluster": wording.unit({"name": row["cluster_name"], "name_en": row["cluster_name_en"]}),
        "indicator": wording.name(row),
        "period": wording.sentence(wording.period(row["time_period"])),
        "sector": _restriction(row, sectors),
        "qualifier": _hedge(row),
        "value": row["value"],
        "state": row.status or tables.states()[row.state],
        "title": row["title"],
        "claim_id": row["claim_id"],
    }


def _gap_caption(selection: Selection, choice: Choice, found: Sequence[Figure]) -> Caption:
    states, words, names = choice["state"] or MISSING, tables.states(), queries.indicators()
    n = len(found)
    title = (
        tn("{n} figure is missing", "{n} figures are missing", n=n)
        if set(states) <= set(MISSING)
        else tn("{n} row", "{n} rows", n=n)
    )
    asked = [
        selection.scope(),
        ", ".join(wording.name(names[code]) for code in choice["indicator"]),
        ", ".join(words[state] for state in tables.STATES if state in states),
    ]
    order = (
        t("Units that an article speaks of stand first; then the newest period.")
        if set(MISSING) <= set(states)
        else t("The newest period stands first.")
    )
    figures = [row for row in found if row["claim_id"] is not None]
    subtitle = " · ".join(filter(None, asked))
    return Caption(title, subtitle, (order,), _sources(found), freshness=provenance.freshness(figures))


# Figures: all that are printed, or those that we stand behind.


class Column(NamedTuple):
    """A column that a reader may choose: its heading, and its value in a row of `queries.figures`."""

    heading: str
    value: Callable[[Row], object]


SDMX = {  # what SDMX calls the parts of an observation
    "unit": "REF_AREA",
    "indicator": "INDICATOR",
    "period": "TIME_PERIOD",
    "value": "OBS_VALUE",
    "measure": "UNIT_MEASURE",
    "obs_status": "OBS_STATUS",
}
USUAL = {  # the columns where none are chosen
    "claims": ("unit", "value", "measure", "scenario", "period", "indicator", "sector", "as_printed", "title"),
    "observations": ("unit", "value", "lower", "upper", "measure", "scenario", "period", "indicator", "sector"),
}
WITH_VALUE = ("qualifier", "value", "obs_status")  # no number stands without its hedge, nor unmarked when provisional


def columns(kind: str) -> dict[str, Column]:
    """Return the columns of claims or observations, in their order."""
    scenarios, statuses, targets = scenarios_in_words(), statuses_in_words(), wording.target_kinds()
    sectors = cache(queries.sectors)  # asked with the first row: which columns there are needs no warehouse
    found = {
        "unit": Column(t("Unit"), lambda row: wording.unit({"name": row["name"], "name_en": row["unit_en"]})),
        "qualifier": Column(t("Qualifier"), _hedge),
        "value": Column(t("Figure"), lambda row: row["value"]),
        "out_of": Column(t("Out of"), lambda row: row["out_of"]),
        "lower": Column(t("At least"), lambda row: row["lower"]),
        "upper": Column(t("At most"), lambda row: row["upper"]),
        "measure": Column(t("Unit of measure"), lambda row: wording.name(row, "measure")),
        "obs_status": Column(t("Status"), lambda row: statuses[row["obs_status"]]),
        "scenario": Column(t("Kind"), lambda row: scenarios[row["scenario"]]),
        "target_kind": Column(t("Kind of target"), lambda row: targets.get(row["target_kind"])),
        "period": Column(t("Period"), lambda row: wording.sentence(wording.period(row["time_period"]))),
        "topic": Column(t("Field of work"), lambda row: wording.name(row, "topic")),
        "indicator": Column(t("Indicator"), wording.name),
        "sector": Column(t("Restriction"), lambda row: _restriction(row, sectors())),
        "as_printed": Column(t("As printed"), lambda row: row["as_printed"]),
        "title": Column(t("Article"), lambda row: row["title"]),
        "publisher": Column(t("Publisher"), _publisher),
        "published": Column(t("Published"), provenance.published),
        "line": Column(t("Line"), lambda row: row["line"]),
        "rank": Column(t("Rank"), citations.rank),
        "note": Column(t("Readers’ note"), lambda row: row["note"] and notes.said(row["note"])),
        "entered_on": Column(t("Entered on"), lambda row: row["entered_on"]),
        "checked_on": Column(t("Checked on"), lambda row: row["checked_on"]),
        "period_start": Column(t("From"), lambda row: row["period_start"]),
        "period_end": Column(t("To"), lambda row: row["period_end"]),
        "unit_id": Column(t("Unit’s code"), lambda row: row["unit_id"]),
        "indicator_id": Column(t("Indicator (code)"), lambda row: row["indicator_id"]),
        "time_period": Column(t("Period (SDMX)"), lambda row: row["time_period"]),
        "sector_id": Column(t("Restriction (code)"), lambda row: row["sector"]),
        "unit_measure": Column(t("Unit of measure (code)"), lambda row: row["unit_measure"]),
        "status_id": Column(t("OBS_STATUS (SDMX)"), lambda row: row["obs_status"]),
        "claim_id": Column(t("Claim"), lambda row: row["claim_id"]),
    }
    if kind == "claims":
        return {code: column for code, column in found.items() if code not in ("lower", "upper")}
    return {
        code: column._replace(heading=f"{column.heading} ({SDMX[code]})") if code in SDMX else column
        for code, column in found.items()
        if code != "rank"
    }


def scenarios_in_words() -> dict[str, str]:
    """Return what a figure may be: reached, or aimed at."""
    return {"actual": t("result"), "target": t("target")}


def statuses_in_words() -> dict[str, str]:
    """Return how final a figure may be."""
    return {"A": t("with a figure"), "P": t("provisional")}


def figure_offer(kind: str) -> Offer:
    """Return what the page of all figures lets choose."""
    return {
        "topic": {code: wording.name(row) for code, row in queries.topics().items()},
        "indicator": {code: wording.name(row) for code, row in queries.indicators().items()},
        "article": queries.headlines(),
        "scenario": scenarios_in_words(),
        "status": statuses_in_words(),
        "columns": {
            code: column.heading for code, column in columns(kind).items() if code == "value" or code not in WITH_VALUE
        },
    }


def typed(text: str) -> tuple[str, ...]:
    """Return the words that a text is looked for by, without diacritics and signs; a unit's name is one word.

    >>> typed("Đống Đa, 6/6  ĐƠN VỊ")
    ('dong da', '6/6', 'don', 'vi')
    """
    words = (re.sub(r"[^\w%/]|_", " ", wording.fold(word)).split() for word in text[:80].split())
    whole = " ".join("-".join(parts) for parts in words if parts)
    names = sorted((wording.fold(unit["name"]) for unit in queries.federations()), key=len, reverse=True)
    found = re.findall(rf"(?<!\S)(?:{'|'.join(map(re.escape, names))})(?!\S)|\S+", whole)
    return tuple(word.replace("-", " ") for word in dict.fromkeys(found))


def figures(kind: str, selection: Selection, text: str, choice: Choice, at_most: int | None = None) -> Listing:
    """Return the claims or observations (`kind`) of a selection in which all words of a text are found."""
    among = {name: codes for name, codes in choice.items() if name != "columns"}
    found = queries.figures(kind, about(selection), typed(text), selection.order, at_most, **among)
    asked = set(choice["columns"] or USUAL[kind])
    asked |= set(WITH_VALUE) if "value" in asked else set()
    shown = {code: column for code, column in columns(kind).items() if code in asked}
    rows = [
        {code: column.value(row) for code, column in shown.items()} | {"claim_id": row["claim_id"]} for row in found
    ]
    n = found[0]["n_all"] if found else 0
    caption = _figures_caption(kind, selection, text, choice, found)
    return Listing("explore", kind, caption, {code: column.heading for code, column in shown.items()}, rows, n)


def about(selection: Selection) -> tuple[str, ...] | None:
    """Return the units that figures may be about: with a cluster its own figures too, with the city all there are."""
    if selection.is_whole_city:
        return None
    itself = [selection.cluster_id] if selection.cluster_id and not selection.chosen else []
    return (*selection.unit_ids, *itself)


def _figures_caption(kind: str, selection: Selection, text: str, choice: Choice, found: Sequence[Figure]) -> Caption:
    n, everything = found[0]["n_all"] if found else 0, queries.n_figures(kind)
    offer = figure_offer(kind)
    asked = [
        selection.scope(),
        t("search: “{words}”", words=text[:80].strip()) if text.strip() else "",
        *(", ".join(offer[name][code] for code in codes) for name, codes in choice.items() if name != "columns"),
    ]
    if kind == "claims":
        title = tn("{n} of {all} printed figures", "{n} of {all} printed figures", n=n, all=everything)
        said = [t("Every figure stands here as an article prints it, used or not.")]
    else:
        title = tn("{n} of {all} figures in use", "{n} of {all} figures in use", n=n, all=everything)
        said = [
            t("For each unit, indicator, period and kind, the one figure that stands."),
            t("At least and at most are what the article commits itself to; an empty cell sets no limit."),
        ]
    said.append(t("The newest period stands first."))
    subtitle = " · ".join(filter(None, asked))
    return Caption(title, subtitle, tuple(said), _sources(found), freshness=provenance.freshness(found))


def _sources(rows: Sequence[Row]) -> tuple[str, ...]:
    named = provenance.sources(rows)
    n = len(named)
    if n <= MANY:
        return named
    return (tn("Source: {n} article.", "Sources: {n} articles, named in the rows.", n=n),)


def _restriction(row: Row, sectors: Mapping[str, Row]) -> str | None:
    return None if row["sector"] == "_T" else wording.name(sectors[row["sector"]])


def _publisher(row: Row) -> str:
    return f"{row['publisher']} ({t('inferred')})" if row["publisher_kind"] == "inferred" else str(row["publisher"])


def _hedge(row: Row) -> str | None:
    """Return the word that a figure is hedged with."""
    return None if row["qualifier"] in (None, "exact") else wording.qualifiers()[row["qualifier"]]


# The lists that files can be made of, by page and name, from the selection and the rest of an address.


def _asked_gaps(selection: Selection, asked: Address) -> Listing:
    return gaps(selection, understood(gap_offer(), asked))


def _asked_figures(kind: str, selection: Selection, asked: Address) -> Listing:
    text = (asked.get("q") or [""])[-1]
    return figures(kind, selection, text, understood(figure_offer(kind), asked))


def accepted(page: str, name: str) -> dict[str, Collection[str] | None]:
    """Return what the file of a list may be asked for beside a selection: parameters with their values, None: any."""
    if page == "gaps":
        return {**gap_offer()}
    return {**figure_offer(name), "q": None, "list": (name,)}


LISTINGS: dict[tuple[str, str], Callable[[Selection, Address], Listing]] = {
    ("gaps", "list"): _asked_gaps,
    ("explore", "claims"): partial(_asked_figures, "claims"),
    ("explore", "observations"): partial(_asked_figures, "observations"),
}
