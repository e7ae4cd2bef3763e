"""The sources: what was read, taken and passed over, what competes, what was corrected, and what the data mean."""

from __future__ import annotations

import os
import re
from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING

import streamlit as st

from dashboard import citations, filters, markup, notes, queries, wording
from dashboard.messages import language, looked_up, t, tn
from dashboard.parts import anchors, evidence, glossary
from dashboard.selection import in_language, linked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

    from dashboard.figure import Figure
    from dashboard.rows import Row

ARTICLE = "article"  # the parameter of the address and the widget
AT_MOST = 20  # articles one below the other
AT_MOST_ROWS = 100  # of one table


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
        article(row, build)
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


def article(row: Row, build: Row) -> None:
    """Draw an article: its dates, its file, what was taken from it, what it lists, what was passed over."""
    found = queries.taken(row["article_id"], AT_MOST_ROWS)
    st.html(
        anchors.place(
            row["article_id"],
            markup.element("h3", vietnamese(row["title"]), class_="article")
            + about_article(row, build)
            + taken(row, found),
        )
    )
    pills(f"taken_{row['article_id']}", labels(found))
    below = lists(row, queries.lists(row["article_id"])) + passed_over(row, queries.passed_over(row["article_id"]))
    if below:
        st.html(below)


def vietnamese(text: str) -> Markup:
    """Return words of an article, which are Vietnamese in every language of the page."""
    return markup.element("span", text, lang="vi")


def about_article(row: Row, build: Row) -> Markup:
    """Return who published an article and its four kinds of dates, each with where it is from; and its file."""
    reported = wording.sentence(wording.period(row["reported_period"]))
    saved = wording.days(row["saved_from"], None) if row["saved_from"] else ""
    rows = {
        t("Publisher"): (_kind(row["publisher"], row["publisher_kind"]), notes.said(row["publisher_reason"])),
        t("Event"): _days(row, "event") if row["event_from"] else (t("the article reports none"), ""),
        t("Published"): _days(row, "published"),
        t("Period reported on"): (
            reported,
            t("Each figure has a period of its own; its evidence says where that is from."),
        ),
        t("Page saved"): (
            (_kind(saved, "inferred"), notes.said(row["saved_reason"])) if saved else (t("not known"), "")
        ),
        t("File"): (
            markup.element("code", row["file_name"]),
            markup.details(f"SHA-256: {row['sha256'][:12]}…", markup.element("code", row["sha256"])),
        ),
        t("Re-check"): _checks(row, build),
    }
    body = (
        markup.element(
            "tr",
            markup.element("th", label, scope="row"),
            markup.element("td", text, markup.element("div", why, class_="why") if why else ""),
        )
        for label, (text, why) in rows.items()
    )
    caption = markup.element("caption", _caption(t("About the article"), row), class_="unseen")
    return markup.element("table", caption, markup.element("tbody", *body), class_="evidence")


def _days(row: Row, what: str) -> tuple[str, str]:
    """Return the days of an event or publication, and why they are these."""
    days = wording.days(row[f"{what}_from"], row[f"{what}_to"])
    return _kind(days, row[f"{what}_kind"]), notes.said(row[f"{what}_reason"])


def _kind(text: str, kind: str) -> str:
    """Return what is known of an article, and whether it is printed or inferred."""
    kinds = {"printed": t("printed"), "inferred": t("inferred")}
    return f"{text} ({kinds[kind]})"


def _checks(row: Row, build: Row) -> tuple[str, str]:
    """Return whether the figures of an article were found in it again, and which file is on this computer.

    A build looks into all articles, or into none where they are not at hand.
    """
    is_checked = build["passages_checked"] == build["claims"]
    said = t(
        "{n} of {all} passages were found again in the article at the last build.",
        n=row["n_taken"] if is_checked else 0,
        all=row["n_taken"],
    )
    why = [] if is_checked else [t("The articles were not at hand then.")]
    if os.environ.get(evidence.ARTICLES_DIR):
        data = evidence.original(row)
        if data is None:
            why.append(t("The file is not on this computer."))
        elif evidence.is_as_read(data, row):
            why.append(t("The file on this computer is the one that was read."))
        else:
            why.append(t("The file on this computer is not the one that was read."))
    return said, " ".join(why)


def _caption(said: str, row: Row) -> str:
    """Return what a table of an article is called, so that no two of the page are called the same."""
    return f"{said} – {row['title']}"


def taken(row: Row, claims: Sequence[Figure]) -> Markup:
    """Return the table of the claims of an article."""
    sectors = queries.sectors()
    kinds = {"actual": t("result"), "target": t("target")}
    rows = [
        [
            str(claim["line"]),
            vietnamese(claim["as_printed"]),
            _unit(claim),
            wording.name(claim),
            wording.sentence(wording.dated(claim, sectors)),
            ", ".join(
                filter(
                    None,
                    [
                        kinds[claim["scenario"]],
                        claim.status,
                        "" if claim["rank"] == "normal" else citations.ranks()[claim["rank"]],
                    ],
                )
            ),
        ]
        for claim in claims
    ]
    said = tn("{n} figure was taken from this article", "{n} figures were taken from this article", n=row["n_taken"])
    headings = [t("Line"), t("As printed"), t("Unit"), t("Indicator"), t("Period"), t("Kind")]
    return (
        markup.element("h4", said)
        + (_by_line(_caption(said, row), headings, rows, "taken") if rows else markup.joined([]))
        + markup.paragraphs([_shown(len(claims), row["n_taken"])], "chart-notes")
    )


def _by_line(caption: str, headings: Sequence[str], rows: Sequence[Sequence[markup.Text]], class_: str = "") -> Markup:
    """Return a table whose rows begin with a line of the article."""
    return markup.element("div", markup.table(caption, headings, rows), class_=f"by-line {class_}".strip())


def _unit(row: Row) -> str:
    return wording.unit({"name": row["name"], "name_en": row["unit_en"]})


def _shown(n: int, n_all: int) -> str:
    """Return that a table is cut short, where it is."""
    return t("Shown: the first {n} of {all}.", n=n, all=n_all) if n < n_all else ""


def labels(claims: Sequence[Row]) -> dict[str, str]:
    """Return the labels of pills: line and printed words, and the indicator where they stand for two figures."""
    printed = Counter((claim["line"], claim["as_printed"]) for claim in claims)
    return {
        claim["claim_id"]: t("line {line}: {words}", line=claim["line"], words=claim["as_printed"])
        + (f" ({wording.name(claim)})" if printed[claim["line"], claim["as_printed"]] > 1 else "")
        for claim in claims
    }


def pills(key: str, shown: dict[str, str]) -> None:
    """Draw a pill for each figure, by claim; it opens the evidence. Those of one label say their claim too."""
    counts = Counter(shown.values())
    evidence.pills({claim: f"{label} · {claim}" if counts[label] > 1 else label for claim, label in shown.items()}, key)


def lists(row: Row, found: Sequence[Row]) -> Markup:
    """Return the lists of units that an article has, folded."""
    if not found:
        return markup.joined([])
    kinds = {"open": t("open list"), "closed": t("closed list")}
    said = tn(
        "{n} list of units in this article: whom it speaks for",
        "{n} lists of units in this article: whom they speak for",
        n=len(found),
    )
    cells = [
        [
            str(one["line"]),
            wording.name(one),
            wording.sentence(wording.dated(one, queries.sectors())),
            ", ".join(one["units"]),
            kinds[one["list_kind"]],
            notes.said(one["reason"]),
        ]
        for one in found
    ]
    headings = [t("Line"), t("Indicator"), t("Period"), t("Units"), t("Kind"), t("Reason")]
    return markup.details(said, _by_line(_caption(said, row), headings, cells))


def passed_over(row: Row, found: Sequence[Row]) -> Markup:
    """Return what was not taken from an article, folded under how often for which reason."""
    if not found:
        return markup.joined([])
    reasons = Counter(wording.without_stop(notes.said(one["reason"])) for one in found)
    said = tn(
        "{n} numeral or passage was not taken: {reasons}.",
        "{n} numerals and passages were not taken: {reasons}.",
        n=len(found),
        reasons="; ".join(
            f"{wording.within(wording.without_stop(reason))} ({n})" for reason, n in reasons.most_common()
        ),
    )
    cells = [[_lines(one), vietnamese(one["as_printed"] or ""), notes.said(one["reason"])] for one in found]
    headings = [t("Line"), t("As printed"), t("Reason")]
    return markup.details(said, _by_line(_caption(t("What was not taken, and why"), row), headings, cells))


def _lines(row: Row) -> str:
    return str(row["line"]) if row["line"] == row["line_to"] else f"{row['line']}–{row['line_to']}"


def about(claim: Row) -> str:
    """Return what a claim is about: unit, indicator, period, restriction, result or target."""
    kinds = {"actual": t("result"), "target": t("target")}
    assigned = wording.target_kinds().get(claim["target_kind"], "")
    period = wording.dated(claim, queries.sectors())
    kind = ", ".join(filter(None, [kinds[claim["scenario"]], assigned]))
    return f"{citations.whom(claim)} – {wording.name(claim)}, {period} ({kind})"


def competing(title: str, build: Row) -> None:
    """Draw the claims of which there are several for one thing, side by side with their ranks."""
    found = queries.competing(AT_MOST_ROWS)
    body = [anchors.place("competing", markup.heading(title))]
    if not found:
        said = tn(
            "None: the only figure competes with no other.",
            "None: no two of the {n} figures are for the same unit, indicator, period and kind.",
            n=build["claims"],
        )
        body.append(markup.element("p", said))
    headings = [t("As printed"), t("Figure"), t("Article"), t("Published"), t("Rank")]
    for thing, claims in groupby(found, about):
        rows = [
            [
                vietnamese(claim["as_printed"]),
                str(claim.amount),
                markup.joined([vietnamese(claim["title"]), f", {t('line')} {claim['line']}"]),
                _kind(wording.days(claim["published_from"], claim["published_to"]), claim["published_kind"]),
                citations.rank(claim),
            ]
            for claim in claims
        ]
        body += [markup.element("h3", thing, class_="article"), markup.table(thing, headings, rows)]
    st.html(markup.joined(body))
    pills("competing", {claim["claim_id"]: f"{claim['as_printed']} – {_unit(claim)}" for claim in found})


def corrections(title: str) -> None:
    """Draw what was corrected: before and after, why, by whom, when, and which pages show it."""
    found = queries.corrections(AT_MOST_ROWS)
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
    pills("corrected", {row["claim_id"]: f"{_unit(row)} – {wording.name(row)}" for row in found})


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
