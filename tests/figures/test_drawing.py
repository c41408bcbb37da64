"""A chart is drawn the same on screen and on paper: every kind, with any text, at any size."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from typing import Any, get_args
from xml.etree import ElementTree

import pytest

from libcollab_metrics.figures import (
    PLOTLY_CONFIG,
    Chart,
    Point,
    chart_table,
    to_plotly,
    to_png,
    to_svg,
    to_vega,
)
from libcollab_metrics.figures.chart import ChartKind
from libcollab_metrics.figures.layout import labelled_categories, screen_height, value_labels, wrap_label
from libcollab_metrics.figures.theme import DARK, LIGHT, Theme, ink_for, theme
from libcollab_metrics.localization import language
from tests.support.builders.evaluations import HOSTILE, chart, months

ENGLISH = language("en")
KINDS = get_args(ChartKind)
MIXED = (
    Point("Whole", 40, low=30, high=48),
    Point("At least", 22, note="at least"),
    Point("Zero", 0),
    Point("Hidden", None, hidden=True, note="hidden to protect a small group"),
    Point("Range", None, low=10, high=20, note="range"),
)


def words(svg: str) -> str:
    """All text of an SVG, lines joined; Vega's non-breaking spaces become plain ones."""
    texts = [node.text or "" for node in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]
    parts = [
        node.text or "" for node in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}tspan")
    ]
    return " ".join([*texts, *parts]).replace("\u00a0", " ")


@pytest.mark.parametrize("kind", KINDS)
def test_every_chart_kind_is_drawn_in_every_format(kind: ChartKind) -> None:
    drawn = chart(kind, MIXED)
    svg = words(to_svg(drawn, ENGLISH))
    plotted = to_plotly(drawn, ENGLISH).to_json()
    for label in ("Whole", "At least" if kind == "flow" else "Zero"):  # a flow does not draw a count of zero
        assert label in svg
        assert label in plotted
    assert "40" in svg
    assert to_png(drawn, ENGLISH).startswith(b"\x89PNG")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("narrow", [False, True])
def test_charts_with_one_or_no_mark_are_drawn(kind: ChartKind, narrow: bool) -> None:
    for points in ((), (Point("A", None),), (Point("A", 1.0),)):
        drawn = chart(kind, points)
        assert to_svg(drawn, ENGLISH, narrow=narrow).startswith("<svg")
        assert to_plotly(drawn, ENGLISH).layout.height == screen_height(drawn)


@pytest.mark.parametrize("kind", ["bars", "dots", "funnel"])
def test_gap_shows_its_reason_on_the_drawing(kind: ChartKind) -> None:
    drawn = chart(kind, MIXED)
    assert "hidden to protect a small group" in words(to_svg(drawn, ENGLISH))
    assert "hidden to protect a small group" in to_plotly(drawn, ENGLISH).to_json()


def test_gap_has_no_value_in_either_renderer() -> None:
    drawn = chart("bars", MIXED)
    assert to_plotly(drawn, ENGLISH).data[0].x[3] is None
    bars = to_vega(drawn, ENGLISH)["layer"][0]
    assert bars["data"]["values"][3]["value"] is None


def test_range_shows_both_ends() -> None:
    drawn = chart("bars", MIXED)
    assert "10 to 20" in words(to_svg(drawn, ENGLISH))
    assert "10 to 20" in to_plotly(drawn, ENGLISH).to_json()


def test_lower_bound_is_labelled_with_a_sign() -> None:
    assert value_labels(MIXED, chart("bars", MIXED), ENGLISH)[1] == "22+"


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("kind", ["bars", "columns"])
def test_any_text_is_drawn_as_plain_text(kind: ChartKind, text: str) -> None:
    drawn = chart(
        kind,
        (Point(text, 5.0, note=text), Point("B", None, note=text)),
        title=text,
        caption=text,
        source=text,
        measure=text,
    )
    svg = to_svg(drawn, ENGLISH, is_framed=True)
    ElementTree.fromstring(svg)
    assert "<img" not in svg
    assert "<b>" not in svg
    plotted = to_plotly(drawn, ENGLISH).to_json()
    shown = [*json.loads(plotted)["data"][0]["hovertext"], *json.loads(plotted)["data"][0]["text"]]
    assert not any(re.search(r"<(?!br>)", part) for part in shown)


def test_axis_labels_are_escaped() -> None:
    figure = to_plotly(chart("bars", (Point("<a href='x'>A</a>", 1.0),)), ENGLISH)
    assert figure.layout.yaxis.ticktext == ("&lt;a href='x'&gt;A&lt;/a&gt;",)


def test_chart_menu_has_no_cloud_upload_or_browser_image() -> None:
    assert PLOTLY_CONFIG["showSendToCloud"] is False
    assert PLOTLY_CONFIG["displaylogo"] is False
    assert "toImage" in PLOTLY_CONFIG["modeBarButtonsToRemove"]


@pytest.mark.parametrize("narrow", [False, True])
def test_sixty_month_labels_do_not_overlap(narrow: bool) -> None:
    points = tuple(Point(ENGLISH.month(m), float(i % 9)) for i, m in enumerate(months(60)))
    drawn = chart("line", points)
    room = (260 if narrow else 580) / 60
    positions = labelled_categories(drawn, narrow)
    assert min(b - a for a, b in pairwise(positions)) * room > 30
    assert sum(1 for label in value_labels(points, drawn, ENGLISH) if label) == 2


def test_forty_long_bar_labels_do_not_overlap() -> None:
    """A label has up to three lines of 11 points; the labels of two bars are farther apart than that."""
    name = "Partner {:02} with a name of sixty letters or thereabouts, no less"
    svg = to_svg(chart("bars", tuple(Point(name.format(i), 5.0) for i in range(40))), ENGLISH)
    labels = re.findall(r'<text text-anchor="end" transform="translate\(-?[\d.]+,(-?[\d.]+)\)"', svg)
    tops = sorted(float(top) for top in labels)
    assert len(tops) == 40
    assert min(b - a for a, b in pairwise(tops)) > 33


def test_long_label_is_cut_after_three_lines() -> None:
    lines = wrap_label("W" * 300)
    assert len(lines) == 3
    assert lines[-1].endswith("…")


def test_at_most_five_series_are_drawn() -> None:
    many = tuple((Point("A", float(i)), Point("B", float(i))) for i in range(7))
    drawn = chart("line", many)
    assert sum(1 for trace in to_plotly(drawn, ENGLISH).data if trace.mode == "lines+markers") == 5
    (lines,) = (layer for layer in to_vega(drawn, ENGLISH)["layer"] if layer["mark"]["type"] == "line")
    assert {row["series"] for row in lines["data"]["values"]} == {f"Series {i}" for i in range(1, 6)}


def test_framed_image_includes_title_caption_and_source() -> None:
    text = words(to_svg(chart("bars", MIXED), ENGLISH, is_framed=True))
    assert "Story hour leads" in text
    assert "Coverage 75 %." in text
    assert "All programs." in text


def test_same_chart_gives_the_same_image() -> None:
    assert to_svg(chart("bars", MIXED), ENGLISH) == to_svg(chart("bars", MIXED), ENGLISH)


def test_svg_text_uses_the_bundled_font() -> None:
    svg = to_svg(chart("bars", MIXED), ENGLISH)
    assert 'font-family="Inter"' in svg


def test_chart_table_holds_the_drawn_values() -> None:
    table = chart_table(chart("bars", MIXED), ENGLISH)
    assert table.headings == ("Program", "Program attendance", "95% interval or range", "Remark")
    assert table.numeric == (1, 2)
    assert table.rows == (
        ("Whole", "40", "30 to 48", ""),
        ("At least", "22", "", "at least"),
        ("Zero", "0", "", ""),
        ("Hidden", "", "", "hidden to protect a small group"),
        ("Range", "", "10 to 20", "range"),
    )


def test_chart_table_names_each_series() -> None:
    table = chart_table(chart("line", ((Point("A", 1.0),), (Point("A", 2.0),))), ENGLISH)
    assert table.rows == (("A", "Series 1", "1"), ("A", "Series 2", "2"))


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_text_and_marks_have_enough_contrast_in_both_themes(colours: Theme) -> None:
    assert contrast(colours.ink, colours.ground) > 7
    assert contrast(colours.quiet, colours.ground) > 4.5
    assert min(contrast(ink_for(colour), colour) for colour in colours.series) > 4.5
    assert min(contrast(colour, colours.ground) for colour in colours.series) > 3


def test_dark_theme_uses_dark_colours() -> None:
    drawn: Chart = chart("bars", MIXED)
    bar_colours: dict[bool, Any] = {
        dark: to_plotly(drawn, ENGLISH, theme(dark)).data[0].marker.color for dark in (False, True)
    }
    assert bar_colours == {False: LIGHT.series[0], True: DARK.series[0]}
