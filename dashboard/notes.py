"""What the readers of the articles noted in the seeds, in the language of who reads it here."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dashboard import markup, queries
from dashboard.messages import current_language

if TYPE_CHECKING:
    from markupsafe import Markup


class InVietnamese(str):
    """A note whose English is still to come: on a page it says of itself that it is Vietnamese."""

    __slots__ = ()

    def __html__(self) -> Markup:
        return markup.element("span", str(self), lang="vi")


class Holding(str):
    """A text with such notes in it, which say the same of themselves on a page; in a file it is a plain text."""

    __slots__ = ("parts",)
    parts: tuple[str, ...]

    def __html__(self) -> Markup:
        return markup.joined(self.parts)


def said(sentence: str) -> str:
    """Return a note or reason from the seeds; they are typed in Vietnamese, and the seeds hold their English.

    One without is `InVietnamese`.
    """
    if current_language().seeds == "vi" or not sentence:
        return sentence
    return queries.translations().get(sentence) or InVietnamese(sentence)


def holding(text: str, *sentences: str) -> str:
    """Return a text that holds what `said` returned, with or without its stop and its capital letter."""
    foreign = [re.escape(one.removesuffix(".")) for one in sentences if isinstance(one, InVietnamese)]
    if not foreign:
        return text
    pieces = re.split(f"((?i:{'|'.join(foreign)})[.]?)", text)
    whole = Holding(text)
    whole.parts = tuple(InVietnamese(piece) if place % 2 else piece for place, piece in enumerate(pieces))
    return whole
