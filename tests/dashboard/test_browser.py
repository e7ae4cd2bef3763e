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


def follow(page: Page, title: str) -> None:
    """Open a page from the navigation, whose menu has to be open for it."""
    for menu in page.get_by_test_id("stTopNavSection").all():
        menu.click()
        expect(menu).to_have_attribute("aria-expanded", "true")
        expect(page.get_by_role("menu")).to_have_count(1)
        link = page.get_by_role("menuitem", name=title)
        if link.count():
            link.click()
            return
        page.keyboard.press("Escape")
        expect(page.get_by_role("menu")).to_have_count(0)
    page.get_by_test_id("stTopNavLink").filter(has_text=title).click()


def number(page: Page) -> Locator:
    """The first number of the chart, which is a link to its card."""
    return page.locator(".js-plotly-plot a").first


def test_a_link_opens_the_same_view_in_a_cold_server_and_a_fresh_browser(built, fresh_page):
    page = fresh_page
    with serve(built) as address:
        open_page(page, f"{address}/unions_formed?unit=ba-dinh&unit=long-bien&unit=dong-da&order=alphabetical")
        expect(page.locator("h1")).to_have_text("Công đoàn cơ sở thành lập mới")
        expect(page.locator(".finding")).to_have_text(
            "Long Biên nhiều nhất trong 2 đơn vị được nêu số: 16 công đoàn cơ sở"
        )
        expect(page.locator(".coverage")).to_have_text("2/3 đơn vị đã chọn được nêu số · 1 chỉ được nhắc tên")
        expect(page.locator(".below")).to_contain_text("Có nhắc tên, không nêu số: Đống Đa.")
        names = page.locator(".js-plotly-plot").first.locator(".yaxislayer-above text")
        expect(names).to_have_count(2)
        from_the_top = sorted((name.bounding_box()["y"], name.text_content()) for name in names.all())
        assert [name for _, name in from_the_top] == ["Ba Đình", "Long Biên"]


def test_a_screen_reader_is_told_the_language(server, page):
    open_page(page, f"{server}/unions_formed")
    expect(page.locator("html")).to_have_attribute("lang", "vi")


def test_the_overview_is_found_under_its_name_too(server, page):
    open_page(page, f"{server}/overview?cluster=cum-1&lang=en")
    expect(page).to_have_url(f"{server}/?cluster=cum-1&lang=en")
    expect(page.locator("h1")).to_have_text("Results of Hà Nội’s district trade unions, as newspapers report them")


def test_the_other_language_opens_the_same_view_and_stays_on_every_page(server, page):
    open_page(page, f"{server}/unions_formed?cluster=cum-1")
    page.get_by_role("link", name="English").click()
    expect(page.locator("h1")).to_have_text("Grassroots unions formed")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page).to_have_url(f"{server}/unions_formed?cluster=cum-1&period=2023-S1&lang=en")
    follow(page, "Collective agreements signed")
    expect(page.locator("h1")).to_have_text("Collective agreements signed")
    expect(page).to_have_url(f"{server}/agreements_signed?cluster=cum-1&period=2023-S1&lang=en")
    page.get_by_role("link", name="Tiếng Việt").click()
    expect(page.locator("h1")).to_have_text("Thỏa ước lao động tập thể ký mới")
    expect(page).to_have_url(f"{server}/agreements_signed?cluster=cum-1&period=2023-S1")


def test_a_term_explains_itself_by_keyboard_and_goes_away_with_escape(server, page):
    open_page(page, f"{server}/unions_formed")
    term = page.locator(".chart-subtitle .term button", has_text="tạm tính").first
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
        number(page).click()
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
    expect(page.locator(".finding")).to_have_text("Trong các bài đã đọc, chỉ Long Biên có số: 16 công đoàn cơ sở")


def test_choosing_a_cluster_changes_the_charts_and_the_address(server, page):
    open_page(page, f"{server}/unions_formed")
    expect(page.locator(".coverage")).to_have_text(
        "3/30 đơn vị được nêu số (Cụm 1: 3/6) · 3 chỉ được nhắc tên · 24 chưa có số trong bài đã đọc"
    )
    page.get_by_role("combobox", name="Cụm thi đua").click()
    page.get_by_role("option", name="Cụm 1").click()
    expect(page.locator(".coverage")).to_have_text("3/6 đơn vị Cụm 1 được nêu số · 3 chỉ được nhắc tên")
    expect(page).to_have_url(f"{server}/unions_formed?cluster=cum-1&period=2023-S1")


def test_a_name_typed_without_diacritics_is_found_and_stays_across_pages(server, page):
    open_page(page, f"{server}/unions_formed")
    field = page.get_by_role("combobox", name="Đơn vị")
    field.click()
    field.press_sequentially("long bien")
    field.press("Enter")
    page.keyboard.press("Escape")
    expect(page.locator(".finding")).to_have_text("Trong các bài đã đọc, chỉ Long Biên có số: 16 công đoàn cơ sở")
    follow(page, "Thỏa ước lao động tập thể ký mới")
    expect(page.locator(".finding")).to_have_text("Trong các bài đã đọc, chỉ Long Biên có số: 11 bản")
    expect(page).to_have_url(f"{server}/agreements_signed?unit=long-bien&period=2023-S1")


def test_a_link_that_nobody_touched_keeps_its_filters_on_every_page(server, page):
    open_page(page, f"{server}/unions_formed?cluster=cum-1&period=2020-S1&sector=non_state")
    follow(page, "Tổng quan")
    expect(page.locator(".summary [data-part=coverage]").first).to_contain_text("3/6")
    expect(page).to_have_url(f"{server}/?cluster=cum-1")
    follow(page, "Thỏa ước lao động tập thể ký mới")
    expect(page).to_have_url(f"{server}/agreements_signed?cluster=cum-1&period=2023-S1")
    follow(page, "Công đoàn cơ sở thành lập mới")
    expect(page).to_have_url(f"{server}/unions_formed?cluster=cum-1&period=2020-S1&sector=non_state")


def test_a_step_back_undoes_a_filter(server, page):
    open_page(page, f"{server}/unions_formed")
    expect(page).to_have_url(f"{server}/unions_formed?period=2023-S1")
    order = page.get_by_role("combobox", name="Sắp xếp")
    order.click()
    page.get_by_role("option", name="A–Z").click()
    expect(page).to_have_url(f"{server}/unions_formed?order=alphabetical&period=2023-S1")
    page.go_back()
    expect(page).to_have_url(f"{server}/unions_formed?period=2023-S1")
    expect(order).to_have_value("Theo giá trị")


def test_a_step_back_leads_to_the_page_before_and_its_filters(server, page):
    open_page(page, f"{server}/unions_formed?cluster=cum-1")
    follow(page, "Thỏa ước lao động tập thể ký mới")
    expect(page).to_have_url(f"{server}/agreements_signed?cluster=cum-1&period=2023-S1")
    page.go_back()
    expect(page).to_have_url(f"{server}/unions_formed?cluster=cum-1&period=2023-S1")
    expect(page.locator("h1")).to_have_text("Công đoàn cơ sở thành lập mới")


def test_a_tab_stands_in_the_address_and_alone_is_drawn(server, page):
    open_page(page, f"{server}/unions_formed?view=table")
    expect(page.get_by_role("tab", name="Bảng")).to_have_attribute("aria-selected", "true")
    expect(page.locator(".js-plotly-plot")).to_have_count(0)
    page.get_by_role("tab", name="Sơ đồ").click()
    expect(page.locator(".js-plotly-plot")).to_have_count(1)
    expect(page).to_have_url(f"{server}/unions_formed?period=2023-S1&view=map")
    page.go_back()
    expect(page.locator("table.figures")).to_be_visible()
    expect(page.locator(".js-plotly-plot")).to_have_count(0)


@pytest.mark.parametrize("view", ["chart", "table", "map"])
def test_a_number_opens_its_card_over_the_same_page_and_escape_or_back_close_it(server, page, view):
    place = f"{server}/unions_formed?period=2023-S1" + ("" if view == "chart" else f"&view={view}")
    open_page(page, place)
    page.evaluate("window.isSame = true")
    link = page.locator("table.figures a.claim" if view == "table" else ".js-plotly-plot a").filter(has_text="16")
    card = page.get_by_role("dialog")
    for close in (lambda: page.keyboard.press("Escape"), page.go_back):
        link.click()
        expect(card).to_contain_text("“16 Công đoàn cơ sở”")
        expect(page).to_have_url(f"{place}&claim=a001-l08-1")
        close()
        expect(card).to_be_hidden()
        expect(page).to_have_url(place)
    assert page.evaluate("window.isSame")
    with page.context.expect_page() as opened:
        link.click(modifiers=["ControlOrMeta"])
    expect(opened.value.get_by_role("dialog")).to_contain_text("“16 Công đoàn cơ sở”")
    opened.value.close()


def test_a_number_opens_its_card_on_a_page_reached_from_another_too(server, page):
    open_page(page, f"{server}/unions_formed?cluster=cum-1")
    for title in ("Thỏa ước lao động tập thể ký mới", "Tổng quan", "Tra cứu số liệu", "Hoạt động khác"):
        follow(page, title)
        expect(page).to_have_title(re.compile(f"^{title} – "))
        settle(page)
        expect(page.locator(".stMain a.claim").first).to_be_visible()
        page.locator(".stMain a.claim").first.click()
        expect(page.get_by_role("dialog")).to_contain_text("“")
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_be_hidden()


def test_on_a_phone_bars_are_as_wide_as_the_window_and_the_menu_says_its_name(server, page):
    page.set_viewport_size({"width": 390, "height": 844})
    open_page(page, f"{server}/unions_formed")
    longest = page.locator(".js-plotly-plot .point path").first
    page.wait_for_function("() => document.querySelectorAll('.yaxislayer-above text').length === 0")
    settle(page)
    box = longest.bounding_box()
    assert box["width"] > 0.8 * 390
    assert box["y"] < 844  # within the first screen
    page.get_by_role("button", name="Danh mục").click()
    expect(page.get_by_role("link", name="Đoàn viên kết nạp mới")).to_be_visible()


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
        expect(card).to_contain_text("“19 Công đoàn cơ sở”")
        expect(card).to_contain_text("dòng 8, ký tự")
        expect(card).to_contain_text("người số 1, 21/11/2026")
        expect(card).to_contain_text("người số 2, 21/11/2026")
        page.keyboard.press("Escape")
        expect(card).to_be_hidden()


def test_the_evidence_is_reached_by_keyboard_alone(server, page):
    open_page(page, f"{server}/members_recruited")
    for _ in range(40):
        page.keyboard.press("Tab")
        if number(page).evaluate("element => element === document.activeElement"):
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text("“60 đoàn viên”")


def test_the_keyboard_walks_through_a_table_without_opening_anything(server, fresh_page):
    page, asked = fresh_page, []
    page.on("websocket", lambda socket: socket.on("framesent", lambda frame: asked.append(frame)))  # noqa: PLW0108  (Playwright marks it)
    open_page(page, f"{server}/explore?q=dong+da&indicator=agreements_signed")
    number = page.locator("table.figures a.claim").first
    page.locator("table.figures").evaluate("table => table.parentElement.focus()")
    asked.clear()
    page.keyboard.press("Tab")
    expect(number).to_be_focused()
    settle(page)
    assert asked == []
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text("“21 bản”")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_the_passage_is_shown_where_the_article_is_at_hand_and_said_to_be_missing_where_not(built, page):
    articles = os.environ.get("ARTICLES_DIR")
    with serve(built, ARTICLES_DIR="") as address:
        open_page(page, f"{address}/members_recruited")
        number(page).click()
        expect(page.get_by_role("dialog")).to_contain_text("máy chủ này không có tệp bài báo")
    if not articles:
        pytest.skip("ARTICLES_DIR is not set: no article to show a passage of")
    with serve(built, ARTICLES_DIR=articles) as address:
        open_page(page, f"{address}/members_recruited")
        number(page).click()
        expect(page.locator(".passage mark")).to_have_text("60 đoàn viên")


def test_a_new_build_is_shown_at_the_next_rerun_without_a_restart(tmp_path, built, page):
    warehouse = tmp_path / "warehouse.duckdb"
    seeds = tmp_path / "seeds"
    shutil.copy(built, warehouse)
    shutil.copytree(ROOT / "seeds", seeds)
    claims = seeds / "claims.csv"
    with serve(warehouse) as address:
        open_page(page, f"{address}/members_recruited")
        expect(page.locator(".finding")).to_contain_text("60 đoàn viên")
        text = claims.read_text(encoding="utf-8")
        changed = text.replace(",60,,exact,MEMBER,A,_T,60 đoàn viên,", ",61,,exact,MEMBER,A,_T,61 đoàn viên,")
        assert changed != text
        claims.write_text(changed, encoding="utf-8")
        build_of(tmp_path)
        page.get_by_role("combobox", name="Cụm thi đua").click()
        page.get_by_role("option", name="Cụm 5").click()
        expect(page.locator(".finding")).to_contain_text("61 đoàn viên")


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
    && document.querySelector('.languages')?.dataset.drawnFor
      === (matchMedia('(max-width: 640px)').matches ? 'phone' : 'desk')
    && document.fonts.status === 'loaded'
    && !document.querySelector('[data-testid=stSkeleton], [data-stale=true]')
    && document.getAnimations().every(animation => animation.playState !== 'running')
    && [...document.querySelectorAll('[data-testid=stPlotlyChart]')].every(chart =>
      chart.querySelector('.point, .points path') && fits(chart.querySelector('.main-svg'), chart));
}
"""


def test_what_an_article_leaves_out_is_hatched_so_that_it_is_seen(server, page):
    open_page(page, f"{server}/unions_formed?period=2023-S1&view=map")
    strokes = page.locator("pattern path").evaluate_all("found => found.map(one => one.getAttribute('stroke'))")
    seen = [tuple(map(int, re.findall(r"\d+", stroke))) for stroke in strokes]
    assert seen == [tuple(bytes.fromhex(LIGHT.line[1:]))] * 3
