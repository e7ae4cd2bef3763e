"""An article as the page of sources shows it: what is known of it, what was taken from it and what was not."""

from __future__ import annotations

import os
from collections import Counter
from typing import TYPE_CHECKING

import streamlit as st

from dashboard import citations, columns, markup, notes, queries, tables, wording
from dashboard.columns import headings
from dashboard.messages import t, tn
from dashboard.parts import anchors, evidence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

    from dashboard.figure import Figure
    from dashboard.rows import Row

AT_MOST_ROWS = 100  # of one table


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
    offer_evidence(f"taken_{row['article_id']}", labels(found))
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
    publisher, published = headings("publisher", "published")
    rows = {
        publisher: (marked_kind(row["publisher"], row["publisher_kind"]), notes.said(row["publisher_reason"])),
        t("Event"): _days(row, "event") if row["event_from"] else (t("the article reports none"), ""),
        published: _days(row, "published"),
        t("Period reported on"): (
            reported,
            t("Each figure has a period of its own; its evidence says where that is from."),
        ),
        t("Page saved"): (
            (marked_kind(saved, "inferred"), notes.said(row["saved_reason"])) if saved else (t("not known"), "")
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
    return marked_kind(days, row[f"{what}_kind"]), notes.said(row[f"{what}_reason"])


def marked_kind(text: str, kind: str) -> str:
    """Return what is known of an article, and whether it is printed or inferred."""
    return f"{text} ({columns.origins()[kind]})"


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
    shown = tables.of(
        claims, "line", "as_printed", "unit", "indicator", "dated", "scenario",
        line=lambda claim: str(claim.line), as_printed=lambda claim: vietnamese(claim.as_printed), scenario=_use,
    )  # fmt: skip
    said = tn("{n} figure was taken from this article", "{n} figures were taken from this article", n=row["n_taken"])
    return (
        markup.element("h4", said)
        + (_by_line(_caption(said, row), shown.headings, shown.rows, "taken") if claims else markup.joined([]))
        + markup.paragraphs([_shown(len(claims), row["n_taken"])], "chart-notes")
    )


def _use(claim: Figure) -> str:
    """Return what a claim is of, and what it is worth."""
    rank = "" if claim.rank == "normal" else citations.ranks()[str(claim.rank)]
    return ", ".join(filter(None, [columns.scenarios()[str(claim.scenario)], claim.status, rank]))


def _by_line(caption: str, headings: Sequence[str], rows: Sequence[Sequence[markup.Text]], class_: str = "") -> Markup:
    """Return a table whose rows begin with a line of the article."""
    return markup.element("div", markup.table(caption, headings, rows), class_=f"by-line {class_}".strip())


def unit(row: Row) -> str:
    """Return the name of the unit that a row is about."""
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


def offer_evidence(key: str, shown: dict[str, str]) -> None:
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
    said_of = [*headings("line", "indicator", "dated"), t("Units"), t("Kind"), t("Reason")]
    return markup.details(said, _by_line(_caption(said, row), said_of, cells))


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
    said_of = [*headings("line", "as_printed"), t("Reason")]
    return markup.details(said, _by_line(_caption(t("What was not taken, and why"), row), said_of, cells))


def _lines(row: Row) -> str:
    return str(row["line"]) if row["line"] == row["line_to"] else f"{row['line']}–{row['line_to']}"
