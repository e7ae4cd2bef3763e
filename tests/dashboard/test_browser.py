"""The reader's way through a running dashboard, in a real browser."""

import os
import re
import shutil

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from dashboard.style import LIGHT
from tests.conftest import OUTPUT, ROOT, build_of, serve


def open_page(page: Page, address: str) -> None:
    """Open an address and wait until the whole page is drawn."""
    page.goto(address)
    page.locator(".languages a").wait_for()  # what the server sends last
    settle(page)


def settle(page: Page) -> None:
    """Wait until the page has come to rest: nothing loads, runs or moves, and all is as wide as its place."""
    page.wait_for_function(SETTLED)


def table(page: Page) -> Locator:
    """The list on a page, once its cells are there to point at."""
    found = page.get_by_test_id("stDataFrame")
    expect(found.locator("[role=gridcell]").first).to_be_attached()
    return found


def titles(page: Page) -> list[str]:
    return page.locator(".chart-title").all_inner_texts()


def test_a_link_opens_the_same_view_in_a_cold_server_and_a_fresh_browser(built, fresh_page):
    page = fresh_page
    with serve(built) as address:
        open_page(page, f"{address}/agreements_signed?unit=ba-dinh&unit=dong-da&cluster=cum-1&order=alphabetical")
        expect(page.locator("h1")).to_have_text("Thỏa ước lao động tập thể ký mới")
        expect(page.locator(".kpi").first).to_have_text("21 bản")
        expect(page.locator(".kpi-note").first).to_have_text(
            "Đống Đa · 1/2 đơn vị đã chọn · tạm tính", use_inner_text=True
        )
        names = page.locator(".js-plotly-plot").first.locator(".yaxislayer-above text")
        expect(names).to_have_count(2)
        from_the_top = sorted((name.bounding_box()["y"], name.text_content()) for name in names.all())
        assert [name for _, name in from_the_top] == ["Ba Đình", "Đống Đa"]


def test_a_screen_reader_is_told_the_language(server, page):
    open_page(page, f"{server}/unions_formed")
    expect(page.locator("html")).to_have_attribute("lang", "vi")


def test_the_overview_is_found_under_its_name_too(server, page):
    open_page(page, f"{server}/overview?cluster=cum-1&lang=en")
    expect(page).to_have_url(f"{server}/?cluster=cum-1&lang=en")
    expect(page.locator("h1")).to_have_text("Union indicators of Hà Nội")


def test_the_other_language_opens_the_same_view_and_stays_on_every_page(server, page):
    open_page(page, f"{server}/unions_formed?cluster=cum-1")
    page.get_by_role("link", name="English").click()
    expect(page.locator("h1")).to_have_text("Grassroots unions formed")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page).to_have_url(f"{server}/unions_formed?cluster=cum-1&period=2023-S1&lang=en")
    page.get_by_role("link", name="Collective agreements signed").click()
    expect(page.locator("h1")).to_have_text("Collective agreements signed")
    expect(page).to_have_url(f"{server}/agreements_signed?cluster=cum-1&period=2023-S1&lang=en")
    page.get_by_role("link", name="Tiếng Việt").click()
    expect(page.locator("h1")).to_have_text("Thỏa ước lao động tập thể ký mới")
    expect(page).to_have_url(f"{server}/agreements_signed?cluster=cum-1&period=2023-S1")


def test_a_term_explains_itself_by_keyboard_and_goes_away_with_escape(server, page):
    open_page(page, f"{server}/unions_formed")
    term = page.locator(".kpi-notes .term button", has_text="tạm tính").first
    term.focus()
    page.keyboard.press("Enter")
    tip = page.locator(f"#{term.get_attribute('aria-describedby')}")
    expect(tip).to_be_visible()
    expect(tip).to_contain_text("Số đưa ra khi kỳ chưa kết thúc")
    page.keyboard.press("Escape")
    expect(tip).to_be_hidden()


def test_a_wrong_figure_is_reported_with_its_claim_and_a_link_that_opens_its_card(built, page):
    with serve(built, REPORT_TO="so-lieu@example.org") as address:
        open_page(page, f"{address}/members_recruited")
        page.get_by_role("radio", name="Ứng Hòa 60").click()
        card = page.get_by_role("dialog")
        card.get_by_text("Báo sai số liệu", exact=True).click()
        mail = card.get_by_role("link", name="Gửi thư đến so-lieu@example.org").get_attribute("href")
        assert mail.startswith(
            "mailto:so-lieu@example.org?subject=B%C3%A1o%20sai%20s%E1%BB%91%20li%E1%BB%87u%3A%20a003-l08-2"
        )
        link = next(word for word in card.locator("pre").inner_text().split() if word.startswith("http"))
        assert link == f"{address}/members_recruited?period=2020-S1&claim=a003-l08-2"
        page.goto(link)
        expect(page.get_by_role("dialog")).to_contain_text("“60 đoàn viên”")
        expect(page).to_have_url(f"{address}/members_recruited?period=2020-S1")


def test_an_unknown_name_in_a_link_is_named_and_left_out(server, page):
    open_page(page, f"{server}/unions_formed?unit=Atlantis&unit=long-bien&period=1066")
    expect(page.get_by_text("“Atlantis” không có trong danh mục")).to_be_visible()
    expect(page.get_by_text("“1066” chưa có số liệu cho nội dung này")).to_be_visible()
    expect(page.locator(".kpi").first).to_have_text("16 công đoàn cơ sở")


def test_choosing_a_cluster_changes_the_charts_and_the_address(server, page):
    open_page(page, f"{server}/unions_formed")
    before = titles(page)
    page.get_by_role("combobox", name="Cụm thi đua").click()
    page.get_by_role("option", name="Cụm 1").click()
    covered = "tổng của 3 đơn vị có số liệu · 3/6 đơn vị Cụm 1 · tạm tính"
    expect(page.locator(".kpi-note").first).to_have_text(covered, use_inner_text=True)
    expect(page.locator(".chart-title").nth(2)).to_have_text("3 trong 6 đơn vị có số liệu kỳ này")
    assert titles(page) != before
    expect(page).to_have_url(f"{server}/unions_formed?cluster=cum-1&period=2023-S1")


def test_a_name_typed_without_diacritics_is_found_and_stays_across_pages(server, page):
    open_page(page, f"{server}/unions_formed")
    field = page.get_by_role("combobox", name="Đơn vị")
    field.click()
    field.press_sequentially("long bien")
    field.press("Enter")
    page.keyboard.press("Escape")
    expect(page.locator(".kpi").first).to_have_text("16 công đoàn cơ sở")
    page.get_by_role("link", name="Thỏa ước lao động tập thể ký mới").click()
    expect(page.locator(".kpi").first).to_have_text("11 bản")
    expect(page).to_have_url(f"{server}/agreements_signed?unit=long-bien&period=2023-S1")


def test_a_link_that_nobody_touched_keeps_its_filters_on_every_page(server, page):
    open_page(page, f"{server}/unions_formed?cluster=cum-1&period=2020-S1&sector=non_state")
    page.get_by_role("link", name="Tổng quan").click()
    covered = "tổng của 3 đơn vị có số liệu · 3/6 đơn vị Cụm 1 · tạm tính"
    expect(page.locator(".kpi-note").first).to_have_text(covered, use_inner_text=True)
    expect(page).to_have_url(f"{server}/?cluster=cum-1")
    page.get_by_role("link", name="Thỏa ước lao động tập thể ký mới").click()
    expect(page).to_have_url(f"{server}/agreements_signed?cluster=cum-1&period=2023-S1")
    page.get_by_role("link", name="Công đoàn cơ sở thành lập mới").click()
    expect(page).to_have_url(f"{server}/unions_formed?cluster=cum-1&period=2020-S1&sector=non_state")


def test_a_step_back_undoes_a_filter(server, page):
    open_page(page, f"{server}/unions_formed")
    expect(page).to_have_url(f"{server}/unions_formed?period=2023-S1")
    page.get_by_text("Theo giá trị").click()
    expect(page).to_have_url(f"{server}/unions_formed?order=value&period=2023-S1")
    page.go_back()
    expect(page.get_by_role("radio", name="Thứ tự hành chính")).to_be_checked()


def test_markup_in_an_address_is_shown_as_text(server, page):
    open_page(page, f"{server}/unions_formed?unit=[x](javascript:alert(1))&unit=<script>alert(1)</script>")
    alerts = page.get_by_test_id("stAlert")
    expect(alerts.nth(0)).to_contain_text("“[x](javascript:alert(1))” không có trong danh mục")
    expect(alerts.nth(1)).to_contain_text("“<script>alert(1)</script>” không có trong danh mục")
    expect(alerts.locator("a")).to_have_count(0)


def test_a_click_on_a_bar_opens_its_evidence_and_again_on_the_same_bar(server, page):
    open_page(page, f"{server}/unions_formed")
    bar = page.locator(".js-plotly-plot").first.locator(".point path").first
    for _ in range(2):
        bar.click(force=True)
        card = page.get_by_role("dialog")
        expect(card).to_contain_text("“15 Công đoàn cơ sở”")
        expect(card).to_contain_text("dòng 8, ký tự")
        expect(card).to_contain_text("người số 1, 21/11/2026")
        expect(card).to_contain_text("người số 2, 21/11/2026")
        page.keyboard.press("Escape")
        expect(card).to_be_hidden()


def test_the_evidence_is_reached_by_keyboard_alone(server, page):
    open_page(page, f"{server}/members_recruited")
    pill = page.get_by_role("radio", name="Ứng Hòa 60")
    for _ in range(40):
        page.keyboard.press("Tab")
        if pill.evaluate("element => element === document.activeElement"):
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text("“60 đoàn viên”")


def test_a_ticked_row_opens_its_evidence(server, page):
    open_page(page, f"{server}/explore?q=dong+da&indicator=agreements_signed")
    table(page).click(position={"x": 15, "y": 52})
    expect(page.get_by_role("dialog")).to_contain_text("“21 bản”")


def test_the_keyboard_walks_through_a_table_without_opening_anything(server, fresh_page):
    page, asked = fresh_page, []
    page.clock.install()
    page.on("websocket", lambda socket: socket.on("framesent", lambda frame: asked.append(frame)))  # noqa: PLW0108  (Playwright marks it)
    open_page(page, f"{server}/explore?q=dong+da&indicator=agreements_signed")
    table(page).locator("canvas").first.focus()
    asked.clear()
    for key in ("Tab", "ArrowDown", "ArrowRight", "Tab"):
        page.keyboard.press(key)
        page.clock.run_for(1000)  # the table tells of a choice after a while
    settle(page)
    assert asked == []
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_test_id("stDataFrame").locator("canvas").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Shift+Space")
    expect(page.get_by_role("dialog")).to_contain_text("“21 bản”")


def test_the_passage_is_shown_where_the_article_is_at_hand_and_said_to_be_missing_where_not(built, page):
    articles = os.environ.get("ARTICLES_DIR")
    with serve(built, ARTICLES_DIR="") as address:
        open_page(page, f"{address}/members_recruited")
        page.get_by_role("radio", name="Ứng Hòa 60").click()
        expect(page.get_by_role("dialog")).to_contain_text("máy chủ này không có tệp bài báo")
    if not articles:
        pytest.skip("ARTICLES_DIR is not set: no article to show a passage of")
    with serve(built, ARTICLES_DIR=articles) as address:
        open_page(page, f"{address}/members_recruited")
        page.get_by_role("radio", name="Ứng Hòa 60").click()
        expect(page.locator(".passage mark")).to_have_text("60 đoàn viên")


def test_a_new_build_is_shown_at_the_next_rerun_without_a_restart(tmp_path, built, page):
    warehouse = tmp_path / "warehouse.duckdb"
    seeds = tmp_path / "seeds"
    shutil.copy(built, warehouse)
    shutil.copytree(ROOT / "seeds", seeds)
    claims = seeds / "claims.csv"
    with serve(warehouse) as address:
        open_page(page, f"{address}/members_recruited")
        expect(page.locator(".kpi").first).to_have_text("60 đoàn viên")
        text = claims.read_text(encoding="utf-8")
        changed = text.replace(",60,,exact,MEMBER,A,_T,60 đoàn viên,", ",61,,exact,MEMBER,A,_T,61 đoàn viên,")
        assert changed != text
        claims.write_text(changed, encoding="utf-8")
        build_of(tmp_path)
        page.get_by_text("A–Z").click()
        expect(page.locator(".kpi").first).to_have_text("61 người")


def test_the_picture_of_the_readme(server, page):
    """What docs/unions_formed.png is copied from, by `make pictures`."""
    open_page(page, f"{server}/unions_formed")
    OUTPUT.mkdir(exist_ok=True)
    page.screenshot(path=OUTPUT / "unions_formed.png")
    with Image.open(OUTPUT / "unions_formed.png") as picture:
        assert picture.size == (1440, 1000)


# Charts and tables are drawn anew after their place has changed, and a page is laid out anew after its window has: two
# pictures in a row have to be alike.
SETTLED = """
() => {
  const app = document.querySelector('[data-testid=stApp]'), main = document.querySelector('[data-testid=stMain]');
  const laid = [main, main.firstElementChild].map(part => JSON.stringify(part.getBoundingClientRect())).join();
  const isAtRest = laid === window.laidBefore;
  window.laidBefore = laid;
  const fits = (drawn, place) => Math.abs(drawn.clientWidth - place.clientWidth) <= 1;
  return isAtRest
    && app.dataset.testScriptState === 'notRunning'
    && document.fonts.status === 'loaded'
    && !document.querySelector('[data-testid=stSkeleton], [data-stale=true]')
    && document.getAnimations().every(animation => animation.playState !== 'running')
    && [...document.querySelectorAll('[data-testid=stPlotlyChart]')].every(chart =>
      chart.querySelector('.barlayer .point') && fits(chart.querySelector('.main-svg'), chart))
    && [...document.querySelectorAll('[data-testid=stDataFrame]')].every(table => fits(table, table.parentElement));
}
"""


def test_what_an_article_leaves_out_is_hatched_so_that_it_is_seen(server, page):
    open_page(page, f"{server}/unions_formed?period=2023-S1")
    strokes = page.locator("pattern path").evaluate_all("found => found.map(one => one.getAttribute('stroke'))")
    seen = [tuple(map(int, re.findall(r"\d+", stroke))) for stroke in strokes]
    wanted = [tuple(bytes.fromhex(colour[1:])) for colour in (LIGHT.muted, LIGHT.line)]
    assert seen == [wanted[0]] * 3 + [wanted[1]] * 3  # of the bars, and of the map, where it lies behind words
