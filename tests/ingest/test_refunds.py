"""Refunds among the money received: they come off the costs, and a question says so."""

from __future__ import annotations

import pytest

from tests.support.sheets import dataset, number, read, sheet, xlsx

CASH: list[list[object]] = [
    ["Date", "Details", "In", "Out", "Balance"],
    ["2026-10-01", "Donation, Rotary Club", 500, None, 500],
    ["2026-10-05", "Posters", None, 450, 50],
    ["2026-10-09", "refund Print Hut, 1 poster wrong", 90, None, 140],
    ["2026-10-12", "Juice", None, 40, 100],
]


@pytest.mark.parametrize(
    ("answer", "cost", "certainty"),
    [(None, 400, "partial"), ("subtract", 400, "exact"), ("income", 490, "exact")],
)
def test_refund_comes_off_the_costs(answer: str | None, cost: float, certainty: str) -> None:
    """450 and 40 were spent, and 90 came back: 400."""
    answers = {} if answer is None else {"refunds": answer}
    assert number(xlsx(Cash=CASH), "cost_cash", **answers) == (cost, certainty)
    asked = [question.id for question in sheet(read(xlsx(Cash=CASH), **answers), "Cash").questions]
    assert ("sheets.Cash.refunds" in asked) == (answer is None)
    assert not any("doubtful_rows" in question for question in asked)


@pytest.mark.parametrize("words", ["sukli galing kay Ana", "devolución de la papelería", "money back"])
def test_refund_is_named_in_three_languages(words: str) -> None:
    rows = [[*row[:1], words, *row[2:]] if row[2] == 90 else row for row in CASH]
    assert number(xlsx(Cash=rows), "cost_cash", refunds="subtract") == (400, "exact")


def test_refund_in_a_list_of_gifts_is_doubtful() -> None:
    rows = [["Donor", "Amount", "Date", "Note"], ["Ana Cruz", 50, "2026-10-01", None]]
    rows += [["Ben Uy", 20, "2026-10-02", "refunded"], ["Cy Tan", 30, "2026-10-03", None]]
    asked = dataset(xlsx(Donations=rows)).readings[0].sheets[0].questions
    assert any(question.id.startswith("sheets.Donations.doubtful_rows") for question in asked)
