"""Which name and number stand at the end of each of several lines, far enough apart; on screen and on paper."""

from __future__ import annotations

from dataclasses import dataclass, replace

from libcollab_metrics.figures.layout import (
    drawn_series,
    has_legend,
    height,
    points_of,
    series_labels,
    value_range,
    wrapped,
)
from libcollab_metrics.figures.spec import Chart, Series
from libcollab_metrics.wording import Language

#: Characters of one line of a name at the end of a line and of a number, points of one character and of one line.
CHARACTERS, NUMBER, CHARACTER, APART = 14, 7, 6.2, 13
#: How much more of a line than its own width a name is kept clear of: a telephone draws the line shorter.
COVERED = 1.4
#: Points around a line chart's plot, and the width of a plot of full and of half width.
AROUND, PLOT, PLOT_NARROW = 55, 570, 250


@dataclass(frozen=True)
class LineEnd:
    """Where a line ends and what is written there, `lift` points above its last mark.

    What ends with the axis is named behind it; what ends before has other lines behind it and is named over or under
    itself, on the side it does not come from.
    """

    series: int
    place: int
    value: float
    lines: tuple[str, ...]
    behind: bool
    lift: float


def line_ends(chart: Chart, language: Language, narrow: bool = False) -> tuple[LineEnd, ...]:
    """Return the ends of several lines; a single line needs no name, and many are named above."""
    if not _is_named(chart):
        return ()
    drawn = list(enumerate(drawn_series(chart)))
    found = [end for number, series in drawn if (end := _end(number, series, chart, language, narrow))]
    last = max((end.place for end in found), default=0)
    over = [end for end in found if end.place < last]
    behind = [replace(end, behind=True) for end in found if end.place == last]
    return (*over, *_apart(sorted(behind, key=lambda end: end.value), chart, narrow))


def room_behind(chart: Chart, narrow: bool = False) -> float:
    """Return how many places of the time axis the names behind it take; none where no name stands there."""
    if not _is_named(chart):
        return 0.0
    names = [line for series in drawn_series(chart) for line in wrapped(series.name, CHARACTERS)]
    share = (max(map(len, (*names, " " * NUMBER))) * CHARACTER + 12) / (PLOT_NARROW if narrow else PLOT)
    return len(points_of(chart)) * share / (1 - share)


def _is_named(chart: Chart) -> bool:
    return chart.kind == "line" and len(chart.series) > 1 and not has_legend(chart)


def _end(number: int, series: Series, chart: Chart, language: Language, narrow: bool) -> LineEnd | None:
    known = [(place, point.value) for place, point in enumerate(series.points) if point.value is not None]
    if not known:
        return None
    place, value = known[-1]
    label = series_labels(series, chart, language, narrow)[place]
    lines = (*wrapped(series.name, CHARACTERS), *([label] if label else []))
    step = (PLOT_NARROW if narrow else PLOT) / (len(series.points) + room_behind(chart, narrow))
    covered = max(map(len, lines)) * CHARACTER * COVERED
    beside = [n for at, n in known if (place - at) * step <= covered or at == known[-2:][0][0]]
    return LineEnd(number, place, value, lines, False, _clear(value, beside, len(lines), chart, narrow))


def _clear(value: float, beside: list[float], lines: int, chart: Chart, narrow: bool) -> float:
    """How far over or under a line's end its name is clear of the line before it: the nearer, where it has room."""
    scale, top = _scale(chart, narrow), value_range(chart, narrow)[1]
    above, below = (max(beside) - value) * scale, (value - min(beside)) * scale
    aside = APART * (lines + 1) / 2
    has_room = above + APART * lines <= (top - value) * scale
    return above + aside if above <= below and has_room else -below - aside


def _scale(chart: Chart, narrow: bool) -> float:
    """Points of height of one unit."""
    low, high = value_range(chart, narrow)
    return (height(chart, narrow) - AROUND) / ((high - low) or 1.0)


def _apart(ends: list[LineEnd], chart: Chart, narrow: bool) -> list[LineEnd]:
    """Lift names that would stand in each other, the lowest first."""
    scale = _scale(chart, narrow)
    placed: list[LineEnd] = []
    for end in ends:
        lift = 0.0
        if placed:
            under = placed[-1]
            rise = (end.value - under.value) * scale
            lift = max(lift, under.lift + APART * (len(under.lines) + len(end.lines)) / 2 - rise)
        placed.append(replace(end, lift=lift))
    return placed
