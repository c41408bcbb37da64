"""A form with its labels at the left is one session, and its issues name the cells of the form."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.sheets import read, xlsx

FORM: list[list[Any]] = [
    ["ACTIVITY REPORT"],
    [],
    ["Title of activity:", "Puppet show"],
    ["Date conducted:", "2026-03-07"],
    ["Venue:", "Main"],
    ["Target participants:", 60],
    ["Actual participants:", "Male", 21],
    [None, "Female", 26],
    [None, "Total", 47],
    [],
    ["Prepared by:", "L. Reyes"],
]


def test_form_is_one_session_with_the_sum_of_its_parts() -> None:
    result = read(xlsx(March=FORM, April=[*FORM[:3], ["Date conducted:", "2026-04-11"], *FORM[4:]]))
    found = [(r["program_id"], r["date"].month, r["site"], r["attended"]) for r in result.tables["sessions"]]
    assert found == [("Puppet show", 3, "Main", 47), ("Puppet show", 4, "Main", 47)]
    assert [row["attended_at_least"] for row in result.tables["sessions"]] == [False, False]
    assert "L. Reyes" not in repr(result.issues)


def test_issues_of_a_form_name_its_own_cells() -> None:
    result = read(xlsx(March=[*FORM[:7], [None, "Female", "about 26"], FORM[8]]))
    assert [issue.cells for issue in result.issues if issue.code == "estimate-in-words"] == [("C8",)]


@pytest.mark.parametrize(
    "rows",
    [
        [row for row in FORM if row[:1] != ["Date conducted:"]],
        [row[:1] for row in FORM],
        [*FORM, [], ["Date", "Name", "School", "Age"], ["2026-03-07", "Ana", "North", 8]],
    ],
    ids=["no date", "not filled in", "a table below"],
)
def test_other_sheet_of_labels_is_no_session(rows: list[list[Any]]) -> None:
    log = [["Date", "Title", "Attendance"], ["2026-03-07", "Craft", 18]]
    sessions = read(xlsx(Log=log, Form=rows)).tables["sessions"]
    assert [row["attended"] for row in sessions] == [18]


def test_form_that_the_user_reads_as_a_table_is_one() -> None:
    result = read(xlsx(March=FORM), sheets={"March": {"header_row": 3}})
    assert result.reading.sheets[0].header_row == 3


#: Days across the top, and one that was called off: 28, 26 and 19 came.
COLUMNS: list[list[Any]] = [
    ["STORYTELLING SA BARANGAY – Brgy. San Roque"],
    ["Petsa", "2026-03-14", "2026-05-15", "2026-06-07", "2026-07-27", "KABUUAN"],
    ["Kuwento", "Ibong Adarna", "Si Pilandok", "Ang Alamat", "Si Pilandok", None],
    ["Lalaki", 11, 15, None, 7, 33],
    ["Babae", 17, 11, None, 12, 40],
    ["Kabuuang bata na dumalo", 28, 26, None, 19, 73],
    ["Tala", None, None, "walang pasok, kanselado", None, None],
]


def test_each_column_of_days_is_a_session() -> None:
    result = read(xlsx(San_Roque=COLUMNS))
    rows = [row for row in result.tables["sessions"] if row["status"] == "held"]
    assert [(row["date"].month, row["attended"]) for row in rows] == [(3, 28), (5, 26), (7, 19)]
    reported = next(issue for issue in result.issues if "each column is read" in issue.message)
    assert reported.cell == "A2"


def test_cell_of_a_column_is_named_as_typed() -> None:
    rows = [list(row) for row in COLUMNS]
    rows[3][2] = "fifteen or so, not sure"
    issues = read(xlsx(San_Roque=rows)).issues
    assert [issue.cell for issue in issues if issue.code == "number-unreadable"] == ["C4"]


def test_people_below_each_other_are_no_labels_of_a_log() -> None:
    rows = [["Name", "2026-03-14", "2026-05-15", "2026-06-07"], ["Ana", 1, 0, 1], ["Ben", 1, 1, 1]]
    assert "sessions" in read(xlsx(Register=rows)).tables
    assert [sheet.layout for sheet in read(xlsx(Register=rows)).reading.sheets] == ["roster"]


ACROSS: list[list[Any]] = [
    ["Rhyme time, September 2026"],
    [None, "2026-09-02", "2026-09-09", "2026-09-16", "2026-09-23"],
    ["Children", 6, 8, "closed - boiler", 7],
    ["Adults", 5, 7, None, 7],
    ["Everyone", 11, 15, None, 14],
]


@pytest.mark.parametrize("label", [None, "Screening"])
def test_parts_below_days_without_a_label_are_sessions(label: str | None) -> None:
    rows = [ACROSS[0], [label, *ACROSS[1][1:]], *ACROSS[2:]]
    found = read(xlsx(Dalby=rows)).tables["sessions"]
    assert [(row["status"], row["attended"]) for row in found] == [
        ("held", 11),
        ("held", 15),
        ("cancelled", None),
        ("held", 14),
    ]
