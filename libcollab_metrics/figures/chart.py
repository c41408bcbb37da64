"""A chart before it has a format: what it shows, what it says, what stands under it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from libcollab_metrics.localization import Language
from libcollab_metrics.metrics.definition import Unit

#: `stacked` bars add up to their length, one part a series; a `flow` leads from each series' name to its points;
#: `pairs` join the points of two series, what was before and what after; a `calendar` has a series a column (a weekday)
#: and a point a row (a week or a month).
ChartKind = Literal["columns", "bars", "line", "dots", "funnel", "stacked", "flow", "pairs", "calendar"]

LineStyle = Literal["solid", "dashed", "dotted"]


@dataclass(frozen=True)
class Point:
    """One mark: its label on the category axis, its number (None is a gap, never 0), and what qualifies it.

    `low`/`high` draw an interval; `hidden` says the number may not be shown; `note` is one short remark
    printed by the mark or in its table ("at least", "estimate", "hidden to protect a small group"); `sign` is written
    in the square of a calendar after its number, or alone ("✗" for a session that was cancelled).
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
    """A named row of points; at most five stand in one chart.

    A line is solid where it was recorded, `dashed` where it is expected, and `dotted` (and grey) where it is there to
    compare with; the interval of a line's points is a ribbon. `look` is the place of its colour in the theme, where
    it is not its own place among the series.
    """

    name: str
    points: tuple[Point, ...]
    style: LineStyle = "solid"
    look: int | None = None


@dataclass(frozen=True)
class Chart:
    """A figure: the finding as its title, coverage and n in its caption, words for those who cannot see it.

    `key` names the question in file names and element ids. `unit` says how numbers are written; `band` is a
    declared (low, high) range; `interval` the name of what `low` and `high` of a point are, where it is not the usual
    one; `scale` the ends of the number axis, where a scale has ends; `caption` one line with coverage and n; `source`
    one line with scope and date; `metrics` the ids of what is drawn, for whoever prints what they mean.
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

    @property
    def is_empty(self) -> bool:
        """True when no point has a number or a sign."""
        return all(p.value is None and not p.sign for s in self.series for p in s.points)


# The table behind a figure: the same numbers as printed text, for eyes, ears and files.


@dataclass(frozen=True)
class ChartTable:
    """Headings, rows of printed text, and which columns (from 0) hold numbers."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[int, ...]


def chart_table(chart: Chart, language: Language) -> ChartTable:
    """Return what a figure shows as a table: one row a mark, in the order drawn.

    A column for the series stands only where there are several, for the interval only where one is drawn, for
    remarks only where there is one. A gap is an empty cell with its remark, never 0. A calendar is a table already: a
    row a week or a month, a column a weekday; pairs have both numbers in one row.
    """
    if chart.kind == "calendar":
        return _calendar_table(chart, language)
    if chart.kind == "pairs":
        return _pairs_table(chart, language)
    several = len(chart.series) > 1
    points = [(series.name, point) for series in chart.series for point in series.points if _is_told(point, chart)]
    has_interval = any(p.low is not None or p.high is not None for _, p in points)
    has_note = any(p.note for _, p in points)
    headings = [chart.category]
    headings += [language.say("heading-series")] if several else []
    numeric = [len(headings)]
    headings.append(chart.measure)
    if has_interval:
        numeric.append(len(headings))
        headings.append(chart.interval or language.say("heading-interval"))
    headings += [language.say("heading-remark")] if has_note else []
    rows = tuple(_row(name, p, chart, language, (several, has_interval, has_note)) for name, p in points)
    return ChartTable(tuple(headings), rows, tuple(numeric))


def _calendar_table(chart: Chart, language: Language) -> ChartTable:
    rows = zip(*(series.points for series in chart.series), strict=True)
    told = tuple((row[0].label, *(square_text(point, chart, language) for point in row)) for row in rows)
    return ChartTable(
        (chart.category, *(series.name for series in chart.series)), told, tuple(range(1, len(chart.series) + 1))
    )


def _pairs_table(chart: Chart, language: Language) -> ChartTable:
    """A row a pair: both numbers and what is said of them."""
    rows = zip(*(series.points for series in chart.series), strict=True)
    told = tuple((row[0].label, *(written(p.value, chart, language) for p in row), row[-1].note) for row in rows)
    headings = (chart.category, *(series.name for series in chart.series), language.say("heading-remark"))
    return ChartTable(headings, told, tuple(range(1, len(chart.series) + 1)))


def square_text(point: Point, chart: Chart, language: Language) -> str:
    """What stands in a square of a calendar: its number and its sign, either, or nothing."""
    return " ".join(part for part in (written(point.value, chart, language), point.sign) if part)


def _is_told(point: Point, chart: Chart) -> bool:
    """Of several lines each covers a part of the time: where one has nothing to say it has no row."""
    return chart.kind != "line" or len(chart.series) == 1 or point.value is not None or bool(point.note)


def _row(name: str, point: Point, chart: Chart, language: Language, shown: tuple[bool, bool, bool]) -> tuple[str, ...]:
    several, has_interval, has_note = shown
    cells = [point.label, *([name] if several else []), written(point.value, chart, language)]
    if has_interval:
        ends = [written(end, chart, language) for end in (point.low, point.high)]
        cells.append(language.say("range", low=ends[0], high=ends[1]) if all(ends) else "")
    return (*cells, *([point.note] if has_note else []))


def written(number: float | None, chart: Chart, language: Language) -> str:
    """Write a number as the figure's unit is written; nothing for a gap."""
    return "" if number is None else language.in_unit(number, chart.unit, chart.currency)
