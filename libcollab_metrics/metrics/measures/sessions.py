"""Sessions: one row a session, or several events summed up in one row."""

from __future__ import annotations

from libcollab_metrics.metrics.measures.counted import counted

HELD_ROWS = counted("sessions", "held_rows", "rows", "rows held", where="held")
EVENTS_HELD = counted("sessions", "events_held", "sum", "sessions held", "events", "held", "session held")
EVENTS_UNKNOWN = counted(
    "sessions", "events_unknown", "rows", "rows without a number of sessions", where="held_unknown_events"
)
COUNTED_ROWS = counted("sessions", "counted_rows", "rows", "rows with a number", where="counted")
EVENTS_COUNTED = counted(
    "sessions", "events_counted", "sum", "sessions with an attendance number", "events", "counted",
    "session with an attendance number",
)  # fmt: skip
VISITS = counted("sessions", "visits", "sum", "visits", "visits", "counted", "visit")
VISITS_AVERAGED = counted("sessions", "visits_averaged", "sum", "visits", "visits", "averaged", "visit")
EVENTS_AVERAGED = counted("sessions", "events_averaged", "sum", "sessions", "events", "averaged", "session")
ESTIMATES = counted("sessions", "estimates", "rows", "estimated rows", where="counted_estimate")
LOWER_BOUNDS = counted("sessions", "lower_bounds", "rows", "rows that are lower bounds", where="counted_lower")
ESTIMATES_AVERAGED = counted("sessions", "estimates_averaged", "rows", "estimated rows", where="averaged_estimate")
LOWER_AVERAGED = counted("sessions", "lower_averaged", "rows", "rows that are lower bounds", where="averaged_lower")
EVENTS_PLANNED = counted(
    "sessions", "events_planned", "sum", "sessions held or cancelled", "events", "planned", "session held or cancelled"
)
PLANNED_ROWS = counted("sessions", "planned_rows", "rows", "rows held or cancelled", where="planned")
PLANNED_UNKNOWN = counted(
    "sessions", "planned_unknown", "rows", "rows without a number of sessions", where="planned_unknown_events"
)
FULL_ROSTERS = counted(
    "sessions", "full_rosters", "rows", "sessions where everyone is named and marked", where="fully_marked"
)
