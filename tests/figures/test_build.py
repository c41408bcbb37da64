"""Each question becomes a chart: gaps stay gaps, qualifiers are noted, and the alt text describes it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from libcollab_metrics.figures import (
    GROUP_CHARTS,
    Chart,
    attendance_by_group,
    attendance_over_time,
    attendance_per_session,
    book_funnel,
    chart_table,
    completion_by_group,
    cost_per_attendance_by_group,
    coverage_over_time,
    fund_clarity,
    give_and_take,
    mean_gain,
    outcome_agreement,
    participants_by_group,
    project_success,
    scope_sentence,
)
from libcollab_metrics.localization import Language, language
from libcollab_metrics.metrics.definition import Evaluation, Value
from libcollab_metrics.model import Scope, Settings
from libcollab_metrics.protection import protect
from tests.support.builders.evaluations import DAY, by_group, by_month, months, value

ENGLISH = language("en")


def whole(*values: Value) -> Evaluation:
    return Evaluation(values, Scope(), "", DAY, "PHP")


def test_month_without_session_is_a_gap_not_zero() -> None:
    chart = attendance_over_time(by_month({"2026-01": 10, "2026-03": 0}), ENGLISH)
    assert [(p.label, p.value, p.note) for p in chart.series[0].points] == [
        ("Jan 2026", 10, ""),
        ("Feb 2026", None, "no session"),
        ("Mar 2026", 0, ""),
    ]


def test_row_without_date_is_excluded_from_every_month() -> None:
    evaluation = Evaluation(
        (
            value("attendance_total", 5, group={"month": "2026-01"}),
            value("attendance_total", 7, group={"month": None}),
        ),
        Scope(),
        "month",
        DAY,
    )
    assert [p.value for p in attendance_over_time(evaluation, ENGLISH).series[0].points] == [5]


def test_up_to_two_years_are_columns_longer_is_a_line() -> None:
    kinds = {
        count: attendance_over_time(by_month(dict.fromkeys(months(count), 5)), ENGLISH).kind
        for count in (24, 25)
    }
    assert kinds == {24: "columns", 25: "line"}


def test_groups_are_sorted_by_descending_value_with_gaps_last() -> None:
    chart = attendance_by_group(
        by_group("attendance_total", "site", {"B": 5, "A": 5, "C": None, "D": 9}), ENGLISH
    )
    assert [p.label for p in chart.series[0].points] == ["D", "A", "B", "C"]


def test_unrecorded_group_has_a_label() -> None:
    evaluation = Evaluation((value("attendance_total", 5, group={"site": None}),), Scope(), "site", DAY)
    assert attendance_by_group(evaluation, ENGLISH).series[0].points[0].label == "site not recorded"


def test_at_least_and_estimate_are_noted_and_explained_in_caption() -> None:
    evaluation = by_group(
        "attendance_total", "program", {"A": 412}, certainty="at_least", estimated=True, coverage=0.75, n=18
    )
    chart = attendance_by_group(evaluation, ENGLISH)
    assert chart.series[0].points[0].note == "at least, estimate"
    assert (
        chart.caption
        == "Coverage 75%. n = 18 sessions with a number. “At least”: some sessions have no number."
    )


def test_suppressed_number_is_a_gap_with_a_reason() -> None:
    evaluation = by_group("attendance_total", "age_group", {"0-5": 60, "6-11": 37, "12-18": 3})
    chart = attendance_by_group(protect([evaluation], Settings())[0], ENGLISH)
    marks = {p.label: (p.value, p.hidden, p.note) for p in chart.series[0].points}
    assert marks == {
        "0-5": (60, False, ""),
        "6-11": (None, True, "hidden to protect a small group"),
        "12-18": (None, True, "hidden to protect a small group"),
    }
    assert "37" not in f"{chart.title}{chart.caption}{chart.alt}{chart_table(chart, ENGLISH)}"
    assert "Hidden are groups of fewer than 10 people" in chart.caption


def test_figure_source_names_scope_date_and_definitions_version() -> None:
    chart = attendance_by_group(by_group("attendance_total", "program", {"A": 5}), ENGLISH)
    assert chart.source == "All programs, all dates, as of 30 June 2026. Definitions 10."


def test_alt_text_names_chart_kind_finding_and_marks() -> None:
    chart = attendance_by_group(by_group("attendance_total", "program", {"A": 5, "B": 3}), ENGLISH)
    assert (
        chart.alt
        == "Bar chart of Program attendance by program. Program attendance is highest for A: 5 visits. A: 5;"
        " B: 3."
    )


def test_alt_text_with_many_groups_points_to_the_table() -> None:
    chart = attendance_by_group(
        by_group("attendance_total", "site", {f"S{i:02}": i for i in range(1, 13)}), ENGLISH
    )
    assert chart.alt.endswith("S05: 5; and 4 more in the table.")


def test_groups_beyond_the_limit_are_counted_but_not_drawn() -> None:
    chart = attendance_by_group(
        by_group("attendance_total", "site", {f"S{i}": i for i in range(1, 64)}), ENGLISH
    )
    assert len(chart.series[0].points) == 40
    assert "23 smaller groups are not drawn." in chart.caption


def test_declared_band_is_drawn_and_named_in_caption() -> None:
    evaluation = by_group("attendance_per_session", "program", {"A": 22.9})
    assert attendance_per_session(evaluation, ENGLISH, band=(20, 30)).caption.endswith(
        "Marked: the range declared in advance, 20 to 30."
    )
    assert attendance_per_session(evaluation, ENGLISH, band=(20, None)).caption.endswith("at least 20.")
    assert attendance_per_session(evaluation, ENGLISH).band is None


def test_programs_excluded_from_a_cost_are_named_in_caption() -> None:
    evaluation = by_group(
        "cost_per_attendance", "partner", {"A": 30.0}, left_out=("Book drive",), note="recorded-cost"
    )
    caption = cost_per_attendance_by_group(evaluation, ENGLISH).caption
    assert "Left out, because one of the two numbers is missing: Book drive." in caption
    assert "Recorded cost" in caption


def test_range_has_two_ends_and_no_value() -> None:
    evaluation = by_group("criteria_met_rate", "program", {"A": None}, low=0.5, high=1.0, certainty="range")
    point = project_success(evaluation, ENGLISH).series[0].points[0]
    assert (point.value, point.low, point.high) == (None, 0.5, 1.0)
    assert chart_table(project_success(evaluation, ENGLISH), ENGLISH).rows == (
        ("A", "", "50% to 100%", "range"),
    )


def test_interval_is_drawn_for_samples_only() -> None:
    sample = by_group("completion_rate", "program", {"A": 0.72}, n=18, ci_low=0.49, ci_high=0.88)
    point = completion_by_group(sample, ENGLISH).series[0].points[0]
    assert (point.low, point.high) == (0.49, 0.88)
    count = by_group("attendance_total", "program", {"A": 5}, low=5, high=5)
    assert attendance_by_group(count, ENGLISH).series[0].points[0].low is None


def test_funnel_keeps_stage_order_and_gaps() -> None:
    numbers = {"received": 290, "pledged": 500, "usable": None}
    stages = [value("books_at_stage", n, group={"stage": s}, coverage=1.0) for s, n in numbers.items()]
    chart = book_funnel(whole(*stages), ENGLISH)
    assert [(p.label, p.value) for p in chart.series[0].points] == [
        ("Pledged", 500),
        ("Usable", None),
        ("Received", 290),
    ]


def test_gain_caption_says_it_is_not_proof_of_cause() -> None:
    gain = value("mean_gain", 2.8, group={"measure": "reading"}, n=12, ci_low=0.8, ci_high=4.8)
    assert "not proof of cause" in mean_gain(whole(gain), ENGLISH).caption


def test_measures_and_partners_are_labelled_by_name() -> None:
    answer = value("outcome_agreement", 0.9, group={"measure": "knowledge", "occasion": "March"}, n=41)
    assert outcome_agreement(whole(answer), ENGLISH).series[0].points[0].label == "knowledge, March"
    balance = value("give_take_balance", 0.5, group={"party": "Hope", "kind": "all"})
    assert give_and_take(whole(balance), ENGLISH).series[0].points[0].label == "Hope"


def test_clarity_title_describes_the_whole_selection() -> None:
    by_program = by_group("fund_clarity", "program", {"A": 0.5, "B": 1.0})
    whole_value = Value("fund_clarity", value=0.75, numerator=3, denominator=4)
    assert fund_clarity(by_program, ENGLISH, whole_value).title == "Cash lines without a known payer: 1 of 4"


@pytest.mark.parametrize("build", GROUP_CHARTS, ids=lambda f: f.__name__)
def test_empty_chart_says_why_it_is_empty(build: Callable[[Evaluation, Language], Chart]) -> None:
    chart = build(Evaluation((), Scope(), "program", DAY), ENGLISH)
    assert chart.is_empty
    assert "nothing to show yet" in chart.title


def test_coverage_title_counts_months_with_full_coverage() -> None:
    evaluation = by_group("attendance_coverage", "month", {"2026-01": 1.0, "2026-02": 0.5})
    assert coverage_over_time(evaluation, ENGLISH).title == "Every session has a number in 1 of 2 months"


def test_participants_without_complete_lists_are_at_least() -> None:
    chart = participants_by_group(
        by_group("participants_unique", "program", {"A": 22}, certainty="at_least"), ENGLISH
    )
    assert chart.caption == "“At least”: not every session has a complete list of names."


PLACES = Scope((("site", ("Main", "Hall")), ("language", ("Cebuano",))))


@pytest.mark.parametrize(
    ("scope", "sentence"),
    [
        (
            Scope(start=date(2025, 10, 1), end=date(2026, 3, 31)),
            "All programs, 1 October 2025 to 31 March 2026",
        ),
        (Scope(start=date(2026, 1, 1), end=date(2026, 3, 31)), "All programs, 1 January to 31 March 2026"),
        (Scope(start=date(2025, 10, 1)), "All programs, from 1 October 2025"),
        (Scope(end=date(2025, 10, 1)), "All programs, until 1 October 2025"),
        (PLACES, "All programs at Main and Hall, language: Cebuano, all dates"),
        (Scope((("month", ("2026-03",)),)), "All programs, month: Mar 2026, all dates"),
    ],
)
def test_scope_is_written_in_one_sentence(scope: Scope, sentence: str) -> None:
    assert scope_sentence(scope, DAY, ENGLISH) == f"{sentence}, as of 30 June 2026."
