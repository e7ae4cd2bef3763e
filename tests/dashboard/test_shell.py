"""Files from the shell: the same as from the server, whole or not at all, and a plain word where one cannot be made."""

import errno
import io
import os
import tempfile
import zipfile
from pathlib import Path
from urllib.request import urlopen

import openpyxl
import pypdf
import pytest
from PIL import Image

from dashboard import queries, wording
from dashboard.exports import picture
from dashboard.exports.__main__ import _numbered, main
from tests.conftest import apart


def cells(data: bytes) -> list[list[list[object]]]:
    book = openpyxl.load_workbook(io.BytesIO(data))
    return [[[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book]


def test_a_workbook_from_the_shell_is_the_one_of_the_button(warehouse, server, tmp_path, capsys):
    assert apart(lambda: main(["selection/workbook.xlsx?cluster=cum-1", "--to", str(tmp_path)])) == 0
    (written,) = tmp_path.iterdir()
    day = wording.in_hanoi(queries.build()["built_at"]).date()
    assert written.name == f"Số liệu công đoàn Hà Nội qua báo chí, Bảng tính – Cụm 1 – {day}.xlsx"
    assert capsys.readouterr().out.strip() == str(written)
    with urlopen(f"{server}/files/selection/workbook.xlsx?cluster=cum-1", timeout=60) as answer:
        assert cells(written.read_bytes()) == cells(answer.read())


def test_several_files_of_every_kind(warehouse, tmp_path):
    asked = [
        "unit_profile/profile.pdf?unit=ung-hoa",
        "/files/gaps/list.csv?unit=ba-dinh",
        "data/datapackage.zip",
        "selection/charts.zip?cluster=cum-1",
        "unions_formed/by_unit.svg?lang=en",
    ]
    assert apart(lambda: main([*asked, "--to", str(tmp_path)])) == 0
    found = {path.suffix: path for path in tmp_path.iterdir()}
    assert len(list(tmp_path.iterdir())) == len(asked)
    assert "Ứng Hòa" in pypdf.PdfReader(found[".pdf"]).pages[0].extract_text()
    assert "Grassroots unions formed, by unit" in found[".svg"].name
    charts = next(path for path in tmp_path.glob("*.zip") if path.name != "datapackage.zip")
    with zipfile.ZipFile(charts) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        drawn = [archive.read(name) for name in names[1:]]
        assert len(set(drawn)) == len(drawn)
        named = ("theo đơn vị", "theo kỳ", "sơ đồ ô")
        assert [next(view for view in named if view in name) for name in names[1:]] == [*named, *named]
        assert names[0] == "Đọc trước.txt"
        assert len(names) == 7  # for two indicators: by unit, by period, on the map
        assert "Cụm 1" in archive.read(names[0]).decode()
    with zipfile.ZipFile(tmp_path / "datapackage.zip") as archive:
        assert "datapackage.json" in archive.namelist()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["selection/everything.xlsx"], "Không có tệp này"),
        (["nothing"], "Không có tệp này"),
        (["data/nothing.csv"], "data/nothing.csv: Không có tệp này"),
        (["data/claims.csv?unit=ba-dinh"], "“unit” không phải là bộ lọc của tệp này"),
        (["selection/workbook.xlsx?klaster=cum-1"], "“klaster” không phải là bộ lọc của tệp này"),
        (["selection/workbook.xlsx?period=2099"], "không có số liệu của kỳ “2099”"),
        (["gaps/list.csv", "--to", "x.txt"], "x.txt không phải là thư mục có sẵn"),
        (["gaps/list.csv", "--to", "folder/"], "folder không phải là thư mục có sẵn"),
        (["gaps/list.csv", "--to", "no-such-folder/list.csv"], "không có thư mục no-such-folder"),
        (["unions_formed/by_unit.csv?unit=atlantis"], "Không rõ “atlantis”"),
        (["unions_formed/by_unit.csv?lang=fr"], "Không có “fr” trong bộ lọc “lang”; hiện có: vi, en."),
        (["data/claims.csv?lang=fr"], "Không có “fr” trong bộ lọc “lang”; hiện có: vi, en."),
        (["unit_profile/profile.pdf"], "hãy nêu đơn vị trong địa chỉ"),
        (["gaps/list.csv", "data/claims.csv", "--to", "no-such-folder/x"], "không phải là thư mục có sẵn"),
        (["gaps/list.csv", "--to", "no-such-folder/x.csv"], "Không ghi được tệp"),
    ],
)
def test_what_cannot_be_written_is_said_and_nothing_is(warehouse, tmp_path, monkeypatch, capsys, asked, said):
    monkeypatch.chdir(tmp_path)
    assert apart(lambda: main(asked)) == 1
    assert said in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_files_of_one_call_are_numbered_and_those_of_an_earlier_one_replaced(warehouse, tmp_path, capsys):
    asked = [f"explore/claims.csv?columns={code}" for code in ("unit", "value", "title")]
    numbers = ("", " (2)", " (3)")
    for _ in range(2):
        assert apart(lambda: main([*asked, "--to", str(tmp_path)])) == 0
        names = [line.rpartition("/")[2] for line in capsys.readouterr().out.splitlines()]
        assert [name.removeprefix(names[0].removesuffix(".csv")) for name in names] == [f"{n}.csv" for n in numbers]
        assert {path.name for path in tmp_path.iterdir()} == set(names)
        assert len({path.read_bytes() for path in tmp_path.iterdir()}) == 3


def test_a_number_takes_no_name_that_another_file_has():
    taken: set[str] = set()
    names = [_numbered(name, taken) for name in ("a.csv", "a (2).csv", "A.csv", "a.xlsx")]
    assert names == ["a.csv", "a (2).csv", "A (3).csv", "a.xlsx"]


def test_whoever_reads_a_file_that_is_written_anew_finds_the_old_one_whole(warehouse, tmp_path, monkeypatch):
    path = tmp_path / "list.csv"
    path.write_bytes(b"old")
    found = []
    write = Path.write_bytes

    def slowly(to, data):
        write(to, data[: len(data) // 2])
        found.append(path.read_bytes())
        return write(to, data)

    monkeypatch.setattr(Path, "write_bytes", slowly)
    assert apart(lambda: main(["gaps/list.csv", "--to", str(path)])) == 0
    assert found == [b"old"]
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert [one.name for one in tmp_path.iterdir()] == ["list.csv"]


def test_a_full_disk_leaves_nothing(warehouse, tmp_path, monkeypatch, capsys):
    def write(to, data):
        with to.open("wb") as file:
            file.write(data[:10])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "write_bytes", write)
    assert apart(lambda: main(["gaps/list.csv", "--to", str(tmp_path)])) == 1
    assert "No space left on device" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_workbook_needs_no_place_for_what_it_is_made_of(warehouse, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "none"))
    assert apart(lambda: main(["selection/workbook.xlsx", "gaps/list.xlsx", "--to", str(tmp_path)])) == 0


def test_without_data_it_says_what_to_do(monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("WAREHOUSE", str(tmp_path / "none.duckdb"))
    assert apart(lambda: main(["gaps/list.csv"])) == 1
    assert "python -m etl" in capsys.readouterr().err


def test_the_list_names_files_that_can_be_made(warehouse, tmp_path, monkeypatch, capsys):
    assert apart(lambda: main(["--list"])) == 0
    listed = capsys.readouterr().out.split("\n")[:-1]
    assert {"selection/slides.pptx", "unions_formed/tile_map.pdf", "explore/claims.xlsx", "data/sdmx.csv"} <= set(
        listed
    )
    assert len(set(listed)) == len(listed)
    monkeypatch.setattr(picture.Camera, "take", drawn)
    monkeypatch.setattr(picture, "described", lambda data, *_: data)
    known = [address.replace("unit=…", "unit=ba-dinh") for address in listed]
    assert apart(lambda: main([*known, "--to", str(tmp_path)])) == 0, capsys.readouterr().err
    assert len(list(tmp_path.iterdir())) == len(listed)


async def drawn(*_):
    """Stand in for a picture: those are drawn elsewhere."""
    out = io.BytesIO()
    Image.new("RGB", (192, 96), "white").save(out, "png")
    return out.getvalue()
