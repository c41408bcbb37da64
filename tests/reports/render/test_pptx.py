"""Slides have the content of the document, in placeholders, editable, complete, and nothing else."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from itertools import combinations

import pytest
from openpyxl import load_workbook

from libcollab_metrics.figures import Point
from libcollab_metrics.figures.layout import drawn_series
from libcollab_metrics.model import Dataset
from libcollab_metrics.reports.audiences import AUDIENCES, compose
from libcollab_metrics.reports.document import (
    ChartBlock,
    Document,
    Grid,
    Heading,
    KeyFigures,
    Letterhead,
    Text,
)
from libcollab_metrics.reports.render.office import prepare_logo
from libcollab_metrics.reports.render.plain import flatten_columns
from libcollab_metrics.reports.render.pptx_slides import placeholder_boxes
from libcollab_metrics.reports.render.pptx_story import build_deck
from libcollab_metrics.reports.render.text import Paragraph, fitting_scale, paragraphs_height
from libcollab_metrics.reports.render.to_pptx import BAR_NAME, to_pptx
from libcollab_metrics.reports.report_data import ReportData
from tests.reports.conftest import ENGLISH, MADE, plain
from tests.reports.test_read_back import printed
from tests.reports.test_renderers import document, drawn_logo
from tests.support.builders.crowded_document import crowded
from tests.support.builders.evaluations import chart
from tests.support.documents.packages import members, times
from tests.support.documents.presentations import (
    NAMES,
    Deck,
    charts,
    drawn_charts,
    notes,
    opened,
    said,
    shapes,
)

#: Documents whose slides are made from their blocks; those for sponsors have slides of their own.
FROM_BLOCKS = tuple(name for name in AUDIENCES if name not in ("sponsor", "pitch"))


@pytest.fixture(scope="module")
def sources(material: ReportData) -> dict[str, Document]:
    """Every audience's document of the sample, and one that is hard to lay out."""
    return {audience: compose(audience, material, ENGLISH) for audience in AUDIENCES} | {"crowded": crowded()}


@pytest.fixture(scope="module")
def files(sources: dict[str, Document]) -> dict[str, bytes]:
    """The same documents as presentations."""
    return {name: to_pptx(document, ENGLISH) for name, document in sources.items()}


@pytest.fixture(scope="module")
def decks(files: dict[str, bytes]) -> dict[str, Deck]:
    """The same documents as a program opens them."""
    return {name: opened(data) for name, data in files.items()}


@pytest.mark.parametrize("name", FROM_BLOCKS)
def test_every_number_and_name_is_on_a_slide(
    name: str, sources: dict[str, Document], decks: dict[str, Deck]
) -> None:
    """What was read and left out is in the notes of the first slide, not on it."""
    words, source = said(decks[name]), sources[name]
    in_notes = {source.coverage, source.issues}
    assert [text for text in printed(source) if text not in in_notes and plain(text) not in words] == []
    assert [text for text in in_notes if plain(text) not in notes(decks[name])] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_slide_has_a_title_and_no_empty_placeholder(name: str, decks: dict[str, Deck]) -> None:
    for number, slide in enumerate(decks[name].slides):
        assert slide.shapes.title is not None
        assert slide.shapes.title.text_frame.text.strip()
        assert slide.slide_layout.name
        placeholder_ids = {shape.placeholder_format.idx for shape in slide.placeholders}
        assert 11 in placeholder_ids
        assert (12 in placeholder_ids) == (number > 0)
        assert all(s.text_frame.text.strip() for s in slide.placeholders if s.has_text_frame)
        assert all(s.is_placeholder or s.name == BAR_NAME for s in slide.shapes if s.shape_type != 13)


@pytest.mark.parametrize("name", NAMES)
def test_nothing_leaves_a_slide_or_overlaps(name: str, decks: dict[str, Deck]) -> None:
    deck = decks[name]
    for slide in deck.slides:
        boxes = [
            (s.name, s.left, s.top, s.left + s.width, s.top + s.height)
            for s in slide.shapes
            if s.name != BAR_NAME  # a bar is drawn over its table
        ]
        for _, left, top, right, bottom in boxes:
            assert 0 <= left < right <= deck.slide_width
            assert 0 <= top < bottom <= deck.slide_height
        for (first, l1, t1, r1, b1), (second, l2, t2, r2, b2) in combinations(boxes, 2):
            assert min(r1, r2) <= max(l1, l2) or min(b1, b2) <= max(t1, t2), (first, second)


@pytest.mark.parametrize("name", NAMES)
def test_all_words_fit_their_boxes(name: str, sources: dict[str, Document]) -> None:
    for slide in build_deck(sources[name], ENGLISH):
        for idx, paragraphs in {0: (Paragraph(slide.title),), **slide.words}.items():
            box = slide.layout.placeholder(idx)
            _, _, wide, high = placeholder_boxes(slide).get(idx, (0, 0, box.width, box.height))
            room = replace(box, width=wide, height=high).room
            scale = slide.scale_at(idx) or fitting_scale(paragraphs, room)
            assert paragraphs_height(paragraphs, room, scale) <= room.height + 0.01, (
                slide.title,
                slide.layout.name,
                idx,
            )
        for idx, table in enumerate(slide.tables, start=21):
            box = slide.layout.placeholder(21)
            _, top, wide, high = placeholder_boxes(slide).get(idx, (0, box.top, box.width, box.height))
            assert sum(table.heights) <= high + 0.01
            assert sum(table.widths) == pytest.approx(wide)
            assert top + high < 6.92  # where the footer of the slide begins


@pytest.mark.parametrize("name", NAMES)
def test_no_words_are_smaller_than_ten_points(name: str, files: dict[str, bytes]) -> None:
    slides = [
        part.decode() for path, part in members(files[name]) if re.match(r"ppt/(slides|charts|slideL)", path)
    ]
    sizes = [int(size) for xml in slides for size in re.findall(r'\bsz="(\d+)"', xml)]
    assert sizes
    assert min(sizes) >= 1000


@pytest.mark.parametrize("name", FROM_BLOCKS)
def test_charts_are_native_and_their_numbers_are_the_figures(
    name: str, sources: dict[str, Document], decks: dict[str, Deck]
) -> None:
    native_charts = [shape.chart for shape in charts(decks[name])]
    expected = drawn_charts(sources[name])
    assert len(native_charts) == len(expected)
    for native, figure in zip(native_charts, expected, strict=True):
        for series, row in zip(native.plots[0].series, drawn_series(figure), strict=False):
            assert list(series.values) == pytest.approx([p.value for p in row.points], nan_ok=True)
        labels = [str(label) for label in native.plots[0].categories]
        for label, point in zip(labels, figure.series[0].points, strict=True):
            assert plain(label).startswith(plain(point.label))


@pytest.mark.parametrize("name", [*FROM_BLOCKS, "crowded"])
def test_workbook_inside_a_chart_has_its_numbers_and_no_formula(name: str, decks: dict[str, Deck]) -> None:
    for shape in charts(decks[name]):
        sheet = load_workbook(io.BytesIO(shape.chart.part.chart_workbook.xlsx_part.blob)).active
        rows = list(sheet.iter_rows(min_row=2))
        assert {cell.data_type for row in rows for cell in row} <= {"s", "n"}
        for column, series in enumerate(shape.chart.plots[0].series, start=1):
            numbers = [row[column].value for row in rows]
            assert numbers == pytest.approx(list(series.values), nan_ok=True)
            assert sheet.cell(1, column + 1).value == series.name


def test_long_table_continues_with_its_headings(decks: dict[str, Deck]) -> None:
    table = Grid("Long", ("Partner", "Visits"), tuple((f"Partner {i}", f"{i}") for i in range(95)), (1,))
    deck = opened(to_pptx(document(Heading("Topic"), table), ENGLISH))
    tables = [shape.table for shape in shapes(deck) if shape.has_table]
    assert len(tables) == 8
    assert all([cell.text for cell in t.rows[0].cells] == ["Partner", "Visits"] for t in tables)
    assert [t.cell(r, 0).text for t in tables for r in range(1, len(t.rows))] == [
        f"Partner {i}" for i in range(95)
    ]


@pytest.mark.parametrize("name", FROM_BLOCKS)
def test_notes_explain_meaning_calculation_and_source(
    name: str, sources: dict[str, Document], decks: dict[str, Deck]
) -> None:
    note_text = notes(decks[name])
    for block in flatten_columns(sources[name].blocks):
        if isinstance(block, ChartBlock):
            expected = [*block.meaning, block.chart.caption, block.chart.source]
        elif isinstance(block, KeyFigures):
            expected = [text for figure in block.figures for text in (figure.meaning, figure.worked)]
        else:
            continue
        assert [text for text in expected if plain(text) not in note_text] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_chart_table_and_picture_has_alternative_text(name: str, decks: dict[str, Deck]) -> None:
    pictured = [s for s in shapes(decks[name]) if s.has_chart or s.has_table or s.shape_type == 13]
    assert all(s._element.xpath(".//p:cNvPr")[0].get("descr") for s in pictured)


def test_letterhead_is_on_the_opening_slide_with_alternative_text() -> None:
    own_letterhead = Letterhead(prepare_logo(drawn_logo()), "Main Library, 555-0100")
    opening = opened(to_pptx(document(Text("A paragraph."), letterhead=own_letterhead), ENGLISH)).slides[0]
    pictures = [s for s in opening.shapes if s.shape_type == 13]
    assert [s._element.xpath(".//p:cNvPr")[0].get("descr") for s in pictures] == [own_letterhead.contact]
    assert own_letterhead.contact in [s.text_frame.text for s in opening.placeholders]


@pytest.mark.parametrize("name", NAMES)
def test_same_document_gives_the_same_bytes_without_timestamps(
    name: str, sources: dict[str, Document], files: dict[str, bytes]
) -> None:
    assert to_pptx(sources[name], ENGLISH) == files[name]
    assert times(files[name]) == {(1980, 1, 1, 0, 0, 0)}
    stamps = [
        s
        for path, part in members(files[name])
        if path.endswith("core.xml")
        for s in re.findall(rb">(\d{4}-\d\d-\d\dT[^<]*)<", part)
    ]
    assert {stamp.decode() for stamp in stamps} == {MADE.strftime("%Y-%m-%dT%H:%M:%SZ")}


@pytest.mark.parametrize("name", NAMES)
def test_no_external_links_and_no_author(name: str, files: dict[str, bytes]) -> None:
    for path, part in members(files[name]):
        if path.endswith(".rels"):
            assert b"External" not in part, path
    assert not any("thumbnail" in path for path, _ in members(files[name]))
    properties = opened(files[name]).core_properties
    assert (properties.author, properties.last_modified_by) == ("", "")


@pytest.mark.parametrize("name", AUDIENCES)
def test_no_person_key_and_no_note_is_in_any_part(
    name: str, sample: Dataset, files: dict[str, bytes]
) -> None:
    keys = set(sample.tables["participation"]["person_key"].dropna())
    keys |= set(sample.tables["outcomes"]["respondent_key"].dropna())
    note_texts = {str(text) for text in sample.tables["notes"]["text"].dropna() if len(str(text)) > 8}
    assert keys
    text = "".join(part.decode("utf-8", errors="replace") for _, part in members(files[name]))
    assert [word for word in (*keys, *note_texts) if str(word) in text] == []


def test_slides_are_wide_and_use_our_layouts(decks: dict[str, Deck]) -> None:
    deck = decks["planning"]
    assert deck.slide_width / deck.slide_height == pytest.approx(16 / 9, rel=1e-3)
    assert {layout.name for layout in deck.slide_layouts} >= {
        "Opening",
        "Chart",
        "Two charts",
        "Table",
        "Definitions",
    }
    assert {slide.slide_layout.name for slide in deck.slides} <= {
        layout.name for layout in deck.slide_layouts
    }


def test_section_is_printed_over_a_title_with_the_same_words() -> None:
    """It is also printed over a title of several parts, and never twice on one slide."""
    rows = tuple((f"Partner {i}",) for i in range(15))
    blocks = (Heading("Attendance"), Text("Few."), Grid("Attendance rate", ("Partner",), rows))
    _, words, *tables = opened(to_pptx(document(*blocks), ENGLISH)).slides
    assert (words.shapes.title.text_frame.text, words.placeholders[13].text_frame.text) == (
        "Attendance",
        "Planning summary",
    )
    titles = [(s.shapes.title.text_frame.text, s.placeholders[13].text_frame.text) for s in tables]
    assert titles == [("Attendance rate (1 of 2)", "Attendance"), ("Attendance rate (2 of 2)", "Attendance")]


def test_related_blocks_share_one_slide() -> None:
    """Words, tables side by side and words below, in document order; the next section on the next slide."""
    few = Grid("Given", ("Kind", "Value"), (("cash", "12"),), (1,), "What has a price.")
    blocks = (Heading("Exchange"), Text("Few."), few, replace(few, title="Borne"), Text("That is all."))
    data = to_pptx(
        document(
            *blocks,
            Heading("Charts"),
            Text("Seen."),
            ChartBlock(chart("bars", ((Point("A", 40.0), Point("B", 12.0)),))),
        ),
        ENGLISH,
    )
    _, exchange, chart_slide = opened(data).slides
    placeholders = sorted(
        (s for s in exchange.placeholders if s.placeholder_format.idx > 20), key=lambda s: (s.top, s.left)
    )
    assert [s.text_frame.text if s.has_text_frame else s.table.cell(1, 0).text for s in placeholders] == [
        "Few.",
        "Given",
        "Borne",
        "cash",
        "cash",
        "What has a price.",
        "What has a price.",
        "That is all.",
    ]
    left_table, right_table = (s for s in exchange.shapes if s.has_table)
    assert (left_table.top, left_table.left + left_table.width < right_table.left) == (right_table.top, True)
    assert "Seen." in [s.text_frame.text for s in chart_slide.placeholders if s.has_text_frame]
    assert len(charts(opened(data))) == 1


def test_blocks_without_room_together_get_their_own_slides() -> None:
    long = Grid(
        "Given", ("Kind", "Value"), tuple((f"kind {i}", f"{i}") for i in range(12)), (1,), "Note. " * 90
    )
    blocks = (
        Heading("Exchange"),
        Text("Word " * 200),
        long,
        replace(long, title="Borne", note="Note. " * 90),
    )
    slides = opened(to_pptx(document(*blocks), ENGLISH)).slides
    assert [sum(s.has_table for s in slide.shapes) for slide in slides] == [0, 0, 0, 1, 1]
