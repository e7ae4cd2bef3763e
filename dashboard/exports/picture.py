"""Charts as pictures that can defend themselves: title, what is counted, coverage, notes and sources are in them."""

from __future__ import annotations

import asyncio
import textwrap
from functools import cache
from typing import TYPE_CHECKING, Any

from choreographer.browsers.chromium import Chromium
from kaleido import Kaleido

from dashboard.style import LIGHT, PICTURE_FONT

if TYPE_CHECKING:
    from dashboard.charts import Figure
    from dashboard.views import View

WIDTH = 960  # layout pixels; a PNG has twice as many
EDGE = 28
PATIENCE = 30  # seconds that a reader waits for a picture, the queue before it included


class NoPicture(Exception):
    """No picture could be made: no browser, or it did not answer in time."""


@cache
def is_available() -> bool:
    """Whether this computer has a Chrome or Chromium that can draw pictures."""
    return Chromium.find_browser(skip_local=False) is not None


def compose(view: View, foot: str) -> Figure:
    """Return the figure of a view, in the light theme, with all its words around it. Plotly's dict, with its size."""
    figure = view.figure(LIGHT)
    layout = figure["layout"]
    title = textwrap.wrap(view.caption.title, 72)
    subtitle = textwrap.wrap(view.caption.subtitle, 116)
    notes = [
        line
        for text in (" ".join(filter(None, [view.caption.coverage, *view.caption.notes])), *view.caption.sources, foot)
        for line in textwrap.wrap(text, 136)
    ]
    head = 32 * len(title) + 23 * len(subtitle) + 26
    tail = 19 * len(notes) + 30
    margin = layout["margin"]
    left = EDGE + round(1.15 * margin["l"])  # the picture's font is wider than the screen's
    height = layout["height"] + head + tail
    above, below = head + margin["t"], tail + margin["b"]

    def words(text: str, y: int, size: int, color: str) -> dict[str, Any]:
        """Return an annotation whose top is `y` pixels below the top of the picture."""
        return {
            "text": text,
            "showarrow": False,
            "align": "left",
            "xref": "paper",
            "x": 0,
            "xanchor": "left",
            "xshift": EDGE - left,
            "yref": "paper",
            "y": 1,
            "yanchor": "top",
            "yshift": above - y,
            "font": {"family": PICTURE_FONT, "size": size, "color": color},
        }

    layout.update(
        width=WIDTH,
        height=height,
        autosize=False,
        paper_bgcolor=LIGHT.surface,
        plot_bgcolor=LIGHT.surface,
        font={**layout["font"], "family": PICTURE_FONT},
        margin={"l": left, "r": EDGE + margin["r"], "t": above, "b": below},
        annotations=[
            *layout.get("annotations", ()),
            words("<br>".join(f"<b>{_escape(line)}</b>" for line in title), 20, 23, LIGHT.ink),
            words("<br>".join(_escape(line) for line in subtitle), 26 + 32 * len(title), 15, LIGHT.muted),
            words("<br>".join(_escape(line) for line in notes), height - tail + 12, 13, LIGHT.muted),
        ],
    )
    return figure


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


class Camera:
    """One warm browser that draws one picture at a time; a browser that died is replaced."""

    def __init__(self) -> None:
        self._turn = asyncio.Lock()
        self._browser: Kaleido | None = None

    async def take(self, figure: dict[str, Any], kind: str) -> bytes:
        """Return a composed figure as `png` or `svg`. Raise `NoPicture` when it takes too long or cannot be made."""
        try:
            async with asyncio.timeout(PATIENCE), self._turn:
                try:
                    return await self._draw(figure, kind)
                except Exception:  # noqa: BLE001  (whatever a dead browser raises: one new browser, one more try)
                    await self.close()
                    return await self._draw(figure, kind)
        except Exception as error:
            raise NoPicture from error

    async def _draw(self, figure: dict[str, Any], kind: str) -> bytes:
        if self._browser is None:
            browser = Kaleido(n=1, timeout=PATIENCE, mathjax=False)
            await browser.open()
            self._browser = browser
        size = {"width": figure["layout"]["width"], "height": figure["layout"]["height"]}
        drawn: bytes = await self._browser.calc_fig(
            figure, {"format": kind, "scale": 2 if kind == "png" else 1, **size}
        )
        return drawn

    async def close(self) -> None:
        """End the browser, whatever state it is in."""
        browser, self._browser = self._browser, None
        if browser:
            await browser.close()
