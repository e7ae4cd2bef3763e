"""Colours and sizes, once for the whole dashboard: one accent, two themes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Theme:
    """The colours of a theme. `accent` carries results, `tint` the same when provisional."""

    accent: str
    tint: str
    ink: str
    muted: str
    line: str
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
        return "#ffffff" if bright < 0.18 else "#16202a"  # noqa: PLR2004  (equal contrast to white and black)


LIGHT = Theme(
    accent="#0b5c7d", tint="#b9d8e6", ink="#1b2733", muted="#566370", line="#dfe4e8", quiet="#f2f4f6", surface="#ffffff"
)
DARK = Theme(
    accent="#7cc4e4", tint="#24506a", ink="#e8edf2", muted="#a3b0bc", line="#36424d", quiet="#1c242c", surface="#10161c"
)

SCREEN_FONT = '"Source Sans", "Noto Sans", "Segoe UI", sans-serif'
# A picture is drawn where the page's own font is not at hand: fonts with all Vietnamese letters.
PICTURE_FONT = '"Noto Sans", "Be Vietnam Pro", "Segoe UI", "DejaVu Sans", "Liberation Sans", Arial, sans-serif'


def css(hint: str) -> str:
    """Return the few rules that Streamlit's theme has no setting for. `hint` stands on a typed name in the filter."""
    quoted = hint.replace('"', "")
    return f'{_CSS}<style>[data-key="__creatable__"] [data-item-hl]::after {{ content: "{quoted}"; }}</style>'


_CSS = """
<style>
/* Streamlit says "Add: …" in English where a name is typed that is not in the list as spelled. */
[data-key="__creatable__"] [data-item-hl] { font-size: 0; }
[data-key="__creatable__"] [data-item-hl]::after { font-size: 1rem; }
.stMainBlockContainer { max-width: 60rem; padding-top: 3.5rem; }
h1 { font-size: clamp(1.75rem, 4vw, 2.5rem) !important; }
.kpi { font-size: 3.25rem; line-height: 1.1; font-weight: 650; letter-spacing: -0.01em; margin: 0; }
.kpi small { white-space: nowrap; font-size: 1.15rem; font-weight: 400; letter-spacing: 0; }
.kpi-note { opacity: 0.85; font-size: 1rem; margin: 0.1rem 0 0; }
.stDataFrame [data-testid="stElementToolbar"] { display: none; } /* its CSV knows no sources */
.chart-title { font-size: 1.2rem; font-weight: 650; line-height: 1.3; margin: 1.75rem 0 0; padding: 0; }
@media (max-width: 1200px) { /* three totals side by side need a wide screen */
  .stHorizontalBlock:has(.kpi) { flex-direction: column; gap: 0; }
  .stHorizontalBlock:has(.kpi) > .stColumn { width: 100%; flex: none; }
  .stColumn .chart-title { min-height: 0 !important; }
}
.stColumn .chart-title { min-height: 2.6em; } /* headings of one or two lines, the figures below on one line */
.chart-subtitle, .chart-notes { opacity: 0.78; font-size: 0.95rem; margin: 0.15rem 0 0; }
.chart-notes { font-size: 0.875rem; line-height: 1.45; }
.chart-files { font-size: 0.875rem; margin: 0.35rem 0 0; }
.chart-files a { color: inherit; text-underline-offset: 0.2em; margin-right: 0.9rem; padding: 0.2rem 0; }
.evidence { border-collapse: collapse; width: 100%; font-size: 0.95rem; }
.evidence th { text-align: left; font-weight: 400; opacity: 0.75; vertical-align: top; width: 9.5rem; }
.evidence th, .evidence td { padding: 0.35rem 0.5rem 0.35rem 0; }
.evidence tr { border-top: 1px solid color-mix(in srgb, currentColor 15%, transparent); }
.passage { margin: 0.5rem 0; border-left: 3px solid currentColor; padding: 0.1rem 0 0.1rem 0.8rem; opacity: 0.95; }
.passage mark { box-decoration-break: clone; -webkit-box-decoration-break: clone; }
.passage mark { background: #ffe08a; color: #16202a; padding: 0 0.15em; border-radius: 2px; }
</style>
"""
