"""Lists of figures and of gaps: typed rows under headings, for the table of a page and for its files alike."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from dashboard import columns, markup, provenance, queries, tables, wording
from dashboard.captions import Caption
from dashboard.columns import STATES
from dashboard.messages import t, tn
from dashboard.selection import understood

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from dashboard.columns import Column
    from dashboard.figure import Figure
    from dashboard.rows import Row
    from dashboard.selection import Address, Choice, Offer, Selection

MANY = 8  # articles that are named one by one


@dataclass(frozen=True)
class Listing:
    """Rows by column (code → heading): numbers, dates and words, None where there is none. Each has a claim_id too.

    `rows` may be the first of `n_all`; `figures` are what they are made of.
    """

    page: str
    name: str
    caption: Caption
    columns: Mapping[str, str]
    rows: Sequence[Row]
    n_all: int
    figures: Sequence[Figure] = ()

    def words(self) -> tables.Table:
        """Return the rows in words."""
        kinds = {code: column.kind for code, column in columns.named(*self.columns).items()}
        return tables.Table(
            list(self.columns.values()),
            [[_spoken(kinds[code], columns.in_words(_cell(row, code))) for code in self.columns] for row in self.rows],
            [place for place, code in enumerate(self.columns) if kinds[code] == "number"],
        )


def _cell(row: Row, code: str) -> object:
    """Return what stands in a cell on a page; a file has the number itself."""
    is_zero = code == "value" and row[code] == 0 and row["qualifier"] in (None, wording.qualifiers()["exact"])
    return wording.NONE if is_zero else row[code]


def _spoken(kind: str, words: str) -> str:
    """Return words as HTML that says so where they are Vietnamese whatever the reader's language."""
    return markup.element("span", words, lang="vi") if kind == "article" and words else words


def _listed(
    page: str, name: str, caption: Caption, shown: Mapping[str, Column], found: Sequence[Figure], n_all: int
) -> Listing:
    """Return figures as a list of such columns."""
    rows = [{code: column.value(row) for code, column in shown.items()} | {"claim_id": row.claim_id} for row in found]
    return Listing(page, name, caption, {code: column.heading for code, column in shown.items()}, rows, n_all, found)


# Gaps: every unit and core indicator in every period with a figure of any of them.

MISSING = ("omitted", "unpublished")  # what an article could end


def gap_offer() -> Offer:
    """Return what the page of gaps lets choose."""
    return {
        "indicator": {code: wording.name(row) for code, row in queries.indicators().items() if row["is_core"]},
        "state": columns.states(),
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
    found.sort(key=lambda row: STATES.index(row["state"]))  # within a state, the newest period first
    hedged = ("qualifier", "value") if "observed" in states else ()
    shown = columns.named("name", "cluster", "indicator", "period", "sector", *hedged, "status", "speaking")
    return _listed("gaps", "list", _gap_caption(selection, choice, found), shown, found[:at_most], len(found))


def _gap_caption(selection: Selection, choice: Choice, found: Sequence[Figure]) -> Caption:
    states, words, names = choice["state"] or MISSING, columns.states(), queries.indicators()
    n = len(found)
    title = (
        tn("{n} figure is missing", "{n} figures are missing", n=n)
        if set(states) <= set(MISSING)
        else tn("{n} row", "{n} rows", n=n)
    )
    asked = [
        selection.scope(),
        ", ".join(wording.name(names[code]) for code in choice["indicator"]),
        ", ".join(words[state] for state in STATES if state in states),
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


CODES = (
    "unit", "qualifier", "value", "out_of", "lower", "upper", "measure", "obs_status", "scenario", "target_kind",
    "period", "topic", "indicator", "sector", "as_printed", "title", "publisher", "published", "line", "rank", "note",
    "entered_on", "checked_on", "period_start", "period_end", "unit_id", "indicator_id", "time_period", "sector_id",
    "unit_measure", "status_id", "claim_id",
)  # fmt: skip
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


def columns_of(kind: str) -> dict[str, Column]:
    """Return the columns of claims or observations that a reader may choose, in their order."""
    found = columns.named(*CODES) | {"value": columns.known()["figure"]}
    if kind == "claims":
        return {code: column for code, column in found.items() if code not in ("lower", "upper")}
    return {
        code: column._replace(heading=f"{column.heading} ({SDMX[code]})") if code in SDMX else column
        for code, column in found.items()
        if code != "rank"
    }


def figure_offer(kind: str) -> Offer:
    """Return what the page of all figures lets choose."""
    return {
        "topic": {code: wording.name(row) for code, row in queries.topics().items()},
        "indicator": {code: wording.name(row) for code, row in queries.indicators().items()},
        "article": queries.headlines(),
        "scenario": columns.scenarios(),
        "status": {code: said for code, said in columns.statuses().items() if code in ("A", "P")},
        "columns": {
            code: column.heading
            for code, column in columns_of(kind).items()
            if code == "value" or code not in WITH_VALUE
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
    shown = {code: column for code, column in columns_of(kind).items() if code in asked}
    n = found[0]["n_all"] if found else 0
    return _listed("explore", kind, _figures_caption(kind, selection, text, choice, found), shown, found, n)


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
