"""Take pictures of the pages with the sample library: `python -m tools.screenshots [FOLDER [PAGE ...]]`."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from pages.ui.navigation import PAGES
from tests.support.browser.dashboard import dashboard
from tools.browser import find_browser

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "screenshots"
#: Milliseconds without a running script after which a page is settled.
SETTLED = 700
#: Quality of the pictures, of 100.
QUALITY = 72


@dataclass(frozen=True)
class View:
    """A window in which the pages are shown.

    Attributes
    ----------
    name : str
        Last part of the names of its pictures.
    width, height : int
        Size of the window in pixels.
    is_dark : bool
        Whether the browser asks for the dark theme.
    """

    name: str
    width: int
    height: int
    is_dark: bool = False


VIEWS = (View("light", 1280, 800), View("dark", 1280, 800, is_dark=True), View("360", 360, 760))


def take(names: list[str], folder: Path) -> Iterator[Path]:
    """Take a picture of these pages, or of all, in every window; yield each file."""
    with (
        tempfile.TemporaryDirectory() as home,
        dashboard(Path(home), Path(home) / "data") as served,
        sync_playwright() as driver,
    ):
        browser = driver.chromium.launch(executable_path=find_browser(), args=["--no-sandbox"])
        for view in VIEWS:
            yield from _take_view(browser, view, served.url, names, folder)
        browser.close()


def _take_view(browser: Browser, view: View, url: str, names: list[str], folder: Path) -> Iterator[Path]:
    page = browser.new_page(
        viewport={"width": view.width, "height": view.height},
        color_scheme="dark" if view.is_dark else "light",
    )
    for info in PAGES:
        if names and info.name not in names:
            continue
        page.goto(f"{url}/{info.name}")
        _wait_until_settled(page)
        _grow_to_content(page, view)
        path = folder / f"{info.name}-{view.name}.jpg"
        page.screenshot(path=path, type="jpeg", quality=QUALITY)
        page.set_viewport_size({"width": view.width, "height": view.height})
        yield path
    page.close()


def _wait_until_settled(page: Page) -> None:
    page.wait_for_selector("h1", timeout=60_000)
    page.wait_for_function("!document.querySelector('[data-test-script-state=running]')", timeout=60_000)
    page.wait_for_timeout(SETTLED)


def _grow_to_content(page: Page, view: View) -> None:
    """Make the window as tall as the page, which scrolls inside its own container."""
    height = page.evaluate("document.querySelector('[data-testid=stMain]')?.scrollHeight ?? 0")
    page.set_viewport_size({"width": view.width, "height": max(view.height, min(int(height), 8_000))})
    page.wait_for_timeout(SETTLED)


if __name__ == "__main__":
    chosen = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    chosen.mkdir(parents=True, exist_ok=True)
    for picture in take(sys.argv[2:], chosen):
        print(picture)
