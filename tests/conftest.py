"""What the tests stand on: a warehouse built from the real seeds, a server of its own, and a browser."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import duckdb
import pytest
from filelock import FileLock
from playwright.sync_api import expect, sync_playwright

from dashboard.queries import reading
from etl.build import build
from tests import browser as installed
from tests.ports import free_port

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from playwright.sync_api import Browser, BrowserContext, Page

    from dashboard.rows import Row

T = TypeVar("T")
PATIENCE = 60_000  # ms that something may take to become true: only what never does takes so long
expect.set_options(timeout=PATIENCE)
ROOT = Path(__file__).parent.parent
OUTPUT = ROOT / "tests" / "output"


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse built from the real seeds, once for all workers."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent  # which the workers share
    path = folder / "built.duckdb"
    with FileLock(folder / "built.lock"):
        if not path.exists():
            build(ROOT / "seeds", path)
    return path


def build_of(folder: Path) -> Path:
    """The warehouse of the seeds in a folder, without the articles."""
    path = folder / "warehouse.duckdb"
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("ARTICLES_DIR", raising=False)
        build(folder / "seeds", path)
    return path


def build_with(folder: Path, made_up: Callable[[dict[str, str]], list[dict[str, str]]], translations: str = "") -> Path:
    """The warehouse of the real seeds and of claims made up from one of them, a003-l08-1."""
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    claims = folder / "seeds" / "claims.csv"
    with claims.open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file))
    found += made_up(next(row for row in found if row["claim_id"] == "a003-l08-1"))
    with claims.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(found[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(found)
    with (folder / "seeds" / "translations.csv").open("a", encoding="utf-8") as file:
        file.write(translations)
    return build_of(folder)


@pytest.fixture
def warehouse(built: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same warehouse, read by the dashboard's code in this process."""
    monkeypatch.setenv("WAREHOUSE", str(built))
    return built


@pytest.fixture(scope="session")
def builds(built: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Three builds of one content that call themselves aaa…, bbb… and ccc…."""
    folder = tmp_path_factory.mktemp("builds")
    for letter in "abc":
        shutil.copy(built, folder / letter)
        with duckdb.connect(str(folder / letter)) as connection:
            connection.execute("update build set seeds_sha256 = repeat($letter, 64)", {"letter": letter})
    return sorted(folder.iterdir())


@pytest.fixture
def publish(builds: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Publishes the next of the three builds, over and over, where the dashboard's code in this process reads."""
    path, coming = tmp_path / "warehouse.duckdb", cycle(builds)
    monkeypatch.setenv("WAREHOUSE", str(path))

    def publish() -> None:
        (tmp_path / "draft").hardlink_to(next(coming))
        (tmp_path / "draft").replace(path)

    publish()
    return publish


@pytest.fixture
def met(publish: Callable[[], None], monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The builds that questions are answered from, while before each of them another build is published."""
    found, answer = [], reading._answer

    def answered(connection: duckdb.DuckDBPyConnection, *asked: Any) -> list[Row]:
        publish()
        found.append(answer(connection, "from build", ())[0]["seeds_sha256"])
        return answer(connection, *asked)

    monkeypatch.setattr(reading, "_answer", answered)
    return found


def apart(work: Callable[[], T]) -> T:
    """Return what a call returns that starts an event loop: in a thread, since Playwright's loop occupies this one."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(work).result()


def answers(address: str) -> bool:
    """Whether a server answers at an address."""
    try:
        urllib.request.urlopen(address, timeout=PATIENCE / 1000).close()
    except OSError:
        return False
    return True


@contextmanager
def serve(
    warehouse: Path | str, prefix: str = "", log: Path | None = None, checkout: Path = ROOT, host: str = "127.0.0.1",
    port: int = 0, within: Sequence[str] = (), **environment: str,
) -> Iterator[str]:  # fmt: skip
    """Run the dashboard's server on a free port of this computer, and yield its address; `log` takes what it says.

    `checkout`: where its code and seeds are; `host`: what it is told to listen to; `within`: a command that runs it.
    """
    port = port or free_port()
    command = [
        *within,
        sys.executable,
        "-m",
        "streamlit",
        "run",
        "app.py",
        f"--server.address={host}",
        f"--server.port={port}",
        f"--server.baseUrlPath={prefix}",
    ]
    with Path(log or os.devnull).open("w") as said:
        process = subprocess.Popen(
            command,
            cwd=checkout,
            env={**os.environ, "WAREHOUSE": str(warehouse), **environment},
            stdout=said,
            stderr=subprocess.STDOUT,
        )
    address = f"http://127.0.0.1:{port}" + (f"/{prefix}" if prefix else "")
    try:
        while not answers(f"{address}/_stcore/health"):
            assert process.poll() is None, "the server ended"
            time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait()


@pytest.fixture(scope="session")
def server(built: Path) -> Iterator[str]:
    """The address of a running dashboard."""
    with serve(built) as address:
        yield address


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A headless Chrome or Chromium."""
    path = installed.find()
    assert path, "no Chrome or Chromium: python tests/browser.py installs one"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        yield browser
        browser.close()


def profile(chromium: Browser) -> BrowserContext:
    """A fresh browser profile, with windows as wide as a desk's screen."""
    context = chromium.new_context(viewport={"width": 1440, "height": 1000}, locale="vi-VN", accept_downloads=True)
    context.set_default_timeout(PATIENCE)
    return context


@pytest.fixture(scope="session")
def opener(chromium: Browser, server: str) -> Iterator[Page]:
    """A page from which others are opened: they share its process, which has read Streamlit's scripts by then."""
    with profile(chromium) as context:
        page = context.new_page()
        page.goto(f"{server}/health")
        yield page


@pytest.fixture
def page(opener: Page) -> Iterator[Page]:
    """A new page in a browser that remembers nothing; it opens in half of the time of a fresh profile's."""
    with opener.expect_popup() as opened:
        opener.evaluate("open('about:blank')")
    yield opened.value
    opened.value.close()
    opener.evaluate("localStorage.clear()")
    opener.context.clear_cookies()


@pytest.fixture
def fresh_page(chromium: Browser) -> Iterator[Page]:
    """The first page of a fresh browser profile, which may have a clock of its own."""
    with profile(chromium) as context:
        yield context.new_page()
