"""Counts for official forms: the two margins of the library survey, and a school's attendance."""

from __future__ import annotations

import streamlit as st

from libcollab_metrics.figures import official_margin, official_note
from pages.ui import display, results
from pages.ui.page import Page
from pages.ui.translation import _, later

MARGINS = {"age": later("By intended audience"), "format": later("By format")}


def draw_official_counts(frame: Page) -> None:
    """Draw both margins of the library survey, their balance, and the figures of a school form."""
    evaluation = frame.figures(metrics=("imls_grid",))
    for margin, title in MARGINS.items():
        st.text(_(title))
        display.draw_table(
            _(title), official_margin(evaluation, margin, frame.language), _("No session was held.")
        )
    st.caption(
        f"{_('Live sessions only; programs outside official statistics are excluded.')} "
        f"{official_note(evaluation, frame.language)}"
    )
    results.draw_known_figures(
        frame, "school-form", _("For a school’s form"), ("average_daily_attendance", "month_attendance_pct")
    )
