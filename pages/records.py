"""Records page: enter, change and remove rows without a sheet; settings, history and storage."""

import streamlit as st

from pages.ui.page import error_boundary, open_page
from pages.ui.records.tabs import draw_record_tabs

frame = open_page("records")

st.markdown(
    "Type what is on no sheet: a missing count, a partner, what success means, who gave what. Every row"
    " counts like a row of a sheet, and you can undo every step."
)
with error_boundary():
    draw_record_tabs(frame)
