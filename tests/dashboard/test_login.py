"""People log in by a provider of OpenID Connect: who may do what, over pages, plain addresses and several replicas."""

import re
import urllib.error
import urllib.request
from contextlib import ExitStack

import pytest
from itsdangerous import TimestampSigner, URLSafeTimedSerializer
from playwright.sync_api import expect

from dashboard.login import COOKIE
from tests.conftest import profile, serve
from tests.dashboard.test_browser import open_page, settle
from tests.dashboard.test_intake import answer, begun, truth
from tests.made_up import ONE, SECOND, TWO, made
from tests.oidc import SECRET, by_provider, provider
from tests.ports import free_port
from tests.readers import Hand, Reader

NOT_YET = "Xin đăng nhập để nhập bài hoặc đính chính số liệu."
MAY_NOT = "chưa được giao quyền nhập bài và đính chính số liệu"


@pytest.fixture(scope="module")
def issuer():
    with provider() as address:
        yield address


@pytest.fixture(scope="module")
def closed(built, issuer, tmp_path_factory):
    """Two replicas with one secret, of a dashboard that only people with a role may read; and what they log."""
    folder, port = tmp_path_factory.mktemp("closed"), free_port()
    with ExitStack() as stack:
        environment = by_provider(issuer, port, READING="closed", ENDED=str(folder / "ended"))
        first = stack.enter_context(serve(built, port=port, log=folder / "log", **environment))
        second = stack.enter_context(serve(built, log=folder / "log2", **environment))
        yield first, second, folder / "log"


@pytest.fixture
def fresh(chromium):
    """Opens pages of browser profiles of their own: each is another person."""
    with ExitStack() as stack:
        yield lambda: stack.enter_context(profile(chromium)).new_page()


def log_in(page, sub):
    """Log in on the provider's page, which a page of ours led to."""
    page.get_by_role("button", name=sub, exact=True).click()


def enter(page, address, sub):
    """Open a page as nobody, and log in from there."""
    open_page(page, address)
    page.get_by_role("link", name="Đăng nhập").click()
    log_in(page, sub)
    expect(page.locator(".account")).to_contain_text("Đang đăng nhập:")
    settle(page)


def cookie_of(page):
    return next(one for one in page.context.cookies() if one["name"] == COOKIE)


def status(address, cookie="", **headers):
    said = {"Cookie": f"{COOKIE}={cookie}"} if cookie else {}
    request = urllib.request.Request(address, headers={**said, **headers})
    try:
        with urllib.request.urlopen(request, timeout=60) as got:
            return got.status
    except urllib.error.HTTPError as error:
        return error.code


def test_two_persons_read_an_article_and_one_cannot_be_both(issuer, tmp_path, monkeypatch, fresh):
    monkeypatch.setenv("ARTICLES_DIR", str(tmp_path / "articles"))
    at, port = made(tmp_path), free_port()
    article = at.lay(SECOND)
    with at.served(port, **by_provider(issuer, port)) as address:
        an, binh, stranger, viewer = (fresh() for _ in range(4))
        there = f"{address}/intake?article={article}&reader="

        # Nobody, and somebody without the role: a sentence, and nothing is taken in.
        open_page(stranger, there + ONE)
        expect(stranger.get_by_text(NOT_YET)).to_be_visible()
        code, said = answer(f"{address}/arrivals?name=a.txt")
        assert (code, NOT_YET in said) == (403, True)
        for page, sub in ((stranger, "la"), (viewer, "xem")):
            enter(page, there + ONE, sub)
            expect(page.get_by_text(MAY_NOT)).to_be_visible()
            cookie = f"{COOKIE}={cookie_of(page)['value']}"
            code, words = answer(f"{address}/arrivals?name=a.txt", headers={"Cookie": cookie})
            assert (code, MAY_NOT in words) == (403, True)

        # The first reader comes back from the login to the article that the link named.
        enter(an, there + ONE, "an")
        expect(an).to_have_url(re.compile(f"article={article}"))
        expect(an.locator(".account")).to_contain_text("Người đọc A")
        begun(an, "Xác nhận và đọc")
        Reader(Hand(an), truth()).read()
        an.keyboard.press("Enter")
        expect(an.get_by_text("Lượt đọc của anh/chị đã xong và đã lưu.")).to_be_visible()

        # The same person is no second reader, and another person is not the first.
        open_page(an, there + TWO)
        an.get_by_role("button", name="Bắt đầu lượt đọc thứ hai").click()
        expect(an.get_by_text("hai người đọc phải là hai người khác nhau")).to_be_visible()
        assert at.desk.draft(article).readers() == (ONE,)
        enter(binh, there + ONE, "binh")
        binh.get_by_role("button", name="Mở lại lượt đọc").click()
        expect(binh.get_by_text("Một người khác đã bắt đầu với tên")).to_be_visible()
        assert at.desk.draft(article).finished == (ONE,)
        open_page(binh, there + TWO)
        begun(binh, "Bắt đầu lượt đọc thứ hai")
        assert at.desk.draft(article).readers() == (ONE, TWO)

        # The drafts tell people apart and name nobody; the seeds know roles alone.
        kept = b"".join(path.read_bytes() for path in tmp_path.glob("drafts.sqlite*"))
        assert ONE.encode() in kept
        assert "Người đọc A".encode() not in kept
        assert [path for path in (tmp_path / "seeds").iterdir() if "Người đọc A" in path.read_text("utf-8")] == []
        log = (tmp_path / "log").read_text()
        assert "refused=/arrivals" in log or "refused=PUT /arrivals" in log
        assert "refused=/intake" in log
        assert [
            secret for secret in (SECRET, "client-secret", cookie_of(an)["value"], "Người đọc") if secret in log
        ] == []

        # What may still be read is not kept from anybody.
        assert status(f"{address}/files/gaps/list.csv") == 200


def test_a_reader_whose_login_has_ended_can_save_nothing_on_a_page_that_is_still_open(
    issuer, tmp_path, monkeypatch, fresh
):
    monkeypatch.setenv("ARTICLES_DIR", str(tmp_path / "articles"))
    at, port = made(tmp_path), free_port()
    article = at.lay(SECOND)
    with at.served(port, **by_provider(issuer, port, ENDED=str(tmp_path / "ended"))) as address:
        page = fresh()
        enter(page, f"{address}/intake?article={article}&reader={ONE}", "an")
        begun(page, "Xác nhận và đọc")
        other = page.context.new_page()
        other.goto(f"{address}/logout")
        before = at.desk.reading(article, ONE).entries
        page.locator(".stop.proposed-figure", has_text="350").click()
        page.keyboard.press("Enter")
        expect(page.get_by_text(NOT_YET).first).to_be_visible()
        assert at.desk.reading(article, ONE).entries == before


def test_where_reading_is_closed_nobody_reads_and_the_followed_link_is_kept(closed, fresh):
    address, _, log = closed
    files = ["files/gaps/list.csv", "data/", "data/datapackage.json", "_stcore/host-config", "media/x.png"]
    assert [status(f"{address}/{one}") for one in files] == [401] * len(files)
    assert answer(f"{address}/data/", method="GET", data=b"")[1].startswith("Chỉ người đã đăng nhập mới xem được")
    assert [status(f"{address}/{one}") for one in ("health", "_stcore/health")] == [200, 200]
    page = fresh()
    page.goto(f"{address}/unions_formed?cluster=cum-1&order=alphabetical&lang=en")
    log_in(page, "xem")
    expect(page).to_have_url(f"{address}/unions_formed?cluster=cum-1&order=alphabetical&lang=en")
    expect(page.locator(".account")).to_contain_text("Logged in as Người xem")
    cookie = cookie_of(page)
    assert (cookie["httpOnly"], cookie["sameSite"], cookie["path"]) == (True, "Lax", "/")
    assert [status(f"{address}/{one}", cookie["value"]) for one in files[:3]] == [200] * 3
    answered = page.request.get(f"{address}/data/datapackage.json")
    assert answered.headers["cache-control"] == "private, no-cache"

    # A link to a file leads there as well.
    other = fresh()
    other.goto(f"{address}/data/?lang=en")
    log_in(other, "an")
    expect(other).to_have_url(f"{address}/data/?lang=en")

    # Whoever has no role has logged in for nothing, and is told.
    stranger = fresh()
    stranger.goto(f"{address}/gaps")
    log_in(stranger, "trong")
    expect(stranger.locator("body")).to_contain_text("tài khoản này chưa được giao quyền xem")
    assert "refused=GET /gaps" in log.read_text()


def test_another_replica_knows_the_login_and_no_copy_of_the_cookie_outlives_it(closed, fresh):
    first, second, _ = closed
    page = fresh()
    page.goto(f"{first}/gaps")
    log_in(page, "an")
    expect(page.locator(".account")).to_be_visible()
    copied = cookie_of(page)["value"]
    open_page(page, f"{second}/gaps")
    expect(page.locator(".account")).to_contain_text("Người đọc A")
    assert status(f"{second}/data/datapackage.json", copied) == 200

    page.get_by_role("link", name="Đăng xuất").click()
    expect(page.locator("body")).to_contain_text("đã đăng xuất khỏi bảng số liệu")
    assert [status(f"{one}/data/datapackage.json", copied) for one in (first, second)] == [401, 401]
    page.context.add_cookies([{"name": COOKIE, "value": copied, "url": first}])
    page.goto(f"{first}/gaps")
    expect(page.get_by_role("button", name="an", exact=True)).to_be_visible()  # at the provider's again


def test_a_cookie_that_has_run_out_or_is_not_ours_opens_nothing(closed):
    address, second, _ = closed

    class EightHoursAgo(TimestampSigner):
        def get_timestamp(self):
            return super().get_timestamp() - 8 * 3600 - 1

    said = ["session", "identity", "An", ["doc-bai"]]
    made = {
        "ours": (URLSafeTimedSerializer(SECRET, salt="login"), 200),
        "run out": (URLSafeTimedSerializer(SECRET, salt="login", signer=EightHoursAgo), 401),
        "forged": (URLSafeTimedSerializer("x" * 40, salt="login"), 401),
        "of another use": (URLSafeTimedSerializer(SECRET, salt="other"), 401),
    }
    for one in (address, second):
        found = {name: status(f"{one}/data/datapackage.json", signer.dumps(said)) for name, (signer, _) in made.items()}
        assert found == {name: expected for name, (_, expected) in made.items()}
    signer = made["ours"][0]
    odd = [signer.dumps(one) for one in ("x", [1], {"a": 1}, [1, 2, 3, 4], ["a/../b", "i", "n", []])]
    assert [status(f"{address}/data/datapackage.json", one) for one in odd] == [401] * 4 + [403]
    forged = '{"identity": "x", "name": "x", "roles": ["reader"], "session": "", "until": 0}'
    assert status(f"{address}/data/datapackage.json", **{"X-Dashboard-Person": forged}) == 401


def test_a_login_that_fails_is_said_and_leads_nowhere_else(closed, fresh):
    address, _, _ = closed
    assert status(f"{address}/login/back?code=x&state=y") == 403
    page = fresh()
    page.goto(f"{address}/gaps")
    page.get_by_role("button", name="Deny").click()
    expect(page.locator("body")).to_contain_text("Chưa đăng nhập được.")
    for there in ("//example.org/x", "https://example.org", "\\\\example.org", "javascript:alert(1)"):
        page.goto(f"{address}/login?next={there}")
        log_in(page, "an")
        expect(page).to_have_url(re.compile(f"^{re.escape(address)}/"))
    page.set_content(f"<a href='{address}/logout'>x</a>")
    assert status(f"{address}/logout", cookie_of(page)["value"], **{"Sec-Fetch-Site": "cross-site"}) == 403
    assert status(f"{address}/data/datapackage.json", cookie_of(page)["value"]) == 200


def test_a_token_that_has_run_out_is_no_login(built, fresh):
    port = free_port()
    with provider(seconds=-600) as late, serve(built, port=port, **by_provider(late, port)) as address:
        page = fresh()
        open_page(page, address)
        page.get_by_role("link", name="Đăng nhập").click()
        log_in(page, "an")
        expect(page.locator("body")).to_contain_text("Chưa đăng nhập được.")
        assert [one["name"] for one in page.context.cookies() if one["name"] == COOKIE] == []


def test_without_a_provider_that_answers_the_dashboard_can_still_be_read(built, page):
    port = free_port()
    with serve(built, port=port, **by_provider(f"http://127.0.0.1:{free_port()}", port)) as address:
        open_page(page, f"{address}/gaps")
        page.get_by_role("link", name="Đăng nhập").click()
        expect(page.locator("body")).to_contain_text("trang đăng nhập không trả lời")
