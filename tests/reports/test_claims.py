"""Claims of page one: chosen by strength × relevance, and never from what is hidden or thinly recorded."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from libcollab_metrics.metrics import Evaluation
from libcollab_metrics.metrics.definition import Value
from libcollab_metrics.model import Scope
from libcollab_metrics.reports import ReportData, collect_report_data
from libcollab_metrics.reports.claims import (
    attendance_claim,
    best_gain,
    heroes,
    is_clear_gain,
    program_result,
    ranked_claims,
    sessions_text,
)
from tests.reports.conftest import DAY, ENGLISH, MADE
from tests.support.builders.gift_library import HELD, gift_library


def gain(measure: str, value: float, low: float | None, high: float | None, n: int = 12) -> Value:
    return Value("mean_gain", (("measure", measure),), value=value, ci_low=low, ci_high=high, n=n)


def with_values(report_data: ReportData, *values: Value) -> ReportData:
    """Return the report data with these values in place of those of the same metrics."""
    replaced = {value.metric for value in values}
    whole = report_data.whole
    others = [value for value in whole.values if value.metric not in replaced]
    made: Any = Evaluation((*others, *values), whole.scope, whole.by, whole.as_of, whole.currency)
    return replace(report_data, whole=made)


@pytest.fixture(scope="module")
def small() -> ReportData:
    return collect_report_data(gift_library(), Scope(), DAY, MADE)


@pytest.mark.parametrize(
    ("value", "is_clear"),
    [
        (gain("reading", 3.0, 1.0, 5.0), True),
        (gain("reading", 3.0, -0.5, 6.5), False),
        (gain("reading", 3.0, None, None), False),
        (gain("reading", 3.0, 1.0, 5.0, n=9), False),
        (gain("reading", -3.0, -5.0, -1.0), False),
    ],
)
def test_gain_needs_ten_readers_and_an_interval_above_zero(value: Value, is_clear: bool) -> None:
    assert is_clear_gain(value) is is_clear


def test_clear_gain_outranks_visits_for_sponsor_and_school(small: ReportData) -> None:
    """4 × 3 for a gain, 3 × 2 for visits counted at every session."""
    found = with_values(small, gain("reading", 3.0, 1.0, 5.0))
    for audience in ("sponsor", "school"):
        assert [claim.family for claim in ranked_claims(found, audience)][:2] == ["change", "attendance"]
    assert ranked_claims(found, "planning")[0].family == "attendance"


def test_largest_gain_relative_to_its_start_is_chosen(small: ReportData) -> None:
    """6 of 60 is more than 8 of 90."""
    sides = [
        Value("paired_scores", (("measure", measure), ("side", "before")), value=before, n=12)
        for measure, before in (("comprehension", 60.0), ("words", 90.0))
    ]
    found = with_values(small, *sides, gain("words", 8, 2, 14), gain("comprehension", 6, 2, 10))
    best = best_gain(found)
    assert best is not None
    assert best.value.groups["measure"] == "comprehension"


@pytest.mark.parametrize(("counted", "strength"), [(18, 3), (15, 3), (14, 2), (11, 2), (10, 1)])
def test_strength_of_visits_depends_on_the_counted_share(counted: int, strength: int) -> None:
    """Of 18 sessions: 15 are 83%, 14 are 78%, 11 are 61%, 10 are 56%."""
    held = [row if number < counted else [*row[:4], None] for number, row in enumerate(HELD)]
    claim = attendance_claim(collect_report_data(gift_library(held=held), Scope(), DAY, MADE))
    assert claim is not None
    assert claim.strength == strength


def test_thinly_counted_visits_are_no_hero() -> None:
    held = [row if number < 5 else [*row[:4], None] for number, row in enumerate(HELD)]
    shown = heroes(collect_report_data(gift_library(held=held), Scope(), DAY, MADE), ENGLISH)
    assert [hero.unit for hero in shown] == ["sessions held"]


def test_two_heroes_where_only_attendance_is_known(small: ReportData) -> None:
    """18 sessions: twelve with 20 visits, six with 5."""
    shown = heroes(small, ENGLISH)
    assert [(hero.value, hero.unit) for hero in shown] == [
        ("18", "sessions held"),
        ("270", "visits to 18 sessions"),
    ]
    assert shown[0].note == "Every one that was planned."


def test_result_of_a_program_is_its_sessions_and_visits(small: ReportData) -> None:
    assert program_result(small, "Story hour", ENGLISH) == (
        "12 sessions, 240 visits",
        "20 people at a session on average.",
    )


def test_sessions_of_one_kind_are_named_by_it() -> None:
    assert sessions_text(2, ["reading_session"], ENGLISH) == "2 readings"
    assert sessions_text(1, ["workshop"], ENGLISH) == "1 workshop session"
    assert sessions_text(2, ["reading_session", "workshop"], ENGLISH) == "2 sessions"
    assert sessions_text(1, [""], ENGLISH) == "1 session"
