"""The message catalogue: every word on the screen or in a file passes through `t`, or `tn` where it counts something.

Messages stand in the code in English; `messages/<language>.po` (gettext) says them in another language. Vietnamese is
the language of the dashboard; a further one is one more catalogue and one more record in `LANGUAGES`, and what it has
no words for is said in English.
"""

from __future__ import annotations

from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from babel.messages.pofile import read_po

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Said = TypeVar("Said")
CATALOGUES = Path(__file__).parent / "messages"


class Language(NamedTuple):
    """A language: its own name, and how programs and offices write in it."""

    name: str
    tag: str  # as office programs name it
    seeds: str  # the columns of the seeds that its readers are given: "vi" or "en"
    day: str  # a day, as Babel is told to write it
    cell_day: str  # the same for a spreadsheet
    cell_locale: str  # whose signs part thousands and decimals in a cell, where a program heeds it


LANGUAGES = {  # by their codes; the first is the one without an address
    "vi": Language("Tiếng Việt", "vi-VN", "vi", "dd/MM/yyyy", "dd/mm/yyyy", "[$-42A]"),
    "en": Language("English", "en-GB", "en", "d MMM yyyy", r"d\ mmm\ yyyy", "[$-809]"),
}
language: ContextVar[str] = ContextVar("language", default="vi")


@lru_cache
def catalogue(locale: str) -> dict[str, str]:
    """Return the translations of a language by message; none for English, which the messages are in."""
    if locale == "en":
        return {}
    with (CATALOGUES / f"{locale}.po").open("rb") as file:
        # A message that counts has one form in Vietnamese; it is found by its English singular.
        return {
            _first(entry.id): _first(entry.string)
            for entry in read_po(file, locale=locale)
            if entry.id and entry.string
        }


def _first(said: str | Sequence[str]) -> str:
    return said if isinstance(said, str) else said[0]


def current_language() -> Language:
    """Return the reader's language."""
    return LANGUAGES[language.get()]


def t(message: str, /, **values: object) -> str:
    """Return a message in the reader's language, with `{name}` replaced by the value of that name."""
    text = catalogue(language.get()).get(message, message)
    return text.format(**values) if values else text


def in_each(say: Callable[[], Said]) -> dict[str, Said]:
    """Return what is said in each language, by its code: for files that are the same whoever reads them."""
    found = {}
    for code in LANGUAGES:
        token = language.set(code)
        try:
            found[code] = say()
        finally:
            language.reset(token)
    return found


def looked_up(text: str) -> str:
    """Return in the reader's language a text that the warehouse says of itself: a comment of its schema."""
    return catalogue(language.get()).get(text, text)


def tn(one: str, many: str, /, n: float, **values: object) -> str:
    """Return a message about `n` things in the reader's language; `n` is a value of it too."""
    known = catalogue(language.get())
    text = known.get(one, one if n == 1 else many)
    return text.format(n=n, **values)
