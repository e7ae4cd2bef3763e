"""The overview: a line for each core indicator, a sketch of the city, and what is to be found first."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from dashboard import queries, wording
from dashboard.figure import Figure, leaders
from tests.conftest import ROOT, build_of
from tests.dashboard.test_browser import open_page
from tests.dashboard.test_pages import opened

if TYPE_CHECKING:
    from pathlib import Path

WORDS = re.compile("<[^>]*>")


def said(**address: str) -> str:
    """The HTML of the page."""
    app = opened("overview", **address)
    assert [error.value for error in (*app.exception, *app.error)] == []
    return " ".join(html.proto.body for html in app.get("html"))


def rows(html: str) -> list[list[str]]:
    """The words of the cells of each line."""
    body = html.partition("<tbody>")[2].partition("</tbody>")[0]
    return [
        [WORDS.sub("", cell).strip() for cell in re.findall("<t[hd][^>]*>(.*?)</t[hd]>", row)]
        for row in body.split("</tr>")[:-1]
    ]


def test_each_line_says_result_target_share_coverage_and_highest(warehouse):
    first, second = "6 tháng đầu năm 2023", "6 tháng đầu năm 2020"
    assert rows(said()) == [
        ["Công đoàn cơ sở thành lập mới →", "6 tháng đầu năm 2023", "ít nhất 50 [1] tạm tính", "chưa có trong bài", "–",
         "3/30", "Hai Bà Trưng 19 [1]"],
        ["Công đoàn cơ sở thành lập mới · doanh nghiệp ngoài nhà nước →", second,
         "1 [3] Ứng Hòa", "2 (tính ngược)", "50%", "1/30", "–"],
        ["Đoàn viên kết nạp mới →", second, "60 [3] Ứng Hòa", "120 (tính ngược)", "50%", "1/30", "–"],
        ["Thỏa ước lao động tập thể ký mới →", first, "ít nhất 48 [1] tạm tính", "chưa có trong bài", "–", "3/30",
         "Đống Đa 21 [1]"],
    ]  # fmt: skip


def test_names_lead_to_their_pages_with_the_period_and_figures_to_their_cards(warehouse):
    html = said(unit="ung-hoa")
    assert 'href="unions_formed?unit=ung-hoa&amp;period=2020-S1&amp;sector=non_state"' in html
    assert 'href="members_recruited?unit=ung-hoa&amp;period=2020-S1"' in html
    html = said()
    claims = {
        claim: WORDS.sub("", words) for claim, words in re.findall(r'claim=([\w-]+)" class="claim">(.*?)</a>', html)
    }
    assert {"19", "21", "1", "60"} <= set(claims.values())
    sums = re.findall(r'<a href="(\w+)\?period=2023-S1" target="_self" class="sum">(.*?)</a>', html)
    assert sums == [("unions_formed", "ít nhất 50"), ("agreements_signed", "ít nhất 48")]


def test_a_strip_says_in_words_what_it_shows(warehouse):
    found = re.findall('role="img" aria-label="(.*?)"', said(cluster="cum-1"))
    assert (
        found[0]
        == "Được nêu số: Ba Đình, Long Biên, Hai Bà Trưng. Có nhắc tên, không nêu số: Hoàn Kiếm, Đống Đa, Hoàng Mai."
    )


def test_a_unit_that_is_only_named_has_no_result_and_no_zero(warehouse):
    lines = rows(said(unit="hoan-kiem"))
    assert lines[0][2:] == ["chỉ được nhắc tên", "–", "–", "", "–"]
    assert lines[2][2] == "chưa có trong bài đã đọc"


def test_what_is_to_be_found_first_is_what_articles_name_without_a_figure(warehouse):
    text = WORDS.sub("", said())
    assert "6 số, 6 tháng đầu năm 2023 (bài nhắc tên đơn vị, không nêu số):" in text
    assert "CĐCS thành lập mới: Hoàn Kiếm, Đống Đa, Hoàng Mai\u00a0[1] (Cụm 1)" in text
    assert "TƯLĐTT ký mới: Ba Đình, Hai Bà Trưng, Hoàng Mai\u00a0[1] (Cụm 1)" in text
    where = "tài liệu của sự kiện mà bài báo đưa tin, 6/2023†; báo cáo kỳ này của từng đơn vị"
    assert f"Nguồn có thể khai thác: {where}." in text
    assert "không có đơn vị nào được bài nhắc tên mà không nêu số" in WORDS.sub("", said(unit="ung-hoa"))


def test_the_switch_of_the_map_is_in_the_address(warehouse):
    app = opened("overview")
    assert "map" not in app.query_params
    assert app.get("plotly_chart")[0].proto.alt.startswith("3 trong 30 đơn vị")
    app.button_group(key="map").set_value("members_recruited").run()
    assert app.query_params["map"] == "members_recruited"
    (chart,) = app.get("plotly_chart")
    assert "Đoàn viên kết nạp mới" in chart.proto.alt
    assert opened("overview", map="members_recruited").get("plotly_chart")[0].proto.alt == chart.proto.alt
    assert "map" not in opened("overview", map="nonsense").query_params


def test_a_phone_folds_the_map_away_unless_it_is_asked_for(server, page):
    page.set_viewport_size({"width": 390, "height": 844})
    open_page(page, f"{server}/")
    expect(page.get_by_test_id("stPlotlyChart")).to_have_count(0)
    page.locator("summary", has_text="Sơ đồ (vị trí tương đối)").click()
    expect(page.get_by_test_id("stPlotlyChart")).to_have_count(1)
    open_page(page, f"{server}/?map=agreements_signed")
    expect(page.get_by_test_id("stPlotlyChart")).to_have_count(1)


def test_what_changed_since_the_build_before_is_counted_and_corrections_are_named(tmp_path, monkeypatch):
    assert "Chưa có lần cập nhật trước" in changed(tmp_path, monkeypatch)
    day = wording.day(wording.in_hanoi(queries.build()["built_at"]))
    claims = tmp_path / "seeds" / "claims.csv"
    text = claims.read_text(encoding="utf-8")
    text = text.replace(",60,,exact,MEMBER,A,_T,60 đoàn viên,", ",61,,exact,MEMBER,A,_T,61 đoàn viên,")
    claims.write_text(text, encoding="utf-8")
    for _ in range(2):  # a build that changes nothing says the same
        html = changed(tmp_path, monkeypatch)
        words = WORDS.sub("", html)
        assert f"So với dữ liệu ngày {day}: sửa 1 số." in words
        assert "Ứng Hòa: 61 đoàn viên (trước là “60 đoàn viên”)" in words
        assert re.search(r'href="changes#b\d{8}T\d{6}Z" target="_self">sửa 1 số<', html)
        assert "claim=a003-l08-2" in html.partition("Thay đổi so với lần cập nhật trước")[2]


def changed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The page of the seeds in a folder, built over what stands there."""
    if not (folder / "seeds").exists():
        shutil.copytree(ROOT / "seeds", folder / "seeds")
    monkeypatch.setenv("WAREHOUSE", str(build_of(folder)))
    return said()


def figure(value: float, qualifier: str = "exact") -> Figure:
    lower = value if qualifier in ("exact", "more_than") else None
    upper = value if qualifier in ("exact", "nearly") else None
    return Figure(name=f"{qualifier} {value}", value=value, qualifier=qualifier, lower=lower, upper=upper)


@pytest.mark.parametrize(
    ("figures", "names"),
    [
        ([figure(3), figure(5), figure(4)], ["exact 5"]),
        ([figure(5), figure(5), figure(4)], ["exact 5", "exact 5"]),
        ([figure(5), figure(4, "more_than")], []),  # which may be 6
        ([figure(5, "more_than"), figure(4)], ["more_than 5"]),
        ([figure(5, "nearly"), figure(4)], []),  # which may be 3
    ],
)
def test_none_is_highest_where_bounds_leave_it_open(figures, names):
    assert [one.name for one in leaders(figures)] == names
