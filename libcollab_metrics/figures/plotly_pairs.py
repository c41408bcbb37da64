"""Pairs on the screen: an open dot before, a filled one after, a line between them, and both numbers behind them."""

from __future__ import annotations

import html
from typing import Any

from libcollab_metrics.figures.layout import points_of
from libcollab_metrics.figures.pairs import Pair, pairs_of
from libcollab_metrics.figures.spec import Chart, Series
from libcollab_metrics.figures.theme import SIZES, Theme
from libcollab_metrics.wording import Language


def pair_marks(chart: Chart, language: Language, colours: Theme) -> list[Any]:
    """Return the marks of a chart of pairs; data is never markup."""
    pairs = pairs_of(chart, language)
    sides = enumerate(chart.series[:2])
    return [_joined(pairs, colours), *(_dots(chart, pairs, s, n, colours) for n, s in sides), _words(pairs, colours)]


def _joined(pairs: tuple[Pair, ...], colours: Theme) -> Any:
    import plotly.graph_objects as go

    return go.Scatter(
        x=[x for pair in pairs for x in (*pair.ends, None)],
        y=[y for pair in pairs for y in (pair.place, pair.place, None)],
        mode="lines", line={"color": colours.series[0], "width": 2}, connectgaps=False, hoverinfo="skip",
    )  # fmt: skip


def _dots(chart: Chart, pairs: tuple[Pair, ...], series: Series, number: int, colours: Theme) -> Any:
    """The dots of one side, open before and filled after."""
    import plotly.graph_objects as go

    accent = colours.series[0]
    said = [f"{points_of(chart)[pair.place].label}: {pair.label}" for pair in pairs]
    return go.Scatter(
        x=[(pair.before, pair.after)[number] for pair in pairs], y=[pair.place for pair in pairs], mode="markers",
        marker={
            "color": accent if number else colours.ground, "size": 11, "line": {"color": accent, "width": 2},
            "opacity": 1,
        },
        hovertext=[html.escape(words, quote=False) for words in said], hovertemplate="%{hovertext}<extra></extra>",
        name=html.escape(series.name, quote=False), cliponaxis=False,
    )  # fmt: skip


def _words(pairs: tuple[Pair, ...], colours: Theme) -> Any:
    import plotly.graph_objects as go

    return go.Scatter(
        x=[pair.ends[1] for pair in pairs], y=[pair.place for pair in pairs], mode="text",
        text=["   " + html.escape(pair.label, quote=False) for pair in pairs], textposition="middle right",
        textfont={"color": colours.ink, "size": SIZES["label"]}, hoverinfo="skip", cliponaxis=False,
    )  # fmt: skip
