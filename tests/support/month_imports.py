"""Imports of one month each, and a window that adds them to a stored workspace."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from libcollab_metrics.model import Dataset, Import, Operation, encode_step
from libcollab_metrics.model.replay import replay_operations
from libcollab_metrics.store import Snapshot, Store
from tests.support.builders.store_steps import DAY
from tests.support.sheets import csv_text, imported


def import_month(number: int, rows: int = 20) -> Import:
    """Return the import of a month's log; each number is another month."""
    year, month = 2020 + number // 12, number % 12 + 1
    sessions = [
        [
            date(year, month, 1 + day % 28),
            ("Story hour", "Lego")[day % 2],
            ("Main", "Branch")[day % 2],
            5 + day,
        ]
        for day in range(rows)
    ]
    return imported(csv_text([["Date", "Program", "Site", "Attended"], *sessions]), f"log-{year}-{month}.csv")


class Window:
    """The steps of one window: each import is encoded, replayed, stored and loaded again."""

    def __init__(self, store: Store, imports: Sequence[Import]) -> None:
        self.store, self.snapshot = store, Snapshot()
        for operation in imports:
            self.add(operation)

    def undo(self) -> None:
        self.store.undo()
        self.snapshot = self.store.load(self.snapshot)

    def add(self, operation: Operation) -> Dataset:
        workspace = self.snapshot.workspace
        step = encode_step((operation,), workspace.operations, self.store.key())
        dataset = replay_operations(workspace.append(*step).operations, "")
        self.store.append(*step, day=DAY, previous=self.snapshot)
        self.snapshot = self.store.load(self.snapshot)
        return dataset
