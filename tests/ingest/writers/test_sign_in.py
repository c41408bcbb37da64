"""The printable sign-in sheet: program, date and site at the top, numbered lines below; and its import."""

from __future__ import annotations

import io
from datetime import datetime

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from libcollab_metrics.ingest import Reader, read_file
from libcollab_metrics.ingest.worker.protocol import to_arrow
from libcollab_metrics.ingest.writers.template import build_sign_in_sheet
from libcollab_metrics.metrics import evaluate
from libcollab_metrics.model.workspace import Workspace
from libcollab_metrics.reports import publish
from tests.reports.conftest import AUDIENCES, DAY, ENGLISH, MADE, parts, plain
from tests.support.sheets import codes, dataset, read, xlsx


@pytest.fixture
def sheet() -> Worksheet:
    return load_workbook(io.BytesIO(build_sign_in_sheet())).worksheets[0]


def test_program_date_and_site_are_asked_above_the_list(sheet: Worksheet) -> None:
    assert [[cell.value for cell in row] for row in sheet["A1:B3"]] == [
        ["Program", None],
        ["Date", None],
        ["Site", None],
    ]
    assert {cell.value for cell in sheet[4]} == {None}


def test_headings_are_above_25_numbered_empty_lines(sheet: Worksheet) -> None:
    headings = ["No.", "Name", "Age", "Mother tongue", "First time?", "Who told you about us?"]
    assert [cell.value for cell in sheet[5]] == headings
    assert [row[0].value for row in sheet.iter_rows(min_row=6)] == list(range(1, 26))
    assert {cell.value for row in sheet.iter_rows(min_row=6, min_col=2) for cell in row} == {None}


def test_sign_in_sheet_prints_on_one_a4_portrait_page(sheet: Worksheet) -> None:
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "portrait")
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) in ((1, 1), (None, None))
    assert sheet.sheet_properties.pageSetUpPr.fitToPage


def test_filled_sheet_is_one_session_with_one_question(sheet: Worksheet) -> None:
    """Twelve names on lines 1 to 12; the printed numbers 13 to 25 are not people."""
    sheet["B1"], sheet["B2"], sheet["B3"] = "Story hour", datetime(2026, 3, 14), "Barangay hall"
    for line in range(12):
        typed = (f"Learner {line + 1:02}", 7, "Cebuano", "yes" if line < 5 else "no", "a neighbour")
        for column, value in enumerate(typed, start=2):
            sheet.cell(6 + line, column, value)
    stream = io.BytesIO()
    sheet.parent.save(stream)
    with Reader() as reader:
        result = read_file(reader, "typed.xlsx", stream.getvalue(), b"k" * 32)
    sheet_reading = result.reading.sheets[0]
    assert (
        sheet_reading.layout,
        sheet_reading.rows_used,
        sheet_reading.rows_left_out,
        [question.id for question in sheet_reading.questions],
    ) == ("sign_in", 12, 13, ["sheets.Sign-in.list_complete"])
    dataset = Workspace().append(result).dataset()
    sessions, people = dataset.tables["sessions"], dataset.tables["participation"]
    assert sessions[["program_id", "site"]].values.tolist() == [["story hour", "Barangay hall"]]
    assert sessions["date"].dt.date.astype(str).tolist() == ["2026-03-14"]
    assert people["person_key"].nunique() == 12
    assert people["status"].tolist() == ["present"] * 12
    assert people["first_time"].tolist() == ["yes"] * 5 + ["no"] * 7
    assert set(people["mother_tongue"]) == {"Cebuano"}
    assert set(people["heard_from"]) == {"a neighbour"}


FAMILY_NAME = "Dalisay"
FIRST_NAMES = [
    "Rosa",
    "Pedro",
    "Lina",
    "Tomas",
    "Nena",
    "Ramon",
    "Celia",
    "Berto",
    "Ising",
    "Dante",
    "Elena",
    "Isagani",
]
#: Fixture h: three title rows, 12 names, numbers to 25, two of the 12 not signed.
TYPED = [
    ["Republic of the Philippines"],
    ["San Isidro Public Library"],
    ["READING WORKSHOP — 14 March 2026 — Municipal Library"],
    ["No.", "Name", "Office/School", "Sex", "Contact No.", "Signature"],
    *(
        [
            number,
            f"{name} {FAMILY_NAME}",
            "School A",
            "F",
            f"0917555{number:04d}",
            None if number in (4, 9) else "signed",
        ]
        for number, name in enumerate(FIRST_NAMES, 1)
    ),
    *([number] for number in range(13, 26)),
]
PRIVATE = [FAMILY_NAME, *FIRST_NAMES, "0917555", "School A"]


def test_fixture_h_is_one_session_of_12_visits() -> None:
    loaded = dataset(xlsx(List=TYPED))
    evaluation = evaluate(loaded, as_of=DAY)
    assert [
        evaluation.value_for(metric).value
        for metric in ("attendance_total", "sessions_held", "participants_unique")
    ] == [12, 1, 12]
    session = loaded.tables["sessions"].iloc[0]
    assert (session["program_id"], str(session["date"].date()), session["site"]) == (
        "reading workshop",
        "2026-03-14",
        "Municipal Library",
    )
    assert codes(loaded) == {
        "header-below-top",
        "date-from-context",
        "signature-missing",
        "blank-rows-skipped",
        "personal-column-discarded",
    }
    (unsigned,) = [issue for issue in loaded.issues if issue.code == "signature-missing"]
    assert (unsigned.severity, unsigned.cells, unsigned.count) == ("assumption", ("F8", "F13"), 2)
    discarded = {issue.heading for issue in loaded.issues if issue.code == "personal-column-discarded"}
    assert {"Name", "Contact No.", "Office/School", "Signature"} <= discarded


def test_fixture_h_read_again_is_identical_and_holds_no_name() -> None:
    first, second = read(xlsx(List=TYPED)), read(xlsx(List=TYPED))
    tables, again = to_arrow(first.tables), to_arrow(second.tables)
    assert all(
        tables[name].drop_columns("import_id").equals(again[name].drop_columns("import_id"))
        for name in tables
    )
    assert (first.issues, first.reading) == (second.issues, second.reading)
    imported_text = repr([table.to_pylist() for table in tables.values()]) + repr(first.issues)
    assert not [word for word in PRIVATE if word in imported_text]


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("fmt", ["pdf", "xlsx", "csv"])
def test_fixture_h_is_published_without_a_name_or_pseudonym(fmt: str, audience: str) -> None:
    loaded = dataset(xlsx(List=TYPED))
    keys = set(loaded.tables["participation"]["person_key"])
    document = publish(loaded, audience=audience, fmt=fmt, as_of=DAY, generated_at=MADE, language=ENGLISH)
    text = "".join(parts(document.data))
    assert audience != "board" or "READINGWORKSHOP" in plain(text)
    assert not [word for word in (*PRIVATE, *keys) if word in text]
