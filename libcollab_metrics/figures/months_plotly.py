"""Draws the visits by month for the screen: stacked columns, hatching for what was not counted, and spans."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from libcollab_metrics.figures.events import Event
from libcollab_metrics.figures.months import MonthlyVisits, ProgramMonths, Span
from libcollab_metrics.figures.plotly_spec import PlotlySpec
from libcollab_metrics.figures.theme import FONT_STACK, SCREEN, SIZES, slot
from libcollab_metrics.figures.to_plotly import escape_html
from libcollab_metrics.localization import Language

if TYPE_CHECKING:
    from plotly.basedatatypes import BaseFigure

#: Places for months at least, so that a single month is no wide block.
FEWEST_PLACES = 6
HEIGHT = 330
CLEAR = "rgba(0,0,0,0)"
#: Number of months from which only each third is labeled.
MANY_MONTHS = 8
#: Distance in pixels of the events from the axis, and the space that they take below the labels.
EVENT_DISTANCE, EVENT_SPACE = 38, 26
#: Ends of the scale over the highest column, without and with a bracket on top.
ROOM, ROOM_WITH_SPANS = 1.05, 1.22


def months_figure(chart: MonthlyVisits, language: Language, programs: Mapping[str, str]) -> BaseFigure:
    """Draw the visits by month as stacked columns.

    Parameters
    ----------
    chart : MonthlyVisits
        Chart to draw.
    language : Language
        Language of the text.
    programs : mapping of str to str
        Color by program.

    Returns
    -------
    BaseFigure
        Figure in the colors of the screen, as `PlotlySpec.to_figure` returns it; its labels are escaped.
    """
    labels = [language.month(month) for month in chart.months]
    figure = PlotlySpec(_layout(chart, language))
    for series in chart.series:
        figure.add_trace(_counted(series, labels, language, series_colour(series, programs)))
    for series in chart.series:
        if any(series.uncounted):
            figure.add_trace(_uncounted(series, labels, language, series_colour(series, programs)))
    top = _highest(chart)
    for span in chart.spans:
        _draw_span(figure, span, top)
    for event in chart.events:
        _draw_event(figure, event)
    return figure.to_figure()


def series_colour(series: ProgramMonths, programs: Mapping[str, str]) -> str:
    """Return the color of a series: of its program, or the neutral of all others.

    Parameters
    ----------
    series : ProgramMonths
        Series to color.
    programs : mapping of str to str
        Color by program.

    Returns
    -------
    str
        Color in a chart of the screen.
    """
    return programs.get(series.name, slot("neutral-2"))


def _counted(series: ProgramMonths, labels: Sequence[str], language: Language, colour: str) -> dict[str, Any]:
    name = escape_html(series.name or language.message("other-programs"))
    return {
        "type": "bar",
        "x": list(range(len(labels))),
        "y": list(series.visits),
        "name": name,
        "marker": {"color": colour, "line": {"width": 0}},
        "customdata": labels,
        "hovertemplate": f"%{{customdata}}<br><b>%{{y:,.0f}}</b> {name}<extra></extra>",
    }


def _uncounted(
    series: ProgramMonths, labels: Sequence[str], language: Language, colour: str
) -> dict[str, Any]:
    return {
        "type": "bar",
        "x": list(range(len(labels))),
        "y": [height or None for height in series.uncounted],
        "name": escape_html(language.message("held-not-counted")),
        "marker": {
            "color": CLEAR,
            "pattern": {
                "shape": "/",
                "fgcolor": colour,
                "bgcolor": "rgba(0,0,0,0)",
                "size": 5,
                "solidity": 0.28,
            },
            "line": {"width": 0},
        },
        "customdata": labels,
        "hovertemplate": "%{customdata}<br>"
        + escape_html(language.message("uncounted-hover"))
        + "<extra></extra>",
    }


def _highest(chart: MonthlyVisits) -> float:
    heights = [
        sum((series.visits[index] or 0) + series.uncounted[index] for series in chart.series)
        for index in range(len(chart.months))
    ]
    return max(heights, default=0.0) or 1.0


def _draw_span(figure: PlotlySpec, span: Span, top: float) -> None:
    height = top * 1.12
    first, last = span.first - 0.45, span.last + 0.45
    colour = slot("neutral-2" if span.is_current else "last")
    if span.is_current:
        figure.add_shape(
            type="rect",
            x0=first,
            x1=last,
            y0=0,
            y1=height,
            fillcolor=SCREEN.band,
            line={"width": 0},
            layer="below",
        )
    figure.add_shape(type="line", x0=first, x1=last, y0=height, y1=height, line={"color": colour, "width": 2})
    figure.add_annotation(
        x=(first + last) / 2,
        y=height,
        text=escape_html(span.total),
        showarrow=False,
        yanchor="bottom",
        font={"size": SIZES["label"], "weight": 600 if span.is_current else 400},
    )


def _draw_event(figure: PlotlySpec, event: Event) -> None:
    """Draw a short line under the axis, with its words below; the words stay inside the chart."""
    first, last = event.first - 0.4, event.last + 0.4
    colour = slot("event")
    figure.add_shape(
        type="line",
        x0=first,
        x1=last,
        yref="paper",
        ysizemode="pixel",
        yanchor=0,
        y0=-EVENT_DISTANCE,
        y1=-EVENT_DISTANCE,
        line={"color": colour, "width": 2},
    )
    is_last = event.last >= figure.layout["xaxis"]["range"][1] - 1.5
    figure.add_annotation(
        x=last if is_last else (first + last) / 2,
        xanchor="right" if is_last else "center",
        y=0,
        yref="paper",
        yshift=-EVENT_DISTANCE - 2,
        yanchor="top",
        text=escape_html(event.words),
        showarrow=False,
        font={"size": SIZES["label"]},
    )


def _layout(chart: MonthlyVisits, language: Language) -> dict[str, Any]:
    step = 3 if len(chart.months) > MANY_MONTHS else 1
    shown = [i for i, month in enumerate(chart.months) if (int(month[5:7]) - 1) % step == 0]
    room = ROOM_WITH_SPANS if chart.spans else ROOM
    below = EVENT_SPACE if chart.events else 0
    return {
        "barmode": "stack",
        "bargap": 0.22,
        "height": HEIGHT + below,
        "margin": {"l": 34, "r": 6, "t": 4, "b": 36 + below, "pad": 0},
        "font": {"family": FONT_STACK, "size": SIZES["label"], "color": SCREEN.quiet},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "showlegend": False,
        "dragmode": False,
        "hoverlabel": {"align": "left"},
        "separators": "".join(language.separators),
        "xaxis": {
            "tickvals": shown,
            "ticktext": _month_labels(chart, shown, language),
            "range": [-0.6, max(len(chart.months), FEWEST_PLACES) - 0.4],
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
            "tickangle": 0,
        },
        "yaxis": {
            "range": [0, _highest(chart) * room],
            "nticks": 5,
            "tickformat": ",.0f",
            "showgrid": True,
            "gridcolor": SCREEN.grid,
            "zeroline": True,
            "zerolinecolor": slot("last"),
            "fixedrange": True,
        },
    }


def _month_labels(chart: MonthlyVisits, shown: Sequence[int], language: Language) -> list[str]:
    """Return the names of the labeled months; the year is below the first month of each year."""
    labels, year = [], ""
    for index in shown:
        month, _, label_year = language.month(chart.months[index]).rpartition(" ")
        labels.append(f"{month}<br>{label_year}" if label_year != year else month)
        year = label_year
    return labels
