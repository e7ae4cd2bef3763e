"""Charts as pictures that can defend themselves: title, what is counted, coverage, notes and sources are in them."""

from __future__ import annotations

import asyncio
import base64
import logging
import re
import subprocess
import sys
from contextlib import suppress
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import segno
from choreographer.browsers.chromium import Chromium
from kaleido import Kaleido, PageGenerator
from pypdf import PdfWriter
from pypdf.generic import NameObject, TextStringObject

from dashboard import charts, typeface
from dashboard.exports.letters import clean
from dashboard.messages import current_language, t
from dashboard.style import FONT, LIGHT
from dashboard.typeface import BOLD, wrapped

if TYPE_CHECKING:
    from datetime import datetime

    from dashboard.canvas import Chart
    from dashboard.views import View

log = logging.getLogger(__name__)

WIDTH = 960  # layout pixels; a PNG has twice as many
EDGE = 28
ROOM = 0.9 * (WIDTH - 2 * EDGE)  # for a line: the rest is for programs that read no typeface from an SVG (style.FONT)
TITLE, SUBTITLE, NOTE = 23, 15, 13  # sizes of type
QR = 96  # side of the code that leads back to the view, layout pixels
PATIENCE = 30  # seconds that a reader waits for a picture, the queue before it included
FAREWELL = 5  # seconds that a browser has to answer that it ends; then it is killed
MOST_WAITING = 24  # pictures that are waited for at one time; a reader beyond them is told so at once


class NoPicture(Exception):
    """No picture could be made: no browser, too many waiting, or it did not answer in time."""


@cache
def is_available() -> bool:
    """Whether this computer has a Chrome or Chromium that can draw pictures; if not, why not goes into the log."""
    path = Chromium.find_browser(skip_local=False) or "chromium"
    if sys.platform == "win32":  # asked for its version, a browser would open a window there
        return Path(path).is_file()
    try:
        asked = subprocess.run([path, "--version"], capture_output=True, timeout=FAREWELL, check=True)  # noqa: S603
        problem = "" if re.search(rb"Chrom|Edge|Brave", asked.stdout) else asked.stdout.decode(errors="replace").strip()
    except (OSError, subprocess.SubprocessError) as error:
        problem = str(error)
    if problem:
        log.warning("no-pictures: %s: %s", path, problem)
    return not problem


def compose(view: View, foot: str, link: str | None = None) -> Chart:
    """Return the figure of a view, in the light theme, with all its words around it. Plotly's dict, with its size.

    A `link` back to the view stands below, in letters and as a QR code.
    """
    figure = charts.draw(view.marks, LIGHT)
    layout = figure["layout"]
    title = wrapped(view.caption.title, ROOM, TITLE, BOLD)
    subtitle = wrapped(view.caption.subtitle, ROOM, SUBTITLE)
    said = [" ".join(filter(None, [view.caption.coverage, *view.caption.notes])), *view.caption.sources, foot]
    room = ROOM - QR if link else ROOM
    notes = [line for text in [*said, link or ""] for line in wrapped(text, room, NOTE)]
    head = 32 * len(title) + 23 * len(subtitle) + 26
    tail = max(19 * len(notes), QR if link else 0) + 30
    margin = layout["margin"]
    left, right = EDGE + margin["l"], EDGE + margin["r"]
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
            "font": {"family": FONT, "size": size, "color": color},
        }

    layout.update(
        width=WIDTH,
        height=height,
        autosize=False,
        paper_bgcolor=LIGHT.surface,
        plot_bgcolor=LIGHT.surface,
        margin={"l": left, "r": right, "t": above, "b": below},
        annotations=[
            *layout.get("annotations", ()),
            words("<br>".join(f"<b>{_escape(line)}</b>" for line in title), 20, TITLE, LIGHT.ink),
            words("<br>".join(_escape(line) for line in subtitle), 26 + 32 * len(title), SUBTITLE, LIGHT.muted),
            words("<br>".join(_escape(line) for line in notes), height - tail + 12, NOTE, LIGHT.muted),
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


def described(pdf: bytes, view: View, day: datetime) -> bytes:
    """Return a PDF that says what it shows, in which language, who made it and when (UTC): Chromium cannot know."""
    written, file = PdfWriter(clone_from=BytesIO(pdf)), BytesIO()
    name = t("Union indicators of Hà Nội")
    title = f"{view.caption.title}. {view.caption.subtitle}"
    about = {"/Title": clean(title), "/Author": name, "/Creator": name, "/CreationDate": f"D:{day:%Y%m%d%H%M%S}Z"}
    written.pdf_header = pdf[:8].decode()  # of the PDF that it was
    written.metadata = about
    written.root_object[NameObject("/Lang")] = TextStringObject(current_language().tag)
    written.write(file)
    return file.getvalue()


class _Page:
    """The page that Kaleido draws on, with our typeface: a server may have none, or none with Vietnamese letters.

    Plotly measures words on the page, and has the browser draw each picture from an SVG that sees nothing of the page:
    the typeface must be there before the first word, and in every SVG.
    """

    def generate_index(self) -> str:
        """Return the page."""
        source = f"data:font/woff2;base64,{base64.b64encode(typeface.woff2()).decode()}"
        ours = Path(__file__).with_suffix(".html").read_text(encoding="utf-8").replace("$TYPEFACE", source)
        page: str = PageGenerator(mathjax=False).generate_index()
        return page.replace("</head>", f"{ours}</head>")


class Camera:
    """One warm browser that draws one picture at a time; a browser that died or hangs is replaced."""

    def __init__(self) -> None:
        self._turn = asyncio.Lock()
        self._browser: Kaleido | None = None
        self._waiting = 0
        self._logged: type[Exception] | None = None
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
                    drawn = await self._draw(figure, kind)
                except Exception:  # noqa: BLE001  (whatever a dead browser raises: one new browser, one more try)
                    drawn = await self._draw(figure, kind)
                self._logged = None
                return drawn
        except Exception as error:
            self._log(error)
            raise NoPicture from error
        finally:
            self._waiting -= 1

    def _log(self, error: Exception) -> None:
        """Log why a picture failed, once for as long as the same goes wrong."""
        if type(error) is not self._logged:
            self._logged = type(error)
            log.error("no-picture", exc_info=error)

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
            # Ours to end, whatever becomes of opening it.
            self._browser = Kaleido(n=1, timeout=PATIENCE, page_generator=_Page())
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
