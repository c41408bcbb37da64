"""Figures readable without colour: distinct shades, labelled marks, band edges, legends that fit the page."""

from __future__ import annotations

import json
import re
from itertools import combinations
from math import dist
from typing import Any

import pytest

from libcollab_metrics.figures import Point, Series, to_plotly, to_svg, to_vega
from libcollab_metrics.figures.layout import (
    figure_height,
    legend_columns,
    legend_limit,
    line_ends,
    line_label_room,
)
from libcollab_metrics.figures.theme import LIGHT, SERIES_COLOURS, contrast, ink_for
from libcollab_metrics.localization import language
from tests.figures.test_drawing import words
from tests.support.builders.evaluations import HOSTILE, chart, months

ENGLISH = language("en")
#: Vision without one kind of cone, for linear red, green and blue (Machado, Oliveira and Fernandes 2009).
BLIND = {
    "red": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "green": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "blue": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
#: The least distance in CIELAB at which two areas are easily distinguished, and the least contrast ratio.
APART, STEP = 18, 1.25


def simulate(colour: str, cone: str) -> tuple[float, float, float]:
    """A colour in CIELAB as seen without that cone."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    r, g, b = (min(1, max(0, sum(w * c for w, c in zip(row, linear, strict=True)))) for row in BLIND[cone])
    white = ((0.4124, 0.3576, 0.1805, 0.9505), (0.2126, 0.7152, 0.0722, 1.0), (0.0193, 0.1192, 0.9505, 1.089))
    x, y, z = ((a * r + d * g + e * b) / w for a, d, e, w in white)
    x, y, z = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (x, y, z))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


@pytest.mark.parametrize(("one", "other"), list(combinations(SERIES_COLOURS, 2)))
def test_series_colours_differ_in_greyscale_and_for_colour_blindness(one: str, other: str) -> None:
    assert contrast(one, other) >= STEP
    for cone in BLIND:
        assert dist(simulate(one, cone), simulate(other, cone)) >= APART


@pytest.mark.parametrize("colour", SERIES_COLOURS)
def test_number_inside_a_stacked_part_is_readable(colour: str) -> None:
    assert contrast(ink_for(colour), colour) >= 4.5
    number = SERIES_COLOURS.index(colour)
    drawn = chart("stacked", tuple((Point("A", 20.0),) for _ in range(5)))
    rows = to_vega(drawn, ENGLISH)["layer"][-1]["data"]["values"]
    assert rows[number]["ink"] == ink_for(colour)


def lines(*series: Series) -> Any:
    return chart("line", (), series=series)


def row(*numbers: float | None) -> tuple[Point, ...]:
    return tuple(Point(ENGLISH.month(m), n) for m, n in zip(months(len(numbers)), numbers, strict=True))


def test_lines_are_labelled_at_their_ends_without_a_legend() -> None:
    drawn = lines(Series("Reached", row(1, 4, 9)), Series("Even way", row(2, 4, 6), "dotted"))
    svg = words(to_svg(drawn, ENGLISH))
    assert svg.count("Reached") == svg.count("Even way") == 1
    assert "Reached 9" in svg
    figure = to_plotly(drawn, ENGLISH)
    assert {note.text for note in figure.layout.annotations} == {"Reached<br>9", "Even way"}
    assert figure.layout.showlegend is False
    assert "legend" not in json.dumps(
        [
            layer["encoding"].get("color", {}).get("scale")
            for layer in to_vega(drawn, ENGLISH)["layer"]
            if "color" in layer["encoding"]
        ]
    )


def test_labels_of_lines_ending_together_do_not_overlap() -> None:
    drawn = lines(*(Series(f"Line {n}", row(1, 5.0 + n / 100)) for n in range(3)))
    for narrow in (False, True):
        ends = line_ends(drawn, ENGLISH, narrow)
        positions = [end.lift for end in ends]
        assert all(
            b - a > 11 * len(end.lines) for a, b, end in zip(positions, positions[1:], ends, strict=False)
        )


def test_line_ending_early_is_labelled_above_or_below_it() -> None:
    rising, falling = Series("Up", row(1, 3, None)), Series("Down", row(3, 2, None))
    ends = {
        end.lines[0]: end for end in line_ends(lines(rising, falling, Series("On", row(1, 1, 9))), ENGLISH)
    }
    assert (ends["Up"].is_at_axis_end, ends["Down"].is_at_axis_end, ends["On"].is_at_axis_end) == (
        False,
        False,
        True,
    )
    assert ends["Up"].lift > 0 > ends["Down"].lift
    alone = line_ends(lines(Series("Up", row(1, 3, None)), Series("On", row(1, 1, 1))), ENGLISH)
    assert next(end for end in alone if end.lines[0] == "Up").lift < 0  # above it the drawing ends


@pytest.mark.parametrize("names", [("A", "B", "C", "D"), ("A", "W" * 29)])
def test_many_or_long_named_lines_use_a_legend(names: tuple[str, ...]) -> None:
    drawn = lines(*(Series(name, row(1, 2)) for name in names))
    assert line_ends(drawn, ENGLISH) == ()
    assert to_plotly(drawn, ENGLISH).layout.showlegend is True
    assert words(to_svg(drawn, ENGLISH)).count(names[0]) >= 1
    assert figure_height(drawn) > figure_height(lines(Series("A", row(1, 2)), Series("B", row(1, 2))))


def test_right_to_left_label_stays_on_one_line() -> None:
    label = "برنامج القراءة للأطفال في المكتبة العامة"
    svg = to_svg(chart("bars", (Point(label, 1.0),)), ENGLISH)
    assert label in svg
    assert "<tspan" not in svg


def test_narrow_drawing_shows_the_whole_gap_reason() -> None:
    drawn = chart("bars", (Point("A", None, note="hidden to protect a small group"),))
    assert "hidden to protect a small group" in words(to_svg(drawn, ENGLISH, narrow=True))


def test_axis_has_room_for_the_longest_line_label() -> None:
    drawn = lines(Series("Even way to the target", row(1, 2)), Series("B", row(1, 2)))
    assert line_label_room(drawn, narrow=True) > line_label_room(drawn) > 0
    assert line_label_room(lines(Series("Alone", row(1, 2)))) == 0


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_any_line_name_is_drawn_as_plain_text(text: str) -> None:
    drawn = lines(Series(text, row(1, 2)), Series("B", row(None, 1)))
    assert to_svg(drawn, ENGLISH).startswith("<svg")
    notes = [note.text for note in to_plotly(drawn, ENGLISH).layout.annotations]
    assert not any(re.search(r"<(?!br>)", note) for note in notes)


@pytest.mark.parametrize("narrow", [False, True])
def test_legend_of_many_long_names_stays_on_the_drawing(narrow: bool) -> None:
    names = [f"Partner {n} of the municipal library and its friends" for n in range(5)]
    drawn = chart("stacked", (), series=tuple(Series(name, (Point("cash", 0.2),)) for name in names))
    width = 312 if narrow else 640
    svg = to_svg(drawn, ENGLISH, narrow=narrow)
    root = re.search(r'<svg[^>]*width="([\d.]+)" height="([\d.]+)"', svg)
    assert root
    assert float(root[1]) <= width + 1
    columns = legend_columns(drawn, narrow)
    assert columns * (30 + legend_limit(drawn, narrow)) <= width
    assert figure_height(drawn, narrow) > figure_height(chart("stacked", ((Point("cash", 1.0),),)), narrow)


@pytest.mark.parametrize(
    ("band", "edges"), [((10, 25), 2), ((10, None), 1), ((None, 25), 1), ((None, None), 0)]
)
def test_band_edges_are_dashed_lines(band: Any, edges: int) -> None:
    """The shade is a tenth of the accent, which print may lose: every declared end is also a dashed line."""
    for kind in ("bars", "line"):
        drawn = chart(kind, (Point("A", 12.0), Point("B", 30.0)), band=band)
        dashed = [layer for layer in to_vega(drawn, ENGLISH)["layer"] if layer["mark"].get("strokeDash")]
        assert sum(len(layer["data"]["values"]) for layer in dashed) == edges
        assert all(layer["mark"]["color"] == LIGHT.quiet for layer in dashed)
        assert sum(shape.type == "line" for shape in to_plotly(drawn, ENGLISH).layout.shapes) == edges


def test_alt_text_names_series_and_omits_empty_marks() -> None:
    from libcollab_metrics.figures.chart_builder import alt_text

    drawn = chart(
        "stacked", ((Point("cash", 1.0), Point("goods", None)), (Point("cash", 2.0), Point("goods", 3.0)))
    )
    text = alt_text(drawn, ENGLISH)
    assert "cash, Series 1: 1; cash, Series 2: 2; goods, Series 2: 3." in text
    assert "goods, Series 1" not in text
