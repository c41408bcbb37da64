"""Draws sessions for the screen: the lines of two periods with a dot per session, and the strip of bars."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from libcollab_metrics.figures.period_lines import PeriodLine, PeriodLines
from libcollab_metrics.figures.plotly_spec import PlotlySpec
from libcollab_metrics.figures.session_strip import SessionStrip, StripRow
from libcollab_metrics.figures.theme import FONT_STACK, SCREEN, SIZES, slot
from libcollab_metrics.figures.to_plotly import escape_html
from libcollab_metrics.localization import Language

if TYPE_CHECKING:
    from plotly.basedatatypes import BaseFigure

    from libcollab_metrics.metrics.session_list import ListedSession

CLEAR = "rgba(0,0,0,0)"
LINES_HEIGHT = 300
#: Horizontal grid lines at most.
GRID_LINES = 5
#: Height of one row of the strip with the name above it, and of its axis.
ROW_HEIGHT, AXIS_HEIGHT = 52, 44
#: Opacities appended to a color: of a dot, and of a session without a count.
DOT, PALE = "70", "48"
#: Part of the axis that one bar takes at most, and the days it takes at least.
MAX_BARS, MIN_DAYS = 150, 2.5


def lines_figure(chart: PeriodLines, language: Language, programs: Mapping[str, str]) -> BaseFigure:
    """Draw people per session by month: a solid line now, a dotted gray one before, sessions as dots.

    Parameters
    ----------
    chart : PeriodLines
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
    colour = programs.get(chart.program, slot("neutral-1"))
    figure = PlotlySpec(_lines_layout(chart, language))
    if chart.before is not None:
        figure.add_trace(_dots(chart.before, language, slot("last")))
    figure.add_trace(_dots(chart.now, language, colour))
    if chart.before is not None:
        figure.add_trace(_line(chart.before, chart, language, slot("last"), is_now=False))
    figure.add_trace(_line(chart.now, chart, language, colour, is_now=True))
    _label_ends(figure, chart, language)
    return figure.to_figure()


def _dots(line: PeriodLine, language: Language, colour: str) -> dict[str, Any]:
    texts = _visit_texts([people for _, people, _ in line.dots], language)
    return {
        "type": "scatter",
        "x": [x for x, _, _ in line.dots],
        "y": [people for _, people, _ in line.dots],
        "mode": "markers",
        "marker": {"size": 7, "color": f"{colour}{DOT}", "line": {"width": 0}},
        "customdata": [
            [language.short_day(day), text] for (_, _, day), text in zip(line.dots, texts, strict=True)
        ],
        "hovertemplate": "%{customdata[0]}<br><b>%{customdata[1]}</b><extra></extra>",
    }


def _visit_texts(visits: Sequence[float | None], language: Language) -> list[str]:
    """Return the hover text of each number of visits; few of the numbers differ."""
    texts = {
        number: language.message("state-uncounted")
        if number is None
        else language.plural(number, "session-hover", value=language.number(number))
        for number in set(visits)
    }
    return [texts[number] for number in visits]


def _line(
    line: PeriodLine, chart: PeriodLines, language: Language, colour: str, *, is_now: bool
) -> dict[str, Any]:
    return {
        "type": "scatter",
        "x": list(range(len(chart.months))),
        "y": list(line.values),
        "mode": "lines+markers" if None in line.values or len(line.values) == 1 else "lines",
        "marker": {"size": 5, "color": colour},
        "line": {"color": colour, "width": 2.8 if is_now else 2, "dash": "solid" if is_now else "2px,3px"},
        "connectgaps": False,
        "customdata": [f"{month} · {escape_html(line.name)}" for month in chart.months],
        "hovertemplate": "%{customdata}<br><b>%{y:.1f}</b><extra></extra>",
    }


def _label_ends(figure: PlotlySpec, chart: PeriodLines, language: Language) -> None:
    """Write the last value of each line at its right, apart from each other."""
    ends = []
    for line, is_now in ((chart.before, False), (chart.now, True)):
        known = [value for value in line.values if value is not None] if line else []
        if known:
            ends.append((known[-1], is_now))
    top = _top(chart)
    close = len(ends) == 2 and abs(ends[0][0] - ends[1][0]) < 0.07 * top
    for value, is_now in ends:
        higher = value >= max(end for end, _ in ends) and is_now
        figure.add_annotation(
            x=1,
            xref="paper",
            y=value,
            text=language.average(value),
            showarrow=False,
            xanchor="left",
            xshift=2,
            yshift=(8 if higher else -8) if close else 0,
            font={"size": SIZES["label"], "weight": 600 if is_now else 400},
        )


def _top(chart: PeriodLines) -> float:
    lines = [line for line in (chart.now, chart.before) if line is not None]
    values = [value for line in lines for value in line.values if value is not None]
    dots = [people for line in lines for _, people, _ in line.dots]
    return max((*values, *dots), default=1.0) or 1.0


def _grid_step(highest: float) -> float:
    """Return the smallest round step with which few grid lines reach over the highest mark."""
    size: float = 10.0 ** math.floor(math.log10(highest / GRID_LINES))
    return next(n * size for n in (1, 2, 5, 10, 20, 50) if n * size * (GRID_LINES - 1) >= highest)


def _lines_layout(chart: PeriodLines, language: Language) -> dict[str, Any]:
    step = max(1, round(len(chart.months) / 8))
    shown = list(range(0, len(chart.months), step))
    return {
        **screen_layout(language, LINES_HEIGHT),
        "margin": {"l": 30, "r": 38, "t": 8, "b": 26, "pad": 0},
        "xaxis": {
            "tickvals": shown,
            "ticktext": [chart.months[i] for i in shown],
            "range": [-0.55, len(chart.months) - 0.5],
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
            "tickangle": 0,
        },
        "yaxis": count_axis(_top(chart)),
    }


def count_axis(highest: float) -> dict[str, Any]:
    """Return the layout of a vertical axis from zero to a little over the highest mark.

    Parameters
    ----------
    highest : float
        Highest mark, over 0.

    Returns
    -------
    dict of str to Any
        Few grid lines at round numbers.
    """
    step = _grid_step(highest)
    return {
        "range": [0, max(highest * 1.06, step * math.ceil(highest / step) * 1.01)],
        "tickvals": [step * i for i in range(GRID_LINES)],
        "tickformat": ",.0f",
        "showgrid": True,
        "gridcolor": SCREEN.grid,
        "zeroline": True,
        "zerolinecolor": slot("last"),
        "fixedrange": True,
    }


def screen_layout(language: Language, height: int) -> dict[str, Any]:
    """Return the layout of a chart on screen: font, background, and no legend.

    Parameters
    ----------
    language : Language
        Language of the text.
    height : int
        Height in pixels.

    Returns
    -------
    dict of str to Any
        Layout without axes and margins.
    """
    return {
        "height": height,
        "font": {"family": FONT_STACK, "size": SIZES["label"], "color": SCREEN.quiet},
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        "showlegend": False,
        "dragmode": False,
        "hoverlabel": {"align": "left"},
        "separators": "".join(language.separators),
    }


def strip_figure(strip: SessionStrip, language: Language, programs: Mapping[str, str]) -> BaseFigure:
    """Draw one bar per session in rows by program: pale if not counted, × if cancelled.

    Parameters
    ----------
    strip : SessionStrip
        Strip to draw.
    language : Language
        Language of the text.
    programs : mapping of str to str
        Color by program.

    Returns
    -------
    BaseFigure
        Figure in the colors of the screen, as `PlotlySpec.to_figure` returns it; its labels are escaped.
    """
    days = [session.day for row in strip.rows for session in row.sessions]
    span = (max(days) - min(days)).days + 1
    width = max(MIN_DAYS, span / MAX_BARS)
    figure = PlotlySpec(_strip_layout(strip, language, width))
    for index, row in enumerate(strip.rows):
        base = len(strip.rows) - 1 - index
        colour = programs.get(row.program, slot("neutral-2"))
        figure.add_trace(_bars(row, "counted", base, width, colour, language))
        figure.add_trace(_bars(row, "uncounted", base, width, f"{colour}{PALE}", language))
        figure.add_trace(_crosses(row, base, language))
        figure.add_annotation(
            x=0,
            xref="paper",
            y=base + 0.5,
            text=escape_html(row.program or language.message("other-programs")),
            showarrow=False,
            xanchor="left",
            yanchor="bottom",
            font={"size": SIZES["label"]},
        )
    return figure.to_figure()


def _bars(
    row: StripRow, state: str, base: int, width: float, colour: str, language: Language
) -> dict[str, Any]:
    shown = [session for session in row.sessions if session.state == state]
    texts = _visit_texts([session.visits for session in shown], language)
    return {
        "type": "bar",
        "x": _days(shown),
        "y": [0.46] * len(shown),
        "base": [base] * len(shown),
        "width": width * 86_400_000,
        "marker": {"color": colour, "line": {"width": 0}},
        "customdata": [
            [language.short_day(session.day), text] for session, text in zip(shown, texts, strict=True)
        ],
        "hovertemplate": "%{customdata[0]}<br><b>%{customdata[1]}</b><extra></extra>",
    }


def _days(sessions: Sequence[ListedSession]) -> list[str]:
    return [session.day.isoformat() for session in sessions]


def _crosses(row: StripRow, base: int, language: Language) -> dict[str, Any]:
    shown = [session for session in row.sessions if session.state == "cancelled"]
    return {
        "type": "scatter",
        "x": _days(shown),
        "y": [base + 0.23] * len(shown),
        "mode": "markers",
        "marker": {
            "symbol": "x-thin",
            "size": 7,
            "line": {"width": 2.2, "color": slot("attention")},
        },
        "customdata": [language.short_day(session.day) for session in shown],
        "hovertemplate": "%{customdata}<br><b>"
        + escape_html(language.message("state-cancelled"))
        + "</b><extra></extra>",
    }


def _strip_layout(strip: SessionStrip, language: Language, width: float) -> dict[str, Any]:
    days = [session.day for row in strip.rows for session in row.sessions]
    margin = timedelta(days=round(width))
    first, last = min(days).replace(day=1), max(days) + margin
    months = [
        date(number // 12, number % 12 + 1, 1)
        for number in range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    ]
    step = next(step for step in (1, 3, 6, 12, 60, 600) if len(months) / step <= 7 or step == 600)
    shown = [month for month in months if (month.year * 12 + month.month - 1) % step == 0] or months[:1]
    labels = [
        language.month_of_year(month.month)
        + (f"<br>{month.year}" if index == 0 or month.year != shown[index - 1].year else "")
        for index, month in enumerate(shown)
    ]
    return {
        **screen_layout(language, len(strip.rows) * ROW_HEIGHT + AXIS_HEIGHT),
        "barmode": "overlay",
        "margin": {"l": 16, "r": 6, "t": 6, "b": 38, "pad": 0},
        "xaxis": {
            "type": "date",
            "tickvals": [month.isoformat() for month in shown],
            "ticktext": labels,
            "range": [first.isoformat(), last.isoformat()],
            "ticklabeloverflow": "allow",
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
            "tickangle": 0,
            "showline": True,
            "linecolor": slot("last"),
        },
        "yaxis": {"visible": False, "range": [-0.12, len(strip.rows) - 0.1], "fixedrange": True},
    }
