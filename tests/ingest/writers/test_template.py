"""The blank workbook follows the schema: a sheet per table, a column per field that a person may type."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from dataclasses import fields

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from libcollab_metrics.ingest import Reader, read_file
from libcollab_metrics.ingest.values.numbers import parse_number
from libcollab_metrics.ingest.writers.template import (
    LANGUAGES,
    build_blank_template,
    load_instructions,
    setting_meanings,
)
from libcollab_metrics.model.schema import SHEET_TABLES, Table
from libcollab_metrics.model.settings import Settings
from tests.support.paths import ROOT

GUIDES = ("Start here", "Magsimula dito", "Empiece aquí")
LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)
TABLES = pytest.mark.parametrize("table", SHEET_TABLES, ids=[table.name for table in SHEET_TABLES])


@pytest.fixture(scope="module")
def book() -> Workbook:
    return load_workbook(io.BytesIO(build_blank_template()))


def _sheet(book: Workbook, table: Table) -> Worksheet:
    return book[table.label]


def test_guides_in_three_languages_come_before_every_table_in_order(book: Workbook) -> None:
    assert book.sheetnames == [*GUIDES, *(table.label for table in SHEET_TABLES)]


@LANGUAGE
def test_guide_explains_every_sheet_and_every_setting(book: Workbook, language: str) -> None:
    instructions = load_instructions(language)
    lines = [str(cell.value) for cell in book[instructions["sheet"]]["A"]]
    for table in SHEET_TABLES:
        assert f"{table.label}: {instructions['sheets'][table.name]}" in lines
    for name in setting_meanings():
        assert f"{name}: {instructions['settings'][name]}" in lines


def test_guides_have_the_same_parts_in_the_same_order() -> None:
    english, *translations = (load_instructions(language) for language in LANGUAGES)
    for translation in translations:
        assert set(translation) == set(english)
        assert list(translation["sheets"]) == [table.name for table in SHEET_TABLES]
        assert list(translation["settings"]) == list(english["settings"])
        assert [step[:3] for step in translation["steps"]] == [step[:3] for step in english["steps"]]


def _sentences(language: str) -> set[str]:
    instructions = load_instructions(language)
    return {
        *instructions["steps"],
        instructions["names"],
        *instructions["sheets"].values(),
        *instructions["settings"].values(),
    }


@LANGUAGE
def test_no_sentence_is_shared_between_languages(language: str) -> None:
    other_sentences = {sentence for other in LANGUAGES if other != language for sentence in _sentences(other)}
    assert _sentences(language) & other_sentences == set()


@LANGUAGE
def test_guide_prints_on_one_page_and_links_to_every_sheet(book: Workbook, language: str) -> None:
    sheet = book[load_instructions(language)["sheet"]]
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (int(sheet.page_setup.paperSize), sheet.page_setup.orientation, sheet.max_column) == (
        9,
        "landscape",
        1,
    )
    assert sheet.page_setup.fitToHeight in (None, 1)  # the default is one page
    height = sum(sheet.row_dimensions[row].height or 15 for row in range(1, sheet.max_row + 1))
    assert (595 - 72) / height > 0.65  # the text stays legible when all rows are on one page
    linked = [cell.hyperlink.location for cell in sheet["A"] if cell.hyperlink]
    assert linked == [f"'{table.label}'!A1" for table in SHEET_TABLES]


@pytest.mark.parametrize(("language", "example"), [("en", "about 20"), ("fil", "mga 20"), ("es", "unos 20")])
def test_estimate_example_of_a_guide_is_read_as_an_estimate(language: str, example: str) -> None:
    assert f'"{example}"' in load_instructions(language)["steps"][4]
    read = parse_number(example)
    assert (read.value, read.is_estimate) == (20, True)


@TABLES
def test_row_1_has_the_headings_with_a_star_if_required(book: Workbook, table: Table) -> None:
    expected = [
        field.label + (" *" if field.is_required else "") for field in table.fields if not field.is_derived
    ]
    assert [cell.value for cell in _sheet(book, table)[1]] == expected


@TABLES
def test_each_heading_has_its_meaning_as_a_comment(book: Workbook, table: Table) -> None:
    for cell, field in zip(_sheet(book, table)[1], table.typed_fields, strict=True):
        assert field.meaning in cell.comment.text


@TABLES
def test_example_row_is_recognized_by_its_first_cell(book: Workbook, table: Table) -> None:
    first = _sheet(book, table)["A2"]
    assert first.value == "e.g. " + table.typed_fields[0].example
    assert first.font.italic
    assert _sheet(book, table).max_row == 2


@TABLES
def test_choice_columns_offer_their_choices_down_to_row_2000(book: Workbook, table: Table) -> None:
    sheet = _sheet(book, table)
    offered = {
        str(rule.sqref): rule.formula1
        for rule in sheet.data_validations.dataValidation
        if rule.type == "list"
    }
    for cell, field in zip(sheet[1], table.typed_fields, strict=True):
        if field.choices:
            column = cell.column_letter
            assert offered[f"{column}3:{column}2000"] == '"' + ",".join(field.choices) + '"'


@TABLES
def test_date_and_number_columns_warn_but_accept_other_text(book: Workbook, table: Table) -> None:
    kinds = {"date": "date", "count": "whole", "number": "decimal", "money": "decimal", "time": "time"}
    sheet = _sheet(book, table)
    rules = {
        str(rule.sqref)[0]: rule for rule in sheet.data_validations.dataValidation if rule.type != "list"
    }
    for cell, field in zip(sheet[1], table.typed_fields, strict=True):
        if field.kind in kinds:
            assert rules[cell.column_letter].type == kinds[field.kind]
            assert rules[cell.column_letter].errorStyle == "warning"


def test_every_setting_the_template_explains_exists() -> None:
    assert set(setting_meanings()) <= {field.name for field in fields(Settings)}


def test_headings_are_frozen(book: Workbook) -> None:
    assert {_sheet(book, table).freeze_panes for table in SHEET_TABLES} == {"A2"}


def test_template_bytes_are_reproducible() -> None:
    """In another process and another time zone, with another hash seed."""
    template = "libcollab_metrics.ingest.writers.template"
    code = f"import sys; from {template} import build_blank_template as b; sys.stdout.buffer.write(b())"
    environment = {**os.environ, "TZ": "Asia/Manila", "PYTHONHASHSEED": "7"}
    completed = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, check=True
    )
    assert completed.stdout == build_blank_template()


def test_blank_workbook_reads_as_empty_tables_without_examples() -> None:
    with Reader() as reader:
        result = read_file(reader, "blank.xlsx", build_blank_template(), b"k" * 32)
    guides, sheets = result.reading.sheets[:3], result.reading.sheets[3:]
    assert [(guide.name, guide.layout) for guide in guides] == [(name, "skipped") for name in GUIDES]
    assert [(sheet.layout, sheet.table) for sheet in sheets] == [
        ("template", table.name) for table in SHEET_TABLES
    ]
    assert {sheet.rows_used for sheet in sheets} == {0}
    assert {question for sheet in sheets for question in sheet.questions} == set()
    assert [issue.sheet for issue in result.issues if issue.code == "example-row-skipped"] == [
        table.label for table in SHEET_TABLES
    ]
    assert {issue.code for issue in result.issues} == {
        "sheet-skipped",
        "example-row-skipped",
        "personal-column-discarded",
    }
    assert {issue.sheet for issue in result.issues if issue.code == "sheet-skipped"} == set(GUIDES)


def test_every_column_of_the_blank_workbook_maps_to_its_field() -> None:
    with Reader() as reader:
        result = read_file(reader, "blank.xlsx", build_blank_template(), b"k" * 32)
    for sheet, table in zip(result.reading.sheets[3:], SHEET_TABLES, strict=True):
        assert [mapped.field for mapped in sheet.mapping] == [
            f"{table.name}.{field.name}" for field in table.typed_fields
        ]
