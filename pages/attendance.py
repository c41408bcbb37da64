"""Who came: visits, how many sessions have a number, and how regularly people came."""

import streamlit as st

from libcollab_metrics.figures import (
    attendance_by_group,
    attendance_over_time,
    attendance_per_session,
    attendance_rate_by_group,
    coverage_over_time,
    sessions_calendar,
)
from pages.ui import show
from pages.ui.frame import border, open_page
from pages.ui.official import official_counts
from pages.ui.pulse import local_pulse

frame = open_page("attendance")

GROUPS = {"program": "program", "site": "site", "partner": "partner", "format": "format", "age_group": "age group"}

with border():
    show.cards(frame, ("sessions_held", "attendance_total", "attendance_coverage", "attendance_per_session"))
    show.cards(frame, ("session_delivery_rate", "attendance_rate", "completion_rate", "show_up_rate"))
    show.cards(frame, ("contact_hours", "seat_fill", "turnout_ratio", "participants_bounds"))
    show.figure(frame, attendance_over_time, ("attendance_total", "sessions_held"), by="month")
    show.figure(frame, coverage_over_time, ("attendance_coverage", "sessions_held"), by="month")
    show.figure(frame, sessions_calendar, ("session_days",))
    by = st.segmented_control(
        "Compare by", list(GROUPS), format_func=GROUPS.get, default="program", key="by", bind="query-params"
    )
    show.figure(frame, attendance_by_group, ("attendance_total",), by=by or "program")
    show.figure(frame, attendance_per_session, ("attendance_per_session",), by=by or "program")
    if not frame.dataset.is_empty("participation"):
        show.figure(frame, attendance_rate_by_group, ("attendance_rate",), by="program")
    else:
        show.nothing_yet("The attendance rate", "a roster or a list of names with who was absent")
with border():
    local_pulse(frame)
with border():
    official_counts(frame)
