"""The profile of a federation: all that is published about it and nothing else, on the screen and on one sheet."""

import html
import io
import re
from dataclasses import replace
from pathlib import Path

import pypdf
import pytest
from playwright.sync_api import expect
from streamlit.testing.v1 import AppTest

from dashboard import profile_sections, profiles, queries
from dashboard.messages import language
from dashboard.queries import reading
from tests.dashboard.test_browser import open_page, settle
from tests.pages import turn_to

ROOT = Path(__file__).parent.parent.parent
ALERT = "không có trong danh mục"
ALL = [
    "001", "002", "003", "004", "005", "006", "007", "008", "009", "016", "017", "018", "019", "020", "021",
    "250", "268", "269", "271", "272", "273", "274", "275", "276", "277", "278", "279", "280", "281", "282",
]  # fmt: skip


def opened(**address: str | list[str]) -> AppTest:
    app = AppTest.from_file(str(ROOT / "dashboard" / "frame.py"), default_timeout=30)
    for key, values in address.items():
        app.query_params[key] = values
    turn_to(app, "unit_profile")
    app.run()
    assert [error.value for error in app.exception] == []
    return app


def known(unit_id: str) -> profiles.Profile:
    profile = profiles.profile(unit_id)
    assert profile
    return profile


def words(app: AppTest) -> str:
    """The words of the page's own HTML, one space between them."""
    return said("".join(block.proto.body for block in app.get("html") if 'class="profile"' in block.proto.body))


def said(markup: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", markup)).split())


def rows(app: AppTest) -> list[list[str]]:
    """The cells of every row of the page's tables."""
    body = "".join(block.proto.body for block in app.get("html"))
    return [[said(cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row)] for row in re.findall(r"<tr>.*?</tr>", body)]


def test_without_a_unit_all_thirty_stand_there_to_choose_from(warehouse):
    app = opened()
    table = rows(app)
    assert app.title[0].value == "Hồ sơ đơn vị"
    assert len(table) == 1 + 30
    assert table[1] == ["LĐLĐ quận Ba Đình", "Cụm 1", "1", "3"]
    assert table[6] == ["LĐLĐ quận Đống Đa", "Cụm 1", "11", "3"]
    assert table[3] == ["LĐLĐ quận Tây Hồ", "Cụm 2", "chưa có", "chưa có"]
    assert table[29] == ["LĐLĐ huyện Ứng Hòa", "Cụm 5", "8", "chưa có"]
    body = "".join(block.proto.body for block in app.get("html"))
    assert '<a href="?unit=ung-hoa" target="_self">' in body
    english = "".join(block.proto.body for block in opened(lang="en").get("html"))
    assert '<a href="?unit=ung-hoa&amp;lang=en" target="_self">Ứng Hòa rural district federation</a>' in english


def test_a_profile_says_its_figures_with_hedge_target_and_formula(warehouse):
    app = opened(unit="ung-hoa")
    text = words(app)
    assert app.title[0].value == "LĐLĐ huyện Ứng Hòa"
    assert "Các bài đã đọc nêu 8 số liệu về LĐLĐ huyện Ứng Hòa." in text
    assert "Đoàn viên kết nạp mới: 60 đoàn viên (6 tháng đầu năm 2020, đạt 50% chỉ tiêu cả năm)" in text
    assert "Chưa có trong bài đã đọc: Thỏa ước lao động tập thể ký mới." in text
    assert "Mã đơn vị hành chính 281" in text
    assert "Cụm 5. Căn cứ: Năm 2019 (laodongthudo.vn, bài …-99956) (nguồn có nêu tên đơn vị)." in text
    assert "Thời gian hoạt động kết thúc 30/06/2025" in text
    assert "Xã Ứng Hòa mang tên này: là đơn vị khác, nhỏ hơn." in text
    assert "Mục 3: chỉ tiêu tính ngược từ tỷ lệ: 60 / 50% = 120 (từ 119 đến 121 do tỷ lệ đã làm tròn)." in text
    table = rows(app)
    half, place = "6 tháng đầu năm 2020", "bài 003, dòng 8"
    targets = ("120 (chỉ tiêu giao, tính ngược từ tỷ lệ)", "50%")
    assert ["3. Đoàn viên kết nạp mới", half, "60", *targets, "có số liệu", place] in table
    assert ["7. Lượt dự tập huấn", half, "hơn 700 lượt", "có số liệu", "bài 003, dòng 9"] in table
    assert "003 – Liên đoàn Lao động huyện Ứng Hòa: Xây dựng tổ chức Công đoàn vững mạnh" in table[-1][0]
    assert table[-1][1:] == ["Lao động Thủ đô (suy ra)", "trong khoảng 01/06/2020–31/12/2020 (suy ra)", "8, 9, 10"]


def test_what_is_missing_is_said_in_words_and_never_as_zero(warehouse):
    app = opened(unit="ba-dinh")
    table = rows(app)
    half = "6 tháng đầu năm 2023"
    assert ["1. Công đoàn cơ sở thành lập mới", half, "15", "tạm tính", "bài 001, dòng 8"] in table
    both = f"{half}; 6 tháng đầu năm 2020"
    assert ["3. Đoàn viên kết nạp mới", both, "", "chưa có trong bài đã đọc", ""] in table
    spoken = "có nhắc tên đơn vị, không nêu số"
    assert ["4. Thỏa ước lao động tập thể ký mới", half, "...", spoken, "bài 001, dòng 9"] in table
    text = words(app)
    assert "Mục 1: Danh sách mở gồm 6 đơn vị." in text
    assert "chưa nội dung nào của đơn vị có hai kỳ" in text
    bare = opened(unit="nam-tu-liem")
    text = words(bare)
    assert "Các bài đã đọc chưa nêu số liệu riêng về LĐLĐ quận Nam Từ Liêm; điều đó không có nghĩa là bằng 0." in text
    assert "từ 01/04/2014 đến 30/06/2025" in text
    assert "Không phường, xã nào mang tên này." in text
    assert bare.get("button_group") == []
    assert not any(cell == "0" for row in rows(bare) for cell in row)


def test_a_figure_of_the_cluster_is_said_to_be_the_clusters(warehouse):
    table = rows(opened(unit="ba-dinh"))
    not_named = "có số liệu; bài báo không nêu tên đơn vị này trong số đó"
    ahead = "8. Đơn vị hoàn thành chỉ đạo đại hội sớm hơn kế hoạch"
    assert [ahead, "Tính đến 31/05/2023", "4 đơn vị", not_named, "bài 001, dòng 7"] in table
    app = opened(unit="dong-da")
    assert "Số liệu chung của Cụm 1 Đây là số liệu của cả cụm; bài báo không nêu riêng phần của đơn vị này." in words(
        app
    )
    named = "có số liệu; trong đó bài báo nêu tên đơn vị này"
    assert any(row[2:4] == ["4 đơn vị", named] for row in rows(app) if len(row) == 5)
    inferred = words(opened(unit="ba-vi"))
    assert "Cụm 4. Căn cứ: Suy ra bằng loại trừ: 6 đơn vị còn lại sau 24 đơn vị có nguồn (suy ra)." in inferred


@pytest.mark.parametrize("unit_id", ALL)
def test_a_profile_holds_every_claim_about_its_unit_once(warehouse, unit_id):
    profile = known(unit_id)
    held = [claim_id for row in profile.core for claim_id in profiles.behind(row)]
    assert profile.n_own == len(held) + len(profile.own)
    held += [row["claim_id"] for row in (*profile.own, *profile.cluster)]
    about = (unit_id, profile.unit["cluster_id"])
    asked = reading.ask("select claim_id from claims where list_contains($about, unit_id)", about=about)
    assert sorted(held) == sorted(row["claim_id"] for row in asked)


def test_an_unknown_unit_has_no_profile(warehouse):
    assert profiles.profile("C1") is None
    assert profiles.profile("999") is None


def test_a_plan_and_a_figure_that_is_not_used_are_called_so(warehouse):
    profile = known("277")
    (plan,) = profile_sections.own(profile).rows
    assert plan[2:4] == ["100%", "chỉ tiêu, chưa phải kết quả"]
    unused = [replace(row, rank="deprecated") for row in profile.own]
    assert profile_sections.own(replace(profile, own=unused)).rows[0][3] == "chỉ tiêu, chưa phải kết quả, không dùng"


def test_the_words_of_a_profile_follow_the_language(warehouse):
    token = language.set("en")
    try:
        said = profiles.summary(known("006"))
    finally:
        language.reset(token)
    assert said == [
        "The articles that were read have 11 figures about Đống Đa urban district federation.",
        "3 figures are about Cluster 1 as a whole.",
        "Collective agreements signed: 21 agreements (first half of 2023, provisional).",
        "Mentioned without a figure: Grassroots unions formed.",
        "Not in the articles that were read: Members recruited.",
    ]


@pytest.mark.parametrize(
    ("pill", "group", "printed"),
    [("a003-l08-4", "profile_core", "50% đối với cả 2 chỉ tiêu"), ("a003-l09-2", "profile_own", "hơn 700 lượt")],
)
def test_a_pill_opens_the_evidence_of_its_figure(warehouse, pill, group, printed):
    app = opened(unit="ung-hoa")
    app.button_group(key=group).set_value(pill).run()
    assert [error.value for error in app.exception] == []
    assert any(printed in block.proto.body for block in app.get("html"))


def test_a_name_typed_without_diacritics_is_found(server, page):
    open_page(page, f"{server}/unit_profile")
    field = page.get_by_role("combobox", name="Đơn vị")
    for typed, title in (("dong da", "LĐLĐ quận Đống Đa"), ("Atlantis", "Hồ sơ đơn vị")):
        field.click()
        field.fill(typed)
        field.press("Enter")
        expect(page.locator("h1")).to_have_text(title)
    expect(page.get_by_test_id("stAlert")).to_contain_text(f"“Atlantis” {ALERT}")
    expect(page).to_have_url(f"{server}/unit_profile")


@pytest.mark.parametrize(
    "address",
    [["Atlantis"], ["<script>alert(1)</script>"], ["x" * 100_000], ["ba-dinh", "Atlantis"], ["từ liêm"], ["💥\n{0}"]],
    ids=["unknown", "script", "oversized", "repeated", "ambiguous", "odd"],
)
def test_what_an_address_asks_in_vain_is_named_and_left_out(warehouse, address):
    app = opened(unit=address)
    assert app.title[0].value == "Hồ sơ đơn vị"
    assert len(app.warning) == 1
    assert ALERT in app.warning[0].value
    assert len(app.warning[0].value) < 400
    assert app.query_params == {}


def test_the_unit_chosen_on_another_page_is_shown_here_else_the_last_one(warehouse):
    app = opened(unit="ung-hoa")
    turn_to(app, "unions_formed").run()
    turn_to(app, "unit_profile").run()
    assert app.title[0].value == "LĐLĐ huyện Ứng Hòa"
    turn_to(app, "unions_formed").run()
    app.multiselect(key="unit").set_value(["Ba Đình"]).run()
    turn_to(app, "unit_profile").run()
    assert app.title[0].value == "LĐLĐ quận Ba Đình"
    turn_to(app, "unions_formed").run()
    assert app.multiselect(key="unit").value == ["Ba Đình"]


def test_two_periods_of_an_indicator_are_laid_along_a_time_axis(warehouse, monkeypatch):
    (half,) = [row for row in queries.by_period("members_recruited") if row["unit_id"] == "281"]
    earlier = replace(
        half,
        time_period="2019-S1",
        period_start=half["period_start"].replace(year=2019),
        period_end=half["period_end"].replace(year=2019),
    )
    real = queries.by_period
    monkeypatch.setattr(
        queries, "by_period", lambda given: [earlier, half] if given == "members_recruited" else real(given)
    )
    app = opened(unit="ung-hoa")
    (chart,) = app.get("plotly_chart")
    assert "Đoàn viên kết nạp mới · Ứng Hòa" in chart.proto.alt
    assert "chưa nội dung nào của đơn vị có hai kỳ" not in words(app)


def test_a_profile_prints_black_on_white_on_one_sheet_from_the_dark_theme(server, page):
    page.emulate_media(color_scheme="dark")
    for slug, figure in (("ung-hoa", "hơn 700 lượt"), ("dong-da", "22 nội dung"), ("ba-dinh", "15 công đoàn cơ sở")):
        open_page(page, f"{server}/unit_profile?unit={slug}")
        sheets = pypdf.PdfReader(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True, print_background=True)))
        text = " ".join(sheets.pages[0].extract_text().split())
        assert len(sheets.pages) == 1, slug
        assert figure in text
        assert f"/unit_profile?unit={slug}" in text
        assert re.search(r"Phiên bản dữ liệu [0-9a-f]{8}", text)
        assert "Tổng quan" not in text, "the navigation is printed"
        assert "Xem nguồn gốc" not in text, "the pills are printed"
    page.emulate_media(media="print")
    settle(page)
    colours, smallest = page.evaluate(PRINTED)
    assert colours == [["rgb(0, 0, 0)", "rgb(255, 255, 255)"]]
    assert smallest * 0.75 >= 8, "points"


# The ink of the words on paper with the ground they lie on, and the size of the smallest.
PRINTED = """
() => {
  const ground = element => {
    for (let one = element; one; one = one.parentElement) {
      const colour = getComputedStyle(one).backgroundColor;
      if (!/, 0\\)$/.test(colour)) return colour;
    }
  };
  const words = [...document.querySelectorAll('h1, .profile *')].filter(one => one.checkVisibility()
    && !one.closest('.unseen') && [...one.childNodes].some(node => node.nodeType === 3 && node.data.trim()));
  const pairs = words.map(one => JSON.stringify([getComputedStyle(one).color, ground(one)]));
  const sizes = words.map(one => parseFloat(getComputedStyle(one).fontSize));
  return [[...new Set(pairs)].map(JSON.parse), Math.min(...sizes)];
}
"""
