"""What every request passes: hosts, headers of answers and of proxies, and what strangers may send."""

import http.client
import os
import re
import subprocess
import sys
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import psutil  # type: ignore[import-untyped]
import pytest
from playwright.sync_api import expect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Subprotocol

from dashboard import access, door, policy
from dashboard.messages import language
from tests.conftest import ROOT, serve
from tests.dashboard.test_browser import open_page, settle
from tests.dashboard.test_intake import answer, begun, opened
from tests.made_up import ONE, SECOND, made
from tests.oidc import SECRET
from tests.pages import PAGES

MIB = 1 << 20
LOGIN_NAMES = ("LOGIN", "READING", "ROLES", "PROXIES", "FORWARDED_ALLOW_IPS", "OIDC_ISSUER", "LOGIN_HOURS")
BY_PROXY = {"LOGIN": "proxy", "ROLES": "cn=doc,ou=nhom=reader; *=viewer"}
BY_OIDC = {
    "LOGIN": "oidc", "ROLES": "a=reader", "OIDC_ISSUER": "https://id.example.org", "OIDC_CLIENT_ID": "x",
    "OIDC_CLIENT_SECRET": "y", access.SECRET: SECRET, "BASE_ADDRESS": "https://example.org",
}  # fmt: skip


def asked(address, path="/", method="GET", **headers):
    """Ask as a program does that may say any host; return status, headers and words."""
    connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=60)
    connection.request(method, path, headers=headers)
    got = connection.getresponse()
    said = got.status, got.headers, got.read().decode("utf-8", "replace")
    connection.close()
    return said


@pytest.fixture
def environment(monkeypatch):
    """Sets what is configured, and nothing else is."""
    for name in (*LOGIN_NAMES, *BY_OIDC, door.HOSTS, policy.EMBED_IN):
        monkeypatch.delenv(name, raising=False)
    language.set("en")

    def set_(**said):
        for name, value in said.items():
            monkeypatch.setenv(name, value)

    yield set_
    language.set("vi")


@pytest.mark.parametrize(
    ("said", "address", "words"),
    [
        ({"LOGIN": "ldap"}, "127.0.0.1", "LOGIN is “ldap”; it can be: proxy, oidc."),
        ({"READING": "close"}, "127.0.0.1", "READING is “close”; it can be: open, closed."),
        ({"READING": "closed"}, "127.0.0.1", "READING=closed needs LOGIN"),
        ({"LOGIN": "proxy"}, "127.0.0.1", "LOGIN=proxy needs ROLES"),
        ({"LOGIN": "proxy", "ROLES": "a=boss"}, "127.0.0.1", "ROLES has “a=boss”"),
        ({"LOGIN": "proxy", "ROLES": "reader"}, "127.0.0.1", "ROLES has “reader”"),
        (BY_PROXY, None, "name the proxy’s own address in PROXIES"),
        (BY_PROXY, "0.0.0.0", "name the proxy’s own address in PROXIES"),
        (BY_PROXY | {"PROXIES": "127.0.0.1"}, "0.0.0.0", "name the proxy’s own address in PROXIES"),
        (BY_PROXY | {"PROXIES": "0.0.0.0/0"}, "0.0.0.0", "name the proxy’s own address in PROXIES"),
        (BY_PROXY | {"PROXIES": "proxy.lan"}, "0.0.0.0", "PROXIES are addresses such as 10.0.0.5"),
        (BY_PROXY | {"PROXIES": "10.0.0.5", "FORWARDED_ALLOW_IPS": "*"}, "0.0.0.0", "leave FORWARDED_ALLOW_IPS unset"),
        *((BY_OIDC | {name: ""}, None, f"LOGIN=oidc needs {name}") for name in BY_OIDC if name != "LOGIN"),
        (BY_OIDC | {"OIDC_ISSUER": "http://id.example.org"}, None, "begins with https://"),
        (BY_OIDC | {access.SECRET: "short"}, None, "at least 32 letters"),
        (BY_OIDC | {"LOGIN_HOURS": "800"}, None, "at most 24"),
        (BY_OIDC | {"LOGIN_HOURS": "soon"}, None, "at most 24"),
    ],
)
def test_what_is_configured_by_mistake_is_said_and_opens_nothing(environment, said, address, words):
    environment(**said)
    with pytest.raises(access.Misconfigured, match=re.escape(words)):
        access.configured(address)


def test_what_may_be_configured(environment):
    assert access.configured("0.0.0.0") == access.Rules()
    environment(**BY_PROXY, PROXIES="10.0.0.5, 10.1.0.0/28")
    found = access.configured("0.0.0.0")
    assert [str(one) for one in found.proxies] == ["10.0.0.5/32", "10.1.0.0/28"]
    assert found.roles_of(["cn=doc,ou=nhom"]) == ("reader", "viewer")
    assert found.roles_of([]) == ("viewer",)
    assert access.configured("127.0.0.1").proxies == ()


@pytest.mark.parametrize(
    "said", [{"LOGIN": "ldap"}, {"READING": "closed"}, {"EMBED_IN": "example.org; script-src *"}, {"HOSTS": "http://x"}]
)
def test_a_server_that_is_configured_by_mistake_does_not_start(built, said):
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.address=127.0.0.1", "--server.port=0"]
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "WAREHOUSE": str(built), **said}, capture_output=True, text=True,
        timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode != 0
    assert next(iter(said)) in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr


def test_only_a_named_proxys_word_is_taken(environment, monkeypatch):
    environment(**BY_PROXY, PROXIES="10.0.0.5")
    found = access.configured("0.0.0.0")
    monkeypatch.setattr(access, "rules", lambda: found)
    said = {"X-Forwarded-User": "an", "X-Forwarded-Groups": "x, cn=doc"}
    person = access.by_proxy(said, "10.0.0.5")
    assert person is not None
    assert person.roles == ("viewer",)
    assert [access.by_proxy(said, peer) for peer in ("10.0.0.6", "127.0.0.1", "", "testclient")] == [None] * 4
    assert access.by_proxy({}, "10.0.0.5") is None


def test_a_proxy_says_who_somebody_is_and_nobody_else_does(built, chromium, tmp_path):
    said: dict[str, Any] = {
        "LOGIN": "proxy",
        "ROLES": "doc=reader; xem=viewer",
        "READING": "closed",
        "PROXY_LOGOUT": "/oauth2/sign_out",
    }
    file = "/files/gaps/list.csv"
    with serve(
        built, log=tmp_path / "log", **said, DRAFTS=str(tmp_path / "drafts.sqlite"), ARTICLES_DIR=str(tmp_path)
    ) as address:
        assert asked(address, file)[0] == 401
        assert asked(address, file, **{"X-Forwarded-User": "an"})[0] == 403
        assert asked(address, file, **{"X-Forwarded-User": "an", "X-Forwarded-Groups": "xem"})[0] == 200
        forged = '{"identity": "x", "name": "x", "roles": ["reader"], "session": "", "until": 0}'
        assert asked(address, file, **{"X-Dashboard-Person": forged})[0] == 401
        viewer = {"X-Forwarded-User": "an", "X-Forwarded-Groups": "xem"}
        assert answer(f"{address}/arrivals?name=a.txt", headers=viewer)[0] == 403
        reader = {"X-Forwarded-User": "an", "X-Forwarded-Groups": "xem,doc"}
        assert answer(f"{address}/arrivals?name=a.txt", headers=reader)[0] == 200
        with pytest.raises(InvalidStatus):
            stream(address)
        with chromium.new_context(extra_http_headers=reader) as context:
            page = context.new_page()
            open_page(page, f"{address}/intake")
            expect(page.locator(".account")).to_contain_text("Đang đăng nhập: an")
            expect(page.get_by_role("link", name="Đăng xuất")).to_have_attribute("href", "/oauth2/sign_out")
            expect(page.locator("#arrivals-paste")).to_be_visible()
    # The same headers sent to a server that listens to everybody, from elsewhere than the proxy's address.
    with serve(built, host="0.0.0.0", log=tmp_path / "log2", **said, PROXIES="192.0.2.7") as address:
        assert asked(address, file, **viewer)[0] == 401
        assert asked(address, file, **viewer, **{"X-Forwarded-For": "192.0.2.8"})[0] == 401
        assert "refused=X-Forwarded-User by=127.0.0.1" in (tmp_path / "log2").read_text()


@pytest.mark.parametrize(
    ("host", "is_known"),
    [
        ("127.0.0.1:8501", True), ("192.168.1.20:8501", True), ("[fe80::1]:8501", True), ("localhost", True),
        ("may-chu:8501", True), ("may-chu.local", True), ("so-lieu.example.org", True), ("a.example.net", True),
        ("example.org", False), ("example.net", False), ("evil.example", False), ("", False), ("a b", False),
        ("x@127.0.0.1", False), ("127.0.0.1.evil.example", False), ("a:b:c", False),
    ],
)  # fmt: skip
def test_which_hosts_are_ours(environment, host, is_known):
    environment(HOSTS="*.example.net", BASE_ADDRESS="https://so-lieu.example.org/x")
    door._hosts.cache_clear()
    assert door.knows(host) is is_known
    door._hosts.cache_clear()


def test_another_host_is_answered_nothing(server):
    status, _, said = asked(server, "/data/", Host="evil.example")
    assert (status, said) == (
        421, "Bảng số liệu không có ở tên miền này. Người quản trị khai báo các tên miền trong HOSTS.",
    )  # fmt: skip
    with pytest.raises(InvalidStatus):
        stream(server, Origin="http://evil.example", Host="evil.example")
    assert asked(server, "/data/", Host="192.168.1.20:8501")[0] == 200


@pytest.mark.parametrize(
    "path",
    ["/", "/gaps", "/nothing", "/nothing.pdf", "/health", "/data/", "/data/datapackage.json", "/files/gaps/list.csv",
     "/files/x", "/_stcore/metrics", "/static/js/nothing.js", "/favicon.png"],
)  # fmt: skip
def test_every_answer_says_what_a_browser_may_do_with_it(server, path):
    said = asked(server, path)[1]
    policy_said = said["Content-Security-Policy"]
    assert (said["X-Content-Type-Options"], said["Referrer-Policy"], said["X-Frame-Options"]) == (
        "nosniff", "same-origin", "SAMEORIGIN",
    )  # fmt: skip
    assert "frame-ancestors 'self'" in policy_said
    scripts = re.search("script-src ([^;]*)", policy_said)
    assert ("'unsafe-inline'" in scripts[1] or "'unsafe-eval'" in scripts[1]) is False if scripts else True
    assert bool(scripts) == said["Content-Type"].startswith("text/html")
    assert len(said.get_all("X-Content-Type-Options")) == 1


def test_a_page_that_the_browser_has_already_keeps_a_policy_of_a_page(server):
    tag = asked(server, "/gaps")[1]["ETag"]
    status, said, _ = asked(server, "/gaps", **{"If-None-Match": tag})
    assert (status, "script-src" in said["Content-Security-Policy"]) == (304, True)


def test_streamlits_own_figures_of_the_server_are_not_public(server):
    for path in ("/_stcore/metrics", "/_stcore/agent/openapi.json", "/_stcore/agent"):
        assert asked(server, path)[::2] == (404, "Không có gì ở địa chỉ này.")


WATCH = """
addEventListener('securitypolicyviolation', event => {
  (window.violated = window.violated || []).push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
});
"""


def violated(page):
    return page.evaluate("window.violated || []")


@pytest.mark.parametrize("name", PAGES)
def test_pages_live_under_their_policy(server, fresh_page, name):
    page, said = fresh_page, []
    page.add_init_script(WATCH)
    page.on("console", lambda one: said.append(one.text))
    for lang in ("vi", "en"):
        open_page(page, f"{server}/{'' if name == 'overview' else name}?lang={lang}")
        assert violated(page) == []
    assert [one for one in said if "Content Security Policy" in one] == []


def test_cards_files_and_intake_live_under_the_policy(tmp_path, monkeypatch, fresh_page):
    page = fresh_page
    page.add_init_script(WATCH)
    monkeypatch.setenv("ARTICLES_DIR", str(tmp_path / "articles"))
    at = made(tmp_path)
    article = at.lay(SECOND)
    with at.served() as address:
        opened(page, address)
        page.locator("#arrivals-paste").fill("LĐLĐ quận Ba Đình kết nạp 5 đoàn viên.")
        page.get_by_role("button", name="Thêm", exact=True).click()
        expect(page.locator(".outcomes a")).to_be_visible()
        assert violated(page) == []
        opened(page, address, article, ONE)
        begun(page, "Xác nhận và đọc")
        page.keyboard.press("Enter")
        settle(page)
        assert violated(page) == []
        open_page(page, f"{address}/unions_formed?period=2023")
        page.locator(".js-plotly-plot a").first.click()
        expect(page.get_by_role("dialog")).to_be_visible()
        settle(page)
        assert violated(page) == []


def test_markup_that_slips_in_runs_nothing(server, fresh_page):
    """As if escaping had a hole: the policy is the second wall."""
    page = fresh_page
    page.add_init_script(WATCH)
    open_page(page, f"{server}/gaps")
    page.evaluate(
        """() => {
            const hole = document.createElement('div');
            hole.innerHTML = '<img src=x onerror="window.ran = 1"><a href="javascript:window.ran = 1">x</a>';
            document.body.append(hole);
            const script = document.createElement('script');
            script.textContent = 'window.ran = 1';
            document.body.append(script);
            hole.querySelector('a').click();
        }"""
    )
    page.wait_for_function("(window.violated || []).length >= 3")
    assert page.evaluate("window.ran") is None


@pytest.fixture
def elsewhere(tmp_path):
    """Another website, and the folder that it shows."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    handler = partial(SimpleHTTPRequestHandler, directory=folder)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as site:
        Thread(target=site.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{site.server_port}", folder
        site.shutdown()


@pytest.mark.parametrize("is_allowed", [False, True])
def test_only_configured_sites_show_pages_in_a_frame(built, page, elsewhere, is_allowed):
    site, folder = elsewhere
    with serve(built, EMBED_IN=f"https://example.org {site}" if is_allowed else "") as address:
        there = f"{address}/gaps?embed=true"
        (folder / "index.html").write_text(f"<iframe src='{there}' width=1200 height=800></iframe>")
        page.goto(site)
        if is_allowed:
            page.frame_locator("iframe").locator(".languages a").wait_for()
        else:
            assert page.frames[1].url.startswith("chrome-error:")


def stream(address, **headers):
    """The pages' own connection, as a program opens it."""
    there = f"{address.replace('http', 'ws')}/_stcore/stream"
    return connect(there, subprotocols=[Subprotocol("streamlit")], additional_headers=headers)


def closed_with(address, data):
    """The code that the connection is closed with for what is sent; None where it is cut off."""
    with stream(address) as socket:
        try:
            socket.send(data)
            while True:
                socket.recv(timeout=30)
        except ConnectionClosed as closed:
            return closed.rcvd and closed.rcvd.code


def test_what_strangers_send_stays_nowhere(built, tmp_path):
    """20 uploads of 40 MiB, and as many messages that are larger than ours ever are."""
    with serve(built, log=tmp_path / "log") as address:
        port = int(address.rpartition(":")[2])
        server = next(
            psutil.Process(one.pid) for one in psutil.net_connections("tcp")
            if one.pid and one.laddr and one.laddr.port == port and one.status == psutil.CONN_LISTEN
        )  # fmt: skip
        asked(address, "/gaps")
        before, most = server.memory_info().rss, 0
        for method in ("PUT", "POST"):
            for _ in range(10):
                connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=60)
                try:
                    connection.request(method, "/_stcore/upload_file/a/b", bytes(40 * MIB))
                    assert connection.getresponse().status == 405
                except OSError:  # hung up on while still sending
                    pass
                connection.close()
                most = max(most, server.memory_info().rss)
        for size in (20 * MIB, 2 * MIB):
            for _ in range(10):
                assert closed_with(address, bytes(size)) in (1009, None)
                most = max(most, server.memory_info().rss)
        assert (most - before) / MIB < 40
        assert asked(address, "/gaps")[0] == 200
        assert "refused=1009" in (tmp_path / "log").read_text()


@pytest.mark.parametrize("place", ["", "s3://bucket/builds/", "https://example.org/builds/", "ducklake:sqlite:/x/lake"])
def test_ended_logins_lie_beside_a_warehouse_that_is_a_file_and_else_beside_the_code(monkeypatch, place):
    monkeypatch.delenv("ENDED", raising=False)
    monkeypatch.setenv("WAREHOUSE", place)
    assert access._ended() == ROOT / "ended"
    monkeypatch.setenv("WAREHOUSE", "/srv/warehouse.duckdb")
    assert str(access._ended()) == "/srv/ended"
