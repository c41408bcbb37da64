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
