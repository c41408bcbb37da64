"""Two libraries in a real browser: one with a workbook of its own, one without any sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.pages.test_journey import settled, turn_to
from tests.support.browser.dashboard import dashboard
from tests.support.browser.labels import ADD_BUTTON
from tests.support.browser.visitor import uploaded
from tests.support.paths import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.slow]

#: Five sessions as they are typed: program, day, attendance.
SESSIONS = [("Story hour", f"2026-03-{day:02d}", str(10 + day)) for day in (7, 14, 21, 28, 30)]
#: Columns of the grid between the day and the attendance.
BETWEEN = 2
MAX_CLICKS = 20


@pytest.fixture
def fresh_server(tmp_path: Path) -> Iterator[str]:
    """The address of a server without any data."""
    with dashboard(tmp_path, tmp_path / "kept") as served:
        yield served.url


def test_workbook_is_added_filtered_opened_annotated_and_reported(page: Page, fresh_server: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 1400})
    uploaded(page, fresh_server, ROOT / "data" / "sample_library.xlsx")
    page.get_by_role("button", name=ADD_BUTTON).click()
    page.get_by_role("link", name="See results").click()
    settled(page)
    scope = page.locator(".st-key-scope")
    expect(scope.get_by_role("button", name=re.compile("vs Jan–Jun 2025"))).to_be_visible()
    scope.get_by_role("button", name="All programs").click()
    page.get_by_role("combobox", name=re.compile("Program")).fill("Storybook")
    page.get_by_role("option", name="Storybook reading").click()
    page.keyboard.press("Escape")
    settled(page)
    expect(scope.get_by_role("button", name="Storybook reading")).to_be_visible()
    page.locator(".st-key-more_horiz-months").get_by_role("button").click()
    expect(page.get_by_text(re.compile(r"Sessions \(\d+\)"))).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Add a note").click()
    day = page.get_by_test_id("stPopoverBody").get_by_test_id("stDateInput")
    type_day(day, "2026-05-09")
    what = page.get_by_role("textbox", name="What happened")
    what.fill("Typhoon, roads closed")
    what.press("Enter")
    expect(page.get_by_text("Note added.")).to_be_visible()
    settled(page)
    expect(page.locator(".st-key-card-months").get_by_text("typhoon").first).to_be_visible()
    turn_to(page, "Reports")
    page.get_by_text("Board report").click()
    expect(page.get_by_role("img", name=re.compile("Page 1 of the board report"))).to_be_visible()
    settled(page)
    with page.expect_download():
        page.get_by_role("button", name="Download PDF").click()


def type_day(field: Locator, day: str) -> None:
    """Type a day into a date input part by part, as its keyboard expects it."""
    field.get_by_role("spinbutton").first.click()
    field.page.keyboard.type(day.replace("-", ""))


def type_into_cell(page: Page, text: str) -> None:
    """Type into the selected cell of the grid, and select the next one; "" leaves it blank."""
    if not text:
        page.keyboard.press("ArrowRight")
        return
    page.keyboard.press("Enter")
    page.locator("textarea.gdg-input").fill(text)
    page.keyboard.press("Tab")
    expect(page.locator("textarea.gdg-input")).to_have_count(0)


def test_library_without_a_sheet_types_five_sessions(page: Page, fresh_server: str) -> None:
    clicks = 0

    def click(target: Locator) -> None:
        nonlocal clicks
        clicks += 1
        target.click()

    page.set_viewport_size({"width": 1280, "height": 1900})
    page.goto(fresh_server)
    settled(page)
    click(page.get_by_test_id("stSidebar").get_by_role("link", name="Records", exact=True))
    grid = page.get_by_test_id("stDataFrame").last
    expect(grid.get_by_test_id("glide-cell-1-0")).to_be_attached()
    settled(page)
    for row, (program, day, attendance) in enumerate(SESSIONS):
        box = grid.bounding_box()
        assert box is not None
        clicks += 1
        page.mouse.click(box["x"] + 100, box["y"] + 35 * (row + 1) + 18)
        expect(grid.get_by_test_id(f"glide-cell-1-{row}")).to_have_attribute("aria-selected", "true")
        for text in (program, day, *[""] * BETWEEN, attendance):
            type_into_cell(page, text)
        page.wait_for_timeout(500)  # the grid sends what was typed a moment later
        settled(page)
    click(page.get_by_role("button", name="Save rows"))
    expect(page.get_by_text("Sessions: 5 rows saved.")).to_be_visible()
    click(page.get_by_role("link", name="See results"))
    settled(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("150 visits at 5 sessions")
    expect(page.locator(".st-key-card-months .js-plotly-plot")).to_be_visible()
    assert clicks <= MAX_CLICKS
