"""The counts that official forms ask for: the library survey's two margins, and a school's attendance."""

from __future__ import annotations

import streamlit as st

from libcollab_metrics.figures import official_margin, official_note
from pages.ui import show
from pages.ui.frame import Frame

MARGINS = {"age": "By intended audience", "format": "By format"}


def official_counts(frame: Frame) -> None:
    """Draw both margins of the library survey, whether they balance, and the figures of a school's form.

    They are asked for once a year and take a third of the page's time, so they are counted when they are opened.
    """
    counts = st.expander("Counts for official forms", on_change="rerun", key="official-counts")
    if not counts.open:
        return
    with counts:
        found = frame.figures(metrics=("imls_grid",))
        for margin, title in MARGINS.items():
            st.text(title)
            show.table(title, official_margin(found, margin, frame.language), "No session was held.")
        st.caption(
            f"Live sessions only; programs that do not count in official statistics are left out. "
            f"{official_note(found, frame.language)}"
        )
        st.text("For a school's form")
        show.cards(frame, ("average_daily_attendance", "month_attendance_pct"))
