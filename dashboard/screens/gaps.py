"""What is missing: first what an article nearly gave and where to look, then units against indicators and periods."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import streamlit as st

from dashboard import columns, filters, links, listings, markup, queries, signs, wording
from dashboard.columns import heading
from dashboard.messages import t, tn
from dashboard.parts import choices, downloads, foot, wanted
from dashboard.queries import Series
from dashboard.rows import observed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from markupsafe import Markup

    from dashboard.figure import Figure
    from dashboard.parts.wanted import Wanted
    from dashboard.selection import Offer, Selection

PAGE = "gaps"
AT_MOST, AT_MOST_NARROW = 10, 6  # series side by side, and on a phone
FEW = 6  # articles whose numbers stand behind the figures of the grid: of more, the cards alone say which it is
AT_ONCE = 6  # of what is to be looked for first; the rest is folded
SPOKEN_OF = ("observed", "omitted")  # states in which an article speaks of a unit


def draw() -> None:
    """Draw the page for the reader's selection."""
    offer = listings.gap_offer()
    choices.arrive(PAGE, offer)
    selection, _ = filters.head()
    st.title(t("What is missing"), anchor=False)
    choice = choices.said(PAGE, offer)
    address = selection.address() | choices.address(choice)
    filters.write(address)
    if not selection.unit_ids:
        return
    rows = listings.gap_rows(selection, choice)
    at_most = AT_MOST_NARROW if filters.is_narrow() else AT_MOST
    states = choice["state"] or SPOKEN_OF
    with_any = {_key(row) for row in rows if row.state in states} or set(map(_key, rows))
    newest = _newest([row for row in rows if _key(row) in with_any], at_most)
    shown = [row for row in rows if _key(row) in newest]
    sought = wanted.first(rows)
    cited = foot.numbered([*(row for one in sought for row in one.units), *observed(shown)])
    st.html(found(rows, sought, selection) + first(sought, cited))
    _narrow(offer)
    said = f"{t('What is missing')}: {selection.scope()}"
    signs_of_it = legend(shown, at_most, len(with_any))
    st.html(
        grid(shown, states, said, cited if len(cited) <= FEW else {})
        + markup.paragraphs([signs_of_it if any(row.state in states for row in shown) else ""], "chart-notes")
        + foot.sources(cited)
        + foot.more(how_to_read(), said, downloads.of_list("gaps/list", address))
    )


def _narrow(offer: Offer) -> None:
    """Draw what the page lets choose beside the shared filters."""
    with st.popover(t("Narrow down"), icon=":material/filter_list:"):
        for parameter, label, nothing in (
            ("indicator", heading("indicator"), t("All core indicators")),
            ("state", heading("status"), t("All")),
        ):
            st.multiselect(
                label,
                list(offer[parameter]),
                format_func=offer[parameter].__getitem__,
                key=f"{PAGE}_{parameter}",
                placeholder=nothing,
                on_change=choices.forget_unknown,
                select_all=False,
            )


def found(rows: Sequence[Figure], sought: Sequence[Wanted], selection: Selection) -> Markup:
    """Return how many figures of the newest period articles nearly gave, and how many there are.

    `rows`: as from `listings.gap_rows`; `sought`: as from `wanted.first`.
    """
    said = tn(
        "{n} figure of core indicators in the articles that were read",
        "{n} figures of core indicators in the articles that were read",
        n=len(observed(rows)),
    )
    nearly = tn(
        "Look first for {n} figure: an article names the unit and prints none",
        "Look first for {n} figures: articles name the units and print none",
        n=sum(len(each.units) for each in wanted.newest(sought)),
    )
    subtitle = [said] if sought else []
    return markup.element("h2", nearly if sought else said, class_="finding") + markup.element(
        "p", " · ".join([*subtitle, selection.scope()]), class_="chart-subtitle"
    )


def first(sought: Sequence[Wanted], cited: Mapping[str, str]) -> Markup:
    """Return the table of what is to be looked for first: what, of which units, and where."""
    if not sought:
        return markup.joined([])
    sectors = queries.sectors()
    lines = [
        [
            wording.name(each.one),
            wording.sentence(wording.dated(each.one, sectors)),
            wanted.named(each.units, cited),
            wording.sentence(each.where),
        ]
        for each in sought
    ]
    headings = [heading("indicator"), heading("dated"), t("Named without a figure"), t("Where to look")]
    rest = lines[AT_ONCE:]
    table = markup.table(t("Where to look first"), headings, lines[:AT_ONCE])
    more = (
        markup.details(
            tn("{n} further row", "{n} further rows", n=len(rest)),
            markup.table(t("Where to look next"), headings, rest),
        )
        if rest
        else ""
    )
    return markup.element("div", table, more, class_="two-lines wanted")


def _key(row: Figure) -> Series:
    return Series(row.indicator_id, row.time_period, row.sector)


def _newest(rows: Sequence[Figure], at_most: int) -> set[Series]:
    """Return the newest series, as many as fit side by side."""
    ends = {_key(row): row["period_end"] for row in rows}
    return set(sorted(ends, key=ends.__getitem__, reverse=True)[:at_most])


def grid(rows: Sequence[Figure], states: Sequence[str], caption: str, cited: Mapping[str, str]) -> Markup:
    """Return the table of units and series by cluster; a figure leads to its card.

    Units without a cell in one of the states are folded to their names; `rows` as from `listings.gap_rows`.
    """
    series = list(dict.fromkeys(map(_key, rows)))
    units: dict[str, dict[Series, Figure]] = {}
    for row in rows:
        units.setdefault(row.unit_id, {})[_key(row)] = row
    clusters: dict[str, list[dict[Series, Figure]]] = {}
    empty: dict[str, list[str]] = {}
    for cells in units.values():
        one = next(iter(cells.values()))
        cluster = wording.unit({"name": one.cluster_name, "name_en": one.cluster_name_en})
        if any(cell.state in states for cell in cells.values()):
            clusters.setdefault(cluster, []).append(cells)
        else:
            empty.setdefault(cluster, []).append(one.name)
    bodies = [
        markup.element(
            "tbody",
            markup.element("tr", markup.element("th", cluster, scope="rowgroup", colspan=str(len(series) + 1))),
            *(_unit(cells, series, cited) for cells in clusters[cluster]),
        )
        for cluster in sorted(clusters)
    ]
    table = markup.element(
        "table", markup.element("caption", caption, class_="unseen"), _head(rows, series), *bodies,
        class_="figures matrix",
    )  # fmt: skip
    drawn = markup.element("div", table, class_="scrolls", tabindex="0", role="region", aria_label=caption)
    return (drawn if bodies else markup.joined([])) + _folded(empty)


def _head(rows: Sequence[Figure], series: Sequence[Series]) -> Markup:
    names = {row.indicator_id: wording.name(row) for row in rows}
    sectors = queries.sectors()
    indicators = markup.element("th", heading("name"), scope="col", rowspan="2") + markup.joined(
        markup.element("th", names[indicator_id], scope="colgroup", colspan=str(n))
        for indicator_id, n in Counter(one.indicator_id for one in series).items()
    )
    periods = (
        markup.element(
            "th",
            f"{wording.period_in_short(one.time_period)} ",
            markup.element("small", wording.restricted("", one.sector, sectors, "")),
            scope="col",
            aria_label=wording.series(one, sectors),
        )
        for one in series
    )
    return markup.element("thead", markup.element("tr", indicators), markup.element("tr", *periods))


def _unit(cells: Mapping[Series, Figure], series: Sequence[Series], cited: Mapping[str, str]) -> Markup:
    """Return the row of a unit. On a phone each cell says its period, and the first of an indicator its name."""
    name = next(iter(cells.values())).name
    said: set[str] = set()
    drawn = []
    for one in series:
        cell = cells.get(one)
        if cell is None:  # a period of an article that speaks of others
            drawn.append(markup.element("td", class_="unpublished"))
            continue
        is_first = cell.state in SPOKEN_OF and one.indicator_id not in said
        if is_first:
            said.add(one.indicator_id)
        drawn.append(_cell(cell, wording.name(cell) if is_first else "", cited))
    return markup.element("tr", markup.element("th", name, scope="row"), *drawn)


def _cell(row: Figure, indicator: str, cited: Mapping[str, str]) -> Markup:
    """Return a cell: the figure, or a sign of why there is none, with words for those who do not see it."""
    if row.state == "observed":
        sign = markup.joined([links.to_claim(row.claim_id, row.in_short), foot.mark(cited, row)])
        words = row.status
    else:
        shown = t("n/a") if row.state == "not_applicable" else str(row.amount)
        sign, words = markup.element("span", shown, aria_hidden="true"), columns.states()[row.state]
    return markup.element(
        "td",
        sign,
        " ",
        markup.element("span", words, class_="unseen"),
        class_=row.state,
        data_of=indicator,
        data_period=wording.restricted(wording.period_in_short(row.time_period), row.sector, queries.sectors(), ", "),
    )


def _folded(empty: Mapping[str, Sequence[str]]) -> Markup:
    """Return the names of units without anything in the table, by cluster, folded."""
    n = sum(map(len, empty.values()))
    if not n:
        return markup.joined([])
    lines = [
        markup.joined([markup.element("b", f"{cluster}:"), f" {', '.join(empty[cluster])}."])
        for cluster in sorted(empty)
    ]
    said = tn(
        "{n} unit without a row: no such figure of it in the articles that were read",
        "{n} units without a row: no such figure of them in the articles that were read",
        n=n,
    )
    return markup.details(said, markup.paragraphs(lines, "line"))


def legend(rows: Sequence[Figure], at_most: int, n_series: int) -> str:
    """Return what the signs of the table mean, those that are in it."""
    states = Counter(row.state for row in rows)
    said = [
        t("… named, no figure") if states["omitted"] else "",
        t("* provisional") if signs.status(observed(rows)) else "",
        t("blank: not in the articles that were read, which does not mean zero") if states["unpublished"] else "",
        t("n/a: the unit did not exist in this period") if states["not_applicable"] else "",
        t("the newest {n} of {all} columns; narrow down for others", n=at_most, all=n_series)
        if n_series > at_most
        else "",
    ]
    return " · ".join(filter(None, said))


def how_to_read() -> list[str]:
    """Return how the page is to be read."""
    return [
        t(
            "Each unit is set against the core indicators in every period for which an article prints any of them. "
            "A gap is filled by an article that prints the figure for that unit and period; nothing is estimated here."
        ),
        t(
            "Columns in which no unit has a figure or is named in the articles that were read are left out. "
            "The file lists what is missing, row by row; with a status chosen, what has that status."
        ),
    ]
