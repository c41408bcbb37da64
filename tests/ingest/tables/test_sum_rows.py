"""Rows that are the sums of the rows above them are totals, whatever they are called."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from tests.support.sheets import codes, read, xlsx

DAYS = [datetime(2026, 3, day) for day in (7, 14, 21, 28)]


def counts(rows: list[list[Any]]) -> list[float | None]:
    """The head counts read from one sheet."""
    return [row["attended"] for row in read(xlsx(Log=rows)).tables["sessions"]]


@pytest.mark.parametrize("label", ["Season", "carried to summary", "This is what we report"])
def test_undated_row_with_the_sum_is_a_total(label: str) -> None:
    rows = [
        ["Date", "Title", "Attendance"],
        [DAYS[0], "Craft", 10],
        [DAYS[1], "Chess", 13],
        [None, label, 23],
    ]
    result = read(xlsx(Log=rows))
    assert [row["attended"] for row in result.tables["sessions"]] == [10, 13]
    assert "totals-row-left-out" in codes(result)


def test_sums_of_blocks_and_of_all_rows_are_totals() -> None:
    rows = [["Date", "Title", "Attendance"], [DAYS[0], "Craft", 10], [DAYS[1], "Chess", 13]]
    rows += [[None, "Page 1", 23], [DAYS[2], "Craft", 4], [DAYS[3], "Chess", 5], [None, "Page 2", 9]]
    assert counts([*rows, [None, "Both pages", 32]]) == [10, 13, 4, 5]


def test_undated_row_with_another_number_is_a_session() -> None:
    rows = [["Date", "Title", "Attendance"], [DAYS[0], "Craft", 10], [DAYS[1], "Chess", 13]]
    assert counts([*rows, [None, "Open house", 24]]) == [10, 13, 24]


def test_session_with_a_title_of_others_is_no_total() -> None:
    rows = [["Date", "Title", "Attendance"], [DAYS[0], "Craft", 10], [DAYS[1], "Chess", 13]]
    assert counts([*rows, [None, "Chess", 23]]) == [10, 13, 23]


def test_sums_below_boxes_are_no_lots() -> None:
    rows: list[list[Any]] = [["Box no.", "Copies sent", "Copies received"], [101, 40, 38], [102, 12, 12]]
    rows += [["2 boxes", 52, 50], [103, 60, None], [104, 55, 51], ["4 boxes in all", 167, 101]]
    result = read(xlsx(Books=rows))
    assert [row["shipped"] for row in result.tables["deliveries"]] == [40, 12, 60, 55]


def test_sums_of_marks_are_no_people() -> None:
    rows: list[list[Any]] = [["Name", *DAYS[:3]], ["Reyes, Ana", 1, 0, 1], ["Cruz, Ben", 1, 1, 1]]
    rows += [["Dizon, Carl", 0, 1, 1], ["Here today", 2, 2, 3]]
    result = read(xlsx(Club=rows))
    assert len({row["person_key"] for row in result.tables["participation"]}) == 3


@pytest.mark.parametrize("place", [0, 2, 4])
def test_row_of_sums_is_a_total_wherever_it_is(place: int) -> None:
    rows: list[list[Any]] = [[DAYS[n], f"Craft {n}", count] for n, count in enumerate((10, 13, 4, 7))]
    rows.insert(place, [None, "So far this year", 34])
    result = read(xlsx(Log=[["Date", "Title", "Attendance"], *rows]))
    assert [row["attended"] for row in result.tables["sessions"]] == [10, 13, 4, 7]
    assert "totals-row-left-out" in codes(result)
    assert "totals-disagree" not in codes(result)


def test_sums_above_their_blocks_are_totals() -> None:
    rows: list[list[Any]] = [[None, "Winter", 27], [DAYS[0], "Craft", 10], [DAYS[1], "Chess", 13]]
    rows += [[DAYS[1], "Film", 4], [], [None, "Spring", 16], [DAYS[2], "Craft", 4]]
    rows += [[DAYS[3], "Chess", 5], [DAYS[3], "Film", 7]]
    assert counts([["Date", "Title", "Attendance"], *rows]) == [10, 13, 4, 4, 5, 7]


def test_average_of_a_log_is_no_session() -> None:
    rows: list[list[Any]] = [[DAYS[n], f"Craft {n}", count] for n, count in enumerate((10, 13, 4, 7))]
    assert counts([["Date", "Title", "Attendance"], *rows, [None, "A usual day", 8.5]]) == [10, 13, 4, 7]


@pytest.mark.parametrize(("label", "average"), [("Group average", 12), ("The class", 12.3)])
def test_average_below_learners_is_no_learner(label: str, average: float) -> None:
    rows = [["Name", "Class", "Post-test score"], ["Reyes, Ana", "3", 11], ["Cruz, Ben", "3", 14]]
    rows += [["Dizon, Carl", "4", 12], [], [label, None, average]]
    result = read(xlsx(Test=rows))
    assert [row["after"] for row in result.tables["outcomes"]] == [11, 14, 12]


def test_learner_with_the_average_score_remains_a_learner() -> None:
    rows = [["Name", "Class", "Post-test score"], ["Reyes, Ana", "3", 11], ["Cruz, Ben", "3", 13]]
    rows += [["Dizon, Carl", "4", 12], ["Lopez, Dina", None, 12]]
    assert [row["after"] for row in read(xlsx(Test=rows)).tables["outcomes"]] == [11, 13, 12, 12]


BUDGET: list[list[Any]] = [
    ["Item", "Budget", "Spent"],
    ["1. Activities"],
    ["Stories", 160, 140],
    ["Comics", 45, 45],
    ["Author", 38, 41.5],
    ["Activities altogether", 243, 226.5],
    ["2. Posters"],
    ["Large", 18, 16.5],
    ["Small", 9, 9],
    ["Posters altogether", 27, 25.5],
    ["3. Other"],
    ["Bus", 20, 21],
    ["Snacks", 15, 6],
    ["TOTAL", 305, 279],
]


def spent(rows: list[list[Any]]) -> list[float]:
    """The amounts spent that are read from a budget."""
    return [row["value"] for row in read(xlsx(Budget=rows)).tables["ledger"] if row["status"] == "spent"]


def test_sums_of_the_blocks_of_a_budget_are_totals() -> None:
    assert spent(BUDGET) == [140, 45, 41.5, 16.5, 9, 21, 6]


def test_sums_above_their_blocks_of_a_budget_are_totals() -> None:
    rows = [BUDGET[0], ["Activities", 243, 226.5], *BUDGET[2:5], [], ["Other", 44, 36.5], *BUDGET[7:9]]
    assert spent([*rows, ["Bus", 17, 11]]) == [140, 45, 41.5, 16.5, 9, 11]


def test_amount_equal_to_two_others_is_no_total() -> None:
    rows = [BUDGET[0], ["Snacks", 100, 100], ["Paper", 50, 50], ["Bus", 150, 150], ["Ink", 30, 20]]
    assert spent(rows) == [100, 50, 150, 20]


def test_rows_that_break_down_the_sum_are_totals() -> None:
    rows: list[list[Any]] = [["Date", "Item", "Amount"], [DAYS[0], "paint", 100], [DAYS[1], "glue", 50]]
    rows += [[DAYS[2], "juice", 70], [None, "Materials", 150], [None, "Food", 70], [None, "Grand total", 220]]
    read_rows = read(xlsx(Expenses=rows)).tables["ledger"]
    assert [row["value"] for row in read_rows] == [100, 50, 70]


def test_group_line_of_a_numbered_budget_is_a_total() -> None:
    """Paid are 24,600 + 1,921.67 + 4,910; their groups are sums, and what was accrued is not counted."""
    rows = [["Partida", "Denominación", "Asignación", "Devengado", "Pagado"]]
    rows += [["51", "PERSONAL", 26650, 26650, 26521.67], ["51.01.05", "Sueldos", 24600, 24600, 24600]]
    rows += [["51.02.03", "Decimotercer", 2050, 2050, 1921.67], ["53", "BIENES", 8000, 5890.5, 4910]]
    rows += [["53.02.05", "Espectáculos", 8000, 5890.5, 4910], [None, "TOTAL", 34650, 32540.5, 31431.67]]
    spent = [row for row in read(xlsx(Cedula=rows)).tables["ledger"] if row["status"] == "spent"]
    assert sorted(row["value"] for row in spent) == [1921.67, 4910, 24600]


def test_one_of_two_equal_gifts_is_no_sum() -> None:
    rows: list[list[object]] = [["Fecha", "Aporte", "Valor total", "Estado"]]
    rows += [["2026-04-01", "Cuñas", 240000, "Entregado"], ["2026-10-01", "Cuñas", 240000, "Prometido"]]
    rows += [[None, "Total entregado", 240000]]
    lines = read(xlsx(Emisora=rows)).tables["ledger"]
    assert [(row["value"], row["status"]) for row in lines] == [(240000, "received"), (240000, "pledged")]
