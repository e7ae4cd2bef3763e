"""Pictures: the way back to the view in them, a queue with an end, and a browser that may die."""

import asyncio
import io
from dataclasses import replace

import numpy as np
import psutil  # type: ignore[import-untyped]
import pypdf
import pytest
import segno
from kaleido import Kaleido
from PIL import Image

from dashboard import filters, links, views
from dashboard.exports import picture
from tests.conftest import apart

BASE = "https://example.org/union"


@pytest.fixture
def view(warehouse):
    series, _ = filters.resolve_series("unions_formed", {})
    assert series
    return views.by_unit(series, filters.resolve([])[0])


@pytest.fixture
def end_of_patience(monkeypatch):
    """A call that ends the patience of all who wait now: the clock is set, nobody waits for it."""
    limits = []
    timeout = asyncio.timeout

    def limited(seconds):
        assert seconds == picture.PATIENCE
        limits.append(timeout(None))
        return limits[-1]

    def end():
        while limits:
            limits.pop().reschedule(0)

    monkeypatch.setattr(asyncio, "timeout", limited)
    return end


async def for_ever():
    await asyncio.Event().wait()


async def taken(figure, *kinds):
    camera = picture.Camera()
    try:
        return [await camera.take(figure, kind) for kind in kinds]
    finally:
        await camera.close()


def browsers() -> set[psutil.Process]:
    return {one for one in psutil.Process().children(recursive=True) if "chrom" in one.name()}


def test_a_picture_leads_back_to_its_view(view, monkeypatch):
    monkeypatch.setenv(links.BASE_ADDRESS, BASE + "/")
    link = links.to("unions_formed", filters.resolve(["long bien"])[0].address(view.series))
    assert link == f"{BASE}/unions_formed?unit=long-bien&period=2023-S1"
    figure = picture.compose(view, "Build", link)
    png, pdf = apart(lambda: asyncio.run(taken(figure, "png", "pdf")))
    image = Image.open(io.BytesIO(png)).convert("L")
    # The code's modules, read from the picture's own pixels: two to a layout pixel.
    code = segno.make(link, error="m", micro=False)
    modules = [list(row) for row in code.matrix_iter(border=2)]
    side, size = 2 * picture.QR / len(modules), image.size
    left = size[0] - 2 * picture.EDGE - 2 * picture.QR
    dark = np.asarray(image) < 128
    steps = [round((place + 0.5) * side) for place in range(len(modules))]
    places = [
        (top, left + shift)  # the drawing may be a pixel off
        for top in range(size[1] // 2, size[1] - 2 * picture.QR)
        for shift in (-2, -1, 0, 1, 2)
    ]
    assert any(
        (dark[np.ix_([top + y for y in steps], [start + x for x in steps])] == np.array(modules)).all()
        for top, start in places
    )
    text = pypdf.PdfReader(io.BytesIO(pdf)).pages[0].extract_text()
    assert "unit=long-bien" in text
    assert "50 (3/6 đơn vị Cụm 1" in text


@pytest.mark.parametrize(
    "configured",
    [
        *("", "example.org", "javascript:alert(1)", "https://", "https://a.b/?x=1", 'https://a"b'),
        *("http://[bad", "https://a.b:x", "https://a.b/?", "https://a.b/#", "https://a.b?", "https://a.b/#top"),
    ],
)
def test_without_a_sound_base_address_there_is_no_link_and_no_code(view, monkeypatch, configured):
    monkeypatch.setenv(links.BASE_ADDRESS, configured)
    link = links.to("unions_formed", {})
    assert link is None
    assert bool(links.problem()) is bool(configured)
    assert "images" not in picture.compose(view, "Build", link)["layout"]


def test_a_browser_that_is_killed_is_replaced(view, monkeypatch):
    monkeypatch.setattr(picture, "PATIENCE", 600)  # three browsers begin here
    farewell = picture.FAREWELL
    monkeypatch.setattr(picture, "FAREWELL", 0)  # the dead have nothing to say
    others = browsers()  # the one that drives pages, too
    is_drawing = asyncio.Event()
    draw = Kaleido.calc_fig

    async def drawing_said(*asked):
        is_drawing.set()
        return await draw(*asked)

    monkeypatch.setattr(Kaleido, "calc_fig", drawing_said)

    async def killed():
        camera = picture.Camera()
        try:
            first = await camera.take(picture.compose(view, ""), "png")
            for one in browsers() - others:
                one.kill()
            second = await camera.take(picture.compose(view, ""), "png")
            is_drawing.clear()
            drawing = asyncio.create_task(camera.take(picture.compose(view, ""), "png"))
            await is_drawing.wait()
            for one in browsers() - others:
                one.kill()
            third = await drawing
            monkeypatch.setattr(picture, "FAREWELL", farewell)
            return first, second, third
        finally:
            await camera.close()

    first, second, third = apart(lambda: asyncio.run(killed()))
    assert len(first) > 10_000
    assert first == second == third


def test_the_queue_has_an_end_and_a_picture_a_limit(view, monkeypatch, end_of_patience):
    """Whoever comes when too many wait is told at once; whoever waits too long, after a while; then it goes on."""
    monkeypatch.setattr(picture, "MOST_WAITING", 2)

    class Slow:
        is_hanging = True

        async def open(self):
            pass

        async def calc_fig(self, *_):
            if Slow.is_hanging:
                await for_ever()
            return b"drawn"

        async def close(self):
            pass

    monkeypatch.setattr(picture, "Kaleido", lambda **_: Slow())

    async def crowd():
        camera, figure = picture.Camera(), picture.compose(view, "")
        waiting = [asyncio.create_task(camera.take(figure, "png")) for _ in range(2)]
        await asyncio.sleep(0)
        with pytest.raises(picture.NoPicture):
            await camera.take(figure, "png")
        assert not any(task.done() for task in waiting)  # refused before the others were through
        end_of_patience()
        refused = await asyncio.gather(*waiting, return_exceptions=True)
        Slow.is_hanging = False
        return refused, await camera.take(figure, "png")

    refused, drawn = apart(lambda: asyncio.run(crowd()))
    assert [type(one) for one in refused] == [picture.NoPicture] * 2
    assert drawn == b"drawn"


@pytest.mark.parametrize("deaths", [1, 2])
def test_a_browser_that_dies_with_its_work_cancelled_is_no_cancelling_of_ours(view, monkeypatch, deaths):
    """What choreographer makes of a browser's death depends on the moment: now and then it cancels what it was at."""
    left = iter(range(deaths))

    class Dying:
        async def open(self):
            pass

        async def calc_fig(self, *_):
            if next(left, None) is not None:
                raise asyncio.CancelledError
            return b"drawn"

        async def close(self):
            pass

    monkeypatch.setattr(picture, "Kaleido", lambda **_: Dying())
    if deaths == 1:
        assert apart(lambda: asyncio.run(taken(picture.compose(view, ""), "png"))) == [b"drawn"]
    else:
        with pytest.raises(picture.NoPicture):
            apart(lambda: asyncio.run(taken(picture.compose(view, ""), "png")))


@pytest.mark.parametrize("hangs_at", ["open", "calc_fig"])
def test_a_browser_that_hangs_is_closed_and_holds_nobody_up(view, monkeypatch, end_of_patience, hangs_at):
    """Told to end, Kaleido waits for the answer of its browser: a reader must not wait with it."""
    made = []

    class Hanging:
        def __init__(self):
            made.append(self)
            self.is_closed = asyncio.Event()

        async def wait(self, at):
            if at == hangs_at and made[0] is self:
                end_of_patience()
                try:
                    await for_ever()
                finally:
                    await self.is_closed.wait()

        async def open(self):
            await self.wait("open")

        async def calc_fig(self, *_):
            await self.wait("calc_fig")
            return b"drawn"

        async def close(self):
            self.is_closed.set()

    monkeypatch.setattr(picture, "Kaleido", lambda **_: Hanging())

    async def twice():
        camera, figure = picture.Camera(), picture.compose(view, "")
        with pytest.raises(picture.NoPicture):
            await camera.take(figure, "png")
        drawn = await camera.take(figure, "png")
        closed = [one.is_closed.is_set() for one in made]
        await camera.close()
        return drawn, closed

    assert apart(lambda: asyncio.run(twice())) == (b"drawn", [True, False])


@pytest.mark.parametrize("fault", [RuntimeError, asyncio.CancelledError, None], ids=["fails", "cancelled", "hangs"])
def test_after_a_second_try_that_comes_to_nothing_no_browser_is_held(view, monkeypatch, end_of_patience, fault):
    opened, closed = [], []

    class Broken:
        async def open(self):
            opened.append(self)

        async def calc_fig(self, *_):
            if fault is None and len(opened) > 1:
                end_of_patience()
                await for_ever()
            raise fault or RuntimeError

        async def close(self):
            closed.append(self)

    monkeypatch.setattr(picture, "Kaleido", lambda **_: Broken())

    async def failed():
        camera = picture.Camera()
        with pytest.raises(picture.NoPicture):
            await camera.take(picture.compose(view, ""), "png")
        for _ in range(3):
            await asyncio.sleep(0)
        return list(closed)

    assert apart(lambda: asyncio.run(failed())) == opened
    assert len(opened) == 2


def test_words_in_a_picture_are_text(view):
    hostile = "A & B <b>c</b> &lt;i&gt;"
    spoilt = replace(view, caption=replace(view.caption, title=hostile, subtitle=hostile, notes=[hostile]))
    said = [one["text"] for one in picture.compose(spoilt, hostile)["layout"]["annotations"][-3:]]
    escaped = "A &amp; B &lt;b>c&lt;/b> &amp;lt;i&amp;gt;"
    assert said[:2] == [f"<b>{escaped}</b>", escaped]
    assert said[2].endswith(escaped)
    assert said[2].count(escaped) == 2
