"""Corrections of published figures: one reader asks at the place in the article, another confirms, either publishes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from dashboard import citations, markup, queries, readings, wording
from dashboard.desk import desk, says
from dashboard.messages import t
from dashboard.parts import reading
from intake.desk import Refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from intake.desk import Correction


def ask(claim_id: str, reader: str) -> None:
    """Draw the article at a published figure; what is sent from there is a correction that another reader confirms."""
    claim = queries.evidence(claim_id)
    if claim is None:
        st.info(t("There is no figure with the code {claim} in the data.", claim=wording.literal(claim_id[:80])))
        return
    waiting = [one for one in desk().corrections() if one.claim_id == claim_id]
    said = t("A correction takes a second reader: it is public, with its reason, when both have agreed to it.")
    st.html(markup.element("p", citations.restatement(claim), class_="lead") + markup.paragraphs([said], "line"))
    if waiting:
        listed(waiting, reader)
    if not reader:
        st.info(t("Choose above under which name you read."))
    elif not waiting:
        reading.draw("correct", claim_id, reader)


def listed(found: tuple[Correction, ...] | list[Correction], reader: str) -> None:
    """Draw corrections that wait for somebody, each with what this reader can do about it."""
    if not found:
        return
    st.html(markup.heading(t("Corrections that wait")))
    known = readings.fields()
    for one in found:
        changes = "; ".join(
            f"{known.get(column, column)}: {before or t('left empty')} → {after or t('left empty')}"
            for column, (before, after) in one.changes.items()
        )
        asked = f"{one.claim_id}: {changes}. {one.reason} ({wording.reader(one.proposed_by)})"
        st.html(markup.element("p", asked, class_="line"))
        with st.container(horizontal=True, key=f"correction_{one.correction_id}"):
            if one.state == "confirmed":
                _button(t("Publish"), one, partial(desk().publish_correction, one.correction_id, reader))
            elif reader and reader != one.proposed_by:
                _button(t("Confirm"), one, partial(desk().confirm, one.correction_id, reader))
            _button(t("Withdraw"), one, partial(desk().withdraw, one.correction_id, reader))


def _button(words: str, one: Correction, act: Callable[[], object]) -> None:
    if st.button(words, key=f"{words}_{one.correction_id}"):
        try:
            act()
        except Refused as refused:
            st.error(wording.literal(says(refused)))
        else:
            st.rerun()
