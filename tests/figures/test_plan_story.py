"""Charts of the planning pack: the forecast begins at the last recorded month, and names do not overlap."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from libcollab_metrics.figures.chart import Chart, Point, Series
from libcollab_metrics.figures.plan_vega import ACCENT, FORECAST, LABEL_SPACING, PATH, plan_spec
from libcollab_metrics.localization import language

ENGLISH = language("en")


def chart(key: str, *series: Series) -> Chart:
    return Chart(key, "line", "Title", "visits", series, "Month", "Visits", "", "", "")


def forecast() -> Chart:
    recorded = Series("Recorded", (Point("Jan", 20.0), Point("Feb", 22.0), Point("Mar", None)))
    ahead = Series(
        "Forecast", (Point("Jan", None), Point("Feb", None), Point("Mar", 23.0, 19.0, 26.0)), "dashed"
    )
    seats = Series("30 seats", tuple(Point(name, 30.0) for name in ("Jan", "Feb", "Mar")), "dotted")
    return chart(FORECAST, recorded, ahead, seats)


def layers(spec: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [layer for layer in spec["layer"] if layer["mark"]["type"] == kind]


def names(spec: dict[str, Any]) -> dict[str, float]:
    found = layers(spec, "text")
    return {layer["encoding"]["text"]["value"]: layer["encoding"]["y"]["value"] for layer in found}


def test_band_begins_at_the_last_recorded_month() -> None:
    (band,) = layers(plan_spec(forecast(), ENGLISH, narrow=False), "area")
    assert [(row["place"], row["low"], row["high"]) for row in band["data"]["values"]] == [
        (1, 22.0, 22.0),
        (2, 19.0, 26.0),
    ]


def test_only_the_forecast_has_the_accent_color() -> None:
    lines = layers(plan_spec(forecast(), ENGLISH, narrow=False), "line")
    assert [line["mark"]["color"] == ACCENT for line in lines] == [False, True, False]


def test_ends_of_the_lines_are_named() -> None:
    assert set(names(plan_spec(forecast(), ENGLISH, narrow=False))) == {
        "30 seats",
        "up to 26",
        "about 23",
        "down to 19",
    }


def test_names_close_to_each_other_are_moved_apart() -> None:
    aim = Series("Aim", (Point("Start", 0.0, 0.0, 0.0), Point("Jul", 100.0, 99.0, 101.0)), "dashed")
    before = Series("2025: 98", (Point("Start", 0.0), Point("Jul", 98.0)))
    heights = sorted(names(plan_spec(chart(PATH, before, aim), ENGLISH, narrow=True)).values())
    assert len(heights) == 3
    assert all(after - earlier >= LABEL_SPACING for earlier, after in pairwise(heights))


def test_axis_begins_at_zero_and_contains_the_seats() -> None:
    spec = plan_spec(forecast(), ENGLISH, narrow=False)
    low, high = layers(spec, "line")[0]["encoding"]["y"]["scale"]["domain"]
    assert low == 0
    assert high >= 30
