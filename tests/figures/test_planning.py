"""Charts and texts of a plan: nothing is drawn for unknown values, and every number states its source."""

from __future__ import annotations

from datetime import date

import pytest

from libcollab_metrics.figures import (
    assumption_interval,
    assumption_source,
    assumption_text,
    attendance_forecast,
    chart_table,
    exceeded_limits,
    forecast_figure,
    forecast_lines,
    outcome_assumptions_text,
    outcome_text,
    peers_sentence,
    plan_conditions,
    plan_note,
    plan_table,
    progress_table,
    target_progress,
    to_plotly,
    to_svg,
)
from libcollab_metrics.localization import language
from libcollab_metrics.metrics import Value, evaluate
from libcollab_metrics.metrics.facts import Program, read_facts
from libcollab_metrics.metrics.families.peers import find_peer_band
from libcollab_metrics.model.dataset import Dataset
from libcollab_metrics.planning import (
    ASSUMPTIONS,
    OUTCOMES,
    Assumption,
    Outcome,
    compute_outcomes,
    compute_progress,
)
from libcollab_metrics.planning.assumptions import Source
from tests.figures.test_drawing import words
from tests.planning.test_plan import SESSIONS, plan
from tests.support.builders.datasets import dataset
from tests.support.builders.series import by_month, months
from tests.support.plotly_figures import validated

ENGLISH = language("en")
EIGHT = [[10], [12], [11], [13], [12], [11], [10], [12]]
DAY = date(2025, 12, 31)


def test_forecast_title_states_amount_period_and_certainty() -> None:
    chart = attendance_forecast(by_month(dataset(months(EIGHT)), DAY), ENGLISH)
    assert [(series.name, series.style) for series in chart.series] == [
        ("Recorded", "solid"),
        ("Forecast", "dashed"),
        ("Baseline", "dotted"),
    ]
    assert chart.title.startswith(
        "All programs: forecast of 11 visits per session, Sep 2025–Feb 2026 (80% range "
    )
    assert "Based on 8 months with a count, Jan 2025–Aug 2025." in chart.caption
    assert "No seasonal pattern" in chart.caption
    assert {len(series.points) for series in chart.series} == {14}
    assert "Sep 2025: 11" in chart.alt
    assert "Jan 2025:" not in chart.alt


def test_forecast_of_the_screen_begins_behind_the_last_month() -> None:
    lines = forecast_lines(by_month(dataset(months(EIGHT)), DAY), "", ENGLISH)
    drawn = validated(forecast_figure(lines, ENGLISH, "#123456"))
    band, recorded, ahead, last_year = drawn.data
    assert (recorded.x[-1], ahead.x[0], ahead.x[-1]) == (7, 7, 13)
    assert list(recorded.y) == [10, 12, 11, 13, 12, 11, 10, 12]
    assert (band.fill, ahead.line.dash, last_year.line.dash) == ("toself", "7px,5px", "2px,3px")
    assert [(shape.x0, shape.yref) for shape in drawn.layout.shapes] == [(7.5, "y domain")]
    assert [note.text for note in drawn.layout.annotations] == ["Forecast", "11.3"]


def test_forecast_table_omits_points_without_information() -> None:
    chart = attendance_forecast(by_month(dataset(months([[10], [], [None], *EIGHT])), DAY), ENGLISH)
    table = chart_table(chart, ENGLISH)
    assert table.headings == ("Month", "Series", "Visits per session", "80% range", "Remark")
    assert [row[1] for row in table.rows] == ["Recorded"] * 11 + ["Forecast"] * 6 + ["Baseline"] * 6
    assert table.rows[1][2:] == ("", "", "no session")
    assert table.rows[2][2:] == ("", "", "not or only partly counted")


def test_too_few_months_give_no_forecast_and_a_reason() -> None:
    chart = attendance_forecast(by_month(dataset(months(EIGHT[:7])), DAY), ENGLISH)
    assert chart.title == "All programs: no forecast yet. Fewer than 8 months with a number."
    assert len(chart.series) == 1
    assert not chart.is_empty


def test_undated_sessions_give_an_empty_chart_that_renders() -> None:
    chart = attendance_forecast(by_month(dataset([{"attended": 9}]), DAY), ENGLISH)
    assert chart.is_empty
    assert to_svg(chart, ENGLISH).startswith("<svg")
    assert "Sessions without a date are not included." in chart.caption


@pytest.mark.parametrize(("day", "is_mentioned"), [(date(2025, 9, 30), False), (date(2025, 10, 1), True)])
def test_old_records_are_mentioned_in_the_caption(day: date, is_mentioned: bool) -> None:
    """The last session was in August: in October two months of the forecast have passed."""
    chart = attendance_forecast(by_month(dataset(months(EIGHT)), day), ENGLISH)
    assert ("The last recorded session was in Aug 2025" in chart.caption) == is_mentioned


def test_constant_months_have_no_interval() -> None:
    chart = attendance_forecast(by_month(dataset(months([[5]] * 9)), DAY), ENGLISH)
    assert (
        chart.title == "All programs: forecast of 5 visits per session, Oct 2025–Mar 2026"
        " (no range: every month was the same)"
    )
    assert "No prediction interval" in chart.caption


def test_forecast_band_is_drawn_on_screen_and_paper() -> None:
    chart = attendance_forecast(by_month(dataset(months(EIGHT)), DAY), ENGLISH)
    ribbon, *lines = to_plotly(chart, ENGLISH).data
    assert ribbon.fill == "toself"
    highs = [point.high for point in chart.series[1].points if point.high is not None]
    lows = [point.low for point in chart.series[1].points if point.low is not None]
    assert list(ribbon.y) == pytest.approx([*highs, *reversed(lows)])
    assert list(ribbon.x) == [*range(8, 14), *reversed(range(8, 14))]
    assert [line.line.dash for line in lines] == ["solid", "dash", "dot"]
    svg = words(to_svg(chart, ENGLISH))
    assert "Forecast" in svg
    assert "Baseline" in svg


def aiming(**program: object) -> Dataset:
    fields = {"name": "Story hour", "target_ideal": 365, "start": "2025-01-01", "end": "2025-12-31"} | program
    return dataset(months([[60], [], [60, None]]), programs=[fields])


def program(data: Dataset) -> Program:
    (result,) = read_facts(data).programs.values()
    return result


def test_target_progress_is_drawn_with_an_even_pace_line() -> None:
    """At the end of June at least 120 of 365 came; an even pace would be at 181."""
    data = aiming(target_low=300)
    chart = target_progress(program(data), by_month(data, date(2025, 6, 30)), ENGLISH)
    assert (
        chart.title
        == "Story hour: at least 120 visits by the end of Jun 2025; a steady pace to 365 would be 181"
    )
    assert chart.band == (300, None)
    reached, even = chart.series
    assert [point.value for point in reached.points][:7] == [60, 60, 120, 120, 120, 120, None]
    assert even.style == "dotted"
    assert even.points[-1].value == 365
    assert "steady progress to the target" in chart.caption


def test_program_without_end_has_no_even_pace_line() -> None:
    data = aiming(end=None)
    chart = target_progress(program(data), by_month(data, DAY), ENGLISH)
    assert chart.title == "Story hour: at least 120 visits by the end of Mar 2025; target 365"
    assert len(chart.series) == 1
    assert "Add start and end dates" in chart.caption


def test_targets_table_shows_what_is_needed_and_why_not() -> None:
    data = aiming(target_low=300, target_high=400)
    attained = evaluate(data, metrics=["target_attainment"], by="program", as_of=DAY).values[0]
    table = progress_table([compute_progress(program(data), attained, date(2025, 6, 30))], ENGLISH)
    assert table.rows == (
        (
            "Story hour",
            "365 visits (accepted range 300 to 400)",
            "at least 120 visits",
            "181",
            "at most 41 visits",
            "31 December 2025",
            "undecided",
        ),
    )
    over = progress_table([compute_progress(program(data), attained, date(2026, 1, 1))], ENGLISH)
    assert over.rows[0][4] == "The program has ended."


def test_plan_table_explains_its_gaps() -> None:
    result = plan(dataset(SESSIONS, settings={"staff_hours_per_month": 40}), "Story hour", "Craft")
    table = plan_table(result, ENGLISH)
    assert table.rows == (
        ("Story hour", "2", "6", "120", "36 h", "–", "–"),
        ("Craft", "1", "6", "120", "–", "–", "–"),
        ("Total", "", "", "240", "at least 36 h", "–", "–"),
    )
    note = plan_note(result, ENGLISH)
    assert "The total does not include the staff hours of Craft." in note
    assert "at least 15% of the available staff hours" in note
    conditions = plan_conditions(result.rows[0], ENGLISH)
    assert (
        conditions
        == "visits per session: 10, measured in 4 sessions; staff hours per session: 3 h, measured in 4"
        " sessions; cash per session: unknown"
    )


@pytest.mark.parametrize("source", ["measured", "forecast", "setting", "chosen", "typed"])
def test_every_assumption_states_its_source(source: Source) -> None:
    counted = {"measured": "sessions", "forecast": "months"}.get(source, "")
    for n in (1, 12) if source == "measured" else (12,):
        assumption = Assumption(
            "visits_per_session", "visits", 20, source, n=n if counted else None, counted_unit=counted
        )  # type: ignore[arg-type]
        assert assumption_source(assumption, ENGLISH)
        assert "{" not in assumption_source(assumption, ENGLISH)


def test_every_assumption_and_outcome_has_a_label() -> None:
    for name in ASSUMPTIONS:
        assert ENGLISH.message(f"assumption-{name}")
    for name in OUTCOMES:
        assert ENGLISH.message(f"outcome-{name}")


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (Value("", value=502.6, low=446, high=566), "visits", "503 (446 to 566)"),
        (Value("", value=7.4, low=7.4, high=7.4), "visits", "7.4"),
        (Value("", value=56.2).with_certainty("at_least"), "hours", "at least 56 h"),
        (Value("", low=20, high=480, certainty="range"), "people", "20 to 480"),
        (Value("", value=0.755, low=0.67, high=0.85), "share", "76% (67% to 85%)"),
        (
            Value("", reason="unknown-assumption", reason_values={"what": "money"}),
            "money",
            "Unknown: available budget.",
        ),
        (Value("", reason="zero-base"), "sessions", "There is nothing to divide by: it is zero."),
    ],
)
def test_outcome_is_written_with_its_certainty(value: Value, unit: str, text: str) -> None:
    assert outcome_text(Outcome("visits", unit, value, ()), ENGLISH) == text  # type: ignore[arg-type]


def test_exceeded_limits_are_listed() -> None:
    """30 come to 25 seats; 12 hours a month of 10; 600 of money where there are 500."""
    assumed = {
        name: Assumption(name, unit, number, "typed")
        for (name, unit), number in zip(ASSUMPTIONS.items(), (4, 1, 30, 25, 3, 10, 1, 150, 500), strict=True)
    }
    assert exceeded_limits(compute_outcomes(assumed), ENGLISH, "PHP") == (
        "More people than seats: 120% of capacity.",
        "The plan needs 120% of the available staff hours.",
        "Budget shortfall: ₱100.00.",
    )
    reduced = {**assumed, "sessions_per_month": Assumption("sessions_per_month", "sessions", 3, "typed")}
    assert exceeded_limits(compute_outcomes(reduced), ENGLISH) == (
        "More people than seats: 120% of capacity.",
    )


def test_outcome_names_the_assumptions_it_depends_on() -> None:
    outcome = Outcome("visits", "visits", Value(""), ("sessions_per_month", "months", "visits_per_session"))
    assert (
        outcome_assumptions_text(outcome, ENGLISH)
        == "Based on sessions per month, months and visits per session."
    )


def test_assumption_shows_its_interval_or_not_known() -> None:
    known = Assumption("visits_per_session", "visits", 22.5, "forecast", 19.2, 26.4, 18, "months")
    assert assumption_text(known, ENGLISH) == "23 (19 to 26)"
    assert assumption_interval(known, ENGLISH) == "19 to 26"
    assert assumption_interval(Assumption("months", "months", 6, "chosen"), ENGLISH) == ""
    assert assumption_text(Assumption("money", "money", reason="not-typed"), ENGLISH) == "unknown"


def test_peers_are_summarized_in_one_sentence() -> None:
    assert (
        peers_sentence(find_peer_band(4_800), ENGLISH)
        == "Among 1,161 US public libraries serving 2,500 to 4,999 people, a quarter have fewer than 8.6"
        " visits per session, half fewer than 12.7, three quarters fewer than 18.7."
    )
