"""Every page of a library whose texts are injections: shown as typed, and nothing runs or is requested."""

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
#: Addresses that Streamlit's page tries before it finds its server.
LOOKING = re.compile(r"http://127\.0\.0\.1:\d+/\w+/_stcore/")


#: Texts that a browser itself would treat as markup.
SOME = ("formula", "image", "picture", "address", "icon", "sums", "colour", "svg")


class Watched:
    """Records what a page did that a text must never cause."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.done: list[str] = []
        page.on("dialog", lambda dialog: (self.done.append(f"asked: {dialog.message}"), dialog.dismiss()))
        page.on("pageerror", lambda error: self.done.append(f"failed: {error}"))
        page.on("popup", lambda opened: self.done.append(f"opened: {opened.url}"))
        page.on("console", self._heard)

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not LOOKING.match(message.location["url"]):
            self.done.append(f"complained: {message.text[:200]} at {message.location['url']}")

    def injected(self) -> list[str]:
        return [
            element.evaluate("element => element.outerHTML.slice(0, 200)")
            for element in self.page.locator(markup.INJECTED).all()
        ]


def shown(page: Page) -> str:
    """The visible text, with every run of spaces as one, without the marks that break links."""
    return " ".join(page.locator("body").inner_text().replace("\u2060", "").split())


@pytest.mark.parametrize(
    "texts", [SOME, pytest.param(tuple(markup.TEXTS), marks=pytest.mark.long)], ids=["some", "all"]
)
def test_hostile_text_is_shown_as_typed_on_every_page(
    texts: Sequence[str], page: Page, app_url: str, tmp_path: Path
) -> None:
    inputs = {key: markup.TEXTS[key] for key in texts}
    file = tmp_path / "![x](http:elsewhere) $x$ :material~home: <b>.xlsx"
    file.write_bytes(markup.workbook(tuple(inputs.values())))
    watched = Watched(page)
    uploaded(page, app_url, file)
    assert "![x](http:elsewhere) $x$ :material~home: <b>.xlsx" in shown(page)
    assert watched.injected() == []
    use(page)
    page_texts = {}
    for title in every_page(page):
        assert watched.injected() == [], title
        assert page.get_by_test_id("stException").count() == 0, title
        page_texts[title] = shown(page)
    assert watched.done == []
    all_text = " ".join(page_texts.values())
    expected = {
        key: clean_spaces(text) for key, text in inputs.items() if len(text) < 200 and text.isprintable()
    }
    assert [key for key, text in expected.items() if text not in all_text] == []
