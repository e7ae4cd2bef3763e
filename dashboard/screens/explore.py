"""All figures: search them, narrow them down, choose what is said of each, and take them along as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard import filters, listings, markup, signs
from dashboard.columns import heading
from dashboard.messages import t
from dashboard.parts import choices, downloads, foot, list_table

if TYPE_CHECKING:
    from dashboard.listings import Listing
    from dashboard.selection import Address, Choice, Offer, Selection

PAGE = "explore"
KIND, TEXT, COLUMNS, PAGE_NUMBER = (
    "list",
    "q",
    "columns",
    "page",
)  # parameters of the address; the widgets have the page's name before it
LONGEST = 80  # letters to search for, or digits of a page


def draw() -> None:
    """Draw the page for the reader's selection."""
    state = st.session_state
    filters.chosen(_key(KIND), asked=_asked_kind, default="claims")
    filters.chosen(_key(TEXT), asked=lambda _: st.query_params.get(TEXT, "")[:LONGEST], default="")
    offer = listings.figure_offer(state[_key(KIND)])
    choices.arrive(PAGE, offer)
    if state[filters.ARRIVAL] and not state[_key(COLUMNS)]:
        state[_key(COLUMNS)] = list(listings.USUAL[state[_key(KIND)]])
    selection, _ = filters.head()
    st.title(t("All figures"), anchor=False)
    _choose(offer)
    kind, text, choice = state[_key(KIND)], state[_key(TEXT)], choices.said(PAGE, offer)
    address = _address(kind, text, choice, selection)
    if not selection.unit_ids:
        filters.write(address)
        return
    listing = listings.figures(kind, selection, text, choice, list_table.AT_MOST)
    number = _page_of(listing, address)
    filters.write(address | ({PAGE_NUMBER: [str(number)]} if number > 1 else {}))
    _list(listing, number, address, is_usual=COLUMNS not in address)


def _list(listing: Listing, number: int, address: Address, *, is_usual: bool) -> None:
    """Draw a page of a list between its words and its foot; `address` is that of its files."""
    caption = listing.caption
    said = f"{caption.title} · {caption.subtitle}"
    if not listing.rows:
        st.html(markup.element("p", said, class_="lead"))
        st.info(list_table.nothing())
        return
    figures = list_table.page(listing.figures, number)
    cited = foot.numbered(figures)
    table = list_table.usual(said, figures, cited) if is_usual else list_table.chosen(said, listing, number)
    above = markup.element("p", markup.element("b", caption.title), f" · {caption.subtitle}", class_="lead") + table
    notes = [*caption.notes, t("A search finds the figures with all of its words."), signs.provisional(figures)]
    below = (
        markup.paragraphs([list_table.cut(listing)], "chart-notes")
        + foot.sources(cited)
        + foot.more(
            [note for note in notes if note], caption.title, downloads.of_list(f"explore/{listing.name}", address)
        )
    )
    n_pages = list_table.n_pages(listing)
    if n_pages == 1:
        st.html(above + below)
        return
    st.html(above)
    st.pagination(n_pages, default=number, key=_turn())
    st.html(below)


def _page_of(listing: Listing, address: Address) -> int:
    """Return the page to show: of a list that is another than in the last run, the first or what a link asks for."""
    state = st.session_state
    if state[filters.ARRIVAL] or state.get(_key("of")) != address:
        state[_key("of")] = address
        state[_key("turn")] = state.get(_key("turn"), 0) + 1  # the choice of a page begins anew
        asked = st.query_params.get(PAGE_NUMBER, "1") if state[filters.ARRIVAL] == "link" else "1"
        is_number = asked.isascii() and asked.isdigit() and len(asked) < LONGEST
        state[_key("start")] = max(1, int(asked)) if is_number else 1
    return min(int(state.get(_turn(), state[_key("start")])), list_table.n_pages(listing))


def _turn() -> str:
    """Return the key of the choice of a page."""
    return f"{_key(PAGE_NUMBER)}_{st.session_state[_key('turn')]}"


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
    """Draw what the page lets choose beside the shared filters: the search, and what is folded beside it."""
    names = {"claims": t("Printed figures"), "observations": t("Figures in use")}
    with st.container(key="search", horizontal=True, vertical_alignment="bottom"):
        st.text_input(
            t("Search"),
            key=_key(TEXT),
            max_chars=LONGEST,
            placeholder=t("Unit, indicator, words of the article; with or without diacritics"),
            type="search",
            label_visibility="collapsed",
            on_change=choices.forget_unknown,
        )
        with st.popover(t("Narrow down"), icon=":material/filter_list:"):
            st.radio(
                t("Figures"),
                list(names),
                format_func=names.__getitem__,
                captions=[
                    t("every figure, as the articles print it"),
                    t("the one that stands for each unit and period"),
                ],
                key=_key(KIND),
                on_change=_fit_columns,
            )
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
