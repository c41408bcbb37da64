"""Draws the months of a program with their forecast for the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from libcollab_metrics.figures.plan_screen import ForecastLines
from libcollab_metrics.figures.plotly_spec import PlotlySpec
from libcollab_metrics.figures.sessions_plotly import count_axis, screen_layout
from libcollab_metrics.figures.theme import SIZES, slot
from libcollab_metrics.localization import Language

if TYPE_CHECKING:
    from plotly.basedatatypes import BaseFigure

HEIGHT = 280
#: Opacity appended to the color of the interval.
BAND = "29"
#: Most months that have a label: so many fit on a phone.
MAX_LABELS = 5


def forecast_figure(chart: ForecastLines, language: Language, colour: str) -> BaseFigure:
    """Draw the recorded months as a line, and the forecast dashed in its interval.

    Parameters
    ----------
    chart : ForecastLines
        Chart to draw, with at least one recorded month.
    language : Language
        Language of the text.
    colour : str
        Color of the program.

    Returns
    -------
    BaseFigure
        Figure in the colors of the screen, as `PlotlySpec.to_figure` returns it.
    """
    figure = PlotlySpec(_layout(chart, language))
    past = len(chart.months)
    _add_interval(figure, chart, colour)
    _add_line(figure, chart, list(range(past)), list(chart.values), language, _solid(colour))
    if not chart.points:
        return figure.to_figure()
    ahead = list(range(past, past + len(chart.points)))
    known = [(x, value) for x, value in enumerate(chart.values) if value is not None]
    first = known[-1:]
    expected = [point.value for point in chart.points]
    _add_line(
        figure,
        chart,
        [*(x for x, _ in first), *ahead],
        [*(value for _, value in first), *expected],
        language,
        {"mode": "lines", "line": {"color": colour, "width": 2.2, "dash": "7px,5px"}},
    )
    baseline = [point.baseline for point in chart.points]
    dotted = {"mode": "lines", "line": {"color": slot("last"), "width": 2, "dash": "2px,3px"}}
    _add_line(figure, chart, ahead, baseline, language, dotted)
    _add_labels(figure, chart, language)
    return figure.to_figure()


def _solid(colour: str) -> dict[str, Any]:
    return {
        "mode": "lines+markers",
        "marker": {"size": 6, "color": colour},
        "line": {"color": colour, "width": 2.8},
    }


def _add_line(
    figure: PlotlySpec,
    chart: ForecastLines,
    x: list[int],
    y: list[float | None] | list[float],
    language: Language,
    style: dict[str, Any],
) -> None:
    names = [language.month(month) for month in _all_months(chart)]
    figure.add_trace(
        {
            "type": "scatter",
            "x": x,
            "y": y,
            "connectgaps": False,
            "customdata": [names[at] for at in x],
            "hovertemplate": "%{customdata}<br><b>%{y:.1f}</b><extra></extra>",
            **style,
        }
    )


def _add_interval(figure: PlotlySpec, chart: ForecastLines, colour: str) -> None:
    """Add the interval of the forecast; it begins at the last known month."""
    points = [(len(chart.months) + at, p.low, p.high) for at, p in enumerate(chart.points)]
    known = [(x, value, value) for x, value in enumerate(chart.values) if value is not None]
    if not points or any(low is None or high is None for _, low, high in points):
        return
    area = [*known[-1:], *points]
    figure.add_trace(
        {
            "type": "scatter",
            "x": [*(x for x, _, _ in area), *(x for x, _, _ in reversed(area))],
            "y": [*(high for _, _, high in area), *(low for _, low, _ in reversed(area))],
            "mode": "lines",
            "fill": "toself",
            "fillcolor": f"{colour}{BAND}",
            "line": {"width": 0},
            "hoverinfo": "skip",
        }
    )


def _add_labels(figure: PlotlySpec, chart: ForecastLines, language: Language) -> None:
    """Label the last forecast, and where the forecast begins."""
    past = len(chart.months)
    start = past - 0.5
    line = {"color": slot("last"), "width": 1}
    figure.add_shape(type="line", x0=start, x1=start, y0=0, y1=1, yref="y domain", line=line)
    figure.add_annotation(
        x=start,
        yref="paper",
        y=1,
        text=language.message("series-forecast"),
        showarrow=False,
        xanchor="left",
        yanchor="top",
        xshift=4,
        font={"size": SIZES["label"]},
    )
    last = chart.points[-1].value
    figure.add_annotation(
        x=1,
        xref="paper",
        y=last,
        text=language.average(last),
        showarrow=False,
        xanchor="left",
        xshift=2,
        font={"size": SIZES["label"], "weight": 600},
    )


def _all_months(chart: ForecastLines) -> list[str]:
    return [*chart.months, *(point.month for point in chart.points)]


def _labeled_months(months: list[str]) -> list[int]:
    """Return the positions of the months with a label: every half year, or each January of many years."""
    for step in (1, 3, 6, 12, 24, 60):
        shown = [at for at, month in enumerate(months) if (int(month[5:7]) - 1) % min(step, 12) == 0]
        if step > 12:
            shown = [at for at in shown if int(months[at][:4]) % (step // 12) == 0]
        if 0 < len(shown) <= MAX_LABELS:
            return shown
    return [0] if months else []


def _month_label(month: str, is_first: bool, language: Language) -> str:
    """Return the name of a month, with its year below where the year begins."""
    year, number = month.split("-")
    name = language.month_of_year(int(number))
    return f"{name}<br>{year}" if is_first or number == "01" else name


def _layout(chart: ForecastLines, language: Language) -> dict[str, Any]:
    months = _all_months(chart)
    shown = _labeled_months(months)
    numbers = [
        *(value for value in chart.values if value is not None),
        *(point.high or point.value for point in chart.points),
        *(point.baseline for point in chart.points),
    ]
    return {
        **screen_layout(language, HEIGHT),
        "margin": {"l": 30, "r": 38, "t": 8, "b": 36, "pad": 0},
        "xaxis": {
            "tickvals": shown,
            "ticktext": [_month_label(months[at], at == shown[0], language) for at in shown],
            "range": [-0.5, len(months) - 0.5],
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
            "tickangle": 0,
        },
        "yaxis": count_axis(max(numbers, default=1.0) or 1.0),
    }
