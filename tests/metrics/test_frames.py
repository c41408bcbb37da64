"""Tables in memory are counted by integer codes, and give the same rows as another engine."""

from __future__ import annotations

import gc
import tracemalloc
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from random import Random
from statistics import median
from types import MappingProxyType
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from libcollab_metrics.metrics import Evaluator
from libcollab_metrics.metrics.frames import (
    ColumnFrame,
    Expr,
    Frame,
    col,
    column,
    groups,
    lit,
    open_table,
    row_count,
    when,
)
from libcollab_metrics.metrics.frames.column import OPERATIONS, Column, sum_type
from libcollab_metrics.metrics.frames.groups import number_codes
from tests.support.builders.datasets import AS_OF, dataset, value

ROWS: Mapping[str, Sequence[Any]] = {
    "id": ["a", "b", None, "b", "d"],
    "site": ["Main", " Hall. ", None, "ÉCOLE", "Main"],
    "place": ["Main", "Main", None, None, "Zoo"],
    "number": [1.5, None, 2.5, -0.5, 3.0],
    "other": [2.0, 4.0, None, 0.5, 3.0],
    "whole": [1, 2, 3, 4, 5],
    "holds": [True, False, None, True, None],
    "counts": [True, None, None, False, False],
    "day": [datetime(2026, 3, 7), None, datetime(2026, 3, 1), datetime(2026, 3, 7), datetime(2025, 1, 2)],
}
OTHERS: Mapping[str, Sequence[Any]] = {"key": ["b", "a", "b", None], "mark": [1.0, 2.0, 3.0, 4.0]}
#: Opens rows in each form in which a table can be given.
OPENERS: Mapping[str, Callable[[Mapping[str, Sequence[Any]]], Frame | None]] = MappingProxyType(
    {
        "arrow": lambda rows: open_table(pa.table(rows)),
        "pandas": lambda rows: open_table(pa.table(rows).to_pandas(types_mapper=PANDAS_TYPES.get)),
        "polars": lambda rows: open_table(pl.DataFrame(rows)),
        "categories": lambda rows: open_table(pl.DataFrame(rows).cast({pl.String: pl.Categorical})),
        "lazy polars": lambda rows: open_table(pl.LazyFrame(rows)),
        "duckdb": lambda rows: open_table(duckdb.connect().from_arrow(pa.table(rows))),
    }
)
PANDAS_TYPES = {
    pa.string(): pd.StringDtype(),
    pa.float64(): pd.Float64Dtype(),
    pa.bool_(): pd.BooleanDtype(),
    pa.int64(): pd.Int64Dtype(),
}
#: Expressions with their values, worked out by hand; None is unknown.
EXPRESSIONS: Mapping[str, tuple[Expr, list[Any]]] = {
    "and": (col("holds") & col("counts"), [True, False, None, False, False]),
    "or": (col("holds") | col("counts"), [True, None, None, True, None]),
    "not": (~col("holds"), [False, True, None, False, None]),
    "is null": (col("id").is_null(), [False, False, True, False, False]),
    "fill condition": (col("holds").fill_null(False), [True, False, False, True, False]),
    "fill text": (col("place").fill_null("?"), ["Main", "Main", "?", "?", "Zoo"]),
    "fill whole": (col("whole").fill_null(0), [1, 2, 3, 4, 5]),
    "same text": (col("site") == col("place"), [True, False, None, None, False]),
    "order of text": (col("site") < col("place"), [False, True, None, None, True]),
    "one text": (col("site") == "Main", [True, False, None, False, True]),
    "not a text of the column": (col("site") != "Park", [True, True, None, True, True]),
    "comparison": (col("number") >= col("other"), [False, None, None, False, True]),
    "before a day": (col("day") < lit(datetime(2026, 3, 1)), [False, None, False, False, True]),
    "sum": (col("number") + col("whole"), [2.5, None, 5.5, 3.5, 8.0]),
    "difference": (1 - col("number"), [-0.5, None, -1.5, 1.5, -2.0]),
    "product": (col("number") * 2, [3.0, None, 5.0, -1.0, 6.0]),
    "quotient": (col("number") / col("other"), [0.75, None, None, -1.0, 1.0]),
    "among": (col("id").is_in(("b", "x")), [False, True, None, True, False]),
    "among none": (col("id").is_in(()), [False] * 5),
    "round": (col("number").round(), [2.0, None, 3.0, -1.0, 3.0]),
    "text of numbers": (col("whole").cast("text"), ["1", "2", "3", "4", "5"]),
    "whole of condition": (col("holds").fill_null(False).cast("integer"), [1, 0, 0, 1, 0]),
    "decimal": (col("whole").cast("float"), [1.0, 2.0, 3.0, 4.0, 5.0]),
    "strip": (col("site").strip(), ["Main", "Hall.", None, "ÉCOLE", "Main"]),
    "lower": (col("site").lower(), ["main", " hall. ", None, "école", "main"]),
    "full stops": (col("site").without_full_stops(), ["Main", " Hall ", None, "ÉCOLE", "Main"]),
    "day as text": (col("day").day_text(), ["2026-03-07", None, "2026-03-01", "2026-03-07", "2025-01-02"]),
    "days": (lit(datetime(2026, 3, 8)).days_since(col("day")), [1, None, 7, 1, 430]),
    "if": (when(col("holds").fill_null(False)).then(col("number")), [1.5, None, None, -0.5, None]),
    "if text": (when(col("number") > 0).then(col("id")), ["a", None, None, None, "d"]),
    "otherwise": (
        when(col("number") > 1).then(col("number")).otherwise(col("other")),
        [1.5, 4.0, 2.5, 0.5, 3.0],
    ),
    "otherwise text": (
        when(col("number") > 1).then(col("site")).otherwise(lit("few")),
        ["Main", "few", None, "few", "Main"],
    ),
    "unknown text": (lit(None), [None] * 5),
}
AGGREGATES: Mapping[str, tuple[Expr, list[Any]]] = {
    "sum": (col("number").sum(), [1.5, -0.5, 2.5, 3.0]),
    "true": (col("holds").sum_true(), [1, 1, 0, 0]),
    "known": (col("number").count(), [1, 1, 1, 1]),
    "different": (col("place").n_unique(), [1, 1, 0, 1]),
    "different days": (col("day").n_unique(), [1, 1, 1, 1]),
    "different where": (when(col("whole") < 4).then(col("place")).n_unique(), [1, 1, 0, 0]),
    "least": (col("other").min(), [2.0, 0.5, None, 3.0]),
    "last text": (col("place").max(), ["Main", "Main", None, "Zoo"]),
    "last day": (
        col("day").max(),
        [datetime(2026, 3, 7), datetime(2026, 3, 7), datetime(2026, 3, 1), datetime(2025, 1, 2)],
    ),
    "mean": (col("other").mean(), [2.0, 2.25, None, 3.0]),
    "rows": (row_count(), [1, 2, 1, 1]),
}


def opened(opener: str, rows: Mapping[str, Sequence[Any]] = ROWS) -> Frame:
    """The rows as a table for counting."""
    frame = OPENERS[opener](rows)
    assert frame is not None
    return frame


def in_order(frame: Frame) -> list[dict[str, Any]]:
    """The rows of a table, whose order an engine may change."""
    return sorted(frame.rows(), key=str)


@pytest.mark.parametrize("opener", OPENERS)
def test_table_has_the_same_values_in_every_form(opener: str) -> None:
    assert in_order(opened(opener)) == sorted(
        (dict(zip(ROWS, cells, strict=True)) for cells in zip(*ROWS.values(), strict=True)), key=str
    )


@pytest.mark.parametrize("opener", OPENERS)
@pytest.mark.parametrize("name", EXPRESSIONS)
def test_expression_has_the_expected_values(name: str, opener: str) -> None:
    expression, expected = EXPRESSIONS[name]
    found = {row["whole"]: row["x"] for row in opened(opener).select("whole", x=expression).rows()}
    if name == "among none":
        found = {key: bool(known) for key, known in found.items()}
    assert found == dict(zip(ROWS["whole"], expected, strict=True))


@pytest.mark.parametrize("opener", OPENERS)
def test_aggregates_have_the_expected_values(opener: str) -> None:
    named = {name.replace(" ", "_"): expression for name, (expression, _) in AGGREGATES.items()}
    rows = {row["id"]: row for row in opened(opener).aggregate(["id"], **named).rows()}
    for name, (_, expected) in AGGREGATES.items():
        assert [rows[key][name.replace(" ", "_")] for key in ("a", "b", None, "d")] == expected, name


#: Openers of tables that are counted in memory.
IN_MEMORY = ("arrow", "pandas", "polars", "categories")


@pytest.mark.parametrize("opener", IN_MEMORY)
@pytest.mark.parametrize("block_rows", [1, 2, 3])
def test_counts_in_blocks_are_those_of_one_pass(
    opener: str, block_rows: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = {name.replace(" ", "_"): expression for name, (expression, _) in AGGREGATES.items()}

    def counted() -> list[Any]:
        frame, others = opened(opener), opened(opener, OTHERS)
        joined = frame.filter(col("whole") > 1).join(others, ["id"], ["key"])
        keys = ([], ["id"], ["place", "holds", "number"])
        return [joined.rows(), *(frame.aggregate(key, **named).rows() for key in keys)]

    whole = counted()
    monkeypatch.setattr(column, "BLOCK_ROWS", block_rows)
    assert counted() == whole


@pytest.mark.parametrize("block_rows", [1, 7, 2**17])
@pytest.mark.parametrize("distinct", [1, 20, 190, 10**12])
def test_codes_are_numbered_in_the_order_of_their_first_rows(
    distinct: int, block_rows: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A table of all codes and sorting give the same numbers, with few and with many repeated codes."""
    monkeypatch.setattr(column, "BLOCK_ROWS", block_rows)
    chance = Random(distinct)
    codes = np.array([chance.randrange(-1, distinct) for _ in range(200)])
    expected, names = pd.factorize(codes, use_na_sentinel=False)
    places = codes.tolist()
    for size in {min(distinct, 10**6), 10**13} if distinct < 10**6 else {distinct}:
        numbers, first_rows = number_codes(codes, size)
        assert numbers.tolist() == expected.tolist()
        assert first_rows.tolist() == [places.index(name) for name in names]
    assert [len(found) for found in number_codes(codes[:0], 10**13)] == [0, 0]


def test_groups_of_more_keys_than_an_integer_can_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    keys = ["place", "holds", "number", "id"]
    whole = opened("arrow").aggregate(keys, rows=row_count()).rows()
    monkeypatch.setattr(groups, "_MAX_CODES", 10)
    assert opened("arrow").aggregate(keys, rows=row_count()).rows() == whole


@pytest.mark.parametrize("opener", IN_MEMORY)
def test_many_conditions_add_up_and_calculate_like_any_integers(opener: str) -> None:
    frame = opened(opener, {"holds": [True] * 300, "no": [False] * 300})
    holds, no = col("holds").cast("integer"), col("no").cast("integer")
    row = frame.aggregate([], total=holds.sum(), most=holds.max(), least=no.min(), mean=holds.mean()).rows()
    assert row == [{"total": 300, "most": 1, "least": 0, "mean": 1.0}]
    numbers = frame.select(sum=holds * 100 + holds * 100, half=(holds / 2), less=no - holds * 200).rows()
    assert numbers[0] == {"sum": 200, "half": 0.5, "less": -200}


@pytest.mark.parametrize("opener", IN_MEMORY)
@pytest.mark.parametrize("count", [1, 126, 127, 128, 129, 32767, 32769])
def test_text_with_any_number_of_names(opener: str, count: int) -> None:
    """Codes take as many bytes as the number of names needs, also where tables of few and many names meet."""
    texts = [f"n{n:06d}" for n in range(count)]
    many = opened(opener, {"id": [None, *texts], "n": range(count + 1)})
    few = opened(opener, {"key": [texts[-1], "other", None], "mark": [1.0, 2.0, 3.0]})
    assert [row["id"] for row in many.rows()] == [None, *texts]
    joined = many.join(few, ["id"], ["key"], "inner").select("n", "id", "mark").rows()
    assert joined == [{"n": count, "id": texts[-1], "mark": 1.0}]
    stacked = many.select("id").concat(few.select(id=col("key")))
    assert stacked.aggregate([], names=col("id").n_unique()).rows() == [{"names": count + 1}]
    assert stacked.filter(col("id") == texts[-1]).rows() == [{"id": texts[-1]}] * 2
    assert stacked.aggregate(["id"], rows=row_count()).rows()[0] == {"id": None, "rows": 2}


@pytest.mark.parametrize("opener", OPENERS)
def test_groups_by_two_columns_and_by_none(opener: str) -> None:
    frame = opened(opener)
    pairs = frame.aggregate(["place", "holds"], rows=row_count()).rows()
    assert {(row["place"], row["holds"]): row["rows"] for row in pairs} == {
        ("Main", True): 1,
        ("Main", False): 1,
        (None, None): 1,
        (None, True): 1,
        ("Zoo", None): 1,
    }
    assert frame.aggregate([], total=col("number").sum()).rows() == [{"total": 6.5}]
    assert frame.filter(col("whole") > 5).aggregate([], total=col("number").sum()).rows() == []


@pytest.mark.parametrize("opener", OPENERS)
def test_join_repeats_rows_and_unknown_keys_match_nothing(opener: str) -> None:
    if opener == "duckdb":
        connection = duckdb.connect()
        left, right = (open_table(connection.from_arrow(pa.table(rows))) for rows in (ROWS, OTHERS))
        assert left is not None
        assert right is not None
    else:
        left, right = opened(opener), opened(opener, OTHERS)
    left = left.select("id", "whole")
    pairs = {
        how: sorted(
            ((row["whole"], row["mark"]) for row in left.join(right, ["id"], ["key"], how).rows()), key=str
        )
        for how in ("left", "inner")
    }
    matched = [(1, 2.0), (2, 1.0), (2, 3.0), (4, 1.0), (4, 3.0)]
    assert pairs == {"left": sorted([*matched, (3, None), (5, None)], key=str), "inner": matched}
    semi = left.join(right, ["id"], ["key"], "semi").rows()
    assert sorted(row["whole"] for row in semi) == [1, 2, 4]


@pytest.mark.parametrize("opener", OPENERS)
def test_concatenated_tables_keep_all_rows(opener: str) -> None:
    frame = opened(opener)
    short, long = frame.select("id", x=col("site")), frame.select("id", x=lit(None))
    rows = short.concat(long).rows()
    assert sorted(map(str, (row["x"] for row in rows))) == sorted(
        ["None"] * 6 + ["Main"] * 2 + [" Hall. ", "ÉCOLE"]
    )


def test_unused_column_is_never_computed() -> None:
    """A column that would fail is no problem until it is asked for."""
    frame = opened("pandas").with_columns(bad=col("no such column") + 1, good=col("whole") + 1)
    assert frame.select("good").rows()[0] == {"good": 2}
    with pytest.raises(KeyError):
        frame.select("bad").rows()


def test_provenance_and_index_of_a_pandas_frame_do_not_matter() -> None:
    frame = pd.DataFrame({"site": pd.Series(["Main", None], dtype="category")}).set_axis([7, 1])
    table = open_table(frame)
    assert isinstance(table, ColumnFrame)
    assert table.rows() == [{"site": "Main"}, {"site": None}]
    assert open_table(frame.iloc[:0]) is None
    assert open_table(None) is None


def test_median_is_exact_not_approximate() -> None:
    chance = Random(3)
    days = [chance.choice([1, 2, 3, 40, 41, 400]) + chance.randrange(3) for _ in range(601)]
    sent = pd.Timestamp("2024-01-01")
    lots = [
        {"lot": f"L{n}", "dispatched_on": sent, "received_on": sent + pd.Timedelta(days=d)}
        for n, d in enumerate(days)
    ]
    for some in (lots, lots[:-1]):
        expected = median(days[: len(some)])
        assert value(dataset([], deliveries=some), "days_to_deliver").value == expected


def test_literal_day_has_no_time_of_day() -> None:
    assert lit(datetime(2026, 3, 1)).options[0] == datetime(2026, 3, 1)
    with pytest.raises(ValueError, match="without a time of day"):
        lit(datetime(2026, 3, 1, 9))


def test_memory_does_not_grow_with_requested_groupings() -> None:
    """2,000 sessions of 300 people: evaluations by site, month, quarter and year store no further tables."""
    log = [{"id": f"s{n}", "p": f"P{n % 7}", "site": f"S{n % 3}", "roster": "complete"} for n in range(2000)]
    data = dataset(log, [{"at": f"s{n}", "who": f"w{n % 300}"} for n in range(2000)])
    tracemalloc.start()
    evaluator = Evaluator(data, AS_OF)
    evaluator.evaluate(by="program")
    gc.collect()
    before = tracemalloc.get_traced_memory()[0]
    for by in ("site", "month", "quarter", "year"):
        evaluator.evaluate(by=by)
    gc.collect()
    grown = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    assert grown <= 0.25 * before


@pytest.mark.parametrize("operation", ["add", "subtract", "multiply"])
@pytest.mark.parametrize(("left", "right"), [(2**31 - 1, 2**31 - 1), (-(2**31), 2**31 - 1), (3, -4), (0, 0)])
def test_whole_numbers_never_overflow(operation: str, left: int, right: int) -> None:
    columns = [Column(np.array([number, 0], dtype=np.int32)) for number in (left, right)]
    expected = {"add": left + right, "subtract": left - right, "multiply": left * right}
    assert OPERATIONS[operation](*columns).values.tolist() == [expected[operation], 0]


def test_sums_have_the_smallest_type_that_holds_them() -> None:
    rows = 2**31 // 127 + 1
    assert sum_type(np.broadcast_to(np.int8(1), rows)) == np.int32
    assert sum_type(np.broadcast_to(np.int8(127), rows)) == np.int64
    assert sum_type(np.broadcast_to(np.int8(-128), rows)) == np.int64
    assert sum_type(np.zeros(3)) == np.float64
