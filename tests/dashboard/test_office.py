"""What comes out of the button, opened and printed by another program; its pages are the pictures of the README."""

import asyncio
import io
import zipfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from dashboard import links
from dashboard.exports import files, picture
from dashboard.listings import LISTINGS
from dashboard.views import VIEWS
from tests import office, open_xml
from tests.conftest import OUTPUT, apart

PLACE = OUTPUT / "files"


async def made(address: str, asked: dict[str, list[str]]) -> bytes:
    place, _, file = address.partition("/")
    name, _, kind = file.partition(".")
    camera = picture.Camera()
    try:
        return (await files.make(place, name, kind, asked, camera)).data
    finally:
        await camera.close()


def file(address: str, **asked: str) -> bytes:
    return apart(lambda: asyncio.run(made(address, {key: [value] for key, value in asked.items()})))


def kept(printed: Path, name: str, number: int, dots: int = 80) -> None:
    """Keep a page for the README, once it has ink on it."""
    PLACE.mkdir(parents=True, exist_ok=True)
    page = Image.open(office.pictures(printed, dots=dots)[number])
    assert 0.005 < float((np.asarray(page.convert("L")) < 128).mean()) < 0.5
    page.save(PLACE / f"{name}.png")


@pytest.fixture
def linked(warehouse, monkeypatch):
    monkeypatch.setenv(links.BASE_ADDRESS, "https://example.org/union")


FILES = [
    *(f"selection/{file}" for file in ("workbook.xlsx", "slides.pptx", "report.docx")),
    *(f"agreements_signed/{view}.{kind}" for view in VIEWS for kind in ("xlsx", "pptx")),
    *(f"{page}/{name}.xlsx" for page, name in LISTINGS),
]


@pytest.mark.parametrize("asked", [{}, {"cluster": "cum-2", "lang": "en"}, {"unit": "ba-vi"}], ids=str)
@pytest.mark.parametrize("address", FILES)
def test_office_finds_nothing_to_repair(linked, address, asked):
    assert open_xml.faults(file(address, **asked), address.partition(".")[2]) == []


def test_what_office_would_repair_is_found(linked):
    spoilt = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(file("unions_formed/by_unit.pptx"))) as made,
        zipfile.ZipFile(spoilt, "w") as out,
    ):
        for name in made.namelist():
            out.writestr(name, made.read(name).replace(b'<c:barDir val="bar"/>', b'<c:barDir val="sideways"/>'))
    assert len(open_xml.faults(spoilt.getvalue(), "pptx")) == 1


@pytest.mark.office
@pytest.mark.skipif(not office.available(), reason="there is no LibreOffice: python tests/office.py installs it")
@pytest.mark.parametrize(
    ("address", "name", "number", "said"),
    [
        (
            "selection/workbook.xlsx",
            "workbook",
            1,
            ["Hai Bà Trưng cao nhất", "≥ 50", "Cộng Cụm 1", "a003-l08-2"],
        ),
        ("selection/slides.pptx", "slides", 1, ["Hai Bà Trưng cao nhất", "≥ 50", "https://example.org/union/"]),
        ("selection/report.docx", "report", 0, ["BÁO CÁO", "hơn 700", "60 đoàn viên", "Cộng Cụm 1", "≥ 50"]),
    ],
)
def test_another_program_opens_and_prints_it(linked, tmp_path, address, name, number, said):
    printed = office.as_pdf(file(address), address.partition(".")[2], tmp_path)
    whole = office.words(printed)
    assert [words for words in said if words.replace(" ", "") not in whole] == []
    kept(printed, name, number)


@pytest.mark.office
@pytest.mark.skipif(not office.available(), reason="there is no LibreOffice: python tests/office.py installs it")
def test_the_pages_that_need_no_office_are_in_the_readme_too(linked, tmp_path):
    sheet = tmp_path / "profile.pdf"
    sheet.write_bytes(file("unit_profile/profile.pdf", unit="ung-hoa"))
    kept(sheet, "profile", 0)
    drawn = Image.open(io.BytesIO(file("unions_formed/by_unit.png")))
    drawn.resize((drawn.width // 2, drawn.height // 2)).save(PLACE / "picture.png")
