"""Documents of a library that only counts heads: no page is almost empty."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
from pypdf import PdfReader

from libcollab_metrics.localization import language
from libcollab_metrics.model import Dataset, Scope
from libcollab_metrics.reports import apply_document_options, collect_report_data, programs_to_plan
from libcollab_metrics.reports.audiences import compose
from libcollab_metrics.reports.document import ChartBlock, Document, Grid, Lead
from libcollab_metrics.reports.render.to_pdf import to_pdf
from tests.reports.conftest import DAY, ENGLISH, MADE
from tests.support.builders.datasets import dataset


@pytest.fixture(scope="module")
def heads() -> Dataset:
    """Half a year of weekly sessions with a number of visits, and nothing else."""
    start = date(2026, 1, 10)
    return dataset(
        sessions=[{"on": f"{start + timedelta(7 * week)}", "attended": 12 + week // 4} for week in range(24)]
    )


def written(data: Dataset, audience: str, code: str = "en") -> Document:
    planned = programs_to_plan(audience, data, Scope(), DAY)
    found = collect_report_data(data, Scope(), DAY, MADE, planned)
    return compose(audience, apply_document_options(found, audience, data), language(code))


def chart_of(document: Document) -> ChartBlock:
    return next(block for block in document.blocks if isinstance(block, ChartBlock))


@pytest.mark.parametrize("code", ["en", "es", "fil"])
@pytest.mark.parametrize("audience", ["sponsor", "pitch", "board", "official"])
def test_document_of_head_counts_is_one_page(heads: Dataset, audience: str, code: str) -> None:
    document = written(heads, audience, code)
    assert len(PdfReader(io.BytesIO(to_pdf(document, language(code)))).pages) == 1


def test_only_chart_of_a_page_uses_its_room(heads: Dataset, sample: Dataset) -> None:
    assert chart_of(written(heads, "sponsor")).extra_height > 0
    assert chart_of(written(heads, "planning")).extra_height > 0
    assert chart_of(written(heads, "board")).extra_height < 0
    assert chart_of(written(sample, "sponsor")).extra_height == 0


def test_chart_with_extra_height_is_drawn_higher(heads: Dataset) -> None:
    from libcollab_metrics.figures.to_vega import to_vega

    chart = chart_of(written(heads, "sponsor")).chart
    assert to_vega(chart, ENGLISH, extra_height=100)["height"] == to_vega(chart, ENGLISH)["height"] + 100


def test_pitch_without_costs_says_what_was_held(heads: Dataset) -> None:
    document = written(heads, "pitch")
    assert document.title == "24 sessions drew 348 visits. Help us continue."
    assert "cash cost" not in document.about


def test_report_without_a_gift_thanks_for_the_support(heads: Dataset) -> None:
    document = written(heads, "sponsor")
    assert document.title == "Together we held 24 sessions with 348 visits."
    lead = next(block for block in document.blocks if isinstance(block, Lead))
    assert lead.text == "Your support helped make 24 sessions possible."


def test_board_omits_figures_that_no_program_has(heads: Dataset) -> None:
    table = next(block for block in written(heads, "board").blocks if isinstance(block, Grid))
    assert table.headings == ("Program", "Sessions", "Visits", "Visits per session")


def test_definitions_are_those_of_figures_with_a_number(heads: Dataset) -> None:
    labels = {item.label for item in written(heads, "board").method.items}
    assert "Program attendance" in labels
    assert "Cash cost" not in labels
