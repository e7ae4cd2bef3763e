"""The glossary: its page, its terms in running text, and what a reader sees and hears of them."""

import csv
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from dashboard.messages import language
from dashboard.parts import glossary
from dashboard.screens import glossary as screen
from tests.dashboard.test_browser import open_page, settle
from tests.dashboard.test_pages import opened

ROOT = Path(__file__).parent.parent.parent


def terms() -> list[dict[str, str]]:
    with (ROOT / "seeds" / "glossary.csv").open(encoding="utf-8", newline="") as file:
        return sorted(csv.DictReader(file), key=lambda row: int(row["position"]))


def page(spoken: str) -> str:
    app = opened("glossary", lang=spoken)
    assert [error.value for error in app.exception] == []
    return "".join(html.proto.body for html in app.get("html"))


@pytest.mark.parametrize("spoken", ["vi", "en"])
def test_every_term_is_explained_in_its_order_under_an_address_of_its_own(warehouse, spoken):
    said = page(spoken)
    assert re.findall('id="term-([^"]+)"', said) == [row["term_id"] for row in terms()]
    entries = re.findall('<div id="term-.*?</div>', said)
    for row, entry in zip(terms(), entries, strict=True):
        words = re.sub("<[^>]+>", "", entry).replace("&#39;", "'").replace("&#34;", '"')
        assert row[f"definition_{spoken}"] in words
        assert f"<dfn>{row[f'term_{spoken}']}</dfn>" in entry
        short = row[f"short_{spoken}"]  # a sign stands in its own name
        assert not short or (f"({short})" in words) != row[f"term_{spoken}"].endswith(short)
        beside = f' · <span lang="vi" class="elsewhere">{row["term_vi"]}'
        assert (beside in entry) == (spoken == "en")  # the articles' own word; no English where Vietnamese is read
        if spoken == "vi":
            assert "elsewhere" not in entry


def test_five_headings_hold_all_terms_and_the_jumps_lead_to_them(warehouse):
    said = page("vi")
    jumps = dict(re.findall('href="#([^"]+)">([^<]+)<', said))
    assert jumps == dict(re.findall('<h2 id="([^"]+)" class="[^"]+">([^<]+)<', said))
    assert list(jumps.values()) == [
        "Tổ chức", "Đoàn viên và hoạt động được đếm", "Chỉ tiêu và kỳ số liệu", "Độ chắc chắn của số liệu", "Ký hiệu",
    ]  # fmt: skip
    assert set(screen.beginnings()) <= {row["term_id"] for row in terms()}
    groups = screen.grouped([{"term_id": one} for one in ("city_federation", "another", "sign_omitted")])
    assert [len(rows) for rows in groups.values()] == [2, 1]


def test_the_search_leaves_the_terms_that_have_all_words_with_or_without_diacritics(server, page):
    open_page(page, f"{server}/glossary")
    field, found = page.get_by_role("searchbox"), page.locator("dl.glossary .place:visible")
    expect(found).to_have_count(len(terms()))
    field.press_sequentially("doan vien dang")
    expect(found.first).to_contain_text("kết nạp Đảng")
    expect(page.get_by_role("status").filter(has_text="Tìm thấy")).to_have_text(f"Tìm thấy: {found.count()}")
    expect(page.locator("h2:visible")).to_have_count(len(page.locator(".terms:visible").all()))
    field.fill("zzz")
    expect(found).to_have_count(0)
    field.fill("")
    expect(found).to_have_count(len(terms()))


def test_the_page_has_no_shared_filters_and_keeps_its_address(warehouse):
    app = opened("glossary", unit="dong-da", lang="en")
    assert [error.value for error in app.exception] == []
    assert app.query_params == {"lang": "en"}
    assert len(app.sidebar.multiselect) == 0


def explained(text: str, spoken: str = "vi") -> list[str]:
    """The words of a text that are explained."""
    known = language.set(spoken)
    try:
        marked = glossary.marked(text, "test")
    finally:
        language.reset(known)
    assert re.sub("<span[^>]*tip.*?</span>|<[^>]+>", "", marked) == text  # else it is as it was
    return re.findall("<button[^>]*>([^<]*)</button>", marked)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Grassroots unions and a grassroots union", ["Grassroots unions"]),
        ("training classes, attendances", ["training classes", "attendances"]),
        ("shares of the target", ["shares of the target"]),
        ("new Party members are union members", ["new Party members", "union members"]),
        ("workers, public employees and labourers", ["workers, public employees and labourers"]),
        ("self-registered targets; assigned target", ["self-registered targets", "assigned target"]),
        ("flows, overflow, stockings", ["flows"]),
    ],
)
def test_an_english_term_is_known_in_the_plural_but_not_within_a_word(warehouse, text, words):
    assert explained(text, "en") == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("CĐCS là công đoàn cơ sở", ["CĐCS"]),  # one definition, once
        ("Đại hội công đoàn cơ sở", ["Đại hội công đoàn cơ sở"]),
        ("đại hội công đoàn cơ sở, đại hội công đoàn cơ sở", ["đại hội công đoàn cơ sở"]),
        ("LĐLĐ thành phố giao, LĐLĐ quận làm", ["LĐLĐ thành phố", "LĐLĐ"]),
        ("tỷ lệ đạt chỉ tiêu giao", ["tỷ lệ đạt chỉ tiêu"]),
        ("≥ 50 đoàn viên", ["≥", "đoàn viên"]),
        ("không có thuật ngữ nào", []),
        ("", []),
    ],
)
def test_a_term_is_explained_once_and_never_within_a_longer_one(warehouse, text, words):
    assert explained(text) == words


def test_a_term_between_markup_stays_text(warehouse):
    marked = glossary.marked("<b>đoàn viên</b> & <script>alert(1)</script>", "test")
    assert "&lt;b&gt;<span" in marked
    assert "<script>" not in marked


def test_each_explanation_has_an_id_of_its_own(warehouse):
    both = glossary.marked("đoàn viên, lượt", "one") + glossary.marked("đoàn viên, lượt", "two")
    assert len(set(re.findall(' id="([^"]+)"', both))) == 4
    assert re.findall('aria-describedby="([^"]+)"', both) == re.findall(' id="([^"]+)"', both)


def test_a_term_explains_itself_on_a_narrow_screen_and_a_link_leads_to_it(server, page):
    page.set_viewport_size({"width": 390, "height": 800})
    open_page(page, f"{server}/unions_formed")
    for word in ("lũy kế", "tạm tính"):
        term = page.locator(".chart-subtitle").get_by_role("button", name=word)
        tip = page.locator(f"#{term.get_attribute('aria-describedby')}")
        expect(term).to_have_accessible_description(tip.text_content() or "none")
        term.press("Enter")
        expect(tip).to_be_visible()
        settle(page)
        box = tip.bounding_box()
        assert box
        assert (box["x"] >= 0, box["x"] + box["width"] <= 390, box["width"] > 200) == (True, True, True)
        page.keyboard.press("Escape")
        expect(tip).to_be_hidden()
    page.goto(f"{server}/glossary#term-empty_cell")
    expect(page.locator("#term-empty_cell")).to_be_in_viewport()
