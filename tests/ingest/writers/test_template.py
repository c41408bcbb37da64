"""The blank workbook follows the tables: a sheet a table, a column a field a person may type."""

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


def test_the_guide_comes_first_in_three_languages_and_then_every_table_in_order(book: Workbook) -> None:
    assert book.sheetnames == [*GUIDES, *(table.label for table in SHEET_TABLES)]


@LANGUAGE
def test_a_guide_explains_every_sheet_and_every_setting(book: Workbook, language: str) -> None:
    said = load_instructions(language)
    lines = [str(cell.value) for cell in book[said["sheet"]]["A"]]
    for table in SHEET_TABLES:
        assert f"{table.label}: {said['sheets'][table.name]}" in lines
    for name in setting_meanings():
        assert f"{name}: {said['settings'][name]}" in lines


def test_the_guides_say_the_same_things_in_the_same_order() -> None:
    english, *others = (load_instructions(language) for language in LANGUAGES)
    for other in others:
        assert set(other) == set(english)
        assert list(other["sheets"]) == [table.name for table in SHEET_TABLES]
        assert list(other["settings"]) == list(english["settings"])
        assert [step[:3] for step in other["steps"]] == [step[:3] for step in english["steps"]]


def _sentences(language: str) -> set[str]:
    said = load_instructions(language)
    return {*said["steps"], said["names"], *said["sheets"].values(), *said["settings"].values()}


@LANGUAGE
def test_no_sentence_is_left_in_another_language(language: str) -> None:
    others = {sentence for other in LANGUAGES if other != language for sentence in _sentences(other)}
    assert _sentences(language) & others == set()


@LANGUAGE
def test_a_guide_prints_on_one_page_and_links_to_every_sheet(book: Workbook, language: str) -> None:
    sheet = book[load_instructions(language)["sheet"]]
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (int(sheet.page_setup.paperSize), sheet.page_setup.orientation, sheet.max_column) == (
        9,
        "landscape",
        1,
    )
    assert sheet.page_setup.fitToHeight in (None, 1)  # one page, which is what the format takes for granted
    height = sum(sheet.row_dimensions[row].height or 15 for row in range(1, sheet.max_row + 1))
    assert (595 - 72) / height > 0.65  # the letters stay legible when all rows are on one page
    linked = [cell.hyperlink.location for cell in sheet["A"] if cell.hyperlink]
    assert linked == [f"'{table.label}'!A1" for table in SHEET_TABLES]


@pytest.mark.parametrize(("language", "example"), [("en", "about 20"), ("fil", "mga 20"), ("es", "unos 20")])
def test_the_estimate_a_guide_offers_is_read_as_one(language: str, example: str) -> None:
    assert f'"{example}"' in load_instructions(language)["steps"][4]
    read = parse_number(example)
    assert (read.value, read.is_estimate) == (20, True)


@TABLES
def test_row_1_bears_the_headings_with_a_star_where_something_must_be_filled(
    book: Workbook, table: Table
) -> None:
    expected = [
        field.label + (" *" if field.is_required else "") for field in table.fields if not field.is_derived
    ]
    assert [cell.value for cell in _sheet(book, table)[1]] == expected


@TABLES
def test_each_heading_says_what_it_means(book: Workbook, table: Table) -> None:
    for cell, field in zip(_sheet(book, table)[1], table.typed_fields, strict=True):
        assert field.meaning in cell.comment.text


@TABLES
def test_the_grey_example_is_known_by_its_first_cell(book: Workbook, table: Table) -> None:
    first = _sheet(book, table)["A2"]
    assert first.value == "e.g. " + table.typed_fields[0].example
    assert first.font.italic
    assert _sheet(book, table).max_row == 2


@TABLES
def test_choice_columns_offer_exactly_their_choices_down_to_row_2000(book: Workbook, table: Table) -> None:
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
def test_a_date_or_number_column_only_asks_back_because_about_20_is_welcome(
    book: Workbook, table: Table
) -> None:
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


def test_headings_stay_in_view(book: Workbook) -> None:
    assert {_sheet(book, table).freeze_panes for table in SHEET_TABLES} == {"A2"}


def test_the_same_tables_always_make_the_same_bytes() -> None:
    """Another process, another clock, another time zone."""
    template = "libcollab_metrics.ingest.writers.template"
    code = f"import sys; from {template} import build_blank_template as b; sys.stdout.buffer.write(b())"
    elsewhere = {**os.environ, "TZ": "Asia/Manila", "PYTHONHASHSEED": "7"}
    other = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=elsewhere, capture_output=True, check=True
    )
    assert other.stdout == build_blank_template()


def test_the_blank_workbook_reads_as_empty_tables_because_its_examples_are_left_out() -> None:
    with Reader() as reader:
        found = read_file(reader, "blank.xlsx", build_blank_template(), b"k" * 32)
    guides, sheets = found.reading.sheets[:3], found.reading.sheets[3:]
    assert [(guide.name, guide.layout) for guide in guides] == [(name, "skipped") for name in GUIDES]
    assert [(sheet.layout, sheet.table) for sheet in sheets] == [
        ("template", table.name) for table in SHEET_TABLES
    ]
    assert {sheet.rows_used for sheet in sheets} == {0}
    assert {question for sheet in sheets for question in sheet.questions} == set()
    assert [issue.sheet for issue in found.issues if issue.code == "example-row-skipped"] == [
        table.label for table in SHEET_TABLES
    ]
    assert {issue.code for issue in found.issues} == {
        "sheet-skipped",
        "example-row-skipped",
        "personal-column-discarded",
    }
    assert {issue.sheet for issue in found.issues if issue.code == "sheet-skipped"} == set(GUIDES)


def test_every_column_of_the_blank_workbook_finds_its_own_field() -> None:
    with Reader() as reader:
        found = read_file(reader, "blank.xlsx", build_blank_template(), b"k" * 32)
    for sheet, table in zip(found.reading.sheets[3:], SHEET_TABLES, strict=True):
        assert [mapped.field for mapped in sheet.mapping] == [
            f"{table.name}.{field.name}" for field in table.typed_fields
        ]
