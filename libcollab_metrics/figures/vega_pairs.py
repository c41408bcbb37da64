"""Pairs on paper: an open dot before, a filled one after, a line between them, and both numbers behind them."""

from __future__ import annotations

from typing import Any

from libcollab_metrics.figures.layout import printable
from libcollab_metrics.figures.pairs import pairs_of
from libcollab_metrics.figures.spec import Chart
from libcollab_metrics.figures.theme import LIGHT, SIZES
from libcollab_metrics.figures.vega_axes import encoding
from libcollab_metrics.wording import Language

Spec = dict[str, Any]


def pair_layers(chart: Chart, language: Language, narrow: bool) -> list[Spec]:
    """Return the layers of a chart of pairs, their numbers inside."""
    rows = [
        {"place": pair.place, "before": pair.before, "after": pair.after, "low": pair.ends[0], "high": pair.ends[1],
         "label": printable(pair.label)}
        for pair in pairs_of(chart, language)
    ]  # fmt: skip
    accent = LIGHT.series[0]
    dot = {"type": "point", "size": 110, "opacity": 1, "stroke": accent, "strokeWidth": 2}
    words = {"type": "text", "align": "left", "dx": 12, "fontSize": SIZES["label"], "color": LIGHT.ink}
    layers: list[Spec] = [
        {
            "mark": {"type": "rule", "strokeWidth": 2, "color": accent},
            "encoding": encoding(chart, narrow, "low", "high"),
        },
        {"mark": {**dot, "fill": LIGHT.ground}, "encoding": encoding(chart, narrow, "before")},
        {"mark": {**dot, "fill": accent}, "encoding": encoding(chart, narrow, "after")},
        {"mark": words, "encoding": {**encoding(chart, narrow, "high"), "text": {"field": "label"}}},
    ]
    return [{"data": {"values": rows}} | layer for layer in layers]
