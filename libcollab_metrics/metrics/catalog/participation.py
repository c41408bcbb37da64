"""How well it was attended: plans kept, targets reached, people who registered, came and stayed."""

from __future__ import annotations

from libcollab_metrics.metrics.catalog.fields import OF_PEOPLE, OF_PROGRAMS, OF_SESSIONS
from libcollab_metrics.metrics.definition import Metric
from libcollab_metrics.metrics.recipes.people import AttendanceRate, Completion, ShowUp
from libcollab_metrics.metrics.recipes.sessions import Delivery
from libcollab_metrics.metrics.recipes.success import Attainment

PARTICIPATION: tuple[Metric, ...] = (
    Metric(
        "session_delivery_rate", "Sessions delivered as planned", "How much of the plan took place?", "share", "higher",
        "Concept of RE-AIM", "participation", Delivery(), OF_SESSIONS,
        caveat="Cancelled sessions often go unlogged, so this leans high.", core=True, counts="planned-sessions",
    ),
    Metric(
        "target_attainment", "Target attainment", "How near did we come to what we aimed for?", "share", "band",
        "LibCal's anticipated attendance; the band is this project's", "participation", Attainment(), OF_PROGRAMS,
        caveat="Above the upper end of the band is crowding, not success.", guards="numerator",
        core=True, counts="counted-sessions",
    ),
    Metric(
        "show_up_rate", "Show-up rate", "How many of those who registered came?", "share", "higher",
        "Attendee statuses of Eventbrite and HubSpot", "participation", ShowUp(), OF_PEOPLE,
        caveat="Excused counts as not having come. Walk-ins are not in it.", guards="denominator",
        core=True, counts="registrations",
    ),
    Metric(
        "attendance_rate", "Attendance rate", "How regularly do the people on our lists come?", "share", "higher",
        "Salesforce PMM; Aam Digital", "participation", AttendanceRate(), OF_PEOPLE,
        caveat="Late counts as present; marks nobody explained count as neither.", guards="denominator",
        core=True, counts="marks",
    ),
    Metric(
        "completion_rate", "Completion rate", "How many of those who began stayed?", "share", "higher",
        "Stages of Salesforce PMM; the threshold is the library's", "participation", Completion(),
        (*OF_PROGRAMS, "site", "mother_tongue", "person_age"),
        caveat="Of a program as a whole: whoever was on the list of its first day.", guards="denominator",
        core=True, counts="people",
    ),
)  # fmt: skip
