"""Parts of the attendance page: visits, reach, notes and official counts, each on its tab."""

from __future__ import annotations

import streamlit as st

from libcollab_metrics.figures import (
    attendance_by_group,
    attendance_over_time,
    attendance_per_session,
    attendance_rate_by_group,
    coverage_over_time,
    language_match_by_group,
    participants_by_group,
    participants_by_partner,
    reach_by_group,
    sessions_calendar,
)
from pages.ui import display
from pages.ui.page import Page

GROUPS = {
    "program": "program",
    "site": "site",
    "partner": "partner",
    "format": "format",
    "age_group": "age group",
}


def draw_visits(frame: Page) -> None:
    """Draw visits, coverage of the counts, and regularity of attendance."""
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


def draw_reach(frame: Page) -> None:
    """Draw how many different people came, of how many, and in which language."""
    display.draw_cards(
        frame, ("participants_unique", "reach_rate", "attendance_per_1000", "language_match_rate")
    )
    display.draw_cards(
        frame, ("participants_bounds", "visits_per_participant", "first_time_share", "site_coverage")
    )
    if frame.dataset.is_empty("participation"):
        display.draw_empty_state(
            "Counting different people", "a roster or a list of names; a head count says only how many visits"
        )
    else:
        display.draw_figure(frame, participants_by_group, ("participants_unique",), by="program")
        display.draw_figure(frame, reach_by_group, ("reach_rate",), by="program")
        display.draw_figure(frame, participants_by_group, ("participants_unique",), by="site")
        display.draw_figure(frame, language_match_by_group, ("language_match_rate",), by="program")
        display.draw_figure(frame, participants_by_partner, ("partner_sourced_share",))
        display.draw_parts(frame, "Who came, compared with who lives there", ("representativeness",), "group")
    display.draw_cards(frame, ("target_group_per_1000",))
