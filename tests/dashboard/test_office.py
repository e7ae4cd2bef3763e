"""What comes out of the button, opened and printed by another program; its pages are the pictures of the README."""

import asyncio
import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from PIL import Image

from dashboard import links
from dashboard.exports import files, ods, picture
from dashboard.listings import LISTINGS
from dashboard.views import VIEWS
from dashboard.wording import Amount
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
            ["Hai Bà Trưng nhiều nhất", "≥ 50", "Cộng Cụm 1", "a003-l08-2"],
        ),
        ("selection/slides.pptx", "slides", 1, ["Hai Bà Trưng nhiều nhất", "≥ 50", "https://example.org/union/"]),
        ("selection/report.docx", "report", 0, ["BÁO CÁO", "hơn 700", "60 đoàn viên", "Cộng Cụm 1", "≥ 50"]),
    ],
)
def test_another_program_opens_and_prints_it(linked, tmp_path, address, name, number, said):
    printed = office.as_pdf(file(address), address.partition(".")[2], tmp_path)
    whole = office.words(printed)
    assert [words for words in said if words.replace(" ", "") not in whole] == []
    kept(printed, name, number)


TABLE, OFFICE = (f"{{urn:oasis:names:tc:opendocument:xmlns:{part}:1.0}}" for part in ("table", "office"))
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
OF_A_CHART = {  # columns that only a native chart refers to, and what is said of charts and formulas
    "vi": ("Nhãn trong biểu đồ", "Tên trên biểu đồ", "Kỳ của từng số liệu, tính bằng ngày", "Chỉ tiêu cả năm (%)",
           "Tỷ lệ so với chỉ tiêu cả năm (%)"),
    "en": ("Label in the chart", "Name in the chart", "Period of each figure, in days", "Full-year target (%)",
           "Share of the full-year target (%)"),
}  # fmt: skip
UNTRUE = {
    "vi": ("Thanh màu nhạt", "Độ dài mỗi thanh", "Khung rỗng", "Khung chấm", "gạch chéo", "Cách đọc biểu đồ",
           "tính theo các ô phía trên", "thay đổi theo ô số liệu", "LibreOffice"),
    "en": ("Muted bar", "A bar spans", "utline", "Hatched", "How to read the charts", "follows its cells",
           "follow the cells too", "LibreOffice"),
}  # fmt: skip


def shown(data: bytes, suffix: str, folder: Path) -> dict[str, list[tuple[int, str, str]]]:
    """The cells of each sheet that hold something, as LibreOffice opens it: column, value, and what is read there."""
    found: dict[str, list[tuple[int, str, str]]] = {}
    opened = ET.parse(office.as_pdf(data, suffix, folder, "fods")).find(f".//{OFFICE}spreadsheet")
    assert opened is not None
    for sheet in opened.findall(f"{TABLE}table"):  # not the tables within charts
        held = found.setdefault(sheet.get(f"{TABLE}name", ""), [])
        rows = (part if part.tag.endswith("rows") else [part] for part in sheet)  # some repeat on each page
        for row in (row for several in rows for row in several if row.tag == f"{TABLE}table-row"):
            column = 0
            for cell in row:
                text = " ".join("".join("".join(line.itertext()) for line in cell.findall(f"{TEXT}p")).split())
                value = cell.get(f"{OFFICE}value") or cell.get(f"{OFFICE}date-value") or ""
                n_alike = int(cell.get(f"{TABLE}number-columns-repeated", 1))
                held.extend((place, value, text) for place in range(column, column + n_alike) if text)
                column += n_alike
    return found


@pytest.mark.office
@pytest.mark.skipif(not office.available(), reason="there is no LibreOffice: python tests/office.py installs it")
@pytest.mark.parametrize("asked", [{"lang": "vi"}, {"cluster": "cum-2", "lang": "en"}, {"unit": "ung-hoa"}], ids=str)
def test_the_open_workbook_says_what_the_other_one_says(linked, tmp_path, asked):
    words = asked.get("lang", "vi")
    book, other = (shown(file(f"selection/workbook.{kind}", **asked), kind, tmp_path) for kind in ("ods", "xlsx"))
    assert list(book) == list(other)
    if words == "vi" and "unit" not in asked:
        assert ("50", "≥ 50") in {cell[1:] for name, cells in book.items() if "Phụ lục" in name for cell in cells}
    for one in (book, other):  # the other one's sums have their sign from a format with a condition: no text of a cell
        for name, cells in one.items():
            one[name] = [(column, value, text.removeprefix("≥ ")) for column, value, text in cells]
    for name, cells in other.items():
        headings = {column for column, _, text in cells if text.startswith(OF_A_CHART[words])}
        wanted = [
            cell for cell in cells if cell[0] not in headings and not any(said in cell[2] for said in UNTRUE[words])
        ]
        extra = [cell for cell in book[name] if cell not in wanted]
        assert [cell for cell in wanted if cell not in book[name]] == [], name
        assert [cell for cell in book[name] if cell not in extra] == wanted, name
        assert [text for _, value, text in extra if value] == [], name
        assert len(extra) <= 2, name  # how the sheets are read, and that nothing calculates
    said = [text for cells in book.values() for _, _, text in cells]
    assert [text for text in said if any(one in text for one in UNTRUE[words])] == []
    if words == "vi" and "cluster" not in asked:
        assert ("700", True) in {
            (value, text.startswith("hơn 700")) for cells in book.values() for _, value, text in cells
        }


@pytest.mark.office
@pytest.mark.skipif(not office.available(), reason="there is no LibreOffice: python tests/office.py installs it")
@pytest.mark.parametrize("asked", [{}, {"unit": "ba-dinh", "lang": "en"}], ids=str)
@pytest.mark.parametrize("address", [f"{page}/{name}" for page, name in LISTINGS])
def test_an_open_list_says_what_the_other_one_says(linked, tmp_path, address, asked):
    book, other = (shown(file(f"{address}.{kind}", **asked), kind, tmp_path) for kind in ("ods", "xlsx"))
    assert book == other
    assert any(book.values())


@pytest.mark.parametrize("address", ["selection/workbook.ods", "gaps/list.ods"])
def test_the_same_build_gives_the_same_open_workbook(linked, address):
    made = file(address)
    assert made == file(address)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:  # by its first bytes programs know it
        first = archive.infolist()[0]
    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)


def test_bad_letters_break_no_open_workbook(linked):
    bad = "a\x00\x0b<b>&\"'\u202e\ufffe\ud800 NAME =1+1"
    about = {"title": bad, "subject": bad, "comments": bad, "created": datetime(2026, 11, 21, tzinfo=UTC)}
    book = ods.Book(bad, about)
    sheets = [book.sheet(bad), book.sheet(bad)]
    for sheet in sheets:
        book.line(sheet, 0, bad, {}, [9.0, 9.0])
        book.write(sheet, 1, 0, Amount(7, bad, "7", bad))
        book.write(sheet, 1, 1, Amount(before=bad))
        book.link(sheet, 2, 0, f'https://example.org/?a=<&"{bad}', bad)
    with zipfile.ZipFile(io.BytesIO(book.close())) as archive:
        content = ET.fromstring(archive.read("content.xml"))
        assert all(ET.fromstring(archive.read(f"{part}.xml")) is not None for part in ("styles", "meta"))
    assert len({sheet.get(f"{TABLE}name") for sheet in content.iter(f"{TABLE}table")}) == 2
    assert "a <b>&\"' NAME =1+1" in {"".join(text.itertext()) for text in content.iter(f"{TEXT}p")}


@pytest.mark.office
@pytest.mark.skipif(not office.available(), reason="there is no LibreOffice: python tests/office.py installs it")
def test_the_pages_that_need_no_office_are_in_the_readme_too(linked, tmp_path):
    sheet = tmp_path / "profile.pdf"
    sheet.write_bytes(file("unit_profile/profile.pdf", unit="ung-hoa"))
    kept(sheet, "profile", 0)
    drawn = Image.open(io.BytesIO(file("unions_formed/by_unit.png")))
    drawn.resize((drawn.width // 2, drawn.height // 2)).save(PLACE / "picture.png")
