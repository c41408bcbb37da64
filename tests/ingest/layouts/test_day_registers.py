"""Registers with days down and people across: sessions and marks, without a name in any message."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest

from libcollab_metrics.cli.output import describe_reading_json
from libcollab_metrics.model import Workspace
from tests.support.sheets import codes, imported, read, sheet, xlsx

LEGEND = ["✓ = came   ✗ = absent"]
PEOPLE = ["Petra Olmo", "Ben Diaz", "Cora Lim"]


def register(*rows: list[Any], more: tuple[str, ...] = ()) -> list[list[Any]]:
    return [["Reading circle"], LEGEND, ["Date", *PEOPLE, *more], *rows]


DAYS = (
    [datetime(2026, 3, 7), "✓", "✓", "✗"],
    [datetime(2026, 3, 14), "✗", "✓", "✓"],
    [datetime(2026, 3, 21), None, None, None],
    [datetime(2026, 3, 28), "closed for repairs", None, None],
    [datetime(2026, 4, 4), "✓", "✓", "✓"],
    ["Times", 2, 3, 2],
)


def statuses(rows: list[list[Any]], **answers: Any) -> list[tuple[str, str]]:
    people = read(xlsx(March=rows), **answers).tables["participation"]
    return [(f"{row['date']:%m-%d}", row["status"]) for row in people]


def test_each_row_is_a_session_and_each_cell_a_mark() -> None:
    """A blank day was not recorded, a closed one was cancelled, and "Times" is a total."""
    result = read(xlsx(March=register(*DAYS)))
    sessions = [(f"{row['date']:%m-%d}", row["status"]) for row in result.tables["sessions"]]
    assert sessions == [("03-07", None), ("03-14", None), ("04-04", None), ("03-28", "cancelled")]
    assert statuses(register(*DAYS)) == [
        *(("03-07", "present"), ("03-14", "absent"), ("04-04", "present")),
        *(("03-07", "present"), ("03-14", "present"), ("04-04", "present")),
        *(("03-07", "absent"), ("03-14", "present"), ("04-04", "present")),
    ]
    assert len({row["person_key"] for row in result.tables["participation"]}) == len(PEOPLE)
    assert {"day-without-marks", "row-left-out"} <= codes(result)


def test_no_name_of_a_column_is_quoted() -> None:
    file = imported(xlsx(March=register(*DAYS)))
    shown = json.dumps(describe_reading_json([file], Workspace().append(file).dataset()))
    assert not [name for name in PEOPLE if name in shown]


def test_total_says_which_mark_means_present() -> None:
    """The total counts the x of each row, and disagrees with none of them."""
    rows = [["Date", *PEOPLE, "Total"]]
    rows += [["2026-03-07", "x", "x", None, 2], ["2026-03-08", "x", "x", None, 2], ["2026-03-09", *"xxx", 3]]
    result = read(xlsx(March=rows))
    assert [status for _, status in statuses(rows)].count("present") == 7
    assert [q.id for q in result.reading.sheets[0].questions if ".marks." in q.id] == ["sheets.March.marks."]
    rows[3][4] = 2
    assert read(xlsx(March=rows)).reading.sheets[0].layout == "unknown"


@pytest.mark.parametrize("row_is", [None, "person-at-session"])
def test_marks_that_nothing_explains_are_asked_about(row_is: str | None) -> None:
    """Columns of ticks may be tasks: without a legend or a total the user says what a row is."""
    rows = [["Attendance and tasks"], ["Date", "Flyer", "Photos", "Snacks"]]
    rows += [["2026-03-07", *"xxx"], ["2026-03-08", *"xxx"]]
    answers = {} if row_is is None else {"row_is": row_is, "marks": {"x": "present"}}
    result = read(xlsx(March=rows), **answers)
    assert [s.layout for s in result.reading.sheets] == ["unknown" if row_is is None else "day_register"]
    assert len(result.tables.get("participation", [])) == (0 if row_is is None else 6)


@pytest.mark.parametrize("first", ["Nombre", None])
def test_no_name_above_values_is_quoted(first: str | None) -> None:
    """Names are across the top of a table on its side; the headings of a list of names stay as typed."""
    names = ["Wendy Xol", "Elmer", "Dulce Pop", "Kevin Choc"]
    rows = [
        ["Edad", 9, 9, 10, 8],
        ["Idioma en casa", "maya", "español", "maya", "maya"],
        ["Palabras por min.", 34, 48, 32, 48],
    ]
    reading = sheet(read(xlsx(Grupo=[[first, *names], *rows])), "Grupo")
    shown = " ".join([mapped.heading for mapped in reading.mapping])
    assert not any(name in shown for name in names)
    lines = [[name, "full", "by Rob", f"lid {n} lost"] for n, name in enumerate(names)]
    upright = sheet(read(xlsx(Grupo=[["Nombre", "Crates", "Emptied", "Odd"], *lines])), "Grupo")
    assert [mapped.heading for mapped in upright.mapping][1:] == ["Crates", "Emptied", "Odd"]


def test_title_of_attendance_says_that_ticks_are_people() -> None:
    rows = [["Meeting attendance"], ["Meeting", "Date", "Ana Cruz", "Ben de la Rosa", "CU"]]
    rows += [["Kickoff", "2026-03-07", True, True, False], ["Review", "2026-03-14", True, False, True]]
    result = read(xlsx(March=rows))
    assert [s.layout for s in result.reading.sheets] == ["day_register"]
    assert [row["status"] for row in result.tables["participation"]].count("present") == 4
    assert "column-assumed" in codes(result)
    rows[1][2:] = ["Snack", "Homework", "Bus"]
    assert [s.layout for s in read(xlsx(March=rows)).reading.sheets] == ["unknown"]
    rows[1][2:] = ["Homework done", "Book returned", "Bus taken"]
    assert [s.layout for s in read(xlsx(March=rows)).reading.sheets] == ["unknown"]


def test_person_with_an_unknown_mark_is_not_lost() -> None:
    rows = [["Member attendance"], ["Date", "Ana Cruz", "Ben Diaz", "Cora Uy", "Dan Lim"]]
    rows += [["2026-07-26", "P", "P", "P", "P"], ["2026-08-30", "P", "P", "EA", "P"]]
    result = read(xlsx(March=rows))
    assert len({row["person_key"] for row in result.tables["participation"]}) == 4
    assert [row["status"] for row in result.tables["participation"]].count("present") == 7


def test_number_of_guests_next_to_people_is_no_mark() -> None:
    rows = [["Member attendance"], ["Date", "Ana Cruz", "Ben Diaz", "Cora Uy", "Plus ones"]]
    rows += [["2026-07-26", 1, 1, 1, 2], ["2026-08-30", 1, 0, 1, 1], ["2026-09-06", 1, 1, 0, 3]]
    result = read(xlsx(March=rows))
    assert [s.layout for s in result.reading.sheets] == ["day_register"]
    assert len({row["person_key"] for row in result.tables["participation"]}) == 3


def test_person_not_on_the_list_yet_was_not_absent() -> None:
    """Cora joined on the second day: five rows in place of six on two days, and all are complete."""
    rows = register(
        [datetime(2026, 3, 7), "✓", "✗", "ny"],
        [datetime(2026, 3, 14), "✗", "✓", "✓"],
        [datetime(2026, 3, 21), "✓", "✓", "✓"],
    )
    people = statuses(rows, marks={"ny": "not-listed"})
    assert sorted(people)[:5] == [
        ("03-07", "absent"),
        ("03-07", "present"),
        ("03-14", "absent"),
        ("03-14", "present"),
        ("03-14", "present"),
    ]
    result = read(xlsx(March=rows), marks={"ny": "not-listed"})
    assert {row["roster"] for row in result.tables["sessions"]} == {"complete"}


def test_register_by_number_of_session_has_no_days() -> None:
    """Three weeks of two people: the answered texts are marks, however long they are."""
    rows = [
        ["Week", "Petra Olmo", "Ben Diaz"],
        ["Week01", "O/O/O", "-"],
        ["Week02", "X/O/O", "O/O/O"],
        ["Week03", "-", "-"],
    ]
    named = {
        "row_is": "session",
        "mark_columns": "people",
        "mapping": {
            "Week": "sessions.session_no",
            "Petra Olmo": "participation.status",
            "Ben Diaz": "participation.status",
        },
        "marks": {"O/O/O": "present", "X/O/O": "late", "-": "absent"},
    }
    result = read(xlsx(March=rows), **named)
    assert [(row["session_no"], row["roster"]) for row in result.tables["sessions"]] == [
        ("Week01", "complete"),
        ("Week02", "complete"),
        ("Week03", "complete"),
    ]
    people = sorted((row["session_no"], row["status"]) for row in result.tables["participation"])
    assert people == [
        ("Week01", "absent"),
        ("Week01", "present"),
        ("Week02", "late"),
        ("Week02", "present"),
        ("Week03", "absent"),
        ("Week03", "absent"),
    ]
    assert "answer-not-used" not in codes(result)


def test_longer_word_below_a_day_is_an_answered_mark() -> None:
    rows = [["Name", "2026-03-07", "2026-03-14"], ["Ana Cruz", "P", "recuperado"], ["Ben Diaz", "P", "A"]]
    found = [
        row["status"]
        for row in read(xlsx(March=rows), marks={"recuperado": "excused"}).tables["participation"]
    ]
    assert sorted(found) == ["absent", "excused", "present", "present"]
    (asked, *_) = read(xlsx(March=rows)).reading.sheets[0].questions
    assert asked.text.endswith("The other text is in C2. What does other text mean?")
