"""Links that lead from a file back to the view that it was made of, where it is configured where the dashboard is."""

from __future__ import annotations

import os
from contextvars import ContextVar
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from dashboard import markup
from dashboard.messages import t
from dashboard.selection import linked

if TYPE_CHECKING:
    from dashboard.markup import Text
    from dashboard.selection import Address

HERE: ContextVar[Address | None] = ContextVar("here", default=None)  # the view that is being drawn
BASE_ADDRESS = "BASE_ADDRESS"  # where readers reach the dashboard, such as https://example.org/union


def base() -> str | None:
    """Return where readers reach the dashboard; None where that is not configured, or is no address of the web."""
    configured = os.environ.get(BASE_ADDRESS, "").strip().rstrip("/")
    return configured if is_address(configured) and not set(configured) & set("?#") else None


def is_address(text: str) -> bool:
    """Return whether a text is an address of the web."""
    try:
        parts = urlsplit(text)
        is_whole = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:  # of brackets or a port that no address has
        return False
    return bool(is_whole and text.isprintable() and not set(text) & set(" <>\"'"))


def problem() -> str | None:
    """Return what is wrong with what is configured; None where nothing is, or nothing is configured."""
    if base() or not os.environ.get(BASE_ADDRESS):
        return None
    return t(
        "{name} is set, but not to an address such as https://example.org/union: files carry no link.",
        name=BASE_ADDRESS,
    )


def to(page: str, address: Address) -> str | None:
    """Return a link to a page (`overview` is the first one) with an address; None where no base is configured."""
    if (start := base()) is None:
        return None
    place = f"{start}/" if page == "overview" else f"{start}/{page}"
    return linked(place, address)


def claim(claim_id: str) -> str:
    """Return the address of the view that is being drawn, with the card of a claim over it."""
    return linked("", (HERE.get() or {}) | {"claim": [claim_id]})


def to_claim(claim_id: str | None, words: Text) -> Text:
    """Return words as a link to the card of a claim; without one, the words."""
    return markup.element("a", words, href=claim(claim_id), class_="claim") if claim_id and words else words
