"""A chart before it has a format: what it shows, what it says, what stands under it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

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
