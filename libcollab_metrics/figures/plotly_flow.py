"""A flow on the screen: ribbons as filled shapes, blocks as thick lines, names and counts beside them."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any

from libcollab_metrics.figures.flow import Block, Flow, Ribbon, flow_of
from libcollab_metrics.figures.layout import FLOW_MARGIN, screen_height, wrapped
from libcollab_metrics.figures.spec import Chart
from libcollab_metrics.figures.table import written
from libcollab_metrics.figures.theme import FLOW_LABEL_CHARACTERS, FONT_STACK, SIZES, Theme, flow_colours
from libcollab_metrics.wording import Language

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

#: How far a name stands from its block, as a part of the width between the sides.
AWAY = 0.02


def flow_figure(chart: Chart, language: Language, colours: Theme) -> Figure:
    """Return a flow chart as a Plotly figure; data is never markup."""
    import plotly.graph_objects as go

    flow = flow_of(chart)
    marks = [_ribbon(ribbon, chart, language, colours) for ribbon in flow.ribbons]
    marks += [_side(0, flow.left, colours), _side(1, flow.right, colours)]
    names = ((-AWAY, flow.left, "middle left"), (1 + AWAY, flow.right, "middle right"))
    marks += [_names(x, blocks, where, chart, language, colours) for x, blocks, where in names]
    return go.Figure(data=marks, layout=_layout(chart, flow, colours))


def _ribbon(ribbon: Ribbon, chart: Chart, language: Language, colours: Theme) -> Any:
    import plotly.graph_objects as go

    upper = [(x, top) for x, top, _ in ribbon.edge]
    lower = [(x, bottom) for x, _, bottom in reversed(ribbon.edge)]
    said = f"{ribbon.start} → {ribbon.end}: {written(ribbon.count, chart, language)}"
    return go.Scatter(
        x=[x for x, _ in (*upper, *lower)], y=[y for _, y in (*upper, *lower)], fill="toself", mode="lines",
        fillcolor=flow_colours(colours)[ribbon.move], line={"width": 0}, opacity=0.55, hoveron="fills",
        name=html.escape(said, quote=False), hoverinfo="name", showlegend=False,
    )  # fmt: skip


def _side(x: int, blocks: tuple[Block, ...], colours: Theme) -> Any:
    """The blocks of one side as thick lines."""
    import plotly.graph_objects as go

    places = [place for block in blocks for place in (block.top, block.bottom, None)]
    return go.Scatter(
        x=[x] * len(places), y=places, mode="lines", connectgaps=False, line={"color": colours.quiet, "width": 7},
        hoverinfo="skip", showlegend=False, cliponaxis=False,
    )  # fmt: skip


def _names(x: float, blocks: tuple[Block, ...], where: str, chart: Chart, language: Language, colours: Theme) -> Any:
    """The name and count of each block beside its middle."""
    import plotly.graph_objects as go

    labels = []
    for block in blocks:
        lines = [*wrapped(block.name, FLOW_LABEL_CHARACTERS), written(block.count, chart, language)]
        labels.append("<br>".join(html.escape(line, quote=False) for line in lines))
    return go.Scatter(
        x=[x] * len(blocks), y=[(block.top + block.bottom) / 2 for block in blocks], mode="text", text=labels,
        textposition=where, textfont={"color": colours.ink, "size": SIZES["label"]}, hoverinfo="skip",
        showlegend=False, cliponaxis=False,
    )  # fmt: skip


def _layout(chart: Chart, flow: Flow, colours: Theme) -> dict[str, Any]:
    bare = {"visible": False, "fixedrange": True}
    return {
        "xaxis": {**bare, "range": [-FLOW_MARGIN, 1 + FLOW_MARGIN]},
        "yaxis": {**bare, "range": [flow.depth * 1.04, -flow.depth * 0.04]},
        "height": screen_height(chart),
        "margin": {"l": 4, "r": 4, "t": 8, "b": 8},
        "font": {"family": FONT_STACK, "size": SIZES["label"], "color": colours.quiet},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "showlegend": False,
    }
