"""The social return: a range from all low to all high, and the assumptions it depends on."""

from __future__ import annotations

from copy import deepcopy
from fractions import Fraction
from typing import Any

import pytest

from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.localization import language
from libcollab_metrics.metrics import find_metric, format_worked_formula, social_return_swings
from libcollab_metrics.model.settings import Settings
from libcollab_metrics.model.social_return import parse_social_return
from tests.metrics.families.test_funding import gift, spent
from tests.support.builders.datasets import AS_OF, dataset, value

KNOWN = {"source": "survey of March", "author": "the library"}
CHILDREN: dict[str, Any] = {
    "outcome": "Children who read at home",
    "quantity": {"low": 30, "high": 30} | KNOWN,
    "value": {"low": 2000, "high": 4000} | KNOWN,
    "deadweight": {"low": 0.4, "high": 0.2} | KNOWN,
    "others": {"low": 0.5, "high": 0.3} | KNOWN,
    "displacement": {"low": 0.1, "high": 0} | KNOWN,
}


def returned(*outcomes: dict[str, Any], rate: dict[str, Any] | None = None, ledger: Any = None) -> Any:
    """A dataset with these outcomes and a cost of 45,000."""
    social = {"outcomes": list(outcomes)} | ({"discount_rate": rate} if rate else {})
    return dataset(
        ledger=ledger or [spent(45000)],
        settings={"sroi": social, "currency": "PHP", "ledger_complete": "yes"},
    )


def test_social_return_matches_the_worked_example() -> None:
    """Low 30 × 2,000 × 0.6 × 0.5 × 0.9 = 16,200; high 30 × 4,000 × 0.8 × 0.7 × 1 = 67,200.

    Divided by 45,000: 0.36 to 1.49.
    """
    result = value(returned(CHILDREN), "sroi_range")
    assert (result.value, result.certainty, result.reason) == (None, "range", None)
    assert result.low == pytest.approx(16200 / 45000, rel=1e-12)
    assert result.high == pytest.approx(67200 / 45000, rel=1e-12)
    written = format_worked_formula(result, find_metric("sroi_range"), language("en"), "PHP")
    low, high = "₱16,200 with every assumption low", "₱67,200 with every assumption high"
    assert written == f"({low} to {high}) ÷ ₱45,000 full cost = 0.36 to 1.49"


def test_incomplete_full_cost_removes_the_lower_bound() -> None:
    result = value(returned(CHILDREN, ledger=[spent(40000), gift(5000)]), "sroi_range")
    assert result.low == pytest.approx(0.36)
    gap = value(returned(CHILDREN, ledger=[spent(40000), gift(5000), gift(None)]), "sroi_range")
    assert (gap.low, gap.high) == (None, result.high)


def test_years_are_discounted_and_drop_off_applies_from_second() -> None:
    """Two years, 10 × 100, half lost after one, 10%: 1,000 ÷ 1.1 + 500 ÷ 1.21, in fractions."""
    lasting = {
        "outcome": "Lasting",
        "years": 2,
        "quantity": {"low": 10, "high": 10} | KNOWN,
        "value": {"low": 100, "high": 100} | KNOWN,
        "drop_off": {"low": 0.5, "high": 0.5} | KNOWN,
    }
    result = value(returned(lasting, rate={"low": 0.1, "high": 0.1} | KNOWN), "sroi_range")
    exact = (Fraction(1000) / Fraction(11, 10) + Fraction(500) / Fraction(121, 100)) / 45000
    assert result.low == pytest.approx(float(exact), rel=1e-12)
    assert result.high == result.low


def test_outcomes_add_up_and_harm_is_subtracted() -> None:
    """A harm of −1,000 to −200 each for 1 to 5: at worst −5,000, at best −200."""
    harm = {
        "outcome": "Teachers' time",
        "quantity": {"low": 1, "high": 5} | KNOWN,
        "value": {"low": -1000, "high": -200} | KNOWN,
    }
    result = value(returned(CHILDREN, harm), "sroi_range")
    assert result.low == pytest.approx((16200 - 5000) / 45000)
    assert result.high == pytest.approx((67200 - 200) / 45000)


def test_largest_swings_come_first() -> None:
    """Midpoint: 30 × 3,000 × 0.7 × 0.6 × 0.95. The value shifts it by 2,000 of 3,000, the others less."""
    swings = social_return_swings(returned(CHILDREN), as_of=AS_OF)
    assert [swing.assumption.name for swing in swings] == ["value", "others", "deadweight", "displacement"]
    middle = 30 * 0.7 * 0.6 * 0.95 / 45000
    assert (swings[0].low, swings[0].high) == (pytest.approx(2000 * middle), pytest.approx(4000 * middle))
    assert swings[0].assumption.source == "survey of March"
    assert social_return_swings(dataset(), as_of=AS_OF) == ()
    rate = social_return_swings(returned(CHILDREN, rate={"low": 0, "high": 3} | KNOWN), as_of=AS_OF)
    assert (rate[0].assumption.name, rate[0].outcome) == ("discount_rate", "")


WRONG: list[tuple[str, Any, str]] = [
    (
        "no source",
        {"value": {"low": 1, "high": 2, "source": " ", "author": "we"}},
        "say where what one change is worth",
    ),
    (
        "no high",
        {"value": {"low": 1, "source": "x", "author": "we"}},
        "needs a low, a high, a source and an author",
    ),
    ("twenty", {"deadweight": {"low": 20, "high": 40} | KNOWN}, "0.2 means 20%"),
    ("text", {"value": {"low": "many", "high": 2} | KNOWN}, "“many” is not a number"),
    ("infinite", {"value": {"low": 1, "high": float("inf")} | KNOWN}, "is not a number"),
    ("below zero", {"quantity": {"low": -1, "high": 2} | KNOWN}, "cannot be below 0"),
    ("misspelt", {"dead_weight": {"low": 0, "high": 1} | KNOWN}, 'Did you mean "deadweight"'),
    ("years", {"years": 0}, "Write a whole number from 1 to 100"),
    ("nameless", {"outcome": " "}, "needs a name"),
]


@pytest.mark.parametrize(("changed", "expected"), [w[1:] for w in WRONG], ids=[w[0] for w in WRONG])
def test_invalid_assumption_is_rejected_with_a_message(changed: dict[str, Any], expected: str) -> None:
    with pytest.raises(LibCollabError, match=expected):
        Settings().with_values({"sroi": {"outcomes": [deepcopy(CHILDREN) | changed]}})


def test_missing_parts_of_a_social_return_are_named() -> None:
    with pytest.raises(LibCollabError, match="how many people or things changed"):
        parse_social_return({"outcomes": [{k: v for k, v in CHILDREN.items() if k != "quantity"}]})
    with pytest.raises(LibCollabError, match="needs a list of outcomes"):
        parse_social_return({"outcomes": []})
    with pytest.raises(LibCollabError, match='Did you mean "outcomes"'):
        parse_social_return({"outcome": [CHILDREN]})
    assert parse_social_return({}) is None
