"""Order of the tests of sheets: all tests of one sheet follow each other, so that a worker reads it once."""

from __future__ import annotations

from pathlib import Path

import pytest

SHAPES = Path(__file__).with_name("test_real_shapes.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Sort the tests of the sheets by sheet, and not by test."""
    places = [place for place, item in enumerate(items) if item.path == SHAPES]
    order: dict[str, int] = {}
    ordered = sorted(
        (items[place] for place in places), key=lambda i: order.setdefault(_sheet(i), len(order))
    )
    for place, item in zip(places, ordered, strict=True):
        items[place] = item


def _sheet(item: pytest.Item) -> str:
    """Return the id of the sheet that a test is about; empty for a test of none."""
    callspec = getattr(item, "callspec", None)
    return str(callspec.params.get("name", "")) if callspec else ""
