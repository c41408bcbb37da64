"""A calendar on the screen: squares from pale to dark, numbers and signs inside."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any

from libcollab_metrics.figures.grid import most_in_a_square, squares_of
from libcollab_metrics.figures.layout import points_of, printable, screen_height
from libcollab_metrics.figures.spec import Chart, Point, Series
from libcollab_metrics.figures.table import square_text
from libcollab_metrics.figures.theme import FONT_STACK, SIZES, Theme, tint
from libcollab_metrics.wording import Language

if TYPE_CHECKING:
    from plotly.graph_objects import Figure


def grid_figure(chart: Chart, language: Language, colours: Theme) -> Figure:
    """Return a calendar as a Plotly figure; data is never markup."""
    import plotly.graph_objects as go

    return go.Figure(
        data=[_empty(chart, colours), _squares(chart, language, colours), _words(chart, language, colours)],
        layout=_layout(chart, colours),
    )


def _empty(chart: Chart, colours: Theme) -> Any:
    """Every square before anything stands in it, so that an empty one is seen."""
    import plotly.graph_objects as go

    columns, rows = range(len(chart.series)), range(len(points_of(chart)))
    return go.Heatmap(
        x=list(columns), y=list(rows), z=[[0 for _ in columns] for _ in rows], showscale=False, hoverinfo="skip",
        colorscale=[[0, colours.grid], [1, colours.grid]], opacity=0.4, xgap=2, ygap=2,
    )  # fmt: skip


def _squares(chart: Chart, language: Language, colours: Theme) -> Any:
    import plotly.graph_objects as go

    rows = range(len(points_of(chart)))
    return go.Heatmap(
        x=list(range(len(chart.series))), y=list(rows),
        z=[[series.points[row].value or None for series in chart.series] for row in rows],
        colorscale=[[0, tint(0, colours)], [1, tint(1, colours)]], zmin=0, zmax=most_in_a_square(chart),
        showscale=False, xgap=2, ygap=2, hoverongaps=False,
        hovertext=[[_hover(series, series.points[row], chart, language) for series in chart.series] for row in rows],
        hovertemplate="%{hovertext}<extra></extra>",
    )  # fmt: skip


def _hover(series: Series, point: Point, chart: Chart, language: Language) -> str:
    said = ", ".join(part for part in (square_text(point, chart, language), point.note) if part)
    return html.escape(printable(f"{point.label}, {series.name}: {said}"), quote=False)


def _words(chart: Chart, language: Language, colours: Theme) -> Any:
    import plotly.graph_objects as go

    squares = [square for square in squares_of(chart, language, colours) if square.lines]
    return go.Scatter(
        x=[s.column for s in squares], y=[s.row for s in squares], mode="text",
        text=["<br>".join(html.escape(line, quote=False) for line in s.lines) for s in squares],
        textfont={"color": [s.ink for s in squares], "size": SIZES["small"]}, hoverinfo="skip", showlegend=False,
    )  # fmt: skip


def _layout(chart: Chart, colours: Theme) -> dict[str, Any]:
    columns, rows = [series.name for series in chart.series], [point.label for point in points_of(chart)]
    bare = {"showgrid": False, "zeroline": False, "fixedrange": True, "automargin": True, "tickangle": 0}
    return {
        "xaxis": {
            **bare,
            **_named(columns),
            "tickfont": {"size": SIZES["small"] - (len(columns) > 7)},
            "side": "top",
            "range": [-0.5, len(columns) - 0.5],
        },
        "yaxis": {**bare, **_named(rows), "range": [len(rows) - 0.5, -0.5]},
        "height": screen_height(chart),
        "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
        "font": {"family": FONT_STACK, "size": SIZES["label"], "color": colours.quiet},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "showlegend": False,
        "hoverlabel": {"align": "left"},
    }


def _named(names: list[str]) -> dict[str, Any]:
    return {
        "tickvals": list(range(len(names))),
        "ticktext": [html.escape(printable(name), quote=False) for name in names],
    }
