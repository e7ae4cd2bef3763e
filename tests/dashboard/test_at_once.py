"""Readers who take files along at the same time do not wait for one another."""

import asyncio
import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.request import urlopen

import pytest

from dashboard import queries
from dashboard.exports import files, picture, slides
from dashboard.exports.shelf import Shelf
from dashboard.queries import reading
from tests.conftest import apart


def test_a_slow_file_keeps_nobody_waiting(warehouse, monkeypatch):
    is_begun, may_end = threading.Event(), threading.Event()

    def slow(_):
        is_begun.set()
        assert may_end.wait(60)
        return b"slides"

    monkeypatch.setattr(slides, "as_pptx", slow)

    async def both():
        camera = picture.Camera()
        waiting = asyncio.create_task(files.make("selection", "slides", "pptx", {}, camera))
        await asyncio.to_thread(is_begun.wait, 60)
        others = [
            await files.make("selection", "workbook", "xlsx", {"cluster": ["cum-1"]}, camera),
            await files.make("unit_profile", "profile", "pdf", {"unit": ["ung-hoa"]}, camera),
            await files.make("gaps", "list", "csv", {}, camera),
        ]
        was_done = waiting.done()
        may_end.set()
        return was_done, others, (await waiting).data

    was_done, others, slow_one = apart(lambda: asyncio.run(both()))
    assert not was_done
    assert [made.data[:4] for made in others] == [b"PK\x03\x04", b"%PDF", "\ufeffĐ".encode()[:4]]
    assert slow_one == b"slides"


def test_a_crowd_is_served_with_what_is_made_once():
    made = []

    async def make():
        made.append(1)
        await asyncio.sleep(0)
        return b"x" * 10, "tag"

    async def crowd():
        shelf: Shelf[bytes] = Shelf(limit=25)
        impatient = asyncio.create_task(shelf.shared("tag", make))
        others = [asyncio.create_task(shelf.shared("tag", make)) for _ in range(20)]
        await asyncio.sleep(0)
        impatient.cancel()  # whoever asked first leaves
        assert {await one for one in others} == {b"x" * 10}
        assert await shelf.shared("tag", make) == b"x" * 10
        shelf.put("second", b"y" * 10)
        shelf.put("too large", b"z" * 26)
        assert [shelf.find(key) is None for key in ("tag", "second", "too large")] == [False, False, True]
        shelf.put("third", b"z" * 10)  # the one that was asked for longest ago goes
        return [shelf.find(key) is None for key in ("tag", "second", "third")]

    assert apart(lambda: asyncio.run(crowd())) == [True, False, False]
    assert made == [1]


def test_all_who_wait_meet_a_fault_and_the_next_one_tries_anew():
    made = []

    async def make():
        made.append(1)
        await asyncio.sleep(0)
        if len(made) == 1:
            raise picture.NoPicture
        return b"x", None

    async def crowd():
        shelf: Shelf[bytes] = Shelf(limit=10)
        met = await asyncio.gather(*(shelf.shared("tag", make) for _ in range(3)), return_exceptions=True)
        assert [type(one) for one in met] == [picture.NoPicture] * 3
        assert await shelf.shared("tag", make) == b"x"
        return await shelf.shared("tag", make)  # what has no key of its own is not kept

    assert apart(lambda: asyncio.run(crowd())) == b"x"
    assert made == [1, 1, 1]


def test_the_language_is_of_a_request_not_of_the_server(server):
    def heading(language: str) -> str:
        with urlopen(f"{server}/files/gaps/list.csv?unit=ba-dinh&lang={language}", timeout=60) as answer:
            return str(answer.read().decode("utf-8-sig").partition(",")[0])

    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(heading, ["vi", "en"] * 8)) == ["Đơn vị", "Unit"] * 8


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="this system does not say which files are open")
def test_where_an_open_file_cannot_be_replaced_a_copy_is_read_and_says_the_same(built, tmp_path, monkeypatch):
    monkeypatch.setenv("WAREHOUSE", str(shutil.copy(built, tmp_path)))
    asked = (queries.build, queries.federations, queries.indicators, lambda: queries.series_of("unions_formed"))
    held = [question() for question in asked]
    monkeypatch.setattr(reading, "COPIES", True)
    monkeypatch.setenv("WAREHOUSE", str(shutil.copy(built, tmp_path / "copied.duckdb")))
    assert [question() for question in asked] == held
    total = queries.total(queries.Series("unions_formed", "2023-S1", "_T"), ("001", "002"))
    assert total["n_units"] == 2
    open_files = [str(file.readlink()) for file in Path("/proc/self/fd").iterdir() if file.is_symlink()]
    assert not [name for name in open_files if "copied.duckdb" in name]
