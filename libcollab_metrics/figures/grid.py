"""The squares of a calendar: how dark each is and what stands in it; the same on screen and on paper."""

from __future__ import annotations

from dataclasses import dataclass

from libcollab_metrics.figures.layout import has_narrow_squares, printable
from libcollab_metrics.figures.spec import Chart
from libcollab_metrics.figures.table import square_text, written
from libcollab_metrics.figures.theme import Theme, ink_on, tint
from libcollab_metrics.wording import Language


@dataclass(frozen=True)
class Square:
    """A week or month and a weekday: the colour of what was held (none where nothing was), and words with their ink."""

    row: int
    column: int
    lines: tuple[str, ...]
    colour: str
    ink: str


def squares_of(chart: Chart, language: Language, colours: Theme) -> tuple[Square, ...]:
    """Return every square, darker where there is more; a square without a number bears no colour.

    Where squares are narrow the sign stands under the number.
    """
    most = most_in_a_square(chart)
    found = []
    for column, series in enumerate(chart.series):
        for row, point in enumerate(series.points):
            colour = tint(point.value / most, colours) if point.value else ""
            parts = [written(point.value, chart, language), point.sign]
            lines = parts if has_narrow_squares(chart) else [square_text(point, chart, language)]
            found.append(
                Square(
                    row, column, tuple(map(printable, filter(None, lines))), colour, ink_on(colour or colours.ground)
                )
            )
    return tuple(found)


def most_in_a_square(chart: Chart) -> float:
    """Return the largest number of a calendar, 1 where there is none."""
    return max((point.value or 0.0 for series in chart.series for point in series.points), default=0.0) or 1.0
