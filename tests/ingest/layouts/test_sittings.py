"""Lists of one-on-one sessions, two people in one cell, unreadable names, and days without a year."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from tests.support.sheets import codes, number, read, sheet, xlsx

HEADS = ["Date", "Tutor", "Learner", "Mins", "Remarks"]
SITTINGS = [
    [datetime(2026, 8, 4), "Malou", "R07", 30],
    [datetime(2026, 8, 4), "Gwen", "R02", 30],
    [datetime(2026, 8, 4), "Gwen", "R05", 45],
    [datetime(2026, 8, 11), "Malou", "R02 & R05", 45],
    [datetime(2026, 8, 11), "Malou", "R07", None, "did not come"],
    [datetime(2026, 8, 18), "Gwen", "R07", 30],
    [datetime(2026, 8, 18), "Malou", "R07", 30],
]


def tutoring_log(*titles: str) -> bytes:
    return xlsx(Log=[*([title] for title in titles), [], HEADS, *SITTINGS])


def asked(data: bytes, **answers: object) -> list[str]:
    return [question.id.split(".", 2)[2] for question in sheet(read(data, **answers)).questions]


@pytest.mark.parametrize(
    ("title", "default", "sessions"),
    [("Basa Tayo, 1 line = 1 sitting", "row", 7), ("Basa Tayo", "day", 3)],
)
def test_rows_with_tutors_are_asked_about(title: str, default: str, sessions: int) -> None:
    """The note decides until the question is answered, and nothing is exact before that."""
    data = tutoring_log(title)
    question = next(q for q in sheet(read(data)).questions if q.id.endswith("sittings"))
    assert question.default == default
    value, certainty = number(data, "sessions_held")
    assert value == sessions
    assert certainty != "exact"
    assert "sessions-perhaps-several" in codes(read(data))


def test_each_row_is_a_session_if_answered_so() -> None:
    """Six rows of seven were sessions; two learners of one cell shared one, and one came twice on a day."""
    data = tutoring_log("Basa Tayo")
    answers = {
        "mapping": {"Remarks": "participation.status"},
        "unattended": "cancelled",
        "sittings": "row",
    }
    assert number(data, "sessions_held", **answers) == (6, "exact")
    assert number(data, "attendance_total", **answers) == (7, "exact")
    assert number(data, "participants_unique", **answers) == (3, "exact")
    assert not {"sittings", "duplicates"} & set(asked(data, **answers))
    by_day = {**answers, "sittings": "day", "duplicates": "drop"}
    assert number(data, "sessions_held", **by_day) == (3, "exact")


def test_class_without_tutors_is_one_session_a_day() -> None:
    people: list[list[Any]] = [
        [datetime(2026, 8, day), name, "ok"] for day in (4, 11) for name in ("Ana", "Ben", "Cora")
    ]
    data = xlsx(Log=[["Date", "Name", "Remarks"], *people])
    assert "sittings" not in asked(data)
    assert number(data, "sessions_held", list_complete="yes") == (2, "exact")


def test_joined_names_of_strangers_stay_one_visit() -> None:
    """Neither part of "Luz & Ana Cruz" is a whole cell elsewhere, so nothing says that there are two."""
    rows = [[datetime(2026, 8, 4), name] for name in ("Luz & Ana Cruz", "Ben Uy", "Cora Dee")]
    data = xlsx(Log=[["Date", "Name"], *rows])
    assert number(data, "attendance_total")[0] == 3
    assert "several-people-perhaps" in codes(read(data))


def signed_lists(*days: str) -> bytes:
    """Two lists below lines with days; on each, one signed line cannot be read."""
    rows: list[list[Any]] = [["Taller de lectura"], []]
    for day in days:
        rows += [[day], ["N°", "Apellidos y nombres", "Firma"], [1, "Quispe Mamani, María", "firmó"]]
        rows += [[2, "(ilegible)", "firmó"], [3], []]
    return xlsx(Log=rows)


def test_signed_line_that_cannot_be_read_is_a_visit() -> None:
    data = signed_lists("7 de octubre de 2026", "14 de octubre de 2026")
    assert number(data, "sessions_held", list_complete="yes") == (2, "exact")
    assert number(data, "attendance_total", list_complete="yes") == (4, "exact")
    value, certainty = number(data, "participants_unique", list_complete="yes")
    assert (value, certainty != "exact") == (1, True)


def test_days_above_lists_ask_for_their_year_and_use_it() -> None:
    data = signed_lists("Sesión 1 - mié 7 de octubre", "Sesión 2 - mié 14 de octubre")
    assert "year" in asked(data)
    assert "year-missing" in codes(read(data))
    people = read(data, year=2026).tables["participation"]
    assert {row["date"] for row in people} == {datetime(2026, 10, 7), datetime(2026, 10, 14)}
    assert "year-missing" not in codes(read(data, year=2026))
