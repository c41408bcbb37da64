"""The property tests draw the same examples each time, and other ones in the random search of `make
test-long`."""

from __future__ import annotations

import os
import subprocess
import sys

from tests.support.browser.dashboard import ROOT

DRAWN = """
import tests.conftest
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
    """The examples of one property, drawn by a process of its own."""
    found = subprocess.run(
        [sys.executable, "-c", DRAWN.format(seed=seed)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "LIBCOLLAB_EXAMPLES": profile},
    )
    return found.stdout


def test_the_same_examples_are_drawn_each_time() -> None:
    assert drawn("") == drawn("")


def test_the_search_draws_other_examples_from_another_seed_and_the_same_from_the_same() -> None:
    once = drawn("search", 1)
    assert once == drawn("search", 1)
    assert once not in (drawn("search", 2), drawn(""))
