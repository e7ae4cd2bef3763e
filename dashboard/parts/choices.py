"""What a page lets choose beside the shared filters: lists of codes in the page's own part of the address."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from dashboard import filters
from dashboard.selection import known

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dashboard.selection import Address, Choice, Offer


def address(choice: Choice) -> Address:
    """Return a choice as a part of an address; nothing where nothing is chosen."""
    return {parameter: list(codes) for parameter, codes in choice.items() if codes}


def arrive(page: str, offer: Offer) -> None:
    """Give the widgets `<page>_<parameter>` their values when the reader arrives, and have named what is unknown.

    Pages offer different things under one name: each remembers its own choice.
    """
    for parameter, options in offer.items():
        filters.chosen(f"{page}_{parameter}", asked=partial(_asked, parameter, options), default=[])


def _asked(parameter: str, options: Mapping[str, str], _: list[str]) -> list[str]:
    given = st.query_params.get_all(parameter)
    unknown = [code[:80] for code in dict.fromkeys(given) if code not in options]
    st.session_state[filters.UNKNOWN] = [*st.session_state.get(filters.UNKNOWN, ()), *unknown]
    return list(known(options, given))


def said(page: str, offer: Offer) -> Choice:
    """Return what the widgets of an offer say."""
    return {parameter: tuple(st.session_state[f"{page}_{parameter}"]) for parameter in offer}


def forget_unknown() -> None:
    """Stop naming what the address asked for in vain: the reader has chosen something since."""
    st.session_state.pop(filters.UNKNOWN, None)
