"""Money in hand as a bound: less a cost, and added up."""

from __future__ import annotations

from libcollab_metrics.reports.balances import Balance, sum_balances
from tests.reports.conftest import ENGLISH


def test_bound_of_what_is_missing_is_the_other_way_round() -> None:
    """At most 400 in hand: at least 800 of 1,200 are missing, and at most 100 of 300 remain."""
    assert Balance(400, may_be_less=True).after(1200).written(ENGLISH, "PHP") == "₱800+"
    assert Balance(400, may_be_less=True).after(300).written(ENGLISH, "PHP") == "≤ ₱100"
    assert Balance(400, may_be_more=True).after(1200).written(ENGLISH, "PHP") == "≤ ₱800"


def test_sum_has_the_bounds_of_its_parts() -> None:
    total = sum_balances([Balance(400, may_be_less=True), Balance(-50)], least=0)
    assert total == Balance(400, may_be_less=True)
    assert sum_balances([Balance(400), None]) is None
