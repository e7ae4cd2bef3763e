"""Places of a page that a link can lead to: `#…` behind the page's address."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard import markup
from dashboard.messages import t

if TYPE_CHECKING:
    from collections.abc import Mapping

    from markupsafe import Markup

    from dashboard.markup import Text

# The browser has looked for the place before there was anything on the page. Set anew, it is looked for again.
ARRIVE = "<script>if (location.hash) location.replace(location.hash)</script>"


def place(id_: str, content: Text) -> Markup:
    """Return content that `#id_` leads to."""
    return markup.element("div", content, id=id_, class_="place")


def contents(places: Mapping[str, Text]) -> Markup:
    """Return links to places, by their ids."""
    links = (markup.element("li", markup.element("a", text, href=f"#{id_}")) for id_, text in places.items())
    return markup.element("nav", markup.element("ul", *links), aria_label=t("On this page"), class_="contents")


def arrive() -> None:
    """Go to the place that the reader's address names; the last call of a page."""
    st.html(ARRIVE, unsafe_allow_javascript=True)
