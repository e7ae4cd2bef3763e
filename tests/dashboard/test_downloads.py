"""The button “Tải về”: what a reader sees while a file is made, when it is there, and when it cannot be."""

import csv
import io
import zipfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import openpyxl
import pypdf
import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.dashboard.test_browser import open_page


def with_files(page, server):
    """Open a page and the files of its first chart."""
    open_page(page, f"{server}/unions_formed?cluster=cum-1")
    page.locator(".stMain .download summary").first.click()
    return page


@pytest.fixture
def unions(server, page):
    return with_files(page, server)


def test_each_kind_is_made_on_the_click_has_a_name_that_can_be_read_and_opens(unions):
    found = {}
    for link in unions.locator('.download a[href^="files/unions_formed/"]').all():
        with unions.expect_download() as started:
            link.click()
        name, kind = started.value.suggested_filename.rsplit(".", 1)
        title, _, day = name.rpartition(" – ")
        assert title == "Công đoàn cơ sở thành lập mới, theo đơn vị, 6 tháng đầu năm 2023 – Cụm 1"
        assert date.fromisoformat(day)
        expect(unions.get_by_text(f"Đã tạo xong: {name}.{kind}")).to_be_visible()
        found[kind] = io.BytesIO(Path(started.value.path()).read_bytes())
    assert list(found) == ["png", "svg", "pdf", "xlsx", "pptx", "csv"]
    assert Image.open(found["png"]).width >= 1920
    title = "Hai Bà Trưng nhiều nhất trong 3 đơn vị được nêu số"
    assert title in found["svg"].getvalue().decode()
    assert title in pypdf.PdfReader(found["pdf"]).pages[0].extract_text()
    assert len(list(csv.DictReader(io.StringIO(found["csv"].getvalue().decode("utf-8-sig"))))) == 6
    assert any(str(cell.value).startswith(title) for cell in openpyxl.load_workbook(found["xlsx"]).worksheets[1]["A"])
    with zipfile.ZipFile(found["pptx"]) as archive:
        assert title in "".join(archive.read(name).decode() for name in archive.namelist() if "/slides/slide" in name)


def test_a_file_that_takes_long_says_so_and_counts(server, fresh_page):
    fresh_page.clock.install()
    page, held = with_files(fresh_page, server), []
    page.clock.pause_at(datetime.now(UTC) + timedelta(hours=1))
    page.route("**/by_unit.csv*", lambda route: held.append(route))  # noqa: PLW0108  (Playwright marks it)
    link = page.get_by_role("link", name="Số liệu (CSV)").first
    with page.expect_download():
        with page.expect_request("**/by_unit.csv*"):
            link.click()
        page.clock.run_for(2000)
        expect(page.get_by_text("Đang tạo tệp: 2 giây")).to_be_visible()
        expect(link).to_have_attribute("aria-busy", "true")
        page.clock.run_for(1000)
        expect(page.get_by_text("Đang tạo tệp: 3 giây")).to_be_visible()
        held[0].continue_()
    expect(page.get_by_text("Đã tạo xong:")).to_be_visible()


def test_why_a_file_cannot_be_made_is_said_where_it_was_asked_for(unions):
    refused = {"status": 503, "body": "Chưa tạo được ảnh.", "content_type": "text/plain; charset=utf-8"}
    unions.route("**/by_unit.csv*", lambda route: route.fulfill(**refused))
    unions.get_by_role("link", name="Số liệu (CSV)").first.click()
    expect(unions.get_by_text("Chưa tạo được ảnh.")).to_be_visible()
    unions.route("**/by_unit.csv*", lambda route: route.abort())
    unions.get_by_role("link", name="Số liệu (CSV)").first.click()
    expect(unions.get_by_text("máy chủ không trả lời")).to_be_visible()


def test_the_whole_selection_is_offered_with_its_filters(unions):
    links = unions.locator('.download a:not([href^="files/unions_formed/"])')
    assert [link.get_attribute("href") for link in links.all()] == [
        "files/selection/workbook.xlsx?cluster=cum-1&period=2023-S1",
        "files/selection/workbook.ods?cluster=cum-1&period=2023-S1",
        "files/selection/slides.pptx?cluster=cum-1&period=2023-S1",
        "files/selection/report.docx?cluster=cum-1&period=2023-S1",
        "files/selection/charts.zip?cluster=cum-1&period=2023-S1",
        "data/datapackage.zip",
    ]


@pytest.mark.parametrize("status", [200, 502])
def test_what_is_not_the_file_is_not_saved_under_its_name(unions, status):
    html = {"status": status, "body": "<html><p>Log in</p></html>", "content_type": "text/html"}
    unions.route("**/by_unit.csv*", lambda route: route.fulfill(**html))
    saved = []
    unions.on("download", lambda one: saved.append(one))  # noqa: PLW0108  (Playwright sets an attribute of it)
    unions.get_by_role("link", name="Số liệu (CSV)").first.click()
    expect(unions.locator(".stMain .download-said").first).to_have_text(
        "Nội dung nhận được không phải là tệp này. Hãy tải lại trang, đăng nhập lại nếu được yêu cầu, rồi thử lại."
    )
    assert saved == []
