"""The list of pages, and the addresses that pages had before, also on a server that just started."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from pages.ui.navigation import FORMER_ADDRESSES, PAGES, find_page
from tests.pages.test_journey import settled
from tests.pages.test_pages import ABOVE_HEADLINE, html, open_page
from tests.support.browser.dashboard import dashboard
from tests.support.examples import often
from tests.support.paths import ROOT

SECTIONS = {
    "": ["Overview"],
    "Data": ["Add data", "Records", "Data quality"],
    "Results": ["Attendance & reach", "Outcomes", "Costs & funding", "Partners"],
    "Act": ["Planning", "Reports"],
    " ": ["Help & definitions"],
}


def test_pages_are_listed_in_their_sections() -> None:
    listed: dict[str, list[str]] = {}
    for page in PAGES:
        listed.setdefault(page.section, []).append(page.title)
    assert listed == SECTIONS


def test_every_file_is_a_page_or_a_former_address() -> None:
    files = {path.stem for path in (ROOT / "pages").glob("*.py")}
    assert files == {page.name for page in PAGES} | set(FORMER_ADDRESSES)


@pytest.mark.parametrize("former", FORMER_ADDRESSES)
def test_former_address_opens_the_page_that_replaced_it(former: str) -> None:
    name, added = FORMER_ADDRESSES[former]
    app = open_page(former, program="Storybook reading")
    assert not app.exception
    assert escape(ABOVE_HEADLINE.get(name, find_page(name).title)) in html(app)
    assert dict(app.query_params) == {"program": "Storybook reading", **added} or not added


@pytest.fixture
def fresh_server(tmp_path: Path) -> Iterator[str]:
    """The address of a server that no one has visited."""
    with dashboard(tmp_path, tmp_path / "kept") as served:
        yield served.url


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("former", often(list(FORMER_ADDRESSES), len(FORMER_ADDRESSES)))
def test_former_address_keeps_its_query_on_a_fresh_server(page: Page, fresh_server: str, former: str) -> None:
    name, added = FORMER_ADDRESSES[former]
    page.goto(f"{fresh_server}/{former}?program=Storybook+reading")
    expect(page).to_have_title(f"{find_page(name).title} · libcollab")
    settled(page)
    address = urlsplit(page.url)
    assert address.path.strip("/") == ("" if find_page(name) is PAGES[0] else name)
    query = {key: values[0] for key, values in parse_qs(address.query).items()}
    assert query == {"program": "Storybook reading", **added}
    links = page.get_by_test_id("stSidebarNav").get_by_role("link")
    assert [link.inner_text().splitlines()[-1] for link in links.all()] == [p.title for p in PAGES]


@pytest.mark.browser
def test_address_with_its_name_opens_the_first_page(page: Page, app_url: str) -> None:
    page.goto(f"{app_url}/{PAGES[0].name}?program=Storybook+reading")
    expect(page).to_have_title(f"{PAGES[0].title} · libcollab")
    settled(page)
    assert "program=Storybook" in page.url
    expect(page.get_by_text("Page not found")).to_have_count(0)
