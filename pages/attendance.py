"""Attendance page: visits, coverage of the counts, and regularity of attendance."""

import streamlit as st

from libcollab_metrics.figures import (
    attendance_by_group,
    attendance_over_time,
    attendance_per_session,
    attendance_rate_by_group,
    coverage_over_time,
    sessions_calendar,
)
from pages.ui import display
from pages.ui.page import border, open_page
from pages.ui.panels import local_pulse, official_counts

frame = open_page("attendance")

GROUPS = {"program": "program", "site": "site", "partner": "partner", "format": "format", "age_group": "age group"}

with border():
    display.cards(frame, ("sessions_held", "attendance_total", "attendance_coverage", "attendance_per_session"))
    display.cards(frame, ("session_delivery_rate", "attendance_rate", "completion_rate", "show_up_rate"))
    display.cards(frame, ("contact_hours", "seat_fill", "turnout_ratio", "participants_bounds"))
    display.figure(frame, attendance_over_time, ("attendance_total", "sessions_held"), by="month")
    display.figure(frame, coverage_over_time, ("attendance_coverage", "sessions_held"), by="month")
    display.figure(frame, sessions_calendar, ("session_days",))
    by = st.segmented_control(
        "Compare by", list(GROUPS), format_func=GROUPS.get, default="program", key="by", bind="query-params"
    )
    display.figure(frame, attendance_by_group, ("attendance_total",), by=by or "program")
    display.figure(frame, attendance_per_session, ("attendance_per_session",), by=by or "program")
    if not frame.dataset.is_empty("participation"):
        display.figure(frame, attendance_rate_by_group, ("attendance_rate",), by="program")
    else:
        display.nothing_yet("The attendance rate", "a roster or a list of names with who was absent")
with border():
    local_pulse(frame)
with border():
    official_counts(frame)
