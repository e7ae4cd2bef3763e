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

from dashboard import profile_sections, profiles
from dashboard.messages import language
from dashboard.queries import reading
from tests import full
from tests.conftest import build_of
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


def body(app: AppTest) -> str:
    """The page's own HTML."""
    return "".join(block.proto.body for block in app.get("html") if 'class="profile"' in block.proto.body)


def words(app: AppTest) -> str:
    """The words of the page's own HTML, one space between them."""
    return said(body(app))


def said(markup: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", markup)).split())


def bare(markup: str) -> str:
    """The same where tags stand within words."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", markup)).split())


def headlines(app: AppTest) -> list[list[str]]:
    """The parts of each core indicator in large."""
    items = body(app).split('class="headlines">')[1].split("</ul>")[0].split("</li>")[:-1]
    return [[bare(part) for part in re.findall(r"<(?:span|strong)>(.*?)</(?:span|strong)>", item)] for item in items]


def lines(app: AppTest) -> list[list[str]]:
    """What is counted, the number and what else is said, of every line of the page's lists."""
    found = re.findall(
        r'<li><div class="what">(.*?)</div><div class="number">(.*?)</div><div class="about">(.*?)</div></li>',
        body(app),
    )
    return [list(map(bare, line)) for line in found]


def rows(app: AppTest) -> list[list[str]]:
    """The cells of every row of the page's tables."""
    whole = "".join(block.proto.body for block in app.get("html"))
    return [
        [said(cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row)] for row in re.findall(r"<tr>.*?</tr>", whole)
    ]


def test_without_a_unit_those_with_figures_stand_there_with_them_and_the_others_by_name(warehouse):
    app = opened()
    table = rows(app)
    assert app.title[0].value == "Hồ sơ đơn vị"
    assert len(table) == 1 + 8
    half = "6 tháng đầu năm 2023, tạm tính [1]"
    named = "có nhắc tên, không nêu số"
    assert table[1] == ["LĐLĐ quận Ba Đình Cụm 1", f"15 {half}", "chưa có", named, "chưa có"]
    assert table[4] == ["LĐLĐ quận Đống Đa Cụm 1", named, "chưa có", f"21 {half}", "10 số liệu"]
    assert table[8] == [
        "LĐLĐ huyện Ứng Hòa Cụm 5", "1 6 tháng đầu năm 2020, doanh nghiệp ngoài nhà nước [3]",
        "60 6 tháng đầu năm 2020 [3]", "chưa có", "6 số liệu",
    ]  # fmt: skip
    whole = "".join(block.proto.body for block in app.get("html"))
    others = whole.split("Chưa có số liệu riêng:")[1].split("</p>")[0]
    assert others.count("<a ") == 22
    assert '<a href="?unit=ung-hoa" target="_self">' in whole
    assert 'claim=a003-l08-2" class="claim">60</a>' in whole
    english = "".join(block.proto.body for block in opened(lang="en").get("html"))
    assert '<a href="?unit=ung-hoa&amp;lang=en" target="_self">Ứng Hòa rural district federation</a>' in english


def test_a_profile_says_its_figures_with_hedge_target_and_formula(warehouse):
    app = opened(unit="ung-hoa")
    text = words(app)
    assert app.title[0].value == "LĐLĐ huyện Ứng Hòa"
    assert "Các bài đã đọc nêu 8 số liệu về LĐLĐ huyện Ứng Hòa." in text
    reached = "6 tháng đầu năm 2020 · đạt 50% chỉ tiêu cả năm {} (tính ngược) [3]"
    assert headlines(app) == [
        [
            "Công đoàn cơ sở thành lập mới · doanh nghiệp ngoài nhà nước", "1 công đoàn cơ sở",
            reached.format(2),
        ],
        ["Đoàn viên kết nạp mới", "60 đoàn viên", reached.format(120)],
        ["Thỏa ước lao động tập thể ký mới", "Chưa có trong bài đã đọc"],
    ]  # fmt: skip
    assert "Mã đơn vị hành chính 281" in text
    assert "Cụm 5. Căn cứ: Năm 2019 (laodongthudo.vn, bài …-99956) (nguồn có nêu tên đơn vị)." in text
    assert "Thời gian hoạt động đến 30/06/2025" in text
    assert "Xã Ứng Hòa mang tên này: là đơn vị khác, nhỏ hơn." in text
    assert (
        "Đoàn viên kết nạp mới, 6 tháng đầu năm 2020: "
        "chỉ tiêu tính ngược từ tỷ lệ: 60 / 50% = 120 (từ 119 đến 121 do tỷ lệ đã làm tròn)."
    ) in text
    assert ["Lượt dự tập huấn", "hơn 700 lượt", ""] in lines(app)
    assert "Tập huấn cán bộ công đoàn 6 tháng đầu năm 2020 [3] Lớp tập huấn 4 lớp" in text
    assert "“Liên đoàn Lao động huyện Ứng Hòa: Xây dựng tổ chức Công đoàn vững mạnh” , 6–12/2020†" in text
    linked = set(re.findall(r"claim=([\w-]+)", body(app)))
    assert linked == {row["claim_id"] for row in reading.ask("select claim_id from claims where unit_id = '281'")}


def test_what_is_missing_is_said_in_words_and_never_as_zero(warehouse):
    app = opened(unit="ba-dinh")
    assert headlines(app) == [
        ["Công đoàn cơ sở thành lập mới", "15 công đoàn cơ sở", "6 tháng đầu năm 2023 · tạm tính [1]"],
        ["Đoàn viên kết nạp mới", "Chưa có trong bài đã đọc"],
        ["Thỏa ước lao động tập thể ký mới", "Có nhắc tên, không nêu số · 6 tháng đầu năm 2023 [1]"],
    ]
    text = words(app)
    assert (
        "Chưa có trong bài đã đọc: Công đoàn cơ sở thành lập mới (6 tháng đầu năm 2020, doanh nghiệp ngoài nhà nước); "
        "Thỏa ước lao động tập thể ký mới (6 tháng đầu năm 2020)."
    ) in text
    assert "Công đoàn cơ sở thành lập mới, 6 tháng đầu năm 2023: Danh sách chưa đủ (bài chỉ nêu ví dụ)" in text
    assert "chưa nội dung nào của đơn vị có hai kỳ" in text
    empty = opened(unit="nam-tu-liem")
    text = words(empty)
    assert "Các bài đã đọc chưa nêu số liệu riêng về LĐLĐ quận Nam Từ Liêm; điều đó không có nghĩa là bằng 0." in text
    assert "từ 01/04/2014 đến 30/06/2025" in text
    assert "Không phường, xã nào mang tên này." in text
    assert empty.get("button_group") == []
    assert lines(empty) == []
    assert [parts[1] for parts in headlines(empty)] == ["Chưa có trong bài đã đọc"] * 3


def test_a_figure_of_the_cluster_is_said_to_be_the_clusters(warehouse):
    app = opened(unit="ba-dinh")
    day = "Tính đến 31/05/2023"
    ahead = "Đơn vị hoàn thành chỉ đạo đại hội sớm hơn kế hoạch"
    assert [ahead, "4 đơn vị", f"{day} · bài báo không nêu tên đơn vị này trong số đó [1]"] in lines(app)
    assert [line[1] for line in lines(app)] == ["6/6 đơn vị (tạm tính)", "6/6 đơn vị", "4 đơn vị"]
    app = opened(unit="dong-da")
    assert "Số liệu chung của Cụm 1 Đây là số liệu của cả cụm; bài báo không nêu riêng phần của đơn vị này." in words(
        app
    )
    assert [ahead, "4 đơn vị", f"{day} · trong đó bài báo nêu tên đơn vị này [1]"] in lines(app)
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
    app = opened(unit="chuong-my")
    ((_, number, _),) = lines(app)
    assert number == "Kế hoạch: 100%"
    assert "Kế hoạch, chưa phải kết quả" in words(app)
    assert "Các số liệu khác của đơn vị" not in words(app)


def test_programmes_are_a_line_for_each_partner_as_on_the_page_of_activities(warehouse):
    app = opened(unit="dong-da")
    own = words(app).split("Chương trình phối hợp")[1].split("Số liệu chung")[0]
    assert own.startswith(" Tính đến 14/04/2022 [4] Nội dung ghi trong chương trình, chưa phải kết quả.")
    assert "4 cơ quan" in own
    assert "3 mục tiêu · 8 nội dung chính · không nêu nội dung chi tiết" in own
    assert len([line for line in lines(app) if "mục tiêu" in line[1]]) == 3


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


def test_figures_of_several_years_are_drawn_along_them_and_listed(tmp_path, monkeypatch):
    full.write(tmp_path / "seeds")
    monkeypatch.setenv("WAREHOUSE", str(build_of(tmp_path)))
    app = opened(unit="ung-hoa")
    (chart,) = app.get("plotly_chart")
    assert "Công đoàn cơ sở thành lập mới, năm 2022: 17." in chart.proto.alt
    assert "chưa nội dung nào của đơn vị có hai kỳ" not in words(app)
    own = {row["claim_id"] for row in reading.ask("select claim_id from claims where unit_id = '281'")}
    assert len(own) > 20
    assert set(re.findall(r"claim=([\w-]+)", body(app))) == own
    assert "Chưa có trong bài đã đọc: " in body(app).split("<summary>")[1]
    assert len(rows(opened())) == 1 + 30


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
        assert "Mã đơn vị hành chính" in text, "what is folded at the foot is not printed"
        assert "Trích dẫn" not in text, "the rest of the foot is printed"
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
