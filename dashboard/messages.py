"""The message catalogue: every word on the screen or in a file passes through `t`.

Messages stand in the code in English; `messages/<language>.po` (gettext) says them in another language. Vietnamese is
the language of the dashboard; a second one is one more catalogue.
"""

from __future__ import annotations

from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path

from babel.messages.pofile import read_po

language: ContextVar[str] = ContextVar("language", default="vi")


@lru_cache
def catalogue(locale: str) -> dict[str, str]:
    """Return the translations of a language by message; none for English, which the messages are in."""
    path = Path(__file__).parent / "messages" / f"{locale}.po"
    if locale == "en":
        return {}
    with path.open("rb") as file:
        return {str(entry.id): str(entry.string) for entry in read_po(file, locale=locale) if entry.id and entry.string}


def t(message: str, /, **values: object) -> str:
    """Return a message in the reader's language, with `{name}` replaced by the value of that name."""
    text = catalogue(language.get()).get(message, message)
    return text.format(**values) if values else text
