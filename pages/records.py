"""Records page: enter, change and remove rows without a sheet."""

import streamlit as st

from pages.ui.page import error_boundary, open_page
from pages.ui.records.tabs import draw_messages, draw_record_tabs
from pages.ui.workspace import history

frame = open_page("records")

st.markdown(
    "Type here what stands on no sheet: a missing count, a partner, what success means, who gave what. "
    "Every row counts like one of a sheet, and every step can be taken back."
)
draw_messages()
with error_boundary():
    history.draw_undo_redo()
with error_boundary():
    draw_record_tabs(frame)
