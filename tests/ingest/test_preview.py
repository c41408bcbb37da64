"""The picture of a sheet: every row with its role, every cell with its mark, at the address Excel shows."""

from __future__ import annotations

import json
from typing import Any

import pytest

from libcollab_metrics.ingest import redact_import
from libcollab_metrics.ingest.layouts.attendee_list import find_near_names
from libcollab_metrics.ingest.worker.protocol import reading_from_json, reading_to_json
from libcollab_metrics.model import SheetReading
from tests.support.sheets import LOG, ROSTER, codes, dataset, imported, read, sheet, xlsx

HEADS = ["Date", "Title", "Location", "Attendance"]


def shown(reading: SheetReading) -> dict[int, tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """Rows of the picture by their Excel row."""
    return {row: (role, cells, marks) for row, role, cells, marks in reading.preview}


def long_log(problem_row: int, rows: int) -> list[list[Any]]:
    """A log of so many rows below its headings, one of them (as Excel numbers it) with an estimate."""
    return [HEADS] + [
        [f"2026-03-{1 + row % 28:02d}", "Story hour", "Main", "about 20" if row == problem_row else 18]
        for row in range(2, rows + 2)
    ]


def test_a_cell_bears_the_mark_of_the_issue_that_names_it() -> None:
    picture = shown(sheet(read(xlsx(Log=LOG))))
    assert picture[3][2] == ("", "", "", "assumed", "")
    assert picture[4][2] == ("", "assumed", "", "", "")
    assert picture[5][2][0] == "left-out"
    assert picture[2][2] == ("",) * 5


def test_every_row_says_what_it_is() -> None:
    picture = shown(sheet(read(xlsx(Log=[["San Isidro Library"], [], *LOG]))))
    assert {row: role for row, (role, _, _) in picture.items()} == {
        1: "title",
        3: "header",
        4: "data",
        5: "data",
        6: "data",
        7: "total",
    }


def test_marks_stand_right_when_the_table_starts_at_another_column() -> None:
    moved = [[], [], *([None, None, *row] for row in LOG)]
    reading = sheet(read(xlsx(Log=moved)))
    assert reading.first_cell == "C3"
    assert shown(reading)[5][1:] == (
        ("2026-03-14", "Story hour", "Barangay hall", "about 20", "rain"),
        ("", "", "", "assumed", ""),
    )


def test_a_problem_far_down_is_shown_with_its_neighbours_and_the_rows_between_are_told() -> None:
    picture = sheet(read(xlsx(Log=long_log(150, 200)))).preview
    rows = [row for row, role, _, _ in picture if role != "gap"]
    assert rows == [*range(1, 62), 149, 150, 151]
    assert [(row, cells) for row, role, cells, _ in picture if role == "gap"] == [
        (62, ("148", "0")),
        (152, ("201", "0")),
    ]
    assert shown(sheet(read(xlsx(Log=long_log(150, 200)))))[150][2][3] == "assumed"


def test_a_sheet_full_of_problems_shows_some_and_says_how_many_more_there_are() -> None:
    rows = [HEADS, *([f"2026-03-{1 + row % 28:02d}", "Story", "Main", "about 20"] for row in range(400))]
    picture = sheet(read(xlsx(Log=rows))).preview
    assert len(picture) < 140
    assert int(picture[-1][2][1]) > 200


def test_a_wide_sheet_shows_forty_columns_and_counts_the_rest() -> None:
    rows = [[*HEADS, *(f"Extra {n}" for n in range(50))], ["2026-03-07", "Story", "Main", 18, *range(50)]]
    picture = sheet(read(xlsx(Log=rows))).preview
    assert {len(cells) for row, _, cells, _ in picture if row} == {40}
    assert picture[-1] == (0, "more-columns", ("14",), ())


def test_the_reasons_add_up_to_the_rows_that_are_not_used() -> None:
    log = [
        ["No.", *HEADS],
        [1, "2026-03-07", "Story", "Main", 18],
        [2],
        [3],
        [None, None, None, "Hall", None],
        ["Prepared by: the librarian"],
        ["TOTAL", None, None, None, 18],
    ]
    reading = sheet(read(xlsx(Log=log)))
    told = {reason: (count, rows) for reason, count, rows in reading.reasons}
    assert told["a blank line of the form"] == (2, (3, 4))
    assert told["a total of other rows"] == (1, (7,))
    assert told["a remark below the table"] == (1, (6,))
    assert sum(count for count, _ in told.values()) == reading.rows_left_out == 5


def test_the_picture_crosses_from_the_reading_process_as_it_is() -> None:
    found = read(xlsx(Log=LOG, Roster=[*ROSTER, [6, "Anna Reyes", "x"], [7, "Ana Reyes", "x"]]))
    words = json.loads(json.dumps(reading_to_json(found.reading, found.issues)))
    assert reading_from_json(words)[0] == found.reading


def test_nothing_as_typed_is_kept_once_confirmed() -> None:
    roster = [
        *ROSTER,
        [6, "Anna Reyes", "x", "x", "x", 3],
        [7, "Ana Reyes", None, "x", "x", 2],
        ["", "x", "x"],
    ]
    kept = redact_import(imported(xlsx(Roster=roster))).reading.sheets[0]
    assert (kept.preview, kept.rejected, kept.near_names) == ((), (), ())
    assert "Reyes" not in str(vars(kept))


def test_near_names_are_proposed_by_rows_and_never_named_in_an_issue() -> None:
    found = read(xlsx(Roster=[*ROSTER, [6, "Anna Reyes", "x"], [7, "Ana Reyes", "x"]]))
    assert sheet(found, "Roster").near_names == ((7, "Anna Reyes", 8, "Ana Reyes"),)
    told = next(issue for issue in found.issues if issue.code == "same-person-perhaps")
    assert told.cells == ("B8",)
    assert "Reyes" not in repr(found.issues)


def test_an_answer_makes_two_near_names_one_person_and_they_are_not_proposed_again() -> None:
    data = xlsx(Roster=[*ROSTER, [6, "Anna Reyes", "x"], [7, "Ana Reyes", "x"]])
    people = (
        dataset(data, marks={"x": "present", "": "absent"}).tables["participation"]["person_key"].nunique()
    )
    answers = {"marks": {"x": "present", "": "absent"}, "same_person": [["Anna Reyes", "Ana Reyes"]]}
    assert dataset(data, **answers).tables["participation"]["person_key"].nunique() == people - 1
    assert sheet(read(data, **answers), "Roster").near_names == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Anna Reyes", "Ana Reyes"),
        ("Ana Reyes", "Reyes Ana"),
        ("Jose Peña", "Jose Pena"),
        ("Ana M. Reyes", "Ana Reyes"),
        ("Juan dela Cruz", "Juan dela Curz"),
    ],
)
def test_a_slip_of_the_key_an_initial_and_another_order_are_near(one: str, other: str) -> None:
    assert find_near_names(["Ben Diaz", one, other]) == ((1, 2),)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Learner 01", "Learner 02"),
        ("Mario Cruz", "Maria Cruz"),
        ("Juan Cruz", "Juan Cruz Jr."),
        ("Ana", "Anna"),
        ("Ana M. Reyes", "Ana P. Reyes"),
        ("Ana Reyes", "ANA  REYES"),
        ("Ana Reyes", "Ana Santos"),
    ],
)
def test_numbers_brothers_and_sisters_juniors_and_initials_are_two_people(one: str, other: str) -> None:
    assert find_near_names([one, other]) == ()


def test_no_more_pairs_are_proposed_than_somebody_would_read() -> None:
    letters = "abcdefghijklmnopqrstuvwxyz"
    assert len(find_near_names([f"Mar{letter}in Santos" for letter in letters])) == 20


def test_a_log_without_names_proposes_none() -> None:
    found = read(xlsx(Log=LOG))
    assert sheet(found).near_names == ()
    assert "same-person-perhaps" not in codes(found)


def test_two_tables_side_by_side_each_show_their_own_cells_and_marks() -> None:
    rows = [
        ["Date", "Title", "Attendance", None, "Date", "Activity", "Name"],
        ["2026-03-07", "Story hour", "about 18", None, "2026-03-08", "Craft", "Learner 01"],
        ["2026-03-14", "Story hour", 20, None, "8 something", "Craft", "Learner 02"],
    ]
    log, people = read(xlsx(Log=rows)).reading.sheets
    assert (log.first_cell, people.first_cell) == ("A1", "E1")
    assert shown(log)[2][1:] == (("2026-03-07", "Story hour", "about 18"), ("", "", "assumed"))
    assert shown(log)[3][2] == ("", "", "")
    assert shown(people)[3][1:] == (("8 something", "Craft", "Learner 02"), ("left-out", "", ""))
