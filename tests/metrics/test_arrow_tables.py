"""A pandas frame is counted as Arrow columns: the same rows, missing as null, categories as text."""

from __future__ import annotations

import gc
from random import Random
from statistics import median

import narwhals as nw
import pandas as pd
import polars as pl
import pyarrow as pa

from libcollab_metrics.metrics import Evaluator
from libcollab_metrics.metrics.prepare import to_arrow, trim_memory
from tests.support.builders.datasets import AS_OF, dataset, value


def test_arrow_table_keeps_rows_and_missing_is_null() -> None:
    frame = pd.DataFrame(
        {
            "site": pd.Series(["Main", None, "Hall"], dtype="category"),
            "attended": pd.Series([3, None, 0], dtype="Float64"),
            "date": pd.to_datetime(pd.Series(["2026-03-01", None, "2026-03-02"])),
            "note": pd.Series([None, None, None], dtype="object"),
            "row": pd.Series([2, 3, 4], dtype="Int64"),
        }
    ).set_axis([7, 1, 5])
    table = to_arrow(frame)
    assert table.column_names == ["site", "attended", "date", "note"]  # the source row number is dropped
    assert table["site"].to_pylist() == ["Main", None, "Hall"]
    assert table["attended"].to_pylist() == [3, None, 0]
    assert [day and day.day for day in table["date"].to_pylist()] == [1, None, 2]
    assert {table.schema.field(name).type for name in ("site", "note")} == {pa.string()}


def test_frames_of_other_libraries_are_unchanged() -> None:
    frame = pl.DataFrame({"site": ["Main"]})
    assert to_arrow(frame) is frame


def test_median_is_exact_not_approximate() -> None:
    chance = Random(3)
    days = [chance.choice([1, 2, 3, 40, 41, 400]) + chance.randrange(3) for _ in range(601)]
    sent = pd.Timestamp("2024-01-01")
    lots = [
        {"lot": f"L{n}", "dispatched_on": sent, "received_on": sent + pd.Timedelta(days=d)}
        for n, d in enumerate(days)
    ]
    assert value(dataset([], deliveries=lots), "days_to_deliver").value == median(days)


def used_bytes(table: pa.Table) -> int:
    """Bytes of all buffers of a table's columns, used or not."""
    return sum(
        b.size
        for column in table.columns
        for chunk in column.chunks
        for b in chunk.buffers()
        if b is not None
    )


def test_trimmed_table_uses_little_memory() -> None:
    """The join of three rows reserves room for thousands, and trimming releases it."""
    log = nw.from_native(pa.table({"id": ["a", "b", "c"], "site": ["Main", None, "Hall"]})).lazy()
    hours = nw.from_native(pa.table({"id": ["a", "c"], "hours": [3.0, None]})).lazy()
    joined = log.join(hours, on="id", how="left")
    trimmed = trim_memory(joined)
    assert used_bytes(joined.to_native()) > 50_000
    assert used_bytes(trimmed.to_native()) < 2_000
    assert trimmed.to_native().equals(joined.to_native())
    assert trim_memory(trimmed) is trimmed
    assert trim_memory({"a": 1}) == {"a": 1}


def test_memory_does_not_grow_with_requested_groupings() -> None:
    """2,000 sessions of 300 people: evaluations by site, month, quarter and year store no further tables."""
    log = [{"id": f"s{n}", "p": f"P{n % 7}", "site": f"S{n % 3}", "roster": "complete"} for n in range(2000)]
    evaluator = Evaluator(dataset(log, [{"at": f"s{n}", "who": f"w{n % 300}"} for n in range(2000)]), AS_OF)
    evaluator.evaluate(by="program")
    gc.collect()
    before = pa.total_allocated_bytes()
    for by in ("site", "month", "quarter", "year"):
        evaluator.evaluate(by=by)
    gc.collect()
    assert pa.total_allocated_bytes() <= 1.01 * before
