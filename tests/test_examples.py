"""Test the examples of property tests: the same ones in every run.

The random search of `make test-long` draws others, which depend on its seed.
"""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.support.browser.dashboard import ROOT

SCRIPT = """
import tests.conftest
import pytest
from hypothesis import core, given, strategies as st

seen = []

@given(st.integers(), st.text())
def draw(number, text):
    seen.append((number, text))

core.global_force_seed = {seed}
draw()
print(seen)
"""


def drawn(profile: str, seed: int | None = None) -> str:
    """Return the examples of one property, drawn in a separate process."""
    completed = subprocess.run(
        [sys.executable, "-c", SCRIPT.format(seed=seed)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "LIBCOLLAB_EXAMPLES": profile},
    )
    return completed.stdout


@pytest.mark.long
def test_default_profile_always_draws_the_same_examples() -> None:
    assert drawn("") == drawn("")


@pytest.mark.long
def test_search_profile_draws_examples_that_depend_on_the_seed() -> None:
    examples = drawn("search", 1)
    assert examples == drawn("search", 1)
    assert examples not in (drawn("search", 2), drawn(""))
