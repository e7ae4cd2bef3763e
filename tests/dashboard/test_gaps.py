"""What is missing: the matrix says all there is and is not, and the list is the file."""

import asyncio
import csv
import io
import re
import xml.etree.ElementTree as ET
from collections import Counter
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import openpyxl
from starlette.requests import Request
from streamlit.testing.v1 import AppTest

from dashboard import queries, routes
from dashboard.parts import wanted
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


def body(app: AppTest) -> str:
    return "".join(html.proto.body for html in app.get("html"))


def sought(app: AppTest) -> list[list[str]]:
    """The rows of what is to be looked for first."""
    (table,) = re.findall(r'two-lines wanted"><div[^>]*>(<table.*?</table>)', body(app))
    return [[words(cell) for cell in row] for row in ET.fromstring(table).iter("tr")]


def test_it_leads_with_what_an_article_nearly_gave_and_where_to_look(warehouse):
    app = opened("gaps")
    assert "Cần bổ sung trước 6 số liệu: bài báo có nhắc tên đơn vị, không nêu số" in body(app)
    assert "Các bài đã đọc nêu 8 số liệu của các chỉ số chính · cả 30 đơn vị" in body(app)
    head, *found = sought(app)
    assert head == ["Nội dung", "Kỳ số liệu", "Có nhắc tên, không nêu số", "Nguồn có thể khai thác"]
    where = "Tài liệu của sự kiện mà bài báo đưa tin, 6/2023†; báo cáo kỳ này của từng đơn vị"
    period = "6 tháng đầu năm 2023"
    assert found == [
        ["Công đoàn cơ sở thành lập mới", period, "Hoàn Kiếm, Đống Đa, Hoàng Mai [1] (Cụm 1)", where],
        ["Thỏa ước lao động tập thể ký mới", period, "Ba Đình, Hai Bà Trưng, Hoàng Mai [1] (Cụm 1)", where],
    ]
    other = body(asked("gaps", unit="soc-son"))
    assert "Các bài đã đọc nêu 0 số liệu của các chỉ số chính" in other
    assert "Nên tìm" not in other


def test_without_an_event_the_units_own_reports_are_named_and_many_rows_are_folded(warehouse, monkeypatch):
    monkeypatch.setattr(gaps, "AT_ONCE", 1)
    rows = wanted.first(queries.gaps())
    said = gaps.first(rows, {})
    assert "Thêm 1 dòng" in said.split("<details>")[1]
    assert said.count("Tài liệu của sự kiện") == 2
    article = next(
        dict(one, event_from=None) for one in queries.articles() if one["article_id"] == rows[0].one.article_id
    )
    monkeypatch.setattr(queries, "articles", lambda: [article])
    (one, _) = wanted.first(queries.gaps())
    assert one.where == "báo cáo kỳ này của từng đơn vị"


def test_units_that_several_articles_name_stand_in_one_row_each_with_its_article(warehouse, monkeypatch):
    omitted = [row for row in queries.gaps() if row.state == "omitted" and row.indicator_id == "unions_formed"]
    other = queries.articles()[-1]
    both = [replace(omitted[0], article_id=other["article_id"]), *omitted[1:]]
    monkeypatch.setattr(
        queries, "articles", lambda: [dict(other, event_from=None, article_id=row.article_id) for row in both]
    )
    (one,) = wanted.first(both)
    assert wanted.named(one.units, {str(both[0].article_id): "3", str(both[1].article_id): "1"}) == (
        "Hoàn Kiếm\u00a0<sup>[3]</sup>, Đống Đa, Hoàng Mai\u00a0<sup>[1]</sup> (Cụm 1)"
    )


def test_the_grid_says_why_a_figure_is_missing_and_folds_units_without_any(warehouse):
    app = opened("gaps")
    head, periods, *units = matrix(app)
    assert head == [
        "Đơn vị", "Công đoàn cơ sở thành lập mới", "Đoàn viên kết nạp mới", "Thỏa ước lao động tập thể ký mới",
    ]  # fmt: skip
    assert periods == ["6T/2023", "6T/2020 doanh nghiệp ngoài nhà nước", "6T/2020", "6T/2023"]  # the others are empty
    assert 'aria-label="6 tháng đầu năm 2020 · doanh nghiệp ngoài nhà nước"' in body(app)
    spoken_of = ["Ba Đình", "Hoàn Kiếm", "Long Biên", "Đống Đa", "Hai Bà Trưng", "Hoàng Mai"]
    assert [unit[0] for unit in units] == ["Cụm 1", *spoken_of, "Cụm 5", "Ứng Hòa"]
    cells = {unit[0]: unit[1:] for unit in units}
    nothing = "chưa có trong bài đã đọc"
    omitted = "... có nhắc tên, không nêu số"
    assert cells["Ba Đình"] == ["15*[1] tạm tính", nothing, nothing, omitted]
    assert cells["Ứng Hòa"] == [nothing, "1[3]", "60[3]", nothing]
    assert cells["Hoàng Mai"] == [omitted, nothing, nothing, omitted]
    folded = body(app).split("23 đơn vị chưa có số về các nội dung này")[1].split("</details>")[0]
    assert sorted(name for part in re.findall(r"</b> (.*?)\.</p>", folded) for name in part.split(", ")) == sorted(
        {unit["name"] for unit in queries.federations()} - {*spoken_of, "Ứng Hòa"}
    )


def test_a_unit_that_did_not_exist_is_not_called_missing(warehouse):
    row = replace(queries.gaps()[0], state="not_applicable", obs_status="M", claim_id=None, value=None)
    cell = gaps.grid([row], ["not_applicable"], "…", {}).split("<tbody>")[1]
    assert '<span aria-hidden="true">KAD</span>' in cell
    assert "chưa có hoặc đã kết thúc hoạt động trong kỳ này" in cell


def test_more_series_than_fit_are_cut_to_the_newest_which_is_said(warehouse, monkeypatch):
    monkeypatch.setattr(gaps, "AT_MOST", 2)
    app = opened("gaps")
    assert matrix(app)[1] == ["6T/2023"] * 2
    assert "chỉ hiện 2 cột mới nhất trong 4 cột" in body(app)


def test_a_shared_link_shows_the_same_rows_and_another_page_does_not_lose_it(warehouse):
    app = asked("gaps", state="omitted", indicator="unions_formed")
    assert [row[0] for row in matrix(app)[2:]] == ["Cụm 1", *OPEN]
    before = address(app)
    assert before == {"state": ["omitted"], "indicator": ["unions_formed"]}
    for page in ("explore", "gaps"):
        app.query_params.clear()  # as the navigation does
        turn_to(app, page).run()
    assert address(app) == before
    app.selectbox(key="cluster").select("C2").run()
    assert "6 đơn vị chưa có số về các nội dung này" in body(app)
    everything = asked("gaps", state=["observed", "omitted", "unpublished"])
    assert len([row for row in matrix(everything)[2:] if len(row) > 1]) == 30


def test_what_the_address_asks_for_in_vain_is_named_and_never_raises(warehouse):
    app = asked("gaps", state=["<script>alert(1)</script>", "omitted", "omitted"], indicator=["x" * 5000, "training"])
    assert {row[0] for row in matrix(app)[2:]} >= {*OPEN}
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


def test_the_file_lists_what_is_missing_or_what_is_chosen_with_the_claim_behind_each_row(warehouse):
    head, *found = rows(file("gaps", "list.csv"))
    assert head == [
        "Đơn vị", "Cụm thi đua", "Nội dung", "Kỳ số liệu", "Phạm vi", "Tình trạng", "Bài báo đề cập đơn vị",
        "Mã số liệu",
    ]  # fmt: skip
    assert Counter(row[5] for row in found) == {"có nhắc tên, không nêu số": 6, "chưa có trong bài đã đọc": 166}
    assert {row[-1] for row in found} == {""}
    _, *found = rows(file("gaps", "list.csv", state=["observed", "omitted"], order="alphabetical"))
    assert len(found) == 14
    assert len({row[-1] for row in found} - {""}) == 8
    _, *found = rows(file("gaps", "list.csv", cluster="cum-1", indicator="agreements_signed", lang="en"))
    assert len(found) == 9
    links = re.findall(r'href="(files/gaps/[^"]+)"', body(asked("gaps", state="omitted", indicator="unions_formed")))
    assert "files/gaps/list.csv?indicator=unions_formed&amp;state=omitted" in links


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
