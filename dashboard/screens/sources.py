"""The sources: what was read, taken and passed over, what competes, what was corrected, and what the data mean."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

import streamlit as st

from dashboard import citations, columns, filters, markup, notes, queries, wording
from dashboard.messages import language, looked_up, t, tn
from dashboard.parts import anchors, glossary, source
from dashboard.selection import in_language, linked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

    from dashboard.rows import Row

ARTICLE = "article"  # the parameter of the address and the widget
AT_MOST = 20  # articles one below the other


def draw() -> None:
    """Draw the page."""
    articles = queries.articles()
    known = [row["article_id"] for row in articles]
    filters.chosen(ARTICLE, asked=lambda given: _asked(given, known), default="")
    chosen = st.session_state[ARTICLE]
    filters.write(({ARTICLE: [chosen]} if chosen else {}) | in_language())
    st.title(t("Sources and corrections"), anchor=False)
    filters.name_unknown()
    build = queries.build()
    lead = tn(
        "{n} figure was read from newspaper articles. This page lists what was taken from each article and what was "
        "not, which figures compete, and what has since been corrected.",
        "{n} figures were read from newspaper articles. This page lists what was taken from each article and what was "
        "not, which figures compete, and what has since been corrected.",
        n=build["claims"],
    )
    shown = [row for row in articles if chosen in ("", row["article_id"])][:AT_MOST]
    parts = {
        "articles": t("Articles"),
        "competing": t("Competing figures side by side"),
        "corrections": t("Corrections"),
        "dictionary": t("Data dictionary"),
        "reading": t("How the figures were read"),
    }
    st.html(
        markup.element("p", glossary.marked(lead, "lead"), class_="lead")
        + anchors.contents(parts)
        + anchors.place("articles", markup.heading(parts["articles"]))
    )
    _choice(articles)
    for row in shown:
        source.article(row, build)
    competing(parts["competing"], build)
    corrections(parts["corrections"])
    st.html(
        anchors.place("dictionary", markup.heading(parts["dictionary"]))
        + dictionary(language.get())
        + anchors.place("reading", markup.heading(parts["reading"]))
        + reading()
    )
    anchors.arrive()


def _asked(given: list[str], known: Sequence[str]) -> str:
    """Return the article that an address asks for; what is none is named to the reader."""
    unknown = [one for one in given if one not in known]
    st.session_state[filters.UNKNOWN] = [*st.session_state.get(filters.UNKNOWN, ()), *unknown]
    return next((one for one in reversed(given) if one in known), "")


def _choice(articles: Sequence[Row]) -> None:
    """Draw the choice of an article."""
    labels = {"": t("All {n} articles", n=len(articles))} | {
        row["article_id"]: f"{row['title']} · {wording.days(row['published_from'], row['published_to'])}"
        for row in articles
    }
    st.selectbox(
        t("Article"),
        list(labels),
        format_func=labels.__getitem__,
        key=ARTICLE,
        on_change=lambda: st.session_state.pop(filters.UNKNOWN, None),
    )
    if not st.session_state[ARTICLE] and len(articles) > AT_MOST:
        st.caption(t("Shown: the newest {n} of {all} articles.", n=AT_MOST, all=len(articles)))


def about(claim: Row) -> str:
    """Return what a claim is about: unit, indicator, period, restriction, result or target."""
    kinds = columns.scenarios()
    assigned = wording.target_kinds().get(claim["target_kind"], "")
    period = wording.dated(claim, queries.sectors())
    kind = ", ".join(filter(None, [kinds[claim["scenario"]], assigned]))
    return f"{citations.whom(claim)} – {wording.name(claim)}, {period} ({kind})"


def competing(title: str, build: Row) -> None:
    """Draw the claims of which there are several for one thing, side by side with their ranks."""
    found = queries.competing(source.AT_MOST_ROWS)
    body = [anchors.place("competing", markup.heading(title))]
    if not found:
        said = tn(
            "None: the only figure competes with no other.",
            "None: no two of the {n} figures are for the same unit, indicator, period and kind.",
            n=build["claims"],
        )
        body.append(markup.element("p", said))
    named = columns.headings("as_printed", "figure", "title", "published", "rank")
    for thing, claims in groupby(found, about):
        rows = [
            [
                source.vietnamese(claim["as_printed"]),
                str(claim.amount),
                markup.joined([source.vietnamese(claim["title"]), f", {t('line')} {claim['line']}"]),
                source.marked_kind(
                    wording.days(claim["published_from"], claim["published_to"]), claim["published_kind"]
                ),
                citations.rank(claim),
            ]
            for claim in claims
        ]
        body += [markup.element("h3", thing, class_="article"), markup.table(thing, named, rows)]
    st.html(markup.joined(body))
    labels = {str(claim.claim_id): f"{claim.as_printed} – {source.unit(claim)}" for claim in found}
    source.offer_evidence("competing", labels)


def corrections(title: str) -> None:
    """Draw what was corrected: before and after, why, by whom, when, and which pages show it."""
    found = queries.corrections(source.AT_MOST_ROWS)
    body = [anchors.place("corrections", markup.heading(title))]
    if not found:
        said = t(
            "None so far. A correction is a line of {file}: what was published, what is published instead, why, by "
            "whom and when. A build refuses one that the figures do not follow; the next one shows it here.",
            file="seeds/corrections.csv",
        )
        body.append(markup.element("p", said))
    columns: dict[str, str] = {
        row["column_name"]: row["comment"] for row in queries.dictionary() if row["table_name"] == "claims"
    }
    headings = [t("What"), t("Before"), t("After")]
    for row in found:
        thing = about(row)
        what = wording.without_stop(looked_up(columns[row["column_name"]]))
        by = t(
            "{day}, {reader}. {reason}",
            day=wording.day(row["corrected_on"]),
            reader=wording.reader(row["corrected_by"]),
            reason=notes.said(row["reason"]),
        )
        body += [
            markup.element("h3", thing, class_="article"),
            markup.table(thing, headings, [[what, _value(row, "before"), _value(row, "after")]]),
            markup.element("p", by),
            markup.element("p", t("Pages that show it:"), " ", markup.joined(changed(row), ", "), class_="where"),
        ]
    st.html(markup.joined(body))
    source.offer_evidence("corrected", {row["claim_id"]: f"{source.unit(row)} – {wording.name(row)}" for row in found})


def _value(row: Row, when: str) -> str:
    """Return a value of a correction as readers write it; it is free text in the seeds."""
    text = row[when]
    if text is None:
        return t("nothing")
    if row["column_name"] in ("value", "out_of") and re.fullmatch(r"\d+(\.\d+)?", text):
        return wording.number(float(text))
    if row["column_name"] == "qualifier":
        return wording.qualifiers().get(text, str(text))
    return str(text)


def changed(row: Row) -> list[Markup]:
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
    return [
        markup.element("a", title, href=linked(page, in_language()), target="_self") for page, title in pages.items()
    ]


@queries.per_build
def dictionary(_language: str) -> Markup:
    """Return the data dictionary: each table and view folded, its columns with their types and meanings."""
    headings = [t("Column"), t("Type"), t("Meaning")]
    lead = t(
        "Tables hold what was typed by hand (build, keys: what the last build wrote down); "
        "views are worked out from them."
    )
    parts = [markup.element("p", lead)]
    titles = {False: t("Tables"), True: t("Views")}
    for is_view, rows in groupby(queries.dictionary(), lambda row: row["is_view"]):
        parts.append(markup.element("h3", titles[is_view], class_="article"))
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
    return markup.joined(markup.element("p", glossary.marked(text, f"reading-{n}")) for n, text in enumerate(said))
