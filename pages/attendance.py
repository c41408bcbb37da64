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
from pages.ui.official_counts import draw_official_counts
from pages.ui.page import error_boundary, open_page
from pages.ui.period_notes import draw_period_notes

frame = open_page("attendance")

GROUPS = {
    "program": "program",
    "site": "site",
    "partner": "partner",
    "format": "format",
    "age_group": "age group",
}

with error_boundary():
    display.draw_cards(
        frame, ("sessions_held", "attendance_total", "attendance_coverage", "attendance_per_session")
    )
    display.draw_cards(frame, ("session_delivery_rate", "attendance_rate", "completion_rate", "show_up_rate"))
    display.draw_cards(frame, ("contact_hours", "seat_fill", "turnout_ratio", "participants_bounds"))
    display.draw_figure(frame, attendance_over_time, ("attendance_total", "sessions_held"), by="month")
    display.draw_figure(frame, coverage_over_time, ("attendance_coverage", "sessions_held"), by="month")
    display.draw_figure(frame, sessions_calendar, ("session_days",))
    by = st.segmented_control(
        "Compare by", list(GROUPS), format_func=GROUPS.get, default="program", key="by", bind="query-params"
    )
    display.draw_figure(frame, attendance_by_group, ("attendance_total",), by=by or "program")
    display.draw_figure(frame, attendance_per_session, ("attendance_per_session",), by=by or "program")
    if not frame.dataset.is_empty("participation"):
        display.draw_figure(frame, attendance_rate_by_group, ("attendance_rate",), by="program")
    else:
        display.draw_empty_state("The attendance rate", "a roster or a list of names with who was absent")
with error_boundary():
    draw_period_notes(frame)
with error_boundary():
    draw_official_counts(frame)
