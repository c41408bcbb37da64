"""Prepare lots of books: boxes converted to books, dates of stages, acceptance, days in transit."""

from __future__ import annotations

from datetime import datetime, timedelta

from libcollab_metrics.metrics.frames import Frame, col, lit, when
from libcollab_metrics.metrics.measures import STEPS
from libcollab_metrics.metrics.tables.rows import is_true
from libcollab_metrics.model.schema import STAGES

#: Date column of each stage; before that date the stage has not happened.
STAGE_DATES = (("shipped", "dispatched_on"), ("received", "received_on"), ("in_hands", "received_on"))


def with_books(lots: Frame, after: datetime) -> Frame:
    """Return one row per lot with the books known at each stage before `after`.

    Boxes without a number of books per box remain unknown. Boxes converted into books are an estimate, as is
    a number recorded as one.
    """
    frame = lots.with_columns(in_boxes=is_true(col("unit") == "boxes"))
    for stage, day in STAGE_DATES:
        frame = frame.with_columns(when(~is_true(col(day) >= after)).then(col(stage)).alias(stage))
    books = when(col("in_boxes"))
    frame = frame.with_columns(
        *(books.then(col(s) * col("books_per_unit")).otherwise(col(s)).alias(f"books_{s}") for s in STAGES)
    )
    known = {s: ~col(f"books_{s}").is_null() for s in STAGES}
    frame = frame.with_columns(
        *(known[s].alias(f"known_{s}") for s in STAGES),
        *(
            (known[s] & (col("in_boxes") | is_true(col(f"{s}_is_estimate")))).alias(f"estimated_{s}")
            for s in STAGES
        ),
        *((known[s] & is_true(col(f"{s}_at_least"))).alias(f"bounded_{s}") for s in STAGES),
    )
    return _with_steps(_with_days(frame, after))


def _with_steps(lots: Frame) -> Frame:
    """Add, by step, whether both numbers are known and whether one is an estimate or a bound."""
    both = {to: col(f"known_{this}") & col(f"known_{to}") for this, to in STEPS}
    return lots.with_columns(
        *(both[to].alias(f"step_{to}") for _, to in STEPS),
        *(
            (both[to] & (col(f"estimated_{this}") | col(f"estimated_{to}"))).alias(f"step_estimated_{to}")
            for this, to in STEPS
        ),
        *((both[to] & col(f"bounded_{this}")).alias(f"step_from_bounded_{to}") for this, to in STEPS),
        *((both[to] & col(f"bounded_{to}")).alias(f"step_to_bounded_{to}") for _, to in STEPS),
    )


def _with_days(lots: Frame, after: datetime) -> Frame:
    """Add whether a lot was sent and accepted, its days in transit, or its days waited.

    An arrival before the shipment is a typing error and is not measured.
    """
    sent_on, arrived_on = col("dispatched_on"), col("received_on")
    left, arrived = is_true(sent_on < after), is_true(arrived_on < after)
    received, in_order = col("received"), is_true(arrived_on >= sent_on)
    sent = left | is_true(col("shipped") > 0)
    today = lit(after - timedelta(days=1))
    on_the_way = left & ~arrived & received.is_null()
    return lots.with_columns(
        sent=sent,
        answered=sent & ~received.is_null(),
        accepted=sent & is_true(received > 0),
        left=left,
        timed=left & arrived & in_order,
        days=when(left & arrived & in_order).then(arrived_on.days_since(sent_on).cast("float")),
        on_the_way=on_the_way,
        days_waited=when(on_the_way).then(today.days_since(sent_on).cast("float")),
    )
