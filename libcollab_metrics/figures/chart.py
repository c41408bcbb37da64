"""Format-independent chart model: kinds of charts, parts of a mark, and columns of the data table.

A `Chart` holds the data and the text of a figure; the renderers draw it for the screen or for paper.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from libcollab_metrics.localization import Language
from libcollab_metrics.metrics.definition import Unit

#: Parts of a `stacked` bar add up to its length, one part per series. A `flow` connects each series name to
#: its points. `pairs` connect the points of two series (before and after). A `calendar` has one series per
#: column (weekday) and one point per row (week or month).
ChartKind = Literal["columns", "bars", "line", "dots", "funnel", "stacked", "flow", "pairs", "calendar"]

LineStyle = Literal["solid", "dashed", "dotted"]


@dataclass(frozen=True)
class Point:
    """One mark of a chart.

    Attributes
    ----------
    label : str
        Label on the category axis.
    value : float | None
        Number to draw; None is a gap, never 0.
    low : float | None, default None
        Lower end of the interval to draw.
    high : float | None, default None
        Upper end of the interval to draw.
    hidden : bool, default False
        True when the number must not be disclosed.
    note : str, default ""
        Short remark printed at the mark or in its table ("at least", "estimate", "hidden to protect a small
        group").
    sign : str, default ""
        Text written in a calendar square after its number, or alone ("✗" for a session that was cancelled).
    """

    label: str
    value: float | None
    low: float | None = None
    high: float | None = None
    hidden: bool = False
    note: str = ""
    sign: str = ""


@dataclass(frozen=True)
class Series:
    """A named sequence of points; a chart draws at most five of most kinds.

    The interval of a line's points is drawn as a ribbon.

    Attributes
    ----------
    name : str
        Name in the legend or at the end of the line.
    points : tuple[Point, ...]
        Points in the order of the categories.
    style : LineStyle, default "solid"
        Solid for recorded, dashed for expected, dotted (and gray) for comparison.
    colour_index : int | None, default None
        Index of the color in the theme, where it differs from the position of the series.
    """

    name: str
    points: tuple[Point, ...]
    style: LineStyle = "solid"
    colour_index: int | None = None


@dataclass(frozen=True)
class Chart:
    """A figure: finding as title, coverage and n in the caption, alt text for screen readers.

    Attributes
    ----------
    key : str
        Name of the question in file names and element ids.
    kind : ChartKind
        Type of chart.
    title : str
        The finding, as a sentence.
    unit : Unit
        How numbers are formatted.
    series : tuple[Series, ...]
        Data to draw.
    category : str
        Title of the category axis and heading of its column.
    measure : str
        Title of the number axis and heading of its column.
    caption : str
        One line with coverage and n.
    source : str
        One line with scope and date.
    alt : str
        Text for screen readers.
    band : tuple[float | None, float | None] | None, default None
        Declared (low, high) target range; None for an open end.
    currency : str, default ""
        Currency of money amounts.
    scale : tuple[float, float] | None, default None
        Ends of the number axis, for a measure with a bounded scale.
    interval : str, default ""
        Name of the interval between `low` and `high` of a point, where it differs from the default.
    metrics : tuple[str, ...], default ()
        Ids of the metrics drawn, used to print their definitions.
    ranges : tuple[tuple[float, float] | None, ...], default ()
        Of pairs, a reference range to shade behind each; `interval` is its name.
    """

    key: str
    kind: ChartKind
    title: str
    unit: Unit
    series: tuple[Series, ...]
    category: str
    measure: str
    caption: str
    source: str
    alt: str
    band: tuple[float | None, float | None] | None = None
    currency: str = ""
    scale: tuple[float, float] | None = None
    interval: str = ""
    metrics: tuple[str, ...] = ()
    ranges: tuple[tuple[float, float] | None, ...] = ()

    @property
    def is_empty(self) -> bool:
        """True when no point has a number or a sign."""
        return all(p.value is None and not p.sign for s in self.series for p in s.points)


# Data table of a chart: the same numbers as formatted text.


@dataclass(frozen=True)
class ChartTable:
    """Data table of a chart, as formatted text.

    Attributes
    ----------
    headings : tuple[str, ...]
        One heading per column.
    rows : tuple[tuple[str, ...], ...]
        Cells of each row, one per column.
    numeric : tuple[int, ...]
        Zero-based indices of the columns that hold numbers.
    """

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[int, ...]


def chart_table(chart: Chart, language: Language) -> ChartTable:
    """Build the data table of a chart, one row per mark in drawing order.

    A series column is included only for several series, an interval column only where an interval is drawn, a
    remark column only where there is a remark. A gap is an empty cell with its remark, never 0. A calendar
    has one row per week or month and one column per weekday; pairs have both numbers in one row.

    Parameters
    ----------
    chart : Chart
        Chart to convert.
    language : Language
        Language of the text.

    Returns
    -------
    ChartTable
        Table with the same numbers as the chart.
    """
    if chart.kind == "calendar":
        return _calendar_table(chart, language)
    if chart.kind == "pairs":
        return _pairs_table(chart, language)
    several = len(chart.series) > 1
    points = [
        (series.name, point)
        for series in chart.series
        for point in series.points
        if _has_table_row(point, chart)
    ]
    has_interval = any(p.low is not None or p.high is not None for _, p in points)
    has_note = any(p.note for _, p in points)
    headings = [chart.category]
    headings += [language.message("heading-series")] if several else []
    numeric = [len(headings)]
    headings.append(chart.measure)
    if has_interval:
        numeric.append(len(headings))
        headings.append(chart.interval or language.message("heading-interval"))
    headings += [language.message("heading-remark")] if has_note else []
    rows = tuple(
        _table_row(name, p, chart, language, (several, has_interval, has_note)) for name, p in points
    )
    return ChartTable(tuple(headings), rows, tuple(numeric))


def _calendar_table(chart: Chart, language: Language) -> ChartTable:
    rows = zip(*(series.points for series in chart.series), strict=True)
    table_rows = tuple(
        (row[0].label, *(format_square(point, chart, language) for point in row)) for row in rows
    )
    return ChartTable(
        (chart.category, *(series.name for series in chart.series)),
        table_rows,
        tuple(range(1, len(chart.series) + 1)),
    )


def _pairs_table(chart: Chart, language: Language) -> ChartTable:
    """Build a table with one row per pair: both numbers and the remark."""
    rows = zip(*(series.points for series in chart.series), strict=True)
    table_rows = tuple(
        (row[0].label, *(format_number(p.value, chart, language) for p in row), row[-1].note) for row in rows
    )
    headings = (chart.category, *(series.name for series in chart.series), language.message("heading-remark"))
    return ChartTable(headings, table_rows, tuple(range(1, len(chart.series) + 1)))


def format_square(point: Point, chart: Chart, language: Language) -> str:
    """Format a calendar square: its number and its sign, either one, or an empty string."""
    return " ".join(part for part in (format_number(point.value, chart, language), point.sign) if part)


def _has_table_row(point: Point, chart: Chart) -> bool:
    """Return whether a point has a table row; empty points of one line among several do not.

    Each of several lines covers only a part of the period, so a point without number and note is omitted.
    """
    return chart.kind != "line" or len(chart.series) == 1 or point.value is not None or bool(point.note)


def _table_row(
    name: str, point: Point, chart: Chart, language: Language, optional_columns: tuple[bool, bool, bool]
) -> tuple[str, ...]:
    several, has_interval, has_note = optional_columns
    cells = [point.label, *([name] if several else []), format_number(point.value, chart, language)]
    if has_interval:
        ends = [format_number(end, chart, language) for end in (point.low, point.high)]
        cells.append(language.message("range", low=ends[0], high=ends[1]) if all(ends) else "")
    return (*cells, *([point.note] if has_note else []))


def format_number(value: float | None, chart: Chart, language: Language) -> str:
    """Format a number in the chart's unit; return an empty string for a gap."""
    return "" if value is None else language.in_unit(value, chart.unit, chart.currency)
