"""Two readers bring an article in by the browser: each apart, by keyboard, mouse or phone; what is saved is kept."""

import os
import re
import signal
import subprocess
import urllib.error
import urllib.request
from urllib.parse import quote

import duckdb
import pytest
from playwright.sync_api import Page, expect

from etl.builds import Builds, place_of
from tests.conftest import OUTPUT, serve
from tests.dashboard.test_browser import open_page, settle
from tests.dashboard.test_every_reader import misfits, violations
from tests.made_up import ONE, SECOND, TWO, Made, made
from tests.readers import Hand, Reader, names

NAMES = names()
FIGURES = {
    "12 Công": ("unions_formed", "12", "chính xác"),
    "350 đoàn": ("members_recruited", "350", "hơn …"),
    "7 bản": ("agreements_signed", "7", "chính xác"),
}
WIDTHS = (1440, 390)
PLANS = SECOND.replace("sơ kết.", "sơ kết theo Kế hoạch 15/KH-LĐLĐ, 17/KH-LĐLĐ và 19/KH-LĐLĐ.")


def truth(text: str = SECOND, **other: str) -> dict[int, list[dict[str, str]]]:
    """What the second article says; `other` says another number of an indicator."""
    return {
        text.index(words): [
            {
                "unit_id": NAMES["unit_id"]["003"],
                "indicator_id": NAMES["indicator_id"][indicator],
                "time_period": "6 tháng đầu năm 2024",
                "value": other.get(indicator, value),
                "qualifier": exactness,
            }
        ]
        for words, (indicator, value, exactness) in FIGURES.items()
    }


@pytest.fixture
def at(tmp_path, monkeypatch):
    """A dashboard of its own with one made-up article published."""
    monkeypatch.setenv("ARTICLES_DIR", str(tmp_path / "articles"))
    return made(tmp_path)


@pytest.fixture
def served(at):
    with at.served() as address:
        yield address


def opened(page: Page, address: str, article: str = "", reader: str = ONE) -> None:
    """Open the page of all articles, or that of one, as a reader."""
    open_page(page, f"{address}/intake?reader={reader}" + (f"&article={article}" if article else ""))


def picture(page: Page, name: str) -> None:
    """Keep what a reader sees, for docs/intake.md."""
    (OUTPUT / "intake").mkdir(parents=True, exist_ok=True)
    settle(page)
    page.screenshot(path=OUTPUT / "intake" / f"{name}.png", clip={"x": 0, "y": 0, "width": 1440, "height": 760})


def begun(page: Page, button: str) -> None:
    """Begin to read."""
    page.get_by_role("button", name=button).click()
    expect(page.locator(".reading-text .stop").first).to_be_visible()
    settle(page)


def test_two_readers_enter_an_article_settle_a_difference_and_an_open_page_shows_the_figure(at, served, page):
    opened(page, served)
    with page.context.expect_page() as found:
        page.evaluate("address => open(address)", f"{served}/unions_formed")
    other = found.value
    expect(other.locator(".finding")).to_contain_text("Mê Linh")
    # Pasted, confirmed, read: what is right costs one action.
    page.locator("#arrivals-paste").fill(SECOND)
    page.get_by_role("button", name="Thêm", exact=True).click()
    page.locator(".outcomes a").click()
    expect(page.locator("h1")).to_have_text("LĐLĐ quận Tây Hồ sơ kết công tác 6 tháng đầu năm 2024")
    article = page.url.partition("article=")[2].partition("&")[0]
    begun(page, "Xác nhận và đọc")
    page.locator(".stop.proposed-figure", has_text="350").click()
    picture(page, "read")
    first = Reader(Hand(page), truth())
    first.read()
    assert set(first.hand.kinds["right"]) == {1}
    page.keyboard.press("Enter")  # on the button that ends the reading
    expect(page.get_by_text("Lượt đọc của anh/chị đã xong và đã lưu.")).to_be_visible()

    # The second starts from the bare text, and is another reader.
    opened(page, served, article, TWO)
    begun(page, "Bắt đầu lượt đọc thứ hai")
    assert page.evaluate("document.querySelector('.reading').reading.proposals.length") == 0
    expect(page.locator(".stop.figure, .stop.passed")).to_have_count(0)
    second = Reader(Hand(page), truth(agreements_signed="8"))
    second.read()
    assert max(second.hand.kinds["missed"]) <= 6 + 2  # of one that is said otherwise than it stands there: its number
    page.keyboard.press("Enter")

    settled_and_published(page, served, article)

    # At its next click, the page that was open all the while has the figure.
    other.get_by_role("combobox", name="Sắp xếp").click()
    other.get_by_role("option", name="A–Z").click()
    expect(other).to_have_url(re.compile("order=alphabetical"))
    settle(other)
    other.get_by_role("combobox", name="Kỳ số liệu").click()
    other.get_by_role("option", name="6 tháng đầu năm 2024").click()
    expect(other.locator(".finding")).to_contain_text("12 công đoàn cơ sở")
    other.close()
    open_page(page, f"{served}/agreements_signed?claim={claim(at, 'agreements_signed')}")
    expect(page.get_by_role("dialog")).to_contain_text("Khác ở con số, đã thống nhất")
    open_page(page, f"{served}/members_recruited?claim={claim(at, 'members_recruited')}")
    expect(page.get_by_role("dialog")).to_contain_text("Hai lượt đọc trùng khớp")
    open_page(page, f"{served}/sources?article={article}")
    expect(page.locator(f"[id='{article}']")).to_contain_text("giống nhau: con số 2/3")


def settled_and_published(page: Page, address: str, article: str) -> None:
    """What differs is settled with a reason, by two keys; both agree, and one publishes."""
    expect(page.locator(".reading-status")).to_contain_text("Đã thống nhất 0/1 điểm")
    expect(page.locator(".side .what")).to_have_text(["7", "8"])
    page.keyboard.press("1")
    picture(page, "settle")
    page.keyboard.press("1")
    expect(page.locator(".reading-status")).to_contain_text("Đã thống nhất 1/1 điểm")
    page.get_by_role("button", name="Tôi đồng ý với tất cả").click()
    expect(page.get_by_text("Khi người đọc kia cũng đồng ý")).to_be_visible()
    opened(page, address, article, ONE)
    page.get_by_role("button", name="Tôi đồng ý với tất cả").click()
    page.get_by_role("button", name="Công bố").click()
    expect(page.get_by_text("Số liệu của bài đã có trên bảng số liệu:")).to_be_visible()


def claim(at: Made, indicator: str) -> str:
    """The published claim of an indicator of the second article."""
    rows = (at.desk.seeds / "claims.csv").read_text(encoding="utf-8").splitlines()
    return next(row.split(",")[0] for row in rows if f",{indicator},2024-S1," in row)


def test_a_figure_is_corrected_from_its_card_by_two_readers(at, served, page):
    claim_id = (at.desk.seeds / "claims.csv").read_text(encoding="utf-8").splitlines()[1].split(",")[0]
    open_page(page, f"{served}/unions_formed?claim={claim_id}")
    page.get_by_role("dialog").get_by_role("link", name="Sửa").click()
    page.get_by_role("combobox", name="Anh/chị đọc với vai trò").click()
    page.get_by_role("option", name="Người số 1").click()
    expect(page.locator("h2.as-printed")).to_have_text("“9 Công đoàn cơ sở”")
    hand = Hand(page)
    hand.press("Enter")  # nothing is changed yet, but a reason given
    hand.press("1")
    hand.press("Enter")
    expect(page.locator(".reading-body .alert")).to_contain_text("Chưa có gì khác với số liệu đang công bố")
    hand.press("Escape")
    hand.press("1")
    hand.type("ba v")
    hand.press("Enter")
    hand.press("1")  # the first of the usual reasons
    if page.evaluate("document.activeElement.getAttribute('role')") == "combobox":
        hand.press("Enter")
    hand.press("Enter")
    expect(page.get_by_text("Đính chính đang chờ")).to_be_visible()
    expect(page.get_by_text("Đơn vị: 250 → 271")).to_be_visible()
    opened(page, served, reader=TWO)
    page.get_by_role("button", name="Xác nhận").click()
    page.get_by_role("button", name="Công bố").click()
    expect(page.get_by_text("Đính chính đang chờ")).to_have_count(0)
    open_page(page, f"{served}/sources")
    expect(page.locator("#corrections")).to_contain_text("Đọc lại bài")


def test_a_figure_that_both_had_alike_is_changed_by_one_and_agreed_to_by_both(at, served, page):
    article = at.lay(SECOND)
    at.read(article, ONE, TWO)
    opened(page, served, article, ONE)
    page.get_by_role("combobox", name="Sửa một số liệu hai người ghi giống nhau").click()
    page.keyboard.type("350")
    page.keyboard.press("Enter")
    change = page.get_by_role("button", name="Sửa", exact=True)
    expect(change).to_be_enabled()
    change.press("Enter")
    expect(page.locator("h2.as-printed")).to_contain_text("350")
    hand = Hand(page)
    hand.press("Enter")
    hand.press("1")
    hand.press("Enter")
    expect(page.locator(".reading-body .alert")).to_contain_text("Chưa có gì khác với điều hai người đã ghi")
    hand.press("Escape")
    hand.press("1")
    hand.type("lb")
    hand.press("Enter")
    hand.press("Enter")
    expect(page.locator(".reading-status")).to_contain_text("Đã thống nhất 1/1 điểm")
    assert {one.value: one.unit_id for one in at.desk.settled(article, TWO) if one.kind == "figure"}["350"] == "004"
    (changed,) = at.desk.differences(article, TWO)
    assert (changed.column, changed.first, changed.second, changed.settled) == ("unit_id", "003", "003", "004")
    for reader in (ONE, TWO):
        opened(page, served, article, reader)
        page.get_by_role("button", name="Tôi đồng ý với tất cả").click()
        expect(page.get_by_text("Khi người đọc kia").or_(page.get_by_role("button", name="Công bố"))).to_be_visible()
    page.get_by_role("button", name="Công bố").click()
    expect(page.get_by_text("Số liệu của bài đã có trên bảng số liệu:")).to_be_visible()
    assert ",004,members_recruited,2024-S1," in (at.desk.seeds / "claims.csv").read_text(encoding="utf-8")


def test_a_wrong_proposal_is_put_right_in_five_actions_and_a_missed_figure_found_in_six(at, served, page):
    article = at.lay(
        SECOND.replace("LĐLĐ quận đã", "LĐLĐ quận Ba Đình đã").replace("45 suất quà cho", "45 tổ chức cho")
    )
    opened(page, served, article)
    begun(page, "Xác nhận và đọc")
    hand = Hand(page)
    figure = page.locator(".stop.proposed-figure").filter(has_text="350")
    figure.click()
    begin = hand.actions
    hand.press("1")
    hand.type("lb")
    hand.press("Enter")
    hand.press("Enter")
    assert hand.actions - begin <= 5
    expect(figure.or_(page.locator(".stop.figure", has_text="350")).first).to_have_class(re.compile("figure"))
    missed = page.locator(".stop.proposed-passed").filter(has_text="45")
    missed.click()
    begin = hand.actions
    hand.press("s")  # the unit is that of the figure before: no other is named since
    hand.type("cd")
    hand.press("Enter")
    hand.press("Enter")
    assert hand.actions - begin <= 6
    # Words without a numeral, chosen while one is current that is proposed: they are meant, and it stays as it was.
    page.locator(".stop.proposed-passed", has_text=re.compile("^12$")).click()
    words = at.desk.text(article).index("Tháng Công nhân")
    Reader(hand, {}, lesser=[(words, words + len("Tháng Công nhân"), "Tên riêng.")]).choose_words()
    expect(page.locator(".stop.proposed-passed", has_text=re.compile("^12$"))).to_have_count(1)
    Reader(hand, {}).saved()
    kept = {entry.as_printed: entry for entry in at.desk.reading(article, ONE).entries}
    assert [entry.unit_id for words, entry in kept.items() if "350" in words] == ["004"]
    assert [entry.indicator_id for words, entry in kept.items() if words.startswith("45")] == ["unions_formed"]
    assert kept["Tháng Công nhân"].reason == "Tên riêng."


def test_words_that_are_chosen_are_the_span_and_lines_are_passed_over_as_a_whole(at, served, page):
    article = at.lay(SECOND)
    at.read(article, ONE)
    opened(page, served, article, TWO)
    begun(page, "Bắt đầu lượt đọc thứ hai")
    # By the mouse: from the hedge to the noun.
    page.evaluate(
        """() => {
          const { reading } = document.querySelector('.reading'), from = reading.article.text.indexOf('hơn 350');
          const chosen = getSelection();
          chosen.removeAllRanges();
          chosen.addRange(reading.article.range([from + 1, from + 14]));  // within words: whole ones are meant
          reading.text.dispatchEvent(new PointerEvent('pointerup', { bubbles: true }));
        }"""
    )
    expect(page.locator("h2.as-printed")).to_have_text("“hơn 350 đoàn viên”")
    page.keyboard.press("s")
    expect(page.get_by_role("combobox", name="Mức chính xác")).to_have_value("hơn …")
    page.keyboard.press("Escape")
    # By the keyboard: a word less, a word more.
    page.keyboard.press("Shift+ArrowLeft")
    expect(page.locator("h2.as-printed")).to_have_text("“hơn 350 đoàn”")
    page.keyboard.press("Shift+ArrowRight")
    expect(page.locator("h2.as-printed")).to_have_text("“hơn 350 đoàn viên”")
    # Lines as a whole: other articles' headlines.
    page.locator(".stop", has_text="30/5/2024").click()
    page.keyboard.press("Shift+End")
    expect(page.locator(".reading-body h2")).to_have_text("Đang chọn: dòng 6–7")
    page.keyboard.press("b")
    page.keyboard.press("1")
    Reader(Hand(page), {}).saved()
    (entry,) = at.desk.reading(article, TWO).entries
    assert (entry.line, entry.line_to, entry.is_whole_lines) == (6, 7, True)
    expect(page.locator(".stop.passed")).to_have_count(4)


def test_a_bare_numeral_costs_one_key_those_of_a_sort_are_shown_together_and_a_figure_goes_on_from_the_last(
    at, served, page
):
    article = at.lay(PLANS)
    at.read(article, ONE)
    opened(page, served, article, TWO)
    expect(page.locator("table.evidence")).to_contain_text("LĐLĐ quận Tây Hồ sơ kết")  # what it is, and no figure
    begun(page, "Bắt đầu lượt đọc thứ hai")

    def to(numeral: str) -> None:
        page.get_by_role("button", name=f"{numeral}, chưa ghi", exact=True).click()

    to("15")
    page.keyboard.press(",")
    expect(page.locator(".group li")).to_have_count(3)
    expect(page.locator(".group li").first).to_contain_text("theo Kế hoạch 15/KH-LĐLĐ")
    picture(page, "alike")
    page.locator(".group li").last.get_by_role("button", name="Để riêng").click()
    page.keyboard.press("1")
    expect(page.locator(".reading-status")).to_contain_text("Đã ghi 2/")
    page.get_by_role("button", name="6, chưa ghi", exact=True).first.click()  # what it looks like, then what was said
    expect(page.locator(".offered button")).to_contain_text(["Độ dài kỳ báo cáo", "Số hiệu văn bản", "Ngày tháng"])
    page.locator(".stop.open").filter(has_text=re.compile("^12$")).first.click()
    page.keyboard.press("s")
    page.keyboard.press("Enter")  # the unit: nothing was entered before
    page.keyboard.press("Enter")  # the indicator: its noun counts several
    page.keyboard.press("Enter")
    expect(page.locator(".stop.figure")).to_have_text("12")
    to("350")
    page.keyboard.press("s")
    expect(page.get_by_role("combobox", name="Đơn vị")).to_have_value("Tây Hồ")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator(".stop.figure")).to_have_text(["12", "350"])
    to("45")
    page.keyboard.press("3")
    Reader(Hand(page), {}).saved()
    kept = at.desk.reading(article, TWO).entries
    assert {one.as_printed: one.reason for one in kept if one.kind == "passed" and "/KH" not in one.as_printed} == {
        "15": "Số hiệu văn bản.", "17": "Số hiệu văn bản.", "45": kept[-1].reason
    }  # fmt: skip
    assert [(one.value, one.unit_id) for one in kept if one.kind == "figure"] == [("12", "003"), ("350", "003")]


def test_what_is_called_saved_is_kept_and_what_is_not_is_sent_again(at, page):
    article = at.lay(SECOND)
    with at.served() as address:
        port = int(address.rpartition(":")[2])
        opened(page, address, article)
        begun(page, "Xác nhận và đọc")
        page.keyboard.press("Enter")
        Reader(Hand(page), {}).saved()
        kept = len(at.desk.reading(article, ONE).entries)
        assert kept == 1
        found = subprocess.run(
            ["pgrep", "-f", f"server.port={port}"], capture_output=True, text=True, check=False
        ).stdout.split()
        for process in found:
            os.kill(int(process), signal.SIGKILL)
        page.keyboard.press("Enter")
        page.keyboard.press("Enter")
        expect(page.locator(".reading-status .late")).to_be_visible()  # and nothing is called saved
        assert len(at.desk.reading(article, ONE).entries) == kept
    with at.served(port=port):
        Reader(Hand(page), {}).saved()
        assert len(at.desk.reading(article, ONE).entries) == kept + 2
        opened(page, address, article)  # closed and opened again, it goes on where it was
        expect(page.locator(".reading-status")).to_contain_text("Đã ghi 4/")


def test_a_text_is_text_and_what_cannot_be_taken_in_is_said_in_a_sentence(at, served, page, tmp_path):
    opened(page, served)
    said = page.locator(".outcomes li").first
    add = page.get_by_role("button", name="Thêm", exact=True)
    add.click()
    expect(said).to_contain_text("Ô văn bản đang trống.")
    files = page.locator(".arrivals input[type=file]")
    (tmp_path / "lon.txt").write_bytes(b"a" * (50 * 2**20))
    files.set_input_files(tmp_path / "lon.txt")
    expect(said).to_contain_text("lon.txt nặng 50 MB; chỉ nhận tối đa 20 MB.")
    files.set_input_files({"name": "anh.png", "mimeType": "image/png", "buffer": b"\x89PNG\r\n\x1a\n" + b"\0" * 99})
    expect(said).to_have_class("refused")
    expect(said).to_contain_text("anh.png")
    page.locator("#arrivals-paste").fill(SECOND)
    add.click()
    expect(said).to_have_class("new")
    page.locator("#arrivals-paste").fill(SECOND)
    add.click()
    expect(said).to_have_class("same")
    page.locator("#arrivals-paste").fill(SECOND.replace("12 Công", "13 Công"))
    add.click()
    expect(said).to_have_class("almost")
    expect(said.locator(".sides p").first).to_contain_text("12 Công đoàn cơ sở")
    expect(said.locator(".sides p").nth(1)).to_contain_text("13 Công đoàn cơ sở")
    said.get_by_role("link", name="Mở").click()
    begun(page, "Xác nhận và đọc")
    expect(page.locator(".reading-text")).to_contain_text("<b>Đọc thêm</b>")
    assert page.locator(".reading-text b").count() == 0


def answer(
    address: str, method: str = "PUT", data: bytes = b"a", headers: dict[str, str] | None = None
) -> tuple[int, str]:
    request = urllib.request.Request(address, data=data, method=method, headers=headers or {})
    try:
        with urllib.request.urlopen(request, timeout=60) as got:
            return got.status, got.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def test_the_server_takes_articles_alone_and_from_this_computer_alone(served):
    assert answer(f"{served}/_stcore/upload_file/a/b")[0] == 405
    assert answer(f"{served}/arrivals", method="POST")[0] == 405
    # A name that is none of this server's is answered before any route is asked.
    assert answer(f"{served}/arrivals?name=a.txt", headers={"Host": "dashboard.example.org"})[0] == 421
    code, said = answer(f"{served}/arrivals?name=a.txt", headers={"X-Forwarded-For": "203.0.113.7"})
    assert (code, "máy đang chạy" in said) == (403, True)
    code, said = answer(f"{served}/arrivals?name={quote('lớn.txt')}", data=b"a" * (21 * 2**20))
    assert (code, "lớn.txt quá lớn" in said) == (413, True)


def test_an_older_build_takes_nothing_in_and_leads_to_the_data_of_today(at, served, page):
    (kept,) = Builds(place_of(at.desk.warehouse)).listed()
    asof = f"asof={kept.seeds_sha256[:8]}"
    code, said = answer(f"{served}/arrivals?name=a.txt&{asof}", data=SECOND.encode())
    assert (code, "Bài báo chỉ được nhập vào dữ liệu mới nhất" in said, len(at.desk.articles())) == (422, True, 1)
    open_page(page, f"{served}/intake?reader={ONE}&{asof}")
    expect(page.get_by_text("Bài báo chỉ được nhập vào dữ liệu mới nhất")).to_be_visible()
    assert (misfits(page), violations(page)) == ([], [])
    expect(page.locator("#arrivals-paste")).to_have_count(0)
    page.get_by_role("link", name="Mở trang nhập bài báo với dữ liệu mới nhất").click()
    expect(page.locator("#arrivals-paste")).to_be_visible()
    assert page.url == f"{served}/intake?reader={ONE}"
    with duckdb.connect(str(at.desk.warehouse), read_only=True) as connection:
        ((claim_id,),) = connection.execute("select min(claim_id) from claims").fetchall()
    open_page(page, f"{served}/explore?claim={claim_id}&{asof}")
    page.get_by_role("dialog").get_by_role("link", name="Sửa trong dữ liệu mới nhất").click()
    expect(page.get_by_role("heading", name="Đính chính số liệu")).to_be_visible()
    assert page.url == f"{served}/intake?correct={claim_id}"


def test_elsewhere_than_on_this_computer_nothing_is_taken_in_and_the_page_says_so(built, page):
    with serve(built, host="0.0.0.0") as address:
        assert answer(f"{address}/arrivals?name=a.txt")[0] == 405
        open_page(page, f"{address}/intake")
        expect(page.get_by_text("Chỉ nhập bài được ngay trên máy đang chạy bảng số liệu này")).to_be_visible()
        page.get_by_test_id("stTopNavSection").last.click()
        expect(page.get_by_role("menuitem", name="Nguồn và đính chính")).to_be_visible()
        expect(page.get_by_role("menuitem", name="Nhập bài báo")).to_have_count(0)
        open_page(page, f"{address}/unions_formed?claim=a001-l08-1")
        expect(page.get_by_role("dialog").get_by_text("Báo sai số liệu", exact=True)).to_be_visible()
        expect(page.get_by_role("dialog").get_by_role("link", name="Sửa")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_state_is_for_every_screen_and_every_pair_of_eyes(at, served, page, scheme):
    faults: list[tuple[str, int, str]] = []
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    article, pending = at.lay(SECOND), at.lay(SECOND.replace("2024", "2022").replace("12 Công", "14 Công"))
    at.read(pending, ONE, TWO)

    def look(state: str) -> None:
        settle(page)
        faults.extend((state, width, fault) for fault in (*violations(page), *misfits(page)))

    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        opened(page, served)
        look("list")
        page.locator("#arrivals-paste").fill(SECOND.replace("12 Công", f"{width} Công"))
        page.get_by_role("button", name="Thêm", exact=True).click()
        expect(page.locator(".outcomes li").first).to_have_class("almost")
        look("almost the same")
        opened(page, served, article)
        if width == WIDTHS[0]:
            look("metadata")
            begun(page, "Xác nhận và đọc")
        expect(page.locator(".reading-text .stop").first).to_be_visible()
        look("proposed: passed over")
        page.locator(".stop", has_text="350").click()
        look("proposed: a figure")
        page.keyboard.press("1")
        page.keyboard.type("thanh o")
        look("a list")
        page.keyboard.type("ai xyz")
        page.keyboard.press("Enter")
        look("asked for")
        page.keyboard.press("Escape")
        page.locator(".stop", has_text="30/5/2024").click()
        page.keyboard.press("Shift+End")
        look("lines")
        page.keyboard.press("Escape")
        opened(page, served, pending)
        look("settled")
    assert faults == [], "\n".join(map(str, faults))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_bare_numeral_is_for_every_screen_and_every_pair_of_eyes(at, served, page, scheme):
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    article = at.lay(PLANS)
    at.read(article, ONE)

    def look() -> None:
        settle(page)
        assert (violations(page), misfits(page)) == ([], [])

    opened(page, served, article, TWO)
    begun(page, "Bắt đầu lượt đọc thứ hai")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.get_by_role("button", name="15, chưa ghi", exact=True).click()
        look()
        page.keyboard.press(",")
        expect(page.locator(".group li")).to_have_count(3)
        look()
        page.keyboard.press("Escape")
        page.locator(".stop.open").filter(has_text=re.compile("^12$")).first.click()
        page.keyboard.press("s")
        expect(page.get_by_role("combobox", name="Đơn vị")).to_be_visible()
        look()
        page.keyboard.press("Escape")
