"""The typeface of pages and pictures, Source Sans (SIL OFL), with all Vietnamese letters; and how wide words are in it.

Streamlit brings it along for its pages; taken from there, it travels with the program.
"""

from __future__ import annotations

from functools import cache, lru_cache
from importlib.metadata import files
from io import BytesIO
from pathlib import Path

from PIL import ImageFont

REGULAR, BOLD = 400, 700
UNIT = 1000  # the size that widths are measured at: so large that rounding to pixels does not count


@cache
def woff2() -> bytes:
    """Return the typeface, in all its weights."""
    package = files("streamlit") or ()  # what was installed: to ask Streamlit itself would load it
    found = (path.locate() for path in package if path.match("media/SourceSansVF-Upright*.woff2"))
    return Path(next(found)).read_bytes()


@cache
def _font(weight: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(BytesIO(woff2()), UNIT)
    font.set_variation_by_axes([weight])
    return font


@lru_cache(maxsize=4096)
def width(line: str, size: float, weight: int = REGULAR) -> float:
    """Return how wide a line is, in the measure of its size."""
    return _font(weight).getlength(line) * size / UNIT


def wrapped(text: str, room: float, size: float, weight: int = REGULAR) -> list[str]:
    """Return a text as lines that fit into a room; a word that does not goes on in the next line."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if width(longer, size, weight) <= room:
            lines[-1] = longer
            continue
        lines.append("")
        for letter in word:
            if width(lines[-1] + letter, size, weight) > room:
                lines.append("")
            lines[-1] += letter
    return list(filter(None, lines))
