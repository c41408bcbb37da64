"""A librarian's path in a real browser: upload, confirm, a chart, a PDF with the command's figures."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page, WebSocket, expect

from libcollab_metrics.model import SCHEMA
from tests.support.browser.grid import open_cell
from tests.support.browser.labels import ADD_BUTTON
from tests.support.paths import ROOT
from tests.support.sheets import xlsx

#: The page is completely drawn: no run is requested or active, and nothing of an earlier run is left on it.
AT_REST = """() => {
  const app = document.querySelector('[data-testid="stApp"]');
  const unfinished = '[data-stale="true"], [data-testid="stSkeleton"], [data-testid="stSpinner"]';
  return app && app.dataset.testScriptState === "notRunning" && !document.querySelector(unfinished)
    && document.getAnimations().every(one => one.playState !== "running")
    && document.fonts.status === "loaded" && [...document.images].every(one => one.complete);
}"""
LOG = [
    ["San Isidro Library, sessions of 2026"],
    [],
    ["Date", "Title", "Location", "Attendance"],
    *([f"2026-{month:02d}-07", "Story hour", "Main", 14 + month] for month in range(1, 7)),
    *(
        [f"2026-{month:02d}-14", "Craft", "Barangay hall", "about 20" if month == 2 else 20]
        for month in range(1, 6)
    ),
    ["2026-06-14", "Craft", "Barangay hall", None],
    ["2026-06-21", "CANCELLED - Craft", "Barangay hall", None],
]
pytestmark = pytest.mark.browser


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "sessions.xlsx"
    path.write_bytes(xlsx(Log=LOG))
    return path


def settled(page: Page) -> None:
    """Wait until the page is idle. A click requests a run at once, so this may directly follow it."""
    page.wait_for_function(AT_REST)


def turn_to(page: Page, title: str) -> None:
    """Follow a link of the sidebar once the page is idle, as a reader does."""
    settled(page)
    page.get_by_test_id("stSidebar").get_by_role("link", name=title, exact=True).click()
    expect(page).to_have_title(f"{title} · libcollab")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    settled(page)


def test_excel_sheet_becomes_a_summary_for_a_sponsor(
    page: Page, app_url: str, sheet: Path, tmp_path: Path
) -> None:
    page.set_viewport_size({"width": 1280, "height": 1600})
    page.goto(app_url)
    settled(page)
    expect(page.get_by_text("Sample data").first).to_be_visible()
    page.get_by_role("link", name="Use my own data").click()
    page.get_by_test_id("stFileUploader").locator("input[type=file]").first.set_input_files(sheet)
    expect(page.get_by_text("13 of 13 rows used")).to_be_visible()
    settled(page)
    page.get_by_role("button", name=ADD_BUTTON).click()
    # The review also says "13 of 13 rows used". Only the line about the sheets in use shows that the sheet
    # was imported.
    expect(page.get_by_text("Added “sessions.xlsx”: 13 rows").first).to_be_visible()

    turn_to(page, "Attendance & reach")
    figures = command(sheet)
    total = f"{figures['attendance_total']:,.0f}+"
    expect(page.get_by_text(f"{figures['attendance_total']:,.0f}+").first).to_be_visible()
    expect(page.get_by_role("figure").first).to_be_visible()

    turn_to(page, "Reports")
    page.get_by_text("Board report").click()
    page.get_by_text("PDF", exact=True).click()
    expect(page.get_by_role("img", name=re.compile("Page 1 of the board report"))).to_be_visible()
    settled(page)
    recipient = page.get_by_role("textbox", name="Recipient (optional")
    recipient.fill("Rotary Club")
    recipient.press("Enter")
    settled(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download PDF").click()
    saved = tmp_path / "summary.pdf"
    download.value.save_as(saved)
    sent_row = page.get_by_role("region", name="Sharing history").get_by_role("row").nth(1)
    expect(sent_row).to_contain_text("Rotary Club")
    expect(sent_row).to_contain_text("Board report, PDF")
    expect(sent_row).to_contain_text("Unchanged since.")
    text = pdf_text(saved.read_bytes())
    assert total in text
    assert f"{figures['attendance_per_session']:.1f}" in text
    held = figures["sessions_held"]
    assert f"counted at {figures['attendance_coverage'] * held:.0f} of {held:.0f} sessions" in text


def command(sheet: Path) -> dict[str, float]:
    """The output of `metrics --json` for the same sheet."""
    process = subprocess.run(
        [sys.executable, "-m", "libcollab_metrics", "metrics", str(sheet), "--json"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return {value["metric"]: value["value"] for value in json.loads(process.stdout) if not value["group"]}


def pdf_text(data: bytes) -> str:
    """The words of a PDF in one line, with every kind of space as one."""
    from pypdf import PdfReader

    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages))


def test_bookmarked_page_opens_directly_on_a_new_visit(page: Page, app_url: str) -> None:
    page.goto(f"{app_url}/attendance?program=Storybook+reading")
    settled(page)
    expect(page.get_by_text("Attendance & reach").last).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_contain_text("people come to each session")
    expect(page.get_by_text("Storybook reading").first).to_be_visible()


def test_row_with_a_wrong_cell_stays_over_tabs_and_pages(page: Page, app_url: str) -> None:
    sockets: list[WebSocket] = []
    page.on("websocket", lambda socket: sockets.append(socket))
    page.set_viewport_size({"width": 1280, "height": 1700})
    page.goto(f"{app_url}/records?table=Partners")
    expect(page.get_by_test_id("stDataFrame").last.locator('[id^="glide-cell-"]').first).to_be_attached()
    for row, column, across, text in ((0, 1, 100, "Hope"), (1, 1, 100, "School"), (1, 4, 700, "lots")):
        type_into_grid(page, sockets, (row, column), across, text)
    page.get_by_role("button", name="Save rows").click()
    refused = page.get_by_text("Row 1. People it can reach: “lots”")
    expect(page.get_by_text("Partners: 1 row saved.")).to_be_visible()
    expect(refused).to_be_visible()
    settled(page)
    page.get_by_role("tab", name="Ledger").click()
    expect(page.get_by_text(SCHEMA["ledger"].meaning)).to_be_visible()
    turn_to(page, "Help & definitions")
    turn_to(page, "Records")
    page.get_by_role("tab", name="Partners").click()
    expect(refused).to_be_visible()
    settled(page)
    page.get_by_role("button", name="Save rows").click()  # the row is unchanged and still in the grid
    settled(page)
    expect(refused).to_be_visible()


def test_cell_typed_just_before_saving_is_saved(page: Page, app_url: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 1700})
    page.goto(f"{app_url}/records?table=Partners")
    grid = page.get_by_test_id("stDataFrame").last
    expect(grid.locator('[id^="glide-cell-"]').first).to_be_attached()
    settled(page)
    open_cell(page, row=0, column=1, across=100)
    page.locator("textarea.gdg-input").fill("Hope School")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Save rows").dispatch_event("click")
    expect(page.get_by_text("Partners: 1 row saved.")).to_be_visible()


def type_into_grid(page: Page, sockets: list[WebSocket], at: tuple[int, int], across: int, text: str) -> None:
    """Type into a cell of the grid and wait until it was sent."""
    settled(page)
    row, column = at
    cell = page.get_by_test_id("stDataFrame").last.get_by_test_id(f"glide-cell-{column}-{row}")
    open_cell(page, row, column, across)
    page.locator("textarea.gdg-input").fill(text)
    with sockets[-1].expect_event("framesent"):
        page.keyboard.press("Tab")  # Enter would select the cell below, which a click would then open at once
    expect(cell).to_have_text(text)
