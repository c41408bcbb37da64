"""The progress of reading a file: words, a bar, and a way to cancel after which nothing is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from streamlit.testing.v1 import AppTest

from pages.ui import progress
from tests.pages.test_journey import settled
from tests.pages.test_pages import open_page, press, texts
from tests.support.browser.dashboard import dashboard
from tests.support.browser.labels import ADD_BUTTON

#: Lines of a file that takes a few seconds to read.
LINES = 250_000


def bars(*calls: tuple[str, Sequence[int]]) -> list[tuple[str, int]]:
    """The bar after these calls: its words, and its value of 100."""

    def page(calls: list[tuple[str, list[int]]]) -> None:
        from pages.ui.progress import WorkProgress

        shown = WorkProgress("Opening …", "March.xlsx")
        for name, arguments in calls:
            getattr(shown, name)(*arguments)

    app = AppTest.from_function(page, args=(calls,)).run()
    assert not app.exception
    return [(part.proto.text, part.proto.value) for part in app.get("progress")]


def test_bar_counts_files_before_then_sheets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "SHOWN_AFTER", 0)
    monkeypatch.setattr(progress, "REDRAWN_AFTER", 0)
    assert bars(("queued", (3,))) == [("3 files are read before yours …", 0)]
    assert bars(("queued", (3,)), ("queued", (1,))) == [("One file is read before yours …", 0)]
    assert bars(("queued", (3,)), ("queued", (0,)), ("stepped", (0, 0))) == [("Opening …", 0)]
    assert bars(("stepped", (2, 4))) == [("Reading “March.xlsx”: sheet 2 of 3 …", 50)]
    assert bars(("stepped", (2, 4)), ("clear", ())) == []


def test_quick_work_shows_no_bar() -> None:
    def page() -> None:
        from pages.ui.progress import WorkProgress

        WorkProgress("Opening …").stepped(1, 2)

    assert not AppTest.from_function(page).run().get("progress")


@pytest.fixture
def large_file(tmp_path: Path) -> Path:
    path = tmp_path / "large.csv"
    rows = (f"2026-{i % 12 + 1:02d}-{i % 28 + 1:02d},Program {i % 9},{i % 40}\n" for i in range(LINES))
    path.write_text("Date,Program,Attendance\n" + "".join(rows), encoding="utf-8")
    return path


@pytest.fixture
def own_url(tmp_path: Path) -> Iterator[str]:
    """The address of a dashboard of this test alone: others would find its file under review."""
    with dashboard(tmp_path, tmp_path / "data") as served:
        yield served.url


@pytest.mark.browser
def test_cancelled_reading_adds_nothing_and_can_go_on(page: Page, own_url: str, large_file: Path) -> None:
    page.goto(f"{own_url}/add")
    settled(page)
    page.get_by_test_id("stFileUploader").locator("input[type=file]").first.set_input_files(large_file)
    expect(page.get_by_role("progressbar")).to_be_visible()
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_text("Reading “large.csv” was cancelled. Nothing was added.")).to_be_visible()
    settled(page)
    expect(page.get_by_role("progressbar")).to_have_count(0)
    expect(page.get_by_role("button", name=re.compile("Undo"))).to_have_count(0)
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_text(f"{LINES:,} of {LINES:,} rows used")).to_be_visible()
    expect(page.get_by_role("button", name=ADD_BUTTON)).to_be_enabled()


def test_cancelled_file_stays_pending() -> None:
    app = open_page("add")
    app.session_state["pending"] = {"a" * 64: ("March.csv", b"Date,Program,Attendance\n2026-03-07,Craft,9\n")}
    app.session_state["cancelled"] = {"a" * 64}
    app.run()
    assert "Reading “March.csv” was cancelled" in texts(app)
    press(app, "Read it")
    assert "1 of 1 rows used" in texts(app)
    assert app.session_state["pending"]
