"""The benchmark: the table is generated from the public file, and a library gets its place in it."""

from __future__ import annotations

import csv
import json
import runpy
from pathlib import Path
from typing import Any

import pytest

from libcollab_metrics.localization import language
from libcollab_metrics.metrics import find_metric, format_worked_formula
from libcollab_metrics.metrics.families.peers import find_peer_band, load_peer_bands
from libcollab_metrics.protection import protect
from tests.support.builders.datasets import dataset, everything, value
from tests.support.paths import ROOT

TABLE = ROOT / "libcollab_metrics" / "assets" / "peer_bands.csv"
MAKER = ROOT / "data" / "make_benchmark.py"
#: From the specification: population from, libraries, p25, median, p75, visits per 1,000.
SPECIFIED = [
    (0, 809, 6.6, 10.6, 17.2, 717),
    (1_000, 1_328, 8.1, 12.0, 18.4, 438),
    (2_500, 1_161, 8.6, 12.7, 18.7, 343),
    (5_000, 1_418, 10.3, 14.8, 21.6, 315),
    (10_000, 1_670, 11.9, 17.1, 23.8, 266),
    (25_000, 946, 13.2, 18.8, 26.1, 216),
    (50_000, 563, 14.5, 20.8, 28.0, 161),
    (100_000, 573, 16.6, 21.5, 28.7, 121),
]


def rows() -> list[dict[str, str]]:
    return list(csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines()))


def test_committed_table_matches_its_generator_output(realdata: Path, tmp_path: Path) -> None:
    maker = runpy.run_path(str(MAKER))
    maker["write"](realdata / "pls-fy2022" / "pls_fy2022_selected.csv", tmp_path / "made.csv")
    assert (tmp_path / "made.csv").read_bytes() == TABLE.read_bytes()


def test_table_matches_independently_computed_figures(realdata: Path) -> None:
    expected: dict[str, Any] = json.loads((realdata / "pls-fy2022" / "expected.json").read_text())
    for row, band in zip(rows(), expected["bands"].values(), strict=True):
        assert int(row["libraries"]) == band["n"]
        spread = [float(row[name]) for name in ("p10", "p25", "median", "p75", "p90")]
        assert spread == band["attendance_per_program_p10_25_50_75_90"]
        assert float(row["per_1000"]) == pytest.approx(1000 * band["attendance_per_capita"][2], abs=0.06)
    together = [sum(int(row[name]) for row in rows()) for name in ("libraries", "programs", "attendance")]
    assert together == [expected["libraries_used"], expected["programs"], expected["attendance"]]


def test_table_matches_the_specification() -> None:
    for band, (start, libraries, p25, median, p75, per_1000) in zip(
        load_peer_bands(), SPECIFIED, strict=True
    ):
        quantiles = dict(band.quantiles)
        assert (band.population_from, band.libraries) == (start, libraries)
        shown = [f"{quantiles[share]:.1f}" for share in (0.25, 0.5, 0.75)]
        assert shown == [f"{number:.1f}" for number in (p25, median, p75)]
        assert band.per_1000 == pytest.approx(per_1000, abs=0.55)
    attendance, programs = (sum(int(row[name]) for row in rows()) for name in ("attendance", "programs"))
    assert f"{attendance / programs:.1f}" == "19.4"


def test_negative_counts_are_missing_and_zero_is_a_number(tmp_path: Path) -> None:
    """Served 500: 100 visits in 10 programs, 0 in 5; the other rows lack a usable number."""
    source = tmp_path / "survey.csv"
    lines = ["500,10,100", "500,5,0", "500,-1,-1", "500,3,-9", "-3,4,40", "0,4,40", "500,0,0"]
    source.write_text("pop_lsa,programs,program_attendance\n" + "\n".join(lines), encoding="utf-8")
    table = runpy.run_path(str(MAKER))["peer_bands"](source)
    first = table.iloc[0]
    assert (first["libraries"], first["programs"], first["attendance"], first["p10"], first["p90"]) == (
        2,
        15,
        100,
        0,
        10,
    )


@pytest.mark.parametrize(
    ("population", "start"),
    [(1, 0), (999, 0), (999.5, 0), (1_000, 1_000), (24_999, 10_000), (3_000_000, 100_000)],
)
def test_band_includes_its_lower_bound(population: float, start: int) -> None:
    assert find_peer_band(population).population_from == start


def test_peer_band_is_a_range_between_quantiles() -> None:
    """35 visits in 2 sessions are 17.5: of 1,328 libraries this size half are below 12.0, 75% below 18.4."""
    data = dataset([{"attended": 15}, {"attended": 20}], settings={"population": 1_500})
    result = value(data, "peer_band")
    assert (result.value, result.low, result.high, result.n, result.certainty) == (
        None,
        0.5,
        0.75,
        1_328,
        "range",
    )
    assert result.groups == {"peers": "1,000 to 2,499 people"}
    formula = format_worked_formula(result, find_metric("peer_band"), language("en"))
    assert formula.endswith("a lower average than 35 visits ÷ 2 sessions = 50% to 75%")


def test_average_above_the_top_quantile_is_in_last_tenth() -> None:
    """Nine tenths of the libraries are below 28.6: 90 visits in 3 sessions are 30."""
    data = dataset([{"attended": 90, "events": 3}], settings={"population": 1_500})
    assert (value(data, "peer_band").low, value(data, "peer_band").high) == (0.9, 1.0)


def test_lower_bound_average_leaves_upper_end_open() -> None:
    data = dataset([{"attended": 13, "attended_at_least": True}], settings={"population": 1_500})
    assert (value(data, "peer_band").low, value(data, "peer_band").high) == (0.5, 1.0)


def test_program_is_not_compared_with_whole_libraries() -> None:
    data = dataset([{"attended": 15}], settings={"population": 1_500})
    assert value(data, "peer_band", by="program").reason == "not-by-this"
    assert value(data, "peer_band", where={"program": "Story hour"}).reason == "not-by-this"


def test_peer_band_of_a_suppressed_average_is_suppressed() -> None:
    data = dataset([{"attended": 3}], settings={"population": 1_500})
    (public,) = protect([everything(data, metrics=["peer_band"])], data.settings)
    assert [result.reason for result in public.values] == ["small-cell"]
