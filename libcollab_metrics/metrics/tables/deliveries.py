"""Prepare lots of books: boxes converted to books, dates of stages, acceptance, days in transit."""

from __future__ import annotations

from datetime import datetime, timedelta

import narwhals as nw

from libcollab_metrics.metrics.measures import STEPS
from libcollab_metrics.metrics.tables.rows import Frame, is_true
from libcollab_metrics.model.schema import STAGES

#: Date column of each stage; before that date the stage has not happened.
STAGE_DATES = (("shipped", "dispatched_on"), ("received", "received_on"), ("in_hands", "received_on"))
MINUTES_A_DAY = 24 * 60


def with_books(lots: Frame, after: datetime) -> Frame:
    """Return one row per lot with the books known at each stage before `after`.

    Boxes without a number of books per box remain unknown. Boxes converted into books are an estimate, as is
    a number recorded as one.
    """
    frame = lots.with_columns(in_boxes=is_true(nw.col("unit") == "boxes"))
    for stage, day in STAGE_DATES:
        frame = frame.with_columns(nw.when(~is_true(nw.col(day) >= after)).then(nw.col(stage)).alias(stage))
    books = nw.when(nw.col("in_boxes"))
    frame = frame.with_columns(
        *(
            books.then(nw.col(s) * nw.col("books_per_unit")).otherwise(nw.col(s)).alias(f"books_{s}")
            for s in STAGES
        )
    )
    known = {s: ~nw.col(f"books_{s}").is_null() for s in STAGES}
    frame = frame.with_columns(
        *(known[s].alias(f"known_{s}") for s in STAGES),
        *(
            (known[s] & (nw.col("in_boxes") | is_true(nw.col(f"{s}_is_estimate")))).alias(f"estimated_{s}")
            for s in STAGES
        ),
        *((known[s] & is_true(nw.col(f"{s}_at_least"))).alias(f"bounded_{s}") for s in STAGES),
    )
    return _with_steps(_with_days(frame, after))


def _with_steps(lots: Frame) -> Frame:
    """Add, by step, whether both numbers are known and whether one is an estimate or a bound."""
    both = {to: nw.col(f"known_{this}") & nw.col(f"known_{to}") for this, to in STEPS}
    return lots.with_columns(
        *(both[to].alias(f"step_{to}") for _, to in STEPS),
        *(
            (both[to] & (nw.col(f"estimated_{this}") | nw.col(f"estimated_{to}"))).alias(
                f"step_estimated_{to}"
            )
            for this, to in STEPS
        ),
        *((both[to] & nw.col(f"bounded_{this}")).alias(f"step_from_bounded_{to}") for this, to in STEPS),
        *((both[to] & nw.col(f"bounded_{to}")).alias(f"step_to_bounded_{to}") for _, to in STEPS),
    )


def _with_days(lots: Frame, after: datetime) -> Frame:
    """Add whether a lot was sent and accepted, its days in transit, or its days waited.

    An arrival before the shipment is a typing error and is not measured.
    """
    sent_on, arrived_on = nw.col("dispatched_on"), nw.col("received_on")
    left, arrived = is_true(sent_on < after), is_true(arrived_on < after)
    received, in_order = nw.col("received"), is_true(arrived_on >= sent_on)
    sent = left | is_true(nw.col("shipped") > 0)
    today = nw.lit(after - timedelta(days=1))
    on_the_way = left & ~arrived & received.is_null()
    return lots.with_columns(
        sent=sent,
        answered=sent & ~received.is_null(),
        accepted=sent & is_true(received > 0),
        left=left,
        timed=left & arrived & in_order,
        days=nw.when(left & arrived & in_order).then(_to_days(arrived_on - sent_on)),
        on_the_way=on_the_way,
        days_waited=nw.when(on_the_way).then(_to_days(today - sent_on)),
    )


def _to_days(duration: nw.Expr) -> nw.Expr:
    return duration.dt.total_minutes().cast(nw.Float64) / MINUTES_A_DAY
