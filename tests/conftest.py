"""What the tests stand on: a warehouse built from the real seeds, a server of its own, and a browser."""

from __future__ import annotations

import csv
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pytest
from playwright.sync_api import sync_playwright

from tests import browser as installed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

T = TypeVar("T")
ROOT = Path(__file__).parent.parent
OUTPUT = ROOT / "tests" / "output"


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse built from the real seeds."""
    path = tmp_path_factory.mktemp("warehouse") / "warehouse.duckdb"
    subprocess.run([sys.executable, "-m", "etl", "--warehouse", str(path)], cwd=ROOT, check=True)
    return path


def build_of(folder: Path) -> Path:
    """The warehouse of the seeds in a folder."""
    path = folder / "warehouse.duckdb"
    command = [sys.executable, "-m", "etl", "--seeds", str(folder / "seeds"), "--warehouse", str(path)]
    subprocess.run(command, cwd=ROOT, check=True, env={**os.environ, "ARTICLES_DIR": ""})
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


def apart(work: Callable[[], T]) -> T:
    """Return what a call returns that starts an event loop: in a thread, since Playwright's loop occupies this one."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(work).result()


@contextmanager
def serve(warehouse: Path, **environment: str) -> Iterator[str]:
    """Run the dashboard's server on a free port of this computer, and yield its address."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        "app.py",
        "--server.address=127.0.0.1",
        f"--server.port={port}",
    ]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, "WAREHOUSE": str(warehouse), **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(300):
            try:
                urllib.request.urlopen(f"{address}/_stcore/health", timeout=1).close()
                break
            except OSError:
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


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A page of a fresh browser profile, as wide as a desk's screen."""
    context = chromium.new_context(viewport={"width": 1440, "height": 1000}, locale="vi-VN", accept_downloads=True)
    yield context.new_page()
    context.close()
