"""All figures outside the core indicators as one list by topic; plans stand at its end, apart from results."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import streamlit as st

from dashboard import activities, citations, filters, markup, notes, queries, wording
from dashboard.messages import t
from dashboard.parts import downloads, foot, form_lines

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from markupsafe import Markup

    from dashboard.figure import Figure
    from dashboard.markup import Text


def draw() -> None:
    """Draw the page for the reader's selection."""
    selection, _ = filters.head()
    st.title(t("Other activities"), anchor=False)
    filters.write(selection.address())
    if not selection.unit_ids:
        return
    claims = queries.activities(selection.unit_ids, activities.AT_MOST)
    if not claims:
        st.info(
            t("None of the articles that were read prints another figure for this selection. This does not mean zero.")
        )
        return
    cited = foot.numbered(claims)
    said = [t("Figures outside the core indicators, each as printed; they are not added together.")]
    if claims[0]["n_all"] > len(claims):
        said.append(t("Shown: the newest {n} of {all}.", n=len(claims), all=claims[0]["n_all"]))
    st.html(
        markup.element("p", " ".join(said), class_="chart-subtitle")
        + form_lines.sections(claims, lambda claim: _about(claim, cited))
    )
    title = f"{t('Other activities')}. {selection.scope()}"
    foot.draw(cited, _notes(claims), title, downloads.of_selection(selection.address()))


def _about(claim: Figure, cited: Mapping[str, str]) -> Markup:
    """Return whom a figure is about, its period, and its article."""
    said = f"{citations.whom(claim)} · {wording.period(claim.time_period)}"
    return markup.joined([said, " ", foot.mark(cited, claim)])


def _notes(claims: Sequence[Figure]) -> list[Text]:
    """Return what each figure counts, by its definition; and what the readers noted of figures that are no sum."""
    with_partners = activities.counted_with_partners(claims)
    said: dict[str, Text] = {}
    for claim in claims:
        definition = f"{wording.name(claim)}: {wording.name(claim, 'definition')}"
        is_general = claim.indicator_id in with_partners and not activities.is_with_partner(claim)
        if is_general and claim.note:
            said[claim.indicator_id] = markup.joined([definition, " ", _note(claim)])
        said.setdefault(claim.indicator_id, definition)
    return list(said.values())


def _note(claim: Figure) -> Markup:
    """Return what the readers noted of a figure; what they quote is Vietnamese in every language."""
    said = notes.said(claim.note or "")
    if isinstance(said, notes.InVietnamese):
        return markup.joined([said])
    parts = re.split("(“[^”]*”)", said)
    return markup.joined(
        markup.element("span", part, lang="vi") if part.startswith("“") else part for part in parts if part
    )
