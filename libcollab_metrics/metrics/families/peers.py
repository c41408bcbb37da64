"""Compare average attendance with US public libraries of the same size.

The benchmark table comes from a public survey and is built by `data/make_benchmark.py`.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from libcollab_metrics.metrics.counting import GroupCounts
from libcollab_metrics.metrics.definition import (
    FormulaWriter,
    Metric,
    Recipe,
    Value,
    undefined_value,
)
from libcollab_metrics.metrics.families.attendance import AverageVisits
from libcollab_metrics.model.scope import PERIODS

#: Column to quantile: the share of libraries below it.
QUANTILES = {"p10": 0.10, "p25": 0.25, "median": 0.50, "p75": 0.75, "p90": 0.90}


@dataclass(frozen=True)
class PeerBand:
    """US public libraries within a range of populations served.

    Attributes
    ----------
    population_from : int
        Lower end, included.
    population_below : int or None
        Upper end, excluded; None is unlimited.
    libraries : int
        Number of libraries.
    quantiles : tuple of (float, float)
        Share of libraries, and the average attendance per session (visits) that they are below.
    per_1000 : float
        Median attendance per 1,000 people served.
    """

    population_from: int
    population_below: int | None
    libraries: int
    quantiles: tuple[tuple[float, float], ...]
    per_1000: float

    @property
    def name(self) -> str:
        """Population range in words."""
        if self.population_below is None:
            return f"{self.population_from:,} people and more"
        if not self.population_from:
            return f"under {self.population_below:,} people"
        return f"{self.population_from:,} to {self.population_below - 1:,} people"

    def share_below(self, average: float) -> tuple[float, float]:
        """Return the range of the share of libraries below an average, as fractions.

        Parameters
        ----------
        average : float
            Average attendance per session, in visits.

        Returns
        -------
        tuple of float
            Lower and upper end.

        Examples
        --------
        >>> find_peer_band(1_500).share_below(15.0)
        (0.5, 0.75)
        >>> find_peer_band(1_500).share_below(2.0)
        (0.0, 0.1)
        """
        below = [share for share, visits in self.quantiles if visits <= average]
        above = [share for share, visits in self.quantiles if visits > average]
        return max(below, default=0.0), min(above, default=1.0)


@cache
def load_peer_bands() -> tuple[PeerBand, ...]:
    """Return the bands from the smallest population to the largest."""
    text = files("libcollab_metrics").joinpath("assets", "peer_bands.csv").read_text(encoding="utf-8")
    return tuple(map(_parse_band, csv.DictReader(text.splitlines())))


def find_peer_band(population: float) -> PeerBand:
    """Return the band of a library that serves this many people.

    Parameters
    ----------
    population : float
        Number of people served.

    Returns
    -------
    PeerBand
    """
    return max(
        (band for band in load_peer_bands() if band.population_from <= population),
        key=lambda b: b.population_from,
    )


def _parse_band(row: dict[str, str]) -> PeerBand:
    return PeerBand(
        int(row["population_from"]),
        int(row["population_below"]) if row["population_below"] else None,
        int(row["libraries"]),
        tuple((share, float(row[column])) for column, share in QUANTILES.items()),
        float(row["per_1000"]),
    )


# Position of the library's average among libraries of its size.


@dataclass(frozen=True)
class PeerPosition(Recipe):
    """Share of libraries in the same population band with a lower average, as a quantile range."""

    top = AverageVisits().top
    bottom = AverageVisits().bottom
    measures = AverageVisits().measures

    def values(self, cell: GroupCounts) -> tuple[Value, ...]:
        (average,) = AverageVisits().values(cell)
        if average.value is None:
            return (average,)
        population = cell.facts.settings.population
        if not population:
            return (undefined_value("no-population"),)
        peers = find_peer_band(population)
        low, high = peers.share_below(average.value)
        if average.certainty == "at_least":
            high = 1.0
        group = (("peers", peers.name),)
        return (
            replace(
                average, value=None, low=low, high=high, n=peers.libraries, certainty="range", group=group
            ),
        )

    def formula(self, value: Value, write: FormulaWriter) -> str:
        return write.message("formula-lower", average=super().formula(value, write))


METRICS: tuple[Metric, ...] = (
    Metric(
        "peer_band",
        "Where attendance falls among US public libraries",
        "How does our average session compare with libraries of our size?",
        "share",
        "neutral",
        "IMLS Public Libraries Survey, fiscal year 2022, 8,468 libraries; computed by this project",
        "planning",
        PeerPosition(),
        PERIODS,
        ("peers",),
        caveat=(
            "Context, never a criterion: yearly averages of whole libraries of another country, not of single"
            " programs. More heads are not better by themselves."
        ),
        guards="numerator",
        counts="libraries",
    ),
)
