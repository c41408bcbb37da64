"""What a layout is read from, and what a reader returns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from libcollab_metrics.ingest.tables.context import Surroundings
from libcollab_metrics.ingest.tables.grid import Grid
from libcollab_metrics.ingest.tables.rows import Body
from libcollab_metrics.ingest.values.columns import Context
from libcollab_metrics.ingest.values.table import Rows
from libcollab_metrics.model.readings import Mapped, Question, Reply


@dataclass(frozen=True)
class Task:
    """Everything a layout is read from; `key` is the workspace's secret for pseudonyms."""

    grid: Grid
    mapping: Sequence[Mapped]
    around: Surroundings
    context: Context
    key: bytes


@dataclass(frozen=True)
class Found:
    """What a table said: which rows were used, rows by table, what has to be asked beside the usual, and replies."""

    body: Body
    rows: Rows
    asked: tuple[Question, ...] = ()
    replies: tuple[Reply, ...] = ()
