"""Measures files from the click to the saved file, in headless Chromium, and the server's memory meanwhile.

Cold is the first file of its kind that a new server makes, its page already open; warm are the ones after it, median.
The clock is the page's own: from the click on the link until the page says that the file was saved.
"""

from __future__ import annotations

import statistics
import subprocess
import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

import psutil  # type: ignore[import-untyped]
from playwright.sync_api import sync_playwright

from bench import etl, generate, server
from bench.report import Row
from tests.browser import find

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from bench.server import Server

FILES = {  # what is measured → page, address of the file, aim when warm
    "picture (PNG)": ("unions_formed", "files/unions_formed/by_unit.png", "≤ 0.3 s"),
    "workbook of the selection": ("unions_formed", "files/selection/workbook.xlsx", "≤ 1.5 s"),
    "slides of the selection": ("unions_formed", "files/selection/slides.pptx", "≤ 1.5 s"),
    "report of the selection": ("unions_formed", "files/selection/report.docx", "≤ 1.5 s"),
    "unit page (PDF)": ("unit_profile?unit=ung-hoa", "files/unit_profile/profile.pdf", "≤ 1.5 s"),
    "all pictures (ZIP)": ("unions_formed", "files/selection/charts.zip", ""),
    "data package (ZIP)": ("unions_formed", "data/datapackage.zip", ""),
}
LARGE = ("workbook of the selection", "slides of the selection", "report of the selection", "unit page (PDF)",
         "all pictures (ZIP)")  # fmt: skip

CLAIMS = 30 * 24 * 20

CLICK = """
    async place => {
        const link = document.querySelector(`.download a[href^="${place}"]`);
        const said = link.closest('.download').querySelector('.download-said');
        said.textContent = '';
        const begun = performance.now();
        link.click();
        while (link.hasAttribute('aria-busy')) await new Promise(done => setTimeout(done, 5));
        if (said.classList.contains('bad')) throw new Error(said.textContent);
        return performance.now() - begun;
    }
"""


@dataclass
class Peak:
    """The largest memory of a server while it was watched, MiB."""

    memory: float = 0


def measure(scratch: Path, *, quick: bool) -> list[Row]:
    """Return time and memory of each file on the real data, and of large ones: 30 units, 24 indicators, 20 periods."""
    real, large = scratch / "real.duckdb", scratch / "large.duckdb"
    subprocess.run(etl.build(generate.SEEDS, real), check=True)
    subprocess.run(etl.build(etl.made_up_seeds(scratch, CLAIMS), large), check=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find())
        rows = [_measured(name, real, browser, 3 if quick else 20) for name in FILES]
        rows += [_measured(name, large, browser, 1, f", {CLAIMS:,} claims", "≤ 10 s, ≤ 500 MiB") for name in LARGE]
        browser.close()
    return rows


def _measured(name: str, warehouse: Path, browser: Browser, times: int, size: str = "", aim: str = "") -> Row:
    """Return the row of a file; its server is a new one, so that cold is cold."""
    path, place, usual = FILES[name]
    with server.ours(warehouse) as ours:
        page = _open(browser, f"{ours.url}/{path}", place)
        before = ours.process.memory_info().rss / 2**20
        with _watched(ours) as peak:
            cold = page.evaluate(CLICK, place)
            warm = statistics.median(page.evaluate(CLICK, place) for _ in range(times))
        page.context.close()
    return Row(
        f"click → {name}{size} (n = {times})",
        f"{warm / 1000:.2f} s",
        f"cold {cold / 1000:.2f} s, {before:.0f} → {peak.memory:.0f} MiB",
        aim=aim or usual,
    )


def _open(browser: Browser, address: str, place: str) -> Page:
    page = browser.new_context(accept_downloads=True).new_page()
    page.goto(address)
    page.wait_for_selector(f'.download a[href^="{place}"]', state="attached")
    page.wait_for_function(
        """document.querySelector('[data-testid="stApp"]').dataset.testScriptState === "notRunning" """
    )
    return page


def _typesetters(ours: Server) -> int:
    """Return the bytes of its typesetters; its other children are browsers, and for a moment copies of itself."""
    used = 0
    for child in ours.process.children():
        with suppress(psutil.NoSuchProcess):
            used += child.memory_info().rss if any("typesetter" in word for word in child.cmdline()) else 0
    return used


@contextmanager
def _watched(ours: Server) -> Iterator[Peak]:
    """Watch the memory of a server and of its typesetter, fifty times a second."""
    peak, is_over = Peak(), threading.Event()

    def watch() -> None:
        while not is_over.is_set():
            peak.memory = max(peak.memory, (ours.process.memory_info().rss + _typesetters(ours)) / 2**20)
            time.sleep(0.02)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield peak
    finally:
        is_over.set()
        watcher.join()
