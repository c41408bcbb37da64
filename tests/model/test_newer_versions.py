"""A file that repeats most rows of an earlier one is its newer version, and replaces it if wanted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from libcollab_metrics.metrics import evaluate
from libcollab_metrics.model import Import, Workspace, find_earlier_version
from libcollab_metrics.store.serialization import (
    deserialize_operation,
    operation_kind,
    serialize_tables,
    serialize_text,
)
from tests.support.sheets import imported, xlsx

HEADINGS = ["Date", "Title", "Location", "Attendance"]
MARCH = [
    ["2026-03-07", "Story hour", "Main", 18],
    ["2026-03-14", "Story hour", "Hall", 22],
    ["2026-03-21", "Craft", "Main", 9],
    ["2026-03-28", "Story hour", "Main", 11],
]
APRIL = [["2026-04-04", "Story hour", "Main", 20]]


def file(name: str, rows: list[list[object]]) -> Import:
    return imported(xlsx(Log=[HEADINGS, *rows]), name)


def attendance(workspace: Workspace) -> float | None:
    return (
        evaluate(workspace.dataset(), metrics=["attendance_total"], as_of=date(2026, 11, 25)).values[0].value
    )


def test_newer_version_is_recognized_with_its_changes() -> None:
    workspace = Workspace().append(file("March.xlsx", MARCH))
    corrected = [*MARCH[:3], ["2026-03-28", "Story hour", "Main", 12]]
    found = find_earlier_version(file("March and April.xlsx", [*corrected, *APRIL]), workspace)
    assert found is not None
    assert (found.name, found.same, found.added, found.removed) == ("March.xlsx", 3, 2, 1)


@pytest.mark.parametrize("rows", [APRIL, [*APRIL, *MARCH[:2]]])
def test_file_with_few_of_the_rows_is_no_version(rows: list[list[object]]) -> None:
    workspace = Workspace().append(file("March.xlsx", MARCH))
    assert find_earlier_version(file("April.xlsx", rows), workspace) is None


def test_replaced_file_counts_no_more_and_returns_with_undo() -> None:
    first = file("March.xlsx", MARCH)
    newer = replace(file("April.xlsx", [*MARCH, *APRIL]), replaces=first.sha256)
    workspace = Workspace().append(first)
    both = workspace.append(newer)
    assert (attendance(workspace), attendance(both)) == (60, 80)
    assert list(both.files.values()) == ["April.xlsx"]
    assert attendance(both.undo()) == 60
    assert attendance(both.undo().redo()) == 80
    assert len({workspace.version, both.version, workspace.append(replace(newer, replaces="")).version}) == 3


def test_replacement_is_stored_with_the_import() -> None:
    newer = replace(file("April.xlsx", APRIL), replaces="a" * 64)
    for operation in (newer, replace(newer, replaces="")):
        stored = deserialize_operation(
            operation_kind(operation), serialize_text(operation), serialize_tables(operation)
        )
        assert isinstance(stored, Import)
        assert stored.replaces == operation.replaces
    assert "replaces" not in serialize_text(replace(newer, replaces=""))
