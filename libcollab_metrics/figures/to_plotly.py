"""Plotly renderer for the screen: marks and their numbers, hover text, margins and toolbar.

Title, caption and source belong to the page, not to the drawing. Labels are escaped: data is never markup.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from libcollab_metrics.figures.chart import Chart, Point, Series, format_number, format_square
from libcollab_metrics.figures.layout import (
    FLOW_MARGIN,
    HORIZONTAL,
    drawn_series,
    find_gaps,
    gap_lines,
    has_legend,
    is_range,
    label_width,
    labelled_categories,
    line_ends,
    line_label_room,
    points_of,
    screen_height,
    screen_range,
    series_colour_index,
    series_labels,
    strip_unprintable,
    value_labels,
    value_range,
    wrap_label,
)
from libcollab_metrics.figures.shapes import (
    Block,
    Flow,
    Pair,
    Ribbon,
    largest_square_value,
    layout_flow,
    layout_pairs,
    layout_squares,
)
from libcollab_metrics.figures.theme import (
    FLOW_LABEL_CHARACTERS,
    FONT_STACK,
    LIGHT,
    MAX_COLOURED_PROGRAMS,
    SIZES,
    Theme,
    flow_colours,
    ink_inside,
    tint,
)
from libcollab_metrics.localization import Language

if TYPE_CHECKING:
    from plotly.graph_objects import Bar, Figure, Scatter


# Flow chart: ribbons as filled shapes, blocks as thick lines, names and counts next to them.

#: Distance of a name from its block, as a fraction of the width between the sides.
NAME_OFFSET = 0.02


def flow_figure(chart: Chart, language: Language, colours: Theme) -> Figure:
    """Render a flow chart as a Plotly figure; labels are escaped."""
    import plotly.graph_objects as go

    flow = layout_flow(chart)
    marks = [_flow_ribbon(ribbon, chart, language, colours) for ribbon in flow.ribbons]
    marks += [_block_trace(0, flow.left, colours), _block_trace(1, flow.right, colours)]
    names = ((-NAME_OFFSET, flow.left, "middle left"), (1 + NAME_OFFSET, flow.right, "middle right"))
    marks += [_name_trace(x, blocks, where, chart, language, colours) for x, blocks, where in names]
    return go.Figure(data=marks, layout=_flow_layout(chart, flow, colours))


def _flow_ribbon(ribbon: Ribbon, chart: Chart, language: Language, colours: Theme) -> Any:
    import plotly.graph_objects as go

    upper = [(x, top) for x, top, _ in ribbon.edge]
    lower = [(x, bottom) for x, _, bottom in reversed(ribbon.edge)]
    text = f"{ribbon.start} → {ribbon.end}: {format_number(ribbon.count, chart, language)}"
    return go.Scatter(
        x=[x for x, _ in (*upper, *lower)],
        y=[y for _, y in (*upper, *lower)],
        fill="toself",
        mode="lines",
        fillcolor=flow_colours(colours)[ribbon.move],
        line={"width": 0},
        opacity=0.55,
        hoveron="fills",
        name=html.escape(text, quote=False),
        hoverinfo="name",
        showlegend=False,
    )


def _block_trace(position: int, blocks: tuple[Block, ...], colours: Theme) -> Any:
    """Build the trace of one side's blocks, as thick lines."""
    import plotly.graph_objects as go

    places = [coordinate for block in blocks for coordinate in (block.top, block.bottom, None)]
    return go.Scatter(
        x=[position] * len(places),
        y=places,
        mode="lines",
        connectgaps=False,
        line={"color": colours.quiet, "width": 7},
        hoverinfo="skip",
        showlegend=False,
        cliponaxis=False,
    )


def _name_trace(
    x: float, blocks: tuple[Block, ...], text_position: str, chart: Chart, language: Language, colours: Theme
) -> Any:
    """Build the trace of names and counts, centered next to each block."""
    import plotly.graph_objects as go

    labels = []
    for block in blocks:
        lines = [*wrap_label(block.name, FLOW_LABEL_CHARACTERS), format_number(block.count, chart, language)]
        labels.append("<br>".join(html.escape(line, quote=False) for line in lines))
    return go.Scatter(
        x=[x] * len(blocks),
        y=[(block.top + block.bottom) / 2 for block in blocks],
        mode="text",
        text=labels,
        textposition=text_position,
        textfont={"color": colours.ink, "size": SIZES["label"]},
        hoverinfo="skip",
        showlegend=False,
        cliponaxis=False,
    )


def _flow_layout(chart: Chart, flow: Flow, colours: Theme) -> dict[str, Any]:
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


# Calendar: shaded squares with numbers and signs.


def calendar_figure(chart: Chart, language: Language, colours: Theme) -> Figure:
    """Render a calendar as a Plotly figure; labels are escaped."""
    import plotly.graph_objects as go

    return go.Figure(
        data=[
            _empty_square_trace(chart, colours),
            _squares(chart, language, colours),
            _grid_labels(chart, language, colours),
        ],
        layout=_grid_layout(chart, colours),
    )


def _empty_square_trace(chart: Chart, colours: Theme) -> Any:
    """Build the background of all squares, so that empty ones are visible."""
    import plotly.graph_objects as go

    columns, rows = range(len(chart.series)), range(len(points_of(chart)))
    return go.Heatmap(
        x=list(columns),
        y=list(rows),
        z=[[0 for _ in columns] for _ in rows],
        showscale=False,
        hoverinfo="skip",
        colorscale=[[0, colours.grid], [1, colours.grid]],
        opacity=0.4,
        xgap=2,
        ygap=2,
    )


def _squares(chart: Chart, language: Language, colours: Theme) -> Any:
    import plotly.graph_objects as go

    rows = range(len(points_of(chart)))
    return go.Heatmap(
        x=list(range(len(chart.series))),
        y=list(rows),
        z=[[series.points[row].value or None for series in chart.series] for row in rows],
        colorscale=[[0, tint(0, colours)], [1, tint(1, colours)]],
        zmin=0,
        zmax=largest_square_value(chart),
        showscale=False,
        xgap=2,
        ygap=2,
        hoverongaps=False,
        hovertext=[
            [_grid_hover(each, each.points[row], chart, language) for each in chart.series] for row in rows
        ],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _grid_hover(series: Series, point: Point, chart: Chart, language: Language) -> str:
    text = ", ".join(part for part in (format_square(point, chart, language), point.note) if part)
    return html.escape(strip_unprintable(f"{point.label}, {series.name}: {text}"), quote=False)


def _grid_labels(chart: Chart, language: Language, colours: Theme) -> Any:
    import plotly.graph_objects as go

    squares = [square for square in layout_squares(chart, language, colours) if square.lines]
    return go.Scatter(
        x=[s.column for s in squares],
        y=[s.row for s in squares],
        mode="text",
        text=["<br>".join(html.escape(line, quote=False) for line in s.lines) for s in squares],
        textfont={"color": [s.ink for s in squares], "size": SIZES["small"]},
        hoverinfo="skip",
        showlegend=False,
    )


def _grid_layout(chart: Chart, colours: Theme) -> dict[str, Any]:
    columns, rows = [series.name for series in chart.series], [point.label for point in points_of(chart)]
    bare = {"showgrid": False, "zeroline": False, "fixedrange": True, "automargin": True, "tickangle": 0}
    return {
        "xaxis": {
            **bare,
            **_tick_labels(columns),
            "tickfont": {"size": SIZES["small"] - (len(columns) > 7)},
            "side": "top",
            "range": [-0.5, len(columns) - 0.5],
        },
        "yaxis": {**bare, **_tick_labels(rows), "range": [len(rows) - 0.5, -0.5]},
        "height": screen_height(chart),
        "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
        "font": {"family": FONT_STACK, "size": SIZES["label"], "color": colours.quiet},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "showlegend": False,
        "hoverlabel": {"align": "left"},
    }


def _tick_labels(names: list[str]) -> dict[str, Any]:
    return {
        "tickvals": list(range(len(names))),
        "ticktext": [html.escape(strip_unprintable(name), quote=False) for name in names],
    }


# Pairs: an open dot before, a filled dot after, a line between, and both numbers to the right.


def pair_marks(chart: Chart, language: Language, colours: Theme) -> list[Any]:
    """Build the traces of a chart of pairs; labels are escaped."""
    pairs = layout_pairs(chart, language)
    sides = enumerate(chart.series[:2])
    return [
        _pair_line_trace(pairs, colours),
        *(_pair_dot_trace(chart, pairs, s, n, colours) for n, s in sides),
        _pair_labels(pairs, colours),
    ]


def _pair_line_trace(pairs: tuple[Pair, ...], colours: Theme) -> Any:
    import plotly.graph_objects as go

    return go.Scatter(
        x=[x for pair in pairs for x in (*pair.ends, None)],
        y=[y for pair in pairs for y in (pair.row_index, pair.row_index, None)],
        mode="lines",
        line={"color": colours.series[0], "width": 2},
        connectgaps=False,
        hoverinfo="skip",
    )


def _pair_dot_trace(
    chart: Chart, pairs: tuple[Pair, ...], series: Series, number: int, colours: Theme
) -> Any:
    """Build the dots of one side: open before, filled after."""
    import plotly.graph_objects as go

    accent = colours.series[0]
    labels = [f"{points_of(chart)[pair.row_index].label}: {pair.label}" for pair in pairs]
    return go.Scatter(
        x=[(pair.before, pair.after)[number] for pair in pairs],
        y=[pair.row_index for pair in pairs],
        mode="markers",
        marker={
            "color": accent if number else colours.ground,
            "size": 11,
            "line": {"color": accent, "width": 2},
            "opacity": 1,
        },
        hovertext=[html.escape(words, quote=False) for words in labels],
        hovertemplate="%{hovertext}<extra></extra>",
        name=html.escape(series.name, quote=False),
        cliponaxis=False,
    )


def _pair_labels(pairs: tuple[Pair, ...], colours: Theme) -> Any:
    import plotly.graph_objects as go

    return go.Scatter(
        x=[pair.ends[1] for pair in pairs],
        y=[pair.row_index for pair in pairs],
        mode="text",
        text=["   " + html.escape(pair.label, quote=False) for pair in pairs],
        textposition="middle right",
        textfont={"color": colours.ink, "size": SIZES["label"]},
        hoverinfo="skip",
        cliponaxis=False,
    )


#: Dot shapes, so that series can be distinguished without color.
SYMBOLS = ("circle", "diamond", "square", "triangle-up", "circle-open")
DASHES = MappingProxyType({"solid": "solid", "dashed": "dash", "dotted": "dot"})
#: No upload to a chart service, no logo, and no image export in the browser: images are made from the
#: protected evaluation only.
CONFIG: Mapping[str, Any] = MappingProxyType(
    {
        "showSendToCloud": False,
        "displaylogo": False,
        "modeBarButtonsToRemove": ["toImage", "lasso2d", "select2d", "autoScale2d"],
        "responsive": True,
    }
)


#: No program has a color of its own.
NO_PROGRAMS: Mapping[str, str] = MappingProxyType({})


def to_plotly(
    chart: Chart, language: Language, colours: Theme = LIGHT, programs: Mapping[str, str] = NO_PROGRAMS
) -> Figure:
    """Render the chart as a Plotly figure with a fixed height; the page sets the width.

    Parameters
    ----------
    chart : Chart
        Chart to render.
    language : Language
        Language of the text.
    colours : Theme, default LIGHT
        Colors of the drawing.
    programs : mapping of str to str, default empty
        Color by program; a chart uses the first four of those that it shows.

    Returns
    -------
    Figure
        Plotly figure; its labels are escaped.
    """
    import plotly.graph_objects as go

    if chart.kind == "flow":
        return flow_figure(chart, language, colours)
    if chart.kind == "calendar":
        return calendar_figure(chart, language, colours)
    marks: list[Any] = [
        _interval_ribbon(series, number, colours) for number, series in _series_with_interval(chart)
    ]
    if chart.kind == "pairs":
        marks += pair_marks(chart, language, colours)
    else:
        own = _program_colours(chart, programs)
        marks += [
            _build_mark(chart, s, number, colours, language, own)
            for number, s in enumerate(drawn_series(chart))
        ]
    if chart.kind == "pairs" or (chart.kind in HORIZONTAL and len(chart.series) < 2):
        marks.append(_gap_trace(chart, colours, language))
    if chart.kind in HORIZONTAL and len(chart.series) < 2:
        marks.append(_range_trace(chart, colours, language))
    figure = go.Figure(data=marks, layout=_layout(chart, colours, language))
    _draw_band(figure, chart, colours)
    _annotate_lines(figure, chart, colours, language)
    return figure


#: Beginning of a color that the screen would replace, also in a label.
_SLOT = re.compile(r"#(?=0000[0-4]\d)")
_WORD_JOINER = "\u2060"


def escape_html(text: str) -> str:
    """Escape text for Plotly, which renders some HTML, and for the screen, which replaces some colors."""
    return html.escape(_SLOT.sub("#" + _WORD_JOINER, text), quote=False)


def _program_colours(chart: Chart, programs: Mapping[str, str]) -> dict[str, str]:
    """Return the colors of the programs that the chart shows, as series or as bars."""
    shown = {series.name for series in chart.series} | {point.label for point in points_of(chart)}
    return dict(
        [(name, colour) for name, colour in programs.items() if name in shown][:MAX_COLOURED_PROGRAMS]
    )


def _mark_colour(series: Series, number: int, colours: Theme, programs: Mapping[str, str]) -> str | list[str]:
    """Return the color of a series, or of each of its points where the points are programs."""
    neutral = colours.series[series_colour_index(series, number)]
    if series.name in programs:
        return programs[series.name]
    if not programs or not any(point.label in programs for point in series.points):
        return neutral
    rest = colours.series[1]
    return [programs.get(point.label, rest) for point in series.points]


def _build_mark(
    chart: Chart, series: Series, number: int, colours: Theme, language: Language, programs: Mapping[str, str]
) -> Bar | Scatter:
    import plotly.graph_objects as go

    points: Sequence[Point] = series.points
    colour: Any = _mark_colour(series, number, colours, programs)
    labels = [
        _mark_label(p, label) for p, label in zip(points, series_labels(series, chart, language), strict=True)
    ]
    places, numbers = list(range(len(points))), [point.value for point in points]
    flat = chart.kind in HORIZONTAL
    shared = {
        "x": numbers if flat else places,
        "y": places if flat else numbers,
        "name": escape_html(series.name),
        "text": [escape_html(label) for label in labels],
        "hovertext": [_hover_text(point, chart, language) for point in points],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "textfont": {"color": colours.ink, "size": SIZES["label"]},
        "cliponaxis": False,
    }
    if flat:
        shared["error_x"] = _error_bars(points, colours)
    several = len(chart.series) > 1
    if chart.kind in ("bars", "columns", "funnel", "stacked"):
        stacked = chart.kind == "stacked"
        edge = {"color": colours.ground, "width": 1 if stacked else 0}
        return go.Bar(
            **shared,
            orientation="h" if flat else "v",
            marker={"color": colour, "line": edge},
            constraintext="inside" if stacked else "none",
            textposition="inside" if stacked or _has_interval(points) else "outside",
            insidetextanchor="middle" if stacked else "start",
            insidetextfont={"color": ink_inside(colour, colours)} if isinstance(colour, str) else {},
            textangle=0,
        )
    if chart.kind == "line":
        return go.Scatter(
            **shared,
            mode="lines+markers" if several else "lines+markers+text",  # lines are named at their ends
            marker={"size": 4 if series.style == "dotted" else 6},
            textposition="top center",
            connectgaps=False,
            line={"color": colour, "width": 2, "dash": DASHES[series.style]},
        )
    return go.Scatter(
        **shared,
        mode="markers+text",
        textposition="top center",
        opacity=0.85 if several else 1,
        marker={
            "color": colour,
            "size": 13 if several else 11,
            "symbol": SYMBOLS[series_colour_index(series, number)],
        },
    )


def _series_with_interval(chart: Chart) -> list[tuple[int, Series]]:
    """Return the lines with an interval, and their indices."""
    lines = enumerate(drawn_series(chart)) if chart.kind == "line" else ()
    return [(number, series) for number, series in lines if _has_interval(series.points)]


def _interval_ribbon(series: Series, number: int, colours: Theme) -> Scatter:
    """Build the interval ribbon of a line as a closed polygon."""
    import plotly.graph_objects as go

    ends = [
        (i, p.low, p.high) for i, p in enumerate(series.points) if p.low is not None and p.high is not None
    ]
    there, back = [(i, high) for i, _, high in ends], [(i, low) for i, low, _ in reversed(ends)]
    return go.Scatter(
        x=[i for i, _ in (*there, *back)],
        y=[y for _, y in (*there, *back)],
        fill="toself",
        mode="lines",
        line={"width": 0},
        fillcolor=colours.series[series_colour_index(series, number)],
        opacity=0.18,
        hoverinfo="skip",
        showlegend=False,
    )


def _mark_label(point: Point, label: str) -> str:
    """Return the label of a mark; empty for a range, which has its own label."""
    return "" if point.value is None else label


def _has_interval(points: Sequence[Point]) -> bool:
    return any(p.value is not None and p.low is not None and p.high is not None for p in points)


def _error_bars(points: Sequence[Point], colours: Theme) -> dict[str, Any]:
    """Build error bars from the mark to both ends; zero length for a missing mark."""
    above = [_error_length(point, point.high) for point in points]
    below = [-_error_length(point, point.low) for point in points]
    return {
        "type": "data",
        "symmetric": False,
        "array": above,
        "arrayminus": below,
        "color": colours.quiet,
        "thickness": 1.5,
        "width": 4,
        "visible": _has_interval(points),
    }


def _error_length(point: Point, end: float | None) -> float:
    return 0.0 if point.value is None or end is None else end - point.value


def _gap_trace(chart: Chart, colours: Theme, language: Language) -> Scatter:
    """Build the texts in place of missing bars, so that a gap is not read as zero."""
    import plotly.graph_objects as go

    labels = [(position, gap_lines(point, language)) for position, point in find_gaps(chart)]
    missing = [(position, "<br>  ".join(map(escape_html, lines))) for position, lines in labels if lines]
    return go.Scatter(
        x=[0] * len(missing),
        y=[i for i, _ in missing],
        text=["  " + label for _, label in missing],
        mode="text",
        textposition="middle right",
        textfont={"color": colours.quiet, "size": SIZES["small"]},
        hoverinfo="skip",
        showlegend=False,
        cliponaxis=False,
    )


def _range_trace(chart: Chart, colours: Theme, language: Language) -> Scatter:
    """Build a line between the two ends of each range, with both ends as its label."""
    import plotly.graph_objects as go

    x: list[float | None] = []
    y: list[int | None] = []
    text: list[str] = []
    labels = value_labels(points_of(chart), chart, language)
    for index, (point, label) in enumerate(zip(points_of(chart), labels, strict=True)):
        if is_range(point):
            x += [point.low, point.high, None]
            y += [index, index, None]
            text += ["", "  " + escape_html(label), ""]
    return go.Scatter(
        x=x,
        y=y,
        text=text,
        mode="lines+text",
        line={"color": colours.quiet, "width": 2},
        connectgaps=False,
        textposition="middle right",
        textfont={"color": colours.ink, "size": SIZES["label"]},
        hoverinfo="skip",
        showlegend=False,
        cliponaxis=False,
    )


def _hover_text(point: Point, chart: Chart, language: Language) -> str:
    parts = [format_number(point.value, chart, language), point.note]
    return escape_html(f"{point.label}: " + ", ".join(part for part in parts if part))


def _layout(chart: Chart, colours: Theme, language: Language) -> dict[str, Any]:
    shown = labelled_categories(chart, narrow=True)  # a phone shows the same figure
    labels = [points_of(chart)[i].label for i in shown]
    if chart.category == language.message("category-month"):
        labels = _without_repeated_years(labels)
    flat, count = chart.kind in HORIZONTAL, len(points_of(chart))
    categories = {
        "tickvals": shown,
        "ticktext": [
            "<br>".join(escape_html(line) for line in wrap_label(label, label_width(chart, narrow=True)))
            for label in labels
        ],
        "showgrid": False,
        "zeroline": False,
        "ticklabelstandoff": 6,
        "tickangle": 0,
        "range": [count - 0.5, -0.5] if flat else [-0.6, count - 0.4 + line_label_room(chart, narrow=True)],
        "automargin": True,
        "fixedrange": True,
    }
    numbers = {
        "range": list(screen_range(chart)),
        "showgrid": True,
        "gridcolor": colours.grid,
        "zeroline": True,
        "zerolinecolor": colours.quiet,
        "nticks": 4,
        "tickangle": 0,
        "tickformat": ".0%" if chart.unit == "share" else ",.2~f",
        "automargin": True,
        "fixedrange": True,
    }
    return {
        "xaxis": numbers if flat else categories,
        "yaxis": categories if flat else numbers,
        "height": screen_height(chart),
        "margin": {"l": 8, "r": 24, "t": 12, "b": 8},
        "font": {"family": FONT_STACK, "size": SIZES["label"], "color": colours.quiet},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "showlegend": has_legend(chart),
        "legend": {
            "orientation": "h",
            "y": 1.02,
            "yanchor": "bottom",
            "traceorder": "normal",
            "maxheight": 400,
        },
        "uniformtext": {"minsize": SIZES["small"], "mode": "hide" if chart.kind == "stacked" else False},
        "barmode": "stack" if chart.kind == "stacked" else "group",
        "bargap": 0.35,
        "hoverlabel": {"align": "left"},
        "separators": "".join(language.separators),
    }


def _without_repeated_years(labels: Sequence[str]) -> list[str]:
    """Return labels of months with each year at its first month only.

    Examples
    --------
    >>> _without_repeated_years(["Nov 2025", "Dec 2025", "Jan 2026", "Feb 2026"])
    ['Nov 2025', 'Dec', 'Jan 2026', 'Feb']
    """
    months = [re.fullmatch(r"(\D+) (\d{4})", label) for label in labels]
    if not all(months):
        return list(labels)
    found: list[str] = []
    for label, month, before in zip(labels, months, [None, *months[:-1]], strict=True):
        is_repeated = month is not None and before is not None and month[2] == before[2]
        found.append(month[1] if month is not None and is_repeated else label)
    return found


def _draw_band(figure: Figure, chart: Chart, colours: Theme) -> None:
    if chart.band is None or chart.band == (None, None):
        return
    low, high = chart.band
    ends = (0.0 if low is None else low, value_range(chart)[1] if high is None else high)
    draw = figure.add_vrect if chart.kind in HORIZONTAL else figure.add_hrect
    names = ("x0", "x1") if chart.kind in HORIZONTAL else ("y0", "y1")
    draw(**dict(zip(names, ends, strict=True)), fillcolor=colours.band, line_width=0, layer="below")
    edge = figure.add_vline if chart.kind in HORIZONTAL else figure.add_hline
    for end in chart.band:
        if end is not None:
            edge(end, line={"color": colours.quiet, "width": 1, "dash": "dash"}, layer="below")


def _annotate_lines(figure: Figure, chart: Chart, colours: Theme, language: Language) -> None:
    """Add the names of several lines at their ends."""
    for end in line_ends(chart, language, narrow=True):
        figure.add_annotation(
            x=end.point_index,
            y=end.value,
            text="<br>".join(map(escape_html, end.lines)),
            showarrow=False,
            yanchor="middle",
            xanchor="left" if end.is_at_axis_end else "right",
            xshift=9 if end.is_at_axis_end else 0,
            yshift=end.lift,
            align="left" if end.is_at_axis_end else "right",
            font={"color": colours.ink, "size": SIZES["small"]},
        )
