"""Places of a page that a link can lead to: `#…` behind the page's address."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from dashboard import markup
from dashboard.messages import t

if TYPE_CHECKING:
    from collections.abc import Mapping

    from markupsafe import Markup

    from dashboard.markup import Text


@cache
def _script() -> str:
    """Return the script that looks for the place again: the browser did before there was anything on the page."""
    return f"<script>{Path(__file__).with_suffix('.js').read_text(encoding='utf-8')}</script>"


def place(id_: str, content: Text) -> Markup:
    """Return content that `#id_` leads to."""
    return markup.element("div", content, id=id_, class_="place")


def contents(places: Mapping[str, Text]) -> Markup:
    """Return links to places, by their ids."""
    links = (markup.element("li", markup.element("a", text, href=f"#{id_}")) for id_, text in places.items())
    return markup.element("nav", markup.element("ul", *links), aria_label=t("On this page"), class_="contents")


def arrive() -> None:
    """Go to the place that the reader's address names; the last call of a page."""
    st.html(_script(), unsafe_allow_javascript=True)
