"""Bringing articles in: which there are and how far each has come, and the one that is read, settled or published."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import streamlit as st

from dashboard import access, filters, markup, queries, wording
from dashboard.columns import heading
from dashboard.desk import desk, is_allowed, lay_all, only_today, recovered, says, why_not
from dashboard.messages import t
from dashboard.parts import arrivals, corrections, metadata, reading, settling
from dashboard.selection import along, in_language, linked
from intake.refusals import Refused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

    from intake.desk import Draft

READER, ARTICLE, CORRECT = "reader", "article", "correct"  # parameters of the address
AT_MOST = 100  # articles one below the other


def draw() -> None:
    """Draw the page: an article where the address names one, else all of them."""
    if not is_allowed():
        access.refused(access.who(st.context.headers), "/intake")
        filters.write(filters.in_address())  # as it is: who logs in comes back to it
        st.title(t("Article intake"), anchor=False)
        st.info(wording.literal(why_not(st.context.headers)))
        return
    if queries.asof() is not None:
        _older()
        return
    try:
        _draw()
    except Refused as refused:  # at the desk, or on the shelf
        st.title(t("Article intake"), anchor=False)
        st.error(wording.literal(says(refused.sentence)))


def _older() -> None:
    """Say that nothing can be read into an older build, and lead to the same place in today's data."""
    asked = {name: given for name, given in filters.in_address().items() if name in (READER, ARTICLE, CORRECT)}
    filters.write(asked | along())
    st.title(t("Article intake"), anchor=False)
    there = linked("intake", asked | in_language())
    link = markup.element("a", t("Open article intake with the newest data"), href=there, target="_self")
    st.html(markup.element("p", only_today(), " ", link, ".", class_="lead"))


def _draw() -> None:
    at_desk = desk()
    lay_all([row["article_id"] for row in queries.articles()])
    drafts = at_desk.articles()
    filters.chosen(ARTICLE, asked=lambda given: _asked(given, [one.article_id for one in drafts]), default="")
    filters.chosen(CORRECT, asked=lambda given: given[-1][:80] if given else "", default="")
    article_id, claim_id = st.session_state[ARTICLE], st.session_state[CORRECT]
    draft = at_desk.draft(article_id) if article_id else None
    with filters.row():
        title = wording.literal(_called(draft)) if draft else t("Article intake")
        st.title(t("Correct a figure") if claim_id else title, anchor=False)
        reader = _reader(at_desk.readers())
    filters.write(address(reader, article_id, claim_id))
    filters.name_unknown()
    if said := recovered():
        st.info(wording.literal(said))
    if claim_id:
        corrections.ask(claim_id, reader)
    elif draft:
        _article(draft, reader)
    else:
        _all(drafts, reader)


def _called(draft: Draft) -> str:
    return draft.title or draft.received_name or draft.article_id


def address(reader: str, article_id: str = "", claim_id: str = "") -> dict[str, list[str]]:
    """Return the address of an article for a reader, or of a claim to be corrected; of all articles without one."""
    said = {READER: reader, ARTICLE: article_id, CORRECT: claim_id}
    return {name: [value] for name, value in said.items() if value} | along()


def _asked(given: Sequence[str], known: Sequence[str]) -> str:
    unknown = [one for one in given if one not in known]
    st.session_state[filters.UNKNOWN] = [*st.session_state.get(filters.UNKNOWN, ()), *unknown]
    return next((one for one in reversed(given) if one in known), "")


def _reader(known: Sequence[str]) -> str:
    """Draw the choice of the name that one reads under, and return it; "" before there is one."""

    def asked(given: Sequence[str]) -> str:
        return next((one for one in given if one in known), "")

    filters.chosen(READER, asked=asked, default="")
    if not st.session_state.get(READER):  # a press while the page is still being drawn comes without the choice
        st.session_state[READER] = asked(st.query_params.get_all(READER))
    roles = {role: wording.sentence(wording.reader(role)) for role in known}
    chosen: str = st.selectbox(
        t("You read as"),
        ["", *known],
        format_func=lambda role: roles.get(role, t("Choose")),
        key=READER,
        placeholder=t("Choose"),
        help=t("Two readers read each article apart. Whoever reads as one role does not read as the other."),
    )
    return chosen


def _all(drafts: Sequence[Draft], reader: str) -> None:
    """Draw what can be added, every article with its state, and the last publish."""
    if not reader:
        st.info(t("Choose above under which name you read. Then add an article, or open one from the list."))
    arrivals.draw(reader)
    rows = [_row(draft, reader) for draft in drafts[:AT_MOST]]
    said = t("Shown: the newest {n} of {all} articles.", n=AT_MOST, all=len(drafts)) if len(drafts) > AT_MOST else ""
    table = markup.table(t("Articles"), [heading("title"), t("State"), t("Next step")], rows, is_stacked=True)
    listed = table if rows else markup.element("p", t("The list is empty: paste an article above, or choose a file."))
    st.html(markup.heading(t("Articles")) + listed + markup.paragraphs([said], "chart-notes"))
    corrections.listed(desk().corrections(), reader)
    _last(reader)


def _row(draft: Draft, reader: str) -> list[str | Markup]:
    title = markup.element("span", _called(draft), lang="vi")
    link = markup.element(
        "a", title, href=linked("intake", address(reader, draft.article_id)), target="_self", class_="to-article"
    )
    return [link, state(draft), step(draft, reader)]


def state(draft: Draft) -> str:
    """Return how far an article has come."""
    first, second = (wording.reader(one) if one else "" for one in (draft.first_reader, draft.second_reader))
    if draft.state == "reading":
        readings = [
            t("{reader}: finished", reader=wording.reader(one))
            if one in draft.finished
            else t("{reader}: reading", reader=wording.reader(one))
            for one in draft.readers()
        ]
        return wording.sentence("; ".join(readings))
    return {
        "new": t("nobody has begun to read"),
        "settling": t("{first} and {second} have read it; to be settled", first=first, second=second),
        "agreed": t("both agree; to be published"),
        "published": t("on the dashboard"),
    }.get(draft.state, draft.state)


def step(draft: Draft, reader: str) -> str:
    """Return what this reader does next with an article; "" for nothing."""
    is_own = reader in draft.readers()
    if draft.state in ("new", "reading"):
        if reader in draft.finished:
            return t("wait for the other reader")
        if is_own:
            return t("read on")
        return t("nothing: it has two readers") if all((draft.first_reader, draft.second_reader)) else t("read")
    return {"settling": t("settle"), "agreed": t("publish")}.get(draft.state, "") if is_own else ""


def _last(reader: str) -> None:
    """Draw the last publish, which can be taken back."""
    last = desk().last_publish()
    if not last:
        return
    title = next((row["title"] for row in queries.articles() if row["article_id"] == last.of), last.of)
    when = datetime.fromisoformat(last.at)
    said = t(
        "{what}, by {reader}, {at}", what=title, reader=wording.reader(last.by), at=f"{when:%H:%M} {wording.day(when)}"
    )
    st.html(markup.heading(t("Last publish")) + markup.element("p", said, class_="line"))
    if last.trouble:
        st.warning(wording.literal(says(last.trouble)))
    sure = st.checkbox(t("Take this publish back: its figures leave the dashboard, the readings stay"), key="is_sure")
    if st.button(t("Take back"), disabled=not (sure and reader)):
        desk().take_back(reader)
        st.session_state.pop("is_sure", None)
        st.rerun()


def _article(draft: Draft, reader: str) -> None:
    """Draw an article as this reader has it before them: to be read, waited for, settled, published."""
    href = linked("intake", address(reader))
    back = markup.element("a", t("All articles"), href=href, target="_self", class_="to-article")
    st.html(markup.element("p", back, f" · {state(draft)}", class_="chart-subtitle"))
    if not reader:
        st.info(t("Choose above under which name you read."))
    elif draft.state == "published":
        _published(draft)
    elif draft.state in ("settling", "agreed"):
        settling.draw(draft, reader)
    elif reader in draft.finished:
        _waiting(draft, reader)
    elif reader in draft.readers():
        reading.draw("read", draft.article_id, reader)
    else:
        _begin(draft, reader)


def _begin(draft: Draft, reader: str) -> None:
    """Draw what comes before a reading: to the first reader what the article is, to the second how one reads."""
    if not draft.first_reader:
        st.html(markup.element("p", t("Look these over first; they are proposed from the text."), class_="lead"))
        confirmed = metadata.form(draft.article_id, t("Confirm and read"))
        if confirmed is not None:
            desk().start(draft.article_id, reader)
            desk().save_metadata(draft.article_id, reader, confirmed)
            st.rerun()
        return
    said = t(
        "You are the second reader: you start from the bare text with its numerals marked, without proposals and "
        "without what {reader} entered.",
        reader=wording.reader(draft.first_reader),
    )
    st.html(markup.element("p", said, class_="lead") + metadata.shown(desk().metadata(draft.article_id)))
    if st.button(t("Begin the second reading"), type="primary"):
        desk().start(draft.article_id, reader)
        st.rerun()


def _waiting(draft: Draft, reader: str) -> None:
    st.info(t("Your reading is finished and kept. When the other reader has finished too, both see what differs."))
    if st.button(t("Open my reading again")):
        desk().resume(draft.article_id, reader)
        st.rerun()


def _published(draft: Draft) -> None:
    href = f"{linked('sources', {ARTICLE: [draft.article_id]} | along())}#{draft.article_id}"
    link = markup.element("a", t("what was taken from it"), href=href, target="_self")
    st.html(markup.element("p", t("Its figures stand in the dashboard:"), " ", link, class_="lead"))
