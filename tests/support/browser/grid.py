"""The grid of Records, which is drawn on a canvas: its content is in a hidden table."""

from __future__ import annotations

from playwright.sync_api import Page, expect

ROW_HEIGHT = 35
ATTEMPTS = 5


def open_cell(page: Page, row: int, column: int, across: int) -> None:
    """Open a cell for typing: select it by a click at `across` pixels, then press Enter.

    The page must be idle. A click that arrives while the grid is measured again selects nothing, so it is
    repeated, as a person would.
    """
    grid = page.get_by_test_id("stDataFrame").last
    cell = grid.get_by_test_id(f"glide-cell-{column}-{row}")
    for attempt in range(1, ATTEMPTS + 1):
        box = grid.bounding_box()
        assert box is not None
        page.mouse.click(box["x"] + across, box["y"] + ROW_HEIGHT * (row + 1.5))
        try:
            expect(cell).to_have_attribute("aria-selected", "true", timeout=5_000)
            break
        except AssertionError:
            if attempt == ATTEMPTS:
                raise
    page.keyboard.press("Enter")
