"""A sponsor's report has the same numbers in every format, and nothing about another giver."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from openpyxl import load_workbook
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.oxml.ns import qn
from pypdf import PdfReader

from libcollab_metrics.document_kinds import PAGE_FORMATS
from libcollab_metrics.figures.story_charts import growth_halves
from libcollab_metrics.model import Dataset, Scope
from libcollab_metrics.reports import publish, recipient_scope
from libcollab_metrics.reports.audiences import compose, sponsor_tables
from libcollab_metrics.reports.collect import collect_report_data
from libcollab_metrics.reports.document import ChartBlock, Document, GiftRows, Heroes, Quote, Request
from libcollab_metrics.reports.render import FORMATS
from libcollab_metrics.reports.render.pptx_story import build_deck
from libcollab_metrics.reports.render.to_pdf import to_pdf
from libcollab_metrics.reports.render.to_pptx import to_pptx
from libcollab_metrics.reports.report_data import ReportData, apply_document_options
from tests.reports.conftest import DAY, ENGLISH, MADE, parts, plain
from tests.support.builders.gift_library import OPEN_BILL, gift_library
from tests.support.builders.seeded_libraries import seeded_library
from tests.support.sheets import dataset as read_dataset
from tests.support.sheets import xlsx

OWN, OTHER, HELPER, FOUNDATION = "Hope Fund", "Rival Trust", "Reading Circle", "Banaag Book Foundation"
#: Amounts of the other giver, and sums from which it could be worked out by subtraction.
OTHERS = (7331, 2113, 9444, 12331, 5331)
#: Formats with the whole page; a CSV has numbers only.
WHOLE = tuple(fmt for fmt in PAGE_FORMATS if fmt != "csv")
#: The story of the sample without a need that somebody typed.
KINDS = ["answer", "proof", "proof", "money", "request", "appendix", "appendix", "appendix", "appendix"]


def two_givers() -> Dataset:
    """Two givers paid 5,000 and 7,331 for the same program, of which 7,000 are spent."""
    rows: list[list[Any]] = [
        ["Story hour", "2026-01-05", OWN, "project", "cash", 5000, "received"],
        ["Story hour", "2026-01-06", OTHER, "project", "cash", 7331, "received"],
        ["Craft", "2026-01-07", OTHER, "project", "cash", 2113, "received"],
        ["Story hour", "2026-05-07", OTHER, "project", "cash", 2113, "pledged"],
        ["Story hour", "2026-02-01", OTHER, "project", "in_kind", 2113, "received"],
        ["Story hour", "2026-02-01", HELPER, "project", "in_kind", 150, "received"],
        ["Story hour", "2026-03-01", "project", "Print shop", "cash", 7000, "spent"],
    ]
    sessions = [[name, f"2026-0{m}-10", 20 + m] for name in ("Story hour", "Craft") for m in range(1, 6)]
    partners = [[OWN, "sponsor"], [OTHER, "sponsor"], [HELPER, "community group"]]
    headings = ["Program", "Date", "From", "To", "Kind", "Value", "Status"]
    return read_dataset(
        xlsx(
            Sessions=[["Program", "Date", "Attendance"], *sessions],
            Partners=[["Partner", "Kind of partner"], *partners],
            Ledger=[headings, *rows],
        )
    )


def every_part(data: bytes) -> Iterator[str]:
    """Every part of a file as text, also of the workbooks inside a presentation."""
    if not data.startswith(b"PK"):
        yield from parts(data)
        return
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            part = archive.read(name)
            if part.startswith(b"PK"):
                yield from every_part(part)
            else:
                yield name + part.decode("utf-8", errors="replace")


@pytest.mark.parametrize("fmt", PAGE_FORMATS)
def test_report_has_no_name_or_amount_of_another_giver(fmt: str) -> None:
    library = two_givers()
    scope = recipient_scope(library, "sponsor", OWN, Scope(), DAY)
    made = publish(
        library,
        audience="sponsor",
        fmt=fmt,
        scope=scope,
        as_of=DAY,
        generated_at=MADE,
        language=ENGLISH,
        accept_unclear=True,
        recipient=OWN,
    )
    for data in (made.data, *(more for _, more in made.companion_files)):
        text = "\n".join(every_part(data))
        assert OTHER not in text
        assert plain(OTHER) not in plain(text)
        words = re.findall(r"\d[\d,]*\d", text)
        assert {f"{amount}" for amount in OTHERS} & set(words) == set()
        assert {f"{amount:,}" for amount in OTHERS} & set(words) == set()
    everything = [made.data, *(more for _, more in made.companion_files)]
    assert re.search("5,?000", "\n".join(part for data in everything for part in every_part(data)))


def test_helper_is_thanked_and_another_giver_is_not() -> None:
    library = two_givers()
    scope = recipient_scope(library, "sponsor", OWN, Scope(), DAY)
    data = apply_document_options(collect_report_data(library, scope, DAY, MADE), "sponsor", library, OWN)
    blocks = str(compose("sponsor", data, ENGLISH).blocks)
    assert HELPER in blocks
    assert OTHER not in blocks


@pytest.fixture(scope="module")
def data(sample: Dataset) -> ReportData:
    """The report data of the sample for its only sponsor."""
    scope = recipient_scope(sample, "sponsor", FOUNDATION, Scope(), DAY)
    return apply_document_options(
        collect_report_data(sample, scope, DAY, MADE), "sponsor", sample, FOUNDATION
    )


@pytest.fixture(scope="module")
def report(data: ReportData) -> Document:
    """The report to that sponsor."""
    return compose("sponsor", data, ENGLISH)


def page_one(document: Document) -> list[str]:
    """Headline, large numbers, amounts and results of the gift, and the request."""
    texts = [document.title]
    for block in document.blocks:
        if isinstance(block, Heroes):
            texts += [text for hero in block.heroes for text in (hero.value, hero.unit)]
        elif isinstance(block, GiftRows):
            texts += [text for row in block.rows for text in (row.purpose, row.use, row.result)]
        elif isinstance(block, Request):
            texts += [text for level in block.levels for text in (level.buys, level.detail)]
    return [text for text in texts if text]


def amounts(document: Document) -> set[str]:
    """The amounts of the gift and of the request."""
    gifts = [row.amount for block in document.blocks if isinstance(block, GiftRows) for row in block.rows]
    levels = [lv.amount for block in document.blocks if isinstance(block, Request) for lv in block.levels]
    return {*gifts, *levels}


def shown_text(fmt: str, data: bytes) -> str:
    """What a reader sees, without spaces; numbers of a workbook as they are printed."""
    if fmt == "pptx":
        shapes = [shape for slide in Presentation(io.BytesIO(data)).slides for shape in slide.shapes]
        texts = [shape.text_frame.text for shape in shapes if shape.has_text_frame]
        texts += [cell.text for shape in shapes if shape.has_table for cell in shape.table.iter_cells()]
        return plain(" ".join(texts))
    if fmt == "xlsx":
        rows = load_workbook(io.BytesIO(data)).worksheets[0].iter_rows(values_only=True)
        return plain(" ".join(str(cell) for row in rows for cell in row if cell is not None))
    return (
        plain(re.sub(r"<[^>]+>", "", " ".join(parts(data))))
        if fmt == "docx"
        else plain(" ".join(parts(data)))
    )


@pytest.mark.parametrize("fmt", WHOLE)
def test_page_one_has_the_same_numbers_in_every_format(fmt: str, report: Document) -> None:
    text = shown_text(fmt, FORMATS[fmt](report, ENGLISH))
    assert [expected for expected in page_one(report) if plain(expected) not in text] == []
    assert [amount for amount in amounts(report) if plain(amount) not in text] == []


def test_workbook_and_csv_have_the_same_totals(report: Document) -> None:
    book = load_workbook(io.BytesIO(FORMATS["xlsx"](report, ENGLISH)))
    rows = list(book["Totals"].iter_rows(values_only=True))
    headings = next(row for row in rows if row[0] == "Program")
    together = dict(zip(headings, next(row for row in rows if row[0] == "Together"), strict=True))
    text = FORMATS["csv"](report, ENGLISH).decode("utf-8-sig")
    for metric, heading in (("sessions_held", "Sessions"), ("attendance_total", "Visits")):
        line = next(row for row in text.splitlines() if row.startswith(f"{metric},") and ",," in row)
        assert f",{together[heading]}." in line or f",{together[heading]}," in line


def test_workbook_has_the_sheets_of_a_sponsor(report: Document) -> None:
    book = load_workbook(io.BytesIO(FORMATS["xlsx"](report, ENGLISH)))
    assert book.sheetnames == ["Summary", "Your gift", "Your programs by month", "Results", "Totals", "About"]
    assert [len(sheet.tables) for sheet in book] == [0, 2, 2, 1, 1, 0]
    assert len(book.defined_names) == 6
    summary = book["Summary"]
    assert summary.sheet_properties.pageSetUpPr.fitToPage
    assert book["Totals"].freeze_panes == "B6"
    readers = [row[1] for row in book["Results"].iter_rows(min_row=6, values_only=True) if row[1]]
    assert min(readers) >= 10


def test_workbook_prints_bounds_of_a_gift_as_the_page_does() -> None:
    """Another gift of Rotary has no amount, and neither has an expense: 1,000+ came, 500+ is spent."""
    gift = ["Story hour", "2026-03-03", "Rotary Club", "project", "cash", "", "received"]
    expense = ["Story hour", "2026-03-04", "project", "Bookshop", "cash", "", "spent"]
    assert gift_cells(gift) == ["₱1,000+", "₱500", "₱500+"]
    assert gift_cells(expense) == ["₱1,000", "₱500+", "≤ ₱500"]
    assert gift_cells(OPEN_BILL) == ["₱1,000", "₱500", "₱500*"]


def gift_cells(line: list[Any]) -> list[str]:
    """Received, spent and in hand in the workbook of Rotary Club, with one more line in the ledger."""
    library = gift_library(line)
    scope = recipient_scope(library, "sponsor", "Rotary Club", Scope(), DAY)
    data = apply_document_options(
        collect_report_data(library, scope, DAY, MADE), "sponsor", library, "Rotary Club"
    )
    table, lines = sponsor_tables.gift_tables(data, ENGLISH)
    assert table.note
    assert lines.rows
    (row,) = table.rows
    return list(row[1:])


def test_workbook_compares_with_the_same_months_a_year_earlier(data: ReportData) -> None:
    """Worked in test_changes: readings drew 17.8 people from January to June 2025, and 22.8 a year later."""
    (table,) = sponsor_tables.comparison_tables(data, ENGLISH)
    assert table.title == "Compared with the same months a year earlier"
    assert table.headings[2:4] == ("Jan–Jun 2025", "Jan–Jun 2026")
    rows = {row[:2]: row[2:] for row in table.rows}
    assert rows["Storybook reading", "Visits per session"] == ("17.8", "22.8", "+28%")
    assert rows["Together", "Sessions"] == ("24", "29", "+5")
    assert sponsor_tables.comparison_tables(replace(data, change=None), ENGLISH) == ()


def test_averages_of_few_readers_are_not_in_the_results(
    data: ReportData, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sample has averages of 15, 15 and 14 readers."""
    for fewest, expected in ((10, ["15", "15", "14"]), (15, ["15", "15"]), (16, [])):
        monkeypatch.setattr(sponsor_tables, "MIN_READERS", fewest)
        assert [row[1] for row in sponsor_tables.result_table(data, ENGLISH).rows] == expected


def test_story_has_one_finding_a_slide_with_notes(report: Document) -> None:
    assert [slide.kind for slide in report.story] == KINDS
    deck = Presentation(io.BytesIO(to_pptx(report, ENGLISH)))
    assert deck.slides[0].shapes.title.text_frame.text == report.title
    assert all(slide.has_notes_slide and slide.notes_slide.notes_text_frame.text for slide in deck.slides)
    assert sum(shape.has_chart for slide in deck.slides for shape in slide.shapes) == 2


def test_need_and_voice_are_slides_where_they_are_recorded(data: ReportData, report: Document) -> None:
    need = "Two of three have no book at home. The shop is far.\n(Survey of 2024)"
    spec = compose("sponsor", replace(data, options=replace(data.options, need=need)), ENGLISH).story
    slide = next(slide for slide in spec if slide.kind == "need")
    assert (slide.title, slide.source) == ("Two of three have no book at home", "Survey of 2024")
    voiced = replace(
        report,
        story=tuple(
            replace(s, blocks=(*s.blocks, Quote("We read.", "A reader"))) if s.kind == "proof" else s
            for s in report.story
        ),
    )
    names = [slide.layout.name for slide in build_deck(voiced, ENGLISH)]
    assert names.count("Proof and voice") == 2


@pytest.mark.parametrize("need", ["Two of three have no book at home. The shop is far.", "No book at home."])
def test_need_without_a_photo_is_next_to_numbers(data: ReportData, need: str) -> None:
    """The first slide has visits, books and a gain; the need has sessions and growth."""
    document = compose("sponsor", replace(data, options=replace(data.options, need=need)), ENGLISH)
    deck = Presentation(io.BytesIO(to_pptx(document, ENGLISH)))
    slide = deck.slides[1]
    assert slide.slide_layout.name == "Need and numbers"
    texts = [shape.text_frame.text for shape in slide.placeholders if shape.has_text_frame]
    assert {"94\nsessions held", "+28%\npeople at a reading"} <= set(texts)
    numbers = [shape for shape in slide.placeholders if 51 <= shape.placeholder_format.idx < 61]
    assert len({shape.top for shape in numbers}) == (2 if "far" in need else 1)


def test_story_words_have_thirteen_points_or_more(report: Document) -> None:
    deck = Presentation(io.BytesIO(to_pptx(report, ENGLISH)))
    for slide in deck.slides:
        for shape in slide.placeholders:
            if shape.placeholder_format.idx in (11, 12) or not shape.has_text_frame:
                continue
            sizes = [run.font.size.pt for p in shape.text_frame.paragraphs for run in p.runs if run.font.size]
            assert all(size >= 13 for size in sizes), (shape.name, shape.text_frame.text)
        for shape in slide.shapes:
            if shape.has_table:
                cells = shape.table.iter_cells()
                runs = [run for cell in cells for p in cell.text_frame.paragraphs for run in p.runs]
                assert min(run.font.size.pt for run in runs) >= 13


def test_few_columns_have_whole_numbers_and_no_axis(report: Document) -> None:
    deck = Presentation(io.BytesIO(to_pptx(report, ENGLISH)))
    drawn = [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    (growth,) = [chart for chart in drawn if len(chart.plots[0].categories) == 3]
    assert not growth.value_axis.visible
    assert 'formatCode="#,##0;#,##0"' in growth._chartSpace.xml
    assert ".0;" not in growth._chartSpace.xml


def test_slide_of_a_request_begins_with_a_capital() -> None:
    """A received amount and two bills are not known, so that no exact amount can be requested."""
    data = collect_report_data(seeded_library(3).dataset, Scope(), DAY, MADE)
    story = compose("sponsor", data, ENGLISH).story
    assert [slide.title for slide in story if slide.kind == "request"] == ["One more year"]


def test_slide_of_growth_has_half_years_after_a_year(data: ReportData) -> None:
    """Counted sessions of the sample: 339 visits ÷ 19, 699 ÷ 37, and 567 ÷ 25 from January to June 2026."""
    chart = growth_halves(data.months, data.change, ENGLISH)
    assert chart is not None
    points = chart.series[0].points
    assert [point.label for point in points] == ["Jan–Jun 2025", "Jul–Dec 2025", "Jan–Jun 2026"]
    assert [point.value for point in points] == pytest.approx([339 / 19, 699 / 37, 567 / 25])
    assert chart.title == "23 people at a session, up from 18 a year earlier"
    assert growth_halves(data.months, None, ENGLISH) is None


def test_money_slide_draws_what_was_spent_of_each_part(report: Document) -> None:
    """24,000, 18,000 and 15,000 were given, and 18,250, 11,950 and 9,150 of them spent."""
    deck = Presentation(io.BytesIO(to_pptx(report, ENGLISH)))
    slide = next(slide for slide in deck.slides if slide.slide_layout.name == "Money")
    table = next(shape for shape in slide.shapes if shape.has_table)
    bars = [shape for shape in slide.shapes if shape.shape_type == MSO_SHAPE_TYPE.AUTO_SHAPE]
    whole, filled = bars[::2], bars[1::2]
    assert [bar.width / whole[0].width for bar in whole] == pytest.approx([1, 18 / 24, 15 / 24], abs=0.001)
    shares = [part.width / bar.width for part, bar in zip(filled, whole, strict=True)]
    assert shares == pytest.approx([18250 / 24000, 11950 / 18000, 9150 / 15000], abs=0.001)
    assert all(table.top < bar.top < table.top + table.height for bar in bars)


def test_dots_of_the_scores_are_a_native_chart(report: Document) -> None:
    deck = Presentation(io.BytesIO(to_pptx(report, ENGLISH)))
    native = next(shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart)
    proof = next(slide for slide in report.story if slide.kind == "proof").blocks[0]
    assert isinstance(proof, ChartBlock)
    before, after, *_ = native.plots[0].series
    for series, drawn in zip((before, after), proof.chart.series, strict=True):
        numbers = [float(value.text) for value in series._element.find(qn("c:xVal")).iter(qn("c:v"))]
        assert numbers == pytest.approx([point.value for point in drawn.points])
    labels = {text.text for text in native._chartSpace.iter(qn("a:t"))}
    assert {"+6.6", "60%", "67%", "likely +3.6 to +9.6"} <= labels
    sheet = load_workbook(io.BytesIO(native.part.chart_workbook.xlsx_part.blob)).active
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}


# Structure of the PDF: what a screen reader reads.


def tags(pdf: bytes) -> list[tuple[str, str]]:
    """The structure elements of a tagged PDF in reading order: type, and alternative text."""
    found: list[tuple[str, str]] = []

    def walk(node: Any) -> None:
        node = node.get_object()
        if isinstance(node, list):
            for child in node:
                walk(child)
        elif hasattr(node, "get"):
            if "/S" in node:
                found.append((str(node["/S"]), str(node.get("/Alt", ""))))
            if "/K" in node:
                walk(node["/K"])

    walk(PdfReader(io.BytesIO(pdf)).trailer["/Root"]["/StructTreeRoot"])
    return found


def test_pdf_has_language_title_headings_and_alternative_texts(report: Document) -> None:
    pdf = to_pdf(report, ENGLISH)
    root = PdfReader(io.BytesIO(pdf)).trailer["/Root"]
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert root["/MarkInfo"]["/Marked"]
    found = tags(pdf)
    levels = [int(name[2:]) for name, _ in found if re.fullmatch(r"/H\d", name)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert 2 in levels
    assert all(below <= above + 1 for above, below in pairwise(levels))
    figures = [alt for name, alt in found if name == "/Figure"]
    assert figures
    assert all(figures)
    assert sum(name == "/TH" for name, _ in found) >= 3
