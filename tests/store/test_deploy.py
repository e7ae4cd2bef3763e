"""What deploy/ has, run: nginx in front of two servers that copy one store; the units as systemd reads them."""

import gzip
import json
import re
import shutil
import subprocess
import sys
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest
import streamlit
from playwright.sync_api import expect

from dashboard.access import HEADER
from dashboard.login import COOKIE
from etl.builds import Builds
from tests import nginx
from tests.conftest import ROOT, serve
from tests.dashboard.test_browser import open_page
from tests.dashboard.test_served import ask
from tests.ports import free_ports
from tests.store.stores import Faulty, keep

STATIC = Path(streamlit.__file__).parent / "static" / "static"
no_nginx = pytest.mark.skipif(not nginx.available(), reason="there is no nginx: python tests/nginx.py installs it")


class Service:
    """Two servers on one store behind nginx."""

    def __init__(self, built, folder, prefix):
        self._store, builds = Faulty(), Builds(folder / "builds")
        keep(builds, built, "a", folder)
        self._store.take(builds)
        self.prefix, (port, *ports) = prefix, free_ports(3)
        self._folder, self._ports = folder, ports
        self._servers = [self._start(number) for number in ports]
        main = nginx.configured(folder, port, ports, STATIC, prefix)
        assert nginx.tested(main) == ""
        self._nginx = nginx.running(main, port)
        self.address = self._nginx.__enter__() + prefix.rstrip("/")

    def _start(self, port):
        stack, cache = ExitStack(), self._folder / f"cache{port}"
        stack.enter_context(serve(self._store.address, port=port, WAREHOUSE_CACHE=str(cache)))
        return stack

    def kill(self, number):
        self._servers[number].close()

    def restart(self, number):
        self._servers[number] = self._start(self._ports[number])

    def end(self):
        self._nginx.__exit__(None, None, None)
        for one in self._servers:
            one.close()
        self._store.end()


@pytest.fixture(scope="module", params=["/union/", "/"])
def service(request, built, tmp_path_factory):
    one = Service(built, tmp_path_factory.mktemp("service"), request.param)
    yield one
    one.end()


@pytest.mark.service
@no_nginx
def test_pages_files_and_data_are_found_behind_nginx(service, page):
    sockets = []
    page.on("websocket", lambda one: sockets.append(one.url))
    open_page(page, f"{service.address}/unions_formed?cluster=cum-1")
    assert sockets == [f"{service.address.replace('http', 'ws')}/_stcore/stream"]
    expect(page.locator("h1")).to_have_text("Công đoàn cơ sở thành lập mới")
    page.get_by_role("link", name="English").click()
    expect(page.locator("h1")).to_have_text("Grassroots unions formed")
    paths = ("/health", "/data/", "/files/nothing.csv", "/nothing.x")
    assert {path: ask(service.address + path)[0] for path in paths} == {
        "/health": 200, "/data/": 200, "/files/nothing.csv": 404, "/nothing.x": 404,
    }  # fmt: skip
    assert ask(f"{service.address}/data")[1]["Location"] == f"{service.prefix}data/"
    assert ask(f"{service.address}/_stcore/metrics")[0] == 404
    assert ask(f"{service.address}/", "POST", b"x" * 100)[0] == 405
    assert ask(f"{service.address}/", "POST", b"x" * 2_000_000)[0] == 413


@pytest.mark.service
@no_nginx
def test_nginx_serves_the_scripts_itself(service):
    html = ask(f"{service.address}/")[2]
    script = re.findall(r'"\./(static/js/[^"]+\.js)"', html)[0]
    status, headers, _ = ask(f"{service.address}/{script}")
    assert (status, "max-age=31536000" in headers["Cache-Control"], headers["X-Cache"]) == (200, True, None)
    request = urllib.request.Request(f"{service.address}/{script}", headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        assert gzip.decompress(answer.read()) == (STATIC.parent / script).read_bytes()


@pytest.mark.service
@no_nginx
@pytest.mark.parametrize("path", ["/data/claims.csv?x={0}", "/files/unions_formed/by_unit.csv?unit=ba-dinh&fbclid={0}"])
def test_a_crowd_costs_the_servers_one_file_and_a_tag_is_enough_for_whoever_has_it(service, path):
    address = service.address + path.format(service.prefix.strip("/"))
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda _: ask(address), range(24)))
    assert {(status, headers["X-Build"], said) for status, headers, said in answers} == {(200, "a" * 64, answers[0][2])}
    assert [headers["X-Cache"] for _, headers, _ in answers].count("MISS") == 1
    assert ask(address, **{"If-None-Match": answers[0][1]["ETag"]})[::2] == (304, "")
    for said in ({"Authorization": "Bearer x"}, {"Cookie": f"{COOKIE}=x"}):
        assert ask(address, **said)[1]["X-Cache"] == "BYPASS"


@pytest.mark.service
@no_nginx
def test_a_server_that_is_killed_is_passed_over_and_the_next_click_counts(service, page):
    open_page(page, f"{service.address}/unions_formed?cluster=cum-2")
    for number in (0, 1):
        # Which of them holds the page is not to be seen from outside: each is killed while the other one runs.
        service.kill(number)
        assert json.loads(ask(f"{service.address}/health")[2])["status"] == "ok"
        expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-connection-state", "CONNECTED")
        page.get_by_role("combobox", name="Cụm thi đua").click()
        page.get_by_role("option", name=f"Cụm {3 + number}", exact=True).click()
        expect(page).to_have_url(re.compile(f"cluster=cum-{3 + number}&"))
        service.restart(number)


@pytest.mark.service
@no_nginx
def test_nginx_passes_on_nobody_that_a_stranger_names_and_keeps_nothing_that_is_private(built, tmp_path):
    forged = {"X-Forwarded-User": "an", "X-Forwarded-Groups": "all", HEADER: '{"identity": "an"}'}
    port, own = free_ports(2)
    with serve(built, port=own, LOGIN="proxy", ROLES="*=viewer", READING="closed") as server:
        assert ask(f"{server}/data/claims.csv", **forged)[0] == 200  # so it is nginx that takes them off
        main = nginx.configured(tmp_path, port, (own, own), STATIC)
        with nginx.running(main, port) as address:
            assert ask(f"{address}/union/data/claims.csv", **forged)[0] == 401
        # As where something in nginx has logged people in, and says who they are.
        configured = tmp_path / "union.conf"
        text = configured.read_text(encoding="utf-8")
        assert text.count('X-Forwarded-User "";') == 1
        configured.write_text(text.replace('X-Forwarded-User "";', "X-Forwarded-User $http_x_knows;"), "utf-8")
        with nginx.running(main, port) as address:
            for path in ("/union/data/claims.csv", "/union/files/gaps/list.csv"):
                found = [ask(address + path, **{"X-Knows": name}) for name in ("an", "binh")]
                assert [(status, headers["X-Cache"]) for status, headers, _ in found] == [(200, "MISS")] * 2
                assert ask(address + path)[0] == 401


UNITS = sorted(path.name for path in (ROOT / "deploy").glob("*.*") if path.suffix in (".service", ".timer"))


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="there is no systemd")
def test_systemd_finds_nothing_to_say_of_the_units(tmp_path):
    for name in UNITS:
        text = (
            (ROOT / "deploy" / name).read_text(encoding="utf-8").replace("/srv/union/.venv/bin/python", sys.executable)
        )
        (tmp_path / name).write_text(text, encoding="utf-8")
    named = [str(tmp_path / name.replace("@.", "@8501.")) for name in UNITS]
    (tmp_path / "dashboard@8501.service").symlink_to(tmp_path / "dashboard@.service")
    found = subprocess.run(["systemd-analyze", "verify", *named], capture_output=True, text=True, check=False)
    assert (found.returncode, found.stdout, found.stderr) == (0, "", "")


def test_the_units_start_what_the_readme_starts():
    unit = (ROOT / "deploy" / "dashboard@.service").read_text(encoding="utf-8")
    assert "-m streamlit run app.py --server.address 127.0.0.1 --server.port %i" in unit
    assert len(UNITS) == 3
