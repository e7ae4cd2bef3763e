"""Corrections and changes: build by build, the newest first, what was corrected, withdrawn and added, and why."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import streamlit as st

from dashboard import changed, filters, markup, notes, queries, wording
from dashboard.columns import heading
from dashboard.messages import t, tn
from dashboard.parts import anchors, foot, source
from dashboard.selection import along, as_read, in_language, linked, of_build

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from markupsafe import Markup

    from dashboard.rows import Row

AT_MOST, AT_MOST_ROWS = 100, 100  # builds, and claims of each way in which one changed them
FEW = 8  # lines of a kind that stand unfolded


def draw() -> None:
    """Draw the page."""
    filters.write(along())
    title = t("Corrections and changes")
    st.title(title, anchor=False)
    builds = queries.builds(AT_MOST)
    rows = {kind: _by_build(kind) for kind in ("corrected", "withdrawn", "added")}
    kept = {one.seeds_sha256 for one in queries.kept_builds()}
    n_all = builds[0]["n_all"]
    cut = t("Shown: the newest {n} of {all} builds.", n=AT_MOST, all=n_all) if n_all > AT_MOST else ""
    shown = [
        _build(
            build,
            {kind: rows[kind].get(build["published_at"], ()) for kind in rows},
            is_elsewhere=build is not builds[0] and build["seeds_sha256"] in kept,
        )
        for build in builds
    ]
    st.html(markup.joined([lead(), *shown, markup.paragraphs([cut], "chart-notes"), foot.more([], title)]))
    anchors.arrive()


def lead() -> Markup:
    """Return what the page shows, and how to follow it."""
    feed = markup.element("a", t("Follow by Atom"), href=linked("data/changes.xml", in_language()))
    table = markup.element("a", t("the table (CSV)"), href=linked("data/changes.csv", as_read()), download=" ")
    said = t("Every build that was published, newest first, with what distinguishes it from the one before.")
    ways = markup.element("span", feed, " · ", table, ".", class_="ways")
    return markup.element("p", said, " ", ways, class_="lead")


def _by_build(kind: str) -> dict[datetime, list[Row]]:
    found = queries.changed(kind, AT_MOST_ROWS)
    return {moment: list(rows) for moment, rows in groupby(found, lambda row: row["published_at"])}


def _build(build: Row, rows: Mapping[str, Sequence[Row]], *, is_elsewhere: bool) -> Markup:
    """Return a build: its day, what it changed, and the way to the pages as they were; `is_elsewhere`: is there one."""
    address = along() | of_build(build["seeds_sha256"])
    then = markup.element("a", t("The pages as they were"), href=linked("./", address), target="_self")
    counts = f"{t('{n} figures in all', n=build['claims'])} · {t('build {id}', id=build['seeds_sha256'][:8])}"
    about = markup.paragraphs([counts, then if is_elsewhere else ""], "about")
    parts = [
        _listed(t("Corrected"), map(_corrected, rows["corrected"]), build["n_corrected"]),
        _listed(t("Withdrawn"), map(_withdrawn, rows["withdrawn"]), build["n_withdrawn"]),
        _listed(t("Added"), _added(rows["added"]), build["n_added"]),
    ]
    if not any(parts):
        parts = [markup.element("p", f"{wording.sentence(changed.counted(build))}.", class_="none")]
    return markup.element(
        "section",
        markup.element("div", markup.element("h2", changed.day(build)), about),
        markup.element("div", *parts),
        id=changed.place(build),
        class_="build place",
    )


def _listed(title: str, lines: Iterable[Markup], n: int) -> Markup:
    found = list(lines)
    if not found:
        return markup.joined([])
    shown, rest = markup.element("ul", *found[:FEW]), found[FEW:]
    more = markup.details(t("{n} more lines", n=len(rest)), markup.element("ul", *rest)) if rest else ""
    cut = t("Shown: {n} of {all}; the rest is in the table.", n=AT_MOST_ROWS, all=n) if n > AT_MOST_ROWS else ""
    named = markup.element("h3", title, " ", markup.element("span", str(n), class_="count"))
    return markup.joined([named, shown, more, markup.paragraphs([cut], "chart-notes")])


def _corrected(row: Row) -> Markup:
    said: list[Markup] = []
    for called, before, after in changed.values(row["before"], row["after"]):
        was, now = (source.vietnamese(one) if called == heading("as_printed") else one for one in (before, after))
        # One link to the card is enough.
        now = source.link(row, now) if row["is_there"] and not said else now
        said.append(markup.joined([f"{called}: ", markup.element("del", was), " → ", markup.element("ins", now)]))
    return markup.element("li", changed.subject(row), ": ", markup.joined(said, "; "), ". ", _why(row))


def _withdrawn(row: Row) -> Markup:
    printed = markup.element("del", _printed(row))
    there = source.link(row, printed) if row["is_there"] else printed
    return markup.element("li", changed.subject(row), ": ", there, ". ", _why(row) or t("The data do not say why."))


def _why(row: Row) -> Markup:
    if not row["reason"]:
        return markup.joined([])
    reason = notes.said(row["reason"])
    return markup.element("span", notes.holding(t("Why: {reason}", reason=reason), reason), class_="where")


def _added(rows: Sequence[Row]) -> Iterable[Markup]:
    """Yield a line for a single figure of an article, and the article, folded, for several."""
    for _, found in groupby(rows, lambda row: row["article_id"]):
        of_one = list(found)
        each, n_all, title = list(map(_line, of_one)), of_one[0]["n_of_article"], of_one[0]["title"]
        if n_all == 1:
            yield each[0]
            continue
        named = source.vietnamese(f"“{title}”") if title else t("an article that is gone")
        n = tn("{n} figure", "{n} figures", n=n_all)
        if len(each) < n_all:
            n = t("{n} of {all} figures", n=len(each), all=n_all)
        yield markup.element("li", markup.details(markup.joined([n, " – ", named]), markup.element("ul", *each)))


def _line(row: Row) -> Markup:
    printed = _printed(row)
    return markup.element(
        "li", changed.subject(row), ": ", source.link(row, printed) if row["is_there"] else printed, "."
    )


def _printed(row: Row) -> Markup:
    return source.vietnamese(f"“{row['as_printed']}”")
