"""Every page at 200% zoom, and on paper."""

from __future__ import annotations

import io
import re

import pytest
from playwright.sync_api import ViewportSize
from pypdf import PdfReader

from libcollab_metrics.metrics import CATALOG
from pages.ui.navigation import PAGES
from tests.pages.conftest import Open
from tests.pages.test_journey import settled

#: A window of 1280 × 800 pixels at 200%.
ZOOMED: ViewportSize = {"width": 640, "height": 400}
#: Pages of paper at most, and of the definitions, which are printed open.
MAX_SHEETS, MAX_SHEETS_OF_HELP = 2, 14
#: Parts of a page that reach over its edge and cannot be scrolled to in a box of their own.
OVER_THE_EDGE = """main => [...main.querySelectorAll('*')].filter(part => {
  const box = part.getBoundingClientRect();
  if (!box.width || box.right <= main.clientWidth + 1) return false;
  for (let one = part; one && one !== main; one = one.parentElement) {
    if (['auto', 'scroll', 'hidden'].includes(getComputedStyle(one).overflowX)) return false;
  }
  return true;
}).map(part => part.textContent.slice(0, 60))"""
#: Charts that are wider than the printed page.
CUT_CHARTS = """() => {
  const edge = document.querySelector('.stMainBlockContainer').getBoundingClientRect().right;
  const charts = [...document.querySelectorAll('.stPlotlyChart .main-svg')];
  return charts.filter(chart => chart.getBoundingClientRect().right > edge + 1).length;
}"""


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("name", [page.name for page in PAGES])
def test_page_fits_at_double_zoom_and_on_paper(open_page: Open, name: str) -> None:
    page = open_page(name, ZOOMED)
    main = page.get_by_test_id("stMain")
    assert main.evaluate(OVER_THE_EDGE) == []
    assert main.evaluate("main => main.scrollWidth <= main.clientWidth")
    page.set_viewport_size({"width": 1280, "height": 800})
    settled(page)
    page.emulate_media(media="print")
    assert page.evaluate(CUT_CHARTS) == 0
    for test_id in ("stSidebar", "stHeader", "stPopover", "stButton"):
        assert not [part for part in page.get_by_test_id(test_id).all() if part.is_visible()], test_id
    paper = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    assert 1 <= len(paper.pages) <= (MAX_SHEETS_OF_HELP if name == "help" else MAX_SHEETS)


@pytest.mark.browser
def test_folded_definitions_are_printed_open(open_page: Open) -> None:
    page = open_page("help")
    assert not page.get_by_text(CATALOG[0].question).is_visible()
    page.emulate_media(media="print")
    text = " ".join(
        sheet.extract_text() for sheet in PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    )
    printed = re.sub(r"\s+", " ", text)
    missing = [metric.id for metric in CATALOG if metric.id not in printed]
    assert missing == []
