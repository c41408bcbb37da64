"""Values of what was recorded only: partial rates, and costs per unit with both sides incomplete."""

from __future__ import annotations

from typing import Any

import pytest

from libcollab_metrics.metrics.criteria import judge_value
from tests.support.builders.datasets import dataset, value

SPENT = {"kind": "cash", "status": "spent", "from_party": "library", "to_party": "Store"}


def test_average_over_some_sessions_is_partial_without_bounds() -> None:
    """10 and 20 visits and one session without a count: 15, two of three sessions."""
    result = value(dataset([{"attended": 10}, {"attended": 20}, {}]), "attendance_per_session")
    assert (result.value, result.certainty, result.low, result.high) == (15, "partial", None, None)
    assert result.coverage == pytest.approx(2 / 3)
    assert judge_value(result, 10, None) == "undecided"
    whole = value(dataset([{"attended": 10}, {"attended": 20}]), "attendance_per_session")
    assert (whole.value, whole.certainty, whole.low, whole.high) == (15, "exact", 15, 15)
    assert judge_value(whole, 10, None) == "met"


def test_total_with_missing_counts_stays_a_lower_bound() -> None:
    assert value(dataset([{"attended": 10}, {}]), "attendance_total").certainty == "at_least"


def costs(sessions: list[dict[str, Any]], ledger: list[dict[str, Any]], **tables: Any) -> Any:
    return value(dataset(sessions, ledger=ledger, **tables), "cost_per_attendance")


def test_cost_per_visit_is_partial_if_most_is_known() -> None:
    """100 + 80 spent and an unpriced bill, over 10 + 20 visits and an uncounted session: 180 ÷ 30."""
    lines = [SPENT | {"value": 100}, SPENT | {"value": 80}, SPENT]
    result = costs([{"attended": 10}, {"attended": 20}, {}], lines)
    assert (result.value, result.certainty, result.numerator, result.denominator) == (6, "partial", 180, 30)


@pytest.mark.parametrize(("uncounted", "unpriced"), [(2, 1), (1, 2)])
def test_cost_per_visit_is_undefined_if_less_is_known(uncounted: int, unpriced: int) -> None:
    """Two of four sessions, or two of four bills: less than 60%."""
    sessions = [{"attended": 10}, {"attended": 20}, *[{}] * uncounted]
    lines = [SPENT | {"value": 100}, SPENT | {"value": 80}, *[SPENT] * unpriced]
    assert costs(sessions, lines).reason == "both-partial"


def test_complete_programs_with_half_the_visits_are_used_alone() -> None:
    """A: 100 ÷ 30. B: 80 and an unpriced bill, 20 visits and an uncounted session: named, not used."""
    sessions = [{"p": "A", "attended": 30}, {"p": "B", "attended": 20}, {"p": "B"}]
    lines = [SPENT | {"p": "A", "value": 100}, SPENT | {"p": "B", "value": 80}, SPENT | {"p": "B"}]
    result = costs(sessions, lines)
    assert result.value == pytest.approx(100 / 30)
    assert (result.certainty, result.left_out) == ("exact", ("B",))
    larger = [{"p": "A", "attended": 10}, *sessions[1:]]
    assert costs(larger, lines).value == pytest.approx(180 / 30)
    assert costs(larger, lines).certainty == "partial"


def test_budgeted_amounts_count_nowhere() -> None:
    lines = [SPENT | {"value": 100}, SPENT | {"value": 900, "status": "budgeted"}]
    result = costs([{"attended": 10}], lines)
    assert (result.value, result.certainty) == (10, "exact")
    assert value(dataset([{"attended": 10}], ledger=lines), "cost_coverage").denominator == 1


def test_unexplained_marks_bound_the_attendance_rate() -> None:
    """2 came, 1 was absent, 1 mark is not explained: 2 of 3, between 2 and 3 of 4."""
    people = [
        {"at": "s0", "who": who, "status": status}
        for who, status in zip("abcd", ["present", "present", "absent", "unknown"], strict=True)
    ]
    result = value(dataset([{"roster": "partial"}], people), "attendance_rate")
    assert result.value == pytest.approx(2 / 3)
    assert (result.certainty, result.low, result.high) == ("partial", 0.5, 0.75)
    assert judge_value(result, 0.4, None) == "met"
    assert judge_value(result, 0.7, None) == "undecided"
