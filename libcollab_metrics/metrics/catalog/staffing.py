"""Whose hours it took, how many that is of what the staff has, and what more they would carry."""

from __future__ import annotations

from libcollab_metrics.metrics import measures as m
from libcollab_metrics.metrics.catalog.fields import OF_MONEY, OF_SESSIONS
from libcollab_metrics.metrics.definition import Metric
from libcollab_metrics.metrics.recipes.sessions import VisitsOver
from libcollab_metrics.metrics.recipes.staffing import Deployable, Deployment, VolunteerShare

STAFFING: tuple[Metric, ...] = (
    Metric(
        "staff_deployment", "Staff time taken", "How much of our working time do programs take?", "share", "band",
        "This project", "staffing", Deployment(), OF_MONEY,
        caveat="Of all hours the staff works in the months from the first record to the last; travel and preparation "
        "belong into the hours.", counts="hour-lines",
    ),
    Metric(
        "attendance_per_staff_hour", "Visits per staff hour", "How many visits does one hour of ours make possible?",
        "visits_per_hour", "higher", "This project; LibCal's times", "staffing",
        VisitsOver(m.STAFFED, "staff hours beside an attendance"), OF_SESSIONS,
        caveat="Over sessions with both numbers; volunteers are not in it, nor hours that only the ledger holds.",
        guards="numerator", counts="staff-hours",
    ),
    Metric(
        "volunteer_share", "Volunteer share of hours", "How much of the work do volunteers do?", "share", "neutral",
        "This project", "staffing", VolunteerShare(), OF_MONEY,
        caveat="Over programs that say both, session by session; hours in the ledger outrank those at the sessions.",
        counts="hours",
    ),
    Metric(
        "deployable_sessions", "Sessions the team can carry", "How many more sessions a month could we hold?",
        "sessions", "neutral", "This project", "staffing", Deployable(), OF_MONEY,
        caveat="In an average month, if every free hour went into sessions that take as long as those so far.",
        counts="sessions-with-hours",
    ),
)  # fmt: skip
