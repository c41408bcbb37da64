"""Work saved and opened in a real browser: the downloaded file opens, and the expanders stay open."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from libcollab_metrics.store import Store, unpack_workspace
from tests.pages.test_journey import settled
from tests.support.builders.saved_work import WORDS, worked
from tests.support.builders.store_steps import DAY

pytestmark = pytest.mark.browser


def typed(page: Page, label: str, words: str) -> None:
    page.get_by_role("textbox", name=label).fill(words)
    page.keyboard.press("Enter")
    settled(page)


def test_work_is_saved_forgotten_and_opened_again(page: Page, app_url: str, app_home: Path) -> None:
    store = worked(app_home)
    version, key = store.load().workspace.version, store.key()
    page.set_viewport_size({"width": 1280, "height": 2400})
    page.goto(f"{app_url}/records?table=Settings")
    page.get_by_text("Back up or restore").click()
    typed(page, "Passphrase (optional)", WORDS)
    expect(page.get_by_text("This passphrase is strong.")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Create a backup").click()
    assert re.fullmatch(
        r"libcollab-work-\d{4}-\d\d-\d\d-[0-9a-f]{8}\.libcollab", download.value.suggested_filename
    )
    data = download.value.path().read_bytes()
    assert unpack_workspace(data, WORDS).snapshot.workspace.version == version
    expect(page.get_by_text("Store its passphrase separately.")).to_be_visible()
    settled(page)
    store.delete_all()
    page.goto(f"{app_url}/records?table=Settings")
    page.get_by_text("Back up or restore").click()
    settled(page)
    file = {"name": "work.libcollab", "mimeType": "application/octet-stream", "buffer": data}
    page.get_by_test_id("stFileUploader").locator("input[type=file]").last.set_input_files(file)  # type: ignore[arg-type]
    expect(page.get_by_text("1 document that left. It is whole.")).to_be_visible()
    typed(page, "Passphrase of the backup", WORDS)
    page.get_by_text("Replace the current data").click()
    settled(page)
    page.get_by_role("button", name="Restore").click()
    expect(page.get_by_text("Backup restored.")).to_be_visible()
    assert (Store(app_home).load().workspace.version, Store(app_home).key()) == (version, key)
    assert [release.day for release in Store(app_home).releases()] == [DAY]
