"""How the dashboard is served: under a prefix, at unknown addresses, and to whoever sends something."""

import re
import shutil
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from contextlib import contextmanager
from threading import Thread

import duckdb
import pytest
from playwright.sync_api import expect

from tests.conftest import ROOT, serve
from tests.dashboard.test_browser import follow, open_page


class Answered(urllib.request.HTTPErrorProcessor):
    """Takes every answer as it is: no redirection is followed, no refusal is an error."""

    def http_response(self, _, response):
        return response


def ask(address, method="GET", data=None, **headers):
    request = urllib.request.Request(address, data, headers, method=method)
    with urllib.request.build_opener(Answered).open(request, timeout=30) as answer:
        return answer.status, answer.headers, answer.read().decode("utf-8", "replace")


@pytest.fixture(scope="module")
def prefixed(built):
    with serve(built, prefix="union") as address:
        yield address


@contextmanager
def stripping(server):
    """A proxy that takes `/union` off each address and hands on all else, the pages' own connection too."""
    inner = socket.create_server(("127.0.0.1", 0))
    there = server.removeprefix("http://").split(":")

    def pass_on(source, target, pattern):
        try:
            while data := source.recv(65536):
                target.sendall(re.sub(pattern, rb"\1 /", data))
        except OSError:
            pass
        finally:
            target.close()

    def meet():
        while True:
            try:
                client, _ = inner.accept()
            except OSError:
                return
            behind = socket.create_connection((there[0], int(there[1])))
            Thread(target=pass_on, args=(client, behind, rb"^(GET|HEAD) /union/"), daemon=True).start()
            Thread(target=pass_on, args=(behind, client, rb"^(?!)()"), daemon=True).start()

    Thread(target=meet, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{inner.getsockname()[1]}/union"
    finally:
        inner.close()


@pytest.mark.parametrize("by", ["told", "stripped"])
def test_under_a_prefix_pages_files_and_data_are_found(server, prefixed, page, by):
    with stripping(server) as proxied:
        base = prefixed if by == "told" else proxied
        assert [
            (path, ask(base + path)[0], ask(base + path)[1].get_content_type())
            for path in ("/health", "/data/", "/files/unions_formed/by_unit.csv", "/files/nothing.csv", "/nothing.csv")
        ] == [
            ("/health", 200, "application/json"),
            ("/data/", 200, "application/json"),
            ("/files/unions_formed/by_unit.csv", 200, "text/csv"),
            ("/files/nothing.csv", 404, "text/plain"),
            ("/nothing.csv", 404, "text/plain"),
        ]
        assert [ask(f"{base}{path}?lang=en")[1]["Location"] for path in ("/overview", "/data", "/unions_formed/")] == [
            "./?lang=en", "data/?lang=en", "../unions_formed?lang=en",
        ]  # fmt: skip
        open_page(page, f"{base}/unions_formed?cluster=cum-1")
        page.locator(".stMain .download summary").first.click()
        with page.expect_download() as started:
            page.get_by_role("link", name="Bảng tính có biểu đồ (Excel)").first.click()
        assert started.value.suggested_filename.endswith(".xlsx")
        page.get_by_role("link", name="English").click()
        expect(page.locator("h1")).to_have_text("Grassroots unions formed")
        expect(page).to_have_url(f"{base}/unions_formed?cluster=cum-1&period=2023-S1&lang=en")


def test_the_prefix_itself_leads_inside(prefixed):
    assert ask(prefixed)[1]["Location"] == "union/"


@pytest.mark.parametrize("path", ["/", "/unions_formed", "/nothing"])
@pytest.mark.parametrize(
    ("lang", "title", "described"),
    [
        ("vi", "Số liệu công đoàn Hà Nội qua báo chí", "Số liệu về hoạt động của các LĐLĐ"),
        ("en", "Union indicators of Hà Nội", "Figures on the work of the district federations"),
    ],
)
def test_the_page_says_what_it_is_before_anything_is_drawn(server, path, lang, title, described):
    status, headers, html = ask(f"{server}{path}?lang={lang}")
    assert status == (404 if path == "/nothing" else 200)
    assert re.findall("<html[^>]*>|<title>[^<]*</title>", html) == [f'<html lang="{lang}">', f"<title>{title}</title>"]
    assert re.findall('<meta name="description" content="([^"]*)', html)[0].startswith(described)
    assert "JavaScript" in re.findall("<noscript>.*?</noscript>", html, re.DOTALL)[0]
    assert headers["Cache-Control"] == "no-cache"
    if status == 200:
        assert ask(f"{server}{path}?lang={lang}", **{"If-None-Match": headers["ETag"]})[::2] == (304, "")
        other = ask(f"{server}{path}?lang={'en' if lang == 'vi' else 'vi'}", **{"If-None-Match": headers["ETag"]})
        assert other[0] == 200


def preview(address):
    """What other programs show of a link."""
    html = ask(address)[2]
    assert html.index('property="og:title"') < html.index("</head>")
    return dict(re.findall('<meta property="([^"]*)" content="([^"]*)"', html))


def test_a_shared_link_has_a_preview_with_the_map_of_the_overview(built):
    with serve(built, BASE_ADDRESS="https://example.org/union") as address:
        found = preview(f"{address}/?cluster=cum-1&fbclid=x&unit=%22%3E%3Cb%3E")
        assert found.pop("og:description").startswith("Số liệu về hoạt động của các LĐLĐ")
        picture = found.pop("og:image", None)
        assert found.pop("twitter:card", None) == (picture and "summary_large_image")
        assert found == {
            "og:type": "website",
            "og:locale": "vi_VN",
            "og:title": "Số liệu công đoàn Hà Nội qua báo chí",
            "og:url": "https://example.org/union/?cluster=cum-1&amp;unit=%22%3E%3Cb%3E",
        }
        if picture:
            assert picture == "https://example.org/union/files/unions_formed/tile_map.png"
            status, headers, _ = ask(picture.replace("https://example.org/union", address))
            assert (status, headers.get_content_type()) == (200, "image/png")
        english = preview(f"{address}/unions_formed?lang=en")
        assert (english["og:locale"], english["og:url"]) == ("en_GB", "https://example.org/union/unions_formed?lang=en")
        assert english.get("og:image") == (picture and f"{picture}?lang=en")


def test_without_a_base_a_preview_has_words_alone(server):
    assert preview(f"{server}/unions_formed?cluster=cum-1").keys() == {
        "og:type", "og:locale", "og:title", "og:description",
    }  # fmt: skip


@pytest.mark.parametrize(
    "path", ["/robots.txt", "/index.html", "/nothing.pdf", "/static/js/nothing.js", "/a/b", "/unions_formed/x"]
)
def test_an_unknown_address_that_is_no_page_is_refused_in_the_readers_language(server, path):
    said = {"vi": "Không có gì ở địa chỉ này.", "en": "There is nothing at this address."}
    assert {lang: ask(f"{server}{path}?lang={lang}")[::2] for lang in said} == {
        lang: (404, text) for lang, text in said.items()
    }


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("nothing", "“nothing” không phải là trang nào ở đây."),
        ("Đống Đa", "“Đống Đa” không phải là trang nào ở đây."),
        ("nothing?lang=en&unit=ba-dinh", "“nothing” is no page of this dashboard."),
    ],
)
def test_an_unknown_page_says_so_and_leads_on(server, page, path, said):
    open_page(page, f"{server}/{path}")
    expect(page.locator(".stAlert")).to_contain_text(said)
    page.get_by_role("link", name=re.compile("Tổng quan|Overview")).click()
    expect(page.locator("h1")).to_have_text(re.compile("Kết quả công đoàn quận|Results of Hà Nội"))
    expect(page).to_have_url(f"{server}/{'?lang=en' * ('lang=en' in path)}")
    page.go_back()
    if "lang=en" in path:  # the page has an entry of Streamlit's, and one of ours for its address
        page.go_back()
    expect(page.locator(".stAlert")).to_contain_text(said)
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_what_streamlit_serves_is_left_alone(server):
    html = ask(server)[2]
    scripts = re.findall(r'"\./(static/js/[^"]+\.js)"', html)
    assert [ask(f"{server}/{script}")[0] for script in scripts] == [200] * len(scripts) != []
    assert ask(f"{server}/favicon.png")[1].get_content_type() == "image/png"
    assert ask(f"{server}/_stcore/health")[::2] == (200, "ok")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
@pytest.mark.parametrize(
    "path", ["/", "/_stcore/upload_file/a/b", "/_stcore/agent/interact", "/_stcore/agent/mcp", "/files/a/b.csv"]
)
def test_nothing_is_taken_in(server, method, path):
    status, headers, said = ask(f"{server}{path}", method, b"x" * 100_000)
    assert (status, headers["Allow"], said) == (
        405, "GET, HEAD, OPTIONS", "Địa chỉ này chỉ để đọc, không nhận dữ liệu gửi lên.",
    )  # fmt: skip


def test_a_readers_own_session_takes_no_file_and_no_long_message(server, page):
    """With the key of a page that is open, which Streamlit lets in."""
    sent = []
    page.on("websocket", lambda one: sent.append(one))  # noqa: PLW0108  (Playwright sets an attribute of it)
    open_page(page, server)
    status = page.evaluate(
        """async () => {
            const [, token] = document.cookie.match(/_streamlit_xsrf=([^;]+)/) || [];
            const form = new FormData();
            form.append('file', new Blob(['x'.repeat(1000)]), 'x.txt');
            return (await fetch('_stcore/upload_file/a/b', {method: 'PUT', body: form,
              headers: {'X-Xsrftoken': token || ''}})).status;
        }"""
    )
    assert status == 405
    code = page.evaluate(
        """address => new Promise(closed => {
            const socket = new WebSocket(address, ['streamlit']);
            socket.onopen = () => socket.send(new Uint8Array(11 * 1024 * 1024));
            socket.onclose = event => closed(event.code);
        })""",
        sent[0].url,
    )
    assert code in (1009, 1006)  # too big; cut off where the browser is still sending when the server has gone


# Runs a command where nobody can write to the checkout: it is mounted read-only for that command alone.
READ_ONLY = [
    "unshare",
    "--mount",
    "sh",
    "-c",
    'mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" && cd "$0" && ! touch app.py 2>/dev/null && exec "$@"',
    str(ROOT),
]
MOUNTS = (
    shutil.which("unshare") and not subprocess.run([*READ_ONLY, "true"], check=False, capture_output=True).returncode
)


@pytest.mark.skipif(not MOUNTS, reason="mounting takes Linux and root")
def test_a_checkout_that_nobody_can_write_to_builds_elsewhere_and_serves(tmp_path, page):
    warehouse = tmp_path / "warehouse.duckdb"
    etl = [sys.executable, "-m", "etl", "--warehouse", str(warehouse)]
    subprocess.run([*READ_ONLY, *etl], check=True, stdout=subprocess.DEVNULL)
    with serve(warehouse, within=READ_ONLY) as address:
        open_page(page, f"{address}/unions_formed?claim=a001-l08-2")
        expect(page.get_by_role("dialog")).to_contain_text("Hai Bà Trưng")
        for place in ("selection/workbook.xlsx", "unit_profile/profile.pdf?unit=ba-dinh", "unions_formed/by_unit.png"):
            assert ask(f"{address}/files/{place}")[0] == 200
        assert ask(f"{address}/data/datapackage.zip")[0] == 200


@pytest.mark.parametrize(("fault", "cause"), [("held", "Conflicting lock"), ("no warehouse", "not a valid DuckDB")])
def test_why_a_warehouse_cannot_be_read_is_in_the_log_once(built, tmp_path, fault, cause):
    warehouse, log = tmp_path / "warehouse.duckdb", tmp_path / "log"
    if fault == "held":
        shutil.copy(built, warehouse)
        held = duckdb.connect(str(warehouse))
    else:
        warehouse.write_text("no warehouse " * 1000)
        held = duckdb.connect()
    with held, serve(warehouse, log=log) as address:
        assert [ask(f"{address}/files/gaps/list.csv")[0] for _ in range(3)] == [503] * 3
        said = log.read_text()
    assert [str(warehouse) in said, said.count(cause)] == [True, 1]


def test_a_frame_stays_one_behind_every_link(server, page):
    embedded = "embed=true&embed_options=show_toolbar&embed_options=light_theme"
    open_page(page, f"{server}/gaps?{embedded}&unit=ba-dinh")
    page.get_by_role("link", name="English").click()
    expect(page).to_have_url(f"{server}/gaps?unit=ba-dinh&lang=en&{embedded}")
    expect(page.locator("h1")).to_have_text("What is missing")
    open_page(page, f"{server}/unit_profile?{embedded}")
    page.locator(".stMain .stHtml a[href*='unit=']").first.click()
    expect(page.locator("h1")).to_contain_text("LĐLĐ")
    expect(page).to_have_url(re.compile(re.escape(embedded)))


TRANSLATE = """
way => {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
  while (texts.nextNode()) found.push(texts.currentNode);
  for (const text of found) {
    if (!text.data.trim() || text.parentElement.closest('script, style, svg, font')) continue;
    const [outer, inner] = [document.createElement('font'), document.createElement('font')];
    outer.append(inner);
    text.replaceWith(outer);
    inner.append(way === 'moved' ? text : text.data);
  }
}
"""


@pytest.mark.parametrize("way", ["replaced", "moved"])
def test_behind_a_translator_the_heading_names_the_unit_whose_figures_stand_below(server, page, way):
    faults = []
    page.on("pageerror", lambda one: faults.append(one))  # noqa: PLW0108  (Playwright sets an attribute of it)
    open_page(page, f"{server}/unit_profile?unit=ung-hoa")
    for unit, slug in (("Long Biên", "long-bien"), ("Đống Đa", "dong-da")):
        page.evaluate(TRANSLATE, way)
        field = page.locator(".stMain").get_by_role("combobox").first
        field.click()
        field.fill(unit)
        field.press("Enter")
        expect(page).to_have_url(f"{server}/unit_profile?unit={slug}")
        expect(page.locator("h1")).to_have_text(f"LĐLĐ quận {unit}")
        expect(page.locator(".stMain")).not_to_contain_text("Ứng Hòa")
    page.evaluate(TRANSLATE, way)
    follow(page, "Đoàn viên kết nạp mới")
    expect(page.locator("h1")).to_have_text("Đoàn viên kết nạp mới")
    expect(page.locator(".finding")).to_contain_text("60 đoàn viên")
    page.evaluate(TRANSLATE, way)
    page.get_by_role("combobox", name="Cụm thi đua").click()
    page.get_by_role("option", name="Cụm 1").click()
    expect(page.locator(".finding")).not_to_contain_text("Ứng Hòa")
    assert faults == []
