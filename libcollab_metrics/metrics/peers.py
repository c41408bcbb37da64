"""What other libraries report: the benchmark table, made from a public survey by `data/make_benchmark.py`."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

#: The quantile each column of the table holds: the share of libraries that stand below it.
QUANTILES = {"p10": 0.10, "p25": 0.25, "median": 0.50, "p75": 0.75, "p90": 0.90}


@dataclass(frozen=True)
class PeerBand:
    """US public libraries that serve from `population_from` to below `population_below` people (None: no end).

    `quantiles` pairs a share of the `libraries` with the average attendance per session, in visits, that they stand
    below; `per_1000` is their median attendance per 1,000 people served.
    """

    population_from: int
    population_below: int | None
    libraries: int
    quantiles: tuple[tuple[float, float], ...]
    per_1000: float

    @property
    def name(self) -> str:
        """The populations of the band in words."""
        if self.population_below is None:
            return f"{self.population_from:,} people and more"
        if not self.population_from:
            return f"under {self.population_below:,} people"
        return f"{self.population_from:,} to {self.population_below - 1:,} people"

    def share_below(self, average: float) -> tuple[float, float]:
        """Return between which shares of the libraries an average stands, both ends as fractions.

        Examples
        --------
        >>> band_of(1_500).share_below(15.0)
        (0.5, 0.75)
        >>> band_of(1_500).share_below(2.0)
        (0.0, 0.1)
        """
        below = [share for share, visits in self.quantiles if visits <= average]
        above = [share for share, visits in self.quantiles if visits > average]
        return max(below, default=0.0), min(above, default=1.0)


@cache
def peer_bands() -> tuple[PeerBand, ...]:
    """Return the bands from the smallest population to the largest."""
    text = files("libcollab_metrics").joinpath("assets", "peer_bands.csv").read_text(encoding="utf-8")
    return tuple(map(_band, csv.DictReader(text.splitlines())))


def band_of(population: float) -> PeerBand:
    """Return the band a library that serves this many people belongs to."""
    return max((band for band in peer_bands() if band.population_from <= population), key=lambda b: b.population_from)


def _band(row: dict[str, str]) -> PeerBand:
    return PeerBand(
        int(row["population_from"]),
        int(row["population_below"]) if row["population_below"] else None,
        int(row["libraries"]),
        tuple((share, float(row[column])) for column, share in QUANTILES.items()),
        float(row["per_1000"]),
    )
