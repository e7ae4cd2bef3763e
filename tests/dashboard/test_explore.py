"""All figures: found however they are typed, narrowed down, and the same on the page, in CSV and in XLSX."""

import csv
import io
import re
import xml.etree.ElementTree as ET
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import expect
from streamlit.testing.v1 import AppTest

from dashboard import listings, queries
from dashboard.parts import list_table
from tests.conftest import ROOT
from tests.dashboard.test_browser import open_page
from tests.dashboard.test_gaps import address, asked, file, rows, words
from tests.dashboard.test_pages import opened
from tests.pages import turn_to


def seeds(name: str) -> list[dict[str, str]]:
    with (ROOT / "seeds" / f"{name}.csv").open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


CLAIMS = {row["claim_id"]: row for row in seeds("claims")}


def claims(**chosen: Any) -> list[str]:
    """The claims in the file of a choice, in its order."""
    return [row[-1] for row in rows(file("explore", "claims.csv", **chosen))[1:]]


def body(app: AppTest) -> str:
    return "".join(html.proto.body for html in app.get("html"))


def shown(app: AppTest) -> list[list[str]]:
    """The headings and the cells of the table."""
    (table,) = re.findall(r'<table class="figures">.*?</table>', body(app))
    return [[words(cell) for cell in row] for row in ET.fromstring(table).iter("tr")]


def turned(number: str) -> AppTest:
    """A page of the list, as a link asks for it."""
    app = opened("explore")
    app.query_params["page"] = number
    app.run()
    assert [error.value for error in app.exception] == []
    return app


def linked(app: AppTest) -> list[str]:
    """The claims that the rows lead to, in their order."""
    return re.findall(r'<a href="[^"]*claim=([^"&]+)" class="claim">', body(app))


def test_every_claim_is_there_newest_period_first(warehouse):
    found = claims()
    assert sorted(found) == sorted(CLAIMS)
    ends = [CLAIMS[claim_id]["period_end"] for claim_id in found]
    assert ends == sorted(ends, reverse=True)
    assert found[1:3] == ["a001-l08-3", "a001-l09-3"]  # Ba Đình before Hoàn Kiếm


@pytest.mark.parametrize("text", ["dong da", "ĐỐNG ĐA", "Ðống-Đa", "  đống   đa "])
def test_a_unit_is_found_with_and_without_diacritics(warehouse, text):
    titles = {row["article_id"]: row["title"] for row in seeds("articles")}
    expected = {
        claim_id
        for claim_id, row in CLAIMS.items()
        if row["unit_id"] == "006" or "Đống Đa" in row["note"] + titles[row["article_id"]] + row["as_printed"]
    }
    assert set(claims(q=text)) == expected


def test_all_words_must_be_found_wherever_they_stand(warehouse):
    assert claims(q="a001-l08-1") == ["a001-l08-1"]
    assert claims(q="19 hai ba") == ["a001-l08-2"]
    assert claims(q="training Ứng") == claims(q="tap huan ung hoa") == ["a003-l09-1", "a003-l09-2"]
    assert claims(q="9 hai ba") == []  # 19 is not 9
    assert claims(q="provisional agreements long") == ["a001-l09-1"]  # the note in English, too
    assert listings.typed("a_b 100% (6/6), --") == ("a b", "100%", "6/6")


def test_filters_narrow_down_together(warehouse):
    def those(**columns):
        return {key for key, row in CLAIMS.items() if all(row[name] == value for name, value in columns.items())}

    assert set(claims(scenario="target")) == those(scenario="target")
    assert set(claims(status="P", indicator="unions_formed")) == those(obs_status="P", indicator_id="unions_formed")
    assert set(claims(topic=["training", "congress"])) == {"a001-l07-1", "a001-l07-2", "a003-l09-1", "a003-l09-2"}
    assert set(claims(article="003_d5866a47085d44c1")) == those(article_id="003_d5866a47085d44c1")
    assert set(claims(unit="ba-dinh")) == those(unit_id="001")
    cluster = {unit["unit_id"] for unit in queries.federations() if unit["cluster_id"] == "C1"} | {"C1"}
    assert set(claims(cluster="cum-1")) == {key for key, row in CLAIMS.items() if row["unit_id"] in cluster}


def test_observations_carry_their_bounds_under_the_names_of_sdmx(warehouse):
    head, *found = rows(file("explore", "observations.csv", indicator="training_attendances"))
    row = dict(zip(head, found[0], strict=True))
    assert len(found) == 1
    assert (row["Mức chính xác"], row["Số liệu (OBS_VALUE)"]) == ("hơn", "700")
    assert (row["Tối thiểu"], row["Tối đa"]) == ("700", "")
    for code in ("REF_AREA", "INDICATOR", "TIME_PERIOD", "OBS_VALUE", "UNIT_MEASURE", "OBS_STATUS"):
        assert sum(f"({code})" in heading for heading in head) == 1
    everything = list(listings.columns_of("observations"))
    offered = list(listings.figure_offer("observations")["columns"])
    head, said = rows(file("explore", "observations.csv", columns=offered, q="a003-l09-2"))
    assert len(head) == len(set(head)) == len(everything)
    assert {"281", "training_attendances", "2020-S1", "ATTENDANCE", "A"} <= set(said)


@pytest.mark.parametrize(
    "chosen",
    [
        {},
        {"q": "ung hoa", "lang": "en"},
        {"list": "observations", "status": "P", "order": "alphabetical"},
        {"columns": ["note", "value", "unit", "checked_on", "line", "out_of"], "cluster": "cum-1"},
    ],
)
def test_the_files_hold_what_the_page_shows(warehouse, chosen):
    app = asked("explore", **chosen)
    claims_shown = linked(app)
    name = chosen.get("list", "claims")
    said = rows(file("explore", f"{name}.csv", **chosen))
    assert said[0][-1] == ("Claim" if "lang" in chosen else "Mã số liệu")
    assert [row[-1] for row in said[1:]] == claims_shown
    if "columns" in chosen:
        head, *cells = shown(app)
        assert head == said[0][:-1]
        assert [row[0] for row in cells] == [row[0] for row in said[1:]]
    book = openpyxl.load_workbook(io.BytesIO(file("explore", f"{name}.xlsx", **chosen)))
    cells = [[cell.value for cell in row] for row in book.active.iter_rows()]
    top = cells.index(said[0])
    end = top + len(said)
    assert [row[-1] for row in cells[top + 1 : end]] == [row[-1] for row in said[1:]]
    assert str(cells[0][0]).startswith((f"{len(claims_shown)}/", f"{len(claims_shown)} "))
    assert top <= 4  # what stays on the screen above a long list
    below = " ".join(str(row[0]) for row in cells[end:])
    assert all(
        word in below for word in (("Source:", "Build") if "lang" in chosen else ("Nguồn:", "Phiên bản dữ liệu"))
    )
    figure = next(place for place, heading in enumerate(cells[top]) if heading.startswith(("Số liệu", "Figure")))
    assert all(isinstance(row[figure], int | float) for row in cells[top + 1 : end])
    assert book.active.auto_filter.ref.endswith(str(end))


def test_columns_are_chosen_in_the_address_and_no_number_stands_without_its_hedge(warehouse):
    assert rows(file("explore", "claims.csv", columns=["value", "unit"]))[0] == [
        "Đơn vị", "Mức chính xác", "Số liệu", "Tình trạng", "Mã số liệu",
    ]  # fmt: skip
    assert "Figure" in rows(file("explore", "claims.csv", lang="en"))[0]


def test_the_other_list_has_its_own_usual_columns(warehouse):
    app = opened("explore")
    assert address(app) == {}
    app.radio(key="explore_list").set_value("observations").run()
    assert address(app) == {"list": ["observations"]}
    app.multiselect(key="explore_columns").set_value(["unit", "lower", "title"]).run()
    app.radio(key="explore_list").set_value("claims").run()
    assert address(app) == {"columns": ["unit", "title"]}
    assert shown(app)[0] == ["Đơn vị", "Bài báo"]
    assert len(linked(app)) == len(shown(app)) - 1  # without a number, the first cell leads to the card


def test_a_row_says_the_number_in_one_cell_with_hedge_whole_and_worth(warehouse):
    head, *found = shown(opened("explore"))
    assert head == ["Đơn vị", "Nội dung", "Số liệu", "Kỳ số liệu", "Nguồn"]
    assert [
        "Ba Đình",
        "Công đoàn cơ sở thành lập mới",
        "15 công đoàn cơ sở (tạm tính)",
        "6 tháng đầu năm 2023",
        "[1]",
    ] in found
    said = {row[2] for row in found}
    assert {"6/6 đơn vị (tạm tính)", "hơn 700 lượt", "100% (kế hoạch)", "50%", "60 đoàn viên"} <= said
    named = "Công đoàn cơ sở thành lập mới · doanh nghiệp ngoài nhà nước"
    assert ["Ứng Hòa", named, "1 công đoàn cơ sở", "6 tháng đầu năm 2020", "[3]"] in found
    assert ["Hai Bà Trưng", "Grassroots unions formed", "19 grassroots unions (provisional)"] in [
        row[:3] for row in shown(asked("explore", lang="en"))
    ]


def test_a_shared_link_survives_a_change_of_page(warehouse):
    before = {
        "list": ["observations"], "q": ["ung hoa"], "topic": ["training"], "article": ["003_d5866a47085d44c1"],
        "scenario": ["actual"], "columns": ["unit", "value"],
    }  # fmt: skip
    app = asked("explore", **before)
    assert len(shown(app)) == 3
    for page in ("gaps", "explore"):
        app.query_params.clear()  # as the navigation does
        turn_to(app, page).run()
    assert address(app) == before
    assert "2 trong 29 số" in body(app)


def test_nothing_found_is_said_plainly_and_nonsense_never_raises(warehouse):
    nonsense = {"q": "<script>" + "x" * 5000, "list": "everything", "columns": ["a"] * 3, "topic": ["\0", "b" * 500]}
    app = asked("explore", **nonsense)
    assert "<table" not in body(app).split('class="lead"')[1]
    assert [info.value for info in app.info] == [
        "Không có dòng nào khớp với lựa chọn này. Hãy bớt điều kiện lọc hoặc tìm từ khác."
    ]
    assert len(address(app)["q"][0]) == 80
    assert len(app.warning) == 4
    assert not any("<script>x" in html.proto.body for html in app.get("html"))


def test_a_long_list_has_pages_and_says_where_the_files_hold_more(warehouse, monkeypatch):
    monkeypatch.setattr(list_table, "ROWS", 5)
    monkeypatch.setattr(list_table, "AT_MOST", 12)
    everything = claims()
    app = turned("2")
    assert linked(app) == everything[5:10]
    assert address(app) == {"page": ["2"]}
    assert "Chỉ hiện 12 dòng đầu trong 29 dòng; tệp tải về có đủ tất cả." in body(app)
    assert 'href="files/explore/claims.csv"' in body(app)  # the file knows no pages
    app.text_input(key="explore_q").set_value("ung hoa").run()
    assert linked(app) == claims(q="ung hoa")[:5]  # another list begins with its first page
    assert address(app) == {"q": ["ung hoa"]}
    for asked_for, number in {"99": 3, "0": 1, "-1": 1, "²": 1, "x" * 500: 1}.items():
        assert linked(turned(asked_for)) == everything[: list_table.AT_MOST][5 * (number - 1) : 5 * number]


def test_a_number_leads_to_its_card_by_mouse_and_keyboard(server, page):
    open_page(page, f"{server}/explore?q=a003-l09-2")
    page.get_by_role("link", name="hơn 700").click()
    page.get_by_role("dialog").get_by_text("hơn 700 lượt cán bộ công đoàn cơ sở").first.wait_for()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.get_by_role("link", name="hơn 700").press("Enter")
    page.get_by_role("dialog").get_by_text("hơn 700 lượt cán bộ công đoàn cơ sở").first.wait_for()
