"""Every number that an article prints is a link to its card, on every page and in both languages."""

import re

import pytest
from playwright.sync_api import Page

from dashboard import queries
from dashboard.messages import language
from tests.dashboard.test_browser import open_page
from tests.dashboard.test_every_reader import CHOSEN
from tests.pages import CORE, PAGES

# The words of a page that no link holds, by the cell, line or label that they stand in; folded ones too. Left out: what
# counts figures or articles, days and periods, formulas, and words for those who do not see a chart.
LOOSE = """
() => {
  const main = document.querySelector('[data-testid=stMain]').cloneNode(true);
  main.querySelectorAll('a, script, style, .unseen, .folded, .st-key-head, sup, .lists').forEach(one => one.remove());
  return [...main.querySelectorAll('td, li, p, h2, .annotation-text')].map(one => one.textContent.trim());
}
"""
VIEWS = [f"{page}?view={view}" for page in CORE for view in ("table", "map")]


def figures(spoken: str) -> set[str]:
    """What the figures of the warehouse are said as, with their nouns and alone where a bound or a whole is said."""
    language.set(spoken)
    found = queries.figures("claims", None, ())
    return {one.measured for one in found} | {str(one.amount) for one in found if one.is_bound}


def loose(page: Page, said: set[str]) -> list[str]:
    words = [text for text in page.evaluate(LOOSE) if text and not text.startswith("▲")]  # an even pace is no figure
    alone = [text for text in words if re.sub(r"[*\s]+$", "", text) in {one.split()[0] for one in said}]
    within = [(text, one) for text in words for one in said if re.search(rf"(?<![\d.,/]){re.escape(one)}(?!\w)", text)]
    return [*alone, *(f"{one}: {text}" for text, one in within)]


@pytest.mark.parametrize("spoken", ["vi", "en"])
def test_no_figure_stands_on_a_page_without_a_link_to_its_card(server, warehouse, page, spoken):
    said, faults = figures(spoken), []
    for place in [CHOSEN.get(name, name) for name in PAGES] + VIEWS:
        open_page(page, f"{server}/{place}{'&' if '?' in place else '?'}lang={spoken}")
        faults += [(place, text) for text in loose(page, said)]
    language.set("vi")
    assert faults == []
