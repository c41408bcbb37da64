"""Lines on paper: their ribbons, their marks, and at their ends the names of several."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from libcollab_metrics.figures.layout import drawn_series, look_of, printable
from libcollab_metrics.figures.line_ends import CHARACTER, CHARACTERS, line_ends
from libcollab_metrics.figures.spec import Chart
from libcollab_metrics.figures.theme import LIGHT, SIZES
from libcollab_metrics.figures.vega_axes import encoding
from libcollab_metrics.figures.vega_looks import colour_of, dash_of
from libcollab_metrics.wording import Language

Spec = dict[str, Any]
#: Points between a name and the end of its line.
AWAY = 9


def line_layers(chart: Chart, narrow: bool, rows: Sequence[Spec]) -> list[Spec]:
    """Return the ribbons and the lines of a chart, each line broken where nothing is known."""
    mark = {
        "type": "line",
        "point": {"size": 34, "filled": True},
        "strokeWidth": 2,
        "invalid": "break-paths-show-domains",
    }
    looks = {**colour_of(chart, narrow), **dash_of(chart)}
    lines = {"data": {"values": rows}, "mark": mark, "encoding": {**encoding(chart, narrow, "value"), **looks}}
    return [*_ribbons(chart, narrow, rows), lines]


def end_layers(chart: Chart, language: Language, narrow: bool) -> list[Spec]:
    """Return the names of several lines, each at its end in ink; a single line is named by its axis."""
    layers: list[Spec] = []
    for end in line_ends(chart, language, narrow):
        row = {"place": end.place, "value": end.value, "label": [printable(line) for line in end.lines]}
        mark = {
            "type": "text", "align": "left" if end.behind else "right", "dx": AWAY if end.behind else 0,
            "dy": -end.lift - SIZES["label"] * (len(end.lines) - 1) / 2, "fontSize": SIZES["small"],
            "color": LIGHT.ink, "baseline": "middle", "limit": CHARACTERS * CHARACTER + AWAY,
        }  # fmt: skip
        places = {**encoding(chart, narrow, "value"), "text": {"field": "label"}}
        layers.append({"data": {"values": [row]}, "mark": mark, "encoding": places})
    return layers


def _ribbons(chart: Chart, narrow: bool, rows: Sequence[Spec]) -> list[Spec]:
    """The interval of each line that has one, in its colour; a colour of its own would fade the line's."""
    layers = []
    for number, series in enumerate(drawn_series(chart)):
        name = printable(series.name)
        ended = [r for r in rows if r["series"] == name and r["low"] is not None and r["high"] is not None]
        mark = {"type": "area", "opacity": 0.18, "color": LIGHT.series[look_of(series, number)]}
        if ended:
            layers.append({"data": {"values": ended}, "mark": mark, "encoding": encoding(chart, narrow, "low", "high")})
    return layers
