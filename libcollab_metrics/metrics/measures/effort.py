"""What sessions take and hold, over the sessions that say so."""

from __future__ import annotations

from libcollab_metrics.metrics.measures.counted import counted

STAFF_HOURS_TIMED = counted(
    "sessions", "staff_hours_timed", "sum", "staff hours", "staff_hours", "staff_timed", "staff hour"
)
STAFF_EVENTS = counted(
    "sessions", "staff_events", "sum", "sessions with staff hours", "events", "staff_timed", "session with staff hours"
)
VOLUNTEER_HOURS_TIMED = counted(
    "sessions", "volunteer_hours_timed", "sum", "volunteer hours", "volunteer_hours", "volunteers_timed",
    "volunteer hour",
)  # fmt: skip
VOLUNTEER_EVENTS = counted(
    "sessions", "volunteer_events", "sum", "sessions with volunteer hours", "events", "volunteers_timed",
    "session with volunteer hours",
)  # fmt: skip
SEATS = counted("sessions", "seats", "sum", "seats", "seats", "seated", "seat")
SEATED_EVENTS = counted(
    "sessions", "seated_events", "sum", "sessions with a capacity", "events", "seated", "session with a capacity"
)
