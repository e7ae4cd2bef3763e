"""A server that was started anew while a page is open: the view stays, and the first click after that counts."""

from functools import partial

import pytest
from playwright.sync_api import expect

from tests.conftest import serve
from tests.dashboard.test_browser import follow, number, open_page, settle


class Restarted:
    """A server of its own that can be started anew, on the same port."""

    def __init__(self, built):
        self._serve = partial(serve, built)
        self._running = self._serve()
        self.address = self._running.__enter__()

    def __call__(self, page):
        """Start it anew, and wait until a page has found it again."""
        self.end()
        self._running = self._serve(port=int(self.address.rpartition(":")[2]))
        self._running.__enter__()
        expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-connection-state", "CONNECTED")

    def end(self):
        self._running.__exit__(None, None, None)


@pytest.fixture
def restart(built):
    server = Restarted(built)
    yield server
    server.end()


@pytest.mark.parametrize(
    ("opened", "then"),
    [
        ("unions_formed", "unions_formed?cluster=cum-1&period=2023-S1"),
        (
            "unions_formed?unit=ba-dinh&unit=long-bien#sources",
            "unions_formed?unit=ba-dinh&unit=long-bien&cluster=cum-1&period=2023-S1",
        ),
        ("gaps?cluster=cum-2&lang=en", "gaps?cluster=cum-1&lang=en"),
    ],
)
def test_the_first_click_after_the_server_came_back_counts(restart, page, opened, then):
    open_page(page, f"{restart.address}/{opened}")
    restart(page)
    label = "Emulation cluster" if "lang=en" in opened else "Cụm thi đua"
    page.get_by_role("combobox", name=label).click()
    page.get_by_role("option", name="Cluster 1" if "lang=en" in opened else "Cụm 1", exact=True).click()
    expect(page).to_have_url(f"{restart.address}/{then}")
    expect(page.locator(".stMain")).not_to_contain_text("Traceback")


def test_the_next_page_after_the_server_came_back_has_the_view_of_the_one_before(restart, page):
    open_page(page, f"{restart.address}/unions_formed?cluster=cum-1&lang=en")
    restart(page)
    follow(page, "Collective agreements signed")
    expect(page).to_have_url(f"{restart.address}/agreements_signed?cluster=cum-1&period=2023-S1&lang=en")


def test_a_figure_opens_its_card_after_the_server_came_back(restart, page):
    open_page(page, f"{restart.address}/unions_formed")
    restart(page)
    number(page).click()
    expect(page.get_by_role("dialog")).to_contain_text("Hai Bà Trưng")


@pytest.mark.parametrize("is_at_rest", [False, True])
def test_a_card_is_opened_again_once_the_server_came_back(restart, page, is_at_rest):
    open_page(page, f"{restart.address}/unions_formed")
    number(page).click()
    card = page.get_by_role("dialog")
    expect(card).to_contain_text("Hai Bà Trưng")
    if is_at_rest:  # otherwise Streamlit asks for the run that was broken off, and the page arrives beside it
        settle(page)
    card.evaluate("card => { card.dataset.isOfBefore = '' }")
    restart(page)
    expect(page.locator("[role=dialog]:not([data-is-of-before])")).to_contain_text("Hai Bà Trưng")
    settle(page)
    expect(card).to_have_count(1)
    # The address is as after a link to the card that was followed.
    expect(page).to_have_url(f"{restart.address}/unions_formed?period=2023-S1")
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)
    expect(page).to_have_url(f"{restart.address}/unions_formed?period=2023-S1")


def test_a_page_that_nobody_looks_at_asks_for_nothing_until_it_is_looked_at(restart, page):
    open_page(page, f"{restart.address}/unions_formed?cluster=cum-2")
    page.evaluate("Object.defineProperty(document, 'hidden', {value: true, configurable: true})")
    restart(page)
    assert page.get_by_test_id("stApp").get_attribute("data-is-arriving") is None
    page.evaluate("delete document.hidden; document.dispatchEvent(new Event('visibilitychange'))")
    page.get_by_role("combobox", name="Cụm thi đua").click()
    page.get_by_role("option", name="Cụm 1", exact=True).click()
    expect(page).to_have_url(f"{restart.address}/unions_formed?cluster=cum-1&period=2023-S1")
