"""The blank workbook follows the tables: a sheet a table, a column a field a person may type."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from libcollab_metrics.ingest import Reader, read_file
from libcollab_metrics.ingest.template import GUIDE_SHEET, SETTING_MEANINGS, blank_template
from libcollab_metrics.model.schema import SCHEMA, Table
from libcollab_metrics.model.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
TABLES = pytest.mark.parametrize("table", SCHEMA.values(), ids=SCHEMA)


@pytest.fixture(scope="module")
def book() -> Workbook:
    return load_workbook(io.BytesIO(blank_template()))


def _sheet(book: Workbook, table: Table) -> Worksheet:
    return book[table.label]


def test_the_guide_comes_first_and_then_every_table_in_order(book: Workbook) -> None:
    assert book.sheetnames == [GUIDE_SHEET, *(table.label for table in SCHEMA.values())]


@TABLES
def test_row_1_bears_the_headings_with_a_star_where_something_must_be_filled(book: Workbook, table: Table) -> None:
    expected = [field.label + (" *" if field.required else "") for field in table.fields if not field.derived]
    assert [cell.value for cell in _sheet(book, table)[1]] == expected


@TABLES
def test_each_heading_says_what_it_means(book: Workbook, table: Table) -> None:
    for cell, field in zip(_sheet(book, table)[1], table.typed, strict=True):
        assert field.meaning in cell.comment.text


@TABLES
def test_the_grey_example_is_known_by_its_first_cell(book: Workbook, table: Table) -> None:
    first = _sheet(book, table)["A2"]
    assert first.value == "e.g. " + table.typed[0].example
    assert first.font.italic
    assert _sheet(book, table).max_row == 2


@TABLES
def test_choice_columns_offer_exactly_their_choices_down_to_row_2000(book: Workbook, table: Table) -> None:
    sheet = _sheet(book, table)
    offered = {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation if rule.type == "list"}
    for cell, field in zip(sheet[1], table.typed, strict=True):
        if field.choices:
            column = cell.column_letter
            assert offered[f"{column}3:{column}2000"] == '"' + ",".join(field.choices) + '"'


@TABLES
def test_a_date_or_number_column_only_asks_back_because_about_20_is_welcome(book: Workbook, table: Table) -> None:
    kinds = {"date": "date", "count": "whole", "number": "decimal", "money": "decimal", "time": "time"}
    sheet = _sheet(book, table)
    rules = {str(rule.sqref)[0]: rule for rule in sheet.data_validations.dataValidation if rule.type != "list"}
    for cell, field in zip(sheet[1], table.typed, strict=True):
        if field.kind in kinds:
            assert rules[cell.column_letter].type == kinds[field.kind]
            assert rules[cell.column_letter].errorStyle == "warning"


def test_every_setting_the_template_explains_exists() -> None:
    assert set(SETTING_MEANINGS) <= {field.name for field in fields(Settings)}


def test_headings_stay_in_view(book: Workbook) -> None:
    assert {_sheet(book, table).freeze_panes for table in SCHEMA.values()} == {"A2"}


def test_the_same_tables_always_make_the_same_bytes() -> None:
    """Another process, another clock, another time zone."""
    code = "import sys; from libcollab_metrics.ingest.template import blank_template as b; sys.stdout.buffer.write(b())"
    elsewhere = {**os.environ, "TZ": "Asia/Manila", "PYTHONHASHSEED": "7"}
    other = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=elsewhere, capture_output=True, check=True)
    assert other.stdout == blank_template()


def test_the_blank_workbook_reads_as_empty_tables_because_its_examples_are_left_out() -> None:
    with Reader() as reader:
        found = read_file(reader, "blank.xlsx", blank_template(), b"k" * 32)
    guide, *sheets = found.reading.sheets
    assert guide.layout == "skipped"
    assert [(sheet.layout, sheet.table) for sheet in sheets] == [("template", name) for name in SCHEMA]
    assert {sheet.rows_used for sheet in sheets} == {0}
    assert {question for sheet in sheets for question in sheet.questions} == set()
    assert [issue.sheet for issue in found.issues if issue.code == "example-row-skipped"] == [
        table.label for table in SCHEMA.values()
    ]


def test_every_column_of_the_blank_workbook_finds_its_own_field() -> None:
    with Reader() as reader:
        found = read_file(reader, "blank.xlsx", blank_template(), b"k" * 32)
    for sheet, table in zip(found.reading.sheets[1:], SCHEMA.values(), strict=True):
        assert [mapped.field for mapped in sheet.mapping] == [f"{table.name}.{field.name}" for field in table.typed]
