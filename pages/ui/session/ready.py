"""Prepared tables kept between two clicks, as many as the memory of one process should hold for all its windows."""

from __future__ import annotations

import threading
from datetime import date
from itertools import count
from weakref import WeakSet

from libcollab_metrics.metrics import Evaluator
from libcollab_metrics.model import Dataset

#: Rows of data whose prepared tables are held at once, over all windows; a row of them takes about 1.5 KB.
ROWS_HELD = 220_000


class Ready:
    """One window's evaluator, made when it is needed and let go when windows used later need the room.

    A window that ends takes its own along.
    """

    def __init__(self) -> None:
        self._evaluator: Evaluator | None = None
        self._of: tuple[str, date] | None = None
        self.rows = 0
        self.used = 0
        with _LOCK:
            _ALL.add(self)

    def for_(self, dataset: Dataset, day: date) -> Evaluator:
        """The evaluator of this data and day; what other windows hold beyond `ROWS_HELD` is let go."""
        evaluator = self._evaluator
        if evaluator is None or self._of != (dataset.version, day):
            evaluator = Evaluator(dataset, day)
            self._evaluator, self._of = evaluator, (dataset.version, day)
            self.rows = sum(len(table) for table in dataset.tables.values())
        self.used = next(_CLOCK)
        _make_room()
        return evaluator

    def let_go(self) -> None:
        """Give the tables back; they are prepared again when they are needed."""
        self._evaluator, self._of, self.rows = None, None, 0


_ALL: WeakSet[Ready] = WeakSet()
_LOCK = threading.Lock()
_CLOCK = count(1)


def _make_room() -> None:
    with _LOCK:
        latest_first = sorted(_ALL, key=lambda ready: ready.used, reverse=True)
        held = 0
        for place, ready in enumerate(latest_first):
            held += ready.rows
            if place and held > ROWS_HELD:
                held -= ready.rows
                ready.let_go()
