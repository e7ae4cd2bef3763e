"""What is missing: the matrix says all there is and is not, and the list is the file."""

import asyncio
import csv
import io
import xml.etree.ElementTree as ET
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import openpyxl
import pytest
from starlette.requests import Request
from streamlit.testing.v1 import AppTest

from dashboard import queries, routes
from dashboard.screens import gaps
from tests.conftest import apart
from tests.dashboard.test_pages import opened
from tests.pages import turn_to

OPEN = ["Hoàn Kiếm", "Đống Đa", "Hoàng Mai"]  # named by the open list of unions, without a figure


def asked(page: str, **parameters: Any) -> AppTest:
    """A page as a link with these parameters opens it."""
    app = opened(page, **parameters)
    assert [error.value for error in app.exception] == []
    return app


def address(app: AppTest) -> dict[str, list[str]]:
    return {name: [said] if isinstance(said, str) else said for name, said in app.query_params.items()}


def file(place: str, name: str, answers: int = 200, **parameters: Any) -> bytes:
    """The file of a list, as its route answers it."""
    stem, kind = name.split(".")
    scope = {
        "type": "http",
        "headers": [],
        "query_string": urlencode(parameters, doseq=True).encode(),
        "path_params": {"place": place, "name": stem, "kind": kind},
    }
    answer = apart(lambda: asyncio.run(routes.file(Request(scope))))
    assert answer.status_code == answers
    return bytes(answer.body)


def rows(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def words(cell: ET.Element) -> str:
    return " ".join("".join(cell.itertext()).split())


def matrix(app: AppTest) -> list[list[str]]:
    """The cells of the matrix with all their words, those for the ear too."""
    (body,) = (html.proto.body for html in app.get("html") if '"figures matrix"' in html.proto.body)
    return [[words(cell) for cell in row] for row in ET.fromstring(f"<div>{body}</div>").iter("tr")]


def shown(app: AppTest) -> list[list[Any]]:
    (frame,) = (table.value for table in app.dataframe)
    return [list(frame.columns), *frame.astype(object).where(frame.notna(), "").values.tolist()]


def pills(app: AppTest) -> list[str]:
    return [option.content for option in app.button_group(key="gaps_state").proto.options]


def test_the_matrix_has_every_unit_and_series_and_says_why_a_figure_is_missing(warehouse):
    head, periods, *units = matrix(opened("gaps"))
    assert head == [
        "Đơn vị", "Công đoàn cơ sở thành lập mới", "Đoàn viên kết nạp mới", "Thỏa ước lao động tập thể ký mới",
    ]  # fmt: skip
    first, second = "6 tháng đầu năm 2023", "6 tháng đầu năm 2020"
    assert periods == [first, f"{second} · doanh nghiệp ngoài nhà nước", first, second, first, second]
    assert [unit[0] for unit in units] == [unit["name"] for unit in queries.federations()]
    cells = {unit[0]: unit[1:] for unit in units}
    nothing = "chưa có trong bài đã đọc"
    omitted = "... có nhắc tên, không nêu số"
    assert cells["Ba Đình"] == ["15* tạm tính", nothing, nothing, nothing, omitted, nothing]
    assert cells["Ứng Hòa"] == [nothing, "1", nothing, "60", nothing, nothing]
    assert cells["Hoàng Mai"] == [omitted, nothing, nothing, nothing, omitted, nothing]
    assert cells["Sóc Sơn"] == [nothing] * 6


def test_a_unit_that_did_not_exist_is_not_called_missing(warehouse):
    row = replace(queries.gaps()[0], state="not_applicable", obs_status="M", claim_id=None, value=None)
    cell = gaps.matrix([row], "…", {}).split("<tbody>")[1]
    assert '<span aria-hidden="true">KAD</span>' in cell
    assert "chưa có hoặc đã kết thúc hoạt động trong kỳ này" in cell


def test_the_counts_are_of_the_selection_and_lead_to_the_list(warehouse):
    app = opened("gaps")
    assert pills(app) == ["Có số liệu: 8", "Có nhắc tên, không nêu số: 6", "Chưa có trong bài đã đọc: 166"]
    assert len(shown(app)) - 1 == 172  # to be found, unless the reader says otherwise
    app.selectbox(key="cluster").select("C1").run()
    assert pills(app) == ["Có số liệu: 6", "Có nhắc tên, không nêu số: 6", "Chưa có trong bài đã đọc: 24"]
    app.button_group(key="gaps_state").set_value(["omitted"]).run()
    assert address(app)["state"] == ["omitted"]
    app.multiselect(key="gaps_indicator").set_value(["unions_formed"]).run()
    assert [row[0] for row in shown(app)[1:]] == OPEN
    assert pills(app) == ["Có số liệu: 3", "Có nhắc tên, không nêu số: 3", "Chưa có trong bài đã đọc: 6"]


def test_a_shared_link_shows_the_same_list_and_another_page_does_not_lose_it(warehouse):
    app = asked("gaps", state="omitted", indicator="unions_formed")
    assert [row[0] for row in shown(app)[1:]] == OPEN
    assert any("Còn thiếu 3 số liệu" in html.proto.body for html in app.get("html"))
    before = address(app)
    assert before == {"state": ["omitted"], "indicator": ["unions_formed"]}
    for page in ("explore", "gaps"):
        app.query_params.clear()  # as the navigation does
        turn_to(app, page).run()
    assert address(app) == before


def test_what_the_address_asks_for_in_vain_is_named_and_never_raises(warehouse):
    app = asked("gaps", state=["<script>alert(1)</script>", "omitted", "omitted"], indicator=["x" * 5000, "training"])
    assert [row[0] for row in shown(app)[1:]][:3] == OPEN
    said = [warning.value for warning in app.warning]
    assert len(said) == 3
    assert any("\\<script\\>" in text for text in said)
    assert address(app)["state"] == ["omitted"]


def test_a_figure_of_the_matrix_leads_to_its_evidence(warehouse):
    link = 'href="?lang=en&amp;claim=a001-l08-1"'
    assert any(link in html.proto.body for html in asked("gaps", lang="en").get("html"))
    app = asked("gaps", lang="en", claim="a001-l08-1")
    assert any("Long Biên urban district federation" in text.value for text in app.markdown)
    assert "claim" not in app.query_params


@pytest.mark.parametrize(
    "chosen",
    [
        {},
        {"state": ["observed", "omitted"], "order": "alphabetical"},
        {"cluster": "cum-1", "indicator": "agreements_signed", "lang": "en"},
    ],
)
def test_the_file_is_the_list_with_the_claim_behind_each_row(warehouse, chosen):
    head, *listed = shown(asked("gaps", **chosen))
    said = rows(file("gaps", "list.csv", **chosen))
    assert said[0] == [*head, "Claim" if "lang" in chosen else "Mã số liệu"]
    assert [row[:-1] for row in said[1:]] == [
        [f"{cell:g}" if isinstance(cell, float) else cell for cell in row] for row in listed
    ]
    claims = [row[-1] for row in said[1:]]
    assert len(set(filter(None, claims))) == (8 if "state" in chosen else 0)


def test_a_workbook_of_the_list_says_what_it_shows_and_who_speaks_of_the_units(warehouse):
    book = openpyxl.load_workbook(io.BytesIO(file("gaps", "list.xlsx", state="omitted")))
    cells = [[cell.value for cell in row] for row in book.active.iter_rows()]
    assert [row[0] for row in cells[:2]] == ["Còn thiếu 6 số liệu", "cả 30 đơn vị · có nhắc tên, không nêu số"]
    last = max(number for number, row in enumerate(cells) if row[0] == "Hoàng Mai")
    assert cells[last][-1] is None
    below = [str(row[0]) for row in cells[last + 1 :]]
    assert any(line.startswith("Nguồn: Lao động Thủ đô (suy ra), “Cụm thi đua số 1") for line in below)
    assert any("Phiên bản dữ liệu" in line for line in below)


def test_a_list_is_no_picture(warehouse):
    assert "Không có tệp này" in file("gaps", "list.png", answers=404).decode()
