"""Charts of several series: stacked parts, dots of several partners, ribbons from level to level."""

from __future__ import annotations

from typing import Any

import pytest

from libcollab_metrics.figures import Point, Series, to_plotly, to_svg, to_vega
from libcollab_metrics.figures.layout import stacked_part_ranges, value_range
from libcollab_metrics.figures.shapes import layout_flow
from libcollab_metrics.localization import language
from tests.figures.test_drawing import words
from tests.support.builders.evaluations import HOSTILE, chart

ENGLISH = language("en")
LEVELS = ("Independent", "Instructional", "Frustration")


def flow(*rows: tuple[float | None, ...], names: tuple[str, ...] = LEVELS) -> Any:
    """Before (down) × after (across), best level first."""
    series = tuple(
        Series(name, tuple(Point(end, count) for end, count in zip(names, row, strict=True)))
        for name, row in zip(names, rows, strict=True)
    )
    return chart("flow", (), series=series, unit="people")


def test_stacked_parts_are_consecutive_and_unknown_parts_have_zero_length() -> None:
    """
          Hope  School  library
    cash    60       –       40
    gifts   10      30       10
    """
    drawn = chart(
        "stacked",
        (
            (Point("cash", 60), Point("gifts", 10)),
            (Point("cash", None), Point("gifts", 30)),
            (Point("cash", 40), Point("gifts", 10)),
        ),
    )
    assert stacked_part_ranges(drawn) == [[(0, 60), (0, 10)], [(60, 60), (10, 40)], [(60, 100), (40, 50)]]
    assert value_range(drawn) == (0, 100)
    assert to_plotly(drawn, ENGLISH).layout.barmode == "stack"
    bars = to_vega(drawn, ENGLISH)["layer"][0]["data"]["values"]
    assert [(r["start"], r["value"]) for r in bars if r["series"] == "Series 3"] == [(60, 100), (40, 50)]


def test_part_too_narrow_for_its_number_has_no_label() -> None:
    drawn = chart("stacked", ((Point("cash", 97.0),), (Point("cash", 3.0),)))
    svg = words(to_svg(drawn, ENGLISH))
    assert "97" in svg
    assert " 3 " not in f" {svg} "


def test_bars_of_two_series_are_side_by_side_on_paper() -> None:
    drawn = chart("bars", ((Point("Hope", 12000.0),), (Point("Hope", 4000.0),)))
    assert "yOffset" in to_vega(drawn, ENGLISH)["layer"][0]["encoding"]
    svg = words(to_svg(drawn, ENGLISH))
    assert "12,000" in svg
    assert "4,000" in svg


def test_dots_are_drawn_for_every_partner() -> None:
    drawn = chart("dots", tuple((Point("We want the same", i / 2),) for i in range(9)))
    assert sum(1 for trace in to_plotly(drawn, ENGLISH).data if trace.mode == "markers+text") == 9
    names = {row["series"] for row in to_vega(drawn, ENGLISH)["layer"][0]["data"]["values"]}
    assert len(names) == 9


def test_flow_ribbons_start_and_end_at_their_blocks() -> None:
    """
    before \\ after   Independent  Instructional  Frustration   together
    Independent               2              –            –          2
    Instructional             3              4            1          8
    Frustration               –              6            4         10
    total                     5             10            5         20    a gap is 8% of 20 = 1.6
    """
    layout = layout_flow(flow((2, None, None), (3, 4, 1), (None, 6, 4)))
    assert [(b.name, b.count) for b in layout.left] == [
        ("Independent", 2),
        ("Instructional", 8),
        ("Frustration", 10),
    ]
    assert [(b.name, b.count) for b in layout.right] == [
        ("Independent", 5),
        ("Instructional", 10),
        ("Frustration", 5),
    ]
    assert [b.top for b in layout.right] == pytest.approx([0, 6.6, 18.2])
    assert layout.depth == pytest.approx(23.2)
    moves = {(r.start, r.end): r.move for r in layout.ribbons}
    assert moves == {
        ("Independent", "Independent"): "same",
        ("Instructional", "Independent"): "up",
        ("Instructional", "Instructional"): "same",
        ("Instructional", "Frustration"): "down",
        ("Frustration", "Instructional"): "up",
        ("Frustration", "Frustration"): "same",
    }
    up = next(r for r in layout.ribbons if r.start == "Instructional" and r.end == "Independent")
    assert up.edge[0] == pytest.approx((0, 3.6, 6.6))
    assert up.edge[-1] == pytest.approx((1, 2, 5))


def test_flow_labels_each_level_with_counts_on_both_sides() -> None:
    svg = words(to_svg(flow((2, None, None), (3, 4, 1), (None, 6, 4)), ENGLISH))
    for name, before, after in (("Independent", 2, 5), ("Instructional", 8, 10), ("Frustration", 10, 5)):
        assert svg.count(name) == 2
        assert f"{before}" in svg
        assert f"{after}" in svg


@pytest.mark.parametrize("text", HOSTILE)
def test_any_level_name_is_drawn_as_plain_text(text: str) -> None:
    drawn = flow((1.0, 2.0), (3.0, None), names=(text, "other"))
    assert to_svg(drawn, ENGLISH).startswith("<svg")
    assert "<img" not in to_plotly(drawn, ENGLISH).to_json()
