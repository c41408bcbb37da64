"""Records in a window of 360 pixels: nothing scrolls sideways, and every row can be read and added."""

from __future__ import annotations

import pytest
from playwright.sync_api import ViewportSize, expect

from tests.pages.conftest import Open

PHONE: ViewportSize = {"width": 360, "height": 800}


@pytest.mark.browser
def test_records_need_no_sideways_scrolling_on_a_phone(open_page: Open) -> None:
    page = open_page("records", PHONE)
    page.get_by_text("Recorded rows").click()
    rows = page.get_by_role("region", name="Sessions")
    expect(rows.get_by_text("Riverside chapel").first).to_be_visible()
    assert rows.evaluate("box => box.scrollWidth <= box.clientWidth")
    assert page.get_by_test_id("stMain").evaluate("main => main.scrollWidth <= main.clientWidth")
    expect(page.get_by_role("button", name="Save row", exact=True)).to_be_visible()
    for grid in page.get_by_test_id("stDataFrame").all():
        expect(grid).to_be_hidden()
