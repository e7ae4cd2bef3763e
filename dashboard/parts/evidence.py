"""The card behind a number: what is printed where, who read it, who checked it, and what competes with it."""

from __future__ import annotations

import hashlib
import os
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from dashboard import changed, citations, columns, filters, kept, markup, notes, queries, readings, wording
from dashboard.columns import heading
from dashboard.desk import is_allowed
from dashboard.messages import t
from dashboard.parts import report
from dashboard.selection import in_language, linked

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dashboard.figure import Figure
    from dashboard.rows import Row

ARTICLES_DIR = "ARTICLES_DIR"  # the folder of the article files, where they are at hand
MEANT = {0xD0: 0x110, 0xF0: 0x111, 0xA0: 0x20}  # eth looks like a D with a stroke, a hard blank like a blank
ASKED = "evidence"  # the claim whose card is to be opened at the end of this run


def ask(claim_id: str) -> None:
    """Have the card of a claim opened; for the callbacks of charts, buttons and tables."""
    st.session_state[ASKED] = claim_id


def pills(labels: Mapping[str, str], key: str) -> None:
    """Draw a pill for each claim of `labels`, under its words, that opens its evidence; nothing without any claim."""
    if not labels:
        return
    st.pills(
        t("Evidence of each figure"),
        list(labels),
        format_func=lambda claim_id: wording.literal(labels[claim_id]),
        key=key,
        wrap=True,
        on_change=ask_by_pill,
        args=(key,),
    )


def ask_by_pill(key: str) -> None:
    """Open the card of the pill that was pressed, and let go of the pill, so that it can be pressed again."""
    if claim_id := st.session_state[key]:
        ask(claim_id)
        st.session_state[key] = None


def asked() -> str | None:
    """Return the claim whose card was asked for, if one was."""
    claim_id: str | None = st.session_state.get(ASKED)
    return claim_id


def answer() -> None:
    """Open the card that was asked for, if one was."""
    claim_id = st.session_state.pop(ASKED, None)
    if claim_id:
        show(claim_id)


def show(claim_id: str) -> None:
    """Open the card of a claim."""
    st.dialog(t("Evidence of the figure"), width="medium")(card)(claim_id)


def card(claim_id: str) -> None:
    """Draw the evidence card of a claim, from the build that the page is of."""
    try:
        with filters.pinned():
            _card(claim_id)
    except queries.NoBuild as none:
        st.info(kept.unavailable(none))


def _card(claim_id: str) -> None:
    claim = queries.evidence(claim_id)
    if claim is None:
        st.info(t("There is no figure with the code {claim} in the data.", claim=wording.literal(claim_id)))
        return
    st.html(markup.element("h3", markup.element("span", f"“{claim['as_printed']}”", lang="vi"), class_="as-printed"))
    st.markdown(wording.literal(citations.restatement(claim)))
    for label, text in _worth(claim).items():
        is_foreign = isinstance(text, notes.InVietnamese)
        st.markdown(f":material/info: **{label}**" + ("" if is_foreign else f" {wording.literal(text)}"))
        if is_foreign:
            st.html(markup.element("p", text))
    passage(claim)
    rows = (
        markup.element("tr", markup.element("th", label, scope="row"), markup.element("td", text))
        for label, text in details(claim).items()
    )
    st.html(markup.element("table", markup.element("tbody", *rows), class_="evidence"))
    _rivals(claim_id)
    if is_allowed():
        there = linked("intake", {"correct": [claim_id]} | in_language())
        said = t("Correct") if queries.asof() is None else t("Correct in the newest data")
        st.html(markup.element("p", markup.element("a", said, href=there, target="_self"), class_="to-correct"))
    report.draw(claim, citations.restatement(claim))


def _worth(claim: Figure) -> dict[str, str]:
    """Return what limits the figure: provisional, hedged, restricted, in an open list."""
    said = {}
    if claim.is_provisional:
        said[t("Provisional.")] = t("The figure was given before its period had ended.")
    if claim.is_bound:
        is_range = claim.qualifier == wording.RANGE
        bound = t("The article prints a bound, not an exact number.")
        said[t("Not an exact figure.")] = t("The article prints a range, not an exact number.") if is_range else bound
    if units := queries.said_of_each(str(claim.claim_id)):
        said[t("One number for each of {n} units.").format(n=len(units))] = t(
            "The article states this number for each of them alike: {units}.", units=", ".join(units)
        )
    for row in queries.coverage_of(str(claim.claim_id)):
        open_or_closed = t("Open list of {n} units.") if row["list_kind"] == "open" else t("Closed list of {n} units.")
        said[open_or_closed.format(n=row["n_units"])] = notes.said(row["reason"])
    return said


def details(claim: Row) -> dict[str, str]:
    """Return where the figure stands and who read it, as label and text."""
    kinds = columns.origins()
    published = wording.days(claim["published_from"], claim["published_to"])
    rows = {
        heading("title"): claim["title"],
        heading("publisher"): _known(claim["publisher"], kinds[claim["publisher_kind"]], claim["publisher_reason"]),
        heading("published"): _known(published, kinds[claim["published_kind"]], claim["published_reason"]),
    }
    if claim["event_from"] is not None:
        days = wording.days(claim["event_from"], claim["event_to"])
        rows[t("Event")] = _known(days, kinds[claim["event_kind"]], claim["event_reason"])
    rows[t("Period of the figure")] = (
        f"{wording.sentence(wording.period(claim['time_period']))} "
        f"({wording.day(claim['period_start'])}–{wording.day(claim['period_end'])})"
    )
    if claim["saved_from"] is not None:
        saved = wording.days(claim["saved_from"], None)
        rows[t("Page saved")] = _known(saved, kinds["inferred"], claim["saved_reason"])
    rows[t("Place in the article")] = t(
        "line {line}, characters {start}–{end} of {file}",
        line=claim["line"],
        start=claim["char_start"],
        end=claim["char_end"],
        file=claim["file_name"],
    )
    rows[heading("entered_by")] = f"{wording.reader(claim['entered_by'])}, {wording.day(claim['entered_on'])}"
    rows[heading("checked_by")] = f"{wording.reader(claim['checked_by'])}, {wording.day(claim['checked_on'])}"
    for read in queries.how_read(claim["claim_id"]):
        rows[t("Two readings")] = wording.sentence(readings.of_claim(read))
    rows[t("Stands so since")] = changed.since(claim["claim_id"])
    rows[heading("rank")] = citations.rank(claim)
    if claim["note"] is not None:
        rows[heading("note")] = notes.said(claim["note"])
    rows[heading("claim_id")] = claim["claim_id"]
    return rows


def _known(what: str, kind: str, reason: str) -> str:
    """Return what is known of an article, how, and from what."""
    said = notes.said(reason)
    return notes.holding(f"{what} ({kind}). {said}", said)


def original(article: Row) -> bytes | None:
    """Return the file of an article, where it is on this computer."""
    directory = os.environ.get(ARTICLES_DIR)
    path = Path(directory) / article["file_name"] if directory else None
    try:
        return path.read_bytes() if path else None
    except OSError:  # not there, or not ours to read
        return None


def is_as_read(data: bytes, article: Row) -> bool:
    """Return whether a file is the very one that the figures of an article were read from."""
    return bool(hashlib.sha256(data).hexdigest() == article["sha256"])


def readable(text: str) -> str:
    """Return a text as positions in it are counted: in normal form NFC, with the letters that are meant.

    The ETL proves places in the same (`etl.articles`).
    """
    return unicodedata.normalize("NFC", text).translate(MEANT)


def passage(claim: Row) -> None:
    """Draw the line of the article with the figure marked, where the article is on this computer."""
    data = original(claim)
    if data is None:
        st.caption(t("The passage cannot be shown here: the article’s file is not on this server."))
        return
    if not is_as_read(data, claim):
        st.caption(t("The article file on this computer is not the one that was read: the passage is not shown."))
        return
    text = readable(data.decode("utf-8", "replace"))
    start, end = int(claim["char_start"]), int(claim["char_end"])
    if text[start:end] != readable(claim["as_printed"]):
        st.caption(t("The article’s file does not have these words where they were read: the passage is not shown."))
        return
    before = text[text.rfind("\n", 0, start) + 1 : start]
    after = text[end:].split("\n", 1)[0]
    before = before if len(before) < 240 else "… " + before[-240:].split(" ", 1)[-1]  # noqa: PLR2004
    after = after if len(after) < 160 else after[:160].rsplit(" ", 1)[0] + " …"  # noqa: PLR2004
    st.html(
        markup.element(
            "blockquote", before, markup.element("mark", text[start:end]), after, class_="passage", lang="vi"
        )
    )


def _rivals(claim_id: str) -> None:
    others = queries.rivals(claim_id)
    if not others:
        st.caption(
            t("No other of the articles that were read prints a figure for the same unit, indicator and period.")
        )
        return
    st.markdown(f"**{t('Competing figures')}**")
    for row in others:
        st.markdown(wording.literal(f"“{row['as_printed']}” – {row['title']} ({citations.rank(row)})"))
