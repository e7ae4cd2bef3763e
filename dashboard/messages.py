"""The message catalogue: every word on the screen or in a file passes through `t`, or `tn` where it counts something.

Messages stand in the code in English; `messages/<language>.po` (gettext) says them in another language. Vietnamese is
the language of the dashboard; a further one is one more catalogue and one more name in `LANGUAGES`.
"""

from __future__ import annotations

from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.pofile import read_po

if TYPE_CHECKING:
    from collections.abc import Sequence

LANGUAGES = {"vi": "Tiếng Việt", "en": "English"}  # by their own names; the first is the one without an address
language: ContextVar[str] = ContextVar("language", default="vi")


@lru_cache
def catalogue(locale: str) -> dict[str, str]:
    """Return the translations of a language by message; none for English, which the messages are in."""
    path = Path(__file__).parent / "messages" / f"{locale}.po"
    if locale == "en":
        return {}
    with path.open("rb") as file:
        # A message that counts has one form in Vietnamese; it is found by its English singular.
        return {
            _first(entry.id): _first(entry.string)
            for entry in read_po(file, locale=locale)
            if entry.id and entry.string
        }


def _first(said: str | Sequence[str]) -> str:
    return said if isinstance(said, str) else said[0]


def t(message: str, /, **values: object) -> str:
    """Return a message in the reader's language, with `{name}` replaced by the value of that name."""
    text = catalogue(language.get()).get(message, message)
    return text.format(**values) if values else text


def looked_up(text: str) -> str:
    """Return in the reader's language a text that the warehouse says of itself: a comment of its schema."""
    return catalogue(language.get()).get(text, text)


def tn(one: str, many: str, /, n: float, **values: object) -> str:
    """Return a message about `n` things in the reader's language; `n` is a value of it too."""
    known = catalogue(language.get())
    text = known.get(one, one if n == 1 else many)
    return text.format(n=n, **values)
