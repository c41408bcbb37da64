"""A command reuses freed memory."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.support.paths import ROOT

#: Fills an array of 64 MB twice, and prints how many new pages the second one got.
FILL_TWICE = """
import resource
import numpy as np
from libcollab_metrics.cli.memory import keep_freed_memory
{first}
np.ones(8_000_000)
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
np.ones(8_000_000)
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""


def _new_pages(first: str) -> int:
    command = [sys.executable, "-c", FILL_TWICE.format(first=first)]
    return int(subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only glibc has the option")
def test_large_arrays_reuse_freed_memory() -> None:
    if _new_pages("") < 10:
        pytest.skip("this C library reuses it anyway")
    assert _new_pages("keep_freed_memory()") < 10
