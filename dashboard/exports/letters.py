"""Text for files: what a seed holds becomes text that every program can show, whatever letters it holds."""

from __future__ import annotations

import unicodedata

ENDS = ("Cc", "Zl", "Zp")  # letters that end a line or steer a printer: a blank stands for them


def clean(text: str) -> str:
    r"""Return a text on one line, composed, without letters that have no shape or turn the direction of what follows.

    >>> clean("a\x00b\u202e")
    'a b'
    """
    if not text.isprintable():
        kinds = ((letter, unicodedata.category(letter)) for letter in text)
        kept = (" " if kind in ENDS else letter for letter, kind in kinds if kind[0] != "C" or kind in ENDS)
        text = " ".join("".join(kept).split())
    return unicodedata.normalize("NFC", text)
