"""A pandas frame is counted in columns: the same rows, missing as null, categories as text."""

from __future__ import annotations

from random import Random
from statistics import median

import pandas as pd
import polars as pl
import pyarrow as pa

from libcollab_metrics.metrics.columnar import columnar
from tests.metrics.build import dataset, value


def test_a_frame_keeps_its_rows_and_what_is_missing_is_null() -> None:
    frame = pd.DataFrame(
        {
            "site": pd.Series(["Main", None, "Hall"], dtype="category"),
            "attended": pd.Series([3, None, 0], dtype="Float64"),
            "date": pd.to_datetime(pd.Series(["2026-03-01", None, "2026-03-02"])),
            "note": pd.Series([None, None, None], dtype="object"),
            "row": pd.Series([2, 3, 4], dtype="Int64"),
        }
    ).set_axis([7, 1, 5])
    found = columnar(frame)
    assert found.column_names == ["site", "attended", "date", "note"]  # where a row came from is not counted
    assert found["site"].to_pylist() == ["Main", None, "Hall"]
    assert found["attended"].to_pylist() == [3, None, 0]
    assert [day and day.day for day in found["date"].to_pylist()] == [1, None, 2]
    assert {found.schema.field(name).type for name in ("site", "note")} == {pa.string()}


def test_frames_of_other_libraries_are_left_as_they_are() -> None:
    frame = pl.DataFrame({"site": ["Main"]})
    assert columnar(frame) is frame


def test_a_median_is_that_of_the_values_and_no_approximation() -> None:
    chance = Random(3)
    days = [chance.choice([1, 2, 3, 40, 41, 400]) + chance.randrange(3) for _ in range(601)]
    sent = pd.Timestamp("2024-01-01")
    lots = [
        {"lot": f"L{n}", "dispatched_on": sent, "received_on": sent + pd.Timedelta(days=d)} for n, d in enumerate(days)
    ]
    assert value(dataset([], deliveries=lots), "days_to_deliver").value == median(days)
