"""What the tests of the store begin with: a store in which nothing is kept yet."""

from __future__ import annotations

from pathlib import Path

import pytest

from libcollab_metrics.store import Store


@pytest.fixture
def store(kept: Path) -> Store:
    return Store(kept)
