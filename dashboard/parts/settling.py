"""What two readings of an article come to: where they differ, whom it speaks for, what it is; then publishing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from dashboard import markup, wording
from dashboard.desk import desk, says
from dashboard.messages import t, tn
from dashboard.parts import metadata, reading
from dashboard.parts.reading import choices
from intake.desk import CoverageList, Refused

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from intake.desk import Agreement, Draft, Entry

LIST_KINDS = ("closed", "open")


def draw(draft: Draft, reader: str) -> None:
    """Draw what is to be settled of an article, and what comes after: both readers agree, one publishes."""
    if reader not in draft.readers():
        st.info(t("Only its two readers settle what differs between them."))
        return
    at_desk = desk()
    differences = at_desk.differences(draft.article_id, reader)
    is_open = any(not one.is_settled for one in differences)
    st.html(markup.paragraphs(agreed(at_desk.agreement(draft.article_id, reader), len(differences)), "lead"))
    alike = {one.entry_id: one for one in at_desk.settled(draft.article_id, reader) if one.kind == "figure"}
    if (amended := st.session_state.get(reading.AMENDED)) in alike:
        reading.draw("amend", f"{draft.article_id}/{amended}", reader)
        if st.button(t("Leave it as it is")):
            del st.session_state[reading.AMENDED]
            st.rerun()
        return
    if differences:
        reading.draw("settle", draft.article_id, reader)
    if not is_open:
        _amend(draft.article_id, reader, alike)
        _agree(at_desk.draft(draft.article_id), reader)


def _amend(article_id: str, reader: str, alike: Mapping[str, Entry]) -> None:
    """Draw the choice of a settled figure that is to be changed after all; the other reader agrees anew."""
    known = desk().vocabulary(article_id, reader)
    units = {row["unit_id"]: row["name"] for row in known.units}
    names = {row["indicator_id"]: choices.indicator(row)["label"] for row in known.indicators}

    def called(entry_id: str) -> str:
        one = alike[entry_id]
        return f"“{one.as_printed}” · {units[one.unit_id]} · {names[one.indicator_id]}"

    if not alike:
        return
    figure, button = st.columns([4, 1], vertical_alignment="bottom")
    chosen = figure.selectbox(
        t("Change a figure that both had alike"), list(alike), index=None, format_func=called,
        placeholder=t("Choose"), filter_mode="fuzzy", key=f"amend_{article_id}",
    )  # fmt: skip
    if button.button(t("Change"), disabled=chosen is None):
        st.session_state[reading.AMENDED] = chosen
        st.rerun()


def agreed(agreement: Agreement, n: int) -> list[str]:
    """Return how often two readings agreed, in sentences."""
    alike = agreement.both_figure + agreement.both_passed
    compared = alike + agreement.only_first + agreement.only_second
    said = [t("Both readers took {n} of {all} numerals alike.", n=alike, all=compared)]
    if agreement.kappa is not None:
        said.append(t("Cohen’s κ for figure or not: {kappa}.", kappa=wording.number(round(agreement.kappa, 2))))
    said.append(
        tn("{n} difference is to be settled.", "{n} differences are to be settled.", n=n)
        if n
        else t("The two readings agree in everything.")
    )
    return [" ".join(said)]


def _agree(draft: Draft, reader: str) -> None:
    """Draw the last two steps: both agree to lists and metadata as well, one publishes."""
    if reader not in draft.agreed_by:
        _all_of_it(draft, reader)
    elif draft.state != "agreed":
        st.info(t("You agree. When the other reader agrees too, it can be published."))
    else:
        _publish(draft.article_id, reader)


def _all_of_it(draft: Draft, reader: str) -> None:
    """Draw what is left to be confirmed in one form; one press confirms it and agrees to the whole."""
    at_desk, article_id = desk(), draft.article_id
    found, known = at_desk.lists(article_id, reader), at_desk.metadata(article_id)
    with st.form(f"agree_{article_id}", border=False):
        st.html(markup.heading(t("Lists of units"), t("Whom the article speaks for where it lists several units.")))
        lists = _lists(article_id, reader, found)
        st.html(markup.heading(t("What the article is")))
        said = metadata.fields(known, at_desk.text(article_id))
        is_sent = st.form_submit_button(t("I agree to all of this"), type="primary")
    confirmed = metadata.confirmed(said) if is_sent else None
    if confirmed is None:
        return
    try:
        # What is as it was is not saved again: each change takes back what the other reader agreed to.
        if {name: known.get(name, "") for name in confirmed} != confirmed:
            at_desk.save_metadata(article_id, reader, confirmed)
        if not draft.agreed_by or [replace(one, is_confirmed=True) for one in found] != lists:
            at_desk.save_lists(article_id, reader, lists)
        at_desk.agree(article_id, reader)
    except Refused as refused:
        st.error(wording.literal(says(refused)))
    else:
        st.rerun()


def _lists(article_id: str, reader: str, found: Sequence[CoverageList]) -> list[CoverageList]:
    """Draw the lists of units that the article has, and return them as they stand in the fields."""
    known = desk().vocabulary(article_id, reader)
    names = {row["unit_id"]: row["name"] for row in known.units}
    indicators = {row["indicator_id"]: choices.indicator(row)["label"] for row in known.indicators}
    kinds = {"closed": t("closed: no other unit is meant"), "open": t("open: it ends in “…” or gives examples")}
    said = []
    for place, one in enumerate(found):
        about = f"{indicators[one.indicator_id]} · {choices.period(one.time_period)} · {t('line {n}', n=one.line)}"
        st.html(markup.element("p", about, class_="line"))
        units, kind, reason = st.columns([3, 2, 3])
        key = f"list_{article_id}_{place}"
        chosen = units.multiselect(
            t("Units"), list(names), list(one.unit_ids), format_func=names.__getitem__, key=f"{key}_units",
            placeholder=t("Choose"), filter_mode="fuzzy",
        )  # fmt: skip
        open_or_closed = kind.selectbox(
            t("Kind"), LIST_KINDS, LIST_KINDS.index(one.list_kind), format_func=kinds.__getitem__,
            key=f"{key}_kind", placeholder=t("Choose"),
        )  # fmt: skip
        why = reason.text_input(t("Reason"), one.reason, key=f"{key}_reason")
        if chosen:
            unit_ids = tuple(sorted(chosen, key=list(names).index))
            said.append(replace(one, unit_ids=unit_ids, list_kind=open_or_closed, reason=why, is_confirmed=True))
    if not found:
        st.html(markup.element("p", t("No figures of several units were found in it."), class_="line"))
    return said


def _publish(article_id: str, reader: str) -> None:
    at_desk = desk()
    problems = at_desk.preview(article_id)
    if problems:
        said = [markup.element("li", says(one)) for one in problems]
        st.html(
            markup.element("p", t("The check of the data refuses it as it is:"), class_="line")
            + markup.element("ul", *said, class_="problems")
        )
        return
    st.html(markup.element("p", t("The check of the data has passed. Nothing is public yet."), class_="line"))
    if unchecked := at_desk.unchecked(article_id):
        away = t("Not checked again, because their texts are not in the folder of the articles here: {titles}.")
        st.html(markup.element("p", away.format(titles="; ".join(unchecked)), class_="line"))
    if st.button(t("Publish"), type="primary"):
        try:
            with st.spinner(t("Publishing: the data are checked and built anew; this takes some seconds.")):
                at_desk.publish(article_id, reader)
        except Refused as refused:
            st.error(wording.literal(says(refused)))
        else:
            st.rerun()
