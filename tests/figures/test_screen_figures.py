"""What the overview says and draws: short figures, the headline, and the visits by month and program."""

from __future__ import annotations

from base64 import b64decode
from datetime import date

import pytest

from libcollab_metrics.figures import (
    MONTH_METRICS,
    OVERVIEW_METRICS,
    SCREEN,
    format_figure,
    monthly_visits,
    months_figure,
    overview_headline,
    paired_bars,
    paired_lines,
    program_slots,
    split_bar,
    to_plotly,
    verdict_dots,
)
from libcollab_metrics.figures.theme import MAX_COLOURED_PROGRAMS
from libcollab_metrics.localization import language
from libcollab_metrics.metrics import (
    Comparison,
    Value,
    compare,
    evaluate,
    find_metric,
    latest_recorded_scope,
    programs_by_first_session,
)
from libcollab_metrics.model import Dataset, Scope, Workspace
from tests.figures.test_drawing import chart
from tests.support.plotly_figures import validated
from tests.support.sheets import imported, xlsx

ENGLISH = language("en")
DAY = date(2026, 12, 31)
YEAR = Scope((), date(2026, 1, 1), date(2026, 6, 30))


def _library(rows: list[list[object]]) -> Dataset:
    return Workspace().append(imported(xlsx(Log=rows))).dataset()


def log(before: int, now: int, *more: list[object]) -> Dataset:
    """Six months of two years with one program; a session in each month has no count."""
    rows: list[list[object]] = [["Date", "Title", "Attendance"]]
    for year, people in ((2025, before), (2026, now)):
        for month in range(1, 7):
            rows += [[f"{year}-{month:02d}-{day:02d}", "Story hour", people] for day in (3, 10)]
            rows.append([f"{year}-{month:02d}-17", "Story hour", None])
    return _library([*rows, *more])


def compared(dataset: Dataset, by: str = "") -> Comparison:
    return compare(dataset, metrics=OVERVIEW_METRICS, scope=YEAR, by=by, as_of=DAY)


@pytest.mark.parametrize(
    ("value", "metric", "shown"),
    [
        (Value("attendance_total", value=1605).with_certainty("at_least"), "attendance_total", "1,605+"),
        (Value("cost_cash", value=17650).with_certainty("at_most"), "cost_cash", "≤ ₱17,650"),
        (Value("reach_rate", value=0.86), "reach_rate", "86%"),
        (
            Value("", low=446, high=566, certainty="range"),
            "participants_bounds",
            "446–566",
        ),
        (Value("attendance_total", reason="no-counts"), "attendance_total", ""),
        (Value("attendance_per_session", value=22.68, certainty="partial"), "attendance_per_session", "22.7"),
    ],
)
def test_uncertainty_of_a_figure_is_a_sign(value: Value, metric: str, shown: str) -> None:
    assert format_figure(value, find_metric(metric), ENGLISH, "PHP") == shown


def test_headline_names_the_strongest_change_of_a_program() -> None:
    """Story hour has 2 counted sessions of 18 people in each of 6 months of 2025, and of 23 in 2026."""
    dataset = log(18, 23)
    whole, by_program = compared(dataset), compared(dataset, "program")
    found = overview_headline(whole.evaluation, whole, by_program, ENGLISH)
    assert found.program == "Story hour"
    assert found.sentence == "Story hour draws 23 people a session, five more than a year ago"
    assert found.note == "Altogether 276+ visits, Jan–Jun 2026. A year earlier: 216+."


def test_change_that_rounding_hides_is_no_headline() -> None:
    dataset = log(18, 18)
    whole = compared(dataset)
    found = overview_headline(whole.evaluation, whole, compared(dataset, "program"), ENGLISH)
    assert found.sentence == "216+ visits at 18 sessions"


def test_headline_without_a_comparison_counts_visits_and_sessions() -> None:
    evaluation = evaluate(log(18, 23), metrics=OVERVIEW_METRICS, as_of=DAY)
    assert overview_headline(evaluation, None, None, ENGLISH).sentence == "492+ visits at 36 sessions"


def test_latest_recorded_period_ends_with_its_last_session() -> None:
    monthly = evaluate(log(18, 23), metrics=("sessions_held",), by="month", as_of=DAY)
    assert latest_recorded_scope(monthly) == YEAR
    december = evaluate(
        _library([["Date", "Title", "Attendance"], ["2025-12-31", "Story hour", 9]]),
        metrics=("sessions_held",),
        by="month",
        as_of=DAY,
    )
    found = latest_recorded_scope(december)
    assert found is not None
    assert (found.start, found.end) == (date(2025, 1, 1), date(2025, 12, 31))


def test_uncounted_sessions_are_drawn_at_their_usual_size() -> None:
    """In each month of 2026, two counted sessions of 23 and one without a count: 46 and 1 × 20.5 hatched."""
    dataset = log(18, 23)
    monthly = evaluate(dataset, metrics=MONTH_METRICS, by="month", as_of=DAY)
    found = monthly_visits(monthly, {"Story hour": monthly}, compared(dataset), ENGLISH)
    (series,) = found.series
    assert len(found.months) == 18
    assert series.visits[0] == 36
    assert series.visits[6:12] == (None,) * 6
    assert series.visits[-1] == 46
    assert series.uncounted[-1] == pytest.approx((36 * 6 + 46 * 6) / 24)
    assert [span.total for span in found.spans] == ["216+ visits", "276+ visits"]
    assert found.title == "More visits than a year ago"


def test_programs_without_a_series_are_drawn_together() -> None:
    dataset = log(18, 23, ["2026-06-20", "Craft", 40])
    whole = evaluate(dataset, metrics=MONTH_METRICS, by="month", as_of=DAY)
    scope = Scope((("program", ("Story hour",)),))
    own = evaluate(dataset, metrics=MONTH_METRICS, scope=scope, by="month", as_of=DAY)
    found = monthly_visits(whole, {"Story hour": own}, None, ENGLISH)
    assert [series.name for series in found.series] == ["Story hour", ""]
    assert found.series[1].visits[-1] == 40
    drawn = validated(months_figure(found, ENGLISH, program_slots(["Story hour"])))
    assert drawn.data[0].marker.color == "#000001"
    assert found.title == "Visits per month"


def test_programs_are_ordered_by_their_first_session() -> None:
    rows: list[list[object]] = [
        ["Date", "Title", "Attendance"],
        ["2026-03-07", "Craft", 9],
        ["2026-01-03", "Story hour", 9],
    ]
    assert programs_by_first_session(_library(rows)) == ("Story hour", "Craft")


def test_chart_colours_at_most_four_programs_and_neutrals_the_rest() -> None:
    from libcollab_metrics.figures import Point

    names = [f"Program {number}" for number in range(6)]
    drawn = chart("bars", tuple(Point(name, 1.0) for name in names))
    colours = to_plotly(drawn, ENGLISH, SCREEN, program_slots(names)).data[0].marker.color
    slots = list(program_slots(names).values())
    assert list(colours[:MAX_COLOURED_PROGRAMS]) == slots[:MAX_COLOURED_PROGRAMS]
    assert set(colours[MAX_COLOURED_PROGRAMS:]) == {SCREEN.series[1]}


def test_name_that_looks_like_a_colour_of_the_theme_stays() -> None:
    from libcollab_metrics.figures import Point

    drawn = to_plotly(chart("bars", (Point("Lot #000012", 1.0),)), ENGLISH, SCREEN)
    assert "#000012" not in drawn.layout.yaxis.ticktext[0]
    assert "000012" in drawn.layout.yaxis.ticktext[0]


def test_picture_without_data_is_empty() -> None:
    assert paired_bars((1.0,), ()) == paired_lines((1.0, 2.0), ()) == ""
    assert split_bar([5.0]) == verdict_dots([]) == ""
    assert all(picture.startswith("<img") for picture in (paired_bars((1.0,), (2.0,)), split_bar([5, 3])))


def test_picture_of_one_period_has_one_mark_per_month() -> None:
    bars, lines = (
        b64decode(draw((1.0, 2.0, 3.0), ()).split("base64,")[1].rstrip('">')).decode()
        for draw in (paired_bars, paired_lines)
    )
    assert (bars.count("<rect"), lines.count("<polyline")) == (3, 1)
