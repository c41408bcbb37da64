"""How well it was attended: plans kept, targets reached, people who registered, came and stayed."""

from __future__ import annotations

from libcollab_metrics.metrics import measures as m
from libcollab_metrics.metrics.catalog.fields import OF_PEOPLE, OF_PROGRAMS, OF_SESSIONS
from libcollab_metrics.metrics.definition import Metric
from libcollab_metrics.metrics.recipes.official import DailyAttendance, MonthAttendance
from libcollab_metrics.metrics.recipes.people import AttendanceRate, Completion, ShowUp
from libcollab_metrics.metrics.recipes.persons import CameAgain, DropOff, Retention
from libcollab_metrics.metrics.recipes.sessions import Delivery, VisitsOver
from libcollab_metrics.metrics.recipes.success import Attainment, Maintenance
from libcollab_metrics.model.scope import PERIODS

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
        "seat_fill", "Seats filled", "How full were we?", "share", "band",
        "LibCal's seats", "participation", VisitsOver(m.SEATED, "a number of seats beside an attendance"), OF_SESSIONS,
        caveat="Over sessions with both numbers; above 100 % people stood.", guards="numerator",
        counts="seats",
    ),
    Metric(
        "show_up_rate", "Show-up rate", "How many of those who registered came?", "share", "higher",
        "Attendee statuses of Eventbrite and HubSpot", "participation", ShowUp(), OF_PEOPLE,
        caveat="Excused counts as not having come. Walk-ins are not in it.", guards="denominator",
        core=True, counts="registrations",
    ),
    Metric(
        "turnout_ratio", "Attended per registered", "How many came for each who registered?", "share", "neutral",
        "This project", "participation",
        VisitsOver(m.SIGNED_UP, "a number of people registered beside an attendance"), OF_SESSIONS,
        caveat="Walk-ins are in it, so it may pass 100 %; it is no show-up rate.", guards="numerator",
        counts="registrations",
    ),
    Metric(
        "attendance_rate", "Attendance rate", "How regularly do the people on our lists come?", "share", "higher",
        "Salesforce PMM; Aam Digital", "participation", AttendanceRate(), OF_PEOPLE,
        caveat="Late counts as present; marks nobody explained count as neither.", guards="denominator",
        core=True, counts="marks",
    ),
    Metric(
        "average_daily_attendance", "Average Daily Attendance (DepEd)", "How many learners come on a school day?",
        "people", "neutral", "DepEd School Form 2", "participation", DailyAttendance(), OF_PEOPLE,
        caveat="School days are days with explained marks.", guards="value", counts="school-days",
    ),
    Metric(
        "month_attendance_pct", "Percentage of attendance for the month (DepEd)",
        "What part of the learners registered comes on a school day?", "share", "higher",
        "DepEd School Form 2", "participation", MonthAttendance(), (*OF_PROGRAMS, "site", *PERIODS),
        caveat="Learners registered at the end of each month, so it may pass 100 % after some left.",
        guards="n", counts="learners",
    ),
    Metric(
        "completion_rate", "Completion rate", "How many of those who began stayed?", "share", "higher",
        "Stages of Salesforce PMM; the threshold is the library's", "participation", Completion(),
        (*OF_PROGRAMS, "site", "mother_tongue", "person_age"),
        caveat="Of a program as a whole: whoever was on the list of its first day.", guards="denominator",
        core=True, counts="people",
    ),
    Metric(
        "retention_rate", "Retention to next period", "How many came again in the next period?", "share", "higher",
        "Usual name", "participation", Retention(), OF_PEOPLE,
        caveat="By a period: each against the next one with a list of people. Otherwise quarters, all pairs together.",
        guards="denominator", counts="people",
    ),
    Metric(
        "repeat_rate", "Came more than once", "How many came to more than one session?", "share", "neutral",
        "Usual name", "participation", CameAgain(), OF_PEOPLE,
        caveat="Compare equal spans of time only; sessions without a list of people are not in it.",
        guards="denominator", counts="people",
    ),
    Metric(
        "drop_off_count", "Three absences in a row", "Whom should somebody ask after?", "people", "lower",
        "A report of Salesforce PMM", "participation", DropOff(), OF_PROGRAMS,
        caveat="By the last three marks in a program; excused and unknown marks neither break nor lengthen the row.",
        guards="numerator", audience="screen",
    ),
    Metric(
        "maintenance", "Still running after six months", "Do programs go on once they are no longer new?", "share",
        "higher", "RE-AIM", "participation", Maintenance(), OF_PROGRAMS,
        caveat="Recurring programs that began at least six months ago; without a start, from the first session.",
        counts="programs",
    ),
)  # fmt: skip
