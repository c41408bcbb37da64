"""What a session takes and holds: staff hours, volunteer hours and seats, where somebody wrote them down."""

from __future__ import annotations

import narwhals as nw

from libcollab_metrics.metrics.tables.rows import Frame, is_true


def with_effort(sessions: Frame) -> Frame:
    """Return sessions with `seats` (of all the events of a row) and which rows say what: each needs its own number.

    Hours and seats that nobody wrote down are unknown and leave both sides of an average; a capacity is that of one
    event, hours are those of the whole row.
    """
    measured = nw.col("held") & is_true(nw.col("events") > 0)
    return sessions.with_columns(
        staff_timed=measured & ~nw.col("staff_hours").is_null(),
        volunteers_timed=measured & ~nw.col("volunteer_hours").is_null(),
        seated=measured & ~nw.col("capacity").is_null(),
        seats=nw.col("capacity") * nw.col("events"),
    )
