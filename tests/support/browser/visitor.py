"""A visitor in a real browser who looks at every page there is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page, expect

from pages.ui.page import PAGES
from tests.pages.test_journey import settled, turn_to


def uploaded(page: Page, app_url: str, file: Path) -> None:
    """Upload a file on the page of sheets and wait until the review has come to rest; nothing is used yet."""
    page.goto(f"{app_url}/data")
    settled(page)
    page.get_by_test_id("stFileUploader").locator("input[type=file]").first.set_input_files(file)
    expect(page.get_by_role("button", name="Use these sheets")).to_be_visible()
    settled(page)


def use(page: Page) -> None:
    """Use the sheets under review."""
    page.get_by_role("button", name="Use these sheets").click()
    expect(page.get_by_role("button", name="Undo the last step")).to_be_visible()
    settled(page)


def every_page(page: Page) -> Iterator[str]:
    """Turn to each page in turn, within the same visit, and give its title once it has come to rest."""
    for place in PAGES:
        turn_to(page, place.title)
        yield place.title
