"""Reports fits its columns: purposes in one line each, and tables that need no scrolling."""

from __future__ import annotations

import pytest
from playwright.sync_api import ViewportSize, expect

from libcollab_metrics.document_kinds import DOCUMENT_AUDIENCES
from tests.pages.conftest import Open
from tests.pages.test_journey import settled

WIDE: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 360, "height": 800}
#: Height in pixels of one line of a choice.
LINE = 32


@pytest.mark.browser
def test_each_purpose_takes_one_line(open_page: Open) -> None:
    rows = open_page("reports", WIDE).locator(".st-key-purposes [role=radiogroup] > div")
    heights = rows.evaluate_all("rows => rows.map(row => row.getBoundingClientRect().height)")
    assert len(heights) == len(DOCUMENT_AUDIENCES)
    assert max(heights) <= LINE


@pytest.mark.browser
def test_hidden_figures_need_no_sideways_scrolling(open_page: Open) -> None:
    page = open_page("reports", WIDE)
    page.get_by_text("Hidden in this document").click()
    table = page.get_by_role("region", name="What is hidden, and why")
    for size in (WIDE, PHONE):
        page.set_viewport_size(size)
        settled(page)
        expect(table).to_be_visible()
        assert table.evaluate("box => box.scrollWidth <= box.clientWidth")
