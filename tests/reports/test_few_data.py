"""Documents of a library that only counts heads: no page is almost empty."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import date, timedelta

import pytest
from PIL import Image, ImageOps
from pypdf import PdfReader

from libcollab_metrics.localization import language
from libcollab_metrics.metrics.definition import Certainty, Value
from libcollab_metrics.model import Dataset, Scope
from libcollab_metrics.reports import (
    FORMATS,
    apply_document_options,
    collect_report_data,
    list_fixes,
    programs_to_plan,
    recipient_scope,
)
from libcollab_metrics.reports.audiences import compose
from libcollab_metrics.reports.claims import held_text
from libcollab_metrics.reports.document import Bars, ChartBlock, Document, Grid, Lead, Points, Request
from libcollab_metrics.reports.render.to_pdf import first_page, to_pdf
from tests.reports.conftest import DAY, ENGLISH, MADE, plain
from tests.support.builders.datasets import dataset
from tests.support.builders.seeded_libraries import seeded_library


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


def drawn_height(data: bytes, fmt: str) -> float:
    """Height of the first chart of a file, in the unit of the format."""
    if fmt == "html":
        return float(re.findall(r'<svg[^>]* height="(\d+)', data.decode())[0])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if fmt == "docx":
            return float(re.findall(rb'<wp:extent cx="\d+" cy="(\d+)"', archive.read("word/document.xml"))[0])
        rows = re.findall(rb"<xdr:row>(\d+)<", archive.read("xl/drawings/drawing1.xml"))
        return float(rows[1]) - float(rows[0])


@pytest.mark.parametrize("fmt", ["html", "docx", "xlsx"])
def test_chart_is_higher_in_every_format(fmt: str, heads: Dataset) -> None:
    document = written(heads, "sponsor")
    chart = chart_of(document)
    heights = [
        drawn_height(
            FORMATS[fmt](
                replace(document, blocks=(replace(chart, extra_height=more),), sheets=(), story=()), ENGLISH
            ),
            fmt,
        )
        for more in (0, 100)
    ]
    assert heights[1] > heights[0] * 1.2


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


def test_headline_leaves_out_visits_counted_at_few_sessions() -> None:
    """Two of twelve sessions have a number: too few for a headline, and for the pitch."""
    rows = [{"on": f"2026-0{month}-{day}"} for month in range(1, 7) for day in (10, 20)]
    few = dataset(sessions=[row | ({"attended": 15} if n < 2 else {}) for n, row in enumerate(rows)])
    assert written(few, "sponsor").title == "Together we held 12 sessions."
    assert written(few, "pitch").title == "We held 12 sessions so far. Help us continue."


@pytest.mark.parametrize(
    ("certainty", "expected"),
    [("exact", "12 sessions"), ("at_least", "at least 12 sessions"), ("at_most", "up to 12 sessions")],
)
def test_number_of_sessions_that_is_a_bound_says_so(certainty: Certainty, expected: str) -> None:
    assert held_text(Value("sessions_held", value=12, certainty=certainty), (), ENGLISH) == expected


@pytest.fixture(scope="module")
def spring() -> Dataset:
    """Three months of weekly sessions of one program with a number of visits, and nothing else."""
    days = (date(2026, 4, 4) + timedelta(7 * week) for week in range(12))
    return dataset(
        sessions=[{"on": f"{day}", "attended": 12} for day in days],
        settings={"library": "Hill Library", "documents": {"contact": "8 Cedar Avenue"}},
    )


def lowest_ink(page: bytes) -> float:
    """The height at which the last line above the foot ends, as a share of the page."""
    picture = Image.open(io.BytesIO(page)).convert("L")
    body = picture.crop((0, 0, picture.width, round(picture.height * 0.92)))
    _, _, _, bottom = ImageOps.invert(body).getbbox() or (0, 0, 0, 0)
    return bottom / picture.height


@pytest.mark.parametrize("code", ["en", "es", "fil"])
def test_first_months_fill_half_of_the_page(spring: Dataset, code: str) -> None:
    document = written(spring, "sponsor", code)
    assert lowest_ink(first_page(document, language(code))) > 0.5
    assert len(PdfReader(io.BytesIO(to_pdf(document, language(code)))).pages) == 1


def test_enlarged_blocks_stay_within_the_margins() -> None:
    """The tint of the request ends where the line above the foot ends, on US Letter too."""
    days = (date(2026, 4, 4) + timedelta(7 * week) for week in range(12))
    data = dataset(
        sessions=[{"on": f"{day}", "attended": 12} for day in days],
        settings={"library": "Hill Library", "currency": "USD", "documents": {"contact": "8 Cedar Avenue"}},
    )
    page = Image.open(io.BytesIO(first_page(written(data, "sponsor"), ENGLISH))).convert("L")
    ink = ImageOps.invert(page).point(lambda value: 255 if value > 8 else 0)
    body, foot = (
        ink.crop((0, round(page.height * top), page.width, round(page.height * end))).getbbox()
        for top, end in ((0.3, 0.85), (0.85, 1.0))
    )
    assert body is not None
    assert foot is not None
    assert abs(body[2] - foot[2]) <= 2


def test_first_months_are_a_table_below_four(spring: Dataset, heads: Dataset) -> None:
    (table,) = [block for block in written(spring, "sponsor").blocks if isinstance(block, Grid)]
    assert [row[0] for row in table.rows] == ["April 2026", "May 2026", "June 2026"]
    assert [block for block in written(heads, "sponsor").blocks if isinstance(block, Grid)] == []


@pytest.mark.parametrize("code", ["en", "es", "fil"])
def test_many_parts_of_a_gift_leave_no_room_for_months(code: str) -> None:
    """Two months, and a gift for six programs with long names."""
    seeded = seeded_library(7)
    scope = recipient_scope(seeded.dataset, "sponsor", seeded.sponsor, Scope(), DAY)
    found = collect_report_data(seeded.dataset, scope, DAY, MADE)
    options = apply_document_options(found, "sponsor", seeded.dataset, seeded.sponsor)
    document = compose("sponsor", options, language(code))
    assert [block for block in document.blocks if isinstance(block, Grid)] == []
    assert len(PdfReader(io.BytesIO(to_pdf(document, language(code)))).pages) == 1


def test_report_without_a_cost_ends_with_an_invitation(spring: Dataset, heads: Dataset) -> None:
    """An invitation without a contact cannot be answered."""
    last = written(spring, "sponsor").blocks[-1]
    assert isinstance(last, Request)
    assert last.title == "Come and see a session"
    assert [block for block in written(heads, "sponsor").blocks if isinstance(block, Request)] == []


@pytest.mark.parametrize("code", ["en", "es", "fil"])
def test_last_page_of_a_board_report_has_more_than_definitions(code: str) -> None:
    """Half a year of sessions and one gift are more than a page of US Letter."""
    days = (date(2026, 1, 3) + timedelta(7 * week) for week in range(26))
    gift = {
        "from_party": "Friends",
        "to_party": "project",
        "kind": "cash",
        "value": 600,
        "status": "received",
    }
    bill = {**gift, "from_party": "project", "to_party": "Shop", "value": 430, "status": "spent"}
    library = dataset(
        sessions=[{"on": f"{day}", "attended": 12} for day in days],
        ledger=[gift, bill],
        partners=[{"partner": "Friends"}],
        settings={"currency": "USD"},
    )
    pages = PdfReader(io.BytesIO(to_pdf(written(library, "board", code), language(code)))).pages
    first, last = (plain(page.extract_text()) for page in pages)
    heading, about = (
        plain(language(code).message(name)) for name in ("board-partners", "section-definitions")
    )
    assert heading not in first
    assert last.index(heading) < last.index(about)


def test_details_follow_a_short_page_one() -> None:
    """One target and one risk leave more than half of page one empty."""
    library = seeded_library(1)
    pages = PdfReader(io.BytesIO(to_pdf(written(library.dataset, "board"), ENGLISH))).pages
    assert len(pages) == 2


def test_unknown_figures_are_listed_for_the_librarian(heads: Dataset) -> None:
    found = collect_report_data(heads, Scope(), DAY, MADE)
    gaps = [sentence for sentence in list_fixes(found, "board", ENGLISH) if "Reach" in sentence]
    assert len(gaps) == 1
    assert "The sheets hold head counts" in gaps[0]
    assert not [block for block in written(heads, "board").blocks if isinstance(block, Points)]


def test_programs_without_visits_have_bars_of_sessions() -> None:
    sessions = [{"p": p, "on": f"2026-03-{day}"} for p, day in (("Talks", 3), ("Talks", 9), ("Craft", 4))]
    (bars,) = [b for b in written(dataset(sessions=sessions), "sponsor").blocks if isinstance(b, Bars)]
    assert [(bar.name, bar.value) for bar in bars.bars] == [("Talks", "2"), ("Craft", "1")]
    assert bars.title == "Sessions by program"


def test_report_without_a_chart_shows_visits_by_program() -> None:
    sessions = [
        {"p": program, "on": "2026-03-10", "attended": visits}
        for program, visits in (("Story hour", 20), ("Craft", 30), ("Talks", 15))
    ]
    (bars,) = [b for b in written(dataset(sessions=sessions), "sponsor").blocks if isinstance(b, Bars)]
    assert [(bar.name, bar.value) for bar in bars.bars] == [
        ("Craft", "30"),
        ("Story hour", "20"),
        ("Talks", "15"),
    ]
