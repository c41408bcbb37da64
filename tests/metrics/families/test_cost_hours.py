"""Hour lines without a price or a clear status, and which costs they leave open: summed by hand."""

from __future__ import annotations

from typing import Any

import pytest

from tests.metrics.families.test_costs import COMPLETE, HOURS, RATES, levels
from tests.metrics.families.test_funding import got, spent
from tests.support.builders.datasets import dataset, value


@pytest.mark.parametrize(
    ("row", "library", "full"),
    [
        ({"kind": "staff_hours", "from_party": "library"}, "at_least", "at_least"),
        (
            {"kind": "staff_hours", "from_party": "library", "quantity": 2, "status": "unclear"},
            "at_least",
            "at_least",
        ),
        ({"kind": "staff_hours", "from_party": "School"}, "exact", "at_least"),
        (
            {"kind": "staff_hours", "from_party": "School", "quantity": 2, "status": "unclear"},
            "exact",
            "at_least",
        ),
        ({"kind": "volunteer_hours", "from_party": "Ana"}, "exact", "at_least"),
        ({"kind": "staff_hours", "from_party": "library", "status": "pledged"}, "exact", "exact"),
        (
            {
                "kind": "staff_hours",
                "from_party": "library",
                "to_party": "Hope",
                "quantity": 2,
                "status": "unclear",
            },
            "exact",
            "exact",
        ),
    ],
)
def test_unpriced_or_unclear_hours_leave_the_cost_open(row: dict[str, Any], library: str, full: str) -> None:
    """100 spent, 50 of it the library's, and one more line: hours not recorded, or possibly not given.

    Divided by a session of 10 and one without a count, such a level is undefined: both are partial.
    """
    ledger = [spent(100), got(50, "library"), HOURS | row]
    data = dataset([{"attended": 10}], ledger=ledger, settings=RATES, programs=COMPLETE)
    result = {metric: value(data, metric) for metric in ("cost_cash", "cost_library", "cost_full")}
    assert {metric: (v.value, v.certainty) for metric, v in result.items()} == {
        "cost_cash": (100, "exact"),
        "cost_library": (50, library),
        "cost_full": (100, full),
    }
    partly = levels(dataset([{"attended": 10}, {}], ledger=ledger, settings=RATES, programs=COMPLETE))
    for level, certainty in (("library", library), ("full", full)):
        assert partly[level].reason == ("both-partial" if certainty == "at_least" else None)


def test_line_without_hours_counts_as_unpriced() -> None:
    data = dataset(
        ledger=[spent(100), HOURS | {"kind": "volunteer_hours", "from_party": "Ana"}], settings=RATES
    )
    result = value(data, "cost_full")
    assert (result.value, result.n, result.coverage) == (100, 1, 1 / 2)
