"""The same sheet is recognized in any file format, and another sheet is not mistaken for it."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date, datetime

import pytest

from libcollab_metrics.model import Import, Workspace, content_hash, find_existing_import
from libcollab_metrics.store.redaction import redact_for_disk
from tests.support.builders.file_formats import SAVERS
from tests.support.builders.layout_samples import SAMPLES
from tests.support.sheets import csv_text, imported, xlsx

LAYOUTS = tuple(SAMPLES)


def saved(layout: str, file_format: str) -> tuple[bytes, Import]:
    name, save = SAVERS[file_format]
    data = save(SAMPLES[layout].sheet())
    return data, imported(data, name, **SAMPLES[layout].answers)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_eleven_file_formats_of_a_sheet_have_one_content_hash(layout: str) -> None:
    files = [saved(layout, file_format) for file_format in SAVERS]
    assert len({hashlib.sha256(data).hexdigest() for data, _ in files}) >= 10
    assert len({content_hash(result) for _, result in files}) == 1
    assert len(files) >= 11


@pytest.mark.parametrize("layout", ["session_log", "roster", "libcal"])
@pytest.mark.parametrize("keep_notes", [True, False])
def test_redacted_import_is_recognized_again(layout: str, keep_notes: bool) -> None:
    _, result = saved(layout, "xlsx")
    redacted = redact_for_disk(result, date(2026, 3, 14), keep_notes)
    assert isinstance(redacted, Import)
    workspace = Workspace().append(redacted)
    assert find_existing_import(saved(layout, "ods")[1], workspace) == "workbook read on 2026-03-14"
    assert find_existing_import(result, workspace.undo()) == ""


HEADS = ["Date", "Title", "Location", "Attendance", "Notes"]
ROWS = [["2026-03-07", "Story hour", "Main", "18", "rain"], ["2026-03-14", "Craft", "Hall", "20", ""]]


def read(*rows: list[str], heads: list[str] = HEADS) -> str:
    return content_hash(imported(csv_text([heads, *rows]), "a.csv"))


def test_order_notes_case_and_blanks_do_not_change_content() -> None:
    variant = ["2026-03-07", " STORY  hour", "main", "18", "sun"]
    assert read(*ROWS) == read(ROWS[1], variant)
    moved = [[row[3], *row[:3], row[4]] for row in ROWS]
    assert read(*ROWS) == read(*moved, heads=[HEADS[3], *HEADS[:3], HEADS[4]])


@pytest.mark.parametrize(
    "row",
    [
        ["2026-03-08", "Story hour", "Main", "18", ""],
        ["2026-03-07", "Story time", "Main", "18", ""],
        ["2026-03-07", "Story hour", "Hall", "18", ""],
        ["2026-03-07", "Story hour", "Main", "19", ""],
        ["2026-03-07", "Story hour", "Main", "", ""],
        ["2026-03-07", "Story hour", "Main", "0", ""],
        ["2026-03-07", "Story hour", "Main", "about 18", ""],
    ],
)
def test_any_changed_cell_changes_the_content(row: list[str]) -> None:
    assert read(row, ROWS[1]) != read(*ROWS)
    assert read(*ROWS, ROWS[0]) != read(*ROWS)


def test_imports_without_rows_are_not_duplicates() -> None:
    read_in = imported(xlsx(Log=[HEADS, *ROWS]))
    empty = replace(read_in, tables={name: frame.iloc[:0] for name, frame in read_in.tables.items()})
    assert content_hash(empty) == ""
    assert find_existing_import(empty, Workspace().append(empty)) == ""


def test_date_cells_and_typed_dates_have_the_same_content() -> None:
    typed = [
        HEADS,
        [datetime(2026, 3, 7), "Story hour", "Main", 18, None],
        [datetime(2026, 3, 14), "Craft", "Hall", 20, None],
    ]
    assert content_hash(imported(xlsx(Any=typed))) == read(*ROWS)
