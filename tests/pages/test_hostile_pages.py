"""Every page of a library in which every text would run somewhere: shown as typed, and nothing runs or is
asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from playwright.sync_api import ConsoleMessage, Page

from libcollab_metrics.model.names import clean_spaces
from tests.support.attackers import markup
from tests.support.browser.visitor import every_page, uploaded, use

pytestmark = pytest.mark.browser
#: Where Streamlit's page looks for its own server before it finds it.
LOOKING = re.compile(r"http://127\.0\.0\.1:\d+/\w+/_stcore/")


#: What a browser itself would take for markup.
SOME = ("formula", "image", "picture", "address", "icon", "sums", "colour", "svg")


class Watched:
    """What a page did that a text must never make it do."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.done: list[str] = []
        page.on("dialog", lambda dialog: (self.done.append(f"asked: {dialog.message}"), dialog.dismiss()))
        page.on("pageerror", lambda error: self.done.append(f"failed: {error}"))
        page.on("popup", lambda opened: self.done.append(f"opened: {opened.url}"))
        page.on("console", self._heard)

    def _heard(self, said: ConsoleMessage) -> None:
        if said.type == "error" and not LOOKING.match(said.location["url"]):
            self.done.append(f"complained: {said.text[:200]} at {said.location['url']}")

    def injected(self) -> list[str]:
        return [
            found.evaluate("element => element.outerHTML.slice(0, 200)")
            for found in self.page.locator(markup.INJECTED).all()
        ]


def shown(page: Page) -> str:
    """What a reader sees, every run of spaces as one; what breaks a link is not seen."""
    return " ".join(page.locator("body").inner_text().replace("\u2060", "").split())


@pytest.mark.parametrize(
    "texts", [SOME, pytest.param(tuple(markup.TEXTS), marks=pytest.mark.long)], ids=["some", "all"]
)
def test_hostile_text_is_shown_as_typed_on_every_page(
    texts: Sequence[str], page: Page, app_url: str, tmp_path: Path
) -> None:
    said = {key: markup.TEXTS[key] for key in texts}
    file = tmp_path / "![x](http:elsewhere) $x$ :material~home: <b>.xlsx"
    file.write_bytes(markup.workbook(tuple(said.values())))
    watched = Watched(page)
    uploaded(page, app_url, file)
    assert "![x](http:elsewhere) $x$ :material~home: <b>.xlsx" in shown(page)
    assert watched.injected() == []
    use(page)
    seen = {}
    for title in every_page(page):
        assert watched.injected() == [], title
        assert page.get_by_test_id("stException").count() == 0, title
        seen[title] = shown(page)
    assert watched.done == []
    everything = " ".join(seen.values())
    wanted = {key: clean_spaces(text) for key, text in said.items() if len(text) < 200 and text.isprintable()}
    assert [key for key, text in wanted.items() if text not in everything] == []
