"""A librarian without a mouse: upload, confirm, filter and report, always with a visible focus."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.pages.test_journey import settled, sheet  # noqa: F401  (a fixture)

pytestmark = pytest.mark.browser
#: Most presses of Tab until a control is reached.
MOST = 120
#: Whether the focused element, the part that draws it, or a part around it is outlined.
HAS_FOCUS_RING = """() => {
  const focused = document.activeElement, around = [focused];
  while (around.length < 6 && around.at(-1).parentElement) around.push(around.at(-1).parentElement);
  const drawn = [...around, ...(focused.closest('label')?.querySelectorAll('*') || [])];
  const isOutlined = part => {
    const style = getComputedStyle(part);
    const hasOutline = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
    return hasOutline || style.boxShadow !== 'none';
  };
  const caret = getComputedStyle(focused).caretColor;
  const isField = focused.matches('input, textarea, [role=combobox]');
  return drawn.some(isOutlined)
    || (isField && around.some(part => getComputedStyle(part).borderTopColor === caret));
}"""
#: Name of the focused element, "" without one.
NAME = """() => {
  const focused = document.activeElement;
  if (focused === document.body) return '';
  const own = focused.getAttribute('aria-label') || focused.textContent;
  const name = own || focused.closest('label')?.textContent || focused.title || focused.tagName;
  return name.length > 80 ? focused.tagName : name.trim();
}"""


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the focus is on a control whose name matches; every stop on the way shows the focus."""
    stops: list[str] = []
    for _ in range(MOST):
        page.keyboard.press("Tab")
        stops.append(page.evaluate(NAME))
        if stops[-1]:
            assert page.evaluate(HAS_FOCUS_RING), f"no visible focus on {stops[-1]!r}"
        if re.search(name, stops[-1]):
            return
    raise AssertionError((name, stops))


def test_keyboard_alone_leads_from_upload_to_report(page: Page, app_url: str, sheet: Path) -> None:  # noqa: F811
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{app_url}/add")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    settled(page)
    tab_to(page, "uploadUpload")
    # Enter would open the dialog of the system, which is no part of the page
    page.get_by_test_id("stFileUploader").locator("input[type=file]").first.set_input_files(sheet)
    expect(page.get_by_text("13 of 13 rows used")).to_be_visible()
    settled(page)
    tab_to(page, r"Add \d+ sessions")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="See results")).to_be_visible()
    settled(page)
    tab_to(page, "See results")
    page.keyboard.press("Enter")
    expect(page).to_have_title("Overview · libcollab")
    settled(page)
    tab_to(page, "All programs")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("stPopoverBody")).to_be_visible()
    tab_to(page, "^Program")
    page.keyboard.type("Craft")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("program=Craft"))
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    settled(page)
    tab_to(page, "Reports")
    page.keyboard.press("Enter")
    expect(page).to_have_title("Reports · libcollab")
    settled(page)
    tab_to(page, "Sponsor report")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("img", name=re.compile("Page 1 of the board report"))).to_be_visible()
    settled(page)
    tab_to(page, "Download PDF")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename.endswith(".pdf")
