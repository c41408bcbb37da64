"""Make the benchmark table `libcollab_metrics/assets/peer_bands.csv` from a public file.

Run `python data/make_benchmark.py FILE.csv`. The file is the Public Libraries Survey (IMLS, fiscal year 2022)
with one row per library and the columns `pop_lsa`, `programs` and `program_attendance`. It is not part of the
project; only the resulting table of eight rows is. A negative number in the survey is a code for a missing
value.
"""

from __future__ import annotations

import sys
from itertools import pairwise
from pathlib import Path

import pandas as pd

TARGET = Path(__file__).resolve().parent.parent / "libcollab_metrics" / "assets" / "peer_bands.csv"
#: The lower end of each population band; each band ends where the next begins, and the last has no end.
STARTS = (0, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000)
SHARES = {"p10": 0.10, "p25": 0.25, "median": 0.50, "p75": 0.75, "p90": 0.90}


def peer_bands(source: Path) -> pd.DataFrame:
    """Return one row per population band that has libraries, with the spread of their yearly averages.

    A library is used if it serves a population above 0, held at least one program and reports its attendance,
    which may be 0. Columns `p10` to `p90` are quantiles of attendance ÷ programs over the year, in visits per
    session. `per_1000` is the median of attendance per 1,000 people served. `attendance` and `programs` are
    sums.
    """
    columns = ["pop_lsa", "programs", "program_attendance"]
    libraries = pd.read_csv(source, usecols=columns, keep_default_na=False).astype("Float64")
    libraries = libraries.mask(libraries < 0)
    usable = libraries[
        (libraries["pop_lsa"] > 0) & (libraries["programs"] > 0) & libraries["program_attendance"].notna()
    ]
    band = pd.cut(usable["pop_lsa"].astype(float), [*STARTS, float("inf")], right=False, labels=list(STARTS))
    return pd.DataFrame([_band(int(start), rows) for start, rows in usable.groupby(band, observed=True)])


def _band(start: int, rows: pd.DataFrame) -> dict[str, float | int | str]:
    """Return one row of the table."""
    averages = rows["program_attendance"] / rows["programs"]
    ends = dict(pairwise(STARTS))
    return {
        "population_from": start,
        "population_below": ends.get(start, ""),
        "libraries": len(rows),
        **{name: round(_quantile(averages, share), 4) for name, share in SHARES.items()},
        "per_1000": round(_quantile(1000 * rows["program_attendance"] / rows["pop_lsa"], 0.5), 1),
        "attendance": int(rows["program_attendance"].sum()),
        "programs": int(rows["programs"].sum()),
    }


def _quantile(numbers: pd.Series, share: float) -> float:
    """Return the number that this share of all libraries is below.

    It is always a number that a library reported, never an interpolated one.
    """
    return float(numbers.sort_values().iloc[int(share * len(numbers))])


def write(source: Path, target: Path = TARGET) -> None:
    """Write the table as CSV."""
    peer_bands(source).to_csv(target, index=False, lineterminator="\n")


if __name__ == "__main__":
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_file():
        sys.exit("Name the survey's file: python data/make_benchmark.py pls_fy2022_selected.csv")
    write(Path(sys.argv[1]))
