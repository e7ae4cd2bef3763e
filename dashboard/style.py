"""Colours and sizes, once for the whole dashboard: one accent, two themes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path


@dataclass(frozen=True)
class Theme:
    """The colours of a theme.

    `accent` carries results, `tint` the same when provisional; `edge` is around what is empty.
    """

    accent: str
    tint: str
    ink: str
    muted: str
    line: str
    edge: str
    quiet: str
    surface: str

    def shade(self, part: float) -> str:
        """Return a colour between `tint` and `accent`, for a value's part (0…1) of the largest one."""
        low, high = (tuple(int(color[i : i + 2], 16) for i in (1, 3, 5)) for color in (self.tint, self.accent))
        mixed = (round(a + (b - a) * part) for a, b in zip(low, high, strict=True))
        return "#" + "".join(f"{channel:02x}" for channel in mixed)

    def ink_on(self, color: str) -> str:
        """Return the text colour that can be read on `color`."""
        red, green, blue = (int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
        bright = 0.2126 * red**2.2 + 0.7152 * green**2.2 + 0.0722 * blue**2.2
        return "#ffffff" if bright < 0.18 else "#000000"  # noqa: PLR2004  (equal contrast: at least 4.5 on any colour)


LIGHT = Theme(
    accent="#0b5c7d",
    tint="#b9d8e6",
    ink="#1b2733",
    muted="#566370",
    line="#dfe4e8",
    edge="#8a96a3",
    quiet="#f2f4f6",
    surface="#ffffff",
)
DARK = Theme(
    accent="#7cc4e4",
    tint="#24506a",
    ink="#e8edf2",
    muted="#a3b0bc",
    line="#36424d",
    edge="#55636f",
    quiet="#1c242c",
    surface="#10161c",
)

# Of pages and pictures (dashboard/typeface.py); the others are for programs that read no typeface that a picture brings
# along: those that are hardly wider come first.
FONT = '"Source Sans", "Segoe UI", Arial, "Noto Sans", sans-serif'
OFFICE_FONT = "Times New Roman"  # what offices in Việt Nam write in


@lru_cache(maxsize=4)
def css(hint: str, menu: str) -> str:
    """Return the rules of style.css, which Streamlit's theme has no setting for.

    `hint` stands on a typed name in the filter, `menu` beside the button of the navigation on a phone.
    """
    rules = Path(__file__).with_name("style.css").read_text(encoding="utf-8")
    colors = "".join(
        f"--{name}: light-dark({getattr(LIGHT, name)}, {getattr(DARK, name)}); " for name in ("accent", "tint", "edge")
    )
    words = {
        '[data-key="__creatable__"] [data-item-hl]::after': hint,
        '[data-testid="stExpandSidebarButton"]::after': menu,
    }
    said = "".join(f'{place} {{ content: "{text.replace(chr(34), "")}"; }}\n' for place, text in words.items())
    return f"<style>.stApp {{ {colors}}}\n{rules}\n{said}</style>"
