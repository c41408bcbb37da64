"""Small random libraries for relations that hold over all of them, and two evaluations compared."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from libcollab_metrics.metrics import Evaluation
from libcollab_metrics.model import Dataset
from tests.metrics.test_engines import differences
from tests.support.builders.random_workspaces import Library, random_library

#: A seed has no simpler one, so nothing is gained by shrinking.
FEW = settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)


@st.composite
def libraries(draw: st.DrawFn) -> Library:
    """A small library; its seed is all a failure has to print."""
    return random_library(draw(st.integers(0, 99_999)), sessions=(4, 14), few=draw(st.booleans()))


def told(library: Library, **rows: Any) -> Dataset:
    """The fold of a library with some of its tables replaced."""
    return replace(library, rows={**library.rows, **rows}).dataset()


def same(here: Evaluation, there: Evaluation) -> None:
    found = differences(here.values, there.values)
    assert found == [], found
