"""All figures: search them, narrow them down, choose what is said of each, and take them along as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard import filters, listings
from dashboard.columns import heading
from dashboard.messages import t
from dashboard.parts import choices, glossary, list_table

if TYPE_CHECKING:
    from dashboard.selection import Address, Choice, Offer, Selection

PAGE = "explore"
KIND, TEXT, COLUMNS = "list", "q", "columns"  # parameters of the address; the widgets have the page's name before it
LONGEST = 80  # letters to search for


def draw() -> None:
    """Draw the page for the reader's selection."""
    st.title(t("All figures"), anchor=False)
    glossary.paragraph(
        t(
            "Search the figures that were read from the articles, narrow them down, and take them along with their "
            "source."
        )
    )
    state = st.session_state
    filters.chosen(_key(KIND), asked=_asked_kind, default="claims")
    filters.chosen(_key(TEXT), asked=lambda _: st.query_params.get(TEXT, "")[:LONGEST], default="")
    offer = listings.figure_offer(state[_key(KIND)])
    choices.arrive(PAGE, offer)
    if state[filters.ARRIVAL] and not state[_key(COLUMNS)]:
        state[_key(COLUMNS)] = list(listings.USUAL[state[_key(KIND)]])
    selection, _ = filters.head()
    _choose(offer)
    kind, text, choice = state[_key(KIND)], state[_key(TEXT)], choices.said(PAGE, offer)
    address = _address(kind, text, choice, selection)
    filters.write(address)
    if selection.unit_ids:
        list_table.draw(listings.figures(kind, selection, text, choice, list_table.AT_MOST), address)


def _key(parameter: str) -> str:
    return f"{PAGE}_{parameter}"


def _asked_kind(_: list[str]) -> str:
    """Return which of the two lists the address asks for."""
    given = st.query_params.get(KIND, "claims")
    if given in listings.USUAL:
        return given
    st.session_state[filters.UNKNOWN] = [*st.session_state.get(filters.UNKNOWN, ()), given[:80]]
    return "claims"


def _address(kind: str, text: str, choice: Choice, selection: Selection) -> Address:
    own = {
        KIND: [kind] if kind != "claims" else [],
        TEXT: [text] if text else [],
        **choices.address(choice),
    }
    if set(choice[COLUMNS]) == set(listings.USUAL[kind]):
        del own[COLUMNS]
    return selection.address() | {parameter: values for parameter, values in own.items() if values}


def _choose(offer: Offer) -> None:
    """Draw what the page lets choose beside the shared filters."""
    names = {"claims": t("Printed figures"), "observations": t("Figures in use")}
    st.radio(
        t("Figures"),
        list(names),
        format_func=names.__getitem__,
        captions=[t("every figure, as the articles print it"), t("the one that stands for each unit and period")],
        key=_key(KIND),
        on_change=_fit_columns,
        horizontal=True,
        label_visibility="collapsed",
    )
    st.text_input(
        t("Search"),
        key=_key(TEXT),
        max_chars=LONGEST,
        placeholder=t("Unit, indicator, words of the article, code of the figure …"),
        help=t("All words must be found; with or without diacritics."),
        type="search",
        on_change=choices.forget_unknown,
    )
    with st.container(horizontal=True):
        with st.popover(t("Narrow down"), icon=":material/filter_list:"):
            _choose_among("topic", heading("topic"), t("All"), offer)
            _choose_among("indicator", heading("indicator"), t("All"), offer)
            _choose_among("article", heading("title"), t("All"), offer)
            _press("scenario", heading("scenario"), offer)
            _press("status", heading("obs_status"), offer)
        with st.popover(t("Choose columns"), icon=":material/view_column:"):
            _choose_among(COLUMNS, t("Columns"), t("The usual columns"), offer)


def _fit_columns() -> None:
    """Give the other list its usual columns; where others were chosen, those of them that it has."""
    choices.forget_unknown()
    state = st.session_state
    kind, chosen = state[_key(KIND)], state[_key(COLUMNS)]
    is_usual = any(set(chosen) == set(usual) for usual in listings.USUAL.values())
    offered = listings.columns_of(kind)
    kept = [] if is_usual else [code for code in chosen if code in offered]
    state[_key(COLUMNS)] = kept or list(listings.USUAL[kind])


def _choose_among(parameter: str, label: str, nothing: str, offer: Offer) -> None:
    st.multiselect(
        label,
        list(offer[parameter]),
        format_func=offer[parameter].__getitem__,
        key=_key(parameter),
        placeholder=nothing,
        on_change=choices.forget_unknown,
        select_all=False,
    )


def _press(parameter: str, label: str, offer: Offer) -> None:
    st.pills(
        label,
        list(offer[parameter]),
        format_func=offer[parameter].__getitem__,
        selection_mode="multi",
        key=_key(parameter),
        on_change=choices.forget_unknown,
    )
