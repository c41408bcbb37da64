"""Attendance with and without a partner: matched by site, month and kind of program."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from libcollab_metrics.metrics import Value, evaluate
from libcollab_metrics.metrics.intervals import bootstrap_interval
from tests.support.engines import ENGINES
from tests.support.sheets import dataset, xlsx

AS_OF = date(2026, 12, 31)
HEAD = ["Date", "Program", "Venue", "Attendance", "Partner"]


def months(with_partner: int, without: int, venue: str = "Hall", first: int = 1) -> list[list[object]]:
    """Four months with two sessions each with a partner and two without."""
    return [
        [datetime(2026, month, day), "Story hour", venue, count, partner]
        for month in range(first, first + 4)
        for day, count, partner in (
            (3, with_partner + month, "School"),
            (10, with_partner - month, "School"),
            (17, without, None),
            (24, without, None),
        )
    ]


def lift(rows: list[list[object]], by: str = "") -> Value:
    values = evaluate(dataset(xlsx(Log=[HEAD, *rows])), metrics=["partner_lift"], by=by, as_of=AS_OF).values
    return values[0]


def test_difference_is_over_matched_months_and_places() -> None:
    """23 with and 16 without, in each month: +7. A festival without a match changes nothing."""
    festival: list[object] = [datetime(2026, 9, 5), "Festival", "Plaza", 900, "School"]
    value = lift([*months(23, 16), festival])
    assert (value.value, value.n) == (7, 16)
    assert value.coverage == pytest.approx(16 / 17)
    assert value.certainty == "partial"
    assert lift(months(23, 16)).certainty == "exact"


def test_match_counts_with_its_smaller_side() -> None:
    """Hall: +7, eight pairs. Plaza: one with, three without, 20 more, one pair: (8 × 7 + 20) ÷ 9."""
    plaza: list[list[object]] = [
        [datetime(2026, 2, day), "Story hour", "Plaza", count, partner]
        for day, count, partner in ((4, 30, "School"), (11, 10, None), (18, 9, None), (25, 11, None))
    ]
    assert lift([*months(23, 16), *plaza]).value == pytest.approx(76 / 9)


def test_seven_pairs_are_too_few() -> None:
    value = lift(months(23, 16)[2:])
    assert (value.value, value.reason) == (None, "too-few")


def test_log_without_partners_has_too_few_matches() -> None:
    assert lift([[*row[:4], None] for row in months(23, 16)]).reason == "too-few"


def test_order_of_the_rows_does_not_matter() -> None:
    rows = [*months(23, 16), *months(40, 20, "Plaza")]
    assert lift(rows) == lift(rows[::-1])


@pytest.mark.parametrize("engine", ENGINES)
def test_every_engine_gives_the_same_difference(engine: str) -> None:
    data = dataset(xlsx(Log=[HEAD, *months(23, 16), *months(40, 20, "Plaza")]))
    expected = evaluate(data, metrics=["partner_lift"], by="site", as_of=AS_OF).values
    found = evaluate(ENGINES[engine](data), metrics=["partner_lift"], by="site", as_of=AS_OF).values
    assert [(v.group, v.value, v.n, v.ci_low) for v in found] == [
        (v.group, v.value, v.n, v.ci_low) for v in expected
    ]


def test_interval_holds_the_value_and_grows_with_the_spread() -> None:
    even, uneven = bootstrap_interval([7.0] * 6, [2] * 6), bootstrap_interval([1.0, 13.0] * 3, [2] * 6)
    assert even == (7.0, 7.0)
    assert uneven is not None
    assert uneven[0] < 7 < uneven[1]
