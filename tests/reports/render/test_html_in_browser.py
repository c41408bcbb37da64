"""The HTML file of a document, opened from disk in a real browser that can reach nothing else."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from unicodedata import normalize

import pytest
from playwright.sync_api import Page, Request, expect
from pypdf import PdfReader

from libcollab_metrics.figures import Point, chart_table
from libcollab_metrics.reports.brand import DARK_GROUND, Brand
from libcollab_metrics.reports.document import ChartBlock, Document, Grid, Heading
from libcollab_metrics.reports.render.plain import flatten_columns
from libcollab_metrics.reports.render.text import printable
from libcollab_metrics.reports.render.to_html import to_html
from tests.reports.conftest import AUDIENCES, ENGLISH, plain
from tests.reports.test_hostile_text import everywhere
from tests.reports.test_renderers import document
from tests.support.builders.evaluations import HOSTILE, chart

pytestmark = pytest.mark.browser


class Opened:
    """A page opened from disk, with its requests and its errors."""

    def __init__(self, page: Page, folder: Path) -> None:
        self.page = page
        self.place = folder / "document.html"
        self.asked: list[str] = []
        self.complaints: list[str] = []
        page.context.on("request", self._note)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on(
            "console",
            lambda message: self.complaints.append(message.text) if message.type == "error" else None,
        )

    def _note(self, request: Request) -> None:
        if not request.url.startswith(("data:", "blob:")):
            self.asked.append(request.url)

    def show(self, data: bytes, width: int = 1280) -> Page:
        self.place.write_bytes(data)
        self.page.set_viewport_size({"width": width, "height": 900})
        self.page.goto(self.place.as_uri())
        return self.page


@pytest.fixture
def opened(page: Page, tmp_path: Path) -> Iterator[Opened]:
    opened_page = Opened(page, tmp_path)
    yield opened_page
    assert opened_page.complaints == []
    assert set(opened_page.asked) == {opened_page.place.as_uri()}


def charts_with_data(document: Document) -> list[ChartBlock]:
    return [
        block
        for block in flatten_columns(document.blocks)
        if isinstance(block, ChartBlock) and not block.chart.is_empty
    ]


@pytest.mark.parametrize("audience", AUDIENCES)
def test_every_chart_is_drawn_and_nothing_is_requested(
    audience: str, opened: Opened, documents: dict[str, Document], pages: dict[str, bytes]
) -> None:
    page = opened.show(pages[audience])
    for block in charts_with_data(documents[audience]):
        figure = page.get_by_role("img", name=printable(block.chart.alt), exact=True)
        expect(figure.locator("svg:visible")).to_have_count(1)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_with_all_details_open(
    scheme: str, opened: Opened, pages: dict[str, bytes]
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    opened.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page = opened.show(pages["planning"])
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    assert [violation["id"] for violation in Axe().run(page).response["violations"]] == []


@pytest.mark.parametrize("audience", AUDIENCES)
def test_phone_shows_the_page_without_sideways_scrolling(
    audience: str, opened: Opened, pages: dict[str, bytes]
) -> None:
    page = opened.show(pages[audience], width=360)
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    widths = page.eval_on_selector_all(
        ".drawing svg", "all => all.map((each) => each.getBoundingClientRect().right)"
    )
    assert max(widths, default=0) <= 360


def test_charts_follow_the_change_to_dark_mode(opened: Opened, documents: dict[str, Document]) -> None:
    brand = Brand("#B93C0B")
    page = opened.show(to_html(replace(documents["sponsor"], brand=brand), ENGLISH))
    accented = page.locator(f'.wide [fill="{brand.accent}"]').first
    expect(accented).to_have_css("fill", as_rgb(brand.accent))
    page.emulate_media(color_scheme="dark")
    expect(accented).to_have_css("fill", as_rgb(brand.on_dark))
    expect(page.locator("body")).to_have_css("background-color", as_rgb(DARK_GROUND))


def as_rgb(colour: str) -> str:
    """A colour in the notation of a browser."""
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return f"rgb({red}, {green}, {blue})"


def test_printed_page_opens_every_table_and_keeps_it_whole(
    opened: Opened, documents: dict[str, Document], pages: dict[str, bytes]
) -> None:
    page = opened.show(pages["planning"])
    reader = PdfReader(io.BytesIO(page.pdf(format="A4")))
    text = plain(
        normalize("NFKC", "".join(sheet.extract_text() for sheet in reader.pages))
    )  # "fi" is one ligature in print
    for block in charts_with_data(documents["planning"]):
        for row in chart_table(block.chart, ENGLISH).rows:
            assert all(plain(cell) in text for cell in row)
    assert len(reader.pages) <= 9
    assert page.locator("details[open]").count() == 0


def test_printed_wide_table_and_high_drawing_are_shrunk_not_cut(opened: Opened) -> None:
    wide = Grid(
        "Wide", ("Partner", *(f"Column {i}" for i in range(30))), (("Hope", *map(str, range(100, 130))),)
    )
    bars = chart("bars", tuple(Point(f"Partner {i} of a rather long name", float(i)) for i in range(40)))
    page = opened.show(to_html(document(Heading("Topic"), ChartBlock(bars), wide), ENGLISH))
    reader = PdfReader(io.BytesIO(page.pdf(format="A4")))
    words: list[tuple[str, float]] = []

    def note(
        text: str, page_matrix: list[float], text_matrix: list[float], font: object, size: float
    ) -> None:
        words.append((text, text_matrix[4] * page_matrix[0] + page_matrix[4]))

    for sheet in reader.pages:
        sheet.extract_text(visitor_text=note)
    text = plain("".join(word for word, _ in words))
    assert plain("Column 29") in text
    assert "129" in text
    assert max(right for word, right in words if word.strip()) < 595
    drawing = next(sheet.extract_text() for sheet in reader.pages if "Partner 0 of" in sheet.extract_text())
    assert all(f"Partner {i} of" in drawing for i in range(40))


def test_one_page_report_prints_on_the_paper_of_the_brand(
    opened: Opened, documents: dict[str, Document]
) -> None:
    """The page, and one with the definitions."""
    for paper, width in (("us-letter", 612), ("a4", 595)):
        branded = replace(documents["sponsor"], brand=Brand("#B93C0B", paper))  # type: ignore[arg-type]
        page = opened.show(to_html(branded, ENGLISH))
        sheets = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
        assert float(sheets[0].mediabox.width) == pytest.approx(width, abs=1)
        assert len(sheets) == 2


@pytest.mark.parametrize(
    ("text"),
    [
        pytest.param(text, marks=() if n % 3 == 0 else pytest.mark.long, id=str(n))
        for n, text in enumerate(HOSTILE)
    ],
)
def test_no_text_breaks_a_page_or_runs(text: str, opened: Opened) -> None:
    page = opened.show(to_html(everywhere(text), ENGLISH), width=360)
    assert page.locator(".drawing svg").count() >= 2
    assert page.locator("img").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") == 360
