"""Links to claims, followed within the page: the card opens at once, and the page behind it stays as it is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import streamlit as st

from dashboard.parts import evidence

NARROW = "is_narrow"  # whether the reader's window is as narrow as a phone's

_listener = st.components.v2.component("cards", js=Path(__file__).with_suffix(".js").read_text(encoding="utf-8"))


def is_narrow() -> bool:
    """Return whether the reader's window is as narrow as a phone's, as far as it is known yet."""
    return bool(st.session_state.get(NARROW))


@st.fragment
def listen(shown: str | None) -> None:
    """Listen to the reader's browser: what it asks for runs this alone, not the page.

    `shown`: the claim whose card the page has opened; it stays open where the page is drawn anew for a phone.
    """
    heard: Any = _listener(
        key="cards",
        data={NARROW: is_narrow()},
        default={"window": {NARROW: is_narrow(), "has_card": False}},
        on_claim_change=lambda: None,
        on_window_change=lambda: None,
    )
    if heard.claim:
        evidence.show(heard.claim)
    if bool(heard.window[NARROW]) != is_narrow():
        st.session_state[NARROW] = bool(heard.window[NARROW])
        if shown and heard.window["has_card"]:
            evidence.ask(shown)
        st.rerun()
