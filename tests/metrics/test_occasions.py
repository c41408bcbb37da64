"""Months of the tests before and after."""

from __future__ import annotations

from typing import Any

import pytest

from libcollab_metrics.metrics.occasions import NamedMonth, find_test_months, parse_months
from libcollab_metrics.model import Dataset, Scope
from tests.support.builders.datasets import AS_OF, dataset

AUGUST, FEBRUARY = NamedMonth(8, 2025), NamedMonth(2, 2026)


@pytest.mark.parametrize(
    ("occasion", "expected"),
    [
        ("August 2025 to February 2026", (AUGUST, FEBRUARY)),
        ("Aug–Feb 2026", (AUGUST, FEBRUARY)),
        ("agosto de 2025 a febrero de 2026", (AUGUST, FEBRUARY)),
        ("Agosto 2025 hanggang Pebrero 2026", (AUGUST, FEBRUARY)),
        ("August 2025 to February", (AUGUST, FEBRUARY)),
        ("June to March", (NamedMonth(6), NamedMonth(3))),
        ("Set A", ()),
        ("Round 2", ()),
    ],
)
def test_months_are_parsed_from_the_name_of_an_occasion(
    occasion: str, expected: tuple[NamedMonth, ...]
) -> None:
    assert parse_months(occasion) == expected


def _scores(*rows: dict[str, Any]) -> Dataset:
    tested = [
        {"p": "Reading", "who": f"child {number}", "measure": "reading score", **row}
        for number, row in enumerate(rows)
    ]
    return dataset(outcomes=tested)


def _months(data: Dataset) -> object:
    return dict(find_test_months(data, Scope(), as_of=AS_OF)).get("reading score")


def test_lines_of_one_score_have_the_months_of_their_days() -> None:
    data = _scores({"on": "2025-08-04", "before": 10}, {"on": "2026-02-18", "after": 14})
    assert _months(data) == (AUGUST, FEBRUARY)


def test_pairs_of_several_months_have_no_common_month() -> None:
    both = {"before": 10, "after": 14}
    data = _scores(
        {"occasion": "August 2025 to February 2026", **both}, {"occasion": "June 2025 to March 2026", **both}
    )
    assert _months(data) is None


def test_day_of_a_pair_does_not_name_both_months() -> None:
    assert _months(_scores({"on": "2026-02-18", "before": 10, "after": 14})) is None
