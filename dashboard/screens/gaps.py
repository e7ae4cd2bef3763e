"""What is missing: the units against the core indicators and periods, and the list of what is to be found."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import streamlit as st

from dashboard import columns, filters, listings, markup, provenance, queries, signs, wording
from dashboard.messages import t, tn
from dashboard.parts import choices, evidence, glossary, list_table
from dashboard.queries import Series
from dashboard.rows import observed
from dashboard.selection import query

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

    from dashboard.figure import Figure
    from dashboard.selection import Address, Selection

PAGE = "gaps"
AT_MOST = 24  # series side by side
STATE = f"{PAGE}_state"
CLAIM = "claim"  # the parameter by which a figure in the matrix leads to its evidence


def draw() -> None:
    """Draw the page for the reader's selection."""
    st.title(t("What is missing"), anchor=False)
    glossary.paragraph(
        t(
            "Each unit is set against the core indicators in every period for which an article prints any of them. "
            "A gap is filled by an article that prints the figure for that unit and period; nothing is estimated here."
        )
    )
    offer = listings.gap_offer()
    choices.arrive(PAGE, offer)
    if st.session_state[filters.ARRIVAL] and not st.session_state[STATE]:
        st.session_state[STATE] = list(listings.MISSING)
    selection, _ = filters.head()
    _ask_by_link()
    names = offer["indicator"]
    st.multiselect(
        t("Indicator"),
        list(names),
        format_func=names.__getitem__,
        key=f"{PAGE}_indicator",
        placeholder=t("All core indicators"),
        on_change=choices.forget_unknown,
        select_all=False,
    )
    choice = choices.said(PAGE, offer)
    address = selection.address() | choices.address(choice)
    if set(choice["state"]) == set(listings.MISSING):
        del address["state"]
    filters.write(address)
    if not selection.unit_ids:
        return
    rows = listings.gap_rows(selection, choice)
    st.html(overview(rows, selection, address))
    _choose_states(rows)
    list_table.draw(listings.gaps(selection, choice, list_table.AT_MOST), address)


def _ask_by_link() -> None:
    """Open the card of the figure that a link of the matrix leads to."""
    claim_id = st.query_params.get(CLAIM)
    if claim_id and st.session_state[filters.ARRIVAL] == "link":
        evidence.ask(claim_id)


def _choose_states(rows: Sequence[Figure]) -> None:
    """Draw how many there are of each state: what the list below is made of."""
    counts = Counter(row.state for row in rows)
    words = {state: wording.sentence(name) for state, name in columns.states().items()}
    st.pills(
        t("What the list shows"),
        [state for state in columns.STATES if counts[state] or state in st.session_state[STATE]],
        format_func=lambda state: f"{words[state]}: {wording.number(counts[state])}",
        selection_mode="multi",
        key=STATE,
        on_change=choices.forget_unknown,
        wrap=True,
    )


def overview(rows: Sequence[Figure], selection: Selection, address: Address) -> Markup:
    """Return the matrix of units and series with its words; `rows` as from `listings.gap_rows`."""
    counts = Counter(row.state for row in rows)
    n, possible = counts["observed"], len(rows) - counts["not_applicable"]
    title = tn(
        "{n} of {all} figures is in the articles that were read",
        "{n} of {all} figures are in the articles that were read",
        n=n,
        all=possible,
    )
    names = dict.fromkeys(wording.name(row) for row in rows)
    subtitle = f"{', '.join(names)} · {selection.scope()}"
    shown, n_series = _newest(rows), len(set(map(_key, rows)))
    figures = observed(rows)
    notes = [
        t("A figure leads to its evidence.") if figures else "",
        signs.starred(figures),
        signs.hatched(rows),
        t("Empty cell: not in the articles that were read.") if counts["unpublished"] else "",
        t("n/a: the unit did not exist in this period.") if counts["not_applicable"] else "",
        t("Shown: the newest {n} of {all} columns.", n=AT_MOST, all=n_series) if n_series > AT_MOST else "",
    ]
    return (
        markup.heading(title, subtitle)
        + matrix([row for row in rows if _key(row) in shown], f"{title}. {subtitle}", address)
        + markup.paragraphs([" ".join(filter(None, notes)), provenance.freshness(figures)], "chart-notes")
    )


def _key(row: Figure) -> Series:
    return Series(row.indicator_id, row.time_period, row.sector)


def _newest(rows: Sequence[Figure]) -> set[Series]:
    """Return the newest series, as many as fit side by side."""
    ends = {_key(row): row["period_end"] for row in rows}
    return set(sorted(ends, key=ends.__getitem__, reverse=True)[:AT_MOST])


def matrix(rows: Sequence[Figure], caption: str, address: Address) -> Markup:
    """Return the table of units and series, `rows` as from `listings.gap_rows`; a figure leads to its evidence."""
    names = {row.indicator_id: wording.name(row) for row in rows}
    series = list(dict.fromkeys(map(_key, rows)))
    sectors = queries.sectors()
    head = markup.element("th", columns.heading("name"), scope="col", rowspan="2") + markup.joined(
        markup.element("th", names[indicator_id], scope="colgroup", colspan=str(n))
        for indicator_id, n in Counter(one.indicator_id for one in series).items()
    )
    periods = markup.joined(markup.element("th", wording.series(one, sectors), scope="col") for one in series)
    units: dict[str, dict[Series, Figure]] = {}
    for row in rows:
        units.setdefault(row.name, {})[_key(row)] = row
    body = markup.joined(
        markup.element("tr", markup.element("th", name, scope="row"), *(_cell(cells[one], address) for one in series))
        for name, cells in units.items()
    )
    table = markup.element(
        "table",
        markup.element("caption", caption, class_="unseen"),
        markup.element("thead", markup.element("tr", head), markup.element("tr", periods)),
        markup.element("tbody", body),
        class_="figures matrix",
    )
    return markup.element("div", table, class_="scrolls", tabindex="0", role="region", aria_label=caption)


def _cell(row: Figure, address: Address) -> Markup:
    """Return a cell: the figure, or a sign of why there is none, with words for those who do not see it."""
    state = row.state
    if state == "observed":
        sign: markup.Text = markup.element(
            "a",
            row.in_short,
            href="?" + query(address | {CLAIM: [str(row.claim_id)]}),
            target="_self",
        )
        words = row.status
    else:
        shown = t("n/a") if state == "not_applicable" else str(row.amount)
        sign, words = markup.element("span", shown, aria_hidden="true"), columns.states()[state]
    return markup.element("td", sign, " ", markup.element("span", words, class_="unseen"), class_=state)
