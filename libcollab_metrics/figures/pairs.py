"""What was before and what after, joined, with the number at either end; the same on screen and on paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from libcollab_metrics.figures.spec import Chart
from libcollab_metrics.figures.table import written
from libcollab_metrics.wording import Language


@dataclass(frozen=True)
class Pair:
    """Two numbers in one row, and what is written left of the smaller and right of the larger one."""

    place: int
    before: float
    after: float
    left: str
    right: str

    @property
    def ends(self) -> tuple[float, float]:
        """The smaller and the larger number."""
        return min(self.before, self.after), max(self.before, self.after)


def pairs_of(chart: Chart, language: Language) -> tuple[Pair, ...]:
    """Return the rows that have both numbers; the first one names the two series at its marks."""
    found: list[Pair] = []
    for place, points in enumerate(zip(*(series.points for series in chart.series[:2]), strict=True)):
        numbers = [point.value for point in points if point.value is not None]
        if len(numbers) == 2:
            labels = [written(number, chart, language) for number in numbers]
            names = () if found else tuple(series.name for series in chart.series[:2])
            found.append(_pair(place, numbers, labels, names))
    return tuple(found)


def _pair(place: int, numbers: Sequence[float], labels: Sequence[str], names: Sequence[str]) -> Pair:
    order = (0, 1) if numbers[0] <= numbers[1] else (1, 0)
    left, right = (labels[side] for side in order)
    if names:
        left, right = f"{names[order[0]]} {left}", f"{right} {names[order[1]]}"
    return Pair(place, numbers[0], numbers[1], left, right)
