"""Every page on every screen, in both languages and themes: it fits, it is spoken throughout, axe finds nothing."""

import csv
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.conftest import OUTPUT, ROOT
from tests.dashboard.test_browser import PAGES, open_page

# A page that shows nothing before a choice is looked at with one.
CHOSEN = {"overview": "?", "unit_profile": "unit_profile?unit=dong-da"}
VIETNAMESE = re.compile(r"[\wÀ-ỹ]*[ăâđêôơưĂÂĐÊÔƠƯạ-ỹẠ-Ỹàáãèéìíòóõùúýĩũ][\wÀ-ỹ]*")


def address(server: str, name: str, language: str) -> str:
    place = CHOSEN.get(name, name)
    return f"{server}/{place}{'&' if '?' in place else '?'}lang={language}"


def violations(page: Page) -> list[str]:
    """What axe-core finds wrong with the page as it stands, by all its rules."""
    was = page.evaluate(UNCLIP)
    found = Axe().run(page).response["violations"]
    page.evaluate("was => { document.documentElement.style.overflow = was }", was)
    return [f"{rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]]


def misfits(page: Page) -> list[str]:
    """What makes the page scroll sideways, and the words of charts that are cut."""
    said = ["scrolls sideways"] if page.evaluate(OVERFLOW) > 0 else []
    return said + [f"cut: {text}" for text in page.evaluate(CLIPPED)]


def resize(page: Page, width: int) -> None:
    """Make the window so wide, and so high that all of the page is in it."""
    page.set_viewport_size({"width": width, "height": 900})
    page.wait_for_timeout(400)
    height = page.evaluate("document.querySelector('[data-testid=stMainBlockContainer]').scrollHeight")
    page.set_viewport_size({"width": width, "height": max(900, height + 40)})
    page.wait_for_timeout(300)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_for_every_screen_and_every_pair_of_eyes(server, chromium, name, scheme):
    """The pictures in tests/output are there to be looked at."""
    OUTPUT.mkdir(exist_ok=True)
    faults = []
    for language in ("vi", "en"):
        with chromium.new_context(color_scheme=scheme, locale="vi-VN", reduced_motion="reduce") as context:
            page = context.new_page()
            page.set_viewport_size({"width": 1440, "height": 900})
            open_page(page, address(server, name, language))
            for width in (1440, 1024, 390):
                resize(page, width)
                page.screenshot(path=OUTPUT / f"{name}-{width}-{scheme}-{language}.png")
                faults += [(language, width, fault) for fault in misfits(page)]
                if width != 1024:
                    faults += [(language, width, fault) for fault in violations(page)]
    assert faults == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_card_the_drawer_and_open_lists_are_for_every_pair_of_eyes(server, chromium, scheme):
    faults = []
    with chromium.new_context(color_scheme=scheme, locale="vi-VN", reduced_motion="reduce") as context:
        page = context.new_page()
        for width in (1440, 390):
            page.set_viewport_size({"width": width, "height": 900})
            open_page(page, f"{server}/unions_formed?unit=long-bien&unit=Atlantis&claim=a001-l08-1")
            page.get_by_role("dialog").get_by_text("Báo sai số liệu", exact=True).click()
            page.wait_for_timeout(300)
            faults += [("card", width, fault) for fault in (*violations(page), *misfits(page))]
            page.screenshot(path=OUTPUT / f"card-{width}-{scheme}.png")
            page.keyboard.press("Escape")
            expect(page.get_by_role("dialog")).to_be_hidden()
            if width < 768:
                page.get_by_role("button", name="Hiện điều hướng và bộ lọc").click()
                page.wait_for_timeout(500)
            page.screenshot(path=OUTPUT / f"drawer-{width}-{scheme}.png")
            faults += [("filters", width, fault) for fault in violations(page)]
            page.get_by_role("combobox", name="Cụm thi đua").click()
            page.wait_for_timeout(300)
            faults += [("list", width, fault) for fault in violations(page)]
    assert faults == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_can_be_read_at_twice_the_size(server, page, name):
    page.set_viewport_size({"width": 720, "height": 450})  # what a window of 1440 has at 200 %
    open_page(page, address(server, name, "vi"))
    assert misfits(page) == []


def known_names() -> list[str]:
    """Names and printed words that stay Vietnamese in any language, the longest first."""
    names = {"Hà Nội", "Tết", "LĐTĐ", "cụm thi đua"}
    for file, columns in {"units": ["name"], "articles": ["title", "publisher"], "claims": ["as_printed"]}.items():
        with (ROOT / "seeds" / f"{file}.csv").open(encoding="utf-8", newline="") as rows:
            names |= {row[column] for row in csv.DictReader(rows) for column in columns}
    return sorted(names, key=len, reverse=True)


@pytest.mark.parametrize("name", PAGES)
def test_an_english_page_says_nothing_in_vietnamese_but_names(server, page, name):
    open_page(page, address(server, name, "en"))
    text = page.evaluate(SPOKEN)
    for known in known_names():
        text = text.replace(known, "")
    assert VIETNAMESE.findall(text) == []


# All that is on the page but what is marked as Vietnamese: what is open, what is folded, what a screen reader hears.
SPOKEN = """
() => {
  const page = document.querySelector('[data-testid=stApp]').cloneNode(true);
  page.querySelectorAll('[lang=vi], style, script').forEach(element => element.remove());
  const heard = [...page.querySelectorAll('[aria-label], [title], [alt], [placeholder]')].flatMap(element =>
    ['aria-label', 'title', 'alt', 'placeholder'].map(name => element.getAttribute(name) || ''));
  const words = [], nodes = document.createTreeWalker(page, NodeFilter.SHOW_TEXT);
  while (nodes.nextNode()) words.push(nodes.currentNode.data);
  return [...words, ...heard].join(' ').replace(/\\s+/g, ' ');
}
"""
# Streamlit's dialog clips the page, which has no height of its own: axe would look at no colour.
UNCLIP = "() => { const s = document.documentElement.style, was = s.overflow; s.overflow = 'visible'; return was }"
OVERFLOW = "() => { const m = document.querySelector('[data-testid=stMain]'); return m.scrollWidth - m.clientWidth }"
CLIPPED = """
() => [...document.querySelectorAll('.js-plotly-plot text')].filter(text => {
  const word = text.getBoundingClientRect(), chart = text.closest('.js-plotly-plot').getBoundingClientRect();
  return word.right > chart.right + 1 || word.left < chart.left - 1;
}).map(text => text.textContent)
"""
