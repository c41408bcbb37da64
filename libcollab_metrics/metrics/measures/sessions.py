"""Sessions: one row a session, or several events summed up in one row."""

from __future__ import annotations

from dataclasses import dataclass, replace

from libcollab_metrics.metrics.definition import Measure
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
ESTIMATES = counted("sessions", "estimates", "rows", "estimated rows", where="counted_estimate")
LOWER_BOUNDS = counted("sessions", "lower_bounds", "rows", "rows that are lower bounds", where="counted_lower")


@dataclass(frozen=True)
class Beside:
    """The visits of the sessions that also have something else, that something, and how sure both are."""

    visits: Measure
    other: Measure
    events: Measure
    rows: Measure
    estimates: Measure
    lower: Measure

    @property
    def measures(self) -> tuple[Measure, ...]:
        """All of them."""
        return (self.visits, self.other, self.events, self.rows, self.estimates, self.lower)


def _beside(where: str, label: str, column: str, one: str = "") -> Beside:
    """Return the counts over the sessions for which the condition `where` holds."""
    return Beside(
        counted("sessions", f"visits_{where}", "sum", "visits", "visits", where, "visit"),
        counted("sessions", f"{column}_{where}", "sum", label, column, where, one),
        counted("sessions", f"events_of_{where}", "sum", "sessions", "events", where, "session"),
        counted("sessions", f"rows_{where}", "rows", "rows", where=where),
        counted("sessions", f"estimates_{where}", "rows", "estimated rows", where=f"{where}_estimate"),
        counted("sessions", f"lower_{where}", "rows", "rows that are lower bounds", where=f"{where}_lower"),
    )


AVERAGED = _beside("averaged", "sessions", "events", "session")
FILLED = _beside("filled", "seats", "seats", "seat")
SIGNED_UP = _beside("signed_up", "people registered", "registered", "person registered")
STAFFED = _beside("staffed", "staff hours", "staff_hours", "staff hour")
STAYED = _beside("timed", "minutes of visits", "visit_minutes")
CONTACT_HOURS = replace(
    STAYED.other, id="contact_hours", label="hours spent together", one="hour spent together", per=60
)
LARGEST_EVENT = counted("sessions", "largest_event", "max", "largest session", "visits_an_event")
UNNAMED = counted("sessions", "unnamed", "sum", "visits of people without a name", "unnamed", "counted")
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
PLACES = counted("places", "places", "rows", "sessions held", where="held")
DAY_EVENTS = counted("session_days", "day_events", "sum", "sessions of a day", "events", one="session of a day")
DAY_UNKNOWN = counted(
    "session_days", "day_unknown", "rows", "rows without a number of sessions", where="events_unknown"
)
MONTHS = counted("months", "months", "rows", "months", one="month")
