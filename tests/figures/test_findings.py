"""A figure's title says what its numbers support, at every edge, and claims nothing beyond that."""

from __future__ import annotations

import pytest

from libcollab_metrics.figures import findings
from libcollab_metrics.localization import NO_INTERVAL, language
from libcollab_metrics.metrics import find_metric
from libcollab_metrics.metrics.definition import Value

ENGLISH = language("en")
ATTENDANCE, COST, RATE, GAIN = map(
    find_metric, ("attendance_total", "cost_per_attendance", "attendance_rate", "mean_gain")
)
AGREEMENT, BOOKS, BALANCE = map(find_metric, ("outcome_agreement", "books_at_stage", "give_take_balance"))


def visits(**counts: float) -> list[findings.Row]:
    return [(name, Value("attendance_total", value=n)) for name, n in counts.items()]


def attendance_finding(rows: list[findings.Row]) -> str:
    return findings.comparison_finding(rows, ATTENDANCE, ENGLISH)


def test_highest_group_is_named_with_its_number() -> None:
    assert (
        attendance_finding(visits(Story=412, Workshop=120))
        == "Program attendance is highest for Story: 412 visits"
    )


def test_single_visit_is_singular() -> None:
    assert attendance_finding(visits(Story=1)) == "Program attendance, Story: 1 visit"


def test_tied_groups_are_both_named() -> None:
    assert attendance_finding(visits(A=5, B=5, C=1)) == "Program attendance is highest for A and B: 5 visits"


def test_equal_groups_are_the_same_throughout() -> None:
    assert (
        attendance_finding(visits(A=30, B=30, C=30)) == "Program attendance is the same throughout: 30 visits"
    )


def test_all_missing_values_state_the_reason() -> None:
    rows = [("A", Value("attendance_total", reason="no-counts"))]
    assert (
        attendance_finding(rows)
        == "Program attendance: nothing to show yet. No attendance number was recorded."
    )


def test_empty_selection_makes_no_claim() -> None:
    assert attendance_finding([]).startswith("Program attendance: nothing to show yet.")


def test_lower_bound_limits_the_claim_to_recorded_numbers() -> None:
    """B has at least 40: it may be ahead of A's 50."""
    rows = [
        ("A", Value("attendance_total", value=50)),
        ("B", Value("attendance_total", value=40, certainty="at_least")),
    ]
    assert attendance_finding(rows) == "Program attendance is highest for A, as far as recorded: 50 visits"


def test_suppressed_group_limits_the_claim_to_shown_groups() -> None:
    hidden = Value("attendance_total", reason="small-cell", reason_values={"k": "10"})
    rows = [*visits(A=50, B=40), ("C", hidden)]
    assert attendance_finding(rows) == "Program attendance is highest for A, of the groups shown: 50 visits"


def test_low_coverage_prevents_comparison() -> None:
    rows = [
        ("A", Value("attendance_total", value=50, coverage=0.3)),
        ("B", Value("attendance_total", value=4, coverage=1.0)),
    ]
    assert (
        attendance_finding(rows)
        == "Program attendance: too many numbers are missing to compare groups (as little as 30% recorded)"
    )


def test_small_groups_prevent_comparison_of_shares() -> None:
    rows = [
        ("A", Value("attendance_rate", value=0.9, n=12)),
        ("B", Value("attendance_rate", value=0.5, n=200)),
    ]
    assert (
        findings.comparison_finding(rows, RATE, ENGLISH)
        == "Attendance rate: groups are too small to compare (n from 12)"
    )


def test_shares_that_hardly_differ_are_about_the_same() -> None:
    rows = [
        ("A", Value("attendance_rate", value=0.88, n=100)),
        ("B", Value("attendance_rate", value=0.86, n=200)),
    ]
    assert (
        findings.comparison_finding(rows, RATE, ENGLISH)
        == "Attendance rate is about the same for all: 86% to 88%"
    )


def test_cost_comparison_names_the_lowest_group() -> None:
    rows = [("A", Value("cost_per_attendance", value=30.0)), ("B", Value("cost_per_attendance", value=12.5))]
    assert (
        findings.comparison_finding(rows, COST, ENGLISH, "PHP")
        == "Cost per attendance is lowest for B: ₱12.50"
    )


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (
            Value("mean_gain", value=2.8, n=12, ci_low=0.8, ci_high=4.8),
            "Reading rose by 2.8 points on average (+0.8 to +4.8; 12 readers)",
        ),
        (
            Value("mean_gain", value=-2.8, n=12, ci_low=-4.8, ci_high=-0.8),
            "Reading fell by 2.8 points on average (−4.8 to −0.8; 12 readers)",
        ),
        (
            Value("mean_gain", value=0.5, n=12, ci_low=-1.0, ci_high=2.0),
            "Reading: no clear change (+0.5 points, −1.0 to +2.0; 12 readers)",
        ),
        (
            Value("mean_gain", value=0.0, n=12, ci_low=-1.0, ci_high=1.0),
            "Reading: no clear change (0.0 points, −1.0 to +1.0; 12 readers)",
        ),
        (
            Value("mean_gain", value=2.8, n=4),
            "Reading: +2.8 points on average; n = 4 is too few to say how sure that is",
        ),
        (
            Value("mean_gain", value=0.85, n=20, note=NO_INTERVAL),
            (
                "Reading: +0.9 points on average (20 readers); how sure that is stays hidden to protect a"
                " small group"
            ),
        ),
    ],
)
def test_gain_is_claimed_only_when_interval_excludes_zero(value: Value, sentence: str) -> None:
    assert findings.gain_finding([("reading", value)], GAIN, ENGLISH) == sentence


def test_gain_without_interval_is_excluded_from_clear_rise_count() -> None:
    clear = Value("mean_gain", value=2.8, n=12, ci_low=0.8, ci_high=4.8)
    hidden = Value("mean_gain", value=0.85, n=20, note=NO_INTERVAL)
    rows = [("a", clear), ("b", clear), ("c", hidden)]
    assert findings.gain_finding(rows, GAIN, ENGLISH).startswith("2 of 2 measures rose clearly")
    assert findings.gain_finding(rows[1:], GAIN, ENGLISH).startswith("B rose by 2.8 points")


def test_agreement_is_ranked_only_when_intervals_are_disjoint() -> None:
    apart = [
        ("knowledge", Value("outcome_agreement", value=0.9, ci_low=0.8, ci_high=0.95)),
        ("confidence", Value("outcome_agreement", value=0.5, ci_low=0.4, ci_high=0.6)),
    ]
    touching = [apart[0], ("confidence", Value("outcome_agreement", value=0.75, ci_low=0.6, ci_high=0.85))]
    assert findings.agreement_finding(apart, AGREEMENT, ENGLISH) == "Agreement is highest for knowledge: 90%"
    assert (
        findings.agreement_finding(touching, AGREEMENT, ENGLISH)
        == "Agreement: 75% to 90%; none is clearly above the others"
    )


def test_partly_counted_books_are_not_given_as_a_share() -> None:
    whole = [("Pledged", Value("books_at_stage", value=500, coverage=1.0))]
    assert (
        findings.book_flow_finding(
            [*whole, ("Received", Value("books_at_stage", value=290, coverage=1.0))], BOOKS, ENGLISH
        )
        == "Received: 290 of 500 books pledged"
    )
    gap = Value("books_at_stage", value=290, coverage=0.5, certainty="at_least")
    assert (
        findings.book_flow_finding([*whole, ("Received", gap)], BOOKS, ENGLISH)
        == "Received: at least 290, of 500 books pledged; some lots were not counted at every stage"
    )


@pytest.mark.parametrize(
    ("low", "high", "sentence"),
    [
        (0.6, 0.6, "6 of 10 projects met all their criteria"),
        (0.6, 0.8, "6 of 10 projects met all their criteria; 2 cannot be decided yet"),
    ],
)
def test_undecided_projects_are_mentioned(low: float, high: float, sentence: str) -> None:
    assert (
        findings.success_finding(Value("project_success_rate", denominator=10, low=low, high=high), ENGLISH)
        == sentence
    )
    single = Value("project_success_rate", denominator=1, low=1, high=1)
    assert findings.success_finding(single, ENGLISH) == "1 of 1 project met all its criteria"


def test_missing_criteria_are_not_a_failure() -> None:
    value = Value("project_success_rate", reason="no-criteria")
    assert (
        findings.success_finding(value, ENGLISH)
        == "Project success: nothing to show yet. No success criterion was declared."
    )


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (Value("fund_clarity", value=1.0, numerator=4, denominator=4), "Every cash line has a known payer"),
        (
            Value("fund_clarity", value=0.75, numerator=3, denominator=4),
            "Cash lines without a known payer: 1 of 4",
        ),
        (
            Value("fund_clarity", reason="no-cost"),
            "Who pays: nothing to show yet. No cost was recorded; unknown is not zero.",
        ),
    ],
)
def test_unclear_cash_lines_are_counted(value: Value, sentence: str) -> None:
    assert findings.fund_clarity_finding(value, ENGLISH) == sentence


@pytest.mark.parametrize(
    ("balance", "sentence"),
    [
        (0.5, "Hope gives more than it receives (+0.50)"),
        (-0.5, "Hope receives more than it gives (−0.50)"),
        (0.0, "Hope gives as much as it receives (0.00)"),
    ],
)
def test_balance_finding_states_its_direction(balance: float, sentence: str) -> None:
    rows = [("Hope", Value("give_take_balance", value=balance))]
    assert findings.balance_finding(rows, BALANCE, ENGLISH) == sentence


def test_fully_counted_months_are_counted() -> None:
    metric = find_metric("attendance_coverage")
    rows = [(str(i), Value("attendance_coverage", value=share)) for i, share in enumerate((1.0, 0.5, 1.0))]
    assert findings.coverage_finding(rows, metric, ENGLISH) == "Every session has a number in 2 of 3 months"
    assert (
        findings.coverage_finding(rows[::2], metric, ENGLISH) == "Every session has a number, in all 2 months"
    )


@pytest.mark.parametrize(
    ("share", "sentences_of"),
    [
        (1.0, ("Every session has a number, in the one month recorded", "en")),
        (0.5, ("Not every session has a number, in the one month recorded", "en")),
        (1.0, ("Todas las sesiones tienen un número, en el único mes registrado", "es")),
        (1.0, ("May bilang ang bawat sesyon, sa iisang buwang naitala", "fil")),
    ],
)
def test_single_month_has_its_own_sentence(share: float, sentences_of: tuple[str, str]) -> None:
    expected, code = sentences_of
    rows = [("Mar 2026", Value("attendance_coverage", value=share))]
    assert findings.coverage_finding(rows, find_metric("attendance_coverage"), language(code)) == expected
