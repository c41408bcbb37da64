"""Costs on a log of sessions: a total is never added to its parts, and parts are never counted alone."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.sheets import read, xlsx

LABELS: list[Any] = [None, None, None, "EXPENSES"]
COUNTED: list[Any] = ["Date", "Event", "Attendance"]
SESSIONS: list[list[Any]] = [
    ["2026-04-05", "Swap", 46],
    ["2026-04-12", "Kites", 28],
    ["2026-04-19", "Film", 31],
]
COSTS: list[list[Any]] = [[10, 380, 390], [640, 420, 1060], [0, 0, 0]]


def costs(headings: list[str], width: int, labels: list[Any] | None = None) -> list[float]:
    """The costs read from a log with these columns behind the head count."""
    rows = [[*session, *cost[:width]] for session, cost in zip(SESSIONS, COSTS, strict=True)]
    above = [labels] if labels else []
    result = read(xlsx(Log=[["Events"], *above, [*COUNTED, *headings], *rows]))
    assert [row["attended"] for row in result.tables["sessions"]] == [46, 28, 31]
    return [row["value"] for row in result.tables.get("ledger", ())]


@pytest.mark.parametrize("headings", [["Material", "Food", "Total"], ["Cost of A", "Cost of B", "Total"]])
def test_total_of_a_block_of_costs_is_the_cost(headings: list[str]) -> None:
    assert costs(headings, 3, LABELS) == [390, 1060, 0]


@pytest.mark.parametrize(("heading", "last", "expected"), [("Total", 30, 30), ("Otros", 7, 37)])
def test_columns_below_one_label_are_their_total_or_sum(heading: str, last: int, expected: int) -> None:
    rows: list[list[Any]] = [[None, None, "Asistencia", None, None, "Gastos"]]
    rows += [["Fecha", "Evento", "Niños", "Adultos", heading, "Material", "Comida", heading]]
    rows += [["2026-04-05", "Swap", 20, 5, 25, 10, 20, last], ["2026-04-12", "Kites", 25, 4, 29, 0, 0, 0]]
    result = read(xlsx(Log=rows))
    assert next(iter(result.tables["ledger"]))["value"] == expected


def test_total_of_people_below_a_title_is_no_cost() -> None:
    rows = [["Asistencia y gastos"], ["Fecha", "Evento", "Niños", "Adultos", "Total"]]
    rows += [["2026-04-05", "Swap", 20, 5, 25], ["2026-04-12", "Kites", 25, 4, 29]]
    result = read(xlsx(Log=rows))
    assert [row["attended"] for row in result.tables["sessions"]] == [25, 29]
    assert "ledger" not in result.tables
