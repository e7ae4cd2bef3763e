"""Measures a page of ours (36,000 claims) against pages of hard-coded charts, side by side in one headless Chromium.

One of them draws as many charts as ours, which draws the chosen tab alone; the other four, as many as ours has tabs:
what a page has that draws all that there is to see at once.

Time stops when every chart of the page has been redrawn and the frame with the last of them is on the screen, by the
page's own clock: an observer notes each change inside a chart and waits for the frame that shows it. It starts at the
click on an option of the first selectbox, or at the navigation for a first page. The same for all pages, in turn
(A B C A B C …). A change after which some chart has the same figures as before stops the benchmark: it measured
nothing.
"""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from playwright.sync_api import TimeoutError, sync_playwright  # noqa: A004

from bench import server
from bench.report import Row, compared
from bench.viewer import viewer
from tests.browser import find

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from bench.server import Server

PAGE = "unions_formed"
OPTIONS = ("Cụm 1", "Cụm 2")  # six units each
VIEWERS = 50
ALL = 4  # charts of the baseline: by unit, by period, comparable periods, map

WATCH = """
    const drawn = new Map();  // chart → when its last change was on the screen
    const changed = new Set();
    let begun = 0;
    addEventListener("click", () => { begun = performance.now(); drawn.clear(); }, true);
    new MutationObserver(mutations => {
        for (const {target} of mutations) {
            const chart = (target.closest ? target : target.parentElement)?.closest(".js-plotly-plot");
            if (chart && !changed.size) requestAnimationFrame(() => setTimeout(() => {
                changed.forEach(each => drawn.set(each, performance.now()));
                changed.clear();
            }));
            if (chart) changed.add(chart);
        }
    }).observe(document, {subtree: true, childList: true, attributes: true, characterData: true});
    // Milliseconds from the click (or the navigation) to the last chart; null while a chart is still being drawn.
    window.drawnAfter = charts => {
        const all = [...document.querySelectorAll(".js-plotly-plot")];
        const last = Math.max(...all.map(chart => drawn.get(chart) ?? Infinity));
        const isDone = all.length === charts && !changed.size && performance.now() - last > 300
            && document.querySelector('[data-testid="stApp"]').dataset.testScriptState === "notRunning";
        return isDone ? last - begun : null;
    };
    window.figures = () => [...document.querySelectorAll(".js-plotly-plot")].map(chart => JSON.stringify(chart.data));
"""


@dataclass
class Side:
    """One of the two pages, with what was measured of it."""

    server: Server
    path: str
    charts: int = 0
    first: list[float] = field(default_factory=list)
    change: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    growth: float = 0

    def open(self, browser: Browser) -> tuple[Page, float]:
        """Open the page in a browser that has never seen it; return it with the time to all charts, ms."""
        page = browser.new_context(viewport={"width": 1440, "height": 1000}).new_page()
        page.add_init_script(WATCH)
        page.goto(f"{self.server.url}/{self.path}", wait_until="commit")
        return page, self._until_drawn(page)

    def choose(self, page: Page, option: str) -> float:
        """Choose an option of the filter; return the time from the click to all charts, ms."""
        before = page.evaluate("figures()")
        page.locator('[data-testid="stSelectbox"] input').first.click()
        page.get_by_role("option", name=option, exact=True).click()
        elapsed = self._until_drawn(page)
        after = page.evaluate("figures()")
        if any(a == b for a, b in zip(before, after, strict=True)):
            raise RuntimeError(f"{self.server.url}/{self.path}: choosing {option} left a chart as it was")
        return elapsed

    def _until_drawn(self, page: Page) -> float:
        try:
            return float(page.wait_for_function("n => drawnAfter(n)", arg=self.charts, polling=50).json_value())
        except TimeoutError as error:
            shown = page.locator(".js-plotly-plot").count()
            faults = page.locator('[data-testid="stException"]').all_inner_texts()
            raise RuntimeError(f"{page.url} never came to rest: {shown} of {self.charts} charts; {faults}") from error


def measure(warehouse: Path, scratch: Path, *, quick: bool) -> list[Row]:
    """Return first page, filter change, server time per change and memory per viewer."""
    with server.ours(warehouse) as a, server.baseline(scratch, ALL) as b, server.baseline(scratch, 1) as c:
        ours, four, as_many = sides = Side(a, PAGE), Side(b, ""), Side(c, "")
        for side in sides:
            with viewer(side.server, side.path) as someone:
                side.charts = someone.charts
        if [side.charts for side in sides] != [1, ALL, 1]:
            raise RuntimeError(f"the pages draw {[side.charts for side in sides]} charts: mend baseline.py")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=find())
            _first_pages(browser, sides, 3 if quick else 15)
            _changes(browser, sides, 10 if quick else 60)
            browser.close()
        for side in sides:
            side.growth = _growth(side)
    one, all_ = "1 chart beside 1", f"1 chart beside {ALL}"
    return [
        compared(f"filter click → all charts, {one}", ours.change, as_many.change, "ms", "≤ 0.8"),
        compared(f"filter click → all charts, {all_}", ours.change, four.change, "ms", "≤ 0.5"),
        _cpu(f"server CPU per filter change, {one}", ours, as_many, ""),
        _cpu(f"server CPU per filter change, {all_}", ours, four, "≤ 0.2"),
        compared(f"first page → all charts, {one}", ours.first, as_many.first, "ms", ""),
        compared(f"first page → all charts, {all_}", ours.first, four.first, "ms", "≤ 0.9"),
        Row(
            f"server memory per further viewer (n = {VIEWERS})",
            f"{ours.growth:.2f} MiB",
            f"{four.growth:.2f} MiB",
            aim="≤ 1 MiB",
        ),
    ]


def _cpu(measure: str, ours: Side, reference: Side, aim: str) -> Row:
    """Return the server's time per change, as a ratio of sums: the system counts in steps of 10 ms."""
    n = len(ours.cpu)
    return Row(
        f"{measure} (n = {n})",
        f"{1000 * sum(ours.cpu) / n:.1f} ms",
        f"{1000 * sum(reference.cpu) / n:.1f} ms",
        f"{sum(ours.cpu) / sum(reference.cpu):.2f}",
        aim,
    )


def _first_pages(browser: Browser, sides: tuple[Side, ...], times: int) -> None:
    """Open the pages in turn, each time in a context without a cache; the first time of each is a warm-up."""
    for number in range(times + 1):
        for side in sides:
            page, elapsed = side.open(browser)
            page.context.close()
            if number:
                side.first.append(elapsed)


def _changes(browser: Browser, sides: tuple[Side, ...], times: int) -> None:
    """Change the filter of the pages in turn; the first two changes of each are a warm-up."""
    pages = [side.open(browser)[0] for side in sides]
    for number in range(times + 2):
        for side, page in zip(sides, pages, strict=True):
            before = side.server.cpu()
            elapsed = side.choose(page, OPTIONS[number % 2])
            if number >= 2:
                side.change.append(elapsed)
                side.cpu.append(side.server.cpu() - before)
    for page in pages:
        page.context.close()


def _growth(side: Side) -> float:
    """Return by how many MiB the server grows with each of 50 viewers who stay; five warm it up and stay too."""
    with ExitStack() as stay:
        for _ in range(5):
            stay.enter_context(viewer(side.server, side.path))
        before = side.server.memory()
        for _ in range(VIEWERS):
            stay.enter_context(viewer(side.server, side.path))
        return (side.server.memory() - before) / VIEWERS
