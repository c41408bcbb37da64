"""A document as one HTML file: the same numbers, no requests to other hosts, and text that stays text."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from typing import Any

import pytest

from libcollab_metrics.figures import Point, chart_table
from libcollab_metrics.model import Dataset
from libcollab_metrics.reports import publish
from libcollab_metrics.reports.document import ChartBlock, Document, Grid, KeyFigures, Text
from libcollab_metrics.reports.render.to_html import to_html
from tests.reports.conftest import AUDIENCES, DAY, ENGLISH, MADE, ReadHtml, plain, read_html
from tests.reports.test_hostile_text import everywhere
from tests.support.builders.evaluations import HOSTILE, chart
from tests.support.sheets import dataset, xlsx

#: Kinds of charts whose marks are not arranged in rows like their series.
SPREAD = ("pairs", "calendar")
#: HTML tags that make a browser fetch or follow something.
FETCHING = {"link", "iframe", "object", "embed", "audio", "video", "source", "base", "form", "portal"}


def charts_with_data(document: Document) -> list[ChartBlock]:
    return [block for block in document.blocks if isinstance(block, ChartBlock) and not block.chart.is_empty]


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


def test_every_table_is_written_cell_by_cell(document: Document, read: ReadHtml) -> None:
    grids = [block for block in document.blocks if isinstance(block, Grid)]
    charts = [block.chart for block in document.blocks if isinstance(block, ChartBlock)]
    expected = [(grid.title, [list(grid.headings), *map(list, grid.rows)]) for grid in grids]
    for drawing in charts:
        table = chart_table(drawing, ENGLISH)
        expected.append((drawing.title, [list(table.headings), *map(list, table.rows)]))
    assert sorted(expected) == sorted(read.tables)


def test_every_mark_of_a_drawing_is_a_chart_number(document: Document, read: ReadHtml) -> None:
    charts = charts_with_data(document)
    drawings = read.drawings.get("charts", [])  # a document without charts has none
    for block, drawing in zip(charts, drawings, strict=True):
        for variant in (drawing["light"], drawing["dark"], drawing["picture"]):
            numbers = numbers_of(variant["data"])
            for series in block.chart.series:
                values = [point.value for point in series.points]
                assert values in numbers or block.chart.kind in SPREAD
                assert {value for value in values if value is not None} <= {n for row in numbers for n in row}


def numbers_of(data: Any) -> list[list[Any]]:
    """Every row of numbers of a drawing's marks; a heat map is listed by row and by column."""
    rows = [row for mark in data for name in ("x", "y") if (row := mark.get(name))]
    grids = [mark["z"] for mark in data if mark.get("z")]
    turned = [list(column) for grid in grids for column in zip(*grid, strict=True)]
    return rows + [row for grid in grids for row in grid] + turned


def test_page_is_the_same_every_time(document: Document) -> None:
    assert to_html(document, ENGLISH) == to_html(document, ENGLISH)


def test_page_fetches_nothing_and_runs_only_its_own_scripts(document: Document, read: ReadHtml) -> None:
    assert {tag for tag, _ in read.tags} & FETCHING == set()
    sources = [
        attributes[name]
        for _, attributes in read.tags
        for name in ("src", "href", "srcset", "action")
        if name in attributes
    ]
    assert [source for source in sources if not source.startswith(("#", "data:image/png;base64,"))] == []
    assert [name for _, attributes in read.tags for name in attributes if name.startswith("on")] == []
    policy = policy_of(read)
    assert policy.startswith(
        "default-src 'none'; script-src 'sha256-" if read.drawings else "default-src 'none'; script"
    )
    assert "unsafe" not in policy.split("style-src")[0]
    hashes = [base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in read.scripts]
    assert re.findall(r"'sha256-([^']+)'", policy) == hashes
    assert len(hashes) == (3 if read.drawings else 0)


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


def test_charts_cannot_be_sent_to_a_service(pages: dict[str, bytes]) -> None:
    read = read_html(pages["planning"])
    assert read.drawings["config"]["showSendToCloud"] is False
    assert read.drawings["config"]["displayModeBar"] is False


def test_page_without_charts_has_no_chart_library(document: Document) -> None:
    words_only = replace(document, blocks=(Text("A paragraph."),))
    page = to_html(words_only, ENGLISH)
    assert len(page) < 20_000
    assert "script-src 'none'" in policy_of(read_html(page))


def test_page_has_headings_landmarks_language_and_names_for_screen_readers(
    document: Document, read: ReadHtml
) -> None:
    tags = [tag for tag, _ in read.tags]
    assert {"header", "main", "nav", "footer", "h1", "h2", "caption"} <= set(tags)
    assert tags.count("figure") == tags.count("figcaption") >= len(charts_with_data(document))
    assert ("html", {"lang": document.language}) in read.tags
    pictures = [attributes["aria-label"] for _, attributes in read.tags if attributes.get("role") == "img"]
    assert pictures == [block.chart.alt for block in charts_with_data(document)]
    ids = [attributes["id"] for _, attributes in read.tags if "id" in attributes]
    assert len(set(ids)) == len(ids)


def test_no_person_key_and_no_note_is_in_a_page(sample: Dataset, read: ReadHtml) -> None:
    keys = set(sample.tables["participation"]["person_key"].dropna())
    notes = {str(text) for text in sample.tables["notes"]["text"].dropna() if len(str(text)) > 8}
    content = plain("".join(read.said))
    assert keys
    assert [word for word in (*keys, *notes) if plain(str(word)) in content] == []


def test_hidden_number_is_in_no_mark_of_a_drawing() -> None:
    """61, 38 and 3 of 102: the site and program drawings have only 61, as a number and as text."""
    people = {"Story hour": 61, "Craft": 38, "Tutoring": 3}
    rows = [[name, f"2026-03-{10 + i}", f"Site {i}", n] for i, (name, n) in enumerate(people.items())]
    sheet = xlsx(Sessions=[["Program", "Date", "Site", "Attendance"], *rows])
    published = publish(
        dataset(sheet), audience="planning", fmt="html", as_of=DAY, generated_at=MADE, language=ENGLISH
    )
    charts = read_html(published.data).drawings["charts"]
    mark_values = [
        part
        for drawing in charts
        for variant in ("light", "dark", "picture")
        for part in marks(drawing[variant]["data"])
    ]
    assert 61 in mark_values
    assert {38, 3, "38", "3"} & set(mark_values) == set()


def marks(data: Any) -> list[Any]:
    """Every number and word of a drawing's marks, without the position of a mark in its row."""
    values: list[Any] = []
    for mark in data:
        flat = mark.get("orientation") == "h" or mark.get("mode") == "markers+text"
        shown = {
            name: mark.get(name) for name in ("x", "y", "text", "hovertext") if name != ("y" if flat else "x")
        }
        if mark.get("type") == "heatmap":
            shown = {
                name: [cell for row in mark.get(name) or [] for cell in row]
                for name in ("z", "text", "hovertext")
            }
        values += [part for parts in shown.values() for part in parts or []]
    return values


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_text_is_shown_as_typed_and_is_never_markup(text: str) -> None:
    harmless, typed = (read_html(to_html(everywhere(content), ENGLISH)) for content in ("Text", text))
    assert [tag for tag, _ in typed.tags] == [tag for tag, _ in harmless.tags]
    shown = plain("".join(c for c in text if c.isprintable()))
    assert plain("".join(typed.said)).count(shown) > 15


def test_typed_text_cannot_end_the_script_data() -> None:
    injection = "</script><script>alert(1)</script><!--"
    points = (Point(injection, 1.0, note=injection),)
    block = ChartBlock(chart("bars", points, title=injection, caption=injection, alt=injection))
    read = read_html(to_html(replace(everywhere("x"), blocks=(block,)), ENGLISH))
    assert len(read.scripts) == 3
    assert injection in read.said
