"""The text of an article with its numerals, and the entry of the one that is read: on the reader's side a component."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard import filters, markup, queries, wording
from dashboard.desk import desk, says, vocabulary
from dashboard.parts.reading import acts, choices, words
from intake.desk import Refused

KEY = "reading"  # the component, and what the session keeps for it
OPENED, FRESH, ANSWER = "reading_opened", "reading_fresh", "reading_answer"
AMENDED = "amended"  # the settled entry that a reader is changing


@cache
def component() -> Any:
    """Return the component, registered once."""
    here = Path(__file__).parent
    parts = ("text", "box", "fields", "reading", "alike", "asking", "settling", "correcting", "mount")
    return st.components.v2.component(
        KEY,
        html=str(markup.element("div", class_=KEY)),
        css=(here / "reading.css").read_text(encoding="utf-8"),
        js="\n".join((here / f"{part}.js").read_text(encoding="utf-8") for part in parts),
        isolate_styles=False,
    )


def draw(mode: str, of: str, reader: str) -> None:
    """Draw an article for one reader: to "read" it, or to "settle" what differs (`of`: the article).

    Beside these, to "correct" a claim, and to "amend" what both had alike (`of`: article/entry).

    What the reader finishes is saved at once; the whole page is drawn anew when the work is done.
    """
    state, opened = st.session_state, (mode, of, reader)
    if state.get(OPENED, (None,))[0] != opened:
        state[OPENED] = (opened, state.get(OPENED, (None, 0))[1] + 1)
    state[FRESH] = True
    _listen(mode, of, reader)


@st.fragment
def _listen(mode: str, of: str, reader: str) -> None:
    """Mount the component; what it sends runs this alone, and is answered without the text being sent again."""
    state = st.session_state
    data: dict[str, Any] = {"opened": state[OPENED][1], "answer": state.get(ANSWER)}
    if state.pop(FRESH, False):
        try:
            starts = {"read": reading, "settle": settling, "correct": correcting, "amend": amending}
            data |= starts[mode](of, reader) | {"mode": mode}
        except Refused as refused:  # within a fragment nobody else would hear of it
            st.error(wording.literal(says(refused)))
            return
    component()(key=KEY, data=data, on_sent_change=lambda: _heard(of, reader))
    if (state.get(ANSWER) or {}).pop("is_done", False):
        state.pop(AMENDED, None)
        st.rerun()


def _heard(of: str, reader: str) -> None:
    """Keep what was sent. What was sent again because its answer was late is not kept twice."""
    filters.speak()
    state = st.session_state
    sent, known = state[KEY]["sent"], state.get(ANSWER) or {}
    if sent is None:
        return
    is_known = (known.get("client"), known.get("number")) == (sent["client"], sent["number"])
    if not is_known or known.get("refused"):
        state[ANSWER] = {"client": sent["client"], "number": sent["number"]} | acts.keep(of, reader, sent)


def _article(article_id: str, reader: str, entries: list[dict[str, Any]]) -> dict[str, Any]:
    """Return what the component has of an article in every mode; of a published one the data say what it is."""
    at_desk = desk()
    published = next((row for row in queries.articles() if row["article_id"] == article_id), None)
    metadata = (
        {name: str(value or "") for name, value in published.items()} if published else at_desk.metadata(article_id)
    )
    text = at_desk.text(article_id)
    known = vocabulary(article_id, reader)
    return {
        "text": text,
        "numerals": [[one.char_start, one.char_end, one.must_settle] for one in at_desk.marks(article_id)],
        "article": {"reported_period": metadata.get("reported_period", ""), "said_on": choices.said_on(metadata)},
        **choices.asking(known),
        **choices.lists(known, metadata, text, entries),
    }


def reading(article_id: str, reader: str) -> dict[str, Any]:
    """Return what a reading starts from: its own entries, and proposals for whom the desk has some."""
    mine = desk().reading(article_id, reader)
    entries = [acts.given(entry) for entry in mine.entries]
    proposals = [acts.given(entry, place) for place, entry in enumerate(desk().proposals(article_id, reader))]
    return {
        **_article(article_id, reader, [*entries, *proposals]),
        "entries": entries,
        "proposals": proposals,
        "at": mine.at if entries else None,
        "words": words.reading(),
    }


def settling(article_id: str, reader: str) -> dict[str, Any]:
    """Return what two readings are settled from."""
    found = desk().differences(article_id, reader)
    both = [acts.given(one) for found_one in found for one in (found_one.first_entry, found_one.second_entry) if one]
    return {
        **_article(article_id, reader, both),
        "differences": [acts.differing(one) for one in found],
        "words": words.reading() | words.settling(),
        "why": words.why(),
        "reader": reader,
        "readers": {one: wording.reader(one) for one in desk().draft(article_id).readers()},
    }


def correcting(claim_id: str, reader: str) -> dict[str, Any]:
    """Return what a published claim is corrected from."""
    entry = acts.given(desk().claim(claim_id))
    article_id = str(queries.provenance((claim_id,))[0]["article_id"])
    return {
        **_article(article_id, reader, [entry]),
        "entries": [entry],
        "words": words.reading() | words.correcting(),
        "why": words.why(),
        "act": "correct",
    }


def amending(of: str, reader: str) -> dict[str, Any]:
    """Return what an entry that both readers had alike is changed from."""
    article_id, _, entry_id = of.partition("/")
    entry = acts.given(next(one for one in desk().settled(article_id, reader) if one.entry_id == entry_id))
    return {
        **_article(article_id, reader, [entry]),
        "entries": [entry],
        "words": words.reading() | words.amending(),
        "why": words.why(),
        "act": "amend",
    }
