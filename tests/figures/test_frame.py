"""A drawing is as wide as its column, with room reserved for labels, numbers and names of series."""

from __future__ import annotations

import re

import pytest
from PIL import ImageFont

from libcollab_metrics.figures import Point, to_svg
from libcollab_metrics.figures.chart import ChartKind
from libcollab_metrics.figures.layout import max_text_width
from libcollab_metrics.figures.vega_encoding import NARROW_WIDTH, WIDTH
from libcollab_metrics.localization import language
from tests.support.builders.evaluations import chart

ENGLISH = language("en")
INTER = "libcollab_metrics/assets/fonts/Inter-Regular.otf"
MANY = 1_250_000
TEXTS = (
    "Story hour at Main",
    "WWWW mmmm",
    "illicit filling",
    "₱1,204,300.50",
    "Sampaguita Elementary School",
    "Peña Ñandú",
    "100% (at least)",
    "JULY–AUGUST 2026",
    "_[]{}#*+=<>?!@~^",
    "\u4e09\u6708\u56fe\u4e66",
)
NAMES = ("Story hour", "Sampaguita Elementary School and its library corner", "January 2026", "M" * 40)


@pytest.mark.parametrize("text", TEXTS)
def test_text_is_never_wider_than_estimated(text: str) -> None:
    assert ImageFont.truetype(INTER, 100).getlength(text) <= max_text_width(text, 100)


@pytest.mark.parametrize("kind", ["bars", "columns", "line", "dots", "funnel", "stacked", "pairs"])
@pytest.mark.parametrize("top", [1, 40, MANY])
@pytest.mark.parametrize("narrow", [False, True])
def test_drawing_is_as_wide_as_its_column(kind: ChartKind, top: float, narrow: bool) -> None:
    """Letters of neighboring drawings have the same size, even where a bar's number is in the millions."""
    points = tuple(Point(name, top / (index + 1)) for index, name in enumerate(NAMES))
    wide, high = size(to_svg(chart(kind, points), ENGLISH, narrow=narrow))
    assert wide == pytest.approx(NARROW_WIDTH if narrow else WIDTH, rel=1 / 30 if top < MANY else 1 / 14)
    assert high > 60


@pytest.mark.parametrize("count", [2, 5])
def test_series_names_fit_inside_a_narrow_drawing(count: int) -> None:
    """Names too long for one line are set below each other."""
    points = tuple(tuple(Point(name, 0.2) for name in NAMES[:2]) for _ in range(count))
    drawn = to_svg(chart("stacked", points, unit="share"), ENGLISH, narrow=True)
    assert size(drawn)[0] == pytest.approx(NARROW_WIDTH, rel=1 / 30)
    assert all(f"Series {number + 1}" in drawn for number in range(count))


def size(svg: str) -> tuple[float, float]:
    """Width and height of a drawing in points."""
    match = re.search(r'<svg[^>]*? width="([\d.]+)" height="([\d.]+)"', svg)
    assert match is not None
    return float(match[1]), float(match[2])
