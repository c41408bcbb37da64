"""How many books a lot held at each stage, boxes converted only where somebody said how many are in one."""

from __future__ import annotations

from datetime import datetime

import narwhals as nw

from libcollab_metrics.metrics.tables.rows import Frame, is_true
from libcollab_metrics.model.schema import STAGES

#: Which day a stage waits for: before it, that stage has not happened.
WAITS_FOR = (("shipped", "dispatched_on"), ("received", "received_on"), ("in_hands", "received_on"))


def with_books(lots: Frame, after: datetime) -> Frame:
    """Return one row a lot with the books known at each stage before `after`; boxes stay unknown books.

    A number of boxes converted into books is an estimate, as is one that was written as such.
    """
    boxes = is_true(nw.col("unit") == "boxes")
    frame = lots.with_columns(in_boxes=boxes)
    for stage in STAGES:
        number = nw.col(stage)
        books = nw.when(nw.col("in_boxes")).then(number * nw.col("books_per_unit")).otherwise(number)
        frame = frame.with_columns(books.alias(f"books_{stage}"))
    for stage, day in WAITS_FOR:
        later = is_true(nw.col(day) >= after)
        frame = frame.with_columns(nw.when(~later).then(nw.col(f"books_{stage}")).alias(f"books_{stage}"))
    known = {s: ~nw.col(f"books_{s}").is_null() for s in STAGES}
    return frame.with_columns(
        *(known[s].alias(f"known_{s}") for s in STAGES),
        *(
            (known[s] & (nw.col("in_boxes") | is_true(nw.col(f"{s}_is_estimate")))).alias(f"estimated_{s}")
            for s in STAGES
        ),
        *((known[s] & is_true(nw.col(f"{s}_at_least"))).alias(f"bounded_{s}") for s in STAGES),
    )
