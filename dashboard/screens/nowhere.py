"""The page at an address where there is none, in place of Streamlit's dialog, which speaks English."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

import streamlit as st

from dashboard import filters, wording
from dashboard.messages import t
from dashboard.selection import along

if TYPE_CHECKING:
    from collections.abc import Collection

KEY = "nowhere"  # names asked for in vain: a step back leads to them again


def name() -> str:
    """Return what stands in the reader's address where a page has its name."""
    return unquote((st.context.url or "").rpartition("/")[2])


def pages(known: Collection[str]) -> list[st.Page]:
    """Return hidden pages under the names that the reader has asked for in vain."""
    asked: dict[str, None] = st.session_state.setdefault(KEY, {})
    if name() not in known:
        asked[name()] = None
    title = t("There is no such page")
    return [st.Page(draw, title=title, url_path=one, visibility="hidden") for one in asked if one.strip()]


def draw() -> None:
    """Say that there is no such page."""
    filters.write(along())
    st.title(t("There is no such page"), anchor=False)
    said = t(
        "“{name}” is no page of this dashboard. Choose one from the navigation.", name=wording.literal(name()[:80])
    )
    st.info(said)
