"""Pairs on the screen: an open dot before, a filled one after, a line between them, and the number at either end."""

from __future__ import annotations

import html
from typing import Any

from libcollab_metrics.figures.layout import points_of
from libcollab_metrics.figures.pairs import Pair, pairs_of
from libcollab_metrics.figures.spec import Chart
from libcollab_metrics.figures.theme import SIZES, Theme
from libcollab_metrics.wording import Language


def pair_marks(chart: Chart, language: Language, colours: Theme) -> list[Any]:
    """Return the marks of a chart of pairs; data is never markup."""
    pairs = pairs_of(chart, language)
    return [_joined(pairs, colours), *(_dots(chart, pairs, side, colours) for side in (0, 1))]


def _joined(pairs: tuple[Pair, ...], colours: Theme) -> Any:
    import plotly.graph_objects as go

    return go.Scatter(
        x=[x for pair in pairs for x in (*pair.ends, None)],
        y=[y for pair in pairs for y in (pair.place, pair.place, None)],
        mode="lines", line={"color": colours.series[0], "width": 2}, connectgaps=False, hoverinfo="skip",
    )  # fmt: skip


def _dots(chart: Chart, pairs: tuple[Pair, ...], side: int, colours: Theme) -> Any:
    """The dots of one series, each with what is written on its own side of the pair."""
    import plotly.graph_objects as go

    numbers = [(pair.before, pair.after)[side] for pair in pairs]
    is_left = [(pair.before <= pair.after) == (side == 0) for pair in pairs]
    labels = [pair.left if left else pair.right for pair, left in zip(pairs, is_left, strict=True)]
    names = [points_of(chart)[pair.place].label for pair in pairs]
    accent = colours.series[0]
    return go.Scatter(
        x=numbers, y=[pair.place for pair in pairs], mode="markers+text",
        text=[html.escape(f" {label} ", quote=False) for label in labels],
        textposition=["middle left" if left else "middle right" for left in is_left],
        textfont={"color": colours.ink, "size": SIZES["label"]},
        marker={"color": accent if side else colours.ground, "size": 11, "line": {"color": accent, "width": 2}},
        hovertext=[html.escape(f"{n}: {label}", quote=False) for n, label in zip(names, labels, strict=True)],
        hovertemplate="%{hovertext}<extra></extra>", name=html.escape(chart.series[side].name, quote=False),
        cliponaxis=False,
    )  # fmt: skip
