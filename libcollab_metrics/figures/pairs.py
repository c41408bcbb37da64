"""What was before and what after, joined, with both numbers behind them; the same on screen and on paper."""

from __future__ import annotations

from dataclasses import dataclass

from libcollab_metrics.figures.spec import Chart
from libcollab_metrics.figures.table import written
from libcollab_metrics.wording import Language


@dataclass(frozen=True)
class Pair:
    """Two numbers in one row, and how they are written behind the larger one."""

    place: int
    before: float
    after: float
    label: str

    @property
    def ends(self) -> tuple[float, float]:
        """The smaller and the larger number."""
        return min(self.before, self.after), max(self.before, self.after)


def pairs_of(chart: Chart, language: Language) -> tuple[Pair, ...]:
    """Return the rows that have both numbers, in the order drawn."""
    found: list[Pair] = []
    for place, points in enumerate(zip(*(series.points for series in chart.series[:2]), strict=True)):
        numbers = [point.value for point in points if point.value is not None]
        if len(numbers) == 2:
            before, after = numbers
            label = " → ".join(written(number, chart, language) for number in numbers)
            found.append(Pair(place, before, after, label))
    return tuple(found)
