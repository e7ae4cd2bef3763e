"""The frame of a page: what it found, and tabs of which one alone is drawn; the chosen one is in the address."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard import filters
from dashboard.messages import t

if TYPE_CHECKING:
    from collections.abc import Collection

    from streamlit.delta_generator import DeltaGenerator

    from dashboard.selection import Address

TAB = "view"  # the parameter of the address, and the widget


def labels() -> dict[str, str]:
    """Return what the tabs are called, by their names in addresses, in their order; the first is the default."""
    return {"chart": t("Chart"), "table": t("Table"), "map": t("Sketch map"), "time": t("Over time")}


def choose(offered: Collection[str]) -> str:
    """Return the tab that the reader asks for, of those offered, before they are drawn; nothing of none."""
    if len(offered) < 2:  # noqa: PLR2004  (no tabs: what was chosen elsewhere stays)
        return next(iter(offered), "")
    known = {code: label for code, label in labels().items() if code in offered}
    first = next(iter(known.values()))
    filters.chosen(TAB, asked=lambda given: known.get(given[-1] if given else "", first), default=first)
    if st.session_state[TAB] not in known.values():
        st.session_state[TAB] = first
    return next(code for code, label in known.items() if label == st.session_state[TAB])


def address(chosen: str) -> Address:
    """Return a tab as a part of an address; nothing for the first."""
    return {} if chosen in ("", next(iter(labels()))) else {TAB: [chosen]}


def tabs(offered: Collection[str], chosen: str) -> DeltaGenerator:
    """Draw the tabs where there are several, and return the place of the chosen one."""
    if len(offered) < 2:  # noqa: PLR2004
        return st.container()
    known = [label for code, label in labels().items() if code in offered]
    places = st.tabs(known, key=TAB, on_change="rerun")
    return places[known.index(labels()[chosen])]
