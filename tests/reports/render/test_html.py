"""A document as one HTML file: the same numbers, no requests to other hosts, and text that stays text."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import pytest

from libcollab_metrics.figures import Point, chart_table
from libcollab_metrics.figures.theme import ACCENT
from libcollab_metrics.model import Dataset
from libcollab_metrics.reports import publish
from libcollab_metrics.reports.brand import Brand
from libcollab_metrics.reports.document import (
    ChartBlock,
    Decision,
    Decisions,
    Document,
    GiftRows,
    Grid,
    KeyFigures,
    TargetBars,
)
from libcollab_metrics.reports.render.plain import flatten_columns
from libcollab_metrics.reports.render.text import printable
from libcollab_metrics.reports.render.to_html import to_html
from tests.reports.conftest import AUDIENCES, DAY, ENGLISH, MADE, ReadHtml, plain, read_html
from tests.reports.test_hostile_text import everywhere
from tests.reports.test_renderers import document as made_of
from tests.support.builders.evaluations import HOSTILE, chart
from tests.support.sheets import dataset, xlsx

#: HTML tags that make a browser fetch or follow something.
FETCHING = {"link", "iframe", "object", "embed", "audio", "video", "source", "base", "form", "portal"}


def charts_with_data(document: Document) -> list[ChartBlock]:
    return [
        block
        for block in flatten_columns(document.blocks)
        if isinstance(block, ChartBlock) and not block.chart.is_empty
    ]


@pytest.fixture(scope="module", params=AUDIENCES)
def audience(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def document(audience: str, documents: dict[str, Document]) -> Document:
    return documents[audience]


@pytest.fixture
def read(audience: str, pages: dict[str, bytes]) -> ReadHtml:
    return read_html(pages[audience])


def test_page_has_every_number_of_its_document(document: Document, read: ReadHtml) -> None:
    texts = [" ".join(text.split()) for text in read.said]
    for block in document.blocks:
        if isinstance(block, KeyFigures):
            assert {f.label for f in block.figures} | {f.value for f in block.figures} <= set(texts)
    for sentence in (document.title, document.scope, document.coverage, document.issues, document.footer):
        assert sentence in texts


def tables_of(document: Document) -> list[tuple[str, list[list[str]]]]:
    """Every table of the page: those of the document, its charts and targets, and what a gift became."""
    expected: list[tuple[str, list[list[str]]]] = []
    for block in flatten_columns(document.blocks):
        if isinstance(block, Grid):
            expected.append((block.title, [list(block.headings), *map(list, block.rows)]))
        elif isinstance(block, ChartBlock):
            table = chart_table(block.chart, ENGLISH)
            rows = [list(map(printable, row)) for row in table.rows]
            expected.append((block.chart.title, [list(table.headings), *rows]))
        elif isinstance(block, GiftRows):
            cells = [[row.amount, row.purpose, row.use, row.result + row.detail] for row in block.rows]
            expected.append((block.title, [list(block.headings), *cells]))
        elif isinstance(block, TargetBars):
            cells = [
                [bar.program, bar.name, bar.aim, "", bar.result, f"{bar.symbol} {bar.status}"]
                for bar in block.bars
            ]
            expected.append((block.title, [list(block.headings), *cells]))
    return expected


def test_every_table_is_written_cell_by_cell(document: Document, read: ReadHtml) -> None:
    assert sorted(tables_of(document)) == sorted(read.tables)


def test_drawing_has_the_printed_numbers_of_its_chart(document: Document, read: ReadHtml) -> None:
    charts = charts_with_data(document)
    texts = {plain("".join(drawing)) for drawing in read.drawings}
    assert len(texts) >= bool(charts)
    for block in charts:
        table = chart_table(block.chart, ENGLISH)
        numbers = [row[column] for row in table.rows for column in table.numeric if row[column]]
        assert any(plain(number) in text for number in numbers for text in texts)


def test_page_is_the_same_every_time(document: Document) -> None:
    assert to_html(document, ENGLISH) == to_html(document, ENGLISH)


def test_page_fetches_nothing_and_runs_nothing(document: Document, read: ReadHtml) -> None:
    assert {tag for tag, _ in read.tags} & FETCHING == set()
    sources = [
        attributes[name]
        for _, attributes in read.tags
        for name in ("src", "href", "srcset", "action")
        if name in attributes
    ]
    assert [source for source in sources if not source.startswith(("#", "data:image/png;base64,"))] == []
    assert [name for _, attributes in read.tags for name in attributes if name.startswith("on")] == []
    assert policy_of(read).startswith("default-src 'none'; script-src 'none'; style-src")
    assert read.scripts == []


def test_page_is_small(audience: str, pages: dict[str, bytes]) -> None:
    assert len(pages[audience]) < 300_000


def policy_of(read: ReadHtml) -> str:
    return next(
        attributes["content"]
        for _, attributes in read.tags
        if attributes.get("http-equiv") == "Content-Security-Policy"
    )


def test_style_sheet_fetches_nothing(audience: str, pages: dict[str, bytes]) -> None:
    styles = re.findall(r"<style>(.*?)</style>", pages[audience].decode(), re.DOTALL)
    assert len(styles) == 1
    assert not any(word in style for style in styles for word in ("@import", "url(", "http"))


def test_page_has_headings_landmarks_language_and_names_for_screen_readers(
    document: Document, read: ReadHtml
) -> None:
    tags = [tag for tag, _ in read.tags]
    assert {"header", "main", "footer", "h1", "h2", "caption"} <= set(tags)
    assert ("nav" in tags) != document.is_one_page
    levels = [int(tag[1]) for tag in tags if tag in ("h1", "h2", "h3")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(below <= above + 1 for above, below in pairwise(levels))
    assert tags.count("figure") == tags.count("figcaption") >= len(charts_with_data(document))
    assert ("html", {"lang": document.language}) in read.tags
    pictures = [
        attributes["aria-label"]
        for _, attributes in read.tags
        if attributes.get("role") == "img" and "id" in attributes
    ]
    assert pictures == [printable(block.chart.alt) for block in charts_with_data(document)]
    ids = [attributes["id"] for _, attributes in read.tags if "id" in attributes]
    assert len(set(ids)) == len(ids)


def test_no_person_key_and_no_note_is_in_a_page(sample: Dataset, read: ReadHtml) -> None:
    keys = set(sample.tables["participation"]["person_key"].dropna())
    notes = {str(text) for text in sample.tables["notes"]["text"].dropna() if len(str(text)) > 8}
    content = plain("".join(read.said))
    assert keys
    assert [word for word in (*keys, *notes) if plain(str(word)) in content] == []


def test_hidden_number_is_in_no_drawing() -> None:
    """March had 3 visits; a second month is hidden so that the total does not give them back."""
    visits = enumerate((61, 38, 3, 45, 52, 70), start=1)
    rows = [["Story hour", f"2026-0{month}-10", number] for month, number in visits]
    sheet = xlsx(Sessions=[["Program", "Date", "Attendance"], *rows])
    published = publish(
        dataset(sheet), audience="planning", fmt="html", as_of=DAY, generated_at=MADE, language=ENGLISH
    )
    read = read_html(published.data)
    shown = {text.strip() for drawing in read.drawings for text in drawing}
    written = {cell for _, rows in read.tables for row in rows for cell in row}
    large = {"61", "38", "45", "52", "70"}
    assert len(shown & large) == 4
    assert written & large == shown & large
    assert "3" not in shown | written


def test_page_has_the_colour_and_paper_of_the_brand(documents: dict[str, Document]) -> None:
    branded = replace(documents["sponsor"], brand=Brand("#B93C0B", "us-letter"))
    page = to_html(branded, ENGLISH).decode()
    assert "--accent: #B93C0B" in page
    assert "size: letter" in page
    assert 'fill="#B93C0B"' in page
    assert ACCENT not in page


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_text_is_shown_as_typed_and_is_never_markup(text: str) -> None:
    harmless, typed = (read_html(to_html(everywhere(content), ENGLISH)) for content in ("Text", text))
    assert outside_drawings(typed) == outside_drawings(harmless)
    shown = plain("".join(c for c in text if c.isprintable()))
    assert plain("".join(typed.said)).count(shown) > 15


def outside_drawings(read: ReadHtml) -> list[str]:
    """The tags of a page; a text in a drawing has one or several lines."""
    return [tag for tag, _ in read.tags if tag not in ("text", "tspan", "g", "path", "svg", "rect", "line")]


def test_typed_text_cannot_end_a_drawing() -> None:
    injection = "</svg><script>alert(1)</script><!--"
    points = (Point(injection, 1.0, note=injection),)
    block = ChartBlock(chart("bars", points, title=injection, caption=injection, alt=injection))
    read = read_html(to_html(replace(everywhere("x"), blocks=(block,)), ENGLISH))
    assert read.scripts == []
    assert injection in read.said


def test_further_decisions_are_numbered_on() -> None:
    decision = Decision("Who pays?", "It is open.")
    page = to_html(made_of(Decisions("More", "We recommend", ("Agreed",), (decision,), 4)), ENGLISH).decode()
    assert '<ol start="4" style="counter-reset: decision 3">' in page
