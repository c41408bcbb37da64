"""Records page: enter, change and remove rows without a sheet."""

import streamlit as st

from pages.ui.page import border, open_page
from pages.ui.records.tabs import record_tabs, what_was_done
from pages.ui.workspace import history

frame = open_page("records")

st.markdown(
    "Type here what stands on no sheet: a missing count, a partner, what success means, who gave what. "
    "Every row counts like one of a sheet, and every step can be taken back."
)
what_was_done()
with border():
    history.undo_and_redo()
with border():
    record_tabs(frame)
