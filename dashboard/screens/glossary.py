"""The glossary: terms under five headings, each with its abbreviation and what it means here; a search as one types."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from dashboard import filters, markup, queries
from dashboard.messages import current_language, t, tn
from dashboard.parts import anchors
from dashboard.selection import along

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from markupsafe import Markup

    from dashboard.rows import Row


def draw() -> None:
    """Draw all terms in their order."""
    terms = queries.glossary()
    st.title(t("Glossary"), anchor=False)
    filters.write(along())
    filters.name_unknown()
    lead = tn(
        "{n} term with what it means in this dashboard; elsewhere it may mean more, or less.",
        "{n} terms with what they mean in this dashboard; elsewhere they may mean more, or less.",
        n=len(terms),
    )
    groups = grouped(terms)
    st.html(
        markup.element("p", lead, class_="lead")
        + search()
        + anchors.contents({_place(title): title for title in groups})
        + markup.joined(part(title, rows) for title, rows in groups.items())
    )
    st.html(_script(), unsafe_allow_javascript=True)
    anchors.arrive()


def beginnings() -> dict[str, str]:
    """Return the headings by the term that each begins with, in the order of the terms."""
    return {
        "city_federation": t("Organisations"),
        "union_member": t("People and work that are counted"),
        "assigned_target": t("Targets and periods"),
        "provisional_figure": t("What a figure is worth"),
        "sign_omitted": t("Signs"),
    }


def grouped(terms: Iterable[Row]) -> dict[str, list[Row]]:
    """Return the terms by their headings; a term stands under the heading that has begun last."""
    titles = beginnings()
    title = next(iter(titles.values()))
    groups: dict[str, list[Row]] = {}
    for row in terms:
        title = titles.get(row["term_id"], title)
        groups.setdefault(title, []).append(row)
    return groups


def _place(title: str) -> str:
    first = next(term_id for term_id, name in beginnings().items() if name == title)
    return f"from-{first}"


def search() -> Markup:
    """Return a field that leaves only the terms with all the words that are typed, and says how many these are."""
    said = t("Search a term, with or without diacritics")
    field = markup.element(
        "input", id="find-term", type="search", placeholder=said, aria_label=said, autocomplete="off"
    )
    return markup.element(
        "p", field, markup.element("span", id="found-terms", role="status", data_said=t("Found: {n}")), class_="find"
    )


@cache
def _script() -> str:
    return f"<script>{Path(__file__).with_suffix('.js').read_text(encoding='utf-8')}</script>"


def part(title: str, rows: Sequence[Row]) -> Markup:
    """Return a heading with its terms; the script folds them on a phone."""
    return markup.element(
        "section",
        markup.details(
            markup.element("h2", title, id=_place(title), class_="chart-title place"),
            markup.element("dl", *map(entry, rows), class_="glossary"),
            is_open=True,
        ),
        class_="terms",
    )


def entry(row: Row) -> Markup:
    """Return a term with its definition; `#term-<its code>` leads to it.

    In English the Vietnamese term stands beside it, which is the one in the articles.
    """
    read = current_language().seeds
    term: Sequence[str | Markup] = [_with_short(row, read, markup.element("dfn", row[f"term_{read}"]))]
    if read != "vi":
        vietnamese = _with_short(row, "vi", row["term_vi"])
        term = [*term, " · ", markup.element("span", vietnamese, lang="vi", class_="elsewhere")]
    return anchors.place(
        f"term-{row['term_id']}", markup.element("dt", *term) + markup.element("dd", row[f"definition_{read}"])
    )


def _with_short(row: Row, spoken: str, term: str | Markup) -> Markup:
    short = row[f"short_{spoken}"]
    return markup.joined([term, f" ({short})" if short and not row[f"term_{spoken}"].endswith(short) else ""])
