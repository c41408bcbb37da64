"""Costs on a log of sessions: a total is never added to its parts, and parts are never counted alone."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from libcollab_metrics.ingest.answers import collect_questions
from libcollab_metrics.metrics import evaluate
from tests.support.sheets import dataset, imported, number, read, xlsx

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


@pytest.mark.parametrize(
    "heading",
    ["Spent on supplies ($)", "Total cost", "Speaker fee", "Gasto en materiales", "Nagastos", "Snacks (₱)"],
)
def test_money_spent_on_a_session_is_its_cost(heading: str) -> None:
    assert costs([heading], 1) == [10, 640, 0]


@pytest.mark.parametrize(
    "heading",
    [
        *("Cost per child", "Budget", "Registration fee", "Donated snacks ($)"),
        *("Spent to date", "Minutes spent reading", "Expense code"),
    ],
)
def test_budgets_fees_and_values_are_no_costs(heading: str) -> None:
    assert costs([heading], 1) == []


def test_parts_of_the_costs_are_added_up_once() -> None:
    assert costs(["Snacks cost", "Speaker fee"], 2) == [390, 1060, 0]
    assert costs(["Snacks cost", "Speaker fee", "Total cost"], 3) == [390, 1060, 0]


def test_cost_next_to_another_payment_is_a_lower_bound() -> None:
    rows = [[*session, *cost[:2]] for session, cost in zip(SESSIONS, COSTS, strict=True)]
    assert number(xlsx(Log=[[*COUNTED, "Cost", "Speaker fee"], *rows]), "cost_cash") == (650, "at_least")


@pytest.mark.parametrize(("heading", "expected"), [("Cost (PHP)", 650), ("Cost (USD)", None)])
def test_currency_of_a_heading_is_that_of_the_costs(heading: str, expected: float | None) -> None:
    rows = [[*session, cost[0]] for session, cost in zip(SESSIONS, COSTS, strict=True)]
    loaded = dataset(xlsx(Log=[[*COUNTED, heading], *rows]), settings={"currency": "PHP"})
    cost = evaluate(loaded, as_of=date(2026, 12, 31), metrics=["cost_cash"]).value_for("cost_cash")
    assert cost.value == expected
    assert ("currency-mixed" in {issue.code for issue in loaded.issues}) == ("USD" in heading)


def test_costs_in_two_currencies_are_not_added() -> None:
    rows = [[*session, *cost[:2]] for session, cost in zip(SESSIONS, COSTS, strict=True)]
    log = xlsx(Log=[[*COUNTED, "Cost of food (PHP)", "Cost of travel (USD)"], *rows])
    assert number(log, "cost_cash") == (650, "at_least")


def test_budget_and_actual_of_each_item_are_not_guessed() -> None:
    rows: list[list[Any]] = [[None, None, None, "BUDGET", None, "ACTUAL", None]]
    rows += [[*COUNTED, "Food", "Speaker's fee", "Food", "Speaker's fee"]]
    rows += [[*session, 50, 20, *cost[:2]] for session, cost in zip(SESSIONS, COSTS, strict=True)]
    assert number(xlsx(Log=rows), "cost_cash")[0] is None


def test_payment_to_someone_not_named_is_asked_about() -> None:
    rows = [[*session, fee] for session, fee in zip(SESSIONS, [175, None, 60], strict=True)]
    data = xlsx(Log=[[*COUNTED, "Fee paid"], *rows])
    asked = [q for q in collect_questions(imported(data).reading) if q.key == "mapping"]
    assert [question.name for question in asked] == ["Fee paid"]
    assert number(data, "cost_cash")[0] is None
    paid = [[*session, fee, fee] for session, fee in zip(SESSIONS, [175, None, 60], strict=True)]
    known = imported(xlsx(Log=[[*COUNTED, "Total cost", "Paid by Friends"], *paid]))
    assert "mapping" not in [question.key for question in collect_questions(known.reading)]
    answered = dataset(data, mapping={"Fee paid": "ledger.value"})
    found = evaluate(answered, metrics=["cost_cash"], as_of=date(2026, 12, 31))
    assert found.value_for("cost_cash").value == 235


@pytest.mark.parametrize(
    ("staff", "volunteers"),
    [
        ("staff hrs", "volunteer hrs"),
        ("Horas funcionarios", "Horas voluntarios"),
        ("Oras ng kawani", "Oras ng bolunt."),
    ],
)
def test_hours_on_a_log_are_those_of_its_sessions(staff: str, volunteers: str) -> None:
    rows = [["Date", "Kids", staff, volunteers], ["2026-08-29", 17, 3, 3], ["2026-09-05", 9, 2, 6]]
    sessions = read(xlsx(Log=rows)).tables["sessions"]
    assert [row["staff_hours"] for row in sessions] == [3, 2]
    assert [row["volunteer_hours"] for row in sessions] == [3, 6]


def test_fee_of_a_cancelled_session_is_unclear() -> None:
    """325 and 250 were paid; whether the 400 of the cancelled show was paid, nothing says."""
    rows: list[list[object]] = [["Date", "Event", "Performer fee", "How many came"]]
    rows += [["2026-06-16", "Mad Science", 325, 58], ["2026-06-30", "Magician", 400, "cancelled"]]
    rows += [["2026-07-21", "Magician", 250, 49], ["2026-07-28", "Puppets", 0, "cancelled"]]
    assert number(xlsx(Events=rows), "cost_cash") == (575, "at_least")
    both = [*rows[:2], rows[3]]
    assert number(xlsx(Events=both), "cost_cash") == (575, "exact")


@pytest.mark.parametrize("titles", [("Mad Science", "Raptors", "Zany Zoo", "Ray Fenn"), ("Show 325",) * 4])
def test_fees_that_are_among_the_expenses_are_doubted(titles: tuple[str, ...]) -> None:
    shows = [("2026-06-16", 325), ("2026-06-23", 400), ("2026-07-09", 375), ("2026-07-21", 250)]
    log = [["Date", "Event", "Performer fee", "How many came"]]
    log += [[day, title, fee, 50] for title, (day, fee) in zip(titles, shows, strict=True)]
    paid = [["date", "to", "for", "amount"], ["2026-05-28", "Vistaprint", "banner", 54]]
    paid += [[day, "a performer", "show", fee] for day, fee in shows]
    data = dataset(xlsx(**{"Events": log, "$ spent": paid}))
    assert [i.sheet for i in data.issues if i.code == "numbers-perhaps-twice"] == ["$ spent"]
    value, certainty = number(xlsx(**{"Events": log, "$ spent": paid}), "cost_cash")
    assert (value, certainty) == (2754, "at_most")
