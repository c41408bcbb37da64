"""The same definition gives the same numbers on pandas, Polars and DuckDB."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libcollab_metrics.metrics import CATALOG, PICTURED, Evaluation, frames
from libcollab_metrics.metrics.facts import open_recorded_table
from libcollab_metrics.metrics.frames import ColumnFrame
from libcollab_metrics.metrics.frames.narwhals_frame import NarwhalsFrame
from libcollab_metrics.model.scope import Scope
from tests.support.builders.datasets import everything
from tests.support.builders.random_rows import Tables, build, sheets
from tests.support.builders.story import story
from tests.support.engines import ENGINES, differences
from tests.support.examples import SEARCHING, examples

FIGURES = (*CATALOG, *PICTURED)
GROUPINGS = ("program", "partner", "site", "month", "language", "mother_tongue")
#: Metrics that need more sessions than the story has; `families/test_partner_lift.py` compares its engines.
COMPARED_ELSEWHERE = {"partner_lift"}
SCOPES = {
    "everything": Scope(),
    "a program": Scope((("program", ("Workshop",)),)),
    "a partner": Scope((("partner", ("School",)),)),
    "some days": Scope(start=date(2026, 2, 1), end=date(2026, 4, 30)),
    "a site and a language": Scope((("site", ("Main",)), ("mother_tongue", ("Waray", "Filipino")))),
}
#: Groupings and scopes compared on every engine; `make test` takes those that join other tables.
SELECTIONS = [("", name) for name in SCOPES] + [(by, "everything") for by in GROUPINGS]
if not SEARCHING:
    SELECTIONS = [
        ("", "everything"),
        ("partner", "everything"),
    ]


@cache
def evaluated(engine: str, by: str, scope: str) -> Evaluation:
    """Every metric of the story dataset on one engine."""
    data = story() if engine == "pandas" else ENGINES[engine](story())
    return everything(data, by=by, scope=SCOPES[scope], metrics=FIGURES)


pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True, scope="module")
def lazy_tables_stay_lazy() -> Iterator[None]:
    """Let DuckDB count by itself, as it does with tables too large for memory."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(frames, "MAX_ROWS_IN_MEMORY", 0)
        yield


@pytest.mark.parametrize("metric", FIGURES, ids=lambda m: m.id)
def test_every_metric_is_the_same_on_every_engine(metric: Any) -> None:
    for engine in ENGINES:
        for by, scope in SELECTIONS:
            expected, actual = evaluated("pandas", by, scope), evaluated(engine, by, scope)
            assert differences(expected.values_for(metric.id), actual.values_for(metric.id)) == [], (
                engine,
                by,
                scope,
            )


def test_small_lazy_tables_are_counted_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    data = ENGINES["duckdb"](story())
    assert isinstance(open_recorded_table(data, "sessions"), NarwhalsFrame)
    monkeypatch.setattr(frames, "MAX_ROWS_IN_MEMORY", 1_000)
    small = dataclasses.replace(data)
    assert isinstance(open_recorded_table(small, "sessions"), ColumnFrame)
    assert differences(everything(story()).values, everything(small).values) == []


def test_compared_metrics_all_have_values() -> None:
    evaluation = evaluated("pandas", "", "everything")
    given = {v.metric for v in evaluation.values if v.value is not None or v.certainty == "range"}
    assert given == {m.id for m in FIGURES} - COMPARED_ELSEWHERE


@pytest.mark.slow
@examples(8)
@given(sheets(), st.sampled_from(["", "program", "month", "mother_tongue"]))
@pytest.mark.parametrize("engine", ["polars", pytest.param("duckdb", marks=pytest.mark.long)])
def test_random_sheets_are_the_same_on_every_engine(engine: str, tables: Tables, by: str) -> None:
    data = build(tables)
    assert (
        differences(*(everything(d, by=by, metrics=FIGURES).values for d in (data, ENGINES[engine](data))))
        == []
    )
