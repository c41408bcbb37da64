"""Attendance and reach page: visits, different people, notes of the months, and official counts."""

import streamlit as st

from pages.ui.attendance import draw_reach, draw_visits
from pages.ui.official_counts import draw_official_counts
from pages.ui.page import error_boundary, open_page
from pages.ui.period_notes import draw_period_notes

frame = open_page("attendance")

DRAWERS = {
    "Attendance": draw_visits,
    "Reach": draw_reach,
    "Notes": draw_period_notes,
    "Official counts": draw_official_counts,
}

for tab, draw in zip(st.tabs(list(DRAWERS), key="show", bind="query-params"), DRAWERS.values(), strict=True):
    if tab.open:
        with tab, error_boundary():
            draw(frame)
