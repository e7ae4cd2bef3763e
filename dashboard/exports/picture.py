"""Charts as pictures that can defend themselves: title, what is counted, coverage, notes and sources are in them."""

from __future__ import annotations

import asyncio
import textwrap
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING, Any

import segno
from choreographer.browsers.chromium import Chromium
from kaleido import Kaleido

from dashboard.style import LIGHT, PICTURE_FONT

if TYPE_CHECKING:
    from dashboard.charts import Figure
    from dashboard.views import View

WIDTH = 960  # layout pixels; a PNG has twice as many
EDGE = 28
QR = 96  # side of the code that leads back to the view, layout pixels
PATIENCE = 30  # seconds that a reader waits for a picture, the queue before it included
FAREWELL = 5  # seconds that a browser has to answer that it ends; then it is killed
MOST_WAITING = 24  # pictures that are waited for at one time; a reader beyond them is told so at once


class NoPicture(Exception):
    """No picture could be made: no browser, too many waiting, or it did not answer in time."""


@cache
def is_available() -> bool:
    """Whether this computer has a Chrome or Chromium that can draw pictures."""
    return Chromium.find_browser(skip_local=False) is not None


def compose(view: View, foot: str, link: str | None = None) -> Figure:
    """Return the figure of a view, in the light theme, with all its words around it. Plotly's dict, with its size.

    A `link` back to the view stands below, in letters and as a QR code.
    """
    figure = view.figure(LIGHT)
    layout = figure["layout"]
    title = textwrap.wrap(view.caption.title, 72)
    subtitle = textwrap.wrap(view.caption.subtitle, 116)
    said = [" ".join(filter(None, [view.caption.coverage, *view.caption.notes])), *view.caption.sources, foot]
    notes = [line for text in said for line in textwrap.wrap(text, 116 if link else 136)]
    notes += textwrap.wrap(link, 110) if link else []
    head = 32 * len(title) + 23 * len(subtitle) + 26
    tail = max(19 * len(notes), QR if link else 0) + 30
    margin = layout["margin"]
    left = EDGE + round(1.15 * margin["l"])  # the picture's font is wider than the screen's
    height = layout["height"] + head + tail
    above, below = head + margin["t"], tail + margin["b"]
    right = EDGE + margin["r"]

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
        margin={"l": left, "r": right, "t": above, "b": below},
        annotations=[
            *layout.get("annotations", ()),
            words("<br>".join(f"<b>{_escape(line)}</b>" for line in title), 20, 23, LIGHT.ink),
            words("<br>".join(_escape(line) for line in subtitle), 26 + 32 * len(title), 15, LIGHT.muted),
            words("<br>".join(_escape(line) for line in notes), height - tail + 12, 13, LIGHT.muted),
        ],
    )
    if link:
        # Plotly measures pictures in parts of the plot between the margins.
        wide, high = WIDTH - left - right, height - above - below
        layout["images"] = [
            {
                "source": segno.make(link, error="m", micro=False).svg_data_uri(border=2, dark=LIGHT.ink),
                "xref": "paper", "x": (WIDTH - EDGE - left) / wide, "xanchor": "right", "sizex": QR / wide,
                "yref": "paper", "y": -(margin["b"] + 12) / high, "yanchor": "top", "sizey": QR / high,
            }
        ]  # fmt: skip
    return figure


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


class Camera:
    """One warm browser that draws one picture at a time; a browser that died or hangs is replaced."""

    def __init__(self) -> None:
        self._turn = asyncio.Lock()
        self._browser: Kaleido | None = None
        self._waiting = 0
        self._ending: set[asyncio.Task[Any]] = set()

    async def take(self, figure: dict[str, Any], kind: str) -> bytes:
        """Return a composed figure as `png`, `svg` or `pdf`.

        Raise `NoPicture` when it takes too long or cannot be made, and at once when too many are waited for.
        """
        if self._waiting >= MOST_WAITING:
            raise NoPicture
        self._waiting += 1
        try:
            async with asyncio.timeout(PATIENCE), self._turn:
                try:
                    return await self._draw(figure, kind)
                except Exception:  # noqa: BLE001  (whatever a dead browser raises: one new browser, one more try)
                    return await self._draw(figure, kind)
        except Exception as error:
            raise NoPicture from error
        finally:
            self._waiting -= 1

    async def _draw(self, figure: dict[str, Any], kind: str) -> bytes:
        drawing = asyncio.create_task(self._drawn(figure, kind))
        try:
            await asyncio.wait([drawing])  # out of time, we go: Kaleido would stay until a browser that hangs answers
        finally:
            if drawing.cancel() or drawing.cancelled() or drawing.exception():
                self._see_out(drawing)
                self._let_go()  # dead, or stopped in the middle of something: who knows what it would draw next
        if drawing.cancelled():
            raise NoPicture  # nobody cancelled this: it is how choreographer gives up on a dead browser
        return drawing.result()

    async def _drawn(self, figure: dict[str, Any], kind: str) -> bytes:
        if self._browser is None:
            self._browser = Kaleido(n=1, timeout=PATIENCE, mathjax=False)  # ours to end, whatever becomes of opening it
            await self._browser.open()
        size = {"width": figure["layout"]["width"], "height": figure["layout"]["height"]}
        drawn: bytes = await self._browser.calc_fig(
            figure, {"format": kind, "scale": 2 if kind == "png" else 1, **size}
        )
        return drawn

    def _let_go(self) -> None:
        """Have the browser ended while others go on: it takes seconds to find out that one is dead."""
        browser, self._browser = self._browser, None
        if browser:
            self._see_out(asyncio.create_task(_end(browser)))

    def _see_out(self, task: asyncio.Task[Any]) -> None:
        self._ending.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._ending.discard(task)
        if not task.cancelled():
            task.exception()  # whoever asked knows already

    async def close(self) -> None:
        """End the browser, whatever state it is in."""
        self._let_go()
        await asyncio.gather(*self._ending, return_exceptions=True)


async def _end(browser: Kaleido) -> None:
    with suppress(Exception):  # there may be nothing left to end
        await asyncio.wait_for(browser.close(), FAREWELL)
