"""Data page: upload sheets, review how they were read, answer, confirm, undo."""

import streamlit as st

from pages.ui import display, session
from pages.ui.page import border, escaped, open_page
from pages.ui.partners import proposals_waiting
from pages.ui.records.settings import settings_form
from pages.ui.upload.names import fix_names, fix_overlaps
from pages.ui.upload.review import review_all
from pages.ui.workspace import history
from pages.ui.workspace.history import history_lines

frame = open_page("data")

st.markdown("Upload the workbook or CSV you already keep. Nothing is used before you have seen how it was read.")
for file in (
    st.file_uploader(
        "Attendance sheets, rosters, ledgers: Excel, LibreOffice or CSV", accept_multiple_files=True, key="upload"
    )
    or ()
):
    refusal = session.hold(file.name, file.getvalue(), file.file_id)
    if refusal:
        st.info(escaped(refusal))
review_all()
with border():
    proposals_waiting(frame)

st.header("What is in use")
if session.is_sample():
    st.text("The invented sample library. Your own sheets replace it as soon as you use one.")
for line in history_lines(session.workspace().steps):
    st.text(line)
with border():
    history.undo_and_redo()
with border():
    fix_overlaps(frame.dataset.overlaps)
with border():
    fix_names()
with border():
    settings_form(frame.dataset.settings)
with border():
    history.place()
if not session.is_sample():
    with st.expander(f"Everything told about these sheets ({len(frame.dataset.issues)})"):
        display.issues(frame.dataset.issues)
