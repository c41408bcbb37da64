"""Every block can be written in every format, whatever its content."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from typing import Any, get_args

import pytest
from openpyxl import load_workbook
from PIL import Image
from pypdf import PdfReader

from libcollab_metrics.document_kinds import PAGE_FORMATS
from libcollab_metrics.figures import Point as Mark
from libcollab_metrics.figures.chart import ChartKind
from libcollab_metrics.localization import Language
from libcollab_metrics.reports.brand import DEFAULT_BRAND
from libcollab_metrics.reports.document import (
    Bar,
    Bars,
    Block,
    Callout,
    ChartBlock,
    Columns,
    Counter,
    Counters,
    Decision,
    Decisions,
    Definition,
    Definitions,
    Document,
    GiftLevel,
    GiftRow,
    GiftRows,
    Grid,
    Heading,
    Hero,
    Heroes,
    KeyFigure,
    KeyFigures,
    Lead,
    Letterhead,
    Photo,
    Pictogram,
    Point,
    Points,
    Quote,
    ReplySlip,
    Request,
    Strip,
    TargetBar,
    TargetBars,
    Text,
)
from libcollab_metrics.reports.render import FORMATS, to_docx
from libcollab_metrics.reports.render import to_html as html
from libcollab_metrics.reports.render.office import prepare_logo
from libcollab_metrics.reports.render.pptx_storyboard import build_slides
from libcollab_metrics.reports.render.to_pdf import block_data, first_page, to_pdf
from libcollab_metrics.reports.render.to_xlsx import to_xlsx, write_block
from tests.reports.conftest import ENGLISH, MADE, parts, plain, read_html
from tests.support.builders.evaluations import chart

Renderer = Callable[[Document, Language], bytes]
#: Every format that has blocks; a CSV has numbers only.
RENDERERS: dict[str, Renderer] = {fmt: FORMATS[fmt] for fmt in PAGE_FORMATS if fmt != "csv"}


def drawn_logo() -> bytes:
    """A picture as a camera or a drawing program saves it, larger than any logo."""
    buffer = io.BytesIO()
    Image.new("RGB", (1200, 400), (0, 114, 178)).save(buffer, "JPEG")
    return buffer.getvalue()


BLOCKS: dict[type, Block] = {
    Heading: Heading("A heading", 2),
    Text: Text("A paragraph."),
    KeyFigures: KeyFigures((KeyFigure("Program attendance", "at least 412", "412 visits", "Coverage 75%."),)),
    Grid: Grid("A table", ("Program", "Visits"), (("Story hour", "412"),), (1,)),
    ChartBlock: ChartBlock(
        chart("bars", (Mark("Story hour", 412.0), Mark("Craft", None, note="no session")))
    ),
    Quote: Quote("We read it twice.", "A reader, 7 March 2026"),
    Photo: Photo(drawn_logo(), "Our shelf", "A shelf with picture books", "With consent."),
    Callout: Callout("Mind this", "One line is unclear."),
    Definitions: Definitions((Definition("Reach", "People of all people."),)),
    Lead: Lead("Thank you.", "It carried 94 sessions."),
    Heroes: Heroes((Hero("1,605+", "visits to 94 sessions", "Counted at 86%."), Hero("451+", "books"))),
    GiftRows: GiftRows(
        "What your gift became",
        ("Amount", "Given for", "Spent and in hand", "What came of it"),
        (GiftRow("₱24,000", "Story hour", "₱18,250 spent", "67 readings", "23 people now."),),
        "₱24,000 received.",
        "A bill is being settled.",
    ),
    Request: Request(
        "Next: ₱15,000",
        "A year costs ₱26,500.",
        "A reply by 15 July lets us plan",
        (
            GiftLevel("₱5,000", "17 readings", "350 visits"),
            GiftLevel("₱15,000", "the year", "", "our request"),
        ),
    ),
    Columns: Columns(((Text("On the left."),), (Quote("On the right."),)), (2, 1)),
    Counters: Counters((Counter("▲", "3", "at risk", "One is new.", is_accented=True),)),
    Decisions: Decisions(
        "To decide",
        "We recommend",
        ("yes", "no"),
        (Decision("Who pays the bus?", "₱3,500.", "The library."),),
    ),
    TargetBars: TargetBars(
        "Targets and results",
        "the mark is the target",
        ("Program", "Target", "Aim", "Reached", "Result", "Met"),
        (TargetBar("Story hour", "Visits", "most of them", "7 of 10", "●", "met", 1.112),),
    ),
    Bars: Bars("75% of the seats are filled", (Bar("Story hour", "75%", 0.75, 0.6, 0.9),), "30 seats."),
    Pictogram: Pictogram(24, "One mark is one book."),
    Points: Points("Risks", (Point("▲", "A pledge is due.", "₱15,000 in July."),)),
    Strip: Strip(("₱57,000 received", "₱17,650 in hand")),
    ReplySlip: ReplySlip("Your answer", "Please return it.", ("We will join.",), ("Name", "Date")),
}
SAID: dict[type, tuple[str, ...]] = {
    Heading: ("A heading",),
    Text: ("A paragraph.",),
    KeyFigures: ("Program attendance", "at least 412", "412 visits", "Coverage 75%."),
    Grid: ("A table", "Program", "Visits", "Story hour", "412"),
    ChartBlock: ("Story hour leads", "Story hour", "Coverage 75%."),
    Quote: ("We read it twice.", "A reader, 7 March 2026"),
    Photo: ("Our shelf",),
    Callout: ("Mind this", "One line is unclear."),
    Definitions: ("Reach", "People of all people."),
    Lead: ("Thank you.", "It carried 94 sessions."),
    Heroes: ("1,605+", "visits to 94 sessions", "Counted at 86%.", "451+", "books"),
    GiftRows: (
        *("What your gift became", "₱24,000", "Story hour", "₱18,250 spent", "67 readings", "23 people now."),
        *("₱24,000 received.", "A bill is being settled."),
    ),
    Request: (
        *("Next: ₱15,000", "A year costs ₱26,500.", "A reply by 15 July lets us plan", "₱5,000"),
        *("17 readings", "350 visits", "our request", "the year"),
    ),
    Columns: ("On the left.", "On the right."),
    Counters: ("3", "▲ at risk", "One is new."),
    Decisions: ("To decide", "We recommend", "Who pays the bus?", "₱3,500.", "The library.", "yes", "no"),
    TargetBars: ("Targets and results", "Story hour", "Visits", "most of them", "7 of 10", "● met"),
    Bars: ("75% of the seats are filled", "Story hour", "75%", "30 seats."),
    Pictogram: ("One mark is one book.",),
    Points: ("Risks", "▲ A pledge is due.", "₱15,000 in July."),
    Strip: ("₱57,000 received", "₱17,650 in hand"),
    ReplySlip: ("Your answer", "Please return it.", "We will join.", "Name", "Date"),
}
KINDS = get_args(ChartKind)


def document(*blocks: Block, **more: Any) -> Document:
    default = Document(
        "Planning summary",
        "For the library",
        "All programs.",
        "Coverage.",
        "0 rows left out.",
        blocks,
        "Definitions 1",
        "en",
        MADE,
    )
    return replace(default, **more)


@pytest.mark.parametrize("fmt", RENDERERS)
def test_letterhead_is_in_every_format(fmt: str) -> None:
    own_letterhead = Letterhead(prepare_logo(drawn_logo()), "Main Library, 555-0100")
    data = RENDERERS[fmt](document(Text("A paragraph."), letterhead=own_letterhead), ENGLISH)
    assert plain("Main Library, 555-0100") in words(data)
    assert pictures(data) >= 1


def pictures(data: bytes) -> int:
    """The number of pictures in a file."""
    if data.startswith(b"%PDF"):
        return sum(len(page.images) for page in PdfReader(io.BytesIO(data)).pages)
    if data.startswith(b"PK"):
        return sum(name.endswith(".png") for name in zipfile.ZipFile(io.BytesIO(data)).namelist())
    return sum(
        attributes.get("src", "").startswith("data:image/png;base64,")
        for _, attributes in read_html(data).tags
    )


def words(data: bytes) -> str:
    return plain("".join(parts(data)))


@pytest.mark.parametrize("fmt", RENDERERS)
@pytest.mark.parametrize("kind", get_args(Block), ids=lambda kind: kind.__name__)
def test_every_block_is_written_in_every_format(fmt: str, kind: type) -> None:
    data = RENDERERS[fmt](document(Heading("Topic"), BLOCKS[kind], Text("After.")), ENGLISH)
    expected = () if (kind, fmt) == (Photo, "xlsx") else SAID[kind]  # a workbook has no photo
    assert [text for text in expected if plain(text) not in words(data)] == []


@pytest.mark.parametrize(
    "writer", [block_data, html.block_data, write_block, build_slides, to_docx.write_block]
)
def test_format_handles_each_kind_of_block(writer: Any) -> None:
    assert set(get_args(Block)) <= set(writer.registry)


@pytest.mark.parametrize("fmt", RENDERERS)
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_chart_is_written_in_every_format(fmt: str, kind: ChartKind) -> None:
    points = (Mark("A", 40.0, 30.0, 48.0), Mark("B", 0.0), Mark("C", None, hidden=True, note="hidden"))
    for series in (points, points[:1], (Mark("C", None, note="hidden"),)):
        data = RENDERERS[fmt](document(Heading("Topic"), ChartBlock(chart(kind, series))), ENGLISH)
        assert plain("Story hour leads") in words(data)


def test_bar_of_all_others_is_neutral() -> None:
    bars = Bars("What the cash bought", (Bar("Books", "₱900", 1.0), Bar("Others", "₱90", 0.8, is_rest=True)))
    page = Image.open(io.BytesIO(first_page(document(bars), ENGLISH))).convert("RGB")
    colours = {colour: count for count, colour in page.getcolors(1 << 20)}
    assert colours[0xB8, 0xB2, 0xAE] > 1000


def test_box_of_an_amount_is_as_high_as_its_text() -> None:
    """The text is about ten lines in one of three columns: more than 30 mm at 110 pixels per inch."""
    levels = tuple(
        GiftLevel(f"₱{n},000", "readings", "readings " * 30 * (n == 2), "x" * (n == 2)) for n in (1, 2, 3)
    )
    page = Image.open(io.BytesIO(first_page(document(Request("Next", "", levels=levels)), ENGLISH)))
    accent = tuple(bytes.fromhex(DEFAULT_BRAND.accent.lstrip("#")))
    pixels = page.convert("RGB")
    heights = [
        sum(pixels.getpixel((x, y)) == accent for y in range(page.height)) for x in range(0, page.width, 9)
    ]
    assert max(heights) > 30 / 25.4 * 110


@pytest.mark.parametrize("fmt", RENDERERS)
def test_document_without_blocks_is_written(fmt: str) -> None:
    assert plain("All programs.") in words(RENDERERS[fmt](document(), ENGLISH))


@pytest.mark.parametrize("fmt", RENDERERS)
def test_forty_partners_and_two_hundred_rows_are_written_completely(fmt: str) -> None:
    alternative = (
        {"alt": "Partner 0 to Partner 39 of a rather long name."} if fmt == "docx" else {}
    )  # in DOCX a chart is a picture
    bars = chart(
        "bars", tuple(Mark(f"Partner {i} of a rather long name", float(i)) for i in range(40)), **alternative
    )
    table = Grid("Long", ("Partner", "Visits"), tuple((f"Partner {i}", f"{i}") for i in range(200)), (1,))
    text = words(RENDERERS[fmt](document(Heading("Topic"), ChartBlock(bars), table), ENGLISH))
    assert plain("Partner 39 of a rather long name") in text
    assert plain("Partner 199") in text


@pytest.mark.parametrize("fmt", RENDERERS)
def test_sixty_months_are_written(fmt: str) -> None:
    line = chart("line", tuple(Mark(f"Month {i}", float(i % 7)) for i in range(60)))
    assert RENDERERS[fmt](document(Heading("Topic"), ChartBlock(line)), ENGLISH)


def test_half_width_charts_are_paired_and_the_last_is_single() -> None:
    half = ChartBlock(chart("bars", (Mark("A", 1.0),)), is_half_width=True)
    pdf = to_pdf(document(half, half, half, Text("After")), ENGLISH)
    assert words(pdf).count(plain("Story hour leads")) >= 3
    assert "After" in words(pdf)


def test_no_heading_is_last_on_a_page() -> None:
    """A heading with nothing under it on its page would be an orphan."""
    for lines in range(36, 60, 3):
        filler = tuple(Text(f"Line {i}") for i in range(lines))
        pdf = to_pdf(
            document(*filler, Heading("Orphan"), ChartBlock(chart("bars", (Mark("A", 1.0),)))), ENGLISH
        )
        for page in PdfReader(io.BytesIO(pdf)).pages:
            text = page.extract_text()
            assert ("Orphan" in text) == ("Story hour leads" in text)


def test_page_numbers_are_on_every_page() -> None:
    pdf = to_pdf(document(*(Text(f"Line {i}") for i in range(120))), ENGLISH)
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]
    assert len(pages) > 1
    for number, text in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in text


def test_summary_sheet_prints_on_one_page() -> None:
    book = load_workbook(io.BytesIO(to_xlsx(document(*BLOCKS.values()), ENGLISH)))
    summary = book.worksheets[0]
    assert summary.sheet_properties.pageSetUpPr.fitToPage
    assert {summary.page_setup.fitToWidth, summary.page_setup.fitToHeight} <= {None, 1}  # 1 is the default


def test_topics_with_equal_or_forbidden_names_get_separate_sheets() -> None:
    blocks = (
        Heading("Costs: [a]/b?"),
        Text("One"),
        Heading("Costs: [a]/b?"),
        Text("Two"),
        Heading("W" * 60),
        Text("3"),
    )
    names = load_workbook(io.BytesIO(to_xlsx(document(*blocks), ENGLISH))).sheetnames
    assert len(set(names)) == len(names)
    assert all(len(name) <= 31 for name in names)
