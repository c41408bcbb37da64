"""Every page in a real browser: short, answered first, accessible, and whole on a phone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import ViewportSize

from libcollab_metrics.localization import LANGUAGES
from pages.ui.navigation import PAGES
from tests.pages.conftest import Open
from tests.pages.test_journey import settled
from tests.support.browser.axe import own_violations

#: Screens of 800 pixels, and words before anything is opened, of a page other than Help & definitions.
MAX_SCREENS, MAX_WORDS = 3, 300
SCREEN: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 360, "height": 760}

#: Words that are visible at first: not those of charts, grids, styles, symbols and what is collapsed.
VISIBLE_TEXT = """main => {
  const page = main.cloneNode(true);
  const hidden = '.js-plotly-plot, [data-testid=stDataFrame], [data-testid=stIconMaterial], style, script,'
    + ' [data-testid=stExpanderDetails], [data-testid=stPopoverBody]';
  page.querySelectorAll(hidden).forEach(part => part.remove());
  return page.textContent;
}"""
#: Texts of the first screen.
FIRST_SCREEN = """main => {
  const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT), texts = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const range = document.createRange();
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect();
    if (box.width && box.top >= 0 && box.bottom <= 800) texts.push(node.textContent);
  }
  return texts.join(' ');
}"""
#: Texts that reach over the edge of a phone.
CUT = """main => [...main.querySelectorAll('h1, h2, h3, .lc-rail span, .lc-chip, .lc-target > div')]
  .filter(part => {
    const box = part.getBoundingClientRect();
    return box.width && (box.left < 0 || box.right > 361);
  }).map(part => part.textContent)"""
#: Tables that scroll sideways; a sheet as typed may.
SIDEWAYS = """main => [...main.querySelectorAll('.lc-box:not(.lc-tall)')]
  .filter(box => box.clientWidth && box.scrollWidth > box.clientWidth + 1).map(box => box.ariaLabel)"""


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("name", [page.name for page in PAGES])
def test_page_is_short_accessible_and_whole_on_a_phone(open_page: Open, name: str) -> None:
    page = open_page(name, SCREEN)
    main = page.get_by_test_id("stMain")
    assert re.search(r"\d", main.evaluate(FIRST_SCREEN)), "no number on the first screen"
    if name != "help":
        assert main.evaluate("main => main.scrollHeight") <= MAX_SCREENS * SCREEN["height"]
        words = [word for word in re.split(r"\s+", main.evaluate(VISIBLE_TEXT)) if re.search(r"\w", word)]
        assert len(words) <= MAX_WORDS
    assert own_violations(page) == []
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size(PHONE)
    page.wait_for_timeout(500)
    settled(page)
    assert main.evaluate("main => main.scrollWidth <= main.clientWidth")
    assert main.evaluate(CUT) == []
    assert main.evaluate(SIDEWAYS) == []
    assert own_violations(page) == []


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("code", sorted(set(LANGUAGES) - {"en"}))
@pytest.mark.parametrize("name", [page.name for page in PAGES])
def test_translated_page_is_whole_on_a_phone(open_page: Open, name: str, code: str) -> None:
    page = open_page(name, PHONE, code)
    main = page.get_by_test_id("stMain")
    assert main.evaluate("main => main.scrollWidth <= main.clientWidth")
    assert main.evaluate(CUT) == []
    assert main.evaluate(SIDEWAYS) == []
    if name != "help":
        words = [word for word in re.split(r"\s+", main.evaluate(VISIBLE_TEXT)) if re.search(r"\w", word)]
        assert len(words) <= MAX_WORDS
