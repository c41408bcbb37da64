"""Amounts in thousands count in full, and the review says so."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.sheets import codes, number, read, xlsx

HEADS = ["Date", "From", "Item", "Amount", "Status"]
ROWS = [
    ["2026-03-07", "Rotary", "Books", 12.5, "received"],
    ["2026-03-09", "Rotary", "Food", "8", "received"],
]


def amounts(rows: list[list[Any]], **more: list[list[Any]]) -> list[float | None]:
    """The amounts read from a list of gifts."""
    return [row["value"] for row in read(xlsx(Gifts=rows, **more)).tables["ledger"]]


@pytest.mark.parametrize(
    "title",
    [
        "Gifts of 2026 (amounts in thousand pesos)",
        "in thousands",
        "Gifts, in '000",
        "Donativos en miles de pesos",
        "₱000",
    ],
)
def test_amounts_below_a_title_in_thousands_are_multiplied(title: str) -> None:
    assert amounts([[title], [], HEADS, *ROWS]) == [12500, 8000]


def test_only_the_column_headed_in_thousands_is_multiplied() -> None:
    rows = [["Date", "Title", "Attendance", "Cost (in thousands)"], ["2026-03-07", "Craft", 18, 1.5]]
    result = read(xlsx(Log=rows))
    assert [row["attended"] for row in result.tables["sessions"]] == [18]
    assert [row["value"] for row in result.tables["ledger"]] == [1500]
    assert "amounts-multiplied" in codes(result)


def test_estimate_and_range_in_thousands_remain_estimates() -> None:
    rows = [[*ROWS[0][:3], "approx 12.5", "received"], [*ROWS[1][:3], "1,250", "received"]]
    result = read(xlsx(Gifts=[["in thousands"], [], HEADS, *rows]))
    assert [(row["value"], row["value_is_estimate"]) for row in result.tables["ledger"]] == [
        (12500, True),
        (1250000, False),
    ]


@pytest.mark.parametrize(
    "title",
    [
        "Gifts of 2026",
        "Goal: 2 thousand books",
        "Raised 1,000 pesos",
        "Read in thousands of homes",
        "10'000 books",
    ],
)
def test_other_titles_leave_amounts_as_typed(title: str) -> None:
    assert amounts([[title], [], HEADS, *ROWS]) == [12.5, 8]


@pytest.mark.parametrize("unit", ["S/", "S/.", "PEN", "Q", "Bs", "MXN", "GBP"])
def test_currency_of_a_heading_is_no_part_of_its_name(unit: str) -> None:
    rows = [
        ["Fecha", "N° comprob.", "Concepto", f"Ingreso {unit}", f"Egreso {unit}"],
        ["2026-03-02", "R-001", "Fondo de la junta", 400, None],
        ["2026-03-07", "B-221", "Papel", None, 18.5],
        ["2026-03-09", "s/c", "Pasajes", None, 12],
    ]
    assert number(xlsx(Caja=rows), "cost_cash") == (30.5, "exact")
