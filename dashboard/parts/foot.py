"""The foot of a page, once: numbered sources, how to read the figures, files, how to cite, how to report a fault."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard import links, markup, provenance, queries, signs, terms, wording
from dashboard.messages import t, tn
from dashboard.parts import report, show
from dashboard.selection import along, linked

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from markupsafe import Markup

    from dashboard.figure import Figure
    from dashboard.markup import Text
    from dashboard.rows import Row

MANY, MOST_LINES = 6, 12  # articles that stand in one column, and those that are not folded


def numbered(rows: Iterable[Row]) -> dict[str, str]:
    """Return the numbers of the articles that rows are from, in the order of their ids: the same on each page."""
    found = {row["article_id"]: wording.source_number(row) for row in rows if row["article_id"] is not None}
    return dict(sorted(found.items()))


def mark(cited: Mapping[str, str], row: Row) -> Markup:
    """Return the number of the article that a row is from, as it stands behind its figure; nothing without one."""
    number = cited.get(row["article_id"])
    return markup.element("sup", f"[{number}]") if number else markup.joined([])


def named(cited: Mapping[str, str], one: Figure, number: str) -> Markup:
    """Return a unit with its number, a link to the card, and the number of the article behind it."""
    return markup.joined([f"{one.name} ", links.to_claim(one.claim_id, number), " ", mark(cited, one)])


def draw(cited: Mapping[str, str], notes: Sequence[str], title: str, files: Text = "") -> None:
    """Draw the foot: `notes` say how to read the figures, `title` what is cited, `files` what can be downloaded."""
    st.html(sources(cited) + more(notes, title, files))
    show.camera()


def sources(cited: Mapping[str, str]) -> Markup:
    """Return the articles by their numbers, and what the sign behind a day or a paper means, where there is one."""
    articles = {row["article_id"]: row for row in queries.articles()}
    lines = [
        markup.element("li", markup.element("span", f"[{number}]", class_="n"), source(articles[article_id]))
        for article_id, number in cited.items()
        if article_id in articles
    ]
    if not lines:
        return markup.joined([])
    kinds = {articles[one][kind] for one in cited for kind in ("publisher_kind", "published_kind")}
    sign = t("† worked out from what the article says") if "inferred" in kinds else ""
    listed = markup.element("ol", *lines, class_="sources many" if len(lines) > MANY else "sources")
    if len(lines) > MOST_LINES:
        listed = markup.details(
            tn("Source: {n} article", "Sources: {n} articles", n=len(lines)), listed, class_="listed"
        )
    return listed + markup.paragraphs([sign], "chart-notes")


def source(article: Row) -> Markup:
    """Return an article in one line, its title a link to what was taken from it."""
    title = markup.element("span", f"“{article['title']}”", lang="vi")
    link = markup.element("a", title, href=f"{linked('sources', along())}#{article['article_id']}", target="_self")
    days = wording.months(article["published_from"], article["published_to"])
    publisher = markup.element("span", article["publisher"], lang="vi")
    by, on = (signs.inferred(article[kind]) for kind in ("publisher_kind", "published_kind"))
    return markup.joined([publisher, by, ", ", link, ", ", markup.element("span", days, on, class_="when")])


def more(notes: Sequence[str], title: str, files: Text = "") -> Markup:
    """Return what is folded at the foot, side by side."""
    read = markup.paragraphs(notes, "chart-notes")
    reading = markup.details(t("How to read these figures"), read, class_="reading") if notes else ""
    return markup.element("div", reading, files, cite(title), wrong(title), class_="folded")


def cite(title: str) -> Markup:
    """Return a sentence that cites the view that is shown, and its address; and the data as a whole for programs."""
    built = wording.within(provenance.standing(queries.build()))
    said = f"“{title}”. {t('Union indicators of Hà Nội')}, {built}. {report.address()}"
    copy = markup.element("button", t("Copy"), type="button", class_="copy", data_copied=t("Copied."))
    data = markup.element("p", t("The data:"), " ", *_programs())
    return markup.details(t("Cite"), markup.element("pre", said) + copy + data + markup.element("p", *_terms()))


def _terms() -> list[Text]:
    """Return on which terms the data may be used again, where that is stated."""
    found = terms.stated()
    if not found:
        return [f"{terms.said()}."]
    return [t("Terms of reuse"), ": ", markup.element("a", found.name, href=found.address, rel="license")]


def _programs() -> list[Text]:
    names = {"citation.bib": "BibTeX", "citation.json": "CSL-JSON"}
    bibtex, csl = (
        markup.element("a", said, href=linked(f"data/{name}", along()), download=" ") for name, said in names.items()
    )
    return [bibtex, " · ", csl]


def wrong(title: str) -> Markup:
    """Return the way to report a wrong figure of the view that is shown."""
    body = "\n".join(
        [title, f"{t('Seen at')}: {report.address()}", t("What is wrong, and where the right figure stands:"), ""]
    )
    return report.folded(t("Wrong figure: {claim}", claim=title), body)
