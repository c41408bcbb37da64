"""Make the benchmark table of `libcollab_metrics/assets/peer_bands.csv` from a public file.

Run `python data/make_benchmark.py FILE.csv`, where the file holds one row a library of the Public Libraries
Survey (IMLS, fiscal year 2022) with `pop_lsa`, `programs` and `program_attendance`. The source stays where it
is; only the table of eight rows belongs to the project. In the survey a negative number is a code for a
missing one.
"""

from __future__ import annotations

import sys
from itertools import pairwise
from pathlib import Path

import pandas as pd

TARGET = Path(__file__).resolve().parent.parent / "libcollab_metrics" / "assets" / "peer_bands.csv"
#: Where each band of population begins; a band ends where the next begins, the last one nowhere.
STARTS = (0, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000)
SHARES = {"p10": 0.10, "p25": 0.25, "median": 0.50, "p75": 0.75, "p90": 0.90}


def peer_bands(source: Path) -> pd.DataFrame:
    """Return one row a band of population that has libraries: how many, and how their yearly averages are
    spread.

    A library is usable if it serves somebody, held a program, and says how many came, be it none. `p10` to
    `p90` belong to the library that a tenth, a quarter … of all stand below in attendance ÷ programs over the
    year, in visits per session; `per_1000` is the median of attendance per 1,000 people served; the last two
    are sums.
    """
    asked = ["pop_lsa", "programs", "program_attendance"]
    found = pd.read_csv(source, usecols=asked, keep_default_na=False).astype("Float64")
    found = found.mask(found < 0)
    used = found[(found["pop_lsa"] > 0) & (found["programs"] > 0) & found["program_attendance"].notna()]
    band = pd.cut(used["pop_lsa"].astype(float), [*STARTS, float("inf")], right=False, labels=list(STARTS))
    return pd.DataFrame([_band(int(start), rows) for start, rows in used.groupby(band, observed=True)])


def _band(start: int, rows: pd.DataFrame) -> dict[str, float | int | str]:
    each = rows["program_attendance"] / rows["programs"]
    ends = dict(pairwise(STARTS))
    return {
        "population_from": start,
        "population_below": ends.get(start, ""),
        "libraries": len(rows),
        **{name: round(_standing(each, share), 4) for name, share in SHARES.items()},
        "per_1000": round(_standing(1000 * rows["program_attendance"] / rows["pop_lsa"], 0.5), 1),
        "attendance": int(rows["program_attendance"].sum()),
        "programs": int(rows["programs"].sum()),
    }


def _standing(numbers: pd.Series, share: float) -> float:
    """The number of the library that this share of all libraries stands below; always one that was
    reported."""
    return float(numbers.sort_values().iloc[int(share * len(numbers))])


def write(source: Path, target: Path = TARGET) -> None:
    """Write the table as CSV."""
    peer_bands(source).to_csv(target, index=False, lineterminator="\n")


if __name__ == "__main__":
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_file():
        sys.exit("Name the survey's file: python data/make_benchmark.py pls_fy2022_selected.csv")
    write(Path(sys.argv[1]))
