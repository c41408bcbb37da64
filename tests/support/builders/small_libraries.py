"""Small random libraries for relations that hold for all of them, and compared evaluations."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import Phase
from hypothesis import strategies as st

from libcollab_metrics.metrics import Evaluation
from libcollab_metrics.model import Dataset
from tests.metrics.test_engines import differences
from tests.support.builders.random_workspaces import Library, random_library
from tests.support.examples import examples

#: Examples are not shrunk, because a smaller seed is not a simpler library.
FEW = examples(8, phases=[Phase.explicit, Phase.reuse, Phase.generate])


@st.composite
def libraries(draw: st.DrawFn) -> Library:
    """Draw a small library; a failure prints only its seed."""
    return random_library(draw(st.integers(0, 99_999)), sessions=(4, 14), few=draw(st.booleans()))


def dataset_of(library: Library, **rows: Any) -> Dataset:
    """Return the dataset of a library with some of its tables replaced."""
    return replace(library, rows={**library.rows, **rows}).dataset()


def same(first: Evaluation, second: Evaluation) -> None:
    difference = differences(first.values, second.values)
    assert difference == [], difference
