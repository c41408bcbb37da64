"""Counting compared with code written by hand for the same counts on the same engine: `make bench`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from libcollab_metrics.metrics import CORE, evaluate
from libcollab_metrics.model import Dataset, Workspace
from tests.benchmarks.attendance import AS_OF, BY_HAND, Counts, large_library
from tests.benchmarks.measuring import cheapest
from tests.support.engines import ENGINES
from tests.support.paths import ROOT
from tests.support.sheets import imported

MARKS = 1_000_000
#: Largest cost of all core metrics by program, in multiples of the code written by hand.
MOST = 1.5
#: Metrics and attributes of their values that the code written by hand counts too.
SAME: Mapping[str, tuple[str, str]] = {
    "sessions": ("sessions_held", "value"),
    "visits": ("attendance_total", "value"),
    "people": ("participants_unique", "value"),
    "came": ("attendance_rate", "numerator"),
    "due": ("attendance_rate", "denominator"),
    "lowest": ("attendance_rate", "lowest"),
    "highest": ("attendance_rate", "highest"),
    "matched": ("language_match_rate", "numerator"),
    "enrolled": ("completion_rate", "denominator"),
    "completed": ("completion_rate", "numerator"),
}


@pytest.fixture(scope="module")
def library() -> Dataset:
    """A library with a million attendance marks."""
    return large_library(MARKS)


@pytest.mark.parametrize("engine", BY_HAND)
def test_core_metrics_cost_little_more_than_code_by_hand(library: Dataset, engine: str) -> None:
    data = library if engine == "pandas" else ENGINES[engine](library)
    counts = BY_HAND[engine](data.tables)
    evaluation = evaluate(replace(data), metrics=CORE, by="program", as_of=AS_OF)
    for name, found in _found(evaluation).items():
        assert found == pytest.approx(counts[name], rel=1e-12), name
    by_hand = cheapest(lambda: BY_HAND[engine](data.tables))
    ours = cheapest(lambda: evaluate(replace(data), metrics=CORE, by="program", as_of=AS_OF))
    print(f"\n{engine}: {ours:.2f} s, {ours / by_hand:.2f} × the {by_hand:.2f} s of code by hand")
    assert ours <= MOST * by_hand


def _found(evaluation: Any) -> Counts:
    return {
        name: [getattr(value, attribute) for value in evaluation.values_for(metric)]
        for name, (metric, attribute) in SAME.items()
    }


def test_small_library_costs_the_same_however_often_it_is_asked() -> None:
    """The tables of a dataset are prepared once: later evaluations cost less than the first one."""
    sample = imported((ROOT / "data" / "sample_library.xlsx").read_bytes(), "sample.xlsx")
    data = Workspace().append(sample).dataset()
    first = cheapest(lambda: evaluate(replace(data), as_of=AS_OF), 7)
    again = cheapest(lambda: evaluate(data, as_of=AS_OF), 7)
    print(f"\nthe sample: {1000 * first:.0f} ms at first, {1000 * again:.0f} ms again")
    assert again < first
