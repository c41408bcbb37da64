"""Several sessions in a row: half-days, plans next to what was held, and kinds with their total."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from tests.support.sheets import codes, read, xlsx

DAYS = ["2026-03-07", "2026-03-14", "2026-03-21"]


def cells(rows: list[list[Any]], *fields: str) -> list[tuple[Any, ...]]:
    """Fields of the sessions read from one sheet."""
    return [tuple(row[field] for field in fields) for row in read(xlsx(Log=rows)).tables["sessions"]]


HALF_DAYS: list[list[Any]] = [
    ["Date", "Morning session", None, "Afternoon session", None],
    [None, "Booked", "Came", "Booked", "Came"],
    [DAYS[0], 8, 7, 6, 5],
    [DAYS[1], 8, 6, 5, "cancelled"],
    [DAYS[2], 6, 6, 7, 4],
]


def test_count_below_each_half_day_is_a_session() -> None:
    assert cells(HALF_DAYS, "attended", "events", "status") == [
        (12, 2, "held"),
        (6, 1, "held"),
        (10, 2, "held"),
        (None, 1, "cancelled"),
    ]
    assert "part-missing" not in codes(read(xlsx(Log=HALF_DAYS)))


def test_remark_about_a_cancelled_half_day_is_no_question() -> None:
    rows = [[*HALF_DAYS[0], "Notes"], *HALF_DAYS[1:3], [*HALF_DAYS[3], "pm cancelled - heating off"]]
    found = read(xlsx(Log=[*rows, HALF_DAYS[4]]))
    assert "remark-open" not in codes(found)
    assert [row["attended"] for row in found.tables["sessions"]] == [12, 6, 10, None]


def test_people_of_two_ages_are_one_session() -> None:
    rows = [
        ["Date", "Kids", None, "Adults", None],
        [None, "Booked", "Came", "Booked", "Came"],
        *HALF_DAYS[2:],
    ]
    assert {events for (events,) in cells(rows, "events")} == {1}


@pytest.mark.parametrize(
    ("planned", "held"),
    [("Sessions planned", "Sessions held"), ("Sesiones programadas", "Sesiones realizadas")],
)
def test_fewer_sessions_than_planned_are_cancelled(planned: str, held: str) -> None:
    rows = [["Month", planned, held, "Attendance"], ["Jan 2026", 4, 4, 40], ["Feb 2026", 4, 3, 36]]
    assert cells(rows, "events", "status") == [(4, "held"), (3, "held"), (1, "cancelled")]


def test_months_with_two_digits_have_their_own_year() -> None:
    rows = [["Story hours 2024-25"], ["Month", "Sessions held", "Attendance"]]
    rows += [["Nov-24", 4, 40], ["Dec-24", 3, 36], ["Jan-25", 5, 50]]
    assert cells(rows, "date") == [
        (datetime(2024, 11, 1),),
        (datetime(2024, 12, 1),),
        (datetime(2025, 1, 1),),
    ]


def test_days_of_one_month_are_no_years() -> None:
    rows = [["Month", "Sessions held", "Attendance"], ["Jan-12", 4, 40], ["Jan-19", 3, 36], ["Jan-26", 5, 50]]
    assert {date for (date,) in cells(rows, "date")} == {None}


KINDS: list[list[Any]] = [
    ["Month", "Children's hour", None, "School visits", None, "Total", None],
    [None, "Nos.", "Attend.", "Nos.", "Attend.", "Nos.", "Attend."],
    ["January 2026", 4, 92, 1, 35, 5, 127],
    ["February 2026", 6, 171, "-", "-", 6, 171],
    ["March 2026", 3, 66, 1, 29, 4, 95],
    ["Total", 13, 329, 2, 64, 15, 393],
]


def test_kinds_are_programs_and_their_total_is_compared() -> None:
    hours = [("Children's hour", 4, 92), ("Children's hour", 6, 171), ("Children's hour", 3, 66)]
    visits = [("School visits", 1, 35), ("School visits", 1, 29)]
    assert cells(KINDS, "program_id", "events", "attended") == [*hours, *visits]


def test_total_that_is_no_sum_of_kinds_is_unused() -> None:
    broken = [*KINDS[:3], [*KINDS[3][:6], 172], *KINDS[4:]]
    assert 172 not in [attended for (attended,) in cells(broken, "attended")]


@pytest.mark.parametrize("heading", ["Usuarios", "Readers", "No. of users", "Visitors", "No. of visitors"])
def test_users_of_a_day_are_its_people(heading: str) -> None:
    rows = [["Date", "Stop", heading, "Books lent"], [DAYS[0], "Oak Hill", 12, 30], [DAYS[1], "Mill", 9, 14]]
    assert cells(rows, "attended") == [(12,), (9,)]
    assert "unit-unclear" in codes(read(xlsx(Log=rows)))


@pytest.mark.parametrize("others", ["Members", "Regulars", "Guests"])
def test_visitors_next_to_other_people_are_asked_about(others: str) -> None:
    rows = [["Date", others, "Visitors"], [DAYS[0], 12, 3], [DAYS[1], 9, 4], [DAYS[2], 14, 2]]
    result = read(xlsx(Log=rows))
    assert "sessions" not in result.tables
    assert "layout-unknown" in codes(result)


def test_users_next_to_people_are_not_counted() -> None:
    rows = [["Date", "Stop", "Attendance", "Users"], [DAYS[0], "Oak Hill", 12, 30], [DAYS[1], "Mill", 9, 14]]
    assert cells(rows, "attended") == [(12,), (9,)]


@pytest.mark.parametrize("expected", ["Expected", "Signed up", "Inscritos", "Booked"])
def test_people_who_turned_up_are_counted(expected: str) -> None:
    rows = [["Date", "Branch", expected, "Turned up"], [DAYS[0], "Main", 40, 33], [DAYS[1], "Camp", 50, 62]]
    assert cells(rows, "attended") == [(33,), (62,)]


SLOTS: list[list[Any]] = [
    ["Date", "Mon 10:15 Lapsit", None, "Tue 11:00 Toddlers", None],
    [None, "Kids", "Grown-ups", "Kids", "Grown-ups"],
    [DAYS[0], 9, 8, 14, 11],
    [DAYS[1], 11, None, 16, 12],
    [DAYS[2], 7, 7, "no storytime", None],
]


def test_parts_below_each_slot_are_one_session() -> None:
    """42 = 9 + 8 + 14 + 11 in two sessions; a blank part makes the count a lower bound."""
    assert cells(SLOTS, "attended", "events", "attended_at_least", "status")[:3] == [
        (42, 2, False, "held"),
        (39, 2, True, "held"),
        (14, 1, False, "held"),
    ]


@pytest.mark.parametrize(("heading", "events"), [("Week of", None), ("Semana del", None), ("Date", 1)])
def test_weeks_have_an_unknown_number_of_sessions(heading: str, events: int | None) -> None:
    rows: list[list[Any]] = [[heading, "Attendance"], *([day, 20] for day in DAYS)]
    assert cells(rows, "attended", "events") == [(20, events)] * 3


@pytest.mark.parametrize(
    ("title", "heading", "events"),
    [
        ("Wednesdays 3.45 – 4.45pm", "Week beginning", 1),
        ("Todos los martes", "Semana del", 1),
        ("Anything", "Week of / date", 1),
        ("Tuesdays and Thursdays 3pm", "Week of", None),
        ("Tuesdays 10am and 2pm", "Week of", None),
    ],
)
def test_title_with_one_weekday_gives_one_session_a_week(
    title: str, heading: str, events: int | None
) -> None:
    rows: list[list[Any]] = [[title], [], [heading, "Attendance"], *([day, 20] for day in DAYS)]
    assert cells(rows, "attended", "events") == [(20, events)] * 3
