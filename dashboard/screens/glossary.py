"""The glossary: each term with its abbreviation, the term of the other language, and what it means here."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard import filters, markup, queries
from dashboard.messages import current_language, t, tn
from dashboard.parts import anchors
from dashboard.selection import in_language

if TYPE_CHECKING:
    from markupsafe import Markup

    from dashboard.rows import Row


def draw() -> None:
    """Draw all terms in their order."""
    terms = queries.glossary()
    st.title(t("Glossary"), anchor=False)
    filters.write(in_language())
    filters.name_unknown()
    lead = tn(
        "{n} term with what it means in this dashboard; elsewhere it may mean more, or less.",
        "{n} terms with what they mean in this dashboard; elsewhere they may mean more, or less.",
        n=len(terms),
    )
    st.html(
        markup.element("p", lead, class_="lead")
        + markup.element("dl", *(entry(row) for row in terms), class_="glossary")
    )
    anchors.arrive()


def entry(row: Row) -> Markup:
    """Return a term with its definition; `#term-<its code>` leads to it."""
    read = current_language().seeds
    other = "en" if read == "vi" else "vi"
    term = markup.element("dfn", row[f"term_{read}"])
    elsewhere = markup.element("span", _with_short(row, other, row[f"term_{other}"]), lang=other, class_="elsewhere")
    return anchors.place(
        f"term-{row['term_id']}",
        markup.element("dt", _with_short(row, read, term), " · ", elsewhere)
        + markup.element("dd", row[f"definition_{read}"]),
    )


def _with_short(row: Row, spoken: str, term: str | Markup) -> Markup:
    short = row[f"short_{spoken}"]
    return markup.joined([term, f" ({short})" if short else ""])
