"""A number parsed from a document equals the evaluated number, and nothing else about people is in it."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from libcollab_metrics.figures import chart_table
from libcollab_metrics.metrics import DEFINITIONS_VERSION, find_metric, select_cost_level
from libcollab_metrics.metrics.definition import NUMBER_FIELDS, Evaluation, Value
from libcollab_metrics.model import Dataset
from libcollab_metrics.reports.document import ChartBlock, Document, Grid, Heading, Heroes, KeyFigures
from libcollab_metrics.reports.render.plain import flatten_columns
from libcollab_metrics.reports.render.tidy import COLUMNS
from tests.reports.conftest import ABOUT_ALL, AUDIENCES, ENGLISH, alternatives, parts, plain

#: Documents about all programs whose workbook has every number; a sponsor gets sheets of its own.
WITH_DATA_SHEET = tuple(audience for audience in ABOUT_ALL if audience != "sponsor")
Texts = Callable[[bytes], str]
Cells = Callable[[bytes], dict[str, list[list[Any]]]]


def printed(document: Document) -> list[str]:
    """Every number and name that a document of blocks prints."""
    texts: list[str] = [document.title, document.scope, document.coverage, document.issues, document.footer]
    for block in flatten_columns(document.blocks):
        if isinstance(block, Heading):
            texts.append(block.text)
        elif isinstance(block, KeyFigures):
            texts += [text for figure in block.figures for text in (figure.label, figure.value)]
        elif isinstance(block, Heroes):
            texts += [text for hero in block.heroes for text in (hero.value, hero.unit, hero.note)]
        elif isinstance(block, Grid):
            texts += [cell for row in block.rows for cell in row]
        elif isinstance(block, ChartBlock):
            texts += [block.chart.title, block.chart.caption]
    return texts


def described(pdf: bytes) -> str:
    """The description in the properties of a PDF: scope, coverage, codes and definitions."""
    return plain(str((PdfReader(io.BytesIO(pdf)).metadata or {}).get("/Subject", "")))


@pytest.mark.parametrize("audience", AUDIENCES)
def test_pdf_prints_every_number_of_its_document(
    audience: str, documents: dict[str, Document], pdfs: dict[str, bytes], text_of: Texts
) -> None:
    """Each of several letters has its own finding as title, so theirs is only in the properties."""
    document = documents[audience]
    text = text_of(pdfs[audience]) + described(pdfs[audience])
    missing = [sentence for sentence in printed(document) if plain(sentence) not in text]
    has_letters = document.is_letter and any(title for title, _ in document.topics)
    assert missing == ([document.title] if has_letters else [])


@pytest.mark.parametrize("audience", WITH_DATA_SHEET)
def test_key_figures_equal_the_evaluation(
    audience: str, documents: dict[str, Document], whole: Evaluation, by_program: Evaluation
) -> None:
    """The board has the figures of all programs, a planning pack those of the program it plans."""
    planned = {"program": "Storybook reading"}
    of_program = [value for value in by_program.values if value.groups == planned]
    values = select_cost_level(whole.values if audience == "board" else of_program)
    expected = {find_metric(value.metric).label: value for value in values}
    tables = [block for block in flatten_columns(documents[audience].blocks) if isinstance(block, Grid)]
    figures = [row[:2] for table in tables for row in table.rows if row[0] in expected]
    assert len(figures) >= 4
    for label, text in figures:
        value = expected[label]
        assert value.value is not None
        number = ENGLISH.in_unit(value.value, find_metric(value.metric).unit, whole.currency)
        is_rough = value.rough and value.certainty == "exact"
        assert text == ("~" if is_rough else "") + number + ("+" if value.certainty == "at_least" else "")


def test_sample_total_is_printed_as_a_lower_bound(
    pdfs: dict[str, bytes], whole: Evaluation, text_of: Texts
) -> None:
    total = whole.value_for("attendance_total")
    assert total.certainty == "at_least"
    text = text_of(pdfs["sponsor"])
    assert plain(f"{ENGLISH.number(total.value or 0)}+ visits") in text
    assert plain("“+” means at least") in text


@pytest.mark.parametrize("audience", WITH_DATA_SHEET)
def test_workbook_numbers_equal_the_evaluation(
    audience: str, workbooks: dict[str, bytes], whole: Evaluation, by_program: Evaluation, cells_of: Cells
) -> None:
    rows = cells_of(workbooks[audience])["Data"]
    assert tuple(rows[0]) == COLUMNS
    rows_by_key = {(row[0], row[2] or ""): dict(zip(COLUMNS, row, strict=True)) for row in reversed(rows[1:])}
    compared = 0
    for value in (*whole.values, *by_program.values):
        row = rows_by_key.get((value.metric, group_text(value)))
        if row is not None and not row["reason"] and value.reason is None:
            # The interval of a gain is not released where its spread would disclose how few did not
            # improve.
            withheld = ("ci_low", "ci_high") if value.metric == "mean_gain" and row["ci_low"] is None else ()
            released = [name for name in NUMBER_FIELDS if name not in withheld]
            assert {name: row[name] for name in released} == {
                name: approximately(value, name) for name in released
            }
            compared += 1
    assert compared > 40


def group_text(value: Value) -> str:
    return "; ".join(f"{name}: {part}" for name, part in value.group)


def approximately(value: Value, name: str) -> Any:
    number = getattr(value, name)
    return None if number is None else pytest.approx(number, rel=1e-9)


def test_workbook_charts_reference_the_numbers_in_their_sheets(
    documents: dict[str, Document], workbooks: dict[str, bytes]
) -> None:
    book = load_workbook(io.BytesIO(workbooks["planning"]))
    blocks = flatten_columns(documents["planning"].blocks)
    charts = [block.chart for block in blocks if isinstance(block, ChartBlock)]
    drawn = [(sheet, chart) for sheet in book for chart in sheet._charts]
    assert len(drawn) == len(charts) == 2
    truth = [[p.value for p in c.series[0].points if p.value is not None] for c in charts]
    for sheet, chart in drawn:
        first, *last = chart.series[0].val.numRef.f.split("!")[1].replace("$", "").split(":")
        numbers = [row[0].value for row in sheet[f"{first}:{(last or [first])[0]}"]]
        assert [n for n in numbers if n is not None] in [[pytest.approx(n) for n in known] for known in truth]


@pytest.mark.parametrize("audience", AUDIENCES)
def test_scope_coverage_issues_version_and_day_are_on_every_document(
    audience: str, pdfs: dict[str, bytes], workbooks: dict[str, bytes], text_of: Texts
) -> None:
    scope, coverage, day = "All programs, all dates, as of 30 June 2026.", "81 of 94 sessions", "1 July 2026"
    expected = (scope, coverage, day, f"Definitions {DEFINITIONS_VERSION}")
    book = plain("".join(parts(workbooks[audience])))
    for sentence in expected:
        assert plain(sentence) in text_of(pdfs[audience]) + described(pdfs[audience])
        assert plain(sentence) in book


@pytest.mark.parametrize("audience", AUDIENCES)
def test_pdf_is_tagged_and_every_chart_has_alternative_text(
    audience: str, documents: dict[str, Document], pdfs: dict[str, bytes]
) -> None:
    reader = PdfReader(io.BytesIO(pdfs[audience]))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert reader.metadata is not None
    assert reader.metadata.title == documents[audience].title
    blocks = flatten_columns(documents[audience].blocks)
    charts = [block.chart for block in blocks if isinstance(block, ChartBlock)]
    alternative_texts = [plain(text) for text in alternatives(pdfs[audience])]
    assert alternative_texts == [plain(chart.alt) for chart in charts]


@pytest.mark.parametrize(
    ("audience", "fewest", "most"),
    [("sponsor", 1, 2), ("planning", 2, 4), ("board", 2, 3), ("official", 2, 3)],
)
def test_summary_has_a_limited_number_of_pages(
    audience: str, fewest: int, most: int, pdfs: dict[str, bytes]
) -> None:
    assert fewest <= len(PdfReader(io.BytesIO(pdfs[audience])).pages) <= most


@pytest.mark.parametrize("audience", AUDIENCES)
def test_no_person_key_note_or_typed_cell_is_released(
    audience: str, sample: Dataset, pdfs: dict[str, bytes], workbooks: dict[str, bytes]
) -> None:
    keys = set(sample.tables["participation"]["person_key"].dropna()) | set(
        sample.tables["outcomes"]["respondent_key"].dropna()
    )
    notes = {str(text) for text in sample.tables["notes"]["text"].dropna() if len(str(text)) > 8}
    typed = {issue.value for issue in sample.issues if len(issue.value) > 12}
    programs = set(sample.tables["programs"]["name"])
    assert keys
    assert notes
    for data in (pdfs[audience], workbooks[audience]):
        text = plain("".join(parts(data)))
        assert [word for word in (*keys, *notes, *(typed - programs)) if plain(str(word)) in text] == []


def test_chart_tables_are_in_the_workbook(
    documents: dict[str, Document], workbooks: dict[str, bytes], cells_of: Cells
) -> None:
    written = {str(cell) for rows in cells_of(workbooks["planning"]).values() for row in rows for cell in row}
    blocks = flatten_columns(documents["planning"].blocks)
    labels = {
        row[0]
        for block in blocks
        if isinstance(block, ChartBlock)
        for row in chart_table(block.chart, ENGLISH).rows
    }
    assert labels
    assert labels <= written
