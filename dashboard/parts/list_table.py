"""A list on the screen: its words, the rows, a way to the evidence of each, the same as plain HTML, and its files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from dashboard import columns, markup
from dashboard.messages import t, tn
from dashboard.parts import downloads, evidence

if TYPE_CHECKING:
    from pandas.io.formats.style import Styler

    from dashboard.listings import Listing
    from dashboard.selection import Address

AT_MOST = 1000  # rows on the screen; the files hold all
READABLE = 200  # rows of the table beside the one on the canvas, which not everybody can read
WIDTHS = {
    "indicator": 230,
    "qualifier": 100,
    "as_printed": 200,
    "rank": 200,
    **dict.fromkeys(("title", "speaking", "note"), 300),
}


def draw(listing: Listing, address: Address) -> None:
    """Draw a list; `address` is that of its page."""
    caption = listing.caption
    st.html(markup.heading(caption.title, caption.subtitle))
    if not listing.rows:
        st.info(t("No rows match. Remove a filter, or try other words."))
        return
    key = f"{listing.page}_{listing.name}"
    claim_ids = [row["claim_id"] for row in listing.rows]
    st.dataframe(
        _grid(listing),
        hide_index=True,
        placeholder="",
        column_config={
            heading: st.column_config.Column(width=WIDTHS[code])
            for code, heading in listing.columns.items()
            if code in WIDTHS
        },
        key=key,
        on_select=lambda: evidence.ask_by_row(key, claim_ids),
        selection_mode="single-row",  # with cells, the keyboard alone opens a card at every step
        alt=caption.alt(),
    )
    notes = [
        t("Tick the box at the start of a row to see its evidence.") if any(claim_ids) else "",
        _cut(listing),
        *caption.notes,
    ]
    table = ""
    if len(listing.rows) <= READABLE:
        words = listing.words().html(f"{caption.title}. {caption.subtitle}")
        table = markup.details(t("The same figures as a table"), words)
    st.html(
        markup.paragraphs([" ".join(filter(None, notes)), *caption.sources, caption.freshness], "chart-notes")
        + table
        + downloads.of_list(f"{listing.page}/{listing.name}", address)
    )


def _cut(listing: Listing) -> str:
    if len(listing.rows) == listing.n_all:
        return ""
    return tn(
        "Only the first row of {all} is shown here; the files hold all.",
        "Only the first {n} rows of {all} are shown here; the files hold all.",
        n=len(listing.rows),
        all=listing.n_all,
    )


def _grid(listing: Listing) -> Styler:
    """Return the rows as numbers, days and words, so that they sort as such, each written as the language has it."""
    headings = list(listing.columns.values())
    rows = [[row[code] for code in listing.columns] for row in listing.rows]
    return pd.DataFrame(rows, columns=headings).style.format(columns.in_words, na_rep="")
