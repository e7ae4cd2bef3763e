"""The sources: what was read, taken and passed over, what competes, what was corrected, and what the data mean."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import streamlit as st

from dashboard import changed, citations, columns, filters, markup, notes, queries, readings, wording
from dashboard.messages import language, looked_up, t, tn
from dashboard.parts import anchors, foot, glossary, source
from dashboard.parts.source import ARTICLE
from dashboard.selection import along, linked

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from markupsafe import Markup

    from dashboard.rows import Row

AT_MOST = 100  # articles one below the other
AT_MOST_ROWS = 100  # of figures that compete, and of corrections


def draw() -> None:
    """Draw the page."""
    articles = queries.articles()
    known = [row["article_id"] for row in articles]
    filters.chosen(ARTICLE, asked=lambda given: _asked(given, known), default="")
    chosen = st.session_state[ARTICLE]
    filters.write(({ARTICLE: [chosen]} if chosen else {}) | along())
    title = t("Sources and corrections")
    st.title(title, anchor=False)
    filters.name_unknown()
    build = queries.build()
    listed = [row for place, row in enumerate(articles) if place < AT_MOST or row["article_id"] == chosen]
    cut = t("Shown: the newest {n} of {all} articles.", n=AT_MOST, all=len(articles)) if len(listed) > AT_MOST else ""
    st.html(
        markup.joined(
            [
                markup.element("p", lead(articles, build), class_="lead"),
                anchors.place(
                    "articles",
                    markup.joined(source.folded(row, is_open=row["article_id"] == chosen) for row in listed),
                ),
                markup.paragraphs([cut, star(listed)], "chart-notes"),
                competing(build),
                corrections(),
                _part("reading", t("How the figures were read"), reading()),
                _part("data", t("For data people: dictionary, files, re-checks"), for_programs(articles, build)),
                foot.more([], title),
            ]
        )
    )
    anchors.arrive()


def _part(place: str, title: str, content: Markup) -> Markup:
    """Return a part of the page that is folded; `#place` leads to it."""
    return markup.element(
        "details", markup.element("summary", title), markup.element("div", content, class_="content"), id=place,
        class_="part",
    )  # fmt: skip


def lead(articles: Sequence[Row], build: Row) -> str:
    """Return what the page shows."""
    return t(
        "{figures} from {articles}. An article opens to what was taken from it, and what was not and why.",
        figures=wording.sentence(tn("{n} figure", "{n} figures", n=build["claims"])),
        articles=tn("{n} article", "{n} articles", n=len(articles)),
    )


def star(articles: Sequence[Row]) -> str:
    """Return what the star behind a day or a paper means, where there is one."""
    kinds = {row[kind] for row in articles for kind in ("publisher_kind", "published_kind")}
    return t("† worked out from what the article says") if "inferred" in kinds else ""


def _asked(given: list[str], known: Sequence[str]) -> str:
    """Return the article that an address asks for; what is none is named to the reader."""
    unknown = [one for one in given if one not in known]
    st.session_state[filters.UNKNOWN] = [*st.session_state.get(filters.UNKNOWN, ()), *unknown]
    return next((one for one in reversed(given) if one in known), "")


def competing(build: Row) -> Markup:
    """Return the claims of which there are several for one thing, side by side with their ranks."""
    title, found = t("Competing figures side by side"), queries.competing(AT_MOST_ROWS)
    if not found:
        said = tn(
            "none: the only figure competes with no other.",
            "none; no two of the {n} figures are for the same unit, indicator, period and kind.",
            n=build["claims"],
        )
        return _none("competing", title, said)
    things = [
        markup.element("li", f"{thing}:", markup.element("ul", *map(_rival, claims), class_="plain-list"))
        for thing, claims in groupby(found, changed.about)
    ]
    return _listed("competing", title, things)


def _rival(claim: Row) -> Markup:
    published = wording.months(claim["published_from"], claim["published_to"])
    return markup.element(
        "li",
        source.link(claim, source.vietnamese(f"“{claim['as_printed']}”")),
        " – ",
        source.vietnamese(claim["title"]),
        f", {published}{wording.inferred(claim['published_kind'])}: {citations.rank(claim)}",
    )


def _none(place: str, title: str, said: str) -> Markup:
    """Return in one line that a part of the page is empty."""
    return markup.element("p", markup.element("b", f"{title}:"), " ", said, id=place, class_="place none")


def _listed(place: str, title: str, lines: Iterable[Markup]) -> Markup:
    return anchors.place(place, markup.heading(title) + markup.element("ul", *lines, class_="plain-list"))


def corrections() -> Markup:
    """Return what was corrected: before and after, why, by whom, when, and which pages show it."""
    title, found = t("Corrections"), queries.corrections(AT_MOST_ROWS)
    if not found:
        return _none("corrections", title, t("none so far."))
    names = changed.called(row["column_name"] for row in found)
    return _listed("corrections", title, (_correction(row, names[row["column_name"]]) for row in found))


def _correction(row: Row, name: str) -> Markup:
    column = row["column_name"]
    before, after = (changed.value(column, row[when]) for when in ("before", "after"))
    change = f"{name}: {before} → {wording.without_stop(after)}."
    reason = notes.said(row["reason"])
    by = t(
        "{day}, {reader}; confirmed by {other}. {reason}",
        day=wording.day(row["corrected_on"]),
        reader=wording.reader(row["corrected_by"]),
        other=wording.reader(row["confirmed_by"]),
        reason=reason,
    )
    pages = [t("Pages that show it:"), " ", markup.joined(shown(row), ", ")]
    return markup.element(
        "li",
        source.link(row, changed.about(row)),
        f". {change} ",
        notes.holding(f"{by} ", reason),
        markup.element("span", *pages, class_="where"),
    )


def shown(row: Row) -> list[Markup]:
    """Return links to the pages that show a corrected figure, by rule."""
    indicators = queries.indicators()
    core = row["core"]
    pages = (
        {"./": t("Overview"), core: wording.name(indicators[core])} if core else {"activities": t("Other activities")}
    )
    if row["has_target"]:
        pages["targets"] = t("Results and targets")
    if core:
        pages["gaps"] = t("What is missing")
    pages |= {
        "unit_profile": t("Unit profile"),
        "explore": t("All figures"),
        "sources": t("Sources and corrections"),
    }
    return [markup.element("a", title, href=linked(page, along()), target="_self") for page, title in pages.items()]


def for_programs(articles: Sequence[Row], build: Row) -> Markup:
    """Return what who works with the data asks for: files with their hashes, how to correct, the dictionary."""
    rows = [
        [
            source.vietnamese(row["title"]),
            markup.element("code", row["file_name"]),
            markup.element("code", row["sha256"]),
            source.checks(row, build),
        ]
        for row in articles
    ]
    files = t("Files of the articles")
    headings = [columns.heading("title"), t("File"), "SHA-256", t("Re-check")]
    correct = t(
        "A correction is a line of {file}: what was published, what is published instead, why, by whom and when. A "
        "build refuses one that the figures do not follow; the next one shows it on this page.",
        file="seeds/corrections.csv",
    )
    return (
        markup.element("p", correct)
        + markup.details(files, markup.table(files, headings, rows), class_="files")
        + anchors.place("dictionary", markup.element("p", markup.element("b", t("Data dictionary"))))
        + dictionary(language.get())
    )


@queries.per_build
def dictionary(_language: str) -> Markup:
    """Return the data dictionary: each table and view folded, its columns with their types and meanings."""
    headings = [t("Column"), t("Type"), t("Meaning")]
    said = t(
        "Tables hold what was typed by hand (build, keys: what the last build wrote down); "
        "views are worked out from them."
    )
    parts = [markup.element("p", said)]
    titles = {False: t("Tables"), True: t("Views")}
    for is_view, rows in groupby(queries.dictionary(), lambda row: row["is_view"]):
        parts.append(markup.element("p", markup.element("b", titles[is_view])))
        for table, described in groupby(rows, lambda row: row["table_name"]):
            whole, *columns = described
            meaning = looked_up(whole["comment"])
            cells = [
                [
                    markup.element("code", column["column_name"]),
                    markup.element("code", column["data_type"]),
                    looked_up(column["comment"]),
                ]
                for column in columns
            ]
            parts.append(
                markup.details(
                    markup.joined([markup.element("code", table), f" – {meaning}"]),
                    markup.table(f"{table}: {meaning}", headings, cells),
                )
            )
    return markup.joined(parts)


def reading() -> Markup:
    """Return how the figures were read, and by whom."""
    said = [
        t(
            "One reader enters each figure with its place in the article; another reads the whole article again and "
            "checks it. What is inferred is called so, with what it was inferred from."
        ),
        t(
            "Every numeral of an article is a figure here or is passed over with a reason. Where the articles are at "
            "hand, a build finds each figure again at its line and characters and no numeral left over, or is refused."
        ),
    ]
    said += [
        tn(
            "{n} figure: entered by {entered_by} ({entered}), checked by {checked_by} ({checked}).",
            "{n} figures: entered by {entered_by} ({entered}), checked by {checked_by} ({checked}).",
            n=row["n"],
            entered_by=wording.reader(row["entered_by"]),
            entered=wording.days(row["entered_from"], row["entered_to"]),
            checked_by=wording.reader(row["checked_by"]),
            checked=wording.days(row["checked_from"], row["checked_to"]),
        )
        for row in queries.readings()
    ]
    said += list(filter(None, [readings.agreed(queries.agreement())]))
    return markup.joined(markup.element("p", glossary.marked(text, f"reading-{n}")) for n, text in enumerate(said))
