"""Visit every page of the dashboard in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page, expect

from pages.ui.navigation import PAGES
from tests.pages.test_journey import settled, turn_to
from tests.support.browser.labels import ADD_BUTTON


def uploaded(page: Page, app_url: str, file: Path) -> None:
    """Upload a file and wait until its review is settled; nothing is used yet."""
    page.goto(f"{app_url}/add")
    settled(page)
    page.get_by_test_id("stFileUploader").locator("input[type=file]").first.set_input_files(file)
    expect(page.get_by_role("button", name=ADD_BUTTON)).to_be_visible()
    settled(page)


def use(page: Page) -> None:
    """Use the sheets under review."""
    page.get_by_role("button", name=ADD_BUTTON).click()
    expect(page.get_by_role("button", name=re.compile("Undo: "))).to_be_visible()
    settled(page)


def every_page(page: Page) -> Iterator[str]:
    """Open each page in turn within one visit and yield its title once it is settled."""
    for entry in PAGES:
        turn_to(page, entry.title)
        yield entry.title
