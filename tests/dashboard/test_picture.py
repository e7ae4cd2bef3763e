"""Pictures: the way back to the view in them, a queue with an end, and a browser that may die."""

import asyncio
import base64
import io
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import psutil  # type: ignore[import-untyped]
import pypdf
import pytest
import segno
from kaleido import Kaleido
from PIL import Image

from dashboard import links, typeface, views
from dashboard.exports import files, handout, picture
from dashboard.messages import language
from dashboard.parts import downloads
from dashboard.selection import resolve, resolve_series
from tests.conftest import apart

BASE = "https://example.org/union"


@pytest.fixture
def view(warehouse):
    series, _ = resolve_series("unions_formed", {})
    assert series
    return views.by_unit(series, resolve([])[0])


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
    return await taken_of([figure], *kinds)


async def taken_of(figures, *kinds):
    camera = picture.Camera()
    try:
        return [await camera.take(figure, kind) for figure in figures for kind in kinds]
    finally:
        await camera.close()


def browsers() -> set[psutil.Process]:
    return {one for one in psutil.Process().children(recursive=True) if "chrom" in one.name()}


def test_a_picture_leads_back_to_its_view(view, monkeypatch):
    monkeypatch.setenv(links.BASE_ADDRESS, BASE + "/")
    link = links.to("unions_formed", resolve(["long bien"])[0].address(view.series))
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


FONTLESS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><cachedir prefix="cwd">fonts</cachedir></fontconfig>"""


def test_a_server_without_any_font_draws_the_same_pictures_and_no_word_is_cut(warehouse, tmp_path, monkeypatch):
    shown = handout.of_selection({}).views
    figures = [picture.compose(view, "Build", f"{BASE}/{'x' * 200}" if n % 2 else None) for n, view in enumerate(shown)]
    assert len(figures) == 11
    drawn = apart(lambda: asyncio.run(taken_of(figures, "png")))
    (tmp_path / "fonts.conf").write_text(FONTLESS)
    monkeypatch.setenv("FONTCONFIG_FILE", str(tmp_path / "fonts.conf"))
    assert apart(lambda: asyncio.run(taken_of(figures, "png"))) == drawn
    for png in drawn:
        ink = np.asarray(Image.open(io.BytesIO(png)).convert("L")) < 200
        assert ink[: 2 * 200].any()
        assert not any(edge.any() for edge in (ink[:16], ink[-16:], ink[:, :16], ink[:, -16:]))


def test_an_svg_brings_its_letters_along(view):
    (svg,) = apart(lambda: asyncio.run(taken(picture.compose(view, "Build"), "svg")))
    assert svg.decode().count("@font-face") == 1
    assert base64.b64encode(typeface.woff2()) in svg


def test_lines_are_as_wide_as_they_are_drawn(page):
    """Measured as the browser draws them, in both weights; a word that is too wide goes on in the next line."""
    said = "Có nhắc tên, không nêu số: Hoàn Kiếm, Đống Đa ≥ 50 (3/6 đơn vị Cụm 1 · 3/30) ≠ “16”"
    source = base64.b64encode(typeface.woff2()).decode()
    face = f"@font-face {{ font-family: F; font-weight: 200 900; src: url(data:;base64,{source}) }}"
    for weight in (typeface.REGULAR, typeface.BOLD):
        page.set_content(f"<style>{face}</style><span style='font: {weight} 20px F; white-space: nowrap'>{said}</span>")
        page.evaluate("document.fonts.load('1em F')")
        found = page.evaluate("document.querySelector('span').getBoundingClientRect().width")
        assert typeface.width(said, 20, weight) == pytest.approx(found, rel=0.005)
    assert typeface.wrapped(f"a {'m' * 30} b", 100, 20) == ["a", "mmmmmm", "mmmmmm", "mmmmmm", "mmmmmm", "mmmmmm", "b"]
    assert " ".join(typeface.wrapped(said, 100, 20)) == said


@pytest.mark.parametrize(
    ("spoken", "name"), [("vi-VN", "Số liệu công đoàn Hà Nội qua báo chí"), ("en-GB", "Union indicators of Hà Nội")]
)
def test_a_pdf_says_what_it_shows_in_which_language_and_whose_it_is(view, spoken, name):
    token = language.set(spoken[:2])
    (pdf,) = apart(lambda: asyncio.run(taken(picture.compose(view, "Build"), "pdf")))
    made = pypdf.PdfReader(io.BytesIO(picture.described(pdf, view, datetime(2026, 11, 28, 3, 55, 25, tzinfo=UTC))))
    language.reset(token)
    assert made.metadata == {
        "/Title": f"{view.caption.title}. {view.caption.subtitle}",
        "/Author": name,
        "/Creator": name,
        "/CreationDate": "D:20261128035525Z",
    }
    assert made.root_object["/Lang"] == spoken
    assert made.pdf_header == pypdf.PdfReader(io.BytesIO(pdf)).pdf_header


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


@pytest.mark.parametrize(
    ("browser", "cause"),
    [("/nothing/chrome", "No such file"), ("/bin/ls", "coreutils"), ("/", "denied"), ("/bin/false", "exit status 1")],
)
def test_without_a_real_browser_no_picture_is_offered_and_the_log_says_why_once(
    warehouse, monkeypatch, caplog, browser, cause
):
    monkeypatch.setenv("BROWSER_PATH", browser)
    picture.is_available.cache_clear()
    try:
        offered = [downloads.of_view("unions_formed/by_unit", {}) for _ in range(2)]
        whole = downloads.of_selection({})
        with pytest.raises(picture.NoPicture):
            apart(lambda: asyncio.run(files.make("unions_formed", "by_unit", "png", {}, picture.Camera())))
    finally:
        picture.is_available.cache_clear()
    assert [(".png" in one, "cần Chrome hoặc Chromium trên máy chủ" in one) for one in offered] == [(False, True)] * 2
    assert "charts.zip" not in whole
    (record,) = [one.getMessage() for one in caplog.records if one.name == picture.__name__]
    assert browser in record
    assert cause in record


def test_why_a_picture_failed_is_in_the_log_once_until_one_succeeds(view, monkeypatch, caplog):
    faults = iter([*[RuntimeError("out of memory")] * 4, None, *[RuntimeError("out of memory")] * 2])

    class Failing:
        async def open(self):
            pass

        async def calc_fig(self, *_):
            if fault := next(faults):
                raise fault
            return b"drawn"

        async def close(self):
            pass

    monkeypatch.setattr(picture, "Kaleido", lambda **_: Failing())

    async def tried():
        camera, said = picture.Camera(), []
        for _ in range(4):
            with suppress(picture.NoPicture):
                await camera.take(picture.compose(view, ""), "png")
            said.append([str(one.exc_info[1]) for one in caplog.records if one.exc_info])
        return said

    once, twice = ["out of memory"], ["out of memory"] * 2
    assert apart(lambda: asyncio.run(tried())) == [once, once, once, twice]


def test_words_in_a_picture_are_text(view):
    hostile = "A & B <b>c</b> &lt;i&gt;"
    spoilt = replace(view, caption=replace(view.caption, title=hostile, subtitle=hostile, notes=[hostile]))
    said = [one["text"] for one in picture.compose(spoilt, hostile)["layout"]["annotations"][-3:]]
    escaped = "A &amp; B &lt;b>c&lt;/b> &amp;lt;i&amp;gt;"
    assert said[:2] == [f"<b>{escaped}</b>", escaped]
    assert said[2].endswith(escaped)
    assert said[2].count(escaped) == 2
