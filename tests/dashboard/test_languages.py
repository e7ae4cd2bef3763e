"""A further language is a catalogue and one record: what it has no words for is said in English."""

import asyncio
import shutil

import pytest

from dashboard import messages
from dashboard.exports import files, open_data, picture
from dashboard.exports.__main__ import addresses
from tests.conftest import apart
from tests.dashboard.test_pages import opened
from tests.pages import PAGES

CATALOGUE = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "Unit"
msgstr "Zonk"

msgid "provisional"
msgstr "bronk"
"""
MADE_UP = messages.Language("Zonkish", "fr-FR", "en", "d. MMM yyyy", r"d\.\ mmm\ yyyy", "[$-40C]")


@pytest.fixture
def zonkish(warehouse, tmp_path, monkeypatch):
    """A made-up language, under the code of one that Babel knows the numbers and days of."""
    shutil.copytree(messages.CATALOGUES, tmp_path, dirs_exist_ok=True)
    (tmp_path / "fr.po").write_text(CATALOGUE, encoding="utf-8")
    monkeypatch.setattr(messages, "CATALOGUES", tmp_path)
    monkeypatch.setitem(messages.LANGUAGES, "fr", MADE_UP)
    messages.catalogue.cache_clear()
    before = messages.language.set("fr")
    yield "fr"
    messages.language.reset(before)
    messages.catalogue.cache_clear()


@pytest.mark.parametrize("page", PAGES)
def test_every_page_speaks_it_and_falls_back_to_english(zonkish, page):
    ours, english = opened(page, lang=zonkish), opened(page, lang="en")
    assert [one.value for one in (*ours.exception, *ours.error)] == []
    assert [title.value for title in ours.title] == [title.value for title in english.title]


def test_every_file_is_made_in_it(zonkish):
    wanted = [one for one in addresses() if not one.startswith("data/")]
    wanted = [one.replace("unit=…", "unit=ba-dinh") for one in wanted]

    async def made() -> list[files.File]:
        messages.language.set(zonkish)  # of this thread
        camera = picture.Camera()
        found = []
        for address in wanted:
            path, _, query = address.partition("?")
            place, _, file = path.partition("/")
            name, _, kind = file.partition(".")
            asked = {"lang": [zonkish]} | ({"unit": ["ba-dinh"]} if query else {})
            found.append(await files.make(place, name, kind, asked, camera))
        await camera.close()
        return found

    found = apart(lambda: asyncio.run(made()))
    assert len(found) == len(wanted)
    table = next(one for one, address in zip(found, wanted, strict=True) if address == "gaps/list.csv")
    assert "Zonk" in table.data.decode("utf-8-sig").splitlines()[0]
    assert b"Zonk" not in open_data.make("units.csv").data
    assert open_data.make("index.json").data
