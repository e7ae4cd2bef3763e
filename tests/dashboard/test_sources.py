"""The page of sources: every article and figure of the seeds, rivals, corrections, the dictionary."""

import csv
import hashlib
import re
import shutil
from collections import Counter
from pathlib import Path

import duckdb
import pytest
from markupsafe import escape
from playwright.sync_api import expect
from streamlit.testing.v1 import AppTest

from tests.dashboard.test_browser import open_page
from tests.dashboard.test_pages import opened

ROOT = Path(__file__).parent.parent.parent


def seeds(table: str) -> list[dict[str, str]]:
    with (ROOT / "seeds" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def html(app: AppTest) -> str:
    return "\n".join(html.proto.body for html in app.get("html"))


def words(app: AppTest) -> str:
    """What stands on the page, without its tags; a cell and the next are kept apart."""
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", html(app)).replace("&#39;", "'").replace("&#34;", '"'))


@pytest.fixture
def change(built, tmp_path, monkeypatch):
    """Change a copy of the warehouse by a statement, and let the dashboard read it."""

    def changed(*statements: str) -> None:
        path = tmp_path / f"{len(list(tmp_path.iterdir()))}.duckdb"
        shutil.copy(built, path)
        with duckdb.connect(str(path)) as connection:
            for statement in statements:
                connection.execute(statement)
        monkeypatch.setenv("WAREHOUSE", str(path))

    return changed


@pytest.fixture
def page(warehouse: Path) -> AppTest:
    app = opened("sources")
    assert [error.value for error in app.exception] == []
    return app


def row_of(app: AppTest, article_id: str) -> str:
    """The row of an article with all that is folded in it."""
    (found,) = (
        part
        for part in re.split(r'(?=<details id="\d{3}_)', html(app))
        if part.startswith(f'<details id="{article_id}')
    )
    return found


def test_every_old_place_of_the_page_is_still_there(page):
    places = re.findall(' id="([^"]+)"', html(page))
    assert {"articles", "competing", "corrections", "dictionary", "reading"} <= set(places)
    assert len(places) == len(set(places))


def test_an_article_is_one_row_with_paper_day_and_number_of_figures(page):
    claims = Counter(row["article_id"] for row in seeds("claims"))
    articles = sorted(seeds("articles"), key=lambda row: row["published_from"], reverse=True)
    shown = re.findall(r'<details id="(\d{3}_\w+)" name="article" class="article"><summary>(.*?)</summary>', html(page))
    assert [article_id for article_id, _ in shown] == [row["article_id"] for row in articles]
    rows = {article_id: re.sub("<[^>]+>", "", summary) for article_id, summary in shown}
    for row in articles:
        assert rows[row["article_id"]].startswith(f"[{row['article_id'][2]}] {row['title']} {row['publisher']}†, ")
        assert rows[row["article_id"]].endswith(f" {claims[row['article_id']]} số liệu")
    assert "Lao động Thủ đô†, 26/02/2021 1" in rows["002_86fd6a719d6b2547"]
    assert "Lao động Thủ đô†, 6–7/2023† 9" in rows["001_161702fb8bb32444"]
    assert "Lao động Thủ đô†, 9–10/2023† 1" in rows["000_2a432c31bea8f745"]  # worked out: the months alone
    assert "† xác định theo nội dung bài" in words(page)


def test_every_article_says_its_dates_and_why_they_are_these(page):
    said = words(page)
    articles = seeds("articles")
    for row in articles:
        for reason in ("publisher_reason", "published_reason", "event_reason", "saved_reason"):
            assert row[reason] in said
    assert "26/02/2021 (nêu trong bài)" in said
    assert "trong khoảng 01/06/2023–31/07/2023 (suy ra)" in said
    assert said.count("bài báo không đề cập") == sum(not row["event_from"] for row in articles) == 2
    assert "Ngày lưu trang không rõ" in said  # of article 002
    assert "Kỳ báo cáo 9 tháng đầu năm 2023" in said


def test_file_names_and_hashes_stand_in_the_last_part_alone(page):
    before, part = html(page).split(' id="data"')
    for row in seeds("articles"):
        assert part.count(row["file_name"]) == part.count(row["sha256"]) == 1
        assert row["file_name"] not in before
        assert row["sha256"] not in before


def test_the_printed_words_of_every_claim_lead_to_its_card(page):
    claims = seeds("claims")
    for article in seeds("articles"):
        taken = [row for row in claims if row["article_id"] == article["article_id"]]
        found = re.findall(r'<a href="([^"]+)" class="claim">(.*?)</a>', row_of(page, article["article_id"]))
        assert sorted(found) == sorted(
            (
                f"?article={article['article_id']}&amp;claim={row['claim_id']}",
                f'<span lang="vi">“{escape(row["as_printed"])}”</span>',
            )
            for row in taken
        )
    shared = words(page)
    assert "Chung cho tất cả: đơn vị Ứng Hòa" in shared
    assert "“50% đối với cả 2 chỉ tiêu” Tỷ lệ đạt chỉ tiêu kết nạp đoàn viên 6 tháng đầu năm 2020 dòng 8" in shared
    page.query_params["claim"] = "a003-l09-2"
    page.run()
    assert [error.value for error in page.exception] == []
    assert "“hơn 700 lượt cán bộ công đoàn cơ sở”" in words(page)


def test_what_was_passed_over_is_counted_by_reason(page):
    rows = seeds("passed_over")
    said = words(page)
    for article in seeds("articles"):
        own = [row for row in rows if row["article_id"] == article["article_id"]]
        (reason, n), *_ = Counter(row["reason"] for row in own).most_common()
        assert f"{len(own)} con số, đoạn văn không lấy {reason[:-1]} ({n})" in said
    assert "dòng 17–46" in said
    assert "Chỉ thị số 39-CT/HU" in said


def test_a_list_of_units_says_whether_it_is_open(page):
    said = words(page)
    assert "Danh sách đơn vị mà bài báo đề cập: 5" in said
    named = "Ba Đình, Hoàn Kiếm, Long Biên, Đống Đa, Hai Bà Trưng, Hoàng Mai danh sách chưa đủ (bài chỉ nêu ví dụ)"
    assert f"Công đoàn cơ sở thành lập mới 6 tháng đầu năm 2023 {named}" in said


def test_the_article_of_the_address_is_open_and_an_unknown_one_is_named(page):
    assert "open=" not in html(page)
    page.query_params["article"] = ["<script>alert(1)</script>", "x" * 5000, "003_d5866a47085d44c1"]
    page.run()
    assert [error.value for error in page.exception] == []
    assert re.findall(r'<details id="(\w+)"[^>]* open="open"', html(page)) == ["003_d5866a47085d44c1"]
    assert [len(warning.value) < 400 for warning in page.warning] == [True, True]
    assert page.query_params == {"article": "003_d5866a47085d44c1"}


def test_a_link_opens_its_article_and_one_is_open_at_a_time(server, fresh_page):
    page = fresh_page
    open_page(page, f"{server}/sources#001_161702fb8bb32444")
    first, second = (page.locator(f'[id="{one}"]') for one in ("001_161702fb8bb32444", "003_d5866a47085d44c1"))
    expect(first.locator("a.claim").first).to_be_visible()
    second.locator("summary").first.click()
    expect(first.locator("a.claim").first).to_be_hidden()
    second.get_by_role("link", name="“60 đoàn viên”").click()
    expect(page.get_by_role("dialog")).to_contain_text("“60 đoàn viên”")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(second.locator("a.claim").first).to_be_visible()
    page.evaluate("location.hash = 'dictionary'")
    expect(page.get_by_text("Từ điển dữ liệu", exact=True)).to_be_in_viewport()


def test_the_file_on_this_computer_is_compared_with_the_one_that_was_read(change, tmp_path, monkeypatch):
    folder = tmp_path / "articles"
    folder.mkdir()
    known = [row["file_name"] for row in seeds("articles")]
    for name in known[:2]:
        (folder / name).write_bytes(b"one")
    change(
        f"update articles set sha256 = '{hashlib.sha256(b'one').hexdigest()}' where file_name = '{known[0]}'",
        "update build set passages_checked = claims",
    )
    monkeypatch.setenv("ARTICLES_DIR", str(folder))
    said = words(opened("sources"))
    assert said.count("Tệp trên máy này đúng là tệp đã đọc.") == 1
    assert said.count("Tệp trên máy này không phải tệp đã đọc.") == 1
    assert said.count("Máy này không có tệp bài báo.") == 3
    assert "9/9 số liệu được tìm lại đúng vị trí" in said
    monkeypatch.delenv("ARTICLES_DIR")
    assert "trên máy này" not in words(opened("sources"))


def test_without_rivals_and_corrections_the_page_says_so_and_how_one_comes_about(page):
    said = words(page)
    assert f"chưa có; trong {len(seeds('claims'))} số liệu, không có hai số nào cho cùng đơn vị" in said
    assert "Đính chính: chưa có." in said
    assert "Mỗi đính chính là một dòng trong tệp seeds/corrections.csv" in said


def test_competing_figures_stand_side_by_side_with_rank_and_reason(change):
    change(
        "insert into claims select * replace ('r1' as claim_id, 61 as value, '61 đoàn viên' as as_printed, "
        "'deprecated' as rank, 'Bài sau nêu số khác.' as rank_reason) from claims where claim_id = 'a003-l08-2'"
    )
    app = opened("sources")
    assert [error.value for error in app.exception] == []
    said = words(app)
    thing = "LĐLĐ huyện Ứng Hòa – Đoàn viên kết nạp mới, 6 tháng đầu năm 2020 (thực hiện)"
    both = said[said.index(thing) :]
    assert both.index("“60 đoàn viên”") < both.index("“61 đoàn viên”")
    assert "không dùng – Bài sau nêu số khác." in both
    part = html(app)[html(app).index('id="competing"') :]
    assert re.findall(r'<a href="\?claim=([^"]+)" class="claim">', part) == ["a003-l08-2", "r1"]


def correction(claim_id: str, column: str, before: str, after: str, number: int = 1) -> str:
    return (
        f"insert into corrections values ('c{number}', '{claim_id}', '{column}', {before}, {after}, "
        "'Đọc nhầm dòng.', 'reader-2', 'reader-1', '2026-12-01')"
    )


def test_a_correction_shows_before_after_why_who_when_and_the_pages(change):
    change(
        correction("a003-l08-2", "value", "1600", "60"),
        correction("a004-l04-1", "note", "null", "'Gồm cả LĐLĐ quận.'", 2),
        correction("a003-l09-1", "unit_id", "'C5'", "'281'", 3),
        correction("a003-l09-1", "indicator_id", "'members_recruited'", "'training_classes'", 4),
        correction("a003-l09-1", "sector", "'no_code'", "'_T'", 5),
    )
    app = opened("sources")
    assert [error.value for error in app.exception] == []
    said = words(app)
    start = said.index("LĐLĐ huyện Ứng Hòa – Đoàn viên kết nạp mới")
    assert "Số liệu: 1.600 → 60." in said[start:]
    assert "Ngày 01/12/2026, người số 2; người số 1 xác nhận. Đọc nhầm dòng." in said[start:]
    assert "Ghi chú của người nhập số liệu: để trống → Gồm cả LĐLĐ quận." in said
    for change_in_words in (
        "Cụm 5 → Ứng Hòa.",
        "Đoàn viên kết nạp mới → Lớp tập huấn.",
        "no_code → không giới hạn phạm vi.",
    ):
        assert change_in_words in said
    pages = re.findall(r"Các trang có số liệu này: (.*?)</span>", html(app))
    links = {re.search("Tổng quan", one) is None: re.findall('href="([^"]+)"', one) for one in pages}
    assert links == {
        False: ["./", "members_recruited", "targets", "gaps", "unit_profile", "explore", "sources"],
        True: ["activities", "unit_profile", "explore", "sources"],
    }
    part = html(app)[html(app).index('id="corrections"') :]
    assert re.findall(r'<a href="\?claim=([^"]+)" class="claim">', part) == [
        *["a003-l09-1"] * 3,
        "a004-l04-1",
        "a003-l08-2",
    ]


def test_the_dictionary_explains_every_table_and_column_in_both_languages(warehouse, page):
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        rows = connection.execute("select table_name, column_name, comment from dictionary").fetchall()
    assert len(rows) > 200
    part = html(page)[html(page).index('id="dictionary"') :]
    for table, column, comment in rows:
        assert f"<code>{column or table}</code>" in part
        assert comment not in part  # it is said in Vietnamese
    page.query_params["lang"] = "en"
    page.run()
    said = words(page)
    assert [comment for _, _, comment in rows if " ".join(comment.split()) not in said] == []


def test_who_read_the_figures_is_said_by_role(page):
    n = len(seeds("claims"))
    assert f"{n} số liệu: người số 1 nhập (21/11/2026), người số 2 kiểm tra (21/11/2026)." in words(page)


def test_a_long_article_is_cut_short_and_says_where_the_rest_is(change, monkeypatch):
    monkeypatch.setattr("dashboard.parts.source.AT_MOST_ROWS", 5)
    monkeypatch.setattr("dashboard.screens.sources.AT_MOST", 2)
    change("update build set schema_version = schema_version")
    app = opened("sources", article="003_d5866a47085d44c1")
    assert [error.value for error in app.exception] == []
    assert len(re.findall('class="article"', html(app))) == 3  # the two newest, and the one asked for
    assert "Đang hiện 2 bài mới nhất trong 5 bài." in words(app)
    assert "Đang hiện 5 dòng đầu trong 9. Xem cả 9 số liệu của bài này" in words(app)
    assert 'href="explore?article=001_161702fb8bb32444"' in html(app)
