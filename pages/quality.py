"""Data quality page: rows that may count twice, names that may be one, and everything that was reported."""

import streamlit as st

from pages.ui import display
from pages.ui.page import error_boundary, open_page
from pages.ui.upload.names import draw_name_merges, draw_overlap_question

frame = open_page("quality")

with error_boundary():
    draw_overlap_question(frame.dataset.overlaps)
with error_boundary():
    draw_name_merges()
with error_boundary():
    st.header("What was found in the sheets", anchor=False)
    if frame.dataset.issues:
        display.draw_issues(frame.dataset.issues)
    else:
        st.text("Every cell was used as it was typed.")
