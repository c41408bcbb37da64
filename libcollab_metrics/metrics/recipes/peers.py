"""How a library's average stands beside those of libraries of its size."""

from __future__ import annotations

from dataclasses import dataclass, replace

from libcollab_metrics.metrics.cells import Cell
from libcollab_metrics.metrics.definition import Measure, Recipe, Value, Write, missing
from libcollab_metrics.metrics.peers import band_of
from libcollab_metrics.metrics.recipes.sessions import AverageVisits


@dataclass(frozen=True)
class PeerPosition(Recipe):
    """The share of libraries of the same population band whose average is lower, between two quantiles."""

    @property
    def top(self) -> Measure:
        return AverageVisits().top

    @property
    def bottom(self) -> Measure:
        return AverageVisits().bottom

    @property
    def measures(self) -> tuple[Measure, ...]:
        return AverageVisits().measures

    def values(self, cell: Cell) -> tuple[Value, ...]:
        (average,) = AverageVisits().values(cell)
        if average.value is None:
            return (average,)
        population = cell.facts.settings.population
        if not population:
            return (missing("no-population"),)
        peers = band_of(population)
        low, high = peers.share_below(average.value)
        if average.certainty == "at_least":
            high = 1.0
        place = (("peers", peers.name),)
        return (replace(average, value=None, low=low, high=high, n=peers.libraries, certainty="range", group=place),)

    def formula(self, value: Value, write: Write) -> str:
        return write.say("formula-lower", average=super().formula(value, write))
