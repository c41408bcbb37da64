"""A text document has the content of the document, in real styles, editable, and nothing else."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from itertools import pairwise
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from PIL import Image

from libcollab_metrics.model import Dataset, Scope
from libcollab_metrics.reports.audiences import AUDIENCES, compose
from libcollab_metrics.reports.brand import Brand
from libcollab_metrics.reports.collect import collect_report_data
from libcollab_metrics.reports.document import (
    Callout,
    ChartBlock,
    Document,
    GiftRows,
    Grid,
    Heading,
    Lead,
    Letterhead,
    Quote,
    Request,
    Text,
)
from libcollab_metrics.reports.render.office import prepare_logo
from libcollab_metrics.reports.render.plain import flatten_columns
from libcollab_metrics.reports.render.pptx_charts import split_by_bars
from libcollab_metrics.reports.render.text import printable
from libcollab_metrics.reports.render.to_docx import MAX_BARS, MIN_CONTENTS, STYLES, to_docx
from libcollab_metrics.reports.report_data import ReportData
from tests.reports.conftest import DAY, ENGLISH, MADE, plain
from tests.reports.test_read_back import printed
from tests.reports.test_renderers import document, drawn_logo
from tests.support.builders.crowded_document import crowded
from tests.support.builders.evaluations import HOSTILE
from tests.support.documents.packages import members, times

Opened = Any
CHOSEN = ("board", "sponsor")
NAMES = (*CHOSEN, "crowded")


@pytest.fixture(scope="module")
def sources(material: ReportData) -> dict[str, Document]:
    """The sample's documents that boards and sponsors edit, and one that is hard to lay out."""
    return {audience: compose(audience, material, ENGLISH) for audience in CHOSEN} | {"crowded": crowded()}


@pytest.fixture(scope="module")
def files(sources: dict[str, Document]) -> dict[str, bytes]:
    """The same documents as DOCX files."""
    return {name: to_docx(document, ENGLISH) for name, document in sources.items()}


def opened(data: bytes) -> Opened:
    return docx.Document(io.BytesIO(data))


def paragraphs(opened_file: Opened) -> list[tuple[str, str]]:
    """Every paragraph as its style and its words, including those in tables, in reading order."""
    names = {style.style_id: style.name for style in opened_file.styles}
    result = []
    for paragraph in opened_file.element.body.iter(qn("w:p")):
        style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        words = "".join(text.text or "" for text in paragraph.iter(qn("w:t")))
        result.append((names[style.get(qn("w:val"))] if style is not None else "Normal", words))
    return result


def full_text(opened_file: Opened) -> str:
    return plain(" ".join(words for _, words in paragraphs(opened_file)))


def test_board_and_sponsor_are_audiences() -> None:
    assert set(CHOSEN) <= set(AUDIENCES)


@pytest.mark.parametrize("name", CHOSEN)
def test_every_number_and_name_is_in_the_text(
    name: str, sources: dict[str, Document], files: dict[str, bytes]
) -> None:
    opened_file = opened(files[name])
    foot = plain(opened_file.sections[0].footer.paragraphs[0].text)
    words = full_text(opened_file) + foot
    assert [text for text in printed(sources[name]) if plain(text) not in words] == []
    assert plain(sources[name].scope) in foot
    assert sources[name].fingerprint in foot


@pytest.mark.parametrize("name", CHOSEN)
def test_headings_are_headings_in_the_order_of_the_document(
    name: str, sources: dict[str, Document], files: dict[str, bytes]
) -> None:
    styled = paragraphs(opened(files[name]))
    headings = [(int(style[-1]), plain(words)) for style, words in styled if style.startswith("Heading")]
    expected = [plain(block.text) for block in sources[name].blocks if isinstance(block, Heading)]
    titles = {plain(block.text) for block in sources[name].blocks if isinstance(block, Heading)}
    assert [text for _, text in headings if text in titles] == expected
    assert all(below <= above + 1 for (above, _), (below, _) in pairwise([(0, ""), *headings]))
    assert styled[0] == ("Title", sources[name].title)


def test_only_a_long_document_has_a_list_of_contents(files: dict[str, bytes]) -> None:
    titles = [f"Part {number}" for number in range(MIN_CONTENTS)]
    long, short = (to_docx(document(*map(Heading, some)), ENGLISH) for some in (titles, titles[1:]))
    for data, listed in ((long, titles), (short, []), (files["board"], []), (files["sponsor"], [])):
        body = opened(data).element.body
        links = list(body.iter(qn("w:hyperlink")))
        assert ["".join(text.text for text in link.iter(qn("w:t"))) for link in links] == listed
        marks = {start.get(qn("w:name")) for start in body.iter(qn("w:bookmarkStart"))}
        assert {link.get(qn("w:anchor")) for link in links} <= marks


def test_page_and_colour_are_those_of_the_brand(sources: dict[str, Document]) -> None:
    branded = replace(sources["sponsor"], brand=Brand("#B93C0B", "us-letter"))
    opened_file = opened(to_docx(branded, ENGLISH))
    section = opened_file.sections[0]
    assert (section.page_width.inches, section.page_height.inches) == pytest.approx((8.5, 11), abs=0.01)
    assert str(opened_file.styles["Hero value"].font.color.rgb) == "B93C0B"
    fills = {shade.get(qn("w:fill")) for shade in opened_file.element.body.iter(qn("w:shd"))}
    assert {"B93C0B", Brand("#B93C0B").tint.lstrip("#")} <= fills


def test_gift_is_a_table_and_request_a_shaded_one(
    sources: dict[str, Document], files: dict[str, bytes]
) -> None:
    blocks = sources["sponsor"].blocks
    gift = next(block for block in blocks if isinstance(block, GiftRows))
    request = next(block for block in blocks if isinstance(block, Request))
    tables = opened(files["sponsor"]).tables
    found = next(table for table in tables if table.cell(0, 0).text == gift.headings[0])
    assert [row.cells[0].text for row in found.rows] == [gift.headings[0], *(r.amount for r in gift.rows)]
    assert found.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None
    shaded = next(table for table in tables if table.cell(0, 0).text.startswith(request.title))
    assert [cell.text.split()[0] for cell in shaded.rows[-1].cells] == [lv.amount for lv in request.levels]


def test_tables_are_tables_with_repeated_header_rows() -> None:
    table = Grid(
        "Long", ("Partner", "Visits"), tuple((f"Partner {i}", f"{i}") for i in range(95)), (1,), "A note."
    )
    opened_file = opened(to_docx(document(table), ENGLISH))
    rows = opened_file.tables[0].rows
    assert [[cell.text for cell in row.cells] for row in rows] == [
        ["Partner", "Visits"],
        *map(list, table.rows),
    ]
    assert [row._tr.find(f".//{qn('w:tblHeader')}") is not None for row in rows] == [True] + [False] * 95
    assert all(row._tr.find(f".//{qn('w:cantSplit')}") is not None for row in rows)
    assert rows[5].cells[1].paragraphs[0].alignment == docx.enum.text.WD_ALIGN_PARAGRAPH.RIGHT
    assert ("Caption", "A note.") in paragraphs(opened_file)


@pytest.mark.parametrize("name", NAMES)
def test_every_chart_is_a_sharp_picture_with_alternative_text(
    name: str, sources: dict[str, Document], files: dict[str, bytes]
) -> None:
    opened_file = opened(files[name])
    source_charts = [b.chart for b in flatten_columns(sources[name].blocks) if isinstance(b, ChartBlock)]
    pictures = list(opened_file.element.body.iter(qn("wp:inline")))
    assert [shape.docPr.get("descr") for shape in pictures] == [
        printable(c.alt) for c in source_charts for _ in split_by_bars(c, MAX_BARS)
    ]
    for shape in pictures:
        blip = next(shape.iter(qn("a:blip"))).get(qn("r:embed"))
        pixels = Image.open(io.BytesIO(opened_file.part.related_parts[blip].blob)).width
        assert pixels / (shape.extent.cx / 914_400) >= 190
        assert shape.extent.cx <= opened_file.sections[0].page_width - 2 * opened_file.sections[0].left_margin
        assert shape.extent.cy <= 8.5 * 914_400


def test_lead_without_an_opening_is_printed() -> None:
    made = to_docx(
        document(Lead("", "Two of three have no book."), Lead("Thank you.", "It helped.")), ENGLISH
    )
    texts = [paragraph.text for paragraph in opened(made).paragraphs if paragraph.style.name == "Lead"]
    assert texts == ["Two of three have no book.", "Thank you. It helped."]


@pytest.mark.parametrize("audience", ["school", "receipt"])
def test_letter_has_its_day(material: ReportData, audience: str) -> None:
    made = opened(to_docx(compose(audience, material, ENGLISH), ENGLISH))
    headings = [
        p
        for p in made.paragraphs
        if p.style.name == "Heading 1" and p.text != "How these numbers were counted"
    ]
    after = [p._p.getnext().xpath("string(.)") for p in headings]
    assert set(after) == {"1 July 2026"}


def test_letter_to_one_partner_has_addressee_and_day(sample: Dataset) -> None:
    scope = Scope((("partner", ("Malinaw Elementary School",)),))
    data = collect_report_data(sample, scope, DAY, MADE)
    made = opened(to_docx(compose("school", data, ENGLISH), ENGLISH))
    assert made.paragraphs[1].text == "Malinaw Elementary School · 1 July 2026"


def test_callouts_and_quotes_have_their_own_styles() -> None:
    blocks = (
        Quote("We read it twice.", "A reader, 7 March 2026"),
        Callout("Mind this", "One line.\nAnother."),
    )
    opened_file = opened(to_docx(document(*blocks), ENGLISH))
    styled = [
        (style, words) for style, words in paragraphs(opened_file) if style.startswith(("Quote", "Callout"))
    ]
    assert styled == [
        ("Quote", "“We read it twice.”"),
        ("Quote source", "A reader, 7 March 2026"),
        ("Callout title", "Mind this"),
        ("Callout", "One line."),
        ("Callout", "Another."),
    ]
    assert opened_file.styles["Callout"].element.find(f".//{qn('w:shd')}") is not None


def test_every_style_uses_arial_and_the_language_is_set() -> None:
    opened_file = opened(to_docx(document(Text("A paragraph."), language="es"), ENGLISH))
    for name in STYLES:
        assert opened_file.styles[name].font.name == "Arial"
    assert (
        opened_file.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}").get(qn("w:val")) == "es"
    )
    assert opened_file.core_properties.language == "es"


def test_letterhead_is_in_header_and_page_numbers_in_footer() -> None:
    own_letterhead = Letterhead(prepare_logo(drawn_logo()), "Main Library, 555-0100")
    opened_file = opened(to_docx(document(Text("A paragraph."), letterhead=own_letterhead), ENGLISH))
    section = opened_file.sections[0]
    assert "For the library" in section.header.paragraphs[0].text
    assert ("Reply by", "Main Library, 555-0100") in paragraphs(opened_file)
    assert next(section.header._element.iter(qn("wp:docPr"))).get("descr") == own_letterhead.contact
    fields = [field.get(qn("w:instr")) for field in section.footer._element.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]


@pytest.mark.parametrize("text", [text for text in HOSTILE if text.isprintable()])
def test_text_is_printed_as_typed(text: str) -> None:
    opened_file = opened(
        to_docx(document(Heading(text), Text(text), Grid("Table", ("A",), ((text,),))), ENGLISH)
    )
    assert full_text(opened_file).count(plain(text)) == 3


def test_right_to_left_text_is_marked_as_such() -> None:
    opened_file = opened(to_docx(document(Text("مرحبا بكم"), Text("Welcome")), ENGLISH))
    right_to_left = [
        p.text for p in opened_file.paragraphs if p._p.find(f"{qn('w:pPr')}/{qn('w:bidi')}") is not None
    ]
    assert right_to_left == ["مرحبا بكم"]


@pytest.mark.parametrize("name", NAMES)
def test_same_document_gives_the_same_bytes_without_timestamps(
    name: str, sources: dict[str, Document], files: dict[str, bytes]
) -> None:
    assert to_docx(sources[name], ENGLISH) == files[name]
    assert times(files[name]) == {(1980, 1, 1, 0, 0, 0)}
    core = next(part for path, part in members(files[name]) if path == "docProps/core.xml").decode()
    assert set(re.findall(r">(\d{4}-\d\d-\d\dT[^<]*)<", core)) == {MADE.strftime("%Y-%m-%dT%H:%M:%SZ")}


@pytest.mark.parametrize("name", NAMES)
def test_no_external_links_and_no_author(name: str, files: dict[str, bytes]) -> None:
    assert [
        path for path, part in members(files[name]) if path.endswith(".rels") and b"External" in part
    ] == []
    assert not any("thumbnail" in path for path, _ in members(files[name]))
    properties = opened(files[name]).core_properties
    assert (properties.author, properties.last_modified_by, properties.comments) == ("", "", "")


@pytest.mark.parametrize("name", CHOSEN)
def test_no_person_key_and_no_note_is_in_any_part(
    name: str, sample: Dataset, files: dict[str, bytes]
) -> None:
    keys = set(sample.tables["participation"]["person_key"].dropna())
    notes = {str(text) for text in sample.tables["notes"]["text"].dropna() if len(str(text)) > 8}
    assert keys
    text = "".join(part.decode("utf-8", errors="replace") for _, part in members(files[name]))
    assert [word for word in (*keys, *notes) if str(word) in text] == []
