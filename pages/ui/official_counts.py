"""Counts for official forms: the two margins of the library survey, and a school's attendance."""

from __future__ import annotations

import streamlit as st

from libcollab_metrics.figures import official_margin, official_note
from pages.ui import display, results
from pages.ui.page import Page

MARGINS = {"age": "By intended audience", "format": "By format"}


def draw_official_counts(frame: Page) -> None:
    """Draw both margins of the library survey, their balance, and the figures of a school form."""
    evaluation = frame.figures(metrics=("imls_grid",))
    for margin, title in MARGINS.items():
        st.text(title)
        display.draw_table(title, official_margin(evaluation, margin, frame.language), "No session was held.")
    st.caption(
        f"Live sessions only; programs outside official statistics are excluded. "
        f"{official_note(evaluation, frame.language)}"
    )
    results.draw_known_figures(
        frame, "school-form", "For a school’s form", ("average_daily_attendance", "month_attendance_pct")
    )
