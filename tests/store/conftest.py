"""Fixtures for the tests of the store: an empty store."""

from __future__ import annotations

from pathlib import Path

import pytest

from libcollab_metrics.store import Store


@pytest.fixture
def store(data_folder: Path) -> Store:
    return Store(data_folder)
