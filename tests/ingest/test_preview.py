"""The preview of a sheet: each row with its role, each cell with its issue, at the address Excel shows."""

from __future__ import annotations

import json
from typing import Any

import pytest

from libcollab_metrics.ingest import redact_import
from libcollab_metrics.ingest.layouts.near_names import find_near_names
from libcollab_metrics.ingest.worker.protocol import reading_from_json, reading_to_json
from libcollab_metrics.model import SheetReading
from tests.support.sheets import LOG, ROSTER, codes, dataset, imported, read, sheet, xlsx

HEADS = ["Date", "Title", "Location", "Attendance"]


def preview_rows(reading: SheetReading) -> dict[int, tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """Rows of the preview by their Excel row."""
    return {row: (role, cells, marks) for row, role, cells, marks in reading.preview}


def long_log(problem_row: int, rows: int) -> list[list[Any]]:
    """A log with this many rows below its headings; the given Excel row holds an estimate."""
    return [HEADS] + [
        [f"2026-03-{1 + row % 28:02d}", "Story hour", "Main", "about 20" if row == problem_row else 18]
        for row in range(2, rows + 2)
    ]


def test_cell_has_the_severity_of_its_issue() -> None:
    preview = preview_rows(sheet(read(xlsx(Log=LOG))))
    assert preview[3][2] == ("", "", "", "assumed", "")
    assert preview[4][2] == ("", "assumed", "", "", "")
    assert preview[5][2][0] == "left-out"
    assert preview[2][2] == ("",) * 5


def test_every_row_has_its_role() -> None:
    preview = preview_rows(sheet(read(xlsx(Log=[["San Isidro Library"], [], *LOG]))))
    assert {row: role for row, (role, _, _) in preview.items()} == {
        1: "title",
        3: "header",
        4: "data",
        5: "data",
        6: "data",
        7: "total",
    }


def test_severities_are_correct_when_the_table_starts_at_another_column() -> None:
    moved = [[], [], *([None, None, *row] for row in LOG)]
    reading = sheet(read(xlsx(Log=moved)))
    assert reading.first_cell == "C3"
    assert preview_rows(reading)[5][1:] == (
        ("2026-03-14", "Story hour", "Barangay hall", "about 20", "rain"),
        ("", "", "", "assumed", ""),
    )


def test_distant_problem_is_shown_with_neighbors_and_gaps_are_marked() -> None:
    preview = sheet(read(xlsx(Log=long_log(150, 200)))).preview
    rows = [row for row, role, _, _ in preview if role != "gap"]
    assert rows == [*range(1, 62), 149, 150, 151]
    assert [(row, cells) for row, role, cells, _ in preview if role == "gap"] == [
        (62, ("148", "0")),
        (152, ("201", "0")),
    ]
    assert preview_rows(sheet(read(xlsx(Log=long_log(150, 200)))))[150][2][3] == "assumed"


def test_sheet_full_of_problems_shows_some_and_counts_the_rest() -> None:
    rows = [HEADS, *([f"2026-03-{1 + row % 28:02d}", "Story", "Main", "about 20"] for row in range(400))]
    preview = sheet(read(xlsx(Log=rows))).preview
    assert len(preview) < 140
    assert int(preview[-1][2][1]) > 200


def test_wide_sheet_shows_forty_columns_and_counts_the_rest() -> None:
    rows = [[*HEADS, *(f"Extra {n}" for n in range(50))], ["2026-03-07", "Story", "Main", 18, *range(50)]]
    preview = sheet(read(xlsx(Log=rows))).preview
    assert {len(cells) for row, _, cells, _ in preview if row} == {40}
    assert preview[-1] == (0, "more-columns", ("14",), ())


def test_reasons_add_up_to_the_rows_left_out() -> None:
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
    reported = {reason: (count, rows) for reason, count, rows in reading.reasons}
    assert reported["a blank line of the form"] == (2, (3, 4))
    assert reported["a total of other rows"] == (1, (7,))
    assert reported["a remark below the table"] == (1, (6,))
    assert sum(count for count, _ in reported.values()) == reading.rows_left_out == 5


def test_preview_is_unchanged_by_the_worker_protocol() -> None:
    result = read(xlsx(Log=LOG, Roster=[*ROSTER, [6, "Anna Reyes", "x"], [7, "Ana Reyes", "x"]]))
    message = json.loads(json.dumps(reading_to_json(result.reading, result.issues)))
    assert reading_from_json(message)[0] == result.reading


def test_confirmed_import_holds_no_typed_text() -> None:
    roster = [
        *ROSTER,
        [6, "Anna Reyes", "x", "x", "x", 3],
        [7, "Ana Reyes", None, "x", "x", 2],
        ["", "x", "x"],
    ]
    redacted = redact_import(imported(xlsx(Roster=roster))).reading.sheets[0]
    assert (redacted.preview, redacted.rejected, redacted.near_names) == ((), (), ())
    assert "Reyes" not in str(vars(redacted))


def test_similar_names_are_proposed_by_row_without_naming_them() -> None:
    result = read(xlsx(Roster=[*ROSTER, [6, "Anna Reyes", "x"], [7, "Ana Reyes", "x"]]))
    assert sheet(result, "Roster").near_names == (("", 7, "Anna Reyes", 8, "Ana Reyes"),)
    reported = next(issue for issue in result.issues if issue.code == "similar-names")
    assert reported.cells == ("B8",)
    assert "Reyes" not in repr(result.issues)


def test_answered_similar_names_are_one_person_and_not_proposed_again() -> None:
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
def test_typos_initials_and_word_order_are_similar_names(one: str, other: str) -> None:
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
def test_numbers_siblings_juniors_and_initials_are_different_people(one: str, other: str) -> None:
    assert find_near_names([one, other]) == ()


def test_at_most_twenty_pairs_are_proposed() -> None:
    letters = "abcdefghijklmnopqrstuvwxyz"
    assert len(find_near_names([f"Mar{letter}in Santos" for letter in letters])) == 20


def test_log_without_names_proposes_no_pairs() -> None:
    result = read(xlsx(Log=LOG))
    assert sheet(result).near_names == ()
    assert "similar-names" not in codes(result)


def test_side_by_side_tables_each_show_their_own_cells() -> None:
    rows = [
        ["Date", "Title", "Attendance", None, "Date", "Activity", "Name"],
        ["2026-03-07", "Story hour", "about 18", None, "2026-03-08", "Craft", "Learner 01"],
        ["2026-03-14", "Story hour", 20, None, "8 something", "Craft", "Learner 02"],
    ]
    log, people = read(xlsx(Log=rows)).reading.sheets
    assert (log.first_cell, people.first_cell) == ("A1", "E1")
    assert preview_rows(log)[2][1:] == (("2026-03-07", "Story hour", "about 18"), ("", "", "assumed"))
    assert preview_rows(log)[3][2] == ("", "", "")
    assert preview_rows(people)[3][1:] == (("8 something", "Craft", "Learner 02"), ("left-out", "", ""))


def test_note_about_many_cells_is_not_marked_in_them() -> None:
    days = ["2026-03-07", "2026-03-14", "2026-03-21"]
    rows = [["Name", *days], *([name, "P", "A", "P"] for name in ("Ana", "Ben", "Cora", "Dan", "Eva", "Fe"))]
    reading = sheet(read(xlsx(Roster=rows)), "Roster")
    assert "mark-by-custom" in codes(read(xlsx(Roster=rows)))
    assert preview_rows(reading)[2][2][1:] == ("", "", "")
