"""The calendar of sessions: its rows, its squares, and what its title may claim."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any
from xml.etree import ElementTree

import pytest

from libcollab_metrics.figures import Chart, Point, chart_table, sessions_calendar, to_plotly, to_svg, to_vega
from libcollab_metrics.figures.shapes import layout_squares
from libcollab_metrics.figures.theme import DARK, LIGHT, contrast, lightness, tint
from libcollab_metrics.localization import language
from libcollab_metrics.metrics.definition import Evaluation
from libcollab_metrics.model import Scope
from tests.support.builders.evaluations import DAY, chart, value

ENGLISH = language("en")
SATURDAY = date(2026, 1, 3)


def calendar(*days: tuple[str | None, str, float | None], **more: Any) -> Chart:
    """The calendar of (day, held or cancelled, sessions)."""
    values = [value("session_days", n, group={"day": day, "state": state}, **more) for day, state, n in days]
    values = values or [value("session_days", None, reason="no-sessions")]
    return sessions_calendar(Evaluation(tuple(values), Scope(), "", DAY, "PHP"), ENGLISH)


def saturdays(count: int, state: str = "held") -> list[tuple[str | None, str, float | None]]:
    """`count` consecutive Saturdays, one session each."""
    return [((SATURDAY + timedelta(weeks=week)).isoformat(), state, 1) for week in range(count)]


def shown(drawn: Chart) -> dict[tuple[str, str], tuple[float | None, str]]:
    """(row, column) → number and sign of every square that is not empty."""
    return {
        (point.label, series.name): (point.value, point.sign)
        for series in drawn.series
        for point in series.points
        if point.value is not None or point.sign
    }


def test_calendar_rows_include_weeks_without_sessions() -> None:
    """3 January is the Saturday of the week of 29 December; the week of 5 January is empty."""
    drawn = calendar(("2026-01-03", "held", 2), ("2026-01-12", "held", 1), ("2026-01-12", "cancelled", 1))
    assert [p.label for p in drawn.series[0].points] == ["29 Dec 2025", "5 Jan 2026", "12 Jan 2026"]
    assert [s.name for s in drawn.series] == ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    assert shown(drawn) == {("29 Dec 2025", "Sat"): (2, ""), ("12 Jan 2026", "Mon"): (1, "✗")}


@pytest.mark.parametrize(
    ("weeks", "rows", "columns", "first"),
    [
        (18, 18, 7, "29 Dec 2025"),
        (19, 5, 7, "Jan 2026"),
        (104, 24, 7, "Jan 2026"),
        (105, 3, 12, "2026"),
        (260, 5, 12, "2026"),
    ],
)
def test_calendar_rows_are_weeks_then_months_then_years(
    weeks: int, rows: int, columns: int, first: str
) -> None:
    """18 Saturdays are 18 weeks; 104 end on 25 December 2027, in the 24th month; the next one is in 2028."""
    drawn = calendar(*saturdays(weeks))
    assert (len(drawn.series[0].points), len(drawn.series), drawn.series[0].points[0].label) == (
        rows,
        columns,
        first,
    )
    assert sum(n or 0 for n, _ in shown(drawn).values()) == weeks


def test_months_sum_their_days_and_count_cancelled_sessions() -> None:
    drawn = calendar(*saturdays(20), ("2026-02-04", "cancelled", 1), ("2026-02-11", "cancelled", 2))
    assert shown(drawn)["Jan 2026", "Sat"] == (5, "")
    assert shown(drawn)["Feb 2026", "Wed"] == (None, "✗3")
    assert "✗ marks a cancelled session." in drawn.caption
    assert "Feb 2026: 4 (3 cancelled)" in drawn.alt


def test_rows_are_years_when_only_months_are_known() -> None:
    months = [("2026-03", "held", 4), ("2026-05", "held", None), ("2026-03-07", "held", 1)]
    drawn = calendar(*months)  # type: ignore[arg-type]
    assert shown(drawn) == {("2026", "Mar"): (5, ""), ("2026", "May"): (None, "•")}
    assert drawn.title == "Sessions were held in 2 of 3 months, Mar 2026 to May 2026"
    assert "• marks sessions whose number was not recorded." in drawn.caption


def test_title_names_held_and_planned_days_and_main_weekday() -> None:
    """8 Saturdays held, 2 Wednesdays held, 1 cancelled: 10 of 11 days, 8 of 10 on Saturdays."""
    days = [
        *saturdays(8),
        ("2026-01-07", "held", 1),
        ("2026-01-14", "held", 1),
        ("2026-01-21", "cancelled", 1),
    ]
    assert calendar(*days).title == "Sessions were held on 10 of 11 planned days, mostly on Saturdays"
    assert calendar(*saturdays(8)).title == "Sessions were held on 8 days, all of them Saturdays"


def test_day_with_a_held_session_counts_as_held_despite_cancellation() -> None:
    days = [*saturdays(6), ("2026-01-03", "cancelled", 1)]
    assert calendar(*days).title == "Sessions were held on 6 days, all of them Saturdays"


def test_title_names_weekday_only_for_majority_of_enough_days() -> None:
    halves = [*saturdays(3), ("2026-01-07", "held", 1), ("2026-01-14", "held", 1), ("2026-01-21", "held", 1)]
    assert calendar(*halves).title == "Sessions were held on 6 days"
    assert calendar(*saturdays(4)).title == "Sessions were held on 4 days"


@pytest.mark.parametrize(
    ("days", "title"),
    [
        ([], "Sessions by day: nothing to show yet. No held session in this selection."),
        ([("2026-03-07", "held", 3)], "Sessions were held on one day, Saturday 7 March 2026"),
        (
            [("2026-03-07", "held", 1), ("2026-03-14", "cancelled", 1)],
            "Sessions were held on one day, Saturday 7 March 2026, of 2 planned days",
        ),
        ([("2026-03-07", "cancelled", 1)], "No session was held: whatever was planned was cancelled"),
        (
            [("2026", "held", 30), ("2026-03-07", "held", 1)],
            "When most sessions were held is not recorded by day",
        ),
        ([(None, "held", 1)], "When most sessions were held is not recorded by day"),
        ([("2026-03", "held", 2)], "Sessions were held in one month, Mar 2026"),
        (
            [("2026-03", "held", 2), ("2026-04", "held", 2)],
            "Sessions were held in every one of 2 months, Mar 2026 to Apr 2026",
        ),
    ],
)
def test_title_states_only_what_is_known_in_edge_cases(days: list[Any], title: str) -> None:
    drawn = calendar(*days)
    assert drawn.title == title
    for narrow in (False, True):
        assert to_svg(drawn, ENGLISH, narrow=narrow).startswith("<svg")
    assert json.loads(to_plotly(drawn, ENGLISH).to_json())["layout"]["height"]


def test_undated_sessions_are_reported_but_not_drawn() -> None:
    drawn = calendar(*saturdays(3), (None, "held", 2))
    assert "Not drawn, because their day is not recorded: 2 sessions." in drawn.caption
    assert drawn.caption.startswith("Numbers are sessions held, 3 in all")
    single = calendar(*saturdays(3), (None, "held", 1))
    assert "Not drawn, because its day is not recorded: 1 session." in single.caption


def test_caption_explains_a_lower_bound() -> None:
    assert "some rows do not say" in calendar(("2026-01-03", "held", 1), certainty="at_least").caption


def test_calendar_table_matches_the_drawn_squares() -> None:
    table = chart_table(calendar(("2026-01-03", "held", 2), ("2026-01-03", "cancelled", 1)), ENGLISH)
    assert table.headings == ("Week beginning", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    assert table.rows == (("29 Dec 2025", "", "", "", "", "", "2 ✗", ""),)
    assert table.numeric == (1, 2, 3, 4, 5, 6, 7)


def test_more_sessions_are_darker_and_empty_squares_uncoloured() -> None:
    drawn = chart(
        "calendar", ((Point("r", 1),), (Point("r", 2),), (Point("r", 4),), (Point("r", None, sign="✗"),))
    )
    squares = layout_squares(drawn, ENGLISH, LIGHT)
    lights = [lightness(square.colour) for square in squares[:3]]
    assert lights == sorted(lights, reverse=True)
    assert lights[0] - lights[1] > 0.1
    assert (squares[3].colour, squares[3].lines) == ("", ("✗",))
    fills = to_vega(drawn, ENGLISH)["layer"][0]["data"]["values"]
    assert fills[3]["fill"] == LIGHT.ground


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_numbers_are_readable_on_every_tint(colours: Any) -> None:
    for step in range(21):
        drawn = chart("calendar", ((Point("r", max(step, 1)),), (Point("r", 20),)))
        square = layout_squares(drawn, ENGLISH, colours)[0]
        assert contrast(square.ink, square.colour) >= 4.5


def test_palest_tint_is_visible_on_the_background() -> None:
    assert contrast(tint(0, LIGHT), LIGHT.ground) > 1.2


def test_cancelled_sign_is_below_the_number_in_year_rows() -> None:
    drawn = calendar(*saturdays(105), ("2026-01-05", "cancelled", 3))
    first = next(
        square for square in layout_squares(drawn, ENGLISH, LIGHT) if (square.row, square.column) == (0, 0)
    )
    assert first.lines == ("5", "✗3")
    assert "5<br>✗3" in json.loads(to_plotly(drawn, ENGLISH).to_json())["data"][-1]["text"]


@pytest.mark.parametrize("narrow", [False, True])
def test_sixty_months_with_all_signs_fit_inside_the_drawing(narrow: bool) -> None:
    svg = to_svg(calendar(*saturdays(260), *saturdays(260, "cancelled")), ENGLISH, narrow=narrow)
    root = ElementTree.fromstring(svg)
    assert float(root.attrib["width"]) <= (312 if narrow else 640) + 1
