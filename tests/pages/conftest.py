"""One visit for the tests that look at every page of the sample."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from pages.ui import cards
from pages.ui.navigation import PAGES
from tests.conftest import PATIENCE, only_local_requests
from tests.pages.test_journey import settled

WIDE: ViewportSize = {"width": 1280, "height": 800}
#: Nothing on the page was moved since the last call: grids and charts follow the window's size with a delay.
STEADY = """() => {
  const parts = [...document.querySelectorAll('[data-testid="stMain"] *')];
  const places = parts.map(part => Math.round(part.getBoundingClientRect().right)).join();
  const isSteady = window.lastPlaces === places;
  window.lastPlaces = places;
  return isSteady;
}"""
#: Milliseconds between two calls.
STEADY_AFTER = 300
Open = Callable[..., Page]


@pytest.fixture(autouse=True)
def open_menus_of_cards(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw what the menus of cards open in every test without a browser: its texts are checked too."""
    if "browser" in request.fixturenames or "app_url" in request.fixturenames:
        return
    draw_when_open = cards._draw_when_open

    def draw(name: str, key: str, contents: Callable[[], None]) -> None:
        draw_when_open(name, key, contents)
        if key.startswith("more_horiz"):
            contents()

    monkeypatch.setattr(cards, "_draw_when_open", draw)


@pytest.fixture(scope="module")
def open_page(browser: Browser, app_url: str) -> Iterator[Open]:
    """A function that opens a page of the sample by its name, in a language and a window of a size.

    Pages are reached by their links, in one visit for each language: loading the app again takes a browser
    longer than to draw any page.
    """
    visits: dict[str, Page] = {}

    def visit(language: str) -> Page:
        if language not in visits:
            page = browser.new_page(viewport=WIDE)
            page.set_default_timeout(PATIENCE)
            guards.append(only_local_requests(page))
            page.goto(f"{app_url}/?lang={language}")
            settled(page)
            visits[language] = page
        return visits[language]

    def open_page(name: str, size: ViewportSize = WIDE, language: str = "en") -> Page:
        page = visit(language)
        page.emulate_media(color_scheme="light", media="screen")
        page.set_viewport_size(size)
        address = f"{app_url}/{'' if name == PAGES[0].name else name}"
        link = page.get_by_test_id("stSidebar").locator(f'a[href="{address}"]')
        link.dispatch_event("click")  # in a narrow window, the sidebar is closed
        page.wait_for_url(re.compile(rf"{re.escape(address)}(\?.*)?$"))
        expect(page.get_by_role("heading", level=1)).to_have_count(1)
        settled(page)
        page.wait_for_function(STEADY, polling=STEADY_AFTER)
        return page

    guards: list[Callable[[], None]] = []
    yield open_page
    for page in visits.values():
        page.close()
    for no_outside_request in guards:
        no_outside_request()
