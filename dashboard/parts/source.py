"""An article as the page of sources shows it: one row, and folded in it what was taken from it and what was not."""

from __future__ import annotations

import os
from calendar import monthrange
from collections import Counter
from typing import TYPE_CHECKING

from dashboard import citations, columns, markup, notes, queries, readings, signs, wording
from dashboard.columns import heading
from dashboard.messages import language, t, tn
from dashboard.parts import evidence
from dashboard.selection import along, linked

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from markupsafe import Markup

    from dashboard.figure import Figure
    from dashboard.markup import Text
    from dashboard.rows import Row

ARTICLE = "article"  # the parameter of the address, and the name that lets one article be open at a time
AT_MOST_ROWS = 40  # of one table: the page of all figures has the rest


def folded(row: Row, *, is_open: bool) -> Markup:
    """Return an article in one row, which opens; `#<its id>` leads to it."""
    by, on = (signs.inferred(row[kind]) for kind in ("publisher_kind", "published_kind"))
    summary = markup.element(
        "summary",
        markup.element("span", f"[{wording.source_number(row)}] ", vietnamese(row["title"]), class_="title"),
        " ",
        markup.element(
            "span",
            vietnamese(row["publisher"]),
            f"{by}, {_roughly(row)}{on}",
            class_="about",
        ),
        " ",
        markup.element("span", tn("{n} figure", "{n} figures", n=row["n_taken"]), class_="count"),
    )
    body = _content(row["article_id"], language.get())
    return markup.element(
        "details", summary, body, id=row["article_id"], name=ARTICLE, class_="article", open="open" if is_open else ""
    )


def _roughly(row: Row) -> str:
    """Return when an article came out: of days that were worked out, the months alone."""
    first, last = row["published_from"], row["published_to"]
    if row["published_kind"] == "inferred" and last is not None:
        return wording.months(first.replace(day=1), last.replace(day=monthrange(last.year, last.month)[1]))
    return wording.months(first, last)


@queries.per_build
def _content(article_id: str, _language: str) -> Markup:
    """Return what stands within the row of an article: what was taken, what it lists, what not, and its dates."""
    row = next(one for one in queries.articles() if one["article_id"] == article_id)
    return markup.element(
        "div",
        taken(row, queries.taken(article_id, AT_MOST_ROWS)),
        lists(row, queries.lists(article_id)),
        passed_over(row, queries.passed_over(article_id)),
        markup.paragraphs([readings.agreed(queries.agreement(article_id))], "line"),
        markup.details(t("Paper and days, and how they are known"), about_article(row)),
        class_="content",
    )


def vietnamese(text: str) -> Markup:
    """Return words of an article, which are Vietnamese in every language of the page."""
    return markup.element("span", text, lang="vi")


def link(claim: Row, words: Text, article_id: str | None = None) -> Markup:
    """Return words as a link to the card of a claim, over the page with an article open."""
    opened = {ARTICLE: [article_id]} if article_id else {}
    address = opened | along() | {"claim": [claim["claim_id"]]}
    return markup.element("a", words, href=linked("", address), class_="claim")


def about_article(row: Row) -> Markup:
    """Return who published an article and its four kinds of dates, each with where it is from."""
    reported = wording.sentence(wording.period(row["reported_period"]))
    saved = wording.days(row["saved_from"], None) if row["saved_from"] else ""
    rows = {
        heading("publisher"): (
            marked_kind(row["publisher"], row["publisher_kind"]),
            notes.said(row["publisher_reason"]),
        ),
        t("Event"): _days(row, "event") if row["event_from"] else (t("the article reports none"), ""),
        heading("published"): _days(row, "published"),
        t("Period reported on"): (
            reported,
            t("Each figure has a period of its own; its evidence says where that is from."),
        ),
        t("Page saved"): (
            (marked_kind(saved, "inferred"), notes.said(row["saved_reason"])) if saved else (t("not known"), "")
        ),
    }
    body = (
        markup.element(
            "tr",
            markup.element("th", label, scope="row"),
            markup.element("td", text, markup.element("div", why, class_="why") if why else ""),
        )
        for label, (text, why) in rows.items()
    )
    caption = markup.element("caption", caption_of(t("About the article"), row), class_="unseen")
    return markup.element("table", caption, markup.element("tbody", *body), class_="evidence")


def _days(row: Row, what: str) -> tuple[str, str]:
    """Return the days of an event or publication, and why they are these."""
    days = wording.days(row[f"{what}_from"], row[f"{what}_to"])
    return marked_kind(days, row[f"{what}_kind"]), notes.said(row[f"{what}_reason"])


def marked_kind(text: str, kind: str) -> str:
    """Return what is known of an article, and whether it is printed or inferred."""
    return f"{text} ({columns.origins()[kind]})"


def checks(row: Row, build: Row) -> str:
    """Return whether the figures of an article were found in it again, and which file is on this computer.

    A build looks into all articles, or into none where they are not at hand.
    """
    is_checked = build["passages_checked"] == build["claims"]
    said = [
        t(
            "{n} of {all} passages were found again in the article at the last build.",
            n=row["n_taken"] if is_checked else 0,
            all=row["n_taken"],
        ),
        *([] if is_checked else [t("The articles were not at hand then.")]),
    ]
    if os.environ.get(evidence.ARTICLES_DIR):
        data = evidence.original(row)
        if data is None:
            said.append(t("The file is not on this computer."))
        elif evidence.is_as_read(data, row):
            said.append(t("The file on this computer is the one that was read."))
        else:
            said.append(t("The file on this computer is not the one that was read."))
    return " ".join(said)


def caption_of(said: str, row: Row) -> str:
    """Return what a table of an article is called, so that no two of the page are called the same."""
    return f"{said} – {row['title']}"


def taken(row: Row, claims: Sequence[Figure]) -> Markup:
    """Return the claims of an article, their printed words links to their cards.

    What is the same of all of them is said once above the table.
    """
    if not claims:
        return markup.joined([])
    found = {
        name: [str(said) for said in read] for name, read in columns.read(claims, "indicator", "unit", "dated").items()
    } | {heading("scenario"): [_use(claim) for claim in claims], t("Place"): [_lines(claim) for claim in claims]}
    shared = {name: said[0] for name, said in found.items() if len(claims) > 1 and len(set(said)) == 1}
    words = [vietnamese(f"“{claim['as_printed']}”") for claim in claims]
    links = [link(claim, said, row["article_id"]) for claim, said in zip(claims, words, strict=True)]
    shown = {name: said for name, said in found.items() if name not in shared}
    said = tn("{n} figure was taken from this article", "{n} figures were taken from this article", n=row["n_taken"])
    return (
        markup.paragraphs([_shared(shared)], "line")
        + _rows(caption_of(said, row), {heading("as_printed"): links, **shown}, "taken")
        + markup.paragraphs([_rest(len(claims), row)], "line")
    )


def _use(claim: Figure) -> str:
    """Return what a claim is of, and what it is worth."""
    rank = "" if claim.rank == "normal" else citations.ranks()[str(claim.rank)]
    return ", ".join(filter(None, [columns.scenarios()[str(claim.scenario)], claim.status, rank]))


def _shared(shared: Mapping[str, str]) -> str:
    said = "; ".join(f"{wording.within(name)} {words}" for name, words in shared.items())
    return t("The same for all: {said}.", said=said) if said else ""


def _rest(n: int, row: Row) -> Text:
    """Return where the figures are that a table leaves out, where it does."""
    if n == row["n_taken"]:
        return ""
    place = linked("explore", {ARTICLE: [row["article_id"]]} | along())
    all_of_them = markup.element(
        "a", t("All {n} figures of this article", n=row["n_taken"]), href=place, target="_self"
    )
    return markup.joined([t("Shown: the first {n} of {all}.", n=n, all=row["n_taken"]), " ", all_of_them])


def _rows(caption: str, columns: Mapping[str, Sequence[Text]], class_: str = "") -> Markup:
    """Return a table by its columns, which a phone shows as rows of two lines."""
    cells = zip(*columns.values(), strict=True)
    return markup.element("div", markup.table(caption, list(columns), cells), class_=f"two-lines {class_}".strip())


def unit(row: Row) -> str:
    """Return the name of the unit that a row is about."""
    return wording.unit({"name": row["name"], "name_en": row["unit_en"]})


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
    cells: dict[str, Sequence[Text]] = {
        heading("indicator"): [wording.name(one) for one in found],
        heading("dated"): [wording.sentence(wording.dated(one, queries.sectors())) for one in found],
        t("Units"): [", ".join(one["units"]) for one in found],
        t("Kind"): [kinds[one["list_kind"]] for one in found],
        t("Reason"): [notes.said(one["reason"]) for one in found],
        t("Place"): [_lines(one) for one in found],
    }
    return markup.details(said, _rows(caption_of(said, row), cells, "lists"))


def passed_over(row: Row, found: Sequence[Row]) -> Markup:
    """Return what was not taken from an article, folded: first how often for which reason, then one by one."""
    if not found:
        return markup.joined([])
    why = [notes.said(one["reason"]) for one in found]
    reasons = Counter(map(wording.without_stop, why))
    counted = "; ".join(f"{wording.within(reason)} ({n})" for reason, n in reasons.most_common())
    said = tn("{n} numeral or passage was not taken", "{n} numerals and passages were not taken", n=len(found))
    cells: dict[str, Sequence[Text]] = {
        heading("as_printed"): [
            vietnamese(one["as_printed"]) if one["as_printed"] else t("a passage") for one in found
        ],
        t("Reason"): why,
        t("Place"): [_lines(one) for one in found],
    }
    return markup.details(
        said,
        markup.paragraphs([notes.holding(f"{wording.sentence(counted)}.", *why)], "line")
        + _rows(caption_of(t("What was not taken, and why"), row), cells),
    )


def _lines(row: Row) -> str:
    last = row.get("line_to", row["line"])
    said = str(row["line"]) if row["line"] == last else f"{row['line']}–{last}"
    return t("line {n}", n=said)
