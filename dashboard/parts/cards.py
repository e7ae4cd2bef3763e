"""Links to claims, followed within the page: the card opens at once, and the page behind it stays as it is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import streamlit as st

from dashboard import filters
from dashboard.parts import evidence

_listener = st.components.v2.component("cards", js=Path(__file__).with_suffix(".js").read_text(encoding="utf-8"))


@st.fragment
def listen(shown: str | None) -> None:
    """Listen to the reader's browser: what it asks for runs this alone, not the page.

    `shown`: the claim whose card the page opens; it stays open where the page is drawn anew for a phone.
    """
    heard: Any = _listener(
        key="cards",
        data={filters.NARROW: filters.is_narrow()},
        on_claim_change=lambda: None,
        on_window_change=lambda: None,
    )
    if heard.claim:
        evidence.show(heard.claim)
    if heard.window and bool(heard.window[filters.NARROW]) != filters.is_narrow():
        st.session_state[filters.NARROW] = bool(heard.window[filters.NARROW])
        if shown and heard.window["has_card"]:
            evidence.ask(shown)
        st.rerun()
